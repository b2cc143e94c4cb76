"""Lists of experts as a secretary's file has them, and how a browser sends them."""

import csv
import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

HEADINGS = {
    "surname": "Фамилия",
    "given_name": "Имя",
    "patronymic": "Отчество",
    "commission": "Комиссия №",
    "field_kk": "Сфера деятельности на казахском",
    "field_ru": "Сфера деятельности на русском",
    "protocol_number": "Протокол №",
    "protocol_date": "Дата протокола",
    "ends": "Последний день полномочий",
    "birth_date": "Дата рождения",
}
ROW = {
    "surname": "Қасенов",
    "given_name": "Әлихан",
    "patronymic": "Серікұлы",
    "commission": 1,
    "field_kk": "Қала экологиясы",
    "field_ru": "Экология города",
    "protocol_number": "5",
    "protocol_date": date(2025, 11, 10),
    "ends": None,
    "birth_date": None,
}
OTHER = ROW | {"surname": "Әбенов", "given_name": "Нұрлан", "patronymic": ""}


def row(**changes):
    return ROW | changes


def table(*rows, headings=None):
    """Return the lines of a list: its headings, then its rows."""
    named = headings or HEADINGS
    return [[*named.values()], *([each.get(key) for key in named] for each in rows)]


def workbook(*sheets, change=None):
    """Return an XLSX file of these sheets; `change` is done to the first."""
    book = Workbook()
    book.remove(book.active)
    for number, lines in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Парақ {number}")
        for line in lines:
            sheet.append(line)
    if change:
        change(book.worksheets[0])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def text(lines, delimiter=";", encoding="utf-8"):
    """Return a CSV file of these lines."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter)
    for line in lines:
        writer.writerow(
            [f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell for cell in line]
        )
    return made.getvalue().encode(encoding)


def upload(client, content, name="list.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import_register"), {"file": file})


def checked(client, content, name="list.xlsx"):
    """Send a list and open its verdicts; return the answer."""
    answer = upload(client, content, name)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer.url)


def confirmed(client, address):
    """Confirm a list; return what the page says to the end."""
    answer = client.post(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def reasons(answer):
    """Return the sentences on each row that has some, by its number."""
    return {
        verdict.row.number: verdict.reasons
        for verdict in answer.context["judgement"].verdicts
        if verdict.reasons
    }


def kinds(answer):
    """Return what becomes of each row, by its number."""
    return {
        verdict.row.number: verdict.kind.value
        for verdict in answer.context["judgement"].verdicts
    }
