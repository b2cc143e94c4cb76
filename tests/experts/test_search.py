"""Search: what people type finds what is meant, in the database and in Python alike."""

from itertools import product

from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from council import actions, names
from experts.models import Engagement, Expert
from experts.register_changes import changes
from tests import factories as make
from tests.experts.conftest import NOW, engage, named
from tests.experts.test_register_changes import ALL
from tests.worlds import built_once

LETTERS = "аәқсіңxcepSmh"
WORDS = st.text(LETTERS, min_size=1, max_size=5)
PIECES = st.sampled_from(
    ["2", "№ 1", "%", "_", "\\", "axm", "AXMETOB", "Қала", "эколог", "атауы", "x", "«"]
)
ASKED = st.lists(WORDS | PIECES, max_size=4).map(" ".join)


@built_once(NOW)
def searched(council):
    """Give a council with two experts in each of two commissions."""
    names_of_them = ("Транспорт комиссиясы", "Комиссия по транспорту и связи")
    actions.change_body(
        body=council.commissions[1],
        name_kk=names_of_them[0],
        name_ru=names_of_them[1],
        by=council.secretariat,
    )
    engage(council, named("Ахметов", "Сәкен"), named("Smith", "Iлияс"))
    engage(
        council,
        named("Өтеген", "Ұлжан"),
        named("Қасым", "Сәмен"),
        commission=1,
        weeks=1,
    )
    return council


def key_of(row):
    """Return all of an entry that is searched, as one text."""
    dossier, person = row.expert, row.expert.person
    keys = (person.search_key, dossier.field_search_key, row.commission.search_key)
    return " ".join(keys)


def surnames(rows):
    return sorted(row.expert.person.surname for row in rows)


FINDS = {
    "сакен АХМЕТ": ["Ахметов"],
    "Axметов": ["Ахметов"],
    "AXMETOB": ["Ахметов"],
    "axm": ["Ахметов"],
    "илияс": ["Smith"],
    "mit": ["Smith"],
    "2": ["Қасым", "Өтеген"],
    "№2 улжан": ["Өтеген"],
    "Улжан, № 1": [],
    "транспорт": ["Қасым", "Өтеген"],
    "связи касым экология": ["Қасым"],
    "комиссия 1 город": ["Smith", "Ахметов"],
    "экология жоқ": [],
    "%": [],
}


def test_search_finds_what_is_meant(searched, client):
    for asked, found in FINDS.items():
        listing = client.get(reverse("register"), {"q": asked}).context["listing"]
        shown = [entry.name.split()[0] for _number, entry in listing.rows]
        assert sorted(shown) == found, asked
        assert surnames(Engagement.objects.search(asked)) == found, asked
        dossiers = Expert.objects.search(asked)
        assert sorted(row.person.surname for row in dossiers) == found, asked
        in_changes = {change.name.split()[0] for change in changes(*ALL, asked)}
        assert in_changes - {"convocation"} == set(found), asked
    candidate = make.a_candidate(searched, searched.commissions[1], **named("Жаңа"))
    assert list(Expert.objects.search("транспорт жана")) == [candidate]
    assert not Engagement.objects.search("транспорт жана").exists()


def test_the_database_finds_what_the_same_words_match(searched):
    rows = list(Engagement.objects.select_related("expert__person", "commission"))
    found_any = set()

    @settings(
        max_examples=60,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(asked=ASKED)
    @example(asked="AXMETOB САКЕН № 1")
    @example(asked="_")
    def agree(asked):
        words = names.search_words(asked)
        expected = [row for row in rows if names.matches(key_of(row), words)]
        assert surnames(Engagement.objects.search(asked)) == surnames(expected)
        found_any.add(len(expected))

    agree()
    assert len(found_any) > 2


@given(name=st.text(LETTERS, min_size=1, max_size=9), data=st.data())
@settings(max_examples=200, deadline=None, database=None, derandomize=True)
def test_any_part_of_a_name_finds_it(name, data):
    start, end = sorted(
        data.draw(st.tuples(*[st.integers(0, len(name))] * 2), label="part")
    )
    key = names.fold(f"{name} ұлы")
    assert names.matches(key, names.search_words(names.fold(name)[start:end]))


def test_a_long_question_costs_no_more_than_its_first_words(
    searched, client, django_assert_num_queries, django_assert_max_num_queries
):
    words = ["".join(letters) for letters in product("абвгдежзик", repeat=2)]
    with django_assert_num_queries(1):
        condition = str(Engagement.objects.search(" ".join(words)).query)
    assert condition.count("LIKE") == 2 * names.MOST_WORDS
    for query in ({"q": " ".join(words[:66])}, {"q": "AXMETOB " * 25}):
        with django_assert_max_num_queries(9):
            assert client.get(reverse("register"), query).status_code == 200
    assert client.get(reverse("register"), {"q": "қ " * 5_000}).status_code == 400
