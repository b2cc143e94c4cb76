"""The first day of a council: one command, all or nothing, once."""

import getpass
import sys
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from council.models import Account, Body, Convocation, Council, Edition, in_force
from council.roles import may
from experts.models import ReferenceDocument

pytestmark = pytest.mark.django_db
ARGUMENTS = {
    "name_kk": "Алматы қаласының Қоғамдық кеңесі",
    "name_ru": "Общественный совет города Алматы",
    "city_kk": "Алматы қаласы",
    "city_ru": "город Алматы",
    "number": "4",
    "begins": "20.05.2025",
    "ends": "19.05.2028",
}
# What is asked after the seven above and the e-mail, each with a default.
OTHERS = 14


def init(language="en", **arguments):
    """Run the command and return the lines it prints."""
    printed = StringIO()
    call_command("init_council", language=language, stdout=printed, **arguments)
    return printed.getvalue().splitlines()


def nothing_is_on_record():
    return not any(
        model.objects.exists()
        for model in (Council, Convocation, Body, Edition, Account, ReferenceDocument)
    )


class Terminal(StringIO):
    """What somebody types, line by line."""

    def isatty(self):
        return True


@pytest.fixture
def typed(monkeypatch):
    """Let these lines be typed on the terminal."""

    def sit_down(*lines):
        monkeypatch.setattr(sys, "stdin", Terminal("\n".join([*lines, ""])))

    return sit_down


def test_a_council_is_on_record_with_all_that_its_work_needs():
    said = init(**ARGUMENTS, email="kenes@example.kz", commissions="2")
    council = Council.objects.get()
    assert (council.name_kk, council.city_ru, council.email) == (
        "Алматы қаласының Қоғамдық кеңесі",
        "город Алматы",
        "kenes@example.kz",
    )
    convocation = Convocation.objects.get()
    assert (convocation.number, convocation.begins, convocation.ends) == (
        4,
        date(2025, 5, 20),
        date(2028, 5, 19),
    )
    assert [(body.kind, body.number, body.name_kk) for body in Body.objects.all()] == [
        ("assembly", None, "Жалпы отырыс"),
        ("commission", 1, "№ 1 комиссия"),
        ("commission", 2, "№ 2 комиссия"),
        ("presidium", None, "Президиум"),
    ]
    edition = in_force(date(2025, 10, 13))
    assert str(edition) == "№ 24, 13.10.2025"
    assert (
        edition.candidates_limit,
        edition.experts_multiple,
        edition.practice_months,
        edition.quorum_numerator,
        edition.quorum_denominator,
        edition.majority_of,
        edition.decided_by_ru,
    ) == (5, 7, 36, 2, 3, "present", "Общее заседание")
    assert ReferenceDocument.objects.count() == 5
    assert said[:3] == [
        "On record: Общественный совет города Алматы.",
        "Convocation № 4: 20.05.2025 – 19.05.2028.",
        "  General assembly: Жалпы отырыс / Общее заседание",
    ]


def test_both_accounts_sign_in_with_the_printed_passwords(client):
    said = init(**ARGUMENTS)
    passwords = dict(
        line.removeprefix("Account: ").split() for line in said if "Account" in line
    )
    assert passwords.keys() == {"secretariat", "administrator"}
    for username, password in passwords.items():
        assert len(password) == 16
        assert client.login(username=username, password=password)
        account = Account.objects.get(username=username)
        assert account.role == username
        assert may(account, "enter_candidate")
        client.logout()
    assert "The passwords are shown only now. Change them after signing in." in said


def test_everything_is_recorded_under_the_administrator():
    init(**ARGUMENTS)
    version = Body.objects.all()[0].history.get()
    assert version.history_user.username == "administrator"
    assert version.history_change_reason == "init_council"


def test_names_of_commissions_are_taken_in_their_order():
    init(**ARGUMENTS, commission=["Экология | Экологии", "Құрылыс|Строительства"])
    assert [
        (body.number, body.name_kk, body.name_ru) for body in Body.objects.commissions()
    ] == [(1, "Экология", "Экологии"), (2, "Құрылыс", "Строительства")]


def test_another_edition_is_taken_as_told():
    init(
        **ARGUMENTS,
        decision_number="7",
        decided_on="01.02.2026",
        effective_on="15.02.2026",
        candidates_limit="3",
        quorum="1/2",
        majority_of="members",
    )
    edition = Edition.objects.get()
    assert (str(edition), edition.effective_on) == (
        "№ 7, 01.02.2026",
        date(2026, 2, 15),
    )
    assert (edition.candidates_limit, edition.experts_multiple) == (3, 7)
    assert (edition.quorum_numerator, edition.quorum_denominator) == (1, 2)
    assert edition.majority_of == "members"


def test_another_city_gets_the_laws_and_adds_its_own_documents():
    init(**ARGUMENTS | {"city_kk": "Шымкент қаласы", "city_ru": "город Шымкент"})
    assert ReferenceDocument.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"name_kk": ""}, ["--name-kk: This field is required."]),
        (
            {"number": None, "begins": None, "ends": None},
            [
                f"--{name}: This field is required."
                for name in ("number", "begins", "ends")
            ],
        ),
        ({"number": "x"}, ["--number: Enter a whole number."]),
        ({"ends": "19.05.2025"}, ["--ends: The last day is before the first."]),
        (
            {"begins": "31.02.2025"},
            ["--begins: There is no such day. Write it as 13.10.2025."],
        ),
        ({"quorum": "two thirds"}, ["--quorum: Write it as 2/3."]),
        ({"quorum": "3/2"}, ["--quorum: Write it as 2/3."]),
        ({"quorum": "0/0"}, ["--quorum: Write it as 2/3."]),
        ({"email": "kenes"}, ["--email: Enter a valid email address."]),
        (
            {"commissions": "0"},
            [
                "--commissions: Ensure this value is greater than or equal to 1.",
            ],
        ),
        (
            {"secretariat": "one", "administrator": "one"},
            ["--administrator: Two accounts need two user names."],
        ),
        (
            {"commissions": "1", "commission": ["а|б", "в|г"]},
            ["--commission takes two names, “kk|ru”, and is given at most 1 times."],
        ),
        (
            {"commission": ["Экология"]},
            ["--commission takes two names, “kk|ru”, and is given at most 1 times."],
        ),
    ],
)
def test_wrong_arguments_are_named_and_nothing_is_done(changes, sentences):
    with pytest.raises(CommandError) as refusal:
        init(**ARGUMENTS | changes)
    assert str(refusal.value).splitlines() == sentences
    assert nothing_is_on_record()


def test_a_second_council_is_refused():
    init(**ARGUMENTS)
    with pytest.raises(CommandError) as refusal:
        init(**ARGUMENTS, secretariat="second", administrator="third")
    assert str(refusal.value) == (
        "A council is on record already. This command founds the first one only."
    )
    assert Council.objects.count() == 1
    assert Account.objects.count() == 2


def test_an_account_that_exists_is_not_taken_over():
    Account.objects.create_user("secretariat", password="x")
    with pytest.raises(CommandError) as refusal:
        init(**ARGUMENTS)
    assert str(refusal.value) == (
        "--secretariat: An account of this name exists already."
    )
    assert Council.objects.count() == 0


def test_on_a_terminal_enter_takes_the_defaults(typed):
    typed(*[""] * 5, "4", "20.05.2025", "", "1", *[""] * (OTHERS + 1))
    said = init()
    assert str(Council.objects.get()) == "Общественный совет города Алматы"
    assert Convocation.objects.get().ends == date(2028, 5, 19)
    assert [body.name_ru for body in Body.objects.commissions()] == ["Комиссия № 1"]
    assert "The Regulation: № 24, 13.10.2025, in force from 13.10.2025." in said


def test_on_a_terminal_a_wrong_answer_is_asked_again(typed, capsys):
    typed("x", "20.05.2025", *[""] * 20)
    asked = {
        **ARGUMENTS,
        "email": "",
        "begins": None,
        "commission": ["Экология|Экология"],
    }
    said = init(**asked)
    assert "Write the day as 13.10.2025." in said
    assert Convocation.objects.get().begins == date(2025, 5, 20)
    asked_for = capsys.readouterr().out
    assert "Decision № [24]: " in asked_for
    assert "Majority of (present, members) [present]: " in asked_for


def test_a_terminal_that_closes_leaves_nothing(typed):
    typed("Алматы")
    with pytest.raises(CommandError, match="Nothing was put on record"):
        init()
    assert nothing_is_on_record()


def test_passwords_may_be_typed(monkeypatch, client):
    lines = iter(["short", "дұрыс-құпия-2026", "another", *["дұрыс-құпия-2026"] * 4])
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(lines))
    said = init(**ARGUMENTS, ask_passwords=True)
    assert "The two are not the same." in said
    assert any("too short" in line for line in said)
    assert "Account: secretariat" in said
    assert client.login(username="administrator", password="дұрыс-құпия-2026")


def test_the_command_speaks_kazakh_by_default():
    with pytest.raises(CommandError) as refusal:
        call_command("init_council")
    assert "--name-kk: Бұл өрісті толтыру қажет." in str(refusal.value)
