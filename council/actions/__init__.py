"""The deeds of the council."""

from council.actions.protocols import (
    draft_pdf,
    finalise_protocol,
    next_number,
    obstacles,
    protocol_paper,
)
from council.actions.setup import (
    adopt_edition,
    change_person,
    end_seat,
    enter_body,
    enter_convocation,
    enter_person,
    name_council,
    seat_person,
)
from council.actions.sittings import (
    ItemVote,
    add_item,
    cancel_sitting,
    change_item,
    change_sitting,
    open_sitting,
    plan_sitting,
    put_on_agenda,
    record_attendance,
    record_votes,
    remove_item,
)

__all__ = [
    "ItemVote",
    "add_item",
    "adopt_edition",
    "cancel_sitting",
    "change_item",
    "change_person",
    "change_sitting",
    "draft_pdf",
    "end_seat",
    "enter_body",
    "enter_convocation",
    "enter_person",
    "finalise_protocol",
    "name_council",
    "next_number",
    "obstacles",
    "open_sitting",
    "plan_sitting",
    "protocol_paper",
    "put_on_agenda",
    "record_attendance",
    "record_votes",
    "remove_item",
    "seat_person",
]
