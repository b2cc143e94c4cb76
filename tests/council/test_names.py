"""Names: search, order, cleaning, writing."""

import pytest

from council import names

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ӘҒҚҢӨҰҮҺІЁ", "агкноуухие"),
        ("Қаһарман  Үмітұлы\n", "кахарман умитулы"),
        ("негiзгi жəне", "негизги жане"),
        ("Cepiк", "серик"),
        ("Гауhар", "гаухар"),
        ("HҰРЛАН", "нурлан"),
        ("Й", "й"),
        ("и\u0306од", "йод"),
        ("Сарапшылар тізілімі", "экспертлар тизилими"),
        ("Smith", "smith"),
        ("Smith-Әлиев IV", "smith-алиев iv"),
        ("", ""),
    ],
)
def test_fold_gives_what_people_type(typed: str, folded: str) -> None:
    assert names.fold(typed) == folded
    assert names.fold(folded) == folded


def test_fold_makes_one_word_of_both_names_of_an_expert() -> None:
    assert names.fold("САРАПШЫ") == names.fold("эксперт")
    assert names.fold("бассарапшы") == "бассарапшы"


def test_part_of_a_latin_name_finds_the_whole() -> None:
    assert names.fold("Smi") in names.fold("Smith")


def test_sort_key_follows_the_kazakh_alphabet() -> None:
    assert len(ALPHABET) == 42
    for alphabet in (list(ALPHABET), list(ALPHABET.lower())):
        assert sorted(set(alphabet), key=names.sort_key) == alphabet


def test_sort_key_orders_names_as_a_reader_expects() -> None:
    ordered = [
        "Ли Анна",
        "Ли-Бек",
        "Лиана",
        "Ұлан",
        "Үміт",
        "Һаким",
        "Ібек",
        "Юсуп",
        "Adams",
        "Zhan",
        "Ω",
    ]
    assert sorted(set(ordered), key=names.sort_key) == ordered


def test_sort_key_is_two_digits_a_character_in_any_case() -> None:
    key = names.sort_key("  Әлия   Ωмар ")
    assert key == names.sort_key("ӘЛИЯ ωМАР")
    assert key.isascii()
    assert key.isdigit()
    assert len(key) == 2 * len("Әлия Ωмар")


def test_sort_key_reads_a_latin_look_alike_as_the_letter_meant() -> None:
    assert names.sort_key("Iлияс") == names.sort_key("Ілияс")


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Әлия \t Омар ", "Әлия Омар"),
        ("бір\r\nекі\rүш", "бір\nекі\nүш"),
        (" а \n\n б ", "а\n\nб"),
        ("а\x00б\u200b\u202e\ufeff\u00ad\ud800в", "абв"),
        ("а \u200b б", "а б"),
        ("и\u200d\u0306", "й"),
        ("а\u00a0б\u2028в", "а б в"),
        ("\n\u200b\n", ""),
    ],
)
def test_clean_keeps_what_can_be_seen(raw: str, cleaned: str) -> None:
    assert names.clean(raw) == cleaned
    assert names.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "name",
    ["Әбдіқызы", "Серік ұлы", "Ёлкин", "д'Артаньян", "O’Neil", "Müller", "де-Голль"]
    + [ALPHABET, ALPHABET.lower(), "Şäkärim", "Əлия", "и\u0306од"],
)
def test_valid_name_accepts_the_names_people_have(name: str) -> None:
    assert names.valid_name(name)


@pytest.mark.parametrize(
    "name", ["", " ", "-", "'", "Анна2", "А.", "<b>", "Анна\nМария", "Әли;", "李", "×"]
)
def test_valid_name_refuses_what_is_no_name(name: str) -> None:
    assert not names.valid_name(name)


def test_full_name_leaves_no_gap_for_an_absent_patronymic() -> None:
    assert names.full_name("Омаров", "Әли", "Серік ұлы") == "Омаров Әли Серік ұлы"
    assert names.full_name("Омаров", "Әли", "") == "Омаров Әли"
    assert names.full_name("Омаров", "Әли", " - ") == "Омаров Әли"


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (("Омарова", "Әлия", "Әбдіқызы"), "Омарова Ә.Ә."),
        (("Омаров", "Әли", "Серік ұлы"), "Омаров Ә.С."),
        (("Омаров", "әли", ""), "Омаров Ә."),
        (("Ким", "Анна-Мария", "Ивановна"), "Ким А.-М.И."),
        (("Омаров", "", ""), "Омаров"),
        (("Омаров", "Әли", "-"), "Омаров Ә."),
    ],
)
def test_initials(parts: tuple[str, str, str], written: str) -> None:
    assert names.initials(*parts) == written


@pytest.mark.parametrize(
    ("asked", "spellings"),
    [
        ("Қасен", [("касен",)]),
        ("Axметов", [("ахметов",)]),
        ("AXMETOB", [("axmetob", "ахметов")]),
        ("axmetob", [("axmetob", "ахметов")]),
        ("Smith", [("smith",)]),
        ("Омаров, «Әли»", [("омаров",), ("али",)]),
        ("%", [("%",)]),
        ("2 № 2 №2 2-ші 02", [("№2.",)]),
        ("2030 7а", [("2030",), ("7а",)]),
        ("", []),
        (
            " ".join(f"сөз{n:03}" for n in range(99)),
            [(f"соз{n:03}",) for n in range(12)],
        ),
        ("қ " * 99 + "а", [("к",), ("а",)]),
    ],
)
def test_a_question_is_words_in_the_spellings_that_may_be_meant(asked, spellings):
    assert names.search_words(asked) == spellings


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("экология №2", True),
        ("2", True),
        ("1", False),
        ("комиссия 12", False),
        ("табигат комисс", True),
        ("логия", True),
        ("экология көлік", False),
    ],
)
def test_a_commission_is_found_by_its_number_and_by_both_names(asked, is_found):
    key = names.commission_key(2, "Табиғат комиссиясы", "Комиссия экологии, экология")
    assert names.matches(key, names.search_words(asked)) is is_found


@pytest.mark.parametrize(
    ("typed", "kept", "had_latin"),
    [
        ("Әлиев", "Әлиев", False),
        ("АХМЕТОВ", "Ахметов", False),
        ("aйдос", "Айдос", True),
        ("Серiк", "Серік", True),
        ("серік ұлы", "Серік ұлы", False),
        ("НҰРҒАЛИ-АХМЕТ", "Нұрғали-Ахмет", False),
        ("Ким – Ли", "Ким-Ли", False),
        ("O’КОННОР", "О'Коннор", True),
        ("МАР'ЯНА", "Мар'яна", False),
        ("МакДональд", "МакДональд", False),
        ("Ахметов-оглы", "Ахметов-оглы", False),
        ("Ю", "Ю", False),
        ("smith", "Smith", False),
        ("Smіth", "Smіth", False),
    ],
)
def test_a_name_is_mended_as_its_bearer_writes_it(
    typed: str, kept: str, *, had_latin: bool
) -> None:
    mended = names.mend_name(typed)
    assert mended == names.Mended(typed, kept, had_latin)
    assert mended.was_changed == (typed != kept)
    assert not names.mend_name(kept).was_changed
