"""What is no longer needed of a person goes, and the chain still verifies."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from council import actions as council_actions
from council import proof
from council.audit import tracked_models, versions
from council.dates import months_after
from council.models import AuditEvent, Council, Link, Person, Redaction
from council.regulation import RuleViolation
from experts import actions
from experts.models import Expert, ImportDraft, Paper
from experts.retention import PARTICULARS, due
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = date(2025, 11, 20)
CANARY = "zqxmark"
NAMES = ("surname", "given_name", "patronymic")


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to("2025-11-20 12:00+05:00")


@pytest.fixture
def council():
    """Return a council: one expert in office, one refused, one not decided on."""
    council: Any = make.a_council(per_commission=2)
    council.admitted, council.refused, council.undecided = (
        a_marked_candidate(council) for _each in range(3)
    )
    make.engaged(
        council,
        council.admitted,
        discussed_on=date(2025, 11, 12),
        decided_on=date(2025, 11, 18),
    )
    make.discussed(council.refused, on=date(2025, 11, 12))
    sitting = make.a_presidium_sitting(council, on=date(2025, 11, 19))
    make.proposed(council.refused, sitting=sitting)
    make.decided(sitting, against=council.members[:4])
    actions.publish_list(on=NOW, by=council.secretariat)
    for name in ("admitted", "refused", "undecided"):
        getattr(council, name).refresh_from_db()
    return council


def a_marked_candidate(council):
    """Return a candidate with a mark in every text that does not stay for good."""
    return make.a_candidate(
        council,
        person={"birth_date": date(1980, 1, 2)},
        expert=dict.fromkeys(("education", "practice", "note"), CANARY)
        | {
            "phone": "+77001112233",
            "email": f"{CANARY}@example.kz",
            "no_memberships": False,
        },
        papers={"diploma": {"file": a_file()}},
        welcome=[
            {"pk": None, "kind": "certificate", "title": CANARY, "number": "7"},
        ],
        disclosures=[
            {"pk": None, "body": CANARY, "attached_to": CANARY, "kind": "advisory"}
        ],
    )


def a_file():
    return SimpleUploadedFile("scan.pdf", b"%PDF-1.7 kept", "application/pdf")


def misfits():
    with proof.snapshot():
        return list(proof.misfits())


def marks(expert):
    """Return in how many rows and versions of a dossier each mark still stands."""
    found: Counter[str] = Counter()
    for model in PARTICULARS:
        key = {"expert": "id", "person": "dossiers"}.get(model._meta.model_name or "")
        rows = model._default_manager.filter(**{key or "expert": expert.pk})
        keys = [row.pk for row in rows]
        for row in [*rows.values(), *versions(model).filter(id__in=keys).values()]:
            for name, value in row.items():
                is_file = name == "file" and value
                if CANARY in str(value) or is_file or "+7700" in str(value):
                    found[name] += 1
                if name == "birth_date" and value:
                    found[name] += 1
    return dict(found)


ALL_MARKS = {
    *("education", "practice", "note", "phone", "email", "title", "file"),
    *("body", "attached_to", "birth_date"),
}


def test_the_world_holds_every_mark_and_nothing_is_due_yet(council):
    for expert in (council.admitted, council.refused, council.undecided):
        assert set(marks(expert)) == ALL_MARKS
    assert list(due(NOW)) == []
    assert misfits() == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-19", []),
        ("2026-02-20", ["refused"]),
        ("2026-11-19", ["refused"]),
        ("2026-11-20", ["admitted", "refused", "undecided"]),
        ("2029-06-01", ["left", "refused", "undecided"]),
    ],
)
def test_each_ground_has_its_months(council, day, expected):
    found = due(date.fromisoformat(day))
    assert sorted(row.ground.value for row in found) == expected


def test_the_council_sets_the_months(council):
    council_actions.set_retention(
        council=Council.objects.get(), by=council.secretariat, keep_refused=1
    )
    assert [row.ground.value for row in due(date(2025, 12, 20))] == ["refused"]
    assert [row.months for row in due(date(2025, 12, 20))] == [1]


def test_of_an_expert_in_office_only_the_papers_go(council, time_machine):
    time_machine.move_to("2026-11-20 12:00+05:00")
    expert = council.admitted
    actions.purge_papers(expert=expert, on=date(2026, 11, 20), by=council.secretariat)
    assert set(marks(expert)) == ALL_MARKS - {"title", "file"}


def test_a_paper_that_came_later_keeps_its_own_months(council, time_machine):
    time_machine.move_to("2026-10-01 12:00+05:00")
    expert = Expert.objects.get(pk=council.admitted.pk)
    dossier = make.a_dossier(
        person={name: getattr(expert.person, name) for name in NAMES},
        welcome=[{"pk": None, "kind": "degree", "title": CANARY, "number": "8"}],
    )
    actions.change_dossier(
        expert=expert, dossier=dossier, on=date(2026, 10, 1), by=council.secretariat
    )
    titles = Paper.objects.filter(expert=expert, kind__in=Paper.WELCOME_KINDS)
    told = titles.order_by("kind").values_list("kind", "title")
    for day, title in ((date(2026, 11, 20), CANARY), (date(2027, 10, 1), "")):
        actions.purge_papers(expert=expert, on=day, by=council.secretariat)
        assert list(told.all()) == [("certificate", ""), ("degree", title)]


@pytest.mark.clause("2.3")
def test_of_a_refused_candidate_kind_number_date_and_result_stay(
    council, time_machine, settings, django_capture_on_commit_callbacks
):
    expert = council.refused
    kept = ("kind", "number", "issued_on", "result", "seen_on", "seen_by")
    papers = Paper.objects.filter(expert=expert).order_by("pk")
    before = list(papers.values_list(*kept))
    files = set(papers.exclude(file="").values_list("file"))
    time_machine.move_to("2026-02-20 12:00+05:00")
    with django_capture_on_commit_callbacks(execute=True):
        actions.purge_papers(
            expert=expert, on=date(2026, 2, 20), by=council.secretariat
        )
    assert marks(expert) == {}
    assert list(papers.all().values_list(*kept)) == before
    assert len(files) == 1
    assert [settings.MEDIA_ROOT.joinpath(*name).exists() for name in files] == [False]
    assert misfits() == []
    event = AuditEvent.objects.latest("pk")
    assert (event.name, event.label, event.row) == (
        "purge_papers",
        "experts.expert",
        expert.pk,
    )
    assert set(marks(council.undecided)) == ALL_MARKS
    with pytest.raises(RuleViolation):
        actions.purge_papers(
            expert=expert, on=date(2026, 2, 20), by=council.secretariat
        )


def test_versions_that_a_link_sealed_keep_their_commitment(council, time_machine):
    time_machine.move_to("2026-02-20 12:00+05:00")
    actions.purge_papers(
        expert=council.refused, on=date(2026, 2, 20), by=council.secretariat
    )
    sealed = Redaction.objects.exclude(commitment="")
    assert {row.label for row in sealed} == {
        *("experts.expert", "experts.paper", "experts.disclosure", "council.person")
    }
    make.engaged(
        council,
        council.undecided,
        discussed_on=date(2026, 2, 10),
        decided_on=date(2026, 2, 20),
    )
    assert Link.objects.latest("number").covers["council.redaction"]["count"] > 0
    assert misfits() == []


def cheat_value(redaction):
    found = versions_of(redaction).filter(history_id=redaction.version)
    found.update(history_change_reason="nothing")


def cheat_commitment(redaction):
    Redaction.objects.filter(pk=redaction.pk).update(commitment="0" * 64)


def cheat_deed(redaction):
    AuditEvent.objects.filter(key=redaction.key).delete()


def cheat_gone(redaction):
    Redaction.objects.filter(pk=redaction.pk).delete()


def versions_of(redaction):
    models = {model._meta.label_lower: model for model in tracked_models()}
    return versions(models[redaction.label])


CHEATS = [cheat_value, cheat_commitment, cheat_deed, cheat_gone]


@pytest.mark.parametrize("cheat", CHEATS)
def test_nothing_else_can_be_changed_in_the_shadow_of_a_redaction(
    council, time_machine, cheat
):
    time_machine.move_to("2026-02-20 12:00+05:00")
    actions.purge_papers(
        expert=council.refused, on=date(2026, 2, 20), by=council.secretariat
    )
    assert misfits() == []
    cheat(Redaction.objects.exclude(commitment="").latest("pk"))
    assert misfits() != []


def test_a_file_that_another_dossier_names_stays(
    council, time_machine, settings, django_capture_on_commit_callbacks
):
    mine = Paper.objects.get(expert=council.refused, kind="diploma")
    theirs = Paper.objects.get(expert=council.undecided, kind="diploma")
    versions(Paper).filter(id=theirs.pk).update(file=str(mine.file))
    time_machine.move_to("2026-02-20 12:00+05:00")
    with django_capture_on_commit_callbacks(execute=True):
        actions.purge_papers(
            expert=council.refused, on=date(2026, 2, 20), by=council.secretariat
        )
    assert settings.MEDIA_ROOT.joinpath(str(mine.file)).exists()


def test_the_command_says_what_and_why_and_names_nobody(council, time_machine, capsys):
    time_machine.move_to("2026-02-20 12:00+05:00")
    call_command("purge_papers", "--dry-run")
    told = capsys.readouterr().out
    assert re.search(
        rf"^dossier {council.refused.pk}: refused on 20\.11\.2025, kept 3 months; "
        r"files – 1; versions: paper – \d+, expert – \d+, disclosure – 1, person – 1$",
        told,
        re.MULTILINE,
    )
    assert "Dossiers that are due: 1" in told
    assert str(council.refused.person) not in told
    assert set(marks(council.refused)) == ALL_MARKS
    call_command("purge_papers")
    assert "Dossiers purged: 1" in capsys.readouterr().out
    assert marks(council.refused) == {}
    call_command("purge_papers")
    assert "Dossiers purged: 0" in capsys.readouterr().out
    event: Any = AuditEvent.objects.get(name="purge_papers")
    assert event.by.username == "timer"


def test_lists_that_were_never_imported_go_too(council, time_machine):
    ImportDraft.objects.create(made_by=council.secretariat, sheet={"rows": [CANARY]})
    time_machine.move_to("2025-11-26 12:00+05:00")
    assert actions.drop_old_drafts() == 0
    time_machine.move_to("2025-11-28 12:00+05:00")
    assert actions.drop_old_drafts() == 1


def test_withdrawn_in_office_goes_with_the_release(council):
    actions.withdraw_consent(expert=council.admitted, on=NOW, by=council.secretariat)
    assert list(due(NOW)) == []
    sitting_day = date(2028, 5, 20)
    assert [row.ground.value for row in due(sitting_day)][0] == "withdrawn"


def redact(person, *options):
    call_command("redact_history", str(person.pk), "--by", "secretariat", *options)


def test_a_person_is_redacted_on_demand_by_one_command(council, capsys):
    expert = council.refused
    redact(expert.person, "--dry-run")
    told = capsys.readouterr().out
    assert re.fullmatch(r"Versions would be redacted: \d+\.\n", told)
    assert set(marks(expert)) == ALL_MARKS
    redact(expert.person)
    assert capsys.readouterr().out == told.replace("would be ", "")
    assert marks(expert) == {}
    assert misfits() == []
    assert AuditEvent.objects.latest("pk").name == "redact_person"


def test_the_name_goes_too_where_no_decision_names_the_person(council, capsys):
    expert = council.undecided
    name = str(expert.person)
    redact(expert.person, "--name")
    assert str(Expert.objects.get(pk=expert.pk)) == "N. N."
    surname = name.split()[0]
    told = str(list(versions(Person).filter(id=expert.person_id).values()))
    assert surname.casefold() not in told.casefold()
    assert misfits() == []


def test_who_is_in_office_or_named_by_decisions_is_not_redacted(council):
    with pytest.raises(CommandError, match=r"1\.10"):
        redact(council.admitted.person)
    member = council.members[0]
    with pytest.raises(CommandError, match=r"1\.8"):
        redact(member, "--name")
    assert set(marks(council.admitted)) == ALL_MARKS


def test_who_was_in_office_is_redacted_but_keeps_the_name(council, time_machine):
    person = council.admitted.person
    last_day = council.admitted.engagements.get().last_day
    time_machine.move_to(f"{last_day} 12:00+05:00")
    with pytest.raises(CommandError, match=r"1\.10"):
        redact(person)
    time_machine.move_to(f"{last_day + timedelta(days=1)} 12:00+05:00")
    with pytest.raises(CommandError, match=r"1\.8"):
        redact(person, "--name")
    redact(person)
    assert marks(council.admitted) == {}
    assert Person.objects.get(pk=person.pk).surname == person.surname
    assert misfits() == []


def test_the_secretariat_sets_the_months_on_a_page(council, client):
    client.force_login(council.secretariat)
    address = reverse("set_retention")
    form = client.get(address).context["form"]
    months = {name: form[name].value() for name in form.fields}
    assert sorted(months.values()) == [3, 12, 12, 12]
    assert client.post(address, months | {"keep_refused": "121"}).status_code == 200
    client.post(address, months | {"keep_refused": "6"})
    assert Council.objects.get().keep_refused == 6


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-01-31", 0, "2025-01-31"),
        ("2025-12-31", 12, "2026-12-31"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(date.fromisoformat(day), months).isoformat() == expected
