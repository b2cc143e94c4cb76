"""The list of dossiers, entering one, changing one."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageChops

from council.models import Person
from council.regulation import RuleViolation
from council.uploads import LARGEST
from experts import actions
from experts.models import Acknowledgement, Consent, Disclosure, Expert, Paper
from tests import factories as make
from tests.experts import pages
from tests.experts.conftest import TODAY, browser_of, engage, named


def upload(content, name="scan.pdf"):
    return SimpleUploadedFile(name, content)


# the list


def listed(client, **query):
    answer = client.get(reverse("candidates"), query)
    return [str(row.expert) for row in answer.context["rows"]]


def test_list_is_filtered_by_commission_status_and_words(council, secretariat):
    first, second = council.commissions
    make.a_candidate(council, first, **named("Асанов"))
    make.a_candidate(council, second, **named("Қасенов"))
    refused = make.a_candidate(council, second, **named("Болатов"))
    actions.refuse(expert=refused, by=council.secretariat)
    engage(council, named("Ғабитов"))
    ask = lambda **query: listed(secretariat, **query)  # noqa: E731
    assert ask() == [
        f"{name} Әлихан" for name in ("Асанов", "Болатов", "Ғабитов", "Қасенов")
    ]
    assert ask(commission=second.pk) == ["Болатов Әлихан", "Қасенов Әлихан"]
    assert ask(status="refused") == ["Болатов Әлихан"]
    assert ask(status="engaged") == ["Ғабитов Әлихан"]
    assert ask(q="касенов") == ["Қасенов Әлихан"]
    assert ask(q="касенов", status="refused") == []


def test_list_says_how_many_papers_are_seen_and_what_is_open(council, secretariat):
    make.a_candidate(
        council,
        papers={"resume": None, "narcology": None},
        expert={"is_ready": False},
        consent_on=None,
    )
    answer = secretariat.get(reverse("candidates"))
    (row,) = answer.context["rows"]
    assert (row.papers_seen, row.papers_needed) == (4, 6)
    assert row.also_open == [
        "The four bars ruled out",
        "Statement of readiness",
        "Consent to the processing of personal data (law № 94-V)",
    ]
    assert "4 of 6 seen" in answer.text


def test_diploma_is_not_counted_where_practice_is_the_basis(council, secretariat):
    make.a_candidate(
        council,
        expert={"has_higher_education": False, "practice_months": 36},
        papers={"diploma": None},
    )
    (row,) = secretariat.get(reverse("candidates")).context["rows"]
    assert (row.papers_seen, row.papers_needed, row.is_complete) == (5, 5, True)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_list_costs_the_same_queries_whatever_its_length(
    council, secretariat, django_assert_num_queries, count
):
    for _number in range(count):
        make.a_candidate(council)
    with django_assert_num_queries(15):
        secretariat.get(reverse("candidates"))


@pytest.mark.parametrize(
    "query",
    [
        {"page": "x"},
        {"page": "9999"},
        {"commission": "99999"},
        {"commission": "two"},
        {"commission": "9" * 40},
        {"status": "dismissed"},
        {"q": "қ" * 201},
    ],
)
def test_a_bad_question_is_400_on_the_list_itself(council, secretariat, query):
    answer = secretariat.get(reverse("candidates"), query)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text


def test_chair_lists_the_own_commission_only(council, chairs):
    own, other = council.commissions
    make.a_candidate(council, own, **named("Асанов"))
    make.a_candidate(council, other, **named("Қасенов"))
    assert [listed(chair) for chair in chairs] == [
        ["Асанов Әлихан"],
        ["Қасенов Әлихан"],
    ]
    answer = chairs[0].get(reverse("candidates"), {"commission": other.pk})
    assert answer.status_code == 400


def test_an_empty_list_says_so(council, secretariat):
    text = secretariat.get(reverse("candidates")).text
    assert "No candidate is entered in this convocation yet." in text
    text = secretariat.get(reverse("candidates"), {"q": "жоқ"}).text
    assert "No dossier answers to this." in text


def test_desk_pages_of_candidates_are_for_their_roles(council, chairs, member, client):
    candidate = make.a_candidate(council)
    addresses = {
        "candidates": [],
        "enter_candidate": [],
        "keep_reference_documents": [],
        "dossier": [candidate.pk],
        "change_dossier": [candidate.pk],
        "open_file": [candidate.papers.all()[0].pk],
    }
    got = {
        name: [
            browser.get(reverse(name, args=args)).status_code
            for browser in (client, member, chairs[0])
        ]
        for name, args in addresses.items()
    }
    assert got == {
        "candidates": [302, 403, 200],
        "enter_candidate": [302, 403, 403],
        "keep_reference_documents": [302, 403, 403],
        "dossier": [302, 403, 200],
        "change_dossier": [302, 403, 403],
        "open_file": [302, 403, 403],
    }


# entering


def test_a_candidate_is_entered_on_one_page(council, secretariat):
    body = council.commissions[1]
    actions.keep_reference_documents(
        rows=[{"pk": None, "title_kk": "Заң", "title_ru": "Закон", "is_current": True}],
        by=council.secretariat,
    )
    answer = pages.enter(
        secretariat,
        **pages.complete(body)
        | {
            "patronymic": "Серікұлы",
            "birth_date": "13.10.1985",
            "field_ru": "Экология города",
            "education": "КазНУ",
            "practice_months": "40",
            "practice": "инженер",
            "application-number": "12",
            "application-issued_on": "01.12.2025",
            "application-file": upload(pages.PDF),
            "criminal_record-result": "spent",
            "welcome-new1-kind": "degree",
            "welcome-new1-title": "PhD",
            "welcome-new1-file": upload(pages.PNG, "мой диплом.PNG"),
            "disclosure-new2-body": "Совет",
            "disclosure-new2-attached_to": "Акимат",
            "disclosure-new2-kind": "advisory",
            "disclosure-new2-begins": "01.01.2024",
            "acknowledged_on": "02.12.2025",
            "phone": "8 (701) 123-45-67",
            "email": "a@example.kz",
            "note": "Бір жол\r\nекінші жол",
        },
    )
    expert = Expert.objects.get()
    assert answer.url == reverse("dossier", args=[expert.pk])
    person = expert.person
    assert str(person) == "Қасенов Әлихан Серікұлы"
    assert person.birth_date == date(1985, 10, 13)
    assert (expert.commission, expert.status) == (body, Expert.Status.CANDIDATE)
    assert (expert.field_kk, expert.field_ru) == ("Экология", "Экология города")
    assert (expert.practice_months, expert.practice) == (40, "инженер")
    assert (expert.phone, expert.email) == ("+77011234567", "a@example.kz")
    assert expert.note == "Бір жол\nекінші жол"
    papers = {paper.kind: paper for paper in expert.papers.all()}
    assert len(papers) == 7
    application = papers["application"]
    assert (application.number, application.issued_on) == ("12", date(2025, 12, 1))
    assert (application.seen_on, application.seen_by) == (TODAY, council.secretariat)
    assert papers["criminal_record"].result == Paper.Result.SPENT
    assert (papers["degree"].title, papers["degree"].is_seen) == ("PhD", False)
    assert str(papers["degree"].file.name).endswith(".png")
    assert [row.body for row in Disclosure.objects.all()] == ["Совет"]
    assert Acknowledgement.objects.get().documents == "Заң"
    assert Consent.objects.get().given_on == date(2025, 12, 1)
    state = secretariat.get(answer.url).context["state"]
    assert state.objections == []


def test_a_dossier_may_be_incomplete(council, secretariat):
    body = council.commissions[0]
    answer = pages.enter(secretariat, **pages.NAMES, commission=body.pk)
    expert = Expert.objects.get()
    assert answer.url == reverse("dossier", args=[expert.pk])
    assert expert.papers.count() == 0
    state = secretariat.get(answer.url).context["state"]
    assert [task.done for task in state.tasks] == [False] * 5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("87011234567", "+77011234567"),
        ("+7 (701) 123-45-67", "+77011234567"),
        ("7011234567", "+77011234567"),
        ("8 727 250 00 00", "+77272500000"),
        ("7 701 123–45–67", "+77011234567"),
    ],
)
def test_a_telephone_is_read_as_people_write_it(council, secretariat, typed, kept):
    pages.enter(secretariat, **pages.complete(council.commissions[0]), phone=typed)
    assert Expert.objects.get().phone == kept


TOO_LONG = "қ" * 10_000


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("commission", "", "This field is required."),
        ("commission", "999999", "Select a valid choice."),
        ("surname", "", "This field is required."),
        ("surname", TOO_LONG, "at most 100 characters (it has 10000)"),
        ("surname", "Қасенов\x00", "Null characters are not allowed."),
        ("surname", "\u200b", "This field is required."),
        ("surname", "Қасенов 2", "Only letters, spaces, hyphens"),
        ("given_name", "<b>", "Only letters, spaces, hyphens"),
        ("field_kk", "", "This field is required."),
        ("field_kk", "\u200b\x07", "This field is required."),
        ("field_kk", TOO_LONG, "at most 300 characters"),
        ("field_kk", "\ufb2c" * 299, "At most 300 characters."),
        ("note", "қ" * 2001, "at most 2000 characters"),
        ("birth_date", "31.02.1980", "There is no such day. Write it as"),
        ("birth_date", "11.12.2025", "This day is still to come."),
        ("consent_on", "11.12.2025", "This day is still to come."),
        ("acknowledged_on", "вчера", "Write the day as 13.10.2025."),
        ("application-issued_on", "01/02", "Write the day as 13.10.2025."),
        ("resume-issued_on", "11.12.2025", "This day is still to come."),
        ("resume-number", "1" * 51, "at most 50 characters"),
        ("mental_health-result", "spent", "Select a valid choice."),
        ("mental_health-result", "maybe", "Select a valid choice."),
        ("corruption", "some", "Select a valid choice."),
        ("practice_months", "-1", "greater than or equal to 0"),
        ("practice_months", "99999", "less than or equal to 32767"),
        ("practice_months", "three", "Enter a whole number."),
        ("phone", "12345", "A number of ten digits after +7 is expected"),
        ("phone", "+1 202 555 01 01", "A number of ten digits after +7 is expected"),
        ("email", "nobody", "Enter a valid email address."),
    ],
)
def test_a_bad_value_is_a_sentence_at_its_field(
    council, secretariat, field, typed, sentence
):
    facts = pages.complete(council.commissions[0]) | {field: typed}
    answer = pages.enter(secretariat, **facts)
    found = pages.errors(answer)
    assert list(found) == [field]
    assert sentence in found[field][0]
    assert not Expert.objects.exists()
    assert 'value="Әлихан"' in answer.text or field == "given_name"
    assert not Person.objects.filter(given_name="Әлихан").exists()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ not a scan", "scan.pdf", "The content of the file is not what its name"),
        (pages.PNG, "scan.pdf", "The content of the file is not what its name"),
        (pages.PDF, "scan.exe", "Only PDF, JPEG and PNG files are kept."),
        (pages.PDF, "scan", "Only PDF, JPEG and PNG files are kept."),
        (pages.PDF, "scan.pdf.html", "Only PDF, JPEG and PNG files are kept."),
        (b"", "scan.pdf", "The submitted file is empty."),
        (pages.PDF + b"0" * LARGEST, "scan.pdf", "larger than 10 MB"),
    ],
    ids=["text", "png", "exe", "bare", "html", "empty", "large"],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    council, secretariat, content, name, sentence
):
    facts = pages.complete(council.commissions[0])
    facts["resume-file"] = upload(content, name)
    found = pages.errors(pages.enter(secretariat, **facts))
    assert list(found) == ["resume-file"]
    assert sentence in found["resume-file"][0]
    assert not Expert.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pages.PDF, "scan.PDF"),
        (pages.JPEG, "scan.jpg"),
        (pages.JPEG, "scan.jpeg"),
        (pages.PNG, f"{'қ' * 300}.png"),
    ],
)
def test_a_file_is_kept_under_a_random_name(council, secretariat, content, name):
    facts = pages.complete(council.commissions[0])
    pages.enter(secretariat, **facts, **{"resume-file": upload(content, name)})
    paper = Paper.objects.get(kind="resume")
    assert re.fullmatch(r"papers/[0-9a-f]{32}\.(pdf|jpe?g|png)", str(paper.file.name))
    with paper.file.open() as kept:
        assert same_paper(kept.read(), content)


DISCERNIBLE = 20  # of 256 shades of grey


def same_paper(kept, content):
    """Return whether two files show the same; a PDF is kept as it came."""
    if content == pages.PDF:
        return kept == content
    first, second = (
        Image.open(io.BytesIO(each)).convert("L") for each in (kept, content)
    )
    differing = ImageChops.difference(first, second).tobytes()
    return first.size == second.size and max(differing) < DISCERNIBLE


def test_a_file_of_a_certificate_of_health_or_record_is_not_taken(council, secretariat):
    facts = pages.complete(council.commissions[0])
    pages.enter(secretariat, **facts, **{"narcology-file": upload(pages.PDF)})
    assert Paper.objects.get(kind="narcology").file.name == ""


def test_after_another_error_the_file_must_be_chosen_again(council, secretariat):
    facts = pages.complete(council.commissions[0]) | {"email": "nobody"}
    answer = pages.enter(secretariat, **facts, **{"resume-file": upload(pages.PDF)})
    assert pages.errors(answer)["resume-file"] == [
        "Choose the file again: it was not kept."
    ]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (
            {"welcome-new1-number": "7"},
            {"welcome-new1-title": ["This field is required."]},
        ),
        (
            {"disclosure-new1-body": "Совет"},
            {
                "disclosure-new1-attached_to": ["This field is required."],
                "disclosure-new1-kind": ["This field is required."],
            },
        ),
        (
            {
                "disclosure-new1-body": "Совет",
                "disclosure-new1-attached_to": "Акимат",
                "disclosure-new1-kind": "advisory",
                "disclosure-new1-begins": "02.01.2024",
                "disclosure-new1-ends": "01.01.2024",
            },
            {"disclosure-new1-ends": ["The last day is before the first."]},
        ),
        (
            {
                "disclosure-new1-body": "Совет",
                "disclosure-new1-attached_to": "Акимат",
                "disclosure-new1-kind": "advisory",
                "no_memberships": "on",
            },
            {"no_memberships": ["Memberships are listed below. Which is right?"]},
        ),
    ],
)
def test_a_row_is_asked_for_what_it_needs(council, secretariat, facts, found):
    answer = pages.enter(secretariat, **pages.complete(council.commissions[0]), **facts)
    assert pages.errors(answer) == found
    assert not Expert.objects.exists()


def test_without_a_council_the_page_opens_and_says_where_to_begin(db):
    answer = browser_of(make.the_secretariat()).get(reverse("enter_candidate"))
    assert answer.status_code == 200
    assert "No commission is in office today." in answer.text


def test_the_months_of_practice_come_from_the_edition(council, secretariat):
    make.an_edition(date(2025, 12, 1), practice_months=48)
    text = secretariat.get(reverse("enter_candidate")).text
    assert "at least 48 full months of practice" in text


# likely duplicates


def test_a_likely_duplicate_is_shown_and_typing_kept(council, secretariat):
    known = make.a_person(
        surname="Қасенов", given_name="Әлихан", birth_date=date(1980, 1, 2)
    )
    make.seated(council.assembly, known)
    make.seated(council.commissions[1], known)
    facts = pages.complete(council.commissions[0]) | {"surname": "Касенов"}
    answer = pages.enter(secretariat, **facts)
    assert pages.errors(answer) == {"same_as": ["Say whether it is the same person."]}
    assert answer.context["form"].fields["same_as"].widget.choices == [
        (
            str(known.pk),
            "Қасенов Әлихан (born 02.01.1980; sits in: General assembly; "
            "sits in: Commission № 2)",
        ),
        ("new", "Somebody else"),
    ]
    assert 'value="Касенов"' in answer.text


def test_the_same_person_keeps_the_name_on_record(council, secretariat):
    known = make.a_person(
        surname="Қасенов", given_name="Әлихан", birth_date=date(1980, 1, 2)
    )
    facts = pages.complete(council.commissions[0]) | {
        "surname": "Касенов",
        "patronymic": "Серікұлы",
        "birth_date": "03.03.1983",
        "same_as": known.pk,
    }
    assert pages.enter(secretariat, **facts).status_code == 302
    known.refresh_from_db()
    assert Expert.objects.get().person == known
    assert str(known) == "Қасенов Әлихан Серікұлы"
    assert known.birth_date == date(1980, 1, 2)


def test_somebody_else_of_the_same_name_is_a_new_person(council, secretariat):
    known = make.a_person(surname="Қасенов", given_name="Әлихан")
    facts = pages.complete(council.commissions[0]) | {"same_as": "new"}
    assert pages.enter(secretariat, **facts).status_code == 302
    assert Expert.objects.get().person != known


def test_a_choice_that_was_not_offered_is_refused(council, secretariat):
    make.a_person(surname="Қасенов", given_name="Әлихан")
    stranger = make.a_person()
    facts = pages.complete(council.commissions[0]) | {"same_as": stranger.pk}
    found = pages.errors(pages.enter(secretariat, **facts))
    assert found == {"same_as": ["Say whether it is the same person."]}


def test_a_person_with_a_dossier_gets_no_second_one(council, secretariat):
    known = make.a_candidate(council, council.commissions[1], **named("Қасенов"))
    facts = pages.complete(council.commissions[0]) | {"same_as": known.person_id}
    found = pages.errors(pages.enter(secretariat, **facts))
    assert found == {"": ["Қасенов Әлихан has a dossier already, in Commission № 2."]}
    assert Expert.objects.count() == 1


def test_a_second_click_on_save_asks_whether_it_is_the_same(council, secretariat):
    facts = pages.complete(council.commissions[0])
    assert pages.enter(secretariat, **facts).status_code == 302
    found = pages.errors(pages.enter(secretariat, **facts))
    assert found == {"same_as": ["Say whether it is the same person."]}
    assert Expert.objects.count() == 1


def test_a_namesake_entered_after_the_question_is_asked_for(council):
    make.a_candidate(council, **named("Қасенов"))
    with pytest.raises(RuleViolation, match="A person of this name is on record"):
        actions.enter_candidate(
            commission=council.commissions[0],
            dossier=make.a_dossier(**named("Қасенов")),
            on=TODAY,
            told_apart=[],
            by=council.secretariat,
        )


# changing


def test_a_page_nobody_touched_changes_nothing_but_the_revision(council, secretariat):
    candidate = make.a_candidate(
        council,
        **named("Қасенов"),
        expert={"phone": "+77011234567", "practice_months": 12},
        welcome=[{"pk": None, "kind": "degree", "title": "PhD"}],
    )
    assert pages.change(secretariat, candidate).status_code == 302
    after = Expert.objects.get()
    assert after.revision == candidate.revision + 1
    assert after.phone == "+77011234567"
    assert [paper.history.count() for paper in after.papers.all()] == [1] * 7
    assert after.person.history.count() == 1


def test_papers_alone_make_another_page_stale(council, secretariat):
    candidate = make.a_candidate(council, papers={"resume": None})
    address = reverse("change_dossier", args=[candidate.pk])
    opened = pages.shown(secretariat, address)
    pages.change(secretariat, candidate, **{"resume-is_seen": "on"})
    found = pages.errors(secretariat.post(address, opened))
    assert found[""][0].startswith("Somebody changed this record while your page")


def test_a_stale_page_is_refused_with_its_typing_and_the_present_state(
    council, secretariat
):
    candidate = make.a_candidate(council, **named("Қасенов"))
    address = reverse("change_dossier", args=[candidate.pk])
    opened = pages.shown(secretariat, address) | {"field_kk": "Су"}
    pages.change(secretariat, candidate, field_kk="Орман", **{"resume-number": "99"})
    answer = secretariat.post(address, opened)
    assert answer.status_code == 200
    assert 'value="Су"' in answer.text
    assert answer.context["form"].on_record == [
        ("Field, in Kazakh", "Орман"),
        ("Résumé: Number", "99"),
    ]
    assert Expert.objects.get().field_kk == "Орман"
    mistyped = secretariat.post(address, opened | {"consent_on": "31.02.2025"})
    assert mistyped.text.count("Somebody changed this record") == 1
    assert answer.text.count("Somebody changed this record") == 1
    again = {
        name: value
        for name, value in answer.context["form"].data.items()
        if name != "csrfmiddlewaretoken"
    } | {"revision": answer.context["form"]["revision"].value()}
    assert secretariat.post(address, again).status_code == 302
    assert Expert.objects.get().field_kk == "Су"


def test_the_present_state_is_shown_as_people_read_it(council, secretariat):
    candidate = make.a_candidate(council, expert={"corruption": "none"})
    address = reverse("change_dossier", args=[candidate.pk])
    opened = pages.shown(secretariat, address)
    for name in ("is_ready", "resume-is_seen", "consent_on"):
        del opened[name]
    opened |= {
        "commission": council.commissions[1].pk,
        "corruption": "found",
        "birth_date": "13.10.1985",
        "practice_months": "40",
    }
    pages.change(secretariat, candidate)
    answer = secretariat.post(address, opened)
    assert answer.context["form"].on_record == [
        ("Commission", "Commission № 1"),
        ("Birth date", "–"),
        ("Full months of practice in the field", "0"),
        ("Résumé: The original was seen", "yes"),
        ("Corruption offence found by a court", "no court has found so"),
        ("Shares the council's mission and is ready to work unpaid", "yes"),
        ("Consent to processing and publication given on", "20.10.2025"),
    ]


def test_a_second_click_on_change_is_told_that_nothing_differs(council, secretariat):
    candidate = make.a_candidate(council)
    address = reverse("change_dossier", args=[candidate.pk])
    opened = pages.shown(secretariat, address) | {"is_ready": "on"}
    assert secretariat.post(address, opened).status_code == 302
    answer = secretariat.post(address, opened)
    assert "The record says the same as your page now." in answer.text


def test_a_change_without_its_revision_is_refused(council, secretariat):
    candidate = make.a_candidate(council)
    address = reverse("change_dossier", args=[candidate.pk])
    opened = pages.shown(secretariat, address)
    del opened["revision"]
    assert list(pages.errors(secretariat.post(address, opened))) == ["revision"]


def test_rows_are_changed_and_removed(council, secretariat):
    row = {
        "pk": None,
        "body": "Совет",
        "attached_to": "Акимат",
        "kind": "advisory",
        "begins": None,
        "ends": None,
    }
    candidate = make.a_candidate(
        council,
        welcome=[
            {"pk": None, "kind": "degree", "title": "PhD"},
            {"pk": None, "kind": "certificate", "title": "ISO"},
        ],
        disclosures=[row],
        expert={"no_memberships": False},
    )
    degree, iso = (
        candidate.papers.get(title="PhD").pk,
        candidate.papers.get(title="ISO").pk,
    )
    membership = candidate.disclosures.get().pk
    answer = pages.change(
        secretariat,
        candidate,
        **{
            f"welcome-{degree}-title": "DSc",
            f"welcome-{iso}-is_removed": "on",
            f"disclosure-{membership}-is_removed": "on",
            "no_memberships": "on",
        },
    )
    assert answer.status_code == 302
    assert [paper.title for paper in candidate.papers.exclude(title="")] == ["DSc"]
    assert not candidate.disclosures.exists()


def test_seen_and_signed_can_be_taken_back(council, secretariat):
    candidate = make.a_candidate(council)
    address = reverse("change_dossier", args=[candidate.pk])
    sent = pages.shown(secretariat, address)
    for name in ("resume-is_seen", "consent_on", "acknowledged_on"):
        del sent[name]
    assert secretariat.post(address, sent).status_code == 302
    candidate = Expert.objects.get()
    assert candidate.missing_papers == ["résumé"]
    assert not candidate.consents.exists()
    assert not Acknowledgement.objects.exists()


def test_a_candidate_may_move_to_another_commission_an_expert_not(council, secretariat):
    first, second = council.commissions
    candidate = make.a_candidate(council, first)
    (expert,) = engage(council, named("Ғабитов"))
    for dossier in (candidate, expert):
        assert (
            pages.change(secretariat, dossier, commission=second.pk).status_code == 302
        )
        dossier.refresh_from_db()
    assert (candidate.commission, expert.commission) == (second, first)


def test_who_wrote_a_dossier_and_why_is_kept(council, secretariat):
    candidate = make.a_candidate(council)
    pages.change(secretariat, candidate, note="Ескерту")
    version = candidate.history.first()
    assert version.history_user == council.secretariat
    assert version.history_change_reason == "change_dossier"
    assert version.note == "Ескерту"


@pytest.mark.parametrize("name", ["dossier", "change_dossier", "open_file"])
@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_what_does_not_exist_is_404(council, secretariat, name, pk):
    assert secretariat.get(reverse(name, args=[pk])).status_code == 404
