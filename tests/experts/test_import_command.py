"""The import from the command line, and two confirmations at once."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from council.regulation import RuleViolation
from experts.imports import actions
from experts.imports.files import read_file
from experts.models import Engagement, ImportDraft
from tests import factories as make
from tests.experts.lists import OTHER, ROW, checked, row, table, workbook

BIG = [row(surname=f"Қасенов{a}{b}") for a in "абвгдежз" for b in "абвгдежз"]


@pytest.fixture
def list_of(tmp_path):
    """Write a file of these rows and return its path."""

    def write(*rows):
        path = tmp_path / "list.xlsx"
        path.write_bytes(workbook(table(*rows)))
        return str(path)

    return write


def run(*arguments):
    """Run the command in English and return what it prints."""
    printed = StringIO()
    call_command("import_register", *arguments, language="en", stdout=printed)
    return printed.getvalue().splitlines()


def test_command_enters_the_list_and_prints_its_progress(council, list_of):
    assert run(list_of(ROW, OTHER)) == [
        "New persons: 2. Persons on record: 0. Already in the register: 0. Rows with "
        "errors: 0.",
        "Commission № 1: 0 now, 2 after, at most 7",
        "Commission № 2: 0 now, 0 after, at most 7",
        "Rows written: 2 of 2",
        "All are entered.",
    ]
    version = Engagement.objects.all()[0].history.get()
    assert version.history_user == council.secretariat
    assert version.history_change_reason == "import_register"


def test_dry_run_checks_and_enters_nothing(council, list_of):
    said = run(list_of(ROW, OTHER), "--dry-run")
    assert said[-1] == "Only checked: nothing was entered."
    assert Engagement.objects.count() == 0


def test_command_twice_enters_nothing_new(council, list_of):
    path = list_of(ROW)
    run(path)
    assert run(path)[-1] == "Everybody of this list is in the register already."
    assert Engagement.objects.count() == 1


def test_command_names_every_wrong_row_and_enters_nothing(council, list_of):
    printed = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command(
            "import_register",
            list_of(ROW, OTHER | {"commission": 9}),
            language="en",
            stdout=printed,
        )
    assert str(refusal.value) == (
        "Rows with errors – 1. Nothing was entered; check again."
    )
    assert printed.getvalue().splitlines()[0] == (
        "Row 3: There is no commission № 9 in this convocation."
    )
    assert Engagement.objects.count() == 0


def test_command_flags_commissions_above_the_cap(council, list_of):
    said = run(list_of(*BIG[:8]), "--dry-run")
    assert "Commission № 1: 0 now, 8 after, at most 7 – above the cap" in said


def test_command_speaks_kazakh_by_default(council, list_of):
    printed = StringIO()
    call_command("import_register", list_of(ROW), dry_run=True, stdout=printed)
    assert "ештеңе енгізілген жоқ" in printed.getvalue()


@pytest.mark.parametrize(
    ("accounts", "by", "listed"),
    [
        ([], None, "–"),
        ([("keeper-a", "secretariat"), ("keeper-b", "secretariat")], None, "keeper-a"),
        ([("chair", "none")], "chair", "–"),
        ([("gone", "secretariat")], "nobody", "–"),
    ],
)
def test_command_asks_whose_import_it_is(db, list_of, accounts, by, listed):
    for username, role in accounts:
        make.an_account(username=username, role=role)
    with pytest.raises(CommandError, match="Name with --by the account") as refusal:
        run(list_of(ROW), *(["--by", by] if by else []))
    assert listed in str(refusal.value)


def test_command_takes_the_named_account(council, list_of):
    colleague = make.an_account(username="administrator", role="administrator")
    run(list_of(ROW), "--by", "administrator")
    assert Engagement.objects.get().history.get().history_user == colleague


def test_command_refuses_a_wrong_file_in_a_sentence(council, tmp_path):
    with pytest.raises(CommandError, match="^The file cannot be opened: No such file"):
        run(str(tmp_path / "absent.xlsx"))
    (tmp_path / "list.xlsx").write_text("Құрметті әріптестер!")
    with pytest.raises(CommandError, match="^No row of headings was found"):
        run(str(tmp_path / "list.xlsx"))


def test_columns_left_out_are_named(council, tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook([[*line, "Телефон"] for line in table(ROW)]))
    assert run(str(path), "--dry-run")[0] == "Columns not known, left out: Телефон"


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_enter_everybody_once(secretariat, council):
    checked(secretariat, workbook(table(*BIG)))
    draft = ImportDraft.objects.get().pk
    ends = _at_once(
        lambda: list(actions.confirm_draft(draft=draft, by=council.secretariat))
    )
    assert ends == [
        "This list was imported meanwhile, or another one took its place.",
        "entered",
    ]
    assert Engagement.objects.count() == len(BIG)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_list_at_once_enter_everybody_once(council, list_of):
    path = list_of(*BIG)

    def enter():
        with open(path, "rb") as file:
            sheet = read_file(file, 1)
        list(actions.import_register(sheet=sheet, by=council.secretariat))

    assert _at_once(enter) == [
        "Everybody of this list is in the register already.",
        "entered",
    ]
    assert Engagement.objects.count() == len(BIG)


def _at_once(deed):
    """Do a deed twice at the same moment; return how both ended, sorted."""
    ends = []
    start = threading.Barrier(2)

    def runner():
        start.wait()
        try:
            with translation.override("en"):
                deed()
            ends.append("entered")
        except RuleViolation as refusal:
            ends.extend(refusal.sentences)
        finally:
            connection.close()

    threads = [threading.Thread(target=runner) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)
