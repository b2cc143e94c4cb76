"""The existing list: what is read, what is entered, who may, and only once."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from council import actions as council_actions
from council.audit import Tracked, import_rows
from council.models import Person, Seat
from council.names import fold, sort_key
from council.regulation import RuleViolation
from experts.imports import actions
from experts.imports.columns import TEMPLATE
from experts.models import Engagement, Expert, ImportDraft
from tests import factories as make
from tests.experts.conftest import browser_of, engage, named
from tests.experts.lists import (
    HEADINGS,
    OTHER,
    ROW,
    checked,
    confirmed,
    kinds,
    reasons,
    row,
    table,
    text,
    upload,
    workbook,
)

pytestmark = pytest.mark.django_db


def entered():
    """Return what the register has, in the order of the Kazakh alphabet."""
    return [
        (
            str(entry.expert),
            entry.commission.number,
            entry.decision_number,
            entry.decided_on,
            entry.begins,
            entry.ends,
        )
        for entry in Engagement.objects.order_by("expert__person__sort_key")
    ]


def do_import(client, *rows):
    answer = checked(client, workbook(table(*rows)))
    return confirmed(client, answer.request["PATH_INFO"])


ENTRY = (
    "Қасенов Әлихан Серікұлы",
    1,
    "5",
    date(2025, 11, 10),
    date(2025, 11, 10),
    date(2028, 5, 19),
)


# Entering


def test_import_enters_every_row_with_its_protocol(secretariat):
    said = do_import(secretariat, ROW, OTHER | {"commission": 2})
    assert entered() == [("Әбенов Нұрлан", 2, *ENTRY[2:]), ENTRY]
    assert "All experts of the list are entered – 2." in said
    assert [expert.status for expert in Expert.objects.all()] == ["engaged"] * 2
    assert [expert.field_ru for expert in Expert.objects.all()] == [
        "Экология города"
    ] * 2


def test_progress_is_told_while_rows_are_written(secretariat, monkeypatch):
    monkeypatch.setattr(actions, "STEP", 2)
    rows = [row(surname=f"Қасенов{letter}") for letter in "абвгд"]
    said = do_import(secretariat, *rows)
    steps = [f"Rows written: {done} of 5" for done in (2, 4, 5)]
    places = [said.index(step) for step in steps]
    assert places == sorted(places)
    assert said.index("All experts of the list") > places[-1]


def test_every_row_has_its_version_with_author_and_reason(secretariat, council):
    do_import(secretariat, ROW)
    person = Person.objects.get(surname="Қасенов")
    for written in (person, person.dossiers.get(), Engagement.objects.get()):
        version = written.history.get()
        assert version.history_type == "+"
        assert version.history_user == council.secretariat
        assert version.history_change_reason == "import_register"


def test_keys_for_search_and_order_are_those_of_single_entry(secretariat):
    do_import(secretariat, ROW)
    person = Person.objects.get(surname="Қасенов")
    assert person.search_key == fold("Қасенов Әлихан Серікұлы")
    assert person.sort_key == sort_key("Қасенов Әлихан Серікұлы")
    assert Expert.objects.search("касенов экология города").exists()


def test_public_register_shows_imported_entries_like_all_others(secretariat, client):
    do_import(secretariat, ROW)
    page = client.get(reverse("register")).text
    assert "Қасенов Әлихан Серікұлы" in page
    assert "№&nbsp;5" in page
    entry = client.get(reverse("entry", args=[Expert.objects.get().public_id])).text
    assert "Presidium, protocol № 5, 10 November 2025" in entry
    assert "imported" not in page + entry


def test_desk_says_that_an_entry_was_imported(secretariat):
    do_import(secretariat, ROW)
    pk = Expert.objects.get().pk
    dossier = secretariat.get(reverse("dossier", args=[pk])).text
    assert '<span class="badge badge--info">imported</span>' in dossier
    assert "by the protocol it cites: № 5, 10.11.2025." in dossier
    path = secretariat.get(reverse("path", args=[pk]))
    assert [step.note for step in path.context["path"]] == [
        "engaged from 10.11.2025 to 19.05.2028, protocol № 5, 10.11.2025"
    ]
    assert "from the list kept before" in path.text


def test_a_term_of_its_own_is_kept(secretariat):
    do_import(secretariat, row(ends=date(2026, 12, 31)))
    assert entered() == [(*ENTRY[:5], date(2026, 12, 31))]


def test_import_twice_writes_nothing_new(secretariat):
    do_import(secretariat, ROW, OTHER)
    before = entered()
    answer = checked(secretariat, workbook(table(ROW, OTHER)))
    assert kinds(answer) == {2: "entered", 3: "entered"}
    assert "Everybody of this list is in the register already." in answer.text
    assert "Enter the experts" not in answer.text
    said = confirmed(secretariat, answer.request["PATH_INFO"])
    assert "Everybody of this list is in the register already." in said
    assert entered() == before


def test_a_longer_list_enters_only_who_is_not_there_yet(secretariat):
    do_import(secretariat, ROW)
    answer = checked(secretariat, workbook(table(ROW, OTHER)))
    assert kinds(answer) == {2: "entered", 3: "new"}
    confirmed(secretariat, answer.request["PATH_INFO"])
    assert [name for name, *_rest in entered()] == ["Әбенов Нұрлан", ENTRY[0]]


def test_an_entry_by_a_protocol_on_record_is_in_the_register_already(
    secretariat, council
):
    engage(council, named("Қасенов", patronymic="Серікұлы"))
    answer = checked(secretariat, workbook(table(row(protocol_number="1"))))
    assert kinds(answer) == {2: "entered"}


# Reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "kz1048", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_any_usual_form_is_read(secretariat, encoding, delimiter):
    content = text(table(row(field_ru="Экология, город; вода")), delimiter, encoding)
    answer = checked(secretariat, content, "list.csv")
    assert kinds(answer) == {2: "new"}
    confirmed(secretariat, answer.request["PATH_INFO"])
    assert entered() == [ENTRY]
    assert Expert.objects.get().field_ru == "Экология, город; вода"


def test_russian_csv_of_windows_is_read(secretariat):
    russian = row(
        surname="Иванов", given_name="Пётр", patronymic="", field_kk="Экология"
    )
    content = text(table(russian), encoding="cp1251")
    assert kinds(checked(secretariat, content, "list.csv")) == {2: "new"}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (date(2025, 11, 10), date(2025, 11, 10)),
        (45971, date(2025, 11, 10)),
        (45971.75, date(2025, 11, 10)),
        ("45971", date(2025, 11, 10)),
        ("10.11.2025", date(2025, 11, 10)),
        ("10.11.25", date(2025, 11, 10)),
        ("2025-11-10", date(2025, 11, 10)),
        (" 10.11.2025 ж. ", date(2025, 11, 10)),
        ("10.11.2025 г.", date(2025, 11, 10)),
    ],
)
def test_days_in_any_usual_form_are_read(secretariat, typed, day):
    answer = checked(secretariat, workbook(table(row(protocol_date=typed))))
    assert reasons(answer) == {}
    (verdict,) = answer.context["judgement"].verdicts
    assert verdict.row.protocol_date == day


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_headings_of_the_template_are_understood(secretariat, language):
    with translation.override(language):
        sent = secretariat.get(reverse("import_template"))
    assert sent["Content-Disposition"] == 'attachment; filename="experts.xlsx"'
    sheet = load_workbook(io.BytesIO(sent.content)).active
    assert [cell.value for cell in sheet[1]] == [
        getattr(column, language)[0] for column in TEMPLATE
    ]
    sheet.append([ROW.get(column.key) for column in TEMPLATE])
    filled = io.BytesIO()
    sheet.parent.save(filled)
    assert kinds(checked(secretariat, filled.getvalue())) == {2: "new"}


@pytest.mark.parametrize(
    "changes",
    [
        {"surname": "ТЕГІ", "given_name": "аты", "patronymic": "Әкесiнiң аты"},
        {"surname": " тeгі ", "given_name": "АТЫ:", "patronymic": "әкесінің  аты*"},
        {"commission": "№ комиссии", "protocol_number": "№ протокола"},
        {"patronymic": "Отчество (при наличии)", "protocol_date": "Дата заседания"},
        {
            "surname": "Last name",
            "given_name": "First name",
            "commission": "Commission",
        },
        {"commission": "КОМИССИЯ", "protocol_number": "хаттама нөмірі"},
    ],
)
def test_headings_are_matched_by_any_of_their_names(secretariat, changes):
    lines = table(ROW, headings=HEADINGS | changes)
    assert kinds(checked(secretariat, workbook(lines))) == {2: "new"}


def test_the_order_is_free_and_unknown_columns_are_named_and_left_out(secretariat):
    headings = {
        "phone": "Телефон",
        **dict(reversed(HEADINGS.items())),
        "number": "р/с",
    }
    answer = checked(
        secretariat, workbook(table(row(phone="+77010000000"), headings=headings))
    )
    assert kinds(answer) == {2: "new"}
    assert answer.context["sheet"].ignored == ["Телефон", "р/с"]
    assert "Телефон; р/с" in answer.text
    assert "+77010000000" not in str(ImportDraft.objects.get().sheet)


def test_one_column_with_the_full_name_is_enough(secretariat):
    headings = {"full_name": "Ф.И.О."} | {
        key: HEADINGS[key]
        for key in ("commission", "field_kk", "protocol_number", "protocol_date")
    }
    rows = [
        row(full_name="Қасенов Әлихан Серікұлы"),
        row(full_name="  Әбенов   Нұрлан "),
        row(full_name="Ахметова Айша Серік қызы"),
    ]
    answer = checked(secretariat, workbook(table(*rows, headings=headings)))
    confirmed(secretariat, answer.request["PATH_INFO"])
    found = Person.objects.filter(dossiers__isnull=False)
    assert [(who.surname, who.given_name, who.patronymic) for who in found] == [
        ("Ахметова", "Айша", "Серік қызы"),
        ("Әбенов", "Нұрлан", ""),
        ("Қасенов", "Әлихан", "Серікұлы"),
    ]


def test_a_title_above_and_blank_rows_between_do_no_harm(secretariat):
    lines = [["Сарапшылар тізімі"], [], *table(ROW), [], ["  "], *table(OTHER)[1:], []]
    answer = checked(
        secretariat,
        workbook(lines, change=lambda sheet: sheet.merge_cells("A1:J1")),
    )
    assert kinds(answer) == {4: "new", 7: "new"}
    assert answer.context["sheet"].blank == 2


def test_the_sheet_that_has_the_headings_is_taken(secretariat):
    content = workbook([["Есеп"], [1, 2]], table(ROW), [])
    assert kinds(checked(secretariat, content)) == {2: "new"}


def test_numbers_of_commission_and_protocol_are_read_as_written(secretariat):
    rows = [
        row(commission=1.0, protocol_number=5.0),
        OTHER | {"commission": "№ 2", "protocol_number": "5/1-қ"},
    ]
    checked_page = checked(secretariat, workbook(table(*rows)))
    found = [verdict.row for verdict in checked_page.context["judgement"].verdicts]
    assert [(each.commission, each.protocol_number) for each in found] == [
        (1, "5"),
        (2, "5/1-қ"),
    ]


# Who is who


def test_a_person_on_record_is_matched_and_not_entered_twice(secretariat):
    known = make.a_person(surname="Қасенов", given_name="Әлихан", patronymic="Серікұлы")
    answer = checked(secretariat, workbook(table(row(surname="Касенов"))))
    assert kinds(answer) == {2: "matched"}
    confirmed(secretariat, answer.request["PATH_INFO"])
    assert Engagement.objects.get().expert.person == known
    known.refresh_from_db()
    assert known.surname == "Қасенов"


def test_a_birth_date_that_the_record_lacks_is_filled_in(secretariat):
    known = make.a_person(surname="Қасенов", given_name="Әлихан", patronymic="Серікұлы")
    do_import(secretariat, row(birth_date=date(1980, 1, 2)))
    known.refresh_from_db()
    assert known.birth_date == date(1980, 1, 2)
    assert known.history.latest().history_change_reason == "import_register"


def test_two_digits_of_a_birth_date_are_a_year_that_has_passed(secretariat):
    answer = checked(secretariat, workbook(table(row(birth_date="1.9.85"))))
    (verdict,) = answer.context["judgement"].verdicts
    assert verdict.row.birth_date == date(1985, 9, 1)


def test_namesakes_are_told_apart_by_their_birth_dates(secretariat):
    facts = {"surname": "Қасенов", "given_name": "Әлихан", "patronymic": "Серікұлы"}
    make.a_person(**facts, birth_date=date(1970, 1, 1))
    second = make.a_person(**facts, birth_date=date(1980, 1, 2))
    rows = [row(birth_date=date(1980, 1, 2)), row(birth_date=date(1990, 5, 5))]
    answer = checked(secretariat, workbook(table(*rows)))
    assert kinds(answer) == {2: "matched", 3: "new"}
    assert answer.context["judgement"].verdicts[0].person == second.pk


# The cap


@pytest.mark.clause("1.7")
def test_a_list_above_the_cap_is_flagged_entered_and_stops_admissions(
    secretariat, council
):
    rows = [row(surname=f"Қасенов{letter}") for letter in "абвгдежз"]
    answer = checked(secretariat, workbook(table(*rows)))
    assert [
        (room.now, room.after, room.capacity, room.is_above)
        for room in answer.context["judgement"].rooms
    ] == [(0, 8, 7, True), (0, 0, 7, False)]
    assert "above the cap" in answer.text
    confirmed(secretariat, answer.request["PATH_INFO"])
    candidate = make.a_candidate(council)
    with pytest.raises(RuleViolation) as refusal:
        make.engaged(
            council,
            candidate,
            discussed_on=date(2025, 11, 17),
            decided_on=date(2025, 11, 24),
        )
    (sentence,) = refusal.value.sentences
    assert sentence.endswith(
        "1.7: commission № 1 has 8 of the 7 experts it may have (7 for each of its "
        "council members: 1)."
    )


# Between check and confirmation


def test_what_changed_since_the_check_is_judged_again(secretariat, council):
    answer = checked(secretariat, workbook(table(ROW)))
    member = make.a_person(
        surname="Қасенов", given_name="Әлихан", patronymic="Серікұлы"
    )
    make.seated(council.assembly, member, Seat.Role.MEMBER)
    said = confirmed(secretariat, answer.request["PATH_INFO"])
    assert "Rows with errors – 1. Nothing was entered; check again." in said
    assert entered() == []
    again = secretariat.get(answer.request["PATH_INFO"])
    assert reasons(again) == {
        2: [
            "1.5: Қасенов Әлихан Серікұлы sits in the Public Council and cannot be "
            "its expert."
        ]
    }


def test_a_list_is_confirmed_only_once(secretariat):
    answer = checked(secretariat, workbook(table(ROW)))
    address = answer.request["PATH_INFO"]
    assert "All experts of the list are entered" in confirmed(secretariat, address)
    assert "This list was imported meanwhile" in confirmed(secretariat, address)
    assert entered() == [ENTRY]
    assert secretariat.get(address).status_code == 404
    assert ImportDraft.objects.count() == 0


def test_a_page_left_in_the_middle_enters_nobody(secretariat, council, monkeypatch):
    monkeypatch.setattr(actions, "STEP", 1)
    checked(secretariat, workbook(table(ROW, OTHER)))
    steps = actions.confirm_draft(
        draft=ImportDraft.objects.get().pk, by=council.secretariat
    )
    assert next(steps) == actions.Progress(1, 2)
    assert len(entered()) == 1
    steps.close()
    assert entered() == []
    assert ImportDraft.objects.count() == 1


def test_the_next_list_replaces_what_was_left_and_what_is_a_day_old(
    secretariat, council, time_machine
):
    colleague = browser_of(make.an_account(role="secretariat"))
    checked(colleague, workbook(table(ROW)))
    checked(secretariat, workbook(table(ROW)))
    checked(secretariat, workbook(table(OTHER)))
    assert ImportDraft.objects.count() == 2
    time_machine.move_to("2025-12-11 12:01+05:00")
    checked(browser_of(council.secretariat), workbook(table(OTHER)))
    assert ImportDraft.objects.get().made_by == council.secretariat


# Pages


def test_verdicts_are_shown_with_errors_first_and_paged(secretariat):
    rows = [row(surname=f"Қасенов{a}{b}") for a in "абвгдежз" for b in "абвгдежз"]
    rows[60] |= {"commission": 9}
    answer = checked(secretariat, workbook(table(*rows)))
    assert [verdict.row.number for verdict in answer.context["page"]][:3] == [62, 2, 3]
    assert len(answer.context["page"]) == 50
    assert "Rows with errors – 1." in answer.text
    assert "Enter the experts" not in answer.text
    second = secretariat.get(answer.request["PATH_INFO"], {"page": 2})
    assert len(second.context["page"]) == 14
    third = secretariat.get(answer.request["PATH_INFO"], {"page": 3})
    assert third.status_code == 400
    assert "there is no page 3, the last one is 2." in third.text


@pytest.mark.parametrize("count", [1, 3])
def test_verdicts_cost_the_same_queries_whatever_their_number(
    secretariat, django_assert_num_queries, count
):
    rows = [row(surname=f"Қасенов{letter}") for letter in "абв"[:count]]
    address = checked(secretariat, workbook(table(*rows))).request["PATH_INFO"]
    with django_assert_num_queries(15):
        secretariat.get(address)


def test_verdicts_beside_the_rows_never_become_formulas(secretariat):
    risky = ["=1+1", "+7", "-7", "@x"]
    rows = [
        row(surname=f"Қасенов{number}", field_ru=text)
        for number, text in enumerate(risky)
    ]

    def as_text(sheet):
        for line in sheet.iter_rows(min_row=2, min_col=6, max_col=6):
            line[0].data_type = "s"

    address = checked(secretariat, workbook(table(*rows), change=as_text)).request[
        "PATH_INFO"
    ]
    made = secretariat.get(f"{address}verdicts.csv")
    lines = made.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Row;Surname;Given name;Patronymic;Commission №;")
    assert lines[0].endswith(";Verdict;Reasons")
    assert [line.split(";")[6] for line in lines[1:]] == [f"'{text}" for text in risky]
    assert all(
        line.endswith(
            "error;Surname: only letters, spaces, hyphens and apostrophes are expected."
        )
        for line in lines[1:]
    )
    made = secretariat.get(f"{address}verdicts.xlsx")
    cells = [line[6] for line in load_workbook(io.BytesIO(made.content)).active]
    assert [(cell.value, cell.data_type) for cell in cells[1:]] == [
        (text, "s") for text in risky
    ]


def test_only_the_secretariat_imports(council, chairs, member, client):
    keeper = browser_of(council.secretariat)
    address = checked(keeper, workbook(table(ROW))).request["PATH_INFO"]
    addresses = [reverse("import_register"), reverse("import_template"), address]
    addresses += [f"{address}verdicts.csv", f"{address}verdicts.xlsx"]
    for browser in (*chairs, member):
        assert [browser.get(each).status_code for each in addresses] == [403] * 5
        assert browser.post(address).status_code == 403
    assert [client.get(each).status_code for each in addresses] == [302] * 5
    colleague = browser_of(make.an_account(role="secretariat"))
    assert [colleague.get(each).status_code for each in addresses[2:]] == [404] * 3
    assert "meanwhile" in confirmed(colleague, address)
    assert entered() == []


def test_candidates_page_leads_to_the_import_those_who_may(secretariat, chairs):
    link = f'href="{reverse("import_register")}"'
    assert link in secretariat.get(reverse("candidates")).text
    assert link not in chairs[0].get(reverse("candidates")).text


def test_without_a_file_the_page_says_so(secretariat):
    answer = secretariat.post(reverse("import_register"), {})
    assert answer.context["form"].errors == {"file": ["This field is required."]}


def test_without_a_convocation_in_office_nothing_is_imported(secretariat, time_machine):
    address = checked(secretariat, workbook(table(ROW))).request["PATH_INFO"]
    time_machine.move_to("2028-05-20 12:00+05:00")
    sentence = "No convocation is in office today. Enter it and its commissions."
    fresh = browser_of(make.the_secretariat())
    answer = upload(fresh, workbook(table(ROW)))
    assert answer.context["form"].non_field_errors() == [sentence]
    shown = fresh.get(address)
    assert shown.status_code == 400
    assert sentence in shown.text
    assert sentence in confirmed(fresh, address)


def test_tracked_rows_alone_are_imported_with_versions():
    with pytest.raises(RuntimeError, match="inside a deed"):
        import_rows(make.the_secretariat(), [Person(surname="Қасенов")])
    assert issubclass(Person, Tracked)


def test_a_member_who_left_may_be_on_the_list(secretariat, council):
    leaver = make.a_person(
        surname="Қасенов", given_name="Әлихан", patronymic="Серікұлы"
    )
    seat = make.seated(council.assembly, leaver)
    council_actions.end_seat(seat=seat, ends=date(2025, 11, 9), by=council.secretariat)
    assert kinds(checked(secretariat, workbook(table(ROW)))) == {2: "matched"}
