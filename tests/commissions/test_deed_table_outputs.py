"""Deed × reader for what experts hand in and say: every cell is tried.

The signs are those of tests/test_deed_table.py. Presidium members without a
commission read nothing here, and what 5.1.5 tells only the own chair reads.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commissions import actions
from council.roles import DEEDS
from tests import factories as make
from tests import outputs
from tests.commissions.output_table import OF_OUTPUTS
from tests.outputs import DAY, LATER
from tests.scans import a_pdf
from tests.test_deed_table import World, cells, tried

pytestmark = pytest.mark.django_db
PDF = a_pdf("work")

# Those that begin a record: done once, the same again is refused.
STARTS = (
    "receive_recommendation",
    "enter_publication",
    "establish_breach",
    "enter_risk_notice",
    "commend",
)
KEYLESS = (
    "recommendations",
    "publications",
    "breaches",
    "risk_notices",
    "commendations",
)


class OutputWorld(World):
    """The council of the deed table with one record of each kind."""

    def __init__(self, state):
        super().__init__()
        self.expert = expert = make.in_office(self.council)
        self.is_done = state == "done"
        upload = SimpleUploadedFile("work.pdf", PDF)
        self.work = outputs.a_recommendation(expert, file=upload)
        self.publication = outputs.a_publication(expert)
        self.breach = outputs.a_breach(expert)
        self.notice = outputs.a_risk_notice(expert)
        self.letter = outputs.a_commendation(expert)
        if self.is_done:
            at: dict[str, Any] = {"on": outputs.TODAY, "by": outputs.chair_of(expert)}
            self.work = outputs.considered(self.work)
            self.publication = actions.record_appearance(
                publication=outputs.agreed(self.publication), appeared_on=LATER, **at
            )
            actions.lift_breach(
                breach=self.breach, lifted_on=LATER, lifted_because="Қате.", **at
            )
            self.letter = actions.award_commendation(
                commendation=self.letter, awarded_on=LATER, awarded_by="Төраға", **at
            )


def of_outputs(world, deed, _state):
    """Return address and data of a deed on what the expert handed in or said."""
    rows = {
        "open_work_file": world.work.versions.get(),
        "publication": world.publication,
        "lift_breach": world.breach,
        "risk_notice": world.notice,
        "award_commendation": world.letter,
        "letter_pdf": world.letter,
    }
    row = rows.get(deed, world.publication if "publication" in deed else world.work)
    row = world.publication if deed == "record_appearance" else row
    revision = {"revision": getattr(row, "revision", 1)}
    # What is there already is sent again where it is done, something new where not.
    new = DAY + timedelta(days=not world.is_done)
    data = {
        "receive_recommendation": {
            "kind": "recommendation",
            "title": world.work.title,
            "received_on": new,
            "text": "Мәтін",
        },
        "change_recommendation": revision | {"kind": "topic", "title": "Тақырып"},
        "ask_clarification": revision | {"clarify": "?", "clarify_on": LATER},
        "receive_version": revision | {"text": "Мәтін", "received_on": LATER},
        "consider_recommendation": revision
        | {
            "considered_how": "working_order",
            "considered_on": LATER,
            "result": "Жарайды.",
        },
        "enter_publication": {
            "kind": "analysis",
            "title": world.publication.title,
            "asked_on": DAY,
            "appeared_on": LATER if world.is_done else "",
        }
        | ({} if world.is_done else {"title": "Басқа"}),
        "change_publication": revision
        | {
            "kind": "informing",
            "title": "Түзету",
            "asked_on": DAY,
            "appeared_on": LATER if world.is_done else "",
        },
        "approve_publication": revision
        | {"approved_by": "chair", "approved_on": LATER},
        "decline_publication": revision | {"declined_on": LATER},
        "record_appearance": revision | {"appeared_on": LATER},
        "establish_breach": {
            "kind": "confidentiality",
            "happened_on": DAY,
            "essence": "Басқа",
            # Before the expert came to office nothing is established.
            "established_on": make.CONVOCATION_BEGINS if world.is_done else LATER,
        },
        "lift_breach": {"lifted_on": LATER, "lifted_because": "Қате."},
        "enter_risk_notice": {
            "addressee": "lead",
            "received_on": DAY,
            "essence": world.notice.essence if world.is_done else "Басқа",
        },
        "commend": {"form": "letter", "merit_kk": "Еңбегі үшін", "proposed_on": new},
        "award_commendation": revision | {"awarded_on": LATER, "awarded_by": "Төраға"},
    }
    if deed in STARTS:
        return f"{reverse(deed)}?expert={world.expert.pk}", data[deed]
    args = [] if deed in KEYLESS else [row.pk]
    if deed in ("recommendation_pdf", "letter_pdf"):
        args.append("kk")
    return reverse(deed, args=args), data.get(deed)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("state", cells(OF_OUTPUTS))
def test_outputs(time_machine, state):
    time_machine.move_to(f"{outputs.TODAY} 12:00+05:00")
    world, signs = OutputWorld(state), cells(OF_OUTPUTS)[state]
    assert tried(world, of_outputs, signs, state) == signs
    other = Client()
    other.force_login(world.council.chair_accounts[1])
    for deed in signs.keys() - set(KEYLESS):
        url, _data = of_outputs(world, deed, state)
        assert other.get(url).status_code == 404, deed
        assert other.post(url).status_code in (404, 405), deed


def test_every_deed_of_the_table_is_one():
    assert set(cells(OF_OUTPUTS)["open"]) <= set(DEEDS)
