"""The deeds of the council."""

from council.actions.corrections import Correction, correct_protocol
from council.actions.letters import choose_letters
from council.actions.merging import merge_persons
from council.actions.papers import (
    attach_scan,
    draft_pdf,
    excerpt_pdf,
    protocol_paper,
)
from council.actions.protocols import (
    finalise_protocol,
    next_number,
    obstacles,
)
from council.actions.setup import (
    adopt_edition,
    change_body,
    change_person,
    end_acting,
    end_convocation_early,
    end_seat,
    enter_body,
    enter_convocation,
    enter_person,
    name_acting_chair,
    name_council,
    propose_edition,
    seat_new_person,
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
    "Correction",
    "ItemVote",
    "add_item",
    "adopt_edition",
    "attach_scan",
    "change_body",
    "cancel_sitting",
    "change_item",
    "change_person",
    "change_sitting",
    "choose_letters",
    "correct_protocol",
    "draft_pdf",
    "end_acting",
    "end_convocation_early",
    "end_seat",
    "enter_body",
    "enter_convocation",
    "enter_person",
    "excerpt_pdf",
    "finalise_protocol",
    "merge_persons",
    "name_acting_chair",
    "name_council",
    "next_number",
    "obstacles",
    "open_sitting",
    "plan_sitting",
    "propose_edition",
    "protocol_paper",
    "put_on_agenda",
    "record_attendance",
    "record_votes",
    "remove_item",
    "seat_new_person",
    "seat_person",
]
