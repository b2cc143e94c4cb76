"""Who may do what: one table, deed by role; whatever is not listed is denied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from council.dates import today
from council.models import Account, ActingChair, Body, Seat

SECRETARIAT, CHAIR, PRESIDIUM = "secretariat", "chair", "presidium"
ADMINISTRATOR = "administrator"

DEEDS: dict[str, frozenset[str]] = {
    deed: frozenset(allowed)
    for deed, allowed in {
        # pages
        "desk": {SECRETARIAT, CHAIR, PRESIDIUM},
        "the_council": {SECRETARIAT, CHAIR, PRESIDIUM},
        "sittings": {SECRETARIAT, CHAIR, PRESIDIUM},
        "sitting": {SECRETARIAT, CHAIR, PRESIDIUM},
        "protocol_pdf": {SECRETARIAT, CHAIR, PRESIDIUM},
        "agenda_pdf": {SECRETARIAT, CHAIR, PRESIDIUM},
        "attendance_sheet_pdf": {SECRETARIAT, CHAIR, PRESIDIUM},
        "invitations_pdf": {SECRETARIAT, CHAIR},
        "excerpt_pdf": {SECRETARIAT, CHAIR, PRESIDIUM},
        "open_scan": {SECRETARIAT, CHAIR, PRESIDIUM},
        "editions": {SECRETARIAT, CHAIR, PRESIDIUM},
        "candidates": {SECRETARIAT, CHAIR},
        "candidates_pdf": {SECRETARIAT, CHAIR},
        "dossier": {SECRETARIAT, CHAIR},
        "path": {SECRETARIAT, CHAIR},
        "open_file": {SECRETARIAT},
        "history": {SECRETARIAT},
        "row_history": {SECRETARIAT},
        "audit_record": {SECRETARIAT},
        "reminders": {SECRETARIAT},
        "choose_letters": {SECRETARIAT, CHAIR, PRESIDIUM},
        # one's own second factor
        "second_factor": {SECRETARIAT, CHAIR, PRESIDIUM},
        "set_up_second_factor": {SECRETARIAT, CHAIR, PRESIDIUM},
        "recovery_codes": {SECRETARIAT, CHAIR, PRESIDIUM},
        "renew_recovery_codes": {SECRETARIAT, CHAIR, PRESIDIUM},
        "remove_second_factor": {SECRETARIAT, CHAIR, PRESIDIUM},
        # who may sign in, as what
        "accounts": {ADMINISTRATOR},
        "account": {ADMINISTRATOR},
        "invite_account": {ADMINISTRATOR},
        "send_invitation": {ADMINISTRATOR},
        "change_role": {ADMINISTRATOR},
        "link_person": {ADMINISTRATOR},
        "disable_account": {ADMINISTRATOR},
        "enable_account": {ADMINISTRATOR},
        "reset_second_factor": {ADMINISTRATOR},
        # the council itself
        "name_council": {SECRETARIAT},
        "set_retention": {SECRETARIAT},
        "enter_convocation": {SECRETARIAT},
        "enter_body": {SECRETARIAT},
        "change_body": {SECRETARIAT},
        "change_person": {SECRETARIAT},
        "merge_persons": {SECRETARIAT},
        "seat_person": {SECRETARIAT},
        "end_seat": {SECRETARIAT},
        "reopen_seat": {SECRETARIAT},
        "end_convocation_early": {SECRETARIAT},
        "name_acting_chair": {SECRETARIAT},
        "end_acting": {SECRETARIAT},
        # sittings: a chair's own commission, the secretariat's all bodies
        "plan_sitting": {SECRETARIAT, CHAIR},
        "change_sitting": {SECRETARIAT, CHAIR},
        "cancel_sitting": {SECRETARIAT, CHAIR},
        "reopen_sitting": {SECRETARIAT, CHAIR},
        "add_item": {SECRETARIAT, CHAIR},
        "change_item": {SECRETARIAT, CHAIR},
        "remove_item": {SECRETARIAT, CHAIR},
        "record_attendance": {SECRETARIAT, CHAIR},
        "record_votes": {SECRETARIAT, CHAIR},
        "finalise_protocol": {SECRETARIAT, CHAIR},
        "attach_scan": {SECRETARIAT, CHAIR},
        "correct_protocol": {SECRETARIAT},
        "propose_edition": {SECRETARIAT},
        # candidates
        "enter_candidate": {SECRETARIAT},
        "change_dossier": {SECRETARIAT},
        "keep_reference_documents": {SECRETARIAT},
        "import_register": {SECRETARIAT},
        "publish_list": {SECRETARIAT},
        "withdraw_consent": {SECRETARIAT},
        "discuss": {SECRETARIAT, CHAIR},
        "propose": {SECRETARIAT, CHAIR},
        # experts in office
        "discuss_expert": {SECRETARIAT, CHAIR},
        "propose_release": {SECRETARIAT, CHAIR},
        "propose_reassignment": {SECRETARIAT, CHAIR},
        "key_request": {SECRETARIAT},
        # section 4: the secretariat reads what is signed
        "evaluations": {SECRETARIAT, CHAIR},
        "evaluation": {SECRETARIAT, CHAIR},
        "evaluation_pdf": {SECRETARIAT, CHAIR},
        "experts_by_quarter": {SECRETARIAT, CHAIR},
        "reports": {SECRETARIAT, CHAIR, PRESIDIUM},
        "report": {SECRETARIAT, CHAIR, PRESIDIUM},
        "report_pdf": {SECRETARIAT, CHAIR, PRESIDIUM},
        "make_report": {SECRETARIAT, CHAIR},
        "change_report": {SECRETARIAT, CHAIR},
        "sign_report": {SECRETARIAT, CHAIR},
        "submit_report": {SECRETARIAT, CHAIR},
        "indicators": {SECRETARIAT, CHAIR},
        "indicator_records": {SECRETARIAT, CHAIR},
        "note_evaluations": {CHAIR},
        "sign_evaluations": {CHAIR},
        "evaluate_work": {CHAIR},
        "correct_evaluation": {CHAIR},
        # what experts hand in and say; what 5.1.5 tells is for the chair alone
        "recommendations": {SECRETARIAT, CHAIR},
        "recommendation": {SECRETARIAT, CHAIR},
        "recommendation_pdf": {SECRETARIAT, CHAIR},
        "open_work_file": {SECRETARIAT, CHAIR},
        "receive_recommendation": {CHAIR},
        "change_recommendation": {CHAIR},
        "ask_clarification": {CHAIR},
        "receive_version": {CHAIR},
        "consider_recommendation": {CHAIR},
        "publications": {SECRETARIAT, CHAIR},
        "publication": {SECRETARIAT, CHAIR},
        "enter_publication": {CHAIR},
        "change_publication": {CHAIR},
        "approve_publication": {CHAIR},
        "decline_publication": {CHAIR},
        "record_appearance": {CHAIR},
        "breaches": {SECRETARIAT, CHAIR},
        "establish_breach": {CHAIR},
        "lift_breach": {CHAIR},
        "risk_notices": {CHAIR},
        "risk_notice": {CHAIR},
        "enter_risk_notice": {CHAIR},
        "commendations": {SECRETARIAT, CHAIR},
        "commend": {CHAIR},
        "award_commendation": {CHAIR},
        "letter_pdf": {SECRETARIAT, CHAIR},
        # the work of experts: a chair's own commission, the secretariat reads
        "work": {SECRETARIAT, CHAIR},
        "events": {SECRETARIAT, CHAIR},
        "event": {SECRETARIAT, CHAIR},
        "plan_event": {CHAIR},
        "change_event": {CHAIR},
        "cancel_event": {CHAIR},
        "reopen_event": {CHAIR},
        "record_event": {CHAIR},
        "assignments": {SECRETARIAT, CHAIR},
        "assignment": {SECRETARIAT, CHAIR},
        "give_assignment": {CHAIR},
        "change_assignment": {CHAIR},
        "complete_assignment": {CHAIR},
        "withdraw_assignment": {CHAIR},
        "reopen_assignment": {CHAIR},
        "awaited": {SECRETARIAT, CHAIR},
    }.items()
}


class DeskRequest(HttpRequest):
    """A request behind the sign-in: its user is an account."""

    user: Account


@dataclass(frozen=True)
class Roles:
    """What an account is today: assigned, or by the seats its person holds.

    An administrator is secretariat, too.
    """

    is_secretariat: bool
    is_administrator: bool
    chaired: frozenset[int]
    presidium: frozenset[int]

    def has(self, role: str, body: Body | None = None) -> bool:
        """Return whether the role is held, over that body where one is named."""
        if role == SECRETARIAT:
            return self.is_secretariat
        if role == ADMINISTRATOR:
            return self.is_administrator
        held = self.chaired if role == CHAIR else self.presidium
        return bool(held) if body is None else body.pk in held


def roles_of(account: Account) -> Roles:
    """Return the account's roles today; asked of the database once an account."""
    kept: Roles | None = account.__dict__.get("roles")
    if kept is None:
        day = today()
        acting = ActingChair.objects.filter(
            body=OuterRef("body"),
            person=OuterRef("person"),
            begins__lte=day,
            ends__gte=day,
        )
        seats = Seat.objects.voting().on(day).filter(person__account=account)
        rows = list(
            seats.annotate(is_acting=Exists(acting)).values_list(
                "body", "body__kind", "role", "is_acting"
            )
        )
        kept = Roles(
            is_secretariat=account.role
            in (Account.Role.SECRETARIAT, Account.Role.ADMINISTRATOR),
            is_administrator=account.role == Account.Role.ADMINISTRATOR,
            chaired=frozenset(
                body
                for body, kind, role, is_acting in rows
                if kind == Body.Kind.COMMISSION
                and (role == Seat.Role.CHAIR or is_acting)
            ),
            presidium=frozenset(
                body
                for body, kind, _role, _acting in rows
                if kind == Body.Kind.PRESIDIUM
            ),
        )
        account.__dict__["roles"] = kept
    return kept


def may(account: Account, deed: str, body: Body | None = None) -> bool:
    """Return whether the account may do the deed, in that body where it is named."""
    held = roles_of(account)
    return any(held.has(role, body) for role in DEEDS[deed])


def check(account: Account, deed: str, body: Body | None = None) -> None:
    """Raise PermissionDenied unless the account may do the deed there."""
    if not may(account, deed, body):
        raise PermissionDenied(deed)


def scope(account: Account, deed: str) -> set[int] | None:
    """Return the keys of the bodies in which the account may do the deed.

    None means all of them. What lies outside answers 404, like what does not exist.
    """
    held, allowed = roles_of(account), DEEDS[deed]
    if SECRETARIAT in allowed and held.is_secretariat:
        return None
    bodies: set[int] = set()
    if CHAIR in allowed:
        bodies |= held.chaired
    if PRESIDIUM in allowed:
        bodies |= held.presidium
    return bodies


View = Callable[..., HttpResponse]


def requires(deed: str) -> Callable[[View], View]:
    """Let only those reach a view who may do its deed somewhere.

    The view itself then looks for the object within `scope`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check(request.user, deed)
            return view(request, *args, **kwargs)

        wrapper.deed = deed  # type: ignore[attr-defined]
        return wrapper

    return decorate


NAVIGATION = (
    ("desk", _("Today"), "desk"),
    ("candidates", _("Candidates and experts"), "candidates"),
    ("events", _("Work"), "events"),
    ("evaluations", _("Evaluations"), "evaluations"),
    ("sittings", _("Sittings"), "sittings"),
    ("the_council", _("The council"), "the_council"),
    ("history", _("History"), "history"),
    ("accounts", _("Accounts"), "accounts"),
)
PUBLIC_NAVIGATION = (
    ("register", _("Register of experts")),
    ("become_expert", _("Become an expert")),
    ("rules", _("Rules")),
)
