"""Who asks too often waits, for that alone; a page that is kept is not counted."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from council import limits
from council.limits import Tally
from tests import factories as make
from tests.test_consistency import ROUTES
from tests.worlds import built_once

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
# Every address that is counted, by what it is counted as.
CONTRACT = {
    "search": {"register", "changes", "candidates", "history"},
    "json": {"register_json", "register_atom", "list_edition_json"},
    "export": {
        *("register_csv", "register_xlsx", "import_template"),
        *("import_verdicts_csv", "import_verdicts_xlsx"),
    },
    "pdf": {
        *("register_pdf", "application_form", "list_edition_pdf"),
        *("protocol_pdf", "excerpt_pdf", "agenda_pdf", "attendance_sheet_pdf"),
        *("invitations_pdf", "candidates_pdf"),
        *("evaluation_pdf", "report_pdf", "recommendation_pdf", "letter_pdf"),
    },
}
RATES = dict.fromkeys(CONTRACT, "4/m/key")  # one of them without asking the others
# A public address for each; what is asked is another page each time.
ASKED = {
    "search": "/kk/register/?q={}",
    "json": "/register.json?q={}",
    "export": "/register.csv?q={}",
    "pdf": "/kk/register.pdf?q={}",
}


@pytest.fixture(autouse=True)
def _limits(settings, monkeypatch):
    settings.RATE_LIMITS = RATES
    monkeypatch.setattr(limits, "tally", Tally())
    caches["default"].clear()


@built_once()
def council():
    return make.a_council()


def test_every_costly_address_is_in_the_contract_and_no_other():
    found: dict[str, set[str]] = {}
    for route in ROUTES:
        if bucket := getattr(route.callback, "bucket", None):
            found.setdefault(bucket, set()).add(route.name)
    assert found == CONTRACT


def test_every_bucket_has_a_rate_in_the_settings():
    from council import settings as ours  # noqa: PLC0415 - the fixture replaces them

    assert set(ours.RATE_LIMITS) == set(CONTRACT)


def statuses(client, bucket, times, first=0, **more):
    return [
        client.get(ASKED[bucket].format(f"а{first + number}"), **more).status_code
        for number in range(times)
    ]


@pytest.mark.parametrize("bucket", CONTRACT)
def test_a_bucket_is_emptied_alone(client, council, bucket):
    # One passes in this process, then as many as the rate for all processes together.
    assert statuses(client, bucket, 7) == [200] * 5 + [429] * 2
    for other in CONTRACT:
        if other != bucket:
            assert statuses(client, other, 1) == [200], other


def test_the_answer_says_when_to_try_again(client, council):
    statuses(client, "search", 5)
    answer = client.get("/kk/register/?q=тағы")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "ETag" not in answer
    assert not answer.cookies
    with translation.override("kk"):
        sentence = translation.ngettext(
            "Wait %(minutes)s minute and try again. Nothing was saved.",
            "Wait %(minutes)s minutes and try again. Nothing was saved.",
            1,
        )
    assert sentence % {"minutes": 1} in answer.text


def test_after_the_window_one_may_ask_again(client, council, time_machine):
    time_machine.move_to("2026-02-01 10:00+05:00")
    assert statuses(client, "search", 6)[-1] == 429
    time_machine.move_to("2026-02-01 10:01:01+05:00")
    assert statuses(client, "search", 1, first=10) == [200]


def test_a_kept_page_is_not_counted_and_writes_nothing(client, council):
    address = ASKED["search"].format("а")
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        found = [client.get(address).status_code for _time in range(20)]
    assert found == [200] * 20
    assert len(queries) == 20  # the state of the data, and nothing else


def test_another_process_counts_what_this_one_let_pass(client, council, monkeypatch):
    assert statuses(client, "search", 5) == [200] * 5
    monkeypatch.setattr(limits, "tally", Tally())
    # The other lets one pass, and finds the common count full.
    assert statuses(client, "search", 2, first=10) == [200, 429]


def test_addresses_are_counted_apart_and_accounts_by_themselves(client, council):
    assert statuses(client, "search", 6)[-1] == 429
    assert statuses(client, "search", 1, REMOTE_ADDR="10.0.0.7") == [200]
    desk = Client()
    desk.force_login(council.secretariat)
    url = reverse("candidates")
    assert [desk.get(url).status_code for _time in range(6)] == [200] * 5 + [429]
    colleague = Client()
    colleague.force_login(make.an_account(role="secretariat"))
    assert colleague.get(url).status_code == 200


def test_who_names_another_address_is_believed_only_behind_a_proxy(
    client, council, settings
):
    def claimed(number):
        header = {"X-Forwarded-For": f"10.1.1.{number}"}
        return client.get(f"/kk/register/?q=б{number}", headers=header).status_code

    assert [claimed(number) for number in range(6)] == [200] * 5 + [429]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert [claimed(number) for number in range(10, 18)] == [200] * 8


def test_a_tally_forgets_readers_before_it_grows_too_large():
    tally = Tally()
    for number in range(limits.MOST_READERS + 5):
        assert tally.has_passed(("search", str(number)), 1, 60)
    assert len(tally._passed) <= limits.MOST_READERS
