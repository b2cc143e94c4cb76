"""The models of the council."""

from council.models.convocation import (
    ActingChair,
    Body,
    Convocation,
    Council,
    Seat,
    translated,
)
from council.models.edition import Edition, Numbers, in_force
from council.models.edition_item import EditionItem
from council.models.invitation import Invitation, good_invitation
from council.models.link import Link
from council.models.matter import Matter
from council.models.people import Account, Person, timer_account
from council.models.protocol import (
    DrawnPaper,
    Protocol,
    ProtocolPaper,
    ProtocolVersion,
    SignedScan,
)
from council.models.redaction import Redaction
from council.models.reminder import SentReminder
from council.models.sitting import AgendaItem, Attendance, NamedVote, Sitting
from council.record import AuditEvent, LastDeed

__all__ = [
    "Account",
    "ActingChair",
    "AgendaItem",
    "Attendance",
    "AuditEvent",
    "Body",
    "Convocation",
    "Council",
    "DrawnPaper",
    "Edition",
    "EditionItem",
    "Invitation",
    "LastDeed",
    "Link",
    "Matter",
    "NamedVote",
    "Numbers",
    "Person",
    "Protocol",
    "ProtocolPaper",
    "ProtocolVersion",
    "Redaction",
    "Seat",
    "SentReminder",
    "SignedScan",
    "Sitting",
    "good_invitation",
    "in_force",
    "timer_account",
    "translated",
]
