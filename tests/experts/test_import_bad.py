"""Forty kinds of wrong lists: each row answered in a sentence, nothing written."""

import io
import re
import stat
import zipfile
from datetime import date, time
from itertools import pairwise

import pytest
from django.apps import apps
from django.utils import translation

from council import actions as council_actions
from council.models import Seat
from experts.imports import files, sheet
from experts.models import ImportDraft
from tests import factories as make
from tests.experts.conftest import engage, named
from tests.experts.lists import (
    HEADINGS,
    OTHER,
    ROW,
    checked,
    confirmed,
    reasons,
    row,
    table,
    text,
    upload,
    workbook,
)

pytestmark = pytest.mark.django_db
NAME = {"surname": "Қасенов", "given_name": "Әлихан", "patronymic": "Серікұлы"}
SEPARATE = {
    key: heading
    for key, heading in HEADINGS.items()
    if key not in ("surname", "given_name", "patronymic")
}


def everything():
    """Return how many rows each table has; a draft is no record."""
    return {
        model.__name__: model._default_manager.count()
        for app in ("council", "experts", "commissions")
        for model in apps.get_app_config(app).get_models()
        if model is not ImportDraft
    }


def typed(cell, value, kind="s"):
    """Return a change that puts a value of a type into one cell."""

    def change(made):
        made[cell].value = value
        made[cell].data_type = kind

    return change


# Wrong rows: the list, and the sentences on its second row.

WRONG_ROWS = {
    "no surname": (row(surname=None), "Surname: nothing is entered."),
    "blank given name": (row(given_name="   "), "Given name: nothing is entered."),
    "no commission": (row(commission=None), "Commission №: nothing is entered."),
    "no field": (row(field_kk=None), "Field in Kazakh: nothing is entered."),
    "no protocol": (row(protocol_number=None), "Protocol №: nothing is entered."),
    "no protocol date": (row(protocol_date=None), "Protocol date: nothing is entered."),
    "long surname": (row(surname="Қ" * 101), "Surname: at most 100 characters."),
    "long field": (row(field_kk="қ" * 301), "Field in Kazakh: at most 300 characters."),
    "long Russian field": (
        row(field_ru="э" * 5000),
        "Field in Russian: at most 300 characters.",
    ),
    "long protocol": (
        row(protocol_number="5" * 21),
        "Protocol №: at most 20 characters.",
    ),
    "Latin letters in a Cyrillic surname": (
        row(surname="Қaсeнов"),
        "Surname: Latin letters stand inside the Cyrillic word “Қaсeнов”: a, e.",
    ),
    "Latin i in a Kazakh patronymic": (
        row(patronymic="Серiкұлы"),
        "Patronymic: Latin letters stand inside the Cyrillic word “Серiкұлы”: i.",
    ),
    "digits in a name": (
        row(given_name="Әлихан2"),
        "Given name: only letters, spaces, hyphens and apostrophes are expected.",
    ),
    "a number for a name": (
        row(surname=17),
        "Surname: only letters, spaces, hyphens and apostrophes are expected.",
    ),
    "markup for a name": (
        row(surname="<b>Қасенов</b>"),
        "Surname: only letters, spaces, hyphens and apostrophes are expected.",
    ),
    "an unknown commission": (
        row(commission=7),
        "There is no commission № 7 in this convocation.",
    ),
    "a commission by its name": (
        row(commission="Экология"),
        "Commission №: “Экология” is not a number of a commission.",
    ),
    "half a commission": (
        row(commission=1.5),
        "Commission №: “1.5” is not a number of a commission.",
    ),
    "a negative commission": (
        row(commission=-1),
        "Commission №: “-1” is not a number of a commission.",
    ),
    "a commission beyond every number": (
        row(commission="999999"),
        "Commission №: “999999” is not a number of a commission.",
    ),
    "a date as text that cannot be read": (
        row(protocol_date="10 қараша"),
        "H2: “10 қараша” is not a date. Write it as 13.10.2025.",
    ),
    "a day that does not exist": (
        row(protocol_date="31.11.2025"),
        "H2: “31.11.2025” is not a date. Write it as 13.10.2025.",
    ),
    "a serial number beyond every date": (
        row(protocol_date=10**9),
        "H2: “1000000000” is not a date. Write it as 13.10.2025.",
    ),
    "a time for a date": (
        row(protocol_date=time(10, 30)),
        "H2: “10:30:00” is not a date. Write it as 13.10.2025.",
    ),
    "yes for a date": (
        row(protocol_date=True),
        "H2: “True” is not a date. Write it as 13.10.2025.",
    ),
    "a protocol number that Excel took for a date": (
        row(protocol_number=date(2025, 11, 5)),
        "G2: Excel took this for a date, 05.11.2025. Make the column text and type "
        "the cell anew.",
    ),
    "a sitting still to come": (
        row(protocol_date=date(2026, 1, 12)),
        "The sitting of 12.01.2026 is still to come.",
    ),
    "a sitting of the convocation before": (
        row(protocol_date=date(2025, 5, 19)),
        "1.9: the sitting of 19.05.2025 is outside the convocation, "
        "20.05.2025 – 19.05.2028.",
    ),
    "a sitting before the Regulation": (
        row(protocol_date=date(2025, 10, 12)),
        "7.1: no edition of the Regulation is in force on 12.10.2025.",
    ),
    "a term longer than the convocation": (
        row(ends=date(2028, 5, 20)),
        "1.9: the term ends on 20.05.2028, after the convocation (19.05.2028).",
    ),
    "a term that ends before it begins": (
        row(ends=date(2025, 11, 9)),
        "The term ends on 09.11.2025, before the sitting of 10.11.2025 that began it.",
    ),
    "a birth date to come": (
        row(birth_date=date(2026, 1, 1)),
        "Birth date: 01.01.2026 is still to come.",
    ),
    "a birth date that is none": (
        row(birth_date="1980"),
        "J2: “1980” is not a date. Write it as 13.10.2025.",
    ),
}


@pytest.mark.parametrize("kind", WRONG_ROWS)
def test_a_wrong_row_is_answered_and_nothing_is_written(secretariat, kind):
    wrong, sentence = WRONG_ROWS[kind]
    _refused_rows(secretariat, workbook(table(wrong, OTHER)), {2: [sentence]})


WRONG_CELLS = {
    "a formula": (
        typed("A2", "=B2", "f"),
        "A2: a formula. Formulas are never calculated here; paste the value.",
    ),
    "a formula in a date": (
        typed("H2", "=TODAY()", "f"),
        "H2: a formula. Formulas are never calculated here; paste the value.",
    ),
    "an error of Excel": (
        typed("E2", "#REF!", "e"),
        "E2: the cell holds an error, #REF!.",
    ),
    "merged cells": (
        lambda made: made.merge_cells("D2:D3"),
        "D2: merged cells. Split them and fill each row.",
    ),
}


@pytest.mark.parametrize("kind", WRONG_CELLS)
def test_a_wrong_cell_is_named_by_its_address(secretariat, kind):
    change, sentence = WRONG_CELLS[kind]
    expected = {2: [sentence]}
    if kind == "merged cells":
        expected[3] = ["D3: merged cells. Split them and fill each row."]
    _refused_rows(secretariat, workbook(table(ROW, OTHER), change=change), expected)


WRONG_TEXTS = {
    "NUL in a CSV": (
        row(surname="Қас\x00енов"),
        "A2: invisible control characters. Type the cell anew.",
    ),
    "a control character in a CSV": (
        row(field_kk="Қала\x07"),
        "E2: invisible control characters. Type the cell anew.",
    ),
    "a formula in a CSV": (
        row(field_ru='=HYPERLINK("http://x")'),
        "F2: a formula. Formulas are never calculated here; paste the value.",
    ),
}


@pytest.mark.parametrize("kind", WRONG_TEXTS)
def test_a_wrong_cell_of_a_csv_is_named_too(secretariat, kind):
    wrong, sentence = WRONG_TEXTS[kind]
    _refused_rows(secretariat, text(table(wrong, OTHER)), {2: [sentence]})


def test_a_full_name_of_one_word_is_refused(secretariat):
    headings = {"full_name": "ФИО"} | SEPARATE
    rows = [ROW | {"full_name": "Қасенов"}, ROW | {"full_name": None}]
    _refused_rows(
        secretariat,
        workbook(table(*rows, headings=headings)),
        {
            2: [
                "Full name: surname and given name are expected; “Қасенов” stands "
                "there."
            ],
            3: ["Full name: nothing is entered."],
        },
    )


def test_one_person_twice_in_the_list_is_refused(secretariat):
    rows = [ROW, OTHER, row(surname="касенов", commission=2)]
    sentence = (
        "The same person stands in another row, № {}. Leave one, or give the birth "
        "dates of namesakes."
    )
    _refused_rows(
        secretariat,
        workbook(table(*rows)),
        {2: [sentence.format(4)], 4: [sentence.format(2)]},
    )


def test_one_person_on_record_under_two_spellings_is_refused(secretariat):
    make.a_person(**NAME, birth_date=date(1980, 1, 2))
    rows = [
        row(patronymic=None, birth_date=date(1980, 1, 2)),
        row(birth_date=date(1980, 1, 2)),
    ]
    sentence = (
        "The same person stands in another row, № {}. Leave one, or give the birth "
        "dates of namesakes."
    )
    _refused_rows(
        secretariat,
        workbook(table(*rows)),
        {2: [sentence.format(3)], 3: [sentence.format(2)]},
    )


def test_every_reason_against_a_row_is_said_at_once(secretariat):
    wrong = row(surname="Қaсенов", commission=9, protocol_date="кеше", field_kk=None)
    _refused_rows(
        secretariat,
        workbook(table(wrong)),
        {
            2: [
                "Surname: Latin letters stand inside the Cyrillic word “Қaсенов”: a.",
                "Field in Kazakh: nothing is entered.",
                "H2: “кеше” is not a date. Write it as 13.10.2025.",
                "There is no commission № 9 in this convocation.",
            ]
        },
    )


# Who is on record


def test_a_member_of_the_council_is_refused(secretariat, council):
    member = make.a_person(**NAME)
    make.seated(council.assembly, member, Seat.Role.MEMBER)
    _refused_rows(
        secretariat,
        workbook(table(ROW)),
        {
            2: [
                "1.5: Қасенов Әлихан Серікұлы sits in the Public Council and cannot "
                "be its expert."
            ]
        },
    )


def test_an_expert_of_another_commission_is_refused(secretariat, council):
    engage(council, {"person": NAME})
    rows = [row(commission=2, protocol_number="1", protocol_date=date(2025, 11, 5))]
    _refused_rows(
        secretariat,
        workbook(table(*rows)),
        {2: ["6.1: already an expert of commission № 1."]},
    )


def test_a_candidate_with_a_dossier_is_refused(secretariat, council):
    make.a_candidate(council, person=NAME)
    _refused_rows(
        secretariat,
        workbook(table(ROW)),
        {2: ["Қасенов Әлихан Серікұлы has a dossier already, in Commission № 1."]},
    )


def test_a_sitting_with_a_final_protocol_here_is_refused(secretariat, council):
    engage(council, named("Болатов"))
    _refused_rows(
        secretariat,
        workbook(table(ROW)),
        {
            2: [
                "1.8: the Presidium's sitting of 10.11.2025 has its final protocol "
                "here, № 1. Only that protocol enters its experts."
            ]
        },
    )


def test_namesakes_on_record_are_not_guessed(secretariat):
    make.a_person(**NAME, birth_date=date(1970, 1, 1))
    make.a_person(**NAME)
    _refused_rows(
        secretariat,
        workbook(table(ROW)),
        {
            2: [
                "Several people on record answer to this name: Қасенов Әлихан "
                "Серікұлы (01.01.1970); Қасенов Әлихан Серікұлы. Give the birth date, "
                "or enter the expert by hand."
            ]
        },
    )


def test_a_name_without_the_patronymic_is_not_guessed(secretariat):
    make.a_person(**NAME | {"patronymic": ""})
    _refused_rows(
        secretariat,
        workbook(table(ROW)),
        {
            2: [
                "Perhaps on record already: Қасенов Әлихан. Write name and birth date "
                "as they stand there, or enter the expert by hand."
            ]
        },
    )


def _refused_rows(client, content, expected):
    """Check a list, confirm it all the same, and find nothing written."""
    before = everything()
    answer = checked(client, content)
    assert reasons(answer) == expected
    assert not answer.context["judgement"].is_clear
    said = confirmed(client, answer.request["PATH_INFO"])
    assert f"Rows with errors – {len(expected)}. Nothing was entered" in said
    assert everything() == before


# Wrong files


def a_bomb():
    """Return a small workbook that unpacks into 26 MB."""
    made = io.BytesIO(workbook(table(ROW)))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", bytes(26 * files.MEGABYTE))
    return made.getvalue()


def locked_archive():
    content = bytearray(workbook(table(ROW)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    return bytes(content)


def an_archive(name="letter.txt"):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "no workbook")
    return made.getvalue()


def changed(name="xl/worksheets/sheet1.xml", change=None, **added):
    """Return a workbook of which one part is changed, or that has more parts."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(table(ROW)))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            is_it = change and part.filename == name
            new.writestr(part, change(content) if is_it else content)
        for path, content in added.items():
            new.writestr(path, content)
    return made.getvalue()


def declared(before, entity, encoding="utf-8"):
    """Return XML that declares an entity and puts it where a text stood."""
    said = re.sub("<t>[^<]*</t>(?!.*<t>)", "<t>&e;</t>", before.decode())
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{entity}]>'
    return (head + said).encode(encoding)


def laughing(before):
    levels = "".join(
        f'<!ENTITY {name} "{f"&{below};" * 10}">'
        for below, name in pairwise("abcdefgh")
    )
    entity = f'<!ENTITY a "ha">{levels}<!ENTITY e "&h;">'
    return declared(before, entity)


def with_link():
    """Return a workbook with a part that is a link."""
    made = io.BytesIO(workbook(table(ROW)))
    entry = zipfile.ZipInfo("xl/media/x.png")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    return made.getvalue()


NOT_READ = "This is not a spreadsheet that can be read: XLSX or CSV is expected."
NO_HEADINGS = (
    "No row of headings was found in the first 30 rows. Take the template, or name "
    "the columns as it does."
)
WRONG_FILES = {
    "empty": (b" \n", "The file is empty."),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 20, NOT_READ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, NOT_READ),
    "an archive": (an_archive(), NOT_READ),
    "a broken archive": (b"PK\x03\x04 no more", NOT_READ),
    "a workbook cut in half": (workbook(table(ROW))[:3000], NOT_READ),
    "a workbook without its sheet": (an_archive("xl/workbook.xml"), NOT_READ),
    "an endless cell": (b'"' + b"a," * 100_000, NOT_READ),
    "the old format": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook",
        "This is the old Excel format (.xls). Save it as XLSX.",
    ),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "The file is protected with a password. Save it without one.",
    ),
    "a locked archive": (
        locked_archive(),
        "The file is protected with a password. Save it without one.",
    ),
    "a bomb": (
        a_bomb(),
        "Unpacked, the file would be larger than 25 MB. Copy only the list into a new "
        "file.",
    ),
    "50 MB": (bytes(50 * files.MEGABYTE), "The file is larger than 5 MB."),
    "an entity": (
        changed(change=lambda part: declared(part, '<!ENTITY e "Қасенов">')),
        NOT_READ,
    ),
    "an entity in UTF-16": (
        changed(change=lambda part: declared(part, '<!ENTITY e "Қасенов">', "utf-16")),
        NOT_READ,
    ),
    "a billion laughs": (changed(change=laughing), NOT_READ),
    "a file of the server": (
        changed(
            change=lambda part: declared(
                part, '<!ENTITY e SYSTEM "file:///etc/passwd">'
            )
        ),
        NOT_READ,
    ),
    "an address": (
        changed(
            change=lambda part: declared(
                part, '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;'
            )
        ),
        NOT_READ,
    ),
    "an entity of the styles": (
        changed(
            "xl/styles.xml",
            change=lambda part: declared(part, '<!ENTITY e "x">'),
        ),
        NOT_READ,
    ),
    "a way up": (changed(**{"../../zipslip.txt": b"x"}), NOT_READ),
    "a way up in Windows": (changed(**{"..\\..\\zipslip.txt": b"x"}), NOT_READ),
    "a way from the root": (changed(**{"/tmp/zipslip.txt": b"x"}), NOT_READ),
    "a link": (with_link(), NOT_READ),
    "a relation to a file": (
        changed(
            "xl/_rels/workbook.xml.rels",
            change=lambda part: re.sub(
                rb'Target="[^"]*sheet1.xml"',
                b'Target="../../../../../etc/passwd"',
                part,
            ),
        ),
        NO_HEADINGS,
    ),
    "a drawing": (
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg">&e;</svg>',
        NO_HEADINGS,
    ),
    "no headings": (workbook([["Қасенов", "Әлихан", 1]]), NO_HEADINGS),
    "a letter": (text([["Құрметті әріптестер!"]]), NO_HEADINGS),
    "an empty workbook": (workbook([]), NO_HEADINGS),
    "missing columns": (
        workbook(table(ROW, headings={"surname": "Тегі", "given_name": "Аты"})),
        "Columns are missing: “Commission №”, “Field in Kazakh”, “Protocol №”, "
        "“Protocol date”.",
    ),
    "the same heading twice": (
        workbook(table(ROW, headings=HEADINGS | {"other": "Фамилия"})),
        "Two columns mean the same, “Surname”: A, K. Leave one.",
    ),
    "one column under two names": (
        workbook(table(ROW, headings={"other": "Тегі"} | HEADINGS)),
        "Two columns mean the same, “Surname”: A, B. Leave one.",
    ),
    "names in one column and in several": (
        workbook(table(ROW, headings=HEADINGS | {"full_name": "ФИО"})),
        "The names stand both in one column and in separate ones. Leave one way.",
    ),
    "headings only": (workbook(table()), "There are no rows under the headings."),
    "merged headings": (
        workbook(table(ROW), change=lambda made: made.merge_cells("B1:C1")),
        "Headings in row 1 are merged cells. Split them.",
    ),
    "two sheets": (
        workbook(table(ROW), table(OTHER)),
        "Several sheets hold such a list: “Парақ 1”, “Парақ 2”. Leave one of them.",
    ),
    "10,001 rows": (
        text([[*HEADINGS.values()], *([["Қасенов"]] * 10_001)]),
        "The list has more than 10000 rows.",
    ),
    "blank rows without end": (
        text([[*HEADINGS.values()], *([[""]] * 50_001)]),
        "The list has more than 10000 rows.",
    ),
}


@pytest.mark.parametrize("kind", WRONG_FILES)
def test_a_wrong_file_is_refused_and_nothing_is_kept(secretariat, kind):
    content, sentence = WRONG_FILES[kind]
    before = everything()
    answer = upload(secretariat, content)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [sentence]
    assert sentence.split(":")[0] in answer.text.replace("&#x27;", "'")
    assert ImportDraft.objects.count() == 0
    assert everything() == before


def test_a_file_of_no_bytes_is_refused_by_its_field(secretariat):
    answer = upload(secretariat, b"")
    assert answer.context["form"].errors == {"file": ["The submitted file is empty."]}


def test_there_are_forty_kinds_and_more():
    assert len({*WRONG_ROWS, *WRONG_CELLS, *WRONG_TEXTS}) == 40
    assert len(WRONG_FILES) == 37


def test_ten_thousand_rows_are_read(secretariat):
    made = text([[*HEADINGS.values()], *([["Қасенов"]] * sheet.MOST_ROWS)])
    assert len(files.read_file(io.BytesIO(made), len(made)).rows) == sheet.MOST_ROWS


def test_a_sheet_that_lies_about_its_size_is_read_to_the_end(secretariat):
    made = io.BytesIO(workbook(table(ROW, OTHER)))
    changed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, content.replace(b'ref="A1:J3"', b'ref="A1:A1"'))
    answer = checked(secretariat, changed.getvalue())
    assert len(answer.context["judgement"].verdicts) == 2


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "Тегі: кирилл жазуындағы сөзде латын әріптері бар, «Қaсенов»: a."),
        (
            "ru",
            "Фамилия: внутри слова на кириллице «Қaсенов» стоят латинские буквы: a.",
        ),
    ],
)
def test_reasons_are_in_the_readers_language(secretariat, language, sentence):
    with translation.override(language):
        answer = checked(secretariat, workbook(table(row(surname="Қaсенов"))))
    assert reasons(answer) == {2: [sentence]}


def test_an_expert_released_is_not_entered_again(secretariat, council):
    (expert,) = engage(council, {"person": NAME})
    council_actions.change_person(
        person=expert.person, by=council.secretariat, birth_date=date(1980, 1, 2)
    )
    again = row(protocol_number="9", protocol_date=date(2025, 11, 5))
    _refused_rows(
        secretariat,
        workbook(table(again)),
        {2: ["6.1: already an expert of commission № 1."]},
    )
