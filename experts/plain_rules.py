"""The Regulation in plain words: each rule with its clause and the edition's numbers.

Our own words throughout. Where the text leaves something open, what the software
does instead is a reading of ours and marked as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council.models import Edition
from council.regulation import TERMS, Ground, Move
from experts.models import Paper


@dataclass(frozen=True)
class PlainRule:
    """One rule in a sentence; `points` are its parts where it lists some."""

    text: str
    clause: str = ""
    is_ours: bool = False
    points: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PlainMove:
    """One line of the matrix: a move or ground, and what it asks for."""

    label: str
    clause: str
    initiator: str
    needs_discussion: bool
    takes_place: bool
    is_capped: bool


@dataclass(frozen=True)
class RuleGroup:
    """Rules on one question, under an anchor that links can rely on."""

    anchor: str
    title: str
    rules: list[PlainRule]
    moves: list[PlainMove] = field(default_factory=list)


def plain_rules(edition: Edition) -> list[RuleGroup]:
    """Return the rules of this edition, grouped as a reader asks for them."""
    return [
        RuleGroup("decides", _("Who decides"), _who_decides(edition)),
        RuleGroup("who", _("Who may be an expert"), _who_may(edition)),
        RuleGroup("how-many", _("How many"), _how_many(edition)),
        RuleGroup("proposal", _("How a candidate is proposed"), _proposal()),
        RuleGroup("term", _("For how long"), _term()),
        RuleGroup("moves", _("Release and reassignment"), _release(), moves()),
        RuleGroup("work", _("What an expert does"), _work()),
        RuleGroup("evaluation", _("How the work is evaluated"), _evaluation()),
        RuleGroup("register", _("The register"), _register()),
        RuleGroup("corrections", _("Corrections and changes"), _corrections()),
    ]


def education_or_practice(edition: Edition) -> str:
    """Return the condition of 2.1 with the edition's number of months."""
    return ngettext(
        "Higher education, or at least %(months)s full month of practice in a field "
        "that the council works in.",
        "Higher education, or at least %(months)s full months of practice in a field "
        "that the council works in.",
        edition.practice_months,
    ) % {"months": edition.practice_months}


def bars() -> list[str]:
    """Return what keeps a person from being an expert (2.2)."""
    return [
        *(str(label) for label in Paper.BARS.values()),
        _("found guilty of a corruption crime or offence by a court"),
    ]


def moves() -> list[PlainMove]:
    """Return the matrix: what each move and each ground of release asks for."""
    return [
        PlainMove(
            label=_move_label(move, ground),
            clause=terms.clause,
            initiator=str(terms.initiator.label),
            needs_discussion=terms.needs_discussion,
            takes_place=terms.takes_place,
            is_capped=terms.is_capped,
        )
        for (move, ground), terms in TERMS.items()
    ]


def _move_label(move: Move, ground: str) -> str:
    labels = {Move.ADMIT: _("Admission"), Move.REASSIGN: _("Reassignment")}
    if move in labels:
        return labels[move]
    return _("Release: %(ground)s") % {"ground": Ground(ground).label}


def _release() -> list[PlainRule]:
    return [
        PlainRule(
            _(
                "The Presidium may release an expert before the term is over, when "
                "the chair of the commission proposes it or the expert asks for it."
            ),
            "1.10",
        ),
        PlainRule(
            _(
                "An expert who is released leaves on the day of the sitting. The "
                "ground is never published."
            ),
            "1.8",
            is_ours=True,
        ),
        PlainRule(
            _("The Presidium may move an expert from one commission to another."), "6.3"
        ),
        PlainRule(
            _(
                "Either of the two chairs may propose it. The term stays the same, "
                "and both periods stay in the register."
            ),
            "6.3",
            is_ours=True,
        ),
        PlainRule(
            _(
                "A release on the chair's own initiative is discussed in the "
                "commission first; any other may go to the Presidium at once."
            ),
            "1.10",
            is_ours=True,
        ),
    ]


def _who_decides(edition: Edition) -> list[PlainRule]:
    share = f"{edition.quorum_numerator}/{edition.quorum_denominator}"
    majority = {
        Edition.MajorityOf.PRESENT: _(
            "The majority is taken of the members present at the vote. An abstention "
            "is not a vote for, and a tie is not enough."
        ),
        Edition.MajorityOf.MEMBERS: _(
            "The majority is taken of all members. An abstention is not a vote for, "
            "and a tie is not enough."
        ),
    }
    return [
        PlainRule(
            _(
                "Only the Presidium of the council engages and releases experts. A "
                "simple majority is enough."
            ),
            "1.6",
        ),
        PlainRule(
            _("The Presidium may decline any candidate and need not say why."), "1.6"
        ),
        PlainRule(
            majority[Edition.MajorityOf(edition.majority_of)], "1.6", is_ours=True
        ),
        PlainRule(
            _(
                "A sitting can decide when enough members are present: %(share)s of "
                "all. The law on public councils asks this of the council's own "
                "sittings; the Regulation is silent."
            )
            % {"share": share},
            "1.6",
            is_ours=True,
        ),
        PlainRule(
            _(
                "Experts may attend the sittings of the council and of the Presidium; "
                "they have no vote there."
            ),
            "1.5",
        ),
        PlainRule(
            _("Nor do experts vote in a commission: they speak, its members vote."),
            "5.1.15",
            is_ours=True,
        ),
    ]


def _who_may(edition: Edition) -> list[PlainRule]:
    return [
        PlainRule(
            _(
                "An expert is a person who knows a field well and helps the council "
                "as a volunteer; the work is not paid."
            ),
            "1.3",
        ),
        PlainRule(education_or_practice(edition), "2.1"),
        PlainRule(_("What keeps a person from being an expert:"), "2.2", points=bars()),
        PlainRule(
            _(
                "Professional certificates and academic degrees are welcome, not "
                "needed."
            ),
            "2.2",
        ),
        PlainRule(
            _(
                "A candidate supports what the council is there for and is ready to "
                "work for the public good."
            ),
            "2.4",
        ),
        PlainRule(
            _("Who sits in the council cannot be its expert at the same time."),
            "1.5",
            is_ours=True,
        ),
        PlainRule(
            _("An expert belongs to one commission at a time."), "6.1", is_ours=True
        ),
    ]


def _how_many(edition: Edition) -> list[PlainRule]:
    return [
        PlainRule(
            _(
                "Candidates that one commission may bring to one sitting of the "
                "Presidium – at most %(limit)s."
            )
            % {"limit": edition.candidates_limit},
            "1.7",
        ),
        PlainRule(
            _(
                "Only admissions count towards it, not releases or moves between "
                "commissions. A place is free again when a candidate is taken off "
                "the agenda before the sitting."
            ),
            "1.7",
            is_ours=True,
        ),
        PlainRule(
            _(
                "Experts that a commission may have for each council member who sits "
                "in it – at most %(times)s."
            )
            % {"times": edition.experts_multiple},
            "1.7",
        ),
        PlainRule(
            _(
                "The chair counts as a member. When members leave, no expert is "
                "released for that; the commission only admits nobody new."
            ),
            "1.7",
            is_ours=True,
        ),
    ]


def _proposal() -> list[PlainRule]:
    return [
        PlainRule(_("The candidate hands in the papers."), "2.3"),
        PlainRule(
            _("The commission discusses the candidate at one of its sittings first."),
            "1.8",
        ),
        PlainRule(
            _(
                "The discussion must have taken place; the vote in the commission "
                "binds nobody."
            ),
            "1.8",
            is_ours=True,
        ),
        PlainRule(
            _("The chair of the commission then brings the proposal to the Presidium."),
            "1.8",
        ),
        PlainRule(
            _(
                "The decision stands in the protocol of the sitting and goes into the "
                "register of experts."
            ),
            "1.8",
        ),
        PlainRule(_("It holds from the day of the sitting."), "1.8", is_ours=True),
    ]


def _term() -> list[PlainRule]:
    return [
        PlainRule(
            _(
                "An expert is engaged at most until the end of the convocation, the "
                "term for which this council was formed."
            ),
            "1.9",
        ),
        PlainRule(
            _("When the powers of the council end, so do those of all its experts."),
            "1.11",
        ),
        PlainRule(
            _(
                "The last day is included. A new convocation needs a new proposal "
                "and new papers; nobody is limited in the number of terms."
            ),
            "1.9",
            is_ours=True,
        ),
    ]


def _work() -> list[PlainRule]:
    return [
        PlainRule(
            _("The chair of the commission directs the work of its experts."), "3.1"
        ),
        PlainRule(
            _(
                "What an expert writes or says is a personal opinion. It advises; "
                "nobody is bound by it, and it is not the position of the council."
            ),
            "3.6",
        ),
        PlainRule(
            _(
                "On trips, monitoring and other events of public control a member of "
                "the commission or the head of the monitoring group comes along."
            ),
            "3.5",
        ),
        PlainRule(
            _(
                "Nothing that the commission is still working on is published without "
                "the consent of its chair or of the Presidium."
            ),
            "5.1.9",
        ),
        PlainRule(
            _(
                "Experts tell the council of their seats in advisory and supervisory "
                "bodies of the state and its companies."
            ),
            "5.1.21",
        ),
    ]


def _evaluation() -> list[PlainRule]:
    return [
        PlainRule(
            _(
                "The chair of the commission evaluates the work each quarter, or when "
                "a piece of work is completed."
            ),
            "4.1",
        ),
        PlainRule(
            _("What is counted:"),
            "4.2",
            points=[
                _("sittings of the council and of its Presidium attended"),
                _("sittings of the expert's commission attended"),
                _("events of public control"),
                _("written recommendations"),
                _("themes, projects and requests begun by the expert"),
                _("breaches of confidentiality, of which there should be none"),
                _("publications that were agreed"),
            ],
        ),
        PlainRule(
            _(
                "There are no points, no ranking and no dismissal by numbers: the "
                "Regulation knows none. Evaluations are not published."
            ),
            "4.2",
            is_ours=True,
        ),
    ]


def _register() -> list[PlainRule]:
    return [
        PlainRule(_("The list of experts is public."), "1.12"),
        PlainRule(
            _(
                "It shows name, commission, field, protocol and term, and nothing "
                "else about a person. Candidates and refusals are not shown."
            ),
            "1.12",
            is_ours=True,
        ),
        PlainRule(
            _(
                "An entry stays when the term is over, so that anybody can see who "
                "was an expert on a given day."
            ),
            "1.8",
            is_ours=True,
        ),
    ]


def _corrections() -> list[PlainRule]:
    return [
        PlainRule(
            _(
                "A final protocol is not rewritten: a correction is a new version that "
                "names the earlier one and says why."
            ),
            "1.8",
            is_ours=True,
        ),
        PlainRule(
            _(
                "Whoever finds a mistake in their own data writes to the secretariat. "
                "Consent can be withdrawn (law № 94-V)."
            ),
            is_ours=True,
        ),
        PlainRule(
            _(
                "The Presidium may change the Regulation. Each edition stays here, "
                "and a decision keeps the edition of its day."
            ),
            "7.3",
        ),
    ]
