"""Papers: nothing is fetched, the PDF is an archive, the protocol says what it must."""

import subprocess
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, cast

import pikepdf
import pytest

from council.pdf import render_pdf
from council.protocol_print import Head, Item, Text, protocol_html, render_protocol
from tests.council.neighbour import Server, neighbour, page

KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed file .*sRGB2014:ResourceWarning"
)

FONTS = "body { font-family: 'Liberation Serif' }"


@pytest.fixture
def server() -> Iterator[Server]:
    with neighbour() as found:
        yield found


def words(pdf: bytes) -> str:
    """Return the text of the PDF in its own order, with single spaces."""
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return " ".join(text.split())


def test_the_pdf_declares_itself_an_accessible_archive() -> None:
    with pikepdf.open(BytesIO(render_pdf(page("<h1>Хаттама</h1>"), css=FONTS))) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["dc:title"] == "Хаттама"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "kk"
        assert len(pdf.Root.OutputIntents) == 1
        assert "/StructTreeRoot" in pdf.Root
        assert list(pdf.attachments) == []


def fonts(pdf: bytes) -> dict[str, bool]:
    """Return the fonts of the PDF by name and whether each is embedded."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {
            str(descriptor.FontName): "/FontFile2" in descriptor
            for descriptor in opened.objects
            if isinstance(descriptor, pikepdf.Dictionary)
            and descriptor.get("/Type") == "/FontDescriptor"
        }


def test_every_kazakh_letter_is_embedded_and_comes_back() -> None:
    lines = [KAZAKH, KAZAKH.lower(), "№ «1» – 2"]
    paragraphs = "".join(f"<p>{line}</p><p><b>{line}</b></p>" for line in lines)
    pdf = render_pdf(page(paragraphs), css=FONTS)
    text = words(pdf)
    assert [line for line in lines if text.count(line) == 2] == lines
    embedded = fonts(pdf)
    assert all(embedded.values())
    # One family: fonts-liberation before 2.1 lacks nine Kazakh letters.
    assert {name.split("+")[1] for name in embedded} == {
        "Liberation-Serif",
        "Liberation-Serif-Bold",
    }


def test_the_same_text_gives_the_same_bytes() -> None:
    html = page(f"<h1>{KAZAKH}</h1>")
    assert render_pdf(html, css=FONTS) == render_pdf(html, css=FONTS)


def head(**changes: Any) -> Head:
    facts: dict[str, Any] = {
        "number": 5,
        "date": date(2025, 10, 13),
        "members": 9,
        "present": 7,
        "absent": 2,
        "quorum_met": True,
        "quorum_needed": 6,
        "draft": False,
        "edition_number": "24",
        "edition_adopted_on": date(2025, 9, 1),
        "fingerprint": "9f86d0818" * 7 + "a",
        "counts_known": True,
        "conducts_votes": True,
    }
    return cast(Head, facts | changes)


def item(**changes: Any) -> Item:
    facts: dict[str, Any] = {
        "position": 1,
        "title": "Сараптама туралы",
        "reporter": "",
        "speakers": "",
        "vote": {"for": 6, "against": 0, "abstained": 1},
        "adopted": True,
        "decision": "Қабылдансын\nЖариялансын",
    }
    return cast(Item, facts | changes)


def text(*items: Item, **changes: Any) -> Text:
    facts: dict[str, Any] = {
        "council": "Әулиеата қаласының Қоғамдық кеңесі",
        "city": "Әулиеата қаласы",
        "heading": "Президиум отырысының хаттамасы",
        "body_members": "Президиум мүшелерінің",
        "place": "Мәжіліс залы",
        "presiding": "Омаров Ә.С.",
        "secretary": "Қалиева Ж.",
        "present": ["Омаров Әли", "Үмітова Һәкіма"],
        "without_vote": ["Ким Анна (эксперт)"],
        "items": list(items),
    }
    return cast(Text, facts | changes)


def printed(head: Head, text: Text, language: str) -> str:
    return words(render_protocol(head, text, language))


def test_a_protocol_in_kazakh_says_all_it_must() -> None:
    paper = printed(head(), text(item(reporter="Ким А.", speakers="Омаров Ә.")), "kk")
    for sentence in (
        "ӘУЛИЕАТА ҚАЛАСЫНЫҢ ҚОҒАМДЫҚ КЕҢЕСІ ПРЕЗИДИУМ ОТЫРЫСЫНЫҢ ХАТТАМАСЫ",
        "2025 жылғы 13 қазан",
        "№ 5",
        "Төрағалық етуші: Омаров Ә.С.",
        "Хатшы: Қалиева Ж.",
        "Президиум мүшелерінің жалпы саны – 9, қатысқаны – 7, қатыспағаны – 2. "
        "Кворум бар.",
        "Қатысқан мүшелер: Омаров Әли, Үмітова Һәкіма.",
        "Дауыс беру құқығынсыз қатысқандар (эксперттер, шақырылғандар): "
        "Ким Анна (эксперт).",
        "КҮН ТӘРТІБІ: 1. Сараптама туралы (баяндамашы: Ким А.)",
        "1. ТЫҢДАЛДЫ: Сараптама туралы БАЯНДАМАШЫ: Ким А. СӨЗ СӨЙЛЕДІ: Омаров Ә. "
        "ДАУЫС БЕРУ НӘТИЖЕСІ: жақтап – 6, қарсы – 0, қалыс қалды – 1. "
        "ШЕШІМ ҚАБЫЛДАНДЫ: Қабылдансын Жариялансын",
        "№ 24 шешім, 01.09.2025 ж.",
        "9f86d0818" * 7 + "a",
    ):
        assert sentence in paper
    assert "ЖОБА" not in paper


def test_a_protocol_in_russian_says_all_it_must() -> None:
    paper = printed(
        head(),
        text(
            item(title="О работе", decision="Принять к сведению"),
            body_members="членов Президиума",
            heading="Протокол заседания Президиума",
        ),
        "ru",
    )
    for sentence in (
        "ПРОТОКОЛ ЗАСЕДАНИЯ ПРЕЗИДИУМА",
        "13 октября 2025 года",
        "Председательствующий: Омаров Ә.С.",
        "Секретарь: Қалиева Ж.",
        "Всего членов Президиума – 9, присутствовало – 7, отсутствовало – 2. "
        "Кворум имеется.",
        "ПОВЕСТКА ДНЯ: 1. О работе",
        "1. СЛУШАЛИ: О работе ГОЛОСОВАЛИ: «за» – 6, «против» – 0, "
        "«воздержались» – 1. РЕШИЛИ: Принять к сведению",
        "решение № 24, 01.09.2025 г.",
    ):
        assert sentence in paper
    assert "ДОКЛАДЧИК" not in paper
    assert "ВЫСТУПИЛИ" not in paper
    assert "ПРОЕКТ" not in paper


@pytest.mark.parametrize(
    ("language", "mark", "blank"),
    [
        ("kk", "ЖОБА", "жақтап – ___, қарсы – ___, қалыс қалды – ___."),
        ("ru", "ПРОЕКТ", "«за» – ___, «против» – ___, «воздержались» – ___."),
    ],
)
def test_a_draft_is_marked_on_every_page_and_has_no_number(
    language: str, mark: str, blank: str
) -> None:
    items = [item(position=i, vote=None, adopted=None) for i in range(1, 25)]
    pdf = render_protocol(
        head(draft=True, number=None, counts_known=False, fingerprint=""),
        text(*items),
        language,
    )
    paper = words(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    assert pages > 2
    assert paper.count(" ".join(mark)) == pages
    assert f"{mark} – " in paper
    assert "№ ____" in paper
    assert "№ 5" not in paper
    assert blank in paper
    assert "SHA-256" not in paper


@pytest.mark.parametrize(
    ("language", "adopted", "draft", "label"),
    [
        ("kk", False, False, "1. ШЕШІМ: Қабылдансын"),
        ("ru", False, False, "1. РЕШЕНИЕ: Қабылдансын"),
        ("kk", None, False, "ШЕШІМ ҚАБЫЛДАНДЫ: Қабылдансын"),
        ("ru", None, False, "РЕШИЛИ: Қабылдансын"),
        ("kk", None, True, "ШЕШІМ ЖОБАСЫ: Қабылдансын"),
        ("ru", None, True, "ПРОЕКТ РЕШЕНИЯ: Қабылдансын"),
    ],
)
def test_a_decision_is_named_for_what_became_of_it(
    language: str, adopted: bool | None, draft: bool, label: str
) -> None:
    assert label in printed(head(draft=draft), text(item(adopted=adopted)), language)


@pytest.mark.parametrize(
    ("language", "met", "not_met"),
    [
        ("kk", "Кворум бар.", "Кворум жоқ."),
        ("ru", "Кворум имеется.", "Кворума нет."),
    ],
)
def test_quorum_is_spoken_of_only_where_the_body_votes(
    language: str, met: str, not_met: str
) -> None:
    paper = protocol_html(head(quorum_met=False), text(), language)
    assert not_met in paper
    assert met not in paper
    paper = protocol_html(head(conducts_votes=False), text(item()), language)
    assert "ворум" not in paper
    assert "ДАУЫС БЕРУ НӘТИЖЕСІ" not in paper
    assert "ГОЛОСОВАЛИ" not in paper


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_what_people_type_stays_text(language: str, server: Server) -> None:
    typed = f'<img src="{server.url}/x"><b>&amp;'
    paper = printed(head(), text(item(title=typed), place=typed), language)
    assert typed in paper
    assert server.visits == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_long_text_breaks_over_pages(language: str) -> None:
    long = "Қоғамдық тыңдау " * 290
    pdf = render_protocol(head(), text(item(title=long, decision="ұ" * 4000)), language)
    assert words(pdf).count("тыңдау") == 2 * 290


def test_a_draft_leaves_room_for_what_is_not_known_yet() -> None:
    undecided = item(vote=None, adopted=None, decision="")
    facts = head(draft=True, number=None)
    assert "ШЕШІМ: ____" in printed(facts, text(undecided), "kk")
    assert "РЕШЕНИЕ: ____" in printed(facts, text(undecided), "ru")
    assert "ШЕШІМ" not in printed(head(), text(undecided), "kk")


def test_counts_that_nobody_took_are_left_out() -> None:
    for language, words_of_count in (("kk", "жалпы саны"), ("ru", "Всего")):
        facts = head(counts_known=False)
        assert words_of_count not in protocol_html(facts, text(), language)
        facts = head(counts_known=False, draft=True)
        assert words_of_count in protocol_html(facts, text(), language)


def test_what_most_sittings_do_need_not_be_said() -> None:
    facts, said = head(), item()
    del facts["counts_known"], facts["conducts_votes"], said["speakers"]
    for language in ("kk", "ru"):
        short = protocol_html(facts, text(said), language)
        assert short == protocol_html(head(), text(item()), language)


def test_the_same_protocol_gives_the_same_bytes_in_any_reader_language() -> None:
    first = render_protocol(head(), text(item()), "kk")
    assert render_protocol(head(), text(item()), "kk") == first
    with pikepdf.open(BytesIO(first)) as pdf:
        assert pdf.Root.Lang == "kk"
        assert pdf.open_metadata()["dc:title"] == (
            "Президиум отырысының хаттамасы №\xa05, 2025 жылғы 13 қазан"
        )
