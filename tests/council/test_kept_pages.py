"""Public pages are built once for each state, and never behind it."""

import gzip
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from council import actions
from tests import factories as make

pytestmark = pytest.mark.django_db
PUBLIC = ("home", "register", "changes", "open_data", "rules", "list_editions")


@pytest.fixture
def council():
    council = make.a_council()
    make.engaged(council, make.a_candidate(council))
    return council


def answer_of_the_proxy(answer):
    """Return for how many seconds the proxy may answer by itself."""
    return answer.headers.get("X-Accel-Expires")


def again(client, address, etag, **data):
    return client.get(address, data, headers={"If-None-Match": etag})


@pytest.mark.parametrize("name", [*PUBLIC, "register_json", "register_csv"])
def test_who_has_a_page_is_told_so_at_the_cost_of_one_query(
    client, council, name, django_assert_num_queries
):
    first = client.get(reverse(name))
    with django_assert_num_queries(1):
        second = client.get(reverse(name))
    with django_assert_num_queries(1):
        third = again(client, reverse(name), first["ETag"])
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert (third.status_code, third.content) == (304, b"")
    assert (third["ETag"], third["Cache-Control"]) == (
        first["ETag"],
        "public, no-cache",
    )
    assert not first.cookies
    assert "Cookie" not in first["Vary"]


def test_a_final_protocol_is_public_at_once(client, council):
    address = reverse("register")
    before = client.get(address)
    newcomer = make.a_candidate(council)
    make.engaged(
        council,
        newcomer,
        discussed_on=date(2025, 11, 12),
        decided_on=date(2025, 11, 17),
    )
    after = again(client, address, before["ETag"])
    assert after.status_code == 200
    assert (str(newcomer) in before.text, str(newcomer) in after.text) == (False, True)


def test_any_deed_makes_a_new_page_and_a_refused_one_does_not(client, council):
    address = reverse("home")
    before = client.get(address)["ETag"]
    assert again(client, address, before).status_code == 304
    actions.change_body(
        body=council.commissions[0],
        name_kk="Жаңа атау",
        name_ru="Новое имя",
        by=council.secretariat,
    )
    assert again(client, address, before).status_code == 200


def test_a_day_later_it_is_another_page(client, council, time_machine):
    time_machine.move_to("2025-11-20 23:59:50+05:00", tick=False)
    before = client.get(reverse("register"))["ETag"]
    time_machine.move_to("2025-11-21 00:00:10+05:00", tick=False)
    assert again(client, reverse("register"), before).status_code == 200


def test_language_display_and_question_tell_pages_apart(client, council):
    address, etags = reverse("register"), set()
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            etags.add(client.get(reverse("register"))["ETag"])
    etags.add(client.get(address, {"q": "а"})["ETag"])
    etags.add(client.get(address, {"on": "2025-11-12"})["ETag"])
    assert answer_of_the_proxy(client.get(address)) == "1"
    client.cookies["display"] = "low-vision"
    answer = client.get(address)
    assert 'data-display="low-vision"' in answer.text
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer_of_the_proxy(answer) is None
    assert len({*etags, answer["ETag"]}) == 6


def test_a_question_is_the_same_in_any_order_and_with_empty_parts(client, council):
    address = reverse("register")
    asked = ("?q=а&commission=1", "?commission=1&q=а", "?q=а&on=&commission=1&page=")
    assert len({client.get(address + each)["ETag"] for each in asked}) == 1


def test_the_body_is_compressed_for_those_who_take_it(client, council):
    plain = client.get(reverse("register"))
    packed = client.get(reverse("register"), headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) == int(packed["Content-Length"])


def test_refusals_and_long_questions_are_not_kept(client, council):
    address = reverse("register")
    assert "ETag" not in client.get(address, {"on": "x"})
    assert "ETag" not in client.get(address, {"q": "а" * 150})
    assert "ETag" not in client.get(reverse("entry", args=["absent"]))


def test_what_was_recorded_just_now_is_asked_again_a_minute_later(
    client, council, time_machine
):
    time_machine.move_to("2026-03-01 12:00:10+05:00", tick=False)
    asked = {"as_recorded": "2026-03-01T12:00:05"}
    address = reverse("register")
    before = client.get(address, asked)["ETag"]
    assert again(client, address, before, **asked).status_code == 304
    time_machine.move_to("2026-03-01 12:01:30+05:00", tick=False)
    assert again(client, address, before, **asked).status_code == 200
