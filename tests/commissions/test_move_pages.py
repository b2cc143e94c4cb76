"""The pages on which experts in office are moved, and the path that shows it."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from commissions import actions
from commissions.models import Discussion, Submission
from council import actions as council_actions
from council.models import Sitting
from council.regulation import Ground, Move
from experts.models import Expert
from tests import factories as make
from tests.clauses.pages import refusals
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
AHEAD = date(2025, 11, 25)
MOVES = ("propose_release", "key_request", "propose_reassignment", "discuss_expert")
NOTE = "Құпия ескертпе"
NOW = "2025-11-20 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


@built_once(NOW)
def expert(council):
    return make.in_office(council)


@built_once(NOW)
def sittings(council):
    """Return, by deed, the planned sitting that it goes to."""
    presidium = make.a_presidium_sitting(council, AHEAD)
    commission = council_actions.plan_sitting(
        body=council.commissions[0], held_on=AHEAD, by=council.secretariat
    )
    return dict.fromkeys(MOVES, presidium) | {"discuss_expert": commission}


def browser(account):
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def secretary(council):
    return browser(council.secretariat)


@pytest.fixture
def chairs(council):
    return [browser(account) for account in council.chair_accounts]


def page_of(deed, expert, language="en"):
    with translation.override(language):
        return reverse(deed, args=[expert.pk])


def typed(deed, council, sitting, **changes):
    """Return what the page of the deed sends when it is filled well."""
    facts = {
        "propose_release": {"ground": "trust", "note": NOTE},
        "key_request": {"requested_on": "18.11.2025", "note": NOTE},
        "propose_reassignment": {"target": council.commissions[1].pk, "note": NOTE},
        "discuss_expert": {"move": "reassign"},
    }
    return facts[deed] | {"sitting": sitting.pk} | changes


def offered(page, name):
    """Return the labels among which the field lets choose."""
    return [
        str(label) for key, label in page.context["form"].fields[name].choices if key
    ]


@pytest.mark.parametrize("deed", MOVES)
def test_a_move_goes_on_the_agenda_and_says_so(
    secretary, council, expert, sittings, deed
):
    sitting = sittings[deed]
    answer = secretary.post(
        page_of(deed, expert), typed(deed, council, sitting), follow=True
    )
    assert answer.redirect_chain == [(page_of("path", expert), 302)]
    assert f"On the agenda of the sitting: {sitting}." in answer.text
    assert sitting.items.count() == 1


@pytest.mark.parametrize("deed", MOVES)
def test_a_second_press_is_refused_in_a_sentence(
    secretary, council, expert, sittings, deed
):
    data = typed(deed, council, sittings[deed])
    secretary.post(page_of(deed, expert), data)
    again = secretary.post(page_of(deed, expert), data)
    assert refusals(again) == [
        f"{expert} is already on the agenda of the sitting of 25.11.2025."
    ]
    assert sittings[deed].items.count() == 1


@pytest.mark.parametrize("language", ["kk", "en"])
def test_a_refused_release_keeps_its_typing(
    chairs, council, expert, sittings, language
):
    deed = "propose_release"
    answer = chairs[0].post(
        page_of(deed, expert, language),
        typed(
            deed,
            council,
            sittings[deed],
            ground="chair_initiative",
            further_grounds=["ethics"],
        ),
    )
    assert f'<html lang="{language}">' in answer.text
    (sentence,) = refusals(answer)
    assert sentence.startswith("1.8, 1.10: ")
    assert "25.11.2025" in sentence
    form = answer.context["form"]
    assert [form[name].value() for name in ("ground", "further_grounds", "note")] == [
        "chair_initiative",
        ["ethics"],
        NOTE,
    ]
    assert NOTE in answer.text
    assert Submission.objects.exclude(kind=Move.ADMIT).count() == 0


@pytest.mark.parametrize("language", ["kk", "en"])
@pytest.mark.parametrize(
    ("deed", "changes"),
    [
        ("key_request", {"requested_on": "26.11.2025"}),
        ("propose_reassignment", {}),
        ("discuss_expert", {}),
    ],
)
def test_another_refused_move_keeps_its_typing(
    secretary, council, expert, sittings, deed, changes, language
):
    if not changes:
        secretary.post(page_of(deed, expert), typed(deed, council, sittings[deed]))
    data = typed(deed, council, sittings[deed], **changes)
    answer = secretary.post(page_of(deed, expert, language), data)
    assert f'<html lang="{language}">' in answer.text
    (sentence,) = refusals(answer)
    assert "1.10" in sentence or "25.11.2025" in sentence
    form = answer.context["form"]
    assert {name: form[name].value() for name in data} == {
        name: str(value) for name, value in data.items()
    }


def test_a_commission_may_have_a_per_cent_sign_in_its_name(
    secretary, council, expert, sittings
):
    target = council.commissions[1]
    names = {"name_kk": "100 % дауыс", "name_ru": "100 % d голосов"}
    council_actions.change_body(body=target, **names, by=council.secretariat)
    page = secretary.get(page_of("propose_reassignment", expert))
    assert [label for label in offered(page, "target") if "100 %" in label] != []


def test_a_field_left_empty_is_named(secretary, council, expert, sittings):
    for deed, name in (
        ("propose_release", "ground"),
        ("key_request", "requested_on"),
        ("propose_reassignment", "target"),
        ("discuss_expert", "move"),
    ):
        data = typed(deed, council, sittings[deed])
        del data[name]
        answer = secretary.post(page_of(deed, expert), data)
        assert list(answer.context["form"].errors) == [name]


def test_a_release_offers_the_grounds_of_a_chair(chairs, expert, sittings):
    page = chairs[0].get(page_of("propose_release", expert))
    main = offered(page, "ground")
    assert main[0] == (
        "Personal initiative of the commission's chair – after a discussion in the "
        "commission (1.8, 1.10)"
    )
    assert main[-1] == "Low efficiency of the work – no discussion needed (6.3)"
    assert len(main) == len(offered(page, "further_grounds")) == len(Ground) - 1
    for name in ("ground", "further_grounds"):
        assert "own_request" not in dict(page.context["form"].fields[name].choices)


def test_a_reassignment_offers_the_other_commissions_with_their_room(
    chairs, council, expert, sittings
):
    other = make.in_office(council, council.commissions[1])
    page = chairs[0].get(page_of("propose_reassignment", expert))
    second = council.commissions[1]
    assert other.commission == second
    assert offered(page, "target") == [f"№ 2 – {second.name} (experts: 1 of 14)"]
    for target in (expert.commission_id, council.presidium.pk):
        data = typed("propose_reassignment", council, sittings[MOVES[0]], target=target)
        answer = chairs[0].post(page_of("propose_reassignment", expert), data)
        assert list(answer.context["form"].errors) == ["target"]


def test_whose_chair_proposes_is_asked_of_the_secretariat_only(
    secretary, chairs, council, expert, sittings
):
    page = page_of("propose_reassignment", expert)
    assert "is_from_target" in secretary.get(page).context["form"].fields
    assert "is_from_target" not in chairs[0].get(page).context["form"].fields
    data = typed(
        "propose_reassignment", council, sittings[MOVES[0]], is_from_target="on"
    )
    chairs[0].post(page, data)
    assert (
        Submission.objects.get(kind=Move.REASSIGN).proposal.proposer
        == (council.chairs[0])
    )


def test_the_secretariat_keys_in_a_proposal_of_the_new_chair(
    secretary, council, expert, sittings
):
    data = typed(
        "propose_reassignment", council, sittings[MOVES[0]], is_from_target="on"
    )
    secretary.post(page_of("propose_reassignment", expert), data)
    proposal = Submission.objects.get(kind=Move.REASSIGN).proposal
    assert (proposal.proposer, proposal.is_on_behalf) == (council.chairs[1], True)


@pytest.mark.parametrize("deed", MOVES)
def test_past_and_closed_sittings_are_not_offered(
    secretary, council, expert, sittings, deed
):
    body = sittings[deed].body
    facts = {"body": body, "by": council.secretariat}
    council_actions.plan_sitting(held_on=date(2025, 11, 19), **facts)
    cancelled = council_actions.plan_sitting(held_on=AHEAD, **facts)
    council_actions.cancel_sitting(sitting=cancelled, by=council.secretariat)
    today = council_actions.plan_sitting(held_on=date(2025, 11, 20), **facts)
    page = secretary.get(page_of(deed, expert))
    choices = page.context["form"].fields["sitting"].queryset
    assert list(choices) == [today, sittings[deed]]
    answer = secretary.post(page_of(deed, expert), typed(deed, council, cancelled))
    assert list(answer.context["form"].errors) == ["sitting"]


@pytest.mark.parametrize("deed", MOVES)
def test_without_a_sitting_the_page_leads_to_planning_one(
    secretary, chairs, council, expert, deed
):
    body = council.commissions[0] if deed == "discuss_expert" else council.presidium
    link = f'href="{reverse("plan_sitting", args=[body.pk])}"'
    page = secretary.get(page_of(deed, expert))
    assert f"No sitting is planned: {body}." in page.text
    assert link in page.text
    assert f'href="{page_of("path", expert)}"' in page.text
    if deed != "key_request":
        assert (link in chairs[0].get(page_of(deed, expert)).text) == (
            body == council.commissions[0]
        )


@pytest.mark.parametrize("deed", MOVES)
def test_another_commissions_expert_is_not_found(chairs, council, sittings, deed):
    stranger = make.in_office(council, council.commissions[1])
    data = typed(deed, council, sittings[deed])
    assert chairs[1].get(page_of("path", stranger)).status_code == 200
    expected = 403 if deed == "key_request" else 404
    for answer in (
        chairs[0].get(page_of(deed, stranger)),
        chairs[0].post(page_of(deed, stranger), data),
    ):
        assert answer.status_code == expected
    assert sittings[deed].items.count() == 0


def test_a_chair_is_not_offered_to_key_in_a_request(secretary, chairs, expert):
    link = f'href="{page_of("key_request", expert)}"'
    assert link in secretary.get(page_of("path", expert)).text
    assert link not in chairs[0].get(page_of("path", expert)).text
    assert chairs[0].get(page_of("key_request", expert)).status_code == 403


# The path


def test_moves_are_offered_for_who_is_in_office(secretary, council, expert):
    candidate = make.a_candidate(council)
    assert [
        move.url for move in secretary.get(page_of("path", expert)).context["moves"]
    ] == [page_of(deed, expert) for deed in MOVES]
    assert secretary.get(page_of("path", candidate)).context["moves"] == []


def released(council, expert, on, *, ground=Ground.TRUST, against=()):
    """Return the final sitting that voted on the expert's release."""
    sitting = make.a_presidium_sitting(council, on)
    actions.propose_release(
        expert=expert, sitting=sitting, ground=ground, note=NOTE, by=council.secretariat
    )
    make.decided(sitting, against=against)
    return sitting


def test_the_path_shows_periods_grounds_and_notes_to_the_desk(
    secretary, chairs, client, council, expert
):
    sitting = released(council, expert, date(2025, 11, 18))
    for reader in (secretary, chairs[0]):
        page = reader.get(page_of("path", expert))
        (period,) = page.context["periods"]
        assert (period.begins, period.ends, period.is_active) == (
            make.DECIDED_ON,
            date(2025, 11, 17),
            False,
        )
        assert period.left == "released by protocol № 2 of 18.11.2025"
        assert "Loss of trust" in page.text
        assert NOTE in page.text
        assert f'href="{reverse("sitting", args=[sitting.pk])}"' in page.text
        assert page.context["moves"] == []
    assert chairs[1].get(page_of("path", expert)).status_code == 404
    member = make.an_account()
    council_actions.change_person(
        person=council.members[3], account=member, by=council.secretariat
    )
    assert browser(member).get(page_of("path", expert)).status_code == 403
    for page in (f"/en/register/{expert.public_id}/", "/en/register/?on=2025-11-17"):
        text = client.get(page).text
        assert str(expert) in text
        assert [word for word in (NOTE, "trust") if word in text.lower()] == []


def test_who_was_released_is_discussed_and_proposed_anew(secretary, council, expert):
    """Offered to the commission; the path begins again."""
    released(council, expert, date(2025, 11, 18))
    sitting = council_actions.plan_sitting(
        body=expert.commission, held_on=date(2025, 11, 19), by=council.secretariat
    )
    discuss = reverse("discuss", args=[sitting.pk])
    page = secretary.get(discuss)
    assert [choice.expert for choice in page.context["choices"]] == [expert]
    steps = secretary.get(page_of("path", expert)).context["path"]
    assert [step.state for step in steps] == ["done"] * 4
    data = {"revision": sitting.revision, "candidates": [expert.pk]}
    assert secretary.post(discuss, data).status_code == 302
    assert secretary.get(discuss).context["choices"] == []
    steps = secretary.get(page_of("path", expert)).context["path"]
    assert [step.state for step in steps] == ["done", "current", "ahead", "ahead"]
    make.attended(sitting)
    make.voted(sitting)
    make.a_presidium_sitting(council, AHEAD)
    steps = secretary.get(page_of("path", expert)).context["path"]
    assert [(step.state, step.action) for step in steps][1:] == [
        ("done", ""),
        ("current", "Propose for the sitting of 25.11.2025"),
        ("ahead", ""),
    ]


def test_a_discussion_of_the_release_is_none_of_the_admission(
    secretary, council, expert, sittings
):
    """Only an admission's discussion keeps a candidate off the commission's list."""
    actions.discuss_expert(
        sitting=sittings["discuss_expert"],
        expert=expert,
        move=Move.RELEASE,
        by=council.secretariat,
    )
    assert Discussion.objects.filter(move=Move.RELEASE).count() == 1
    assert Expert.objects.get(pk=expert.pk).status == Expert.Status.ENGAGED
    steps = secretary.get(page_of("path", expert)).context["path"]
    assert [step.state for step in steps] == ["done"] * 4


@pytest.mark.parametrize("count", [1, 3])
def test_the_path_costs_the_same_however_much_was_decided(
    secretary, council, expert, count, django_assert_num_queries
):
    days = iter([date(2025, 11, day) for day in range(11, 20)])
    for number in range(count):
        expert.refresh_from_db()
        released(council, expert, next(days), against=council.members[:3])
        sitting = make.a_presidium_sitting(council, next(days))
        actions.propose_reassignment(
            expert=expert,
            sitting=sitting,
            target=council.commissions[(number + 1) % 2],
            by=council.secretariat,
        )
        make.decided(sitting)
    with django_assert_num_queries(24):
        page = secretary.get(page_of("path", expert))
    assert len(page.context["periods"]) == count + 1
    assert len(page.context["decisions"]) == 2 * count
    assert Sitting.objects.presidium().count() == 2 * count + 1
