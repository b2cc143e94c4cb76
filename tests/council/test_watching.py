"""What an operator hears of by itself: slow statements and errors."""

import json
import logging

import pytest
from django.db import connection

from council import slow_queries
from council.logs import ErrorLetters, PlainFormatter
from council.models import Account


def lines(caplog):
    """Return the lines about slow statements as they are written."""
    return [
        json.loads(PlainFormatter().format(record))
        for record in caplog.records
        if record.name == "council.slow_queries"
    ]


@pytest.mark.django_db
def test_a_slow_statement_leaves_its_words_and_none_of_its_values(caplog, settings):
    settings.SLOW_QUERY_MS = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s AS typed, 'it''s Иванова' AS own, 7", ["Иванова"])
    settings.SLOW_QUERY_MS = 10**6
    assert [line["statement"] for line in lines(caplog)] == [
        "SELECT %s AS typed, … AS own, …"
    ]
    (line,) = lines(caplog)
    assert (line["level"], line["message"]) == ("WARNING", "slow query")
    assert line["milliseconds"] >= 0


@pytest.mark.django_db
def test_what_is_quick_leaves_no_line(caplog, settings):
    settings.SLOW_QUERY_MS = 10**6
    assert not Account.objects.filter(username="иванова").exists()
    assert lines(caplog) == []


def test_every_new_connection_is_timed_once():
    opened = connection.copy()
    for _time in range(2):
        slow_queries.time_queries(None, connection=opened)
    assert opened.execute_wrappers == [slow_queries.timed]


def test_an_error_comes_by_letter_and_the_next_ones_do_not(mailoutbox, settings):
    settings.ERRORS_TO = "operator@example.org"
    letters = ErrorLetters()
    letters.setFormatter(PlainFormatter())
    logger = logging.Logger("django.request")
    logger.addHandler(letters)
    try:
        raise LookupError("no account Иванова")
    except LookupError:
        for _time in range(3):
            logger.exception("failed: %s", "/kk/Иванова/")
    logger.warning("no error")
    (letter,) = mailoutbox
    assert (letter.subject, letter.to) == ("Sarapshy: error", ["operator@example.org"])
    line = json.loads(letter.body)
    assert line["message"] == "failed: …"
    assert line["exceptions"][0]["type"] == "LookupError"
    assert "Иванова" not in letter.body
    letters.quiet_until = 0.0  # ten minutes later
    logger.error("failed again")
    assert len(mailoutbox) == 2
