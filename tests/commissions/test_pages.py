"""The commissions' pages: choosing who is discussed and proposed, and the path."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from commissions import actions
from commissions.models import Discussion, Submission
from council import actions as council_actions
from council.models import Sitting
from council.regulation import RuleViolation
from experts import actions as experts
from experts.models import Expert
from tests import factories as make
from tests.clauses.path import NOT_DISCUSSED
from tests.experts import pages as dossiers
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
DISCUSSED = date(2025, 11, 3)
AHEAD = date(2025, 11, 25)
NOW = "2025-11-20 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


@pytest.fixture
def secretary(client, council):
    """Return a browser in which the secretariat is signed in."""
    client.force_login(council.secretariat)
    return client


def a_commission_sitting(council, on=AHEAD):
    """Return a planned sitting of the first commission."""
    return council_actions.plan_sitting(
        body=council.commissions[0], held_on=on, by=council.secretariat
    )


def path_states(browser, candidate):
    """Return the state, note and offered action of each step of the path."""
    page = browser.get(reverse("path", args=[candidate.pk]))
    return [(step.state, step.note, step.action) for step in page.context["path"]]


def refusal(action, **facts):
    """Return the sentences with which a deed is refused."""
    with pytest.raises(RuleViolation) as caught:
        action(by=make.the_secretariat(), **facts)
    return caught.value.sentences


def test_those_not_discussed_yet_are_offered_for_discussion(secretary, council):
    waiting = make.a_candidate(council)
    make.discussed(make.a_candidate(council))
    make.a_candidate(council, council.commissions[1])
    sitting = a_commission_sitting(council)
    page = secretary.get(reverse("discuss", args=[sitting.pk]))
    assert [choice.expert for choice in page.context["choices"]] == [waiting]


def test_candidates_are_put_on_the_commissions_agenda(secretary, council):
    candidates = [make.a_candidate(council) for _number in range(2)]
    sitting = a_commission_sitting(council)
    page = reverse("discuss", args=[sitting.pk])
    keys = [candidate.pk for candidate in candidates]
    response = secretary.post(
        page, {"revision": sitting.revision, "candidates": keys}, follow=True
    )
    assert "2 candidates are on the agenda." in response.text
    assert [row.expert for row in Discussion.objects.all()] == candidates
    empty = secretary.get(page)
    assert "No candidate waits here." in empty.text


@pytest.mark.parametrize("page", ["discuss", "propose"])
def test_a_page_without_a_choice_asks_for_one(secretary, council, page):
    candidate = make.a_candidate(council)
    if page == "propose":
        make.discussed(candidate)
    sitting = (
        a_commission_sitting(council)
        if page == "discuss"
        else make.a_presidium_sitting(council, AHEAD)
    )
    response = secretary.post(
        reverse(page, args=[sitting.pk]), {"revision": sitting.revision}
    )
    assert response.context["form"].errors == {
        "candidates": ["Choose at least one candidate."]
    }


@pytest.mark.parametrize("page", ["discuss", "propose"])
def test_a_double_press_is_refused_as_stale(secretary, council, page):
    first, second = make.a_candidate(council), make.a_candidate(council)
    if page == "propose":
        make.discussed(first, second)
        sitting = make.a_presidium_sitting(council, AHEAD)
    else:
        sitting = a_commission_sitting(council)
    url = reverse(page, args=[sitting.pk])
    facts = {"revision": sitting.revision, "candidates": [first.pk]}
    secretary.post(url, facts)
    again = secretary.post(url, facts | {"candidates": [second.pk]})
    assert "Somebody changed this record" in again.text
    assert f'value="{second.pk}"' in again.text
    assert "checked" in again.text
    assert sitting.items.count() == 1
    form = again.context["form"]
    facts = {"revision": form["revision"].value(), "candidates": [second.pk]}
    assert secretary.post(url, facts).status_code == 302
    assert sitting.items.count() == 2


def test_a_refused_choice_is_all_or_nothing_and_stays_ticked(secretary, council):
    ready = make.a_candidate(council)
    lacking = make.a_candidate(council, expert={"is_ready": False})
    make.discussed(ready, lacking)
    sitting = make.a_presidium_sitting(council, AHEAD)
    response = secretary.post(
        reverse("propose", args=[sitting.pk]),
        {"revision": sitting.revision, "candidates": [ready.pk, lacking.pk]},
    )
    assert response.context["form"].non_field_errors() == [
        f"{lacking}: 2.4: the candidate's statement of readiness is not noted."
    ]
    assert [choice.is_chosen for choice in response.context["choices"]] == [True, True]
    assert Submission.objects.count() == 0


def test_the_proposal_page_shows_n_of_five_and_the_headroom(secretary, council):
    make.engaged(council, make.a_candidate(council))
    waiting = make.a_candidate(council)
    make.discussed(waiting)
    sitting = make.a_presidium_sitting(council, AHEAD)
    make.proposed(waiting, sitting=sitting)
    page = secretary.get(reverse("propose", args=[sitting.pk]))
    assert [
        (place["taken"], place["limit"], place["room"].taken, place["room"].capacity)
        for place in page.context["page"].places
    ] == [(1, 5, 1, 14), (0, 5, 0, 14)]
    assert "1 of 5" in page.text
    assert "1 of 14" in page.text


def test_a_chair_proposes_without_a_seat_in_the_presidium(client):
    council = make.a_council(presidium=1, per_commission=2)
    candidate = make.a_candidate(council, council.commissions[1])
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council, AHEAD)
    client.force_login(council.chair_accounts[1])
    assert client.get(reverse("sitting", args=[sitting.pk])).status_code == 404
    url = reverse("propose", args=[sitting.pk])
    page = client.get(url)
    assert page.context["page"].back == reverse("desk")
    assert [place["commission"] for place in page.context["page"].places] == [
        council.commissions[1]
    ]
    client.post(url, {"revision": sitting.revision, "candidates": [candidate.pk]})
    proposal = Submission.objects.get().proposal
    assert proposal.proposer == council.chairs[1]
    assert not proposal.is_on_behalf


def test_the_path_leads_from_dossier_to_decision(secretary, council):
    candidate = make.a_candidate(council, expert={"is_ready": False})
    assert path_states(secretary, candidate) == [
        (
            "current",
            "still open: Statement of readiness",
            "Add what is missing",
        ),
        ("ahead", "no sitting of the commission is planned", ""),
        ("ahead", "no sitting of the Presidium is planned", ""),
        ("ahead", "simple majority, by protocol", ""),
    ]


def test_the_path_offers_the_next_sitting_then_shows_the_agenda(secretary, council):
    candidate = make.a_candidate(council)
    assert path_states(secretary, candidate)[1] == (
        "current",
        "no sitting of the commission is planned",
        "Plan a sitting",
    )
    sitting = a_commission_sitting(council)
    assert path_states(secretary, candidate)[1] == (
        "current",
        "next sitting of the commission: 25.11.2025",
        "Discuss at the sitting of 25.11.2025",
    )
    actions.discuss(sitting=sitting, expert=candidate, by=council.secretariat)
    assert path_states(secretary, candidate)[1] == (
        "current",
        "on the agenda of 25.11.2025",
        "Open the sitting",
    )


@pytest.mark.parametrize(
    ("against", "outcome"), [(0, "supported"), (2, "not supported")]
)
def test_the_path_shows_the_outcome_of_the_discussion(
    secretary, council, against, outcome
):
    candidate = make.a_candidate(council)
    sitting = make.discussed(candidate)
    make.voted(sitting, against=sitting.members[:against])
    make.a_presidium_sitting(council, AHEAD)
    assert path_states(secretary, candidate)[1:3] == [
        ("done", f"03.11.2025: {outcome}", ""),
        (
            "current",
            "next sitting of the Presidium: 25.11.2025",
            "Propose for the sitting of 25.11.2025",
        ),
    ]


def test_the_path_shows_who_proposed_and_who_keyed_it_in(secretary, council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    assert path_states(secretary, candidate)[2] == (
        "done",
        f"{council.chairs[0]}, sitting of 10.11.2025, place 1 of 5; "
        "keyed in by the secretariat",
        "",
    )


def test_the_path_ends_in_the_register_or_in_a_refusal(secretary, council):
    admitted, refused = make.a_candidate(council), make.a_candidate(council)
    make.engaged(council, admitted)
    make.discussed(refused)
    sitting = make.a_presidium_sitting(council)
    make.proposed(refused, sitting=sitting)
    make.attended(sitting)
    make.voted(sitting, against=council.members[:2])
    make.finalised(sitting)
    assert path_states(secretary, admitted)[3] == (
        "done",
        "engaged from 10.11.2025 to 19.05.2028, protocol № 1, 10.11.2025",
        "",
    )
    assert path_states(secretary, refused)[3] == (
        "stopped",
        "10.11.2025: not engaged; no reasons are given",
        "",
    )


def test_a_refused_candidate_is_taken_up_again(secretary, council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    make.attended(sitting)
    make.voted(sitting, against=council.members[:2])
    make.finalised(sitting)
    again = a_commission_sitting(council, date(2025, 11, 19))
    page = secretary.get(reverse("discuss", args=[again.pk]))
    assert [choice.expert for choice in page.context["choices"]] == [candidate]
    actions.discuss(sitting=again, expert=candidate, by=council.secretariat)
    candidate.refresh_from_db()
    assert candidate.status == Expert.Status.CANDIDATE
    next_one = make.a_presidium_sitting(council, AHEAD)
    assert refusal(actions.propose, expert=candidate, sitting=next_one) == [
        "1.8: the commission's sitting of 19.11.2025 still has to discuss "
        f"{candidate}.",
        NOT_DISCUSSED,
    ]
    assert path_states(secretary, candidate)[1] == (
        "current",
        "on the agenda of 19.11.2025",
        "Open the sitting",
    )
    council_actions.cancel_sitting(sitting=again, by=council.secretariat)
    assert [state for state, _note, _action in path_states(secretary, candidate)] == [
        *("done", "current", "ahead", "ahead"),
    ]


@pytest.mark.clause("1.8")
def test_a_candidate_is_on_one_open_agenda_at_a_time(council):
    candidate = make.a_candidate(council)
    first = a_commission_sitting(council)
    actions.discuss(sitting=first, expert=candidate, by=council.secretariat)
    second = a_commission_sitting(council, date(2025, 11, 26))
    assert refusal(actions.discuss, sitting=second, expert=candidate) == [
        f"{candidate} is already on the agenda of the sitting of 25.11.2025."
    ]


def test_a_candidate_is_proposed_to_one_sitting_at_a_time(council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    first = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=first)
    second = make.a_presidium_sitting(council, AHEAD)
    assert refusal(actions.propose, expert=candidate, sitting=second) == [
        f"{candidate} is already on the agenda of the sitting of 10.11.2025."
    ]


@pytest.mark.clause("1.8")
def test_another_commissions_candidate_is_not_discussed(council):
    candidate = make.a_candidate(council, council.commissions[1])
    sitting = a_commission_sitting(council)
    assert refusal(actions.discuss, sitting=sitting, expert=candidate) == [
        f"1.8: {candidate} is a candidate of Commission № 2, not of Commission № 1."
    ]


def test_a_withdrawn_submission_takes_an_undecided_proposal_with_it(council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    submission = make.proposed(candidate, sitting=sitting)[0]
    council_actions.remove_item(item=submission.item, by=council.secretariat)
    assert candidate.proposals.count() == 0
    assert [row.history_type for row in submission.history.order_by("history_id")] == [
        "+",
        "-",
    ]


def put_off(sitting, submission, why):
    """Finalise a sitting at which one submission was put off, the others adopted."""
    items = list(sitting.items.all())
    make.attended(sitting)
    council_actions.record_votes(
        sitting=sitting,
        votes=[
            council_actions.ItemVote(
                item.pk, put_off=why if item.pk == submission.item_id else ""
            )
            for item in items
        ],
        by=make.the_secretariat(),
    )
    return make.finalised(sitting)


def test_a_stale_page_of_attendance_tells_who_is_ticked_otherwise(secretary, council):
    sitting = make.a_presidium_sitting(council)
    page = reverse("record_attendance", args=[sitting.pk])
    first, second, *others = [person.pk for person in sitting.members]
    opened = {"revision": sitting.revision, "voters": [first, *others]}
    assert secretary.post(page, opened).status_code == 302
    form = secretary.post(page, opened | {"voters": [second, *others]}).context["form"]
    names = {person.pk: str(person) for person in sitting.members}
    assert form.on_record == [
        ("Members present", f"{names[first]} – yes; {names[second]} – no")
    ]


def test_a_stale_page_of_votes_tells_the_votes_on_record(secretary, council):
    sitting = make.a_presidium_sitting(council)
    make.discussed(candidate := make.a_candidate(council))
    (submission,) = make.proposed(candidate, sitting=sitting)
    make.attended(sitting)
    page = reverse("record_votes", args=[sitting.pk])
    item = submission.item_id
    opened = {"revision": Sitting.objects.get(pk=sitting.pk).revision}
    names = [f"{item}-{name}" for name in ("for", "against", "abstained", "out")]
    first = opened | dict(zip(names, (4, 0, 0, 0), strict=True))
    assert secretary.post(page, first).status_code == 302
    second = opened | dict(zip(names, (3, 1, 0, 0), strict=True))
    form = secretary.post(page, second).context["form"]
    assert form.on_record == [("1: for", "4"), ("1: against", "0")]
    present = {"revision": form["revision"].value()}
    assert secretary.post(page, second | present).status_code == 302
    assert Sitting.objects.get(pk=sitting.pk).items.get().votes_for == 3


@pytest.mark.clause("1.7")
def test_what_a_sitting_postpones_keeps_its_place_there_and_gets_a_new_one(
    secretary, council
):
    candidates = [make.a_candidate(council) for _number in range(6)]
    make.discussed(*candidates)
    sitting = make.a_presidium_sitting(council)
    submissions = make.proposed(*candidates[:5], sitting=sitting)
    page = reverse("record_votes", args=[sitting.pk])
    make.attended(sitting)
    postponed = submissions[2]
    secretary.post(
        page,
        {
            "revision": Sitting.objects.get(pk=sitting.pk).revision,
            f"{postponed.item_id}-put_off": "postponed",
            "all_in_favour": "1",
        },
    )
    assert refusal(actions.propose, expert=candidates[5], sitting=sitting) == [
        "1.7: commission № 1 already has 5 of 5 candidates on the sitting of "
        "10.11.2025."
    ]
    protocol = make.finalised(sitting)
    assert protocol.frozen["kk"]["items"][2]["vote"] is None
    assert protocol.frozen["kk"]["items"][2]["decision"] == (
        "Мәселені қарау кейінге қалдырылды."
    )
    assert protocol.frozen["ru"]["items"][2]["decision"] == (
        "Рассмотрение вопроса отложено."
    )
    assert Expert.objects.filter(status=Expert.Status.ENGAGED).count() == 4
    next_one = make.a_presidium_sitting(council, AHEAD)
    offered = secretary.get(reverse("propose", args=[next_one.pk])).context["choices"]
    assert candidates[2] in [choice.expert for choice in offered]
    again = make.proposed(candidates[2], sitting=next_one)[0]
    assert (again.place, again.proposal) == (1, postponed.proposal)


def test_what_a_sitting_withdraws_needs_a_new_proposal(secretary, council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    withdrawn = make.proposed(candidate, sitting=sitting)[0]
    protocol = put_off(sitting, withdrawn, "withdrawn")
    assert protocol.frozen["kk"]["items"][0]["decision"] == "Мәселе қараудан алынды."
    assert "withdrawn" in secretary.get(reverse("sitting", args=[sitting.pk])).text
    next_one = make.a_presidium_sitting(council, AHEAD)
    assert path_states(secretary, candidate)[2:] == [
        (
            "current",
            "next sitting of the Presidium: 25.11.2025",
            "Propose for the sitting of 25.11.2025",
        ),
        ("ahead", "simple majority, by protocol", ""),
    ]
    again = make.proposed(candidate, sitting=next_one)[0]
    assert again.proposal != withdrawn.proposal


def test_an_item_put_off_by_mistake_is_voted_after_all(council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    item = make.proposed(candidate, sitting=sitting)[0].item
    make.attended(sitting)
    for why in ("postponed", ""):
        council_actions.record_votes(
            sitting=sitting,
            votes=[council_actions.ItemVote(item.pk, put_off=why)],
            by=council.secretariat,
        )
    item.refresh_from_db()
    assert (item.put_off, item.votes_for) == ("", 4)


@pytest.mark.clause("1.5")
@pytest.mark.clause("3.1")
def test_attendance_offers_only_whom_the_chair_may_know(client, council):
    own, other = make.a_candidate(council), make.a_candidate(council)
    stranger = make.a_candidate(council, council.commissions[1])
    make.engaged(council, other)
    sitting = a_commission_sitting(council)
    client.force_login(council.chair_accounts[0])
    page = client.get(reverse("record_attendance", args=[sitting.pk]))
    offered = [label for _key, label in page.context["form"].fields["others"].choices]
    seated = [person for person in council.members if person not in sitting.members]
    assert set(offered) == {str(own), str(other), *map(str, seated)}
    assert str(stranger) not in page.text


@pytest.mark.clause("1.5")
def test_the_presidium_offers_experts_in_office_as_guests(secretary, council):
    expert, candidate = make.a_candidate(council), make.a_candidate(council)
    make.engaged(council, expert)
    sitting = make.a_presidium_sitting(council, AHEAD)
    page = secretary.get(reverse("record_attendance", args=[sitting.pk]))
    assert str(expert) in page.text
    assert str(candidate) not in page.text


@pytest.mark.clause("2.2")
@pytest.mark.clause("3.1")
def test_which_bar_it_is_stays_with_the_secretariat(client, council):
    """A chair and a member read that there is a bar, and never which."""
    candidate = make.a_candidate(council, papers={"narcology": {"result": "bar"}})
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council, AHEAD)
    client.force_login(council.chair_accounts[0])
    proposing = reverse("propose", args=[sitting.pk])
    facts = {"revision": sitting.revision, "candidates": [candidate.pk]}
    pages = [
        client.get(proposing),
        client.post(proposing, facts),
        client.get(reverse("path", args=[candidate.pk])),
    ]
    for page in pages:
        assert "2.2: bars on record – 1 of four" in page.text
        assert "narcolog" not in page.text.lower()
    client.force_login(council.secretariat)
    dossier = client.get(reverse("dossier", args=[candidate.pk]))
    assert "registered for narcology" in dossier.text


@pytest.mark.parametrize("count", [1, 3, 300])
def test_pages_cost_the_same_for_any_number_of_candidates(
    secretary, council, count, django_assert_num_queries
):
    candidates = [make.a_candidate(council) for _number in range(count)]
    make.discussed(*candidates)
    sitting = make.a_presidium_sitting(council, AHEAD)
    with django_assert_num_queries(14):
        page = secretary.get(reverse("propose", args=[sitting.pk]))
    assert len(page.context["choices"]) == count
    discussed = Sitting.objects.get(held_on=DISCUSSED)
    with django_assert_num_queries(11):
        page = secretary.get(reverse("sitting", args=[discussed.pk]))
    assert len(page.context["rows"]) == count
    with django_assert_num_queries(44):
        secretary.get(reverse("desk"))


@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_presidium_agenda_costs_the_same_for_any_number_of_submissions(
    secretary, council, count, django_assert_num_queries
):
    candidates = [make.a_candidate(council) for _number in range(count)]
    make.discussed(*candidates)
    sitting = make.a_presidium_sitting(council, AHEAD)
    make.proposed(*candidates, sitting=sitting)
    with django_assert_num_queries(20):
        secretary.get(reverse("sitting", args=[sitting.pk]))


# Another commission


def on_agenda(candidate, sitting):
    """Return why a candidate stays who is on that agenda."""
    return (
        f"1.8: {candidate} is on an agenda for Commission № 1: {sitting}. Take the "
        "question off it first."
    )


@pytest.mark.clause("1.8")
def test_a_candidate_on_an_agenda_stays_in_the_commission(secretary, council):
    candidate, second = make.a_candidate(council), council.commissions[1]
    discussing = a_commission_sitting(council)
    actions.discuss(sitting=discussing, expert=candidate, by=council.secretariat)
    answer = dossiers.change(secretary, candidate, commission=second.pk)
    assert dossiers.errors(answer) == {"": [on_agenda(candidate, discussing)]}
    assert answer.context["form"]["commission"].value() == str(second.pk)
    council_actions.cancel_sitting(sitting=discussing, by=council.secretariat)

    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    answer = dossiers.change(secretary, candidate, commission=second.pk)
    assert dossiers.errors(answer) == {"": [on_agenda(candidate, sitting)]}
    council_actions.cancel_sitting(sitting=sitting, by=council.secretariat)

    assert [step[0] for step in path_states(secretary, candidate)[:2]] == ["done"] * 2
    answer = dossiers.change(secretary, candidate, commission=second.pk)
    assert answer.status_code == 302
    assert path_states(secretary, candidate)[1] == (
        "current",
        "no sitting of the commission is planned",
        "Plan a sitting",
    )


@pytest.mark.clause("1.8")
def test_a_page_that_is_older_than_the_change_proposes_for_no_other(secretary, council):
    candidate, second = make.a_candidate(council), council.commissions[1]
    make.discussed(candidate)
    opened = Expert.objects.select_related("commission").get()
    assert (
        dossiers.change(secretary, candidate, commission=second.pk).status_code == 302
    )
    sitting = make.a_presidium_sitting(council, AHEAD)
    assert refusal(actions.propose, expert=opened, sitting=sitting) == [NOT_DISCUSSED]


def test_a_dossier_goes_to_another_commission_only(council):
    candidate = make.a_candidate(council)
    assert refusal(
        experts.change_dossier,
        expert=candidate,
        dossier=experts.Dossier(person={}, expert={"commission": council.presidium}),
        on=AHEAD,
    ) == ["6.3: commission № None is not another commission of this convocation."]


def test_whom_the_presidium_refused_after_a_later_discussion_can_be_discussed(
    secretary, council
):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    make.discussed(candidate, on=date(2025, 11, 14))
    make.decided(sitting, against=council.members[:2])
    again = a_commission_sitting(council)
    page = secretary.get(reverse("discuss", args=[again.pk]))
    assert [choice.expert for choice in page.context["choices"]] == [candidate]


@pytest.mark.clause("1.8")
def test_another_commission_takes_up_whom_the_presidium_refused(secretary, council):
    candidate, second = make.a_candidate(council), council.commissions[1]
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    make.decided(sitting, against=council.members[:2])
    assert dossiers.change(secretary, candidate).status_code == 302
    assert Expert.objects.get().status == Expert.Status.REFUSED

    answer = dossiers.change(secretary, candidate, commission=second.pk)
    assert answer.status_code == 302
    candidate = Expert.objects.get()
    assert candidate.status == Expert.Status.CANDIDATE
    assert [state for state, _note, _action in path_states(secretary, candidate)] == [
        *("done", "current", "ahead", "ahead"),
    ]
    make.engaged(
        council,
        candidate,
        discussed_on=date(2025, 11, 12),
        decided_on=date(2025, 11, 17),
    )
    engagement = candidate.engagements.get()
    assert (engagement.commission, Expert.objects.get().commission) == (second, second)
