"""The public pages on any day: past, to come, before the council, and mistyped."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from commissions import actions as commissions
from council.audit import deed
from council.regulation import Ground
from experts import actions as experts
from experts.models import Engagement
from experts.open_data import records
from experts.register import in_register
from tests import factories as make
from tests.experts.conftest import NOW, engage, named
from tests.worlds import built_once

DAY = timedelta(days=1)
MOVED_ON = date(2025, 12, 1)
PUBLIC = ("home", "register", "rules", "become_expert", "entry")
MISTYPED = ("31.02.2026", "01/02", "yesterday", "2026-1", "９９", "1" * 500)


def address(name, expert=None):
    return reverse(name, args=[expert.public_id] if name == "entry" else [])


def flat(answer):
    """Return the words of a page without its markup, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def decided(council, propose, on=MOVED_ON, **facts):
    """Let the Presidium decide a move on a day; return the protocol."""
    sitting = make.a_presidium_sitting(council, on)
    propose(sitting=sitting, by=council.secretariat, **facts)
    make.attended(sitting)
    make.voted(sitting)
    return make.finalised(sitting)


def released(council, expert, ground=Ground.ETHICS):
    return decided(council, commissions.propose_release, expert=expert, ground=ground)


def reassigned(council, expert):
    target = council.commissions[1]
    return decided(
        council, commissions.propose_reassignment, expert=expert, target=target
    )


@built_once(NOW)
def expert(council):
    return engage(council, named("Қасенов"))[0]


@pytest.fixture
def page(client, expert):
    """Give a way to ask a public page for a day."""

    def ask(name="entry", day=None, who=None):
        query = {} if day is None else {"on": str(day)}
        return client.get(address(name, who or expert), query)

    return ask


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("typed", MISTYPED)
def test_a_mistyped_day_is_a_sentence_and_400_and_stays_typed(page, name, typed):
    answer = page(name, typed)
    assert answer.status_code == 400
    is_impossible = typed == "31.02.2026"
    sentence = "There is no such day. Write it" if is_impossible else "Write the day"
    assert f"On the day: {sentence} as 13.10.2025." in flat(answer)
    assert f'value="{typed}"' in answer.text


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", PUBLIC)
def test_a_mistyped_day_is_refused_in_the_reader_s_language(
    client, expert, name, language
):
    with translation.override(language):
        answer = client.get(address(name, expert), {"on": "31.02.2026"})
    assert answer.status_code == 400
    assert "Write the day as" not in answer.text
    assert 'value="31.02.2026"' in answer.text


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, ""),
        ("", ""),
        ("2025-12-10", ""),
        ("2025-12-09", "As it was on an earlier day: 9 December 2025."),
        ("0001-01-01", "As it was on an earlier day: 1 January 1."),
        ("2025-12-11", "A day to come: 11 December 2025. Shown as things stand"),
        ("9999-12-31", "A day to come: 31 December 9999. Shown as things stand"),
    ],
)
def test_a_page_says_of_which_day_it_speaks(page, name, day, said):
    answer = page(name, day)
    assert answer.status_code == 200
    assert said in flat(answer)
    assert ("As it was" in answer.text, "A day to come" in answer.text) == (
        said.startswith("As it was"),
        said.startswith("A day"),
    )


@pytest.mark.parametrize("name", PUBLIC)
def test_links_between_the_public_pages_keep_the_day(page, name):
    text = page(name, "2025-11-20").text
    menu = [reverse(each) for each in ("register", "become_expert", "rules")]
    assert [link for link in menu if f'href="{link}?on=2025-11-20"' not in text] == []
    languages = re.findall(r'href="([^"]+)" +lang="', " ".join(text.split()))
    assert len(languages) == 3
    assert [link for link in languages if not link.endswith("?on=2025-11-20")] == []


def test_from_the_list_to_the_entry_and_back_the_day_stays(page, expert):
    entry = f"{address('entry', expert)}?on=2025-11-20"
    assert f'href="{entry}"' in page("register", "2025-11-20").text
    back = f"{reverse('register')}?on=2025-11-20"
    assert page("entry", "2025-11-20").text.count(f'href="{back}"') == 3


def test_the_front_page_s_search_stays_on_the_day(page):
    text = page("home", "2025-11-20").text
    assert '<input type="hidden" name="on" value="2025-11-20">' in text
    assert f"{reverse('register')}?commission=1&amp;on=2025-11-20" in text


def test_the_front_page_counts_on_the_day(page):
    days = [make.DECIDED_ON - DAY, make.DECIDED_ON, make.CONVOCATION_ENDS]
    assert [page("home", day).context["experts"] for day in days] == [0, 1, 1]


@pytest.mark.parametrize(
    "day", [make.CONVOCATION_BEGINS - DAY, make.CONVOCATION_ENDS + DAY]
)
def test_outside_every_convocation_the_front_page_says_so(page, day):
    answer = page("home", day)
    assert answer.context["commissions"] == []
    assert "No convocation of the public council" in answer.text


# An entry on any day


@pytest.mark.parametrize(
    ("day", "is_active"),
    [
        (make.DECIDED_ON - DAY, False),
        (make.DECIDED_ON, True),
        (make.CONVOCATION_ENDS, True),
        (make.CONVOCATION_ENDS + DAY, False),
    ],
)
def test_an_entry_says_whether_the_person_served_that_day(page, day, is_active):
    answer = page("entry", day)
    assert answer.context["is_active"] is is_active
    assert ("in office on this day" in answer.text) is is_active
    assert ("not in office" in answer.text) is not is_active
    assert "Presidium, protocol № 1, 10 November 2025" in answer.text


def test_a_released_expert_shows_by_which_protocol_and_never_why(council, page, expert):
    sitting = make.a_presidium_sitting(council, MOVED_ON)
    commissions.propose_release(
        expert=expert,
        sitting=sitting,
        ground=Ground.TRUST,
        note="ЖасырынСебеп",
        by=council.secretariat,
    )
    make.voted(make.attended(sitting))
    make.finalised(sitting)
    answer = page()
    text = flat(answer)
    assert "Released by Presidium, protocol № 2, 1 December 2025" in text
    assert "10 November 2025 – 30 November 2025" in text
    assert "not in office 10 December 2025" in text
    told = [str(ground.label) for ground in Ground] + ["ЖасырынСебеп"]
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            told += [str(ground.label) for ground in Ground]
            shown = page().text
        assert [words for words in told if words in shown] == []


@pytest.mark.parametrize(
    ("day", "is_listed"), [(MOVED_ON - DAY, True), (MOVED_ON, False)]
)
def test_the_day_of_the_release_is_the_first_out_of_office(
    council, page, expert, day, is_listed
):
    released(council, expert)
    assert page("register", day).context["listing"].found == is_listed
    assert page("entry", day).context["is_active"] is is_listed


def test_a_reassigned_expert_shows_both_periods(council, page, expert):
    reassigned(council, expert)
    answer = page()
    now, before = answer.context["periods"]
    assert (now.entry.commission_number, before.entry.commission_number) == (2, 1)
    assert (now.is_active, before.is_active) == (True, False)
    assert (now.is_reassignment, before.is_reassignment) == (True, False)
    text = flat(answer)
    here = "Reassigned here by Presidium, protocol № 2, 1 December 2025"
    away = "Reassigned to another commission by Presidium, protocol № 2, 1 December"
    assert text.index(here) < text.index(away)
    assert "1 December 2025 – 19 May 2028" in text
    assert "10 November 2025 – 30 November 2025" in text
    assert text.count("Engaged by Presidium, protocol № 1, 10 November 2025") == 1


@pytest.mark.parametrize(("day", "commission"), [(MOVED_ON - DAY, 1), (MOVED_ON, 2)])
def test_the_register_lists_a_reassigned_expert_once(
    council, page, expert, day, commission
):
    reassigned(council, expert)
    rows = [entry for _number, entry in page("register", day).context["listing"].rows]
    assert [entry.commission_number for entry in rows] == [commission]


def test_an_annulled_entry_is_shown_nowhere(council, page, expert):
    protocol = expert.engagements.get().admitted_by
    experts.annul_engagement(expert=expert, protocol=protocol, by=council.secretariat)
    assert page().status_code == 404
    assert "Қасенов" not in page().text
    assert page("register", make.DECIDED_ON).context["listing"].found == 0
    assert page("home").context["last_decision"] is None


def test_an_annulled_entry_beside_a_valid_one_is_left_out(council, page, expert):
    protocol = reassigned(council, expert)
    experts.undo_reassignment(expert=expert, protocol=protocol, by=council.secretariat)
    answer = page()
    text = flat(answer)
    assert [row.entry.commission_number for row in answer.context["periods"]] == [1]
    assert "Reassigned" not in text
    assert "protocol № 2" not in text


def test_an_imported_entry_cites_its_own_number_and_day(council, page, expert):
    imported = make.a_candidate(council, **named("Асанов"))

    @deed
    def bring_in():
        Engagement(
            expert=imported,
            commission=imported.commission,
            begins=date(2025, 6, 2),
            ends=make.CONVOCATION_ENDS,
            imported_number="7-қ",
            imported_on=date(2025, 6, 2),
        ).save_as(council.secretariat)

    bring_in()
    entries = list(in_register(make.DECIDED_ON))
    assert len(entries) == 2
    assert [
        (row.protocol_number, row.protocol_date) for row in records(make.DECIDED_ON)
    ] == [(entry.decision_number, entry.decided_on) for entry in entries]
    text = flat(page(who=imported))
    assert "Presidium, protocol № 7-қ, 2 June 2025" in text
    assert "№ 7-қ, 02.06.2025" in flat(page("register"))
    last = page("home", "2025-06-02").context["last_decision"]
    assert (last.number, last.day) == ("7-қ", date(2025, 6, 2))


def test_a_release_is_the_last_decision_too(council, page, expert):
    released(council, expert)
    days = (MOVED_ON - DAY, MOVED_ON)
    numbers = [page("home", day).context["last_decision"].number for day in days]
    assert numbers == ["1", "2"]


@pytest.mark.parametrize("moves", [0, 1])
def test_an_entry_costs_the_same_queries_whatever_its_periods(
    council, page, expert, moves, django_assert_num_queries
):
    if moves:
        reassigned(council, expert)
    # One more asks for the protocols by which anybody left.
    with django_assert_num_queries(6 + moves):
        assert len(page().context["periods"]) == 1 + moves
