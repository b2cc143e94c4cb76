"""In plain words: what an expert does, how it is evaluated, what is public."""

from __future__ import annotations

from django.utils.translation import gettext as _

from experts.plain_rules.base import PlainRule


def work() -> list[PlainRule]:
    """Return what an expert does and leaves undone."""
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
            _("An expert does not speak for the council or a commission to others."),
            "3.7",
        ),
        PlainRule(
            _(
                "Experts read the documents that the council works by; the "
                "secretariat notes that they know them."
            ),
            "1.13",
        ),
        PlainRule(
            _("Experts keep the days that the commission and its chair set."), "5.1.8"
        ),
        PlainRule(
            _("After taking part in an event an expert hands in a recommendation."),
            "5.1.26",
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
                "A closed sitting an expert attends when the commission agrees or a "
                "member of it comes along."
            ),
            "5.2.6",
        ),
        PlainRule(
            _(
                "Who sees a risk of corruption tells the chair of the commission or "
                "the head of the monitoring group."
            ),
            "5.1.5",
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


def evaluation() -> list[PlainRule]:
    """Return what is counted of an expert's work."""
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
            parts=[
                PlainRule(
                    _("sittings of the council and of its Presidium attended"), "4.2.1"
                ),
                PlainRule(_("sittings of the expert's commission attended"), "4.2.2"),
                PlainRule(_("events of public control"), "4.2.3"),
                PlainRule(_("written recommendations"), "4.2.4"),
                PlainRule(
                    _("themes, projects and requests begun by the expert"), "4.3.1"
                ),
                PlainRule(
                    _("breaches of confidentiality, of which there should be none"),
                    "4.5",
                ),
                PlainRule(_("publications that were agreed"), "4.6"),
            ],
        ),
        PlainRule(
            _(
                "The chair reports to the Presidium on the experts by these numbers, "
                "when it asks or on the chair's own initiative."
            ),
            "6.2",
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


def register() -> list[PlainRule]:
    """Return what the public sees."""
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


def corrections() -> list[PlainRule]:
    """Return how mistakes are corrected and the Regulation changed."""
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
            _("Nothing is decided before the day when the Regulation takes effect."),
            "7.1",
        ),
        PlainRule(
            _(
                "The Presidium may change the Regulation. Each edition stays here, "
                "and a decision keeps the edition of its day."
            ),
            "7.3",
        ),
    ]
