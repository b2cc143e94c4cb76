"""What is computed from the record is computed once for each state, day, language."""

from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from council import actions
from council.audit import doing
from council.kept_facts import while_it_stands
from experts import actions as experts
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    """Return what gives another number whenever it is computed."""
    numbers = count()
    return lambda name="it": while_it_stands(name, lambda: next(numbers))


class Undone(Exception):
    """Lets a deed be undone."""


def test_it_is_computed_again_after_a_deed_and_not_before(ask):
    assert [ask(), ask()] == [0, 0]
    make.a_person()
    assert [ask(), ask()] == [1, 1]


def test_name_language_and_day_tell_facts_apart(ask, time_machine):
    time_machine.move_to("2025-11-20 23:59:50+05:00", tick=False)
    found = [ask(), ask("other")]
    with translation.override("kk"):
        found.append(ask())
    time_machine.move_to("2025-11-21 00:00:10+05:00", tick=False)
    assert [*found, ask()] == [0, 1, 2, 3]


def test_nothing_found_is_kept_too():
    found = iter([None])
    assert [while_it_stands("it", lambda: next(found)) for _turn in range(2)] == [
        None,
        None,
    ]


def test_what_a_deed_sees_on_its_way_is_not_kept(ask):
    before, by = ask(), make.the_secretariat()
    seen = []

    def begin_and_fail():
        with doing("enter_person", by):
            seen.extend([ask(), ask()])
            raise Undone

    with pytest.raises(Undone):
        begin_and_fail()
    assert (seen, ask()) == ([1, 2], before)


def desk(account):
    """Return a browser whose account looks at the desk."""
    browser = Client()
    browser.force_login(account)
    return browser


def test_the_desk_is_made_once_for_each_state(django_assert_num_queries):
    council = make.a_council()
    make.a_candidate(council)
    browser = desk(council.secretariat)
    first = browser.get(reverse("desk"))
    with django_assert_num_queries(5):
        second = browser.get(reverse("desk"))
    assert second.context["panels"] == first.context["panels"]
    newcomer = make.a_candidate(council, papers={"resume": None})
    assert str(newcomer) not in first.text
    assert str(newcomer) in browser.get(reverse("desk")).text


def test_what_was_only_typed_is_on_the_desk_at_once():
    """A draft is no deed: the rest of the desk is the kept one."""
    council = make.a_council()
    browser = desk(council.secretariat)
    assert "Тұрсынов" not in browser.get(reverse("desk")).text
    experts.keep_dossier_draft(
        expert=None,
        typed={"surname": ["Тұрсынов"]},
        draft=None,
        turn=None,
        language="kk",
        by=council.secretariat,
    )
    assert "Тұрсынов" in browser.get(reverse("desk")).text


def test_another_reader_sees_a_desk_of_his_own():
    council = make.a_council()
    candidate = make.a_candidate(council, papers={"resume": None})
    for account, is_seen in (
        (council.secretariat, True),
        (council.chair_accounts[1], False),
        (council.secretariat, True),
    ):
        text = desk(account).get(reverse("desk")).text
        assert (str(candidate) in text) == is_seen


def test_a_chair_whose_acting_ends_loses_it_the_next_day(time_machine):
    council = make.a_council()
    make.seated(council.commissions[1], council.chairs[0])
    actions.name_acting_chair(
        body=council.commissions[1],
        person=council.chairs[0],
        begins=make.DISCUSSED_ON,
        ends=make.DISCUSSED_ON,
        by=council.secretariat,
    )
    candidate = make.a_candidate(council, council.commissions[1])
    seen = []
    for day in ("2025-11-03", "2025-11-04"):
        time_machine.move_to(f"{day} 12:00+05:00")
        text = desk(council.chair_accounts[0]).get(reverse("desk")).text
        seen.append(str(candidate) in text)
    assert seen == [True, False]
