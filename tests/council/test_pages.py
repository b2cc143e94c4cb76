"""The council's pages on the desk: every deed by a browser's request."""

from datetime import date

import pytest
import time_machine
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from council import actions
from council.auth import AccountAdapter
from council.models import (
    Body,
    Convocation,
    Council,
    NamedVote,
    Person,
    Protocol,
    Seat,
    Sitting,
)
from tests import factories as make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
FREE = {"title_kk": "Жұмыс жоспары", "draft_kk": "Бекітілсін."}
TODAY = date(2025, 11, 20)
NOW = "2025-11-20 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council()


@built_once(NOW)
def sitting(council):
    return make.a_presidium_sitting(council)


@pytest.fixture
def secretary(client, council):
    """Return a browser in which the secretariat is signed in."""
    client.force_login(council.secretariat)
    return client


def url(name, *args):
    """Return the English address of a page."""
    return reverse(name, args=args)


def test_the_council_page_shows_bodies_chairs_and_edition(secretary, council):
    response = secretary.get(url("the_council"))
    bodies = response.context["convocations"][0]["bodies"]
    assert [(entry["row"].kind, entry["seats"]) for entry in bodies] == [
        ("assembly", 6),
        ("commission", 1),
        ("commission", 1),
        ("presidium", 4),
    ]
    assert [entry["chair"] for entry in bodies] == [
        None,
        council.chairs[0],
        council.chairs[1],
        council.members[0],
    ]
    assert "№ 24, 13.10.2025" in response.text


def test_an_empty_installation_is_told_where_to_begin(client):
    client.force_login(make.the_secretariat())
    response = client.get(url("the_council"))
    assert "No convocation yet" in response.text
    assert "nothing can be decided before one is (7.1)" in response.text


def test_names_are_changed(secretary):
    names = {
        "name_kk": "Шымкент кеңесі",
        "name_ru": "Совет Шымкента",
        "city_kk": "Шымкент қаласы",
        "city_ru": "город Шымкент",
    }
    assert secretary.get(url("name_council")).status_code == 200
    assert secretary.post(url("name_council"), names).status_code == 302
    assert Council.objects.get().name_kk == "Шымкент кеңесі"


def test_a_convocation_is_entered(secretary):
    page = url("enter_convocation")
    assert secretary.get(page).status_code == 200
    secretary.post(page, {"number": 5, "begins": "20.05.28", "ends": "2031-05-19"})
    assert Convocation.objects.get(number=5).begins == date(2028, 5, 20)


def test_a_refused_convocation_keeps_the_typing(secretary):
    response = secretary.post(
        url("enter_convocation"),
        {"number": 4, "begins": "01.01.2026", "ends": "01.01.2027"},
    )
    assert "1.9: convocation № 4 is in office" in response.text
    assert 'value="01.01.2026"' in response.text
    assert Convocation.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"ends": "01.01.2025"}, "ends", "The last day is before the first."),
        (
            {"begins": "31.02.2026"},
            "begins",
            "There is no such day. Write it as 13.10.2025.",
        ),
        ({"number": "70000"}, "number", None),
        ({"number": "-1"}, "number", None),
    ],
)
def test_a_mistyped_convocation_is_refused_at_its_field(
    secretary, facts, field, sentence
):
    typed = {"number": 5, "begins": "01.01.2029", "ends": "01.01.2030"} | facts
    errors = secretary.post(url("enter_convocation"), typed).context["form"].errors
    assert list(errors) == [field]
    assert sentence is None or errors[field] == [sentence]


def test_a_body_is_entered(secretary, council):
    page = url("enter_body", council.convocation.pk)
    assert secretary.get(page).status_code == 200
    body = {"kind": "commission", "name_kk": "Мәдениет", "name_ru": "Культура"}
    refused = secretary.post(page, body)
    assert refused.context["form"].errors == {"number": ["A commission has a number."]}
    secretary.post(page, body | {"number": 3})
    assert Body.objects.get(number=3).name_kk == "Мәдениет"


def test_only_a_commission_keeps_a_number(secretary, council):
    page = url("enter_body", council.convocation.pk)
    body = {"kind": "presidium", "number": 3, "name_kk": "П", "name_ru": "П"}
    response = secretary.post(page, body)
    assert "This convocation has that body already." in response.text


def test_a_body_shows_who_sits_and_who_sat(secretary, council):
    seat = council.commissions[0].seats.get()
    make.seated(council.commissions[0], council.members[3])
    actions.end_seat(seat=seat, ends=date(2025, 11, 19), by=council.secretariat)
    context = secretary.get(url("body", council.commissions[0].pk)).context
    assert [row.person for row in context["seats"]] == [council.members[3]]
    assert list(context["earlier"]) == [seat]


def test_a_member_is_seated_from_those_on_record(secretary, council):
    page = url("seat_person", council.commissions[0].pk)
    assert secretary.get(page).context["form"]["role"].value() == "member"
    facts = {"person": council.members[4].pk, "role": "member", "begins": "1.11.2025"}
    secretary.post(page, facts)
    seat = Seat.objects.get(body=council.commissions[0], role="member")
    assert (seat.person, seat.begins) == (council.members[4], date(2025, 11, 1))


def test_a_member_is_seated_by_name(secretary, council):
    page = url("seat_person", council.assembly.pk)
    facts = {"role": "member", "begins": "01.11.2025"}
    refused = secretary.post(page, facts)
    assert refused.context["form"].errors == {
        "person": ["Choose a person, or type surname and name."]
    }
    secretary.post(page, facts | {"surname": " Үсен  ова ", "given_name": "Ұлту"})
    assert Person.objects.filter(surname="Үсен ова").count() == 1


def test_a_name_of_digits_is_refused(secretary, council):
    facts = {"surname": "0000", "given_name": "Ұлту", "role": "member"}
    response = secretary.post(url("seat_person", council.assembly.pk), facts)
    assert response.context["form"].errors["surname"] == [
        "Only letters, spaces, hyphens and apostrophes are expected."
    ]


@pytest.mark.parametrize("name", ["Ә" * 10_000, "Ә\x00лия"])
def test_an_impossible_name_is_refused_at_its_field(secretary, council, name):
    facts = {"surname": name, "given_name": "Ұлту", "role": "member"}
    response = secretary.post(url("seat_person", council.assembly.pk), facts)
    assert "surname" in response.context["form"].errors
    assert Person.objects.filter(given_name="Ұлту").count() == 0


def test_a_seat_is_ended(secretary, council):
    seat = council.commissions[0].seats.get()
    page = url("end_seat", seat.pk)
    assert secretary.get(page).status_code == 200
    refused = secretary.post(page, {"ends": "01.01.2025"})
    assert "The seat began on 20.05.2025" in refused.text
    secretary.post(page, {"ends": "19.11.2025"})
    seat.refresh_from_db()
    assert seat.ends == date(2025, 11, 19)


def test_a_name_is_corrected(secretary, council):
    page = url("change_person", council.members[0].pk)
    assert council.members[0].surname in secretary.get(page).text
    secretary.post(page, {"surname": "Құнанбай", "given_name": "Абай"})
    council.members[0].refresh_from_db()
    assert str(council.members[0]) == "Құнанбай Абай"
    assert council.members[0].search_key == "кунанбай абай"


def test_sittings_are_listed_by_body(secretary, council, sitting):
    actions.plan_sitting(
        body=council.commissions[0],
        held_on=date(2025, 11, 1),
        by=council.secretariat,
    )
    assert len(secretary.get(url("sittings")).context["page"].object_list) == 2
    chosen = secretary.get(url("sittings"), {"body": council.presidium.pk})
    assert list(chosen.context["page"].object_list) == [sitting]


@pytest.mark.parametrize("body", ["x", "0", "9" * 30])
def test_sittings_of_an_unknown_body_are_not_found(secretary, body):
    assert secretary.get(url("sittings"), {"body": body}).status_code == 404


@pytest.mark.parametrize("page", ["2", "9999", "0", "x"])
def test_a_page_that_the_sittings_have_not_is_400(secretary, sitting, page):
    assert secretary.get(url("sittings"), {"page": page}).status_code == 400


def test_a_sitting_is_planned_with_the_last_ones_place(secretary, council, sitting):
    actions.change_sitting(sitting=sitting, place_kk="Алаң, 4", by=council.secretariat)
    page = url("plan_sitting", council.presidium.pk)
    assert "Алаң, 4" in secretary.get(page).text
    response = secretary.post(page, {"held_on": "01.12.2025", "starts_at": "15:00"})
    planned = Sitting.objects.get(held_on=date(2025, 12, 1))
    assert response.url == url("sitting", planned.pk)


def test_a_sitting_before_the_edition_is_refused(secretary, council):
    page = url("plan_sitting", council.presidium.pk)
    response = secretary.post(page, {"held_on": "01.10.2025"})
    assert "7.1: no edition of the Regulation is in force on 01.10.2025." in (
        response.text
    )


def test_a_sitting_is_corrected(secretary, council, sitting):
    page = url("change_sitting", sitting.pk)
    assert secretary.get(page).status_code == 200
    revision = {"revision": sitting.revision}
    refused = secretary.post(page, revision | {"held_on": "01.10.2025"})
    assert "7.1" in refused.text
    secretary.post(page, revision | {"held_on": "11.11.2025", "place_kk": "Зал"})
    sitting.refresh_from_db()
    assert (sitting.held_on, sitting.place_kk) == (date(2025, 11, 11), "Зал")


def test_a_sitting_leads_step_by_step_to_its_protocol(secretary, council, sitting):
    page = url("sitting", sitting.pk)

    def next_step():
        steps = secretary.get(page).context["steps"]
        return next(step.label for step in steps if step.is_next)

    assert next_step() == "Agenda"
    secretary.post(url("add_item", sitting.pk), FREE)
    assert next_step() == "Attendance"
    revision = Sitting.objects.get().revision
    keys = [person.pk for person in council.members[:4]]
    secretary.post(
        url("record_attendance", sitting.pk), {"revision": revision, "voters": keys}
    )
    assert next_step() == "Votes"
    revision = Sitting.objects.get().revision
    secretary.post(
        url("record_votes", sitting.pk), {"revision": revision, "all_in_favour": "1"}
    )
    assert next_step() == "Protocol"
    revision = Sitting.objects.get().revision
    response = secretary.post(
        url("finalise_protocol", sitting.pk), {"revision": revision, "number": 3}
    )
    assert response.status_code == 302
    assert Protocol.objects.get().number == 3
    final = secretary.get(page)
    assert "Finalise the protocol" not in final.text
    assert Protocol.objects.get().sha256 in final.text


def test_a_second_press_on_finalise_is_answered_with_a_sentence(
    secretary, council, sitting
):
    actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.attended(sitting)
    make.voted(sitting)
    revision = Sitting.objects.get().revision
    page = url("finalise_protocol", sitting.pk)
    secretary.post(page, {"revision": revision, "number": 1})
    second = secretary.post(page, {"revision": revision, "number": 1})
    assert second.status_code == 422
    assert "1.8: the protocol of the sitting of 10.11.2025 is final." in second.text
    assert Protocol.objects.count() == 1


@pytest.mark.parametrize("number", ["", "0", "x", "40000"])
def test_finalising_without_a_good_number_is_refused_at_its_field(
    secretary, sitting, number
):
    response = secretary.post(
        url("finalise_protocol", sitting.pk),
        {"revision": sitting.revision, "number": number},
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["number"]


def test_a_sitting_is_cancelled(secretary, sitting):
    page = url("cancel_sitting", sitting.pk)
    stale = secretary.post(page, {"revision": 77})
    assert stale.status_code == 422
    assert "Somebody changed this record" in stale.text
    secretary.post(page, {"revision": sitting.revision})
    sitting.refresh_from_db()
    assert sitting.status == Sitting.Status.CANCELLED
    assert "cancelled" in secretary.get(url("sitting", sitting.pk)).text


def test_a_question_is_reworded_and_taken_off(secretary, council, sitting):
    item = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    page = url("change_item", item.pk)
    assert "Жұмыс жоспары" in secretary.get(page).text
    shown = {"revision": Sitting.objects.get().revision}
    typed = FREE | shown | {"title_kk": "Есеп", "reporter": "Ә. Құрал"}
    secretary.post(page, typed)
    item.refresh_from_db()
    assert (item.title_kk, item.reporter) == ("Есеп", "Ә. Құрал")
    revision = Sitting.objects.get().revision
    stale = secretary.post(url("remove_item", item.pk), {"revision": 1})
    assert stale.status_code == 422
    secretary.post(url("remove_item", item.pk), {"revision": revision})
    assert sitting.items.count() == 0


def test_a_question_needs_a_kazakh_text(secretary, sitting):
    response = secretary.post(url("add_item", sitting.pk), {"title_ru": "План"})
    assert list(response.context["form"].errors) == ["title_kk", "draft_kk"]


def test_a_matter_is_shown_but_not_reworded(secretary, council, sitting):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    make.proposed(candidate, sitting=sitting)
    item = sitting.items.get()
    before = item.title_kk
    revision = Sitting.objects.get(pk=sitting.pk).revision
    typed = FREE | {"reporter": "Төраға", "revision": revision}
    secretary.post(url("change_item", item.pk), typed)
    item.refresh_from_db()
    assert (item.title_kk, item.reporter) == (before, "Төраға")


def test_attendance_offers_members_ticked_and_others_not(secretary, council, sitting):
    form = secretary.get(url("record_attendance", sitting.pk)).context["form"]
    assert set(form["voters"].value()) == {person.pk for person in council.members[:4]}
    assert form["others"].value() == []


def test_votes_by_name_and_by_totals_on_one_page(secretary, council, sitting):
    named = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    counted = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    blank = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.attended(sitting)
    page = url("record_votes", sitting.pk)
    assert secretary.get(page).status_code == 200
    secretary.post(
        page,
        {
            "revision": Sitting.objects.get().revision,
            f"{named.pk}-person-{council.members[1].pk}": "against",
            f"{counted.pk}-for": "3",
            f"{counted.pk}-abstained": "1",
        },
    )
    rows = {
        item.pk: (item.votes_for, item.votes_against, item.votes_abstained)
        for item in sitting.items.all()
    }
    assert rows == {
        named.pk: (3, 1, 0),
        counted.pk: (3, 0, 1),
        blank.pk: (None, None, None),
    }
    assert NamedVote.objects.get().person == council.members[1]
    again = secretary.get(page).context["form"].rows()
    assert [row.is_exception for row in again] == [True, False, False]


def test_too_many_votes_are_refused_with_the_typing_kept(secretary, council, sitting):
    item = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.attended(sitting)
    response = secretary.post(
        url("record_votes", sitting.pk),
        {"revision": Sitting.objects.get().revision, f"{item.pk}-for": "5"},
    )
    assert (
        "Item 1: 1.6: 5 votes and 0 who stepped out are more than the 4 members "
        "present."
    ) in response.text
    assert 'value="5"' in response.text


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_sitting_costs_the_same_however_long_its_agenda(
    secretary, council, sitting, rows, django_assert_num_queries
):
    for _number in range(rows):
        actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.attended(sitting)
    make.voted(sitting, against=council.members[1:2])
    with django_assert_num_queries(13):
        secretary.get(url("sitting", sitting.pk))
    with django_assert_num_queries(9):
        secretary.get(url("record_votes", sitting.pk))


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_of_sittings_costs_the_same_however_long(
    secretary, council, rows, django_assert_num_queries
):
    for _number in range(rows):
        make.a_presidium_sitting(council, date(2025, 11, 1))
    with django_assert_num_queries(7):
        secretary.get(url("sittings"))
    with django_assert_num_queries(33):
        secretary.get(url("desk"))


def test_a_member_of_the_presidium_reads_and_does_not_write(client, council, sitting):
    account = make.an_account()
    actions.change_person(
        person=council.members[3], account=account, by=council.secretariat
    )
    client.force_login(account)
    assert client.get(url("sitting", sitting.pk)).status_code == 200
    assert client.get(url("add_item", sitting.pk)).status_code == 403
    assert client.get(url("candidates")).status_code == 403


def test_a_chair_sees_own_sittings_only(client, council, sitting):
    own = actions.plan_sitting(
        body=council.commissions[1],
        held_on=date(2025, 11, 1),
        by=council.secretariat,
    )
    other = actions.plan_sitting(
        body=council.commissions[0],
        held_on=date(2025, 11, 1),
        by=council.secretariat,
    )
    client.force_login(council.chair_accounts[1])
    assert client.get(url("sitting", own.pk)).status_code == 200
    assert client.get(url("add_item", own.pk)).status_code == 200
    assert client.get(url("sitting", other.pk)).status_code == 404
    assert client.get(url("add_item", sitting.pk)).status_code == 404


def test_an_account_without_a_seat_sees_nothing(client, council):
    client.force_login(make.an_account())
    assert client.get(url("desk")).status_code == 403


def test_signing_in_and_out(client, council):
    response = client.get(url("desk"))
    assert response.url == f"{url('account_login')}?next={url('desk')}"
    signed_in = client.post(
        url("account_login"), {"login": "secretariat", "password": "x"}
    )
    assert signed_in.url == url("desk")
    signed_out = client.post(url("account_logout"))
    assert signed_out.url == url("register")
    assert client.get(url("desk")).status_code == 302


def test_a_wrong_password_tells_nothing(client, council):
    known = client.post(
        url("account_login"), {"login": "secretariat", "password": "no"}
    )
    unknown = client.post(url("account_login"), {"login": "nobody", "password": "no"})
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_closed_account_is_told_so(client, council):
    council.secretariat.is_active = False
    council.secretariat.save()
    response = client.post(
        url("account_login"),
        {"login": "secretariat", "password": "x"},
        follow=True,
    )
    assert "The account is closed" in response.text
    assert client.get(url("desk")).status_code == 302


def test_too_many_attempts_are_answered_with_a_page_of_ours(client, council):
    wrong = {"oldpassword": "no", "password1": "a", "password2": "b"}
    client.force_login(council.secretariat)
    page = url("account_change_password")
    answers = [client.post(page, wrong) for _number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Too many attempts" in answers[-1].text


def test_the_password_is_changed(client, council):
    client.force_login(council.secretariat)
    client.post(
        url("account_change_password"),
        {
            "oldpassword": "x",
            "password1": "Құпия-сөз-2026",
            "password2": "Құпия-сөз-2026",
        },
    )
    council.secretariat.refresh_from_db()
    assert council.secretariat.check_password("Құпия-сөз-2026")


def test_nobody_signs_up(client, rf):
    assert AccountAdapter().is_open_for_signup(rf.get("/")) is False
    assert client.get("/en/sign-up/").status_code == 404
    assert client.get("/en/signup/").status_code == 404


def test_health(client, council):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


def test_a_missing_migration_is_not_ready(client, council):
    MigrationRecorder.Migration.objects.filter(app="commissions").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "migrations pending"}


def test_a_nul_in_the_address_is_a_bad_request(client):
    assert client.get("/en/register/?q=%00").status_code == 400
    assert client.get("/en/register/?%00=1").status_code == 400
