"""The public pages and files as they were recorded at a moment, and bad moments."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from council import actions
from council.as_recorded import reading
from council.dates import long_moment, read_moment
from council.models import LastDeed
from experts.register_changes import changes
from tests import factories as make
from tests.experts.conftest import engage, named
from tests.experts.test_any_day import PUBLIC, address, flat, released
from tests.experts.test_open_data import draws, lines, text_of

INSTANT = timedelta.resolution
BAD = (
    *("31.02.2026", "2026-02-31T10:00", "2026-03-01T25:00", "yesterday", "0", "-1"),
    *("2026-03-01T10:00+99:00", "0001-01-01T00:00", "01/02/2026 10:00", "２０26-01-01"),
    *("2025-11-20 12:00 +05:00 Almaty", "9" * 10_000, ":" * 10_000),
)
TO_COME = ("2025-12-10T16:01", "2025-12-11", "9999-12-31", "2025-12-10T12:00-01:00")
EVERY = (*PUBLIC, "changes")
FILES = ("register_json", "register_csv", "register_xlsx", "register_atom")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T14:30", "2026-03-01T09:30:00"),
        ("2026-03-01 14:30", "2026-03-01T09:30:00"),
        ("01.03.2026 14:30", "2026-03-01T09:30:00"),
        (" 1.3.2026,  9:05 ", "2026-03-01T04:05:00"),
        ("01.03.2026 14:30:15", "2026-03-01T09:30:15"),
        ("2026-03-01T14:30:00.000001", "2026-03-01T09:30:00.000001"),
        ("2026-03-01T14:30Z", "2026-03-01T14:30:00"),
        ("2026-03-01T14:30+06:00", "2026-03-01T08:30:00"),
        ("2026-03-01T14:30 06:00", "2026-03-01T08:30:00"),
        ("2026-03-01 14:30:00 0600", "2026-03-01T08:30:00"),
        ("2026-03-01T14:30:00.5 06:00", "2026-03-01T08:30:00.500000"),
        ("2026-03-01T14:30-01:00", "2026-03-01T15:30:00"),
        ("2026-03-01", "2026-03-01T18:59:59.999999"),
        ("01.03.2026", "2026-03-01T18:59:59.999999"),
    ],
)
def test_a_moment_is_read_as_people_and_programs_write_it(text, moment):
    assert read_moment(text).isoformat() == f"{moment}+00:00"


def test_a_moment_is_told_in_almaty_s_time():
    moment = datetime(2025, 10, 13, 19, 30, tzinfo=UTC)
    assert [long_moment(moment, code) for code in ("kk", "ru", "en")] == [
        "2025 жылғы 14 қазан, 00:30",
        "14 октября 2025 года, 00:30",
        "14 October 2025, 00:30",
    ]
    assert long_moment(moment + INSTANT, "en") == "14 October 2025, 00:30:00"


@pytest.fixture
def said(council, time_machine):
    """Return an expert, and the moments around the correction of the name.

    Engaged at 13:30; at 14:00 the name is corrected, at 15:00 the expert is
    released; it is 16:00.
    """
    time_machine.move_to("2025-12-10 13:30+05:00", tick=False)
    (expert,) = engage(council, named("Қасэнов"))
    time_machine.move_to("2025-12-10 14:00+05:00", tick=False)
    actions.change_person(
        person=expert.person, surname="Қасенов", by=council.secretariat
    )
    time_machine.move_to("2025-12-10 15:00+05:00", tick=False)
    released(council, expert)
    time_machine.move_to("2025-12-10 16:00+05:00", tick=False)
    return expert


@pytest.fixture
def page(client, said):
    """Give a way to ask a public page as recorded at a moment."""

    def ask(name="register", **query):
        return client.get(address(name, said), query)

    return ask


THEN = {"as_recorded": "2025-12-10T13:59"}


ANSWERS: tuple[tuple[dict[str, str], list[str]], ...] = (
    ({}, []),
    ({"on": "2025-11-20"}, ["Қасенов Әлихан"]),
    (THEN, ["Қасэнов Әлихан"]),
    (THEN | {"on": "2025-11-20"}, ["Қасэнов Әлихан"]),
    (THEN | {"on": "2025-11-09"}, []),
    ({"as_recorded": "2025-12-10T14:00"}, ["Қасенов Әлихан"]),
    ({"as_recorded": "2025-12-10T14:00 05:00"}, ["Қасенов Әлихан"]),
    ({"as_recorded": "10.12.2025 13:59"}, ["Қасэнов Әлихан"]),
    ({"as_recorded": "2025-12-10"}, []),
    (THEN | {"q": "қасэнов"}, ["Қасэнов Әлихан"]),
    (THEN | {"q": "қасенов"}, []),
    (THEN | {"commission": "2"}, []),
)


@pytest.mark.clause("1.12")
def test_every_format_says_what_the_register_said(page, client):
    for query, found in ANSWERS:
        rows = page(**query).context["listing"].rows
        assert [entry.name for _number, entry in rows] == found, query
        data = client.get(reverse("register_json"), query).json()
        assert [row["name"] for row in data["persons"]] == found
        table = lines(client.get(reverse("register_csv"), query))
        assert [row[1] for row in table[1:]] == found


def test_json_and_file_names_tell_the_moment(page, client):
    answer = client.get(reverse("register_json"), THEN | {"on": "2025-11-20"})
    assert answer.json()["meta"]["day"] == "2025-11-20"
    assert answer.json()["meta"]["as_recorded"] == "2025-12-10T13:59:00+05:00"
    assert (
        'filename="register-2025-11-20-as-recorded-2025-12-10T135900.json"'
        in (answer["Content-Disposition"])
    )
    assert client.get(reverse("register_json")).json()["meta"]["as_recorded"] is None


@draws
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "осы сәттегі жазбасы бойынша: 2025 жылғы 10 желтоқсан, 13:59"),
        ("ru", "По записям реестра на момент: 10 декабря 2025 года, 13:59"),
    ],
)
def test_the_paper_tells_the_moment(said, client, language, words):
    with translation.override(language):
        text = text_of(client.get(reverse("register_pdf"), THEN))
    assert words in text
    assert "Қасэнов Әлихан" in text


def test_the_front_page_and_the_entry_say_what_was_said(page):
    home = page("home", **THEN)
    assert home.context["experts"] == 1
    assert home.context["last_decision"].number == "1"
    entry = page("entry", **THEN)
    assert entry.context["is_active"] is True
    assert "Қасэнов" in entry.text
    assert "Released" not in entry.text
    assert "Released" in page("entry", on="2025-11-20").text


def test_a_commission_s_name_is_that_of_the_moment(page, council):
    body = council.commissions[0]
    actions.change_body(
        body=body, name_kk="Жаңа", name_ru="Новое", by=make.the_secretariat()
    )
    for name in ("register", "home"):
        assert "Новое" not in page(name, **THEN).text
        assert "Новое" in page(name).text


def test_changes_are_those_that_were_known(page, client):
    shown = page("changes", until="2025-12-31", **THEN).context["page"].object_list
    assert [(change.kind.value, change.name) for change in shown] == [
        ("engaged", "Қасэнов Әлихан")
    ]
    now = page("changes", until="2025-12-31").context["page"].object_list
    assert sorted(change.kind.value for change in now) == [
        "corrected",
        "engaged",
        "released",
    ]
    feed = client.get(reverse("register_atom"), THEN)
    assert "Қасэнов Әлихан" in feed.text
    assert feed.text.count("<entry>") == 1


def test_an_annulled_admission_is_what_the_register_said(council, said, time_machine):
    (annulled,) = engage(council, named("Асанов"), weeks=4)
    before = LastDeed.objects.get().at
    sitting = annulled.engagements.get().admitted_by.sitting
    make.corrected(sitting, votes={1: (0, len(sitting.voters), 0, 0)})
    until = make.DECIDED_ON + timedelta(weeks=8)
    with reading(before):
        known = [change.name for change in changes(make.DECIDED_ON, until)]
    assert known.count("Асанов Әлихан") == 1
    now = [change.name for change in changes(make.DECIDED_ON, until)]
    assert now.count("Асанов Әлихан") == 0


def test_an_entry_that_was_not_there_yet_is_not_found(page):
    assert page("entry", as_recorded="2025-12-10T13:29").status_code == 404


# What a page says


def test_a_page_says_of_which_moment_it_speaks(page):
    for name in EVERY:
        text = flat(page(name, **THEN))
        assert (
            "said at this moment: 10 December 2025, 13:59. Show what it says now"
            in text
        )
        assert "As it was on an earlier day" not in text


def test_the_last_minute_is_now(page):
    for name in EVERY:
        answer = page(name, as_recorded="2025-12-10T15:59:01")
        assert "That moment is less than a minute ago" in answer.text
        assert "said at this moment" not in answer.text
        assert "as_recorded=2025-12-10T15:59:01&" not in answer.text
        assert "said at this moment" in page(name, as_recorded="2025-12-10T15:59").text


def test_the_end_of_today_is_now(page):
    answer = page(as_recorded="10.12.2025")
    assert answer.status_code == 200
    assert "That moment is less than a minute ago" in answer.text


def test_links_to_the_end_of_a_day_name_the_day_alone(page):
    text = page("home", as_recorded="2025-12-09").text
    assert 'href="/en/register/?as_recorded=2025-12-09"' in text


def test_before_the_first_deed_the_register_was_empty(page):
    for name in ("home", "register", "changes"):
        answer = page(name, as_recorded="2025-01-01T00:00")
        assert answer.status_code == 200
        assert "Nothing was on record here yet: the register was empty." in answer.text
        assert "Қас" not in answer.text
        assert "Nothing was on record" not in page(name, **THEN).text


def test_links_keep_the_day_and_the_moment(page, said):
    query = {"on": "2025-11-20"} | THEN
    both = "?on=2025-11-20&amp;as_recorded=2025-12-10T13:59:00"
    text = page(**query).text
    assert f'href="{address("entry", said)}{both}"' in text
    links = [reverse(name) + both for name in ("register", "become_expert", "rules")]
    assert [link for link in links if f'href="{link}"' not in text] == []
    assert f'href="{reverse("register")}?on=2025-11-20">Show what it says now' in text
    assert page("entry", **query).text.count(reverse("register") + both) == 3
    home = page("home", **query).text
    assert (
        '<input type="hidden" name="as_recorded" value="2025-12-10T13:59:00">' in home
    )
    assert f"{reverse('register')}?commission=1&amp;{both[1:]}" in home
    changed = page("changes", until="2025-12-31", **THEN).text
    moment = "?as_recorded=2025-12-10T13:59:00"
    assert f'href="{address("entry", said)}{moment}"' in changed


def test_a_moment_that_is_none_is_a_sentence_and_400(page):
    for name in EVERY:
        for typed in BAD:
            answer = page(name, as_recorded=typed)
            assert answer.status_code == 400, typed
            assert "As recorded at: Enter a valid day and time" in flat(answer), typed


def test_a_moment_to_come_is_a_sentence_and_400(page):
    for name in EVERY:
        for typed in TO_COME:
            answer = page(name, as_recorded=typed)
            assert answer.status_code == 400, typed
            assert "As recorded at: This moment is still to come" in flat(answer), typed


def test_a_bad_moment_is_refused_for_files_too(said, client):
    for name in FILES:
        for typed in (*BAD, *TO_COME):
            answer = client.get(reverse(name), {"as_recorded": typed})
            assert answer.status_code == 400, (name, typed)
            assert answer["Content-Type"] == "text/plain; charset=utf-8"


# As it is now, and as recorded when nothing had been corrected yet; who is withheld is
# asked once for all of them, with the first.
QUERIES = {"register": (10, 9), "home": (10, 11), "entry": (6, 6), "changes": (10, 9)}


def test_a_page_as_recorded_costs_no_more_than_one_query_more(
    page, django_assert_num_queries
):
    for name, (now, then) in QUERIES.items():
        with django_assert_num_queries(now):
            page(name, on="2025-11-20")
        with django_assert_num_queries(then):
            page(name, on="2025-11-20", **THEN)
