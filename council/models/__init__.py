"""The models of the council."""

from council.models.convocation import Body, Convocation, Council, Seat, translated
from council.models.edition import Edition, in_force
from council.models.matter import Matter
from council.models.people import Account, Person
from council.models.protocol import Protocol, ProtocolPaper
from council.models.sitting import AgendaItem, Attendance, NamedVote, Sitting

__all__ = [
    "Account",
    "AgendaItem",
    "Attendance",
    "Body",
    "Convocation",
    "Council",
    "Edition",
    "Matter",
    "NamedVote",
    "Person",
    "Protocol",
    "ProtocolPaper",
    "Seat",
    "Sitting",
    "in_force",
    "translated",
]
