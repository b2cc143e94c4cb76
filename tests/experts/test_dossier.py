"""The page of a dossier, its files, the documents of 1.13, the desk's panel."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from council.desk import desk_of
from council.models import Edition
from experts import actions
from experts.models import ReferenceDocument
from experts.panels import dossiers_to_complete
from tests import factories as make
from tests.experts import pages
from tests.experts.conftest import TODAY, browser_of, engage, named


def dossier(browser, expert):
    return browser.get(reverse("dossier", args=[expert.pk]))


# what it says


def test_a_complete_dossier_says_so(council, secretariat):
    answer = dossier(secretariat, make.a_candidate(council))
    assert "The dossier is complete" in answer.text
    assert [task.done for task in answer.context["state"].tasks] == [True] * 5


def test_an_incomplete_dossier_lists_what_is_missing_with_clauses(council, secretariat):
    candidate = make.a_candidate(
        council,
        expert={
            "has_higher_education": False,
            "practice_months": 35,
            "is_ready": False,
            "corruption": "",
        },
        papers={"resume": {"is_seen": False}, "narcology": {"result": "bar"}},
        consent_on=None,
    )
    answer = dossier(secretariat, candidate)
    tasks = answer.context["state"].tasks
    assert [(task.clause, task.note) for task in tasks] == [
        (
            "2.1",
            "2.1: higher education or at least 36 months of practice is needed; "
            "35 months are stated.",
        ),
        (
            "2.2",
            "2.2: bars on record – 1 of four; the person cannot be an expert. 2.2: "
            "bars not established yet – 1 of four. Which: registered for narcology; "
            "found guilty of a corruption crime or offence by a court.",
        ),
        ("2.3", "2.3: papers not seen yet – 1: résumé."),
        ("2.4", "2.4: the candidate's statement of readiness is not noted."),
        (
            "",
            "Law № 94-V: no consent to the processing of personal data is noted.",
        ),
    ]
    change = reverse("change_dossier", args=[candidate.pk])
    assert [task.url for task in tasks] == [
        f"{change}#{anchor}"
        for anchor in ("basis", "bars", "papers", "statements", "statements")
    ]
    form = secretariat.get(change).text
    assert [
        anchor
        for anchor in ("basis", "bars", "papers", "statements")
        if f'id="{anchor}"' not in form
    ] == []


def test_a_council_member_among_the_candidates_is_named(council, secretariat):
    member = council.members[3]
    candidate = make.a_candidate(council, known_person=member)
    text = dossier(secretariat, candidate).text
    assert f"1.5: {member} sits in the Public Council" in text


def test_before_the_first_edition_the_page_says_so(council, secretariat):
    candidate = make.a_candidate(council)
    Edition.objects.all().delete()
    answer = dossier(secretariat, candidate)
    assert answer.context["state"].objections == [
        "7.1: no edition of the Regulation is in force on 10.12.2025."
    ]
    assert secretariat.get(reverse("candidates")).status_code == 200
    assert secretariat.get(reverse("enter_candidate")).status_code == 200


def test_the_secretariat_sees_who_saw_which_paper_and_when(council, secretariat):
    candidate = make.a_candidate(council, papers={"narcology": {"number": "НК-5"}})
    text = " ".join(strip_tags(dossier(secretariat, candidate).text).split())
    assert "№ НК-5" in text
    assert "nothing recorded" in text
    assert "20.10.2025, secretariat" in text


# who sees what


PRIVATE = {
    "phone": "+77015550101",
    "email": "secret@example.kz",
    "note": "ІшкіЕскерту",
}


def private_candidate(council, commission=None):
    return make.a_candidate(
        council,
        commission,
        person=named("Қасенов")["person"] | {"birth_date": TODAY.replace(year=1981)},
        expert=PRIVATE,
        papers={
            "mental_health": {"number": "МН-5", "result": "bar"},
            "resume": {"file": SimpleUploadedFile("x.pdf", pages.PDF)},
        },
        welcome=[{"pk": None, "kind": "degree", "title": "PhD", "number": "ДН-9"}],
    )


def test_a_chair_sees_the_papers_state_without_results_numbers_files_contacts(
    council, chairs, secretariat
):
    candidate = private_candidate(council)
    hidden = [
        "+7 701 555 01 01",
        "secret@example.kz",
        "ІшкіЕскерту",
        "10.12.1981",
        "МН-5",
        "ДН-9",
        "keeps from being",
        "four bars",
        "files/",
        "Change the dossier",
    ]
    full, part = dossier(secretariat, candidate), dossier(chairs[0], candidate)
    assert [word for word in hidden if word not in full.text] == []
    assert [word for word in hidden if word in part.text] == []
    assert "The dossier is not complete yet" in part.text
    assert [line.is_seen for line in part.context["papers"]] == [True] * 6
    assert "PhD" in part.text


def test_a_chair_finds_no_other_commissions_dossier(council, chairs):
    candidate = private_candidate(council, council.commissions[1])
    assert [dossier(chair, candidate).status_code for chair in chairs] == [404, 200]
    absent = chairs[0].get(reverse("dossier", args=[candidate.pk + 1]))
    assert absent.status_code == 404


def test_nobody_opens_a_file_but_the_secretariat(council, chairs, secretariat, client):
    candidate = private_candidate(council)
    paper = candidate.papers.get(kind="resume")
    address = reverse("open_file", args=[paper.pk])
    answer = secretariat.get(address)
    assert answer.content == pages.PDF
    assert {
        name: answer[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "Cache-Control",
            "X-Content-Type-Options",
            "Content-Security-Policy",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="resume-{paper.pk}.pdf"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert chairs[0].get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_a_file_missing_on_the_disk_is_404(council, secretariat):
    paper = private_candidate(council).papers.get(kind="resume")
    paper.file.storage.delete(paper.file.name)
    assert secretariat.get(reverse("open_file", args=[paper.pk])).status_code == 404


def test_a_paper_without_a_file_is_404(council, secretariat):
    paper = private_candidate(council).papers.get(kind="application")
    assert secretariat.get(reverse("open_file", args=[paper.pk])).status_code == 404


def test_the_head_shows_what_has_become_of_the_person(council, secretariat):
    (expert,) = engage(council, named("Ғабитов"))
    refused = make.a_candidate(council)
    actions.refuse(expert=refused, by=council.secretariat)
    candidate = make.a_candidate(council)
    found = [
        label
        for person in (expert, refused, candidate)
        for label in ("in office", "refused", "under consideration")
        if f">{label}<" in dossier(secretariat, person).text
    ]
    assert found == ["in office", "refused", "under consideration"]


@pytest.mark.parametrize("count", [1, 3])
def test_dossier_costs_the_same_queries_whatever_it_holds(
    council, secretariat, django_assert_num_queries, count
):
    candidate = make.a_candidate(
        council,
        welcome=[
            {"pk": None, "kind": "degree", "title": "PhD"} for _number in range(count)
        ],
        disclosures=[
            {
                "pk": None,
                "body": "Совет",
                "attached_to": "Акимат",
                "kind": "advisory",
                "begins": None,
                "ends": None,
            }
            for _number in range(count)
        ],
    )
    with django_assert_num_queries(20):
        dossier(secretariat, candidate)


# the documents of 1.13


def documents(secretariat, **facts):
    return secretariat.post(reverse("keep_reference_documents"), facts)


def test_the_list_of_documents_is_kept(council, secretariat):
    answer = documents(
        secretariat,
        **{
            "new0-title_kk": "Конституция",
            "new0-title_ru": "Конституция РК",
            "new0-is_current": "on",
            "new2-title_kk": "Ереже",
            "new2-title_ru": "Положение",
            "new2-is_current": "on",
        },
    )
    assert answer.status_code == 302
    first, second = ReferenceDocument.objects.all()
    answer = documents(
        secretariat,
        **{
            f"{first.pk}-title_kk": "ҚР Конституциясы",
            f"{first.pk}-title_ru": first.title_ru,
            f"{first.pk}-is_current": "on",
            f"{second.pk}-title_kk": second.title_kk,
            f"{second.pk}-title_ru": second.title_ru,
        },
    )
    assert answer.status_code == 302
    assert list(ReferenceDocument.objects.values_list("title_kk", "is_current")) == [
        ("ҚР Конституциясы", True),
        ("Ереже", False),
    ]
    listed = secretariat.get(reverse("enter_candidate")).context["documents"]
    assert [row.title for row in listed] == ["Конституция РК"]


def test_blank_rows_are_blank(council, secretariat):
    form = secretariat.get(reverse("keep_reference_documents")).context["form"]
    values = [[field.value() for field in row] for row in form.rows()]
    assert values == [[None, None, True]] * 3


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"new0-title_kk": "Заң"}, "new0-title_ru", "Both titles are needed."),
        ({"new0-title_ru": "Закон"}, "new0-title_kk", "Both titles are needed."),
        (
            {"new0-title_kk": "қ" * 501, "new0-title_ru": "Закон"},
            "new0-title_kk",
            "at most 500 characters",
        ),
        (
            {"new0-title_kk": "\u200b", "new0-title_ru": "Закон"},
            "new0-title_kk",
            "Both titles are needed.",
        ),
    ],
)
def test_a_document_needs_both_titles(council, secretariat, facts, field, sentence):
    found = pages.errors(documents(secretariat, **facts))
    assert list(found) == [field]
    assert sentence in found[field][0]
    assert not ReferenceDocument.objects.exists()


# the desk


def panel(account):
    (found,) = [
        panel
        for panel in desk_of(account, TODAY)[1]
        if panel.title == "Dossiers to complete"
    ]
    return found


def test_desk_lists_the_dossiers_to_complete(council):
    make.a_candidate(council, **named("Асанов"))
    lacking = [
        make.a_candidate(council, **named("Болатов"), papers={"resume": None}),
        make.a_candidate(council, **named("Ғабитов"), consent_on=None),
    ]
    refused = make.a_candidate(council, papers={"resume": None})
    actions.refuse(expert=refused, by=council.secretariat)
    found = panel(council.secretariat)
    assert found.count == 2
    assert [(row.label, row.url, row.note) for row in found.rows] == [
        (
            "Болатов Әлихан",
            reverse("dossier", args=[lacking[0].pk]),
            "5 of 6 papers seen",
        ),
        (
            "Ғабитов Әлихан",
            reverse("dossier", args=[lacking[1].pk]),
            "Consent to the processing of personal data (law № 94-V)",
        ),
    ]


def test_desk_counts_all_and_shows_five(council):
    for _number in range(7):
        make.a_candidate(council, papers={"resume": None})
    found = panel(council.secretariat)
    assert (found.count, len(found.rows)) == (7, 5)


@pytest.mark.parametrize("count", [1, 3])
def test_panel_costs_the_same_queries_whatever_waits(
    council, django_assert_num_queries, count
):
    for _number in range(count):
        make.a_candidate(council, papers={"resume": None})
    with django_assert_num_queries(8):
        dossiers_to_complete(council.secretariat, TODAY)


def test_a_chair_is_not_asked_to_complete_dossiers(council):
    make.a_candidate(council, papers={"resume": None})
    chair = council.chair_accounts[0]
    assert [
        found.title
        for found in desk_of(chair, TODAY)[1]
        if found.title == "Dossiers to complete"
    ] == []
    assert browser_of(chair).get(reverse("desk")).status_code == 200
