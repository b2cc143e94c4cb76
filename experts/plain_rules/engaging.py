"""In plain words: who decides, who may be an expert, how many, for how long."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council.models import Edition
from experts.models import Paper
from experts.plain_rules.base import PlainRule


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


def who_decides(edition: Edition) -> list[PlainRule]:
    """Return what is said of the Presidium, its majority and its quorum."""
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


def who_may(edition: Edition) -> list[PlainRule]:
    """Return what a candidate must and must not be."""
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


def how_many(edition: Edition) -> list[PlainRule]:
    """Return the two caps of 1.7 with the edition's numbers."""
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


def proposal() -> list[PlainRule]:
    """Return the way of a candidate to the decision."""
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


def term() -> list[PlainRule]:
    """Return how long an expert serves."""
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
