"""The first days of a council: what it sets up before its work, from the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from council.desk import Task, first_steps
from council.models import Account, Body, Council, Edition, Seat, Sitting
from council.roles import may

SITTINGS = Sitting.objects.filter(
    body=OuterRef("pk"), status__in=[Sitting.Status.PLANNED, Sitting.Status.FINAL]
)


@first_steps
def of_the_council(account: Account, on: date) -> dict[int, Task]:
    """Tell of names, seats, the Regulation, accounts and the first sitting."""
    bodies = list(Body.objects.on(on).annotate(has_sitting=Exists(SITTINGS)))
    seats = list(
        Seat.objects.voting().on(on).values_list("body", "role", "person__account")
    )
    seated = {body for body, _role, _account in seats}
    chairs = {body: held_by for body, role, held_by in seats if role == Seat.Role.CHAIR}
    led = [body for body in bodies if body.kind != Body.Kind.ASSEMBLY]
    commissions = [body for body in bodies if body.kind == Body.Kind.COMMISSION]
    return {
        10: _names(Council.objects.first()),
        20: _of_bodies(
            _("Members seated in each body"),
            "1.7",
            bodies,
            lacking=[body for body in bodies if body.pk not in seated],
        ),
        30: _of_bodies(
            _("Chairs of the Presidium and of the commissions"),
            "1.8",
            led,
            lacking=[body for body in led if body.pk not in chairs],
        ),
        50: _regulation(Edition.objects.filter(effective_on__lte=on).first()),
        70: _accounts(
            account,
            commissions,
            lacking=[body for body in commissions if chairs.get(body.pk) is None],
        ),
        80: Task(
            label=_("First sitting planned"),
            clause="",
            done=any(body.has_sitting for body in bodies),
            url=reverse("sittings"),
        ),
    }


def _names(council: Council | None) -> Task:
    has_email = council is not None and bool(council.email)
    lacking = [] if has_email else [_("the e-mail is missing")]
    if council is None or not council.logo:
        lacking.append(_("a logo may be added"))
    return Task(
        label=_("Names, e-mail and logo of the council"),
        clause="",
        done=has_email,
        note=", ".join(lacking),
        url=reverse("name_council"),
    )


def _of_bodies(
    label: str, clause: str, bodies: Sequence[Body], lacking: Iterable[Body]
) -> Task:
    names = ", ".join(str(body) for body in lacking)
    return Task(
        label=label,
        clause=clause,
        done=bool(bodies) and not names,
        note=_("Missing: %(bodies)s") % {"bodies": names} if names else "",
        url=reverse("the_council"),
    )


def _regulation(edition: Edition | None) -> Task:
    """Tell the numbers themselves: who reads the list has looked at them."""
    numbers = _(
        "Candidates at a sitting – %(candidates)s, experts for a member – %(experts)s, "
        "months of practice – %(months)s, quorum – %(quorum)s."
    )
    return Task(
        label=_("The Regulation and its numbers"),
        clause="7.1",
        done=edition is not None,
        note=numbers
        % {
            "candidates": edition.candidates_limit,
            "experts": edition.experts_multiple,
            "months": edition.practice_months,
            "quorum": f"{edition.quorum_numerator}/{edition.quorum_denominator}",
        }
        if edition
        else _("No edition is in force yet."),
        url=reverse("editions"),
    )


def _accounts(
    account: Account, commissions: Sequence[Body], lacking: Iterable[Body]
) -> Task:
    names = ", ".join(str(body) for body in lacking)
    is_own = may(account, "accounts")
    note = "" if is_own or not names else " " + _("The administrator invites them.")
    return Task(
        label=_("Accounts for the chairs of the commissions"),
        clause="",
        done=bool(commissions) and not names,
        note=_("Missing: %(bodies)s") % {"bodies": names} + note if names else "",
        url=reverse("accounts") if is_own else "",
    )
