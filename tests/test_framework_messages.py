"""What Django and allauth say to a reader is said in Kazakh."""

import html
import re
from datetime import date
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.pofile import read_po
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from council.forms import day_field
from council.framework_messages import COUNTING_MESSAGES, MESSAGES
from council.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db

ENGLISH = [
    Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "contrib/auth/locale/en/LC_MESSAGES/django.po",
    Path(allauth.__file__).parent / "locale/en/LC_MESSAGES/django.po",
]
SIGN_IN, SIGN_OUT, PASSWORD = "/kk/sign-in/", "/kk/sign-out/", "/kk/password/"
USERNAME, WORD = "хатшы", "Алматы-қаласы-2026"

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")
LATIN = re.compile(r"[A-Za-z]+")
NOT_SPOKEN = re.compile(r"<head>.*?</head>|<script.*?</script>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:placeholder|aria-label|title|alt)="([^"]*)"')
# The name of the site, and the language one may switch to.
LATIN_BY_RIGHT = {"Sarapshy", "Eng"}


def latin(text):
    """Return the words in Latin letters of a text; placeholders are no words."""
    return set(LATIN.findall(PLACEHOLDER.sub("", text)))


def spoken(response):
    """Return what a page says to a reader or a screen reader."""
    page = NOT_SPOKEN.sub("", response.content.decode())
    attributes = SPOKEN_ATTRIBUTE.findall(page)
    return html.unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *attributes]))


@pytest.fixture(autouse=True)
def _in_kazakh():
    with translation.override("kk"):
        yield


@pytest.fixture
def account():
    made = make.an_account(role="secretariat", username=USERNAME)
    made.set_password(WORD)
    made.save()
    return made


def test_every_message_is_the_frameworks_own_to_the_letter():
    theirs = set()
    for path in ENGLISH:
        with path.open("rb") as file:
            theirs |= {message.id for message in read_po(file)}
    assert {*MESSAGES, *COUNTING_MESSAGES} - theirs == set()


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_is_in_kazakh(message):
    assert latin(translation.gettext(message)) == set()


@pytest.mark.parametrize("number", [1, 2, 5, 21])
@pytest.mark.parametrize("message", COUNTING_MESSAGES)
def test_a_counting_message_is_in_kazakh(message, number):
    one, many = message
    assert latin(translation.ngettext(one, many, number)) == set()


class EveryField(forms.Form):
    """A field of each type that the project's forms have."""

    text = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=1, max_value=9)
    day = day_field()
    time = forms.TimeField()
    mail = forms.EmailField()
    choice = forms.ChoiceField(choices=[("", "–")])
    typed = forms.TypedChoiceField(choices=[("", "–")])
    person = forms.ModelChoiceField(Person.objects.all())
    people = forms.ModelMultipleChoiceField(Person.objects.all())
    file = forms.FileField()
    agreed = forms.BooleanField()


@pytest.mark.parametrize("name", EveryField.base_fields)
def test_all_that_a_field_may_say_is_in_kazakh(name):
    # A counting one is empty until the number is known; it is tested above.
    said = EveryField.base_fields[name].error_messages.values()
    assert set().union(*(latin(str(text)) for text in said)) == set()


@pytest.mark.parametrize("name", EveryField.base_fields)
def test_a_required_field_asks_in_kazakh(name):
    (error,) = EveryField({}).errors.as_data()[name]
    assert error.code == "required"
    assert latin(error.messages[0]) == set()


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("text", "төрт", "max_length"),
        ("text", "\0", "null_characters_not_allowed"),
        ("number", "бес", "invalid"),
        ("number", "0", "min_value"),
        ("number", "10", "max_value"),
        ("day", "ертең", "invalid"),
        ("time", "түсте", "invalid"),
        ("mail", "пошта", "invalid"),
        ("choice", "ә", "invalid_choice"),
        ("typed", "ә", "invalid_choice"),
        ("person", "0", "invalid_choice"),
        ("people", "ә", "invalid_list"),
        ("people", ["0"], "invalid_choice"),
        ("people", ["ә"], "invalid_pk_value"),
    ],
)
def test_a_refused_field_says_so_in_kazakh(name, typed, code):
    (error,) = EveryField({name: typed}).errors.as_data()[name]
    assert error.code == code
    assert latin(error.messages[0]) == set()


@pytest.mark.parametrize(
    ("uploaded", "code"),
    [(SimpleUploadedFile("құжат.pdf", b""), "empty"), ("құжат", "invalid")],
)
def test_a_refused_file_is_refused_in_kazakh(uploaded, code):
    (error,) = EveryField({}, MultiValueDict({"file": [uploaded]})).errors.as_data()[
        "file"
    ]
    assert error.code == code
    assert latin(error.messages[0]) == set()


def test_a_date_refused_by_a_form_shows_how_it_is_written():
    (error,) = EveryField({"day": "31.02.2026"}).errors["day"]
    example = re.search(r"\d\d\.\d\d\.\d{4}", str(error))
    assert example
    assert day_field().clean(example[0]) == date(2025, 10, 13)


def test_an_english_page_would_be_noticed(client):
    assert {"Sign", "Password"} <= latin(spoken(client.get("/en/sign-in/")))


def test_the_sign_in_page_is_in_kazakh(client):
    assert latin(spoken(client.get(SIGN_IN))) <= LATIN_BY_RIGHT


def test_a_refused_sign_in_is_refused_in_kazakh(client, account):
    for typed in ({}, {"login": USERNAME, "password": "қате"}):
        page = client.post(SIGN_IN, typed)
        assert page.context["form"].errors
        assert latin(spoken(page)) <= LATIN_BY_RIGHT


def test_too_many_attempts_are_refused_in_kazakh(client, account):
    answers = [
        client.post(SIGN_IN, {"login": USERNAME, "password": "қате"}) for _ in range(6)
    ]
    first, last = (answers[place].context["form"].errors for place in (0, -1))
    assert first != last
    assert latin(spoken(answers[-1])) <= LATIN_BY_RIGHT


def test_signing_in_and_out_is_greeted_in_kazakh(client, account):
    signed_in = client.post(
        SIGN_IN, {"login": USERNAME, "password": WORD, "next": PASSWORD}, follow=True
    )
    (greeting,) = map(str, signed_in.context["messages"])
    assert greeting == f"Жүйеге кірдіңіз: {USERNAME}."
    client.post(SIGN_OUT)
    signed_in_again = client.post(
        SIGN_IN, {"login": USERNAME, "password": WORD, "next": PASSWORD}, follow=True
    )
    assert latin(spoken(signed_in_again)) <= LATIN_BY_RIGHT
    assert [str(said) for said in signed_in_again.context["messages"]] == [
        "Жүйеден шықтыңыз.",
        greeting,
    ]


def test_the_password_page_is_in_kazakh(client, account):
    client.force_login(account)
    assert latin(spoken(client.get(PASSWORD))) <= LATIN_BY_RIGHT


@pytest.mark.parametrize(
    ("new", "again", "refusals"),
    [
        ("", "", 2),
        ("1234", "1234", 3),
        ("хатшылық", "хатшылық", 1),
        ("Құпия-сөз-2026", "Құпия-сөз-2027", 1),
    ],
)
def test_a_refused_password_is_refused_in_kazakh(client, account, new, again, refusals):
    client.force_login(account)
    page = client.post(
        PASSWORD, {"oldpassword": WORD, "password1": new, "password2": again}
    )
    assert sum(map(len, page.context["form"].errors.values())) == refusals
    assert latin(spoken(page)) <= LATIN_BY_RIGHT


def test_a_wrong_present_password_is_refused_in_kazakh(client, account):
    client.force_login(account)
    typed = {"oldpassword": "қате", "password1": WORD * 2, "password2": WORD * 2}
    page = client.post(PASSWORD, typed)
    assert list(page.context["form"].errors) == ["oldpassword"]
    assert latin(spoken(page)) <= LATIN_BY_RIGHT


def test_a_changed_password_is_confirmed_in_kazakh(client, account):
    client.force_login(account)
    typed = {"oldpassword": WORD, "password1": WORD * 2, "password2": WORD * 2}
    page = client.post(PASSWORD, typed, follow=True)
    assert [str(said) for said in page.context["messages"]] == ["Құпиясөз өзгертілді."]
    assert latin(spoken(page)) <= LATIN_BY_RIGHT
