"""What is typed of a dossier is kept for who typed it, and goes when it is entered."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from experts import actions
from experts.models import DossierDraft, Expert, Paper
from tests import factories as make
from tests.experts import pages
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOW = "2025-12-10 12:00+05:00"
HTMX = {"HX-Request": "true"}
CANARY = "Құпияев"


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


@pytest.fixture
def secretary(council):
    return browser_of(council.secretariat)


@pytest.fixture
def colleague():
    return browser_of(make.an_account(role="secretariat", username="colleague"))


def browser_of(account):
    client = Client()
    client.force_login(account)
    return client


def keep(client, expert=None, **typed):
    """Keep what the page says, as the page itself asks while one types."""
    address = reverse("keep_draft") + (f"?expert={expert.pk}" if expert else "")
    return client.post(address, typed, headers=HTMX)


def continued(client, draft):
    """Return the page that shows what was typed, as its form."""
    name = "change_dossier" if draft.expert else "enter_candidate"
    address = reverse(name, args=[draft.expert_id] if draft.expert else [])
    return client.get(f"{address}?draft={draft.pk}")


def test_what_was_typed_comes_back_and_goes_when_it_is_entered(secretary, council):
    commission = council.commissions[1]
    typed = pages.complete(commission) | {
        "surname": CANARY,
        "birth_date": "1.9.85",
        "consent_on": "1 желтоқсан 2025",
        "disclosure-new1-body": "Кеңес",
    }
    answer = keep(secretary, **typed)
    assert "is kept as a draft (12:00)" in answer.text
    draft = DossierDraft.objects.get()
    assert f'name="draft" value="{draft.pk}"' in answer.text
    assert Expert.objects.count() == 0

    form = continued(secretary, draft).context["form"]
    shown = {name: str(form[name].value()) for name in typed if name in form.fields}
    assert shown == {
        name: "True" if value == "on" else str(value) for name, value in typed.items()
    }
    assert form["no_memberships"].value() is False
    assert form["diploma-is_seen"].value() is True

    del typed["disclosure-new1-body"]
    entered = typed | {"draft": draft.pk, "turn": draft.turn}
    assert pages.enter(secretary, **entered).status_code == 302
    assert Expert.objects.count() == 1
    assert DossierDraft.objects.count() == 0


def test_a_refused_page_keeps_the_draft_and_goes_on_keeping_it(secretary, council):
    keep(secretary, surname=CANARY)
    draft = DossierDraft.objects.get()
    refused = pages.enter(secretary, surname=CANARY, draft=draft.pk, turn=1)
    assert f'name="draft" value="{draft.pk}"' in refused.text
    assert 'name="turn" value="1"' in refused.text
    keep(secretary, surname="Басқа", draft=draft.pk, turn=1)
    assert DossierDraft.objects.get().first("surname") == "Басқа"


def test_a_second_window_overwrites_nothing_and_says_so(secretary, council):
    keep(secretary, surname="Бірінші")
    draft = DossierDraft.objects.get()
    assert (
        "kept as a draft"
        in keep(
            secretary, surname="Бірінші", patronymic="Ұлы", draft=draft.pk, turn=1
        ).text
    )
    late = keep(secretary, surname="Екінші", draft=draft.pk, turn=1)
    assert "Another window has kept a draft of this dossier" in late.text
    assert 'name="turn" value="1"' in late.text
    assert DossierDraft.objects.get().typed == {
        "surname": ["Бірінші"],
        "patronymic": ["Ұлы"],
    }
    keep(secretary, surname="Үшінші")
    assert DossierDraft.objects.count() == 2


def test_two_windows_on_one_dossier_keep_one_draft(secretary, council):
    expert = make.a_candidate(council)
    keep(secretary, expert, note="Бірінші", revision=1)
    second = keep(secretary, expert, note="Екінші", revision=1)
    assert "Another window has kept a draft of this dossier" in second.text
    assert DossierDraft.objects.get().first("note") == "Бірінші"


def test_a_change_is_offered_again_and_refused_when_the_dossier_went_on(
    secretary, council
):
    expert = make.a_candidate(council)
    address = reverse("change_dossier", args=[expert.pk])
    typed = pages.shown(secretary, address)
    keep(secretary, expert, **typed | {"note": "Жоба"})
    draft = DossierDraft.objects.get()
    offered = secretary.get(address)
    assert list(offered.context["drafts"]) == [draft]
    assert offered.context["form"]["note"].value() == ""
    assert pages.change(secretary, expert, note="Жазба").status_code == 302
    assert DossierDraft.objects.count() == 0

    keep(secretary, expert, **typed | {"note": "Жоба"})
    form = continued(secretary, DossierDraft.objects.get()).context["form"]
    assert (form["note"].value(), form["revision"].value()) == ("Жоба", "1")
    refused = secretary.post(address, typed | {"note": "Жоба"})
    assert "Somebody changed this record" in refused.text


def test_nobody_else_finds_a_draft(secretary, colleague, council):
    keep(secretary, surname=CANARY)
    draft = DossierDraft.objects.get()
    listed, desk = reverse("candidates"), reverse("desk")
    assert CANARY in secretary.get(listed).text
    assert CANARY in secretary.get(desk).text
    assert CANARY not in colleague.get(listed).text
    assert CANARY not in colleague.get(desk).text
    assert continued(colleague, draft).status_code == 404
    away = reverse("throw_draft_away", args=[draft.pk])
    assert colleague.post(away).status_code == 404
    answer = keep(colleague, surname="Бөтен", draft=draft.pk, turn=1)
    assert "entered or thrown away in another window" in answer.text
    pages.enter(colleague, **pages.complete(council.commissions[0]), draft=draft.pk)
    assert DossierDraft.objects.get().first("surname") == CANARY


@pytest.mark.parametrize("asked", ["x", "0", "9" * 30, "-1"])
def test_a_draft_that_is_none_is_not_found(secretary, council, asked):
    address = f"{reverse('enter_candidate')}?draft={asked}"
    assert secretary.get(address).status_code == 404
    address = f"{reverse('keep_draft')}?expert={asked}"
    assert secretary.post(address).status_code == 404


def test_a_draft_is_thrown_away(secretary, council):
    keep(secretary, surname=CANARY)
    draft = DossierDraft.objects.get()
    answer = secretary.post(reverse("throw_draft_away", args=[draft.pk]))
    assert answer.url == reverse("candidates")
    assert DossierDraft.objects.count() == 0


def test_without_javascript_a_button_keeps_it(secretary, council):
    answer = secretary.post(reverse("keep_draft"), {"surname": CANARY})
    assert answer.url == reverse("candidates")
    assert CANARY in secretary.get(answer.url).text
    draft = DossierDraft.objects.get()
    stale = {"surname": "Жаңа", "draft": draft.pk, "turn": 7}
    refused = secretary.post(reverse("keep_draft"), stale)
    assert "Another window has kept a draft of this dossier" in refused.text
    assert refused.context["form"]["surname"].value() == "Жаңа"


def test_no_file_and_nothing_unknown_is_kept(secretary, council):
    keep(
        secretary,
        surname=f"{CANARY}\x00\u202e",
        note="қ" * 6000,
        **{"application-file": "[object File]", "foreign": "x"},
    )
    assert DossierDraft.objects.get().typed == {
        "surname": [CANARY],
        "note": ["қ" * 5000],
    }
    assert Paper.objects.count() == 0


def test_drafts_go_after_seven_days(secretary, council):
    keep(secretary, surname=CANARY)
    draft = DossierDraft.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        later = browser_of(council.secretariat)
        assert CANARY not in later.get(reverse("candidates")).text
        assert continued(later, draft).status_code == 404
        assert actions.drop_old_drafts() == 1
    assert DossierDraft.objects.count() == 0


def test_an_account_keeps_so_many_and_no_more(secretary, council):
    for number in range(20):
        keep(secretary, surname=f"Жоба {number}")
    answer = keep(secretary, surname="Артық")
    assert "There are 20 drafts already" in answer.text
    assert DossierDraft.objects.count() == 20


def test_what_is_known_of_a_person_takes_the_drafts_along(secretary, council):
    expert = make.a_candidate(council)
    keep(secretary, expert, note="Құпия", revision=1)
    actions.redact_person(
        person=expert.person,
        on=timezone.localdate(),
        by=council.secretariat,
        with_name=False,
    )
    assert DossierDraft.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_drafts_cost_the_same_whatever_their_number(
    secretary, council, count, django_assert_num_queries
):
    for _number in range(count):
        keep(secretary, make.a_candidate(council), note="Жоба", revision=1)
    with django_assert_num_queries(15):
        secretary.get(reverse("candidates"))
