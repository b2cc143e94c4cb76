"""Pages of final protocols: corrected, excerpted, signed; and of the council's days."""

import re
import subprocess
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from council import actions
from council.models import (
    ActingChair,
    Convocation,
    EditionItem,
    Protocol,
    SignedScan,
    Sitting,
)
from council.uploads import LARGEST
from experts.models import Engagement
from tests import factories as make
from tests.clauses.pages import refusals
from tests.scans import a_pdf
from tests.test_bad_input import put_away
from tests.worlds import built_once

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
FREE = {
    "title_kk": "Жұмыс жоспары",
    "draft_kk": "Жоспар бекітілсін.",
    "title_ru": "План работы",
    "draft_ru": "Утвердить план.",
}
SAID = {"reporter": "Баяндамашы Б.", "speakers": "Шешен Ш.; Сұраушы С."}
INVITED = "Серіков А., тілші\r\n\r\nОмаров Б., қала тұрғыны"
PDF = a_pdf("signed")
NOW = "2025-11-20 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


def browser(account):
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def secretary(council):
    return browser(council.secretariat)


@pytest.fixture
def chairs(council):
    return [browser(account) for account in council.chair_accounts]


@pytest.fixture
def member(council):
    """Return the browser of a member of the Presidium who chairs nothing."""
    account = make.an_account()
    actions.change_person(
        person=council.members[3], account=account, by=council.secretariat
    )
    return browser(account)


@built_once(NOW)
def candidates(council):
    return [make.a_candidate(council) for _number in range(2)]


@built_once(NOW)
def sitting(council, candidates):
    """Return a final sitting: two admissions, one vote by name, free business."""
    make.discussed(*candidates)
    sitting = make.a_presidium_sitting(council)
    make.proposed(*candidates, sitting=sitting)
    actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat, **SAID)
    actions.record_attendance(
        sitting=sitting,
        voters=sitting.members,
        others=[council.members[4]],
        invited="Серіков А., тілші",
        by=council.secretariat,
    )
    make.voted(sitting)
    actions.record_votes(
        sitting=sitting,
        votes=[
            actions.ItemVote(
                sitting.items.get(position=2).pk,
                exceptions={council.members[1]: "abstained"},
            )
        ],
        by=council.secretariat,
    )
    make.finalised(sitting)
    return Sitting.objects.get(pk=sitting.pk)


def url(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def words(pdf):
    """Return the text of the PDF in its own order, with single spaces."""
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return " ".join(text.split())


# Corrections


def parts_of(page):
    """Return the forms of the correction's page."""
    return page.context["form"].parts


def as_shown(page):
    """Return what the page sends when nothing is changed on it."""
    shown = {"revision": page.context["form"].attendance["revision"].value()}
    for part in parts_of(page):
        for name in part.fields:
            value = part[name].value()
            if value not in (None, "", []):
                shown[name] = value
    return shown


def correct(client, sitting, language="en", **changes):
    """Change this on the correction's page and save it."""
    page = url("correct_protocol", sitting.pk, language=language)
    why = {"explanation_kk": "Қате түзетілді.", "explanation_ru": "Ошибка исправлена."}
    return client.post(page, as_shown(client.get(page)) | why | changes)


def test_what_is_wrong_in_any_part_stands_in_one_list(secretary, sitting):
    third = sitting.items.get(position=3)
    answer = correct(
        secretary, sitting, explanation_kk="", **{f"{third.pk}-title_kk": ""}
    )
    assert answer.text.count('class="error-summary"') == 1
    (listed,) = re.findall(r'error-summary__list">(.*?)</ul>', answer.text, re.DOTALL)
    assert re.findall(r'href="#(.*?)"', listed) == [
        "id_explanation_kk",
        f"id_{third.pk}-title_kk",
    ]


def test_the_correction_begins_with_what_the_protocol_says(secretary, council, sitting):
    shown = as_shown(secretary.get(url("correct_protocol", sitting.pk)))
    first, second, third = sitting.items.all()
    abstained = council.members[1]
    assert shown == {
        "revision": sitting.revision,
        "number": 1,
        "presiding": sitting.presiding_id,
        "secretary": council.secretary.pk,
        "invited": "Серіков А., тілші",
        "voters": [person.pk for person in sitting.voters],
        "others": [council.members[4].pk],
        **{f"{third.pk}-{name}": value for name, value in (FREE | SAID).items()},
        **{
            f"{item.pk}-{name}": value
            for item, totals in (
                (first, (4, 0, 0, 0)),
                (second, (3, 0, 1, 0)),
                (third, (4, 0, 0, 0)),
            )
            for name, value in zip(
                ("for", "against", "abstained", "out"), totals, strict=True
            )
        },
        f"{second.pk}-person-{abstained.pk}": "abstained",
    }


def test_saved_unchanged_nothing_differs(secretary, sitting):
    answer = correct(secretary, sitting)
    assert refusals(answer) == ["Nothing differs from the protocol as it stands."]
    assert sitting.protocol.versions.count() == 1


@pytest.mark.parametrize("language", ["kk", "en"])
def test_a_refused_correction_keeps_its_typing(secretary, sitting, language):
    item = sitting.items.first()
    typed = {
        "number": 0,
        "invited": "Жаңа қонақ",
        f"{item.pk}-for": "1",
        f"{item.pk}-speakers": "Жаңа шешен",
        "explanation_kk": "",
    }
    answer = correct(secretary, sitting, language, **typed)
    assert f'<html lang="{language}">' in answer.text
    head, attendance, texts, votes = parts_of(answer)
    assert list(head.errors) == ["explanation_kk", "number"]
    assert head["explanation_ru"].value() == "Ошибка исправлена."
    assert attendance["invited"].value() == "Жаңа қонақ"
    assert texts[f"{item.pk}-speakers"].value() == "Жаңа шешен"
    assert votes[f"{item.pk}-for"].value() == "1"
    assert sitting.protocol.versions.count() == 1


def test_a_correction_becomes_the_version_in_force(secretary, sitting, candidates):
    item = sitting.items.first()
    answer = correct(
        secretary, sitting, **{f"{item.pk}-for": 1, f"{item.pk}-against": 3}
    )
    assert answer.url == url("sitting", sitting.pk)
    page = secretary.get(answer.url)
    assert "Version 2 of the protocol is final." in page.text
    shown = " ".join(page.text.split())
    assert "10 November 2025, version 2" in shown
    assert "Version 2 of 20.11.2025 corrects version 1: Ошибка исправлена." in shown
    for language in ("kk", "ru"):
        link = f"{url('protocol_pdf', sitting.pk, language)}?version=1"
        assert f'href="{link}"' in page.text
    assert candidates[0].engagements.valid().count() == 0
    assert candidates[1].engagements.valid().count() == 1


def test_a_stale_correction_is_refused(secretary, sitting):
    item = sitting.items.last()
    change = {f"{item.pk}-reporter": "Бір"}
    assert correct(secretary, sitting, **change).status_code == 302
    stale = {"revision": sitting.revision, f"{item.pk}-reporter": "Екі"}
    answer = correct(secretary, sitting, **stale)
    (sentence,) = refusals(answer)
    assert sentence.startswith("Somebody changed this record while your page was open.")
    forms = answer.context["form"]
    assert forms.words[f"{item.pk}-reporter"].value() == "Екі"
    assert forms.on_record == [(f"{item.position}: Reporter", "Бір")]
    assert sitting.protocol.versions.count() == 2
    mistyped = refusals(correct(secretary, sitting, **stale, number="0"))
    assert [each for each in mistyped if each.startswith("Somebody")] == [sentence]
    assert len(mistyped) == 2
    present = {"revision": forms.attendance["revision"].value()}
    assert correct(secretary, sitting, **stale | present).status_code == 302
    assert sitting.protocol.versions.count() == 3


def test_the_texts_of_a_matter_are_not_offered_and_not_taken(secretary, sitting):
    matter, free = sitting.items.first(), sitting.items.last()
    words = parts_of(secretary.get(url("correct_protocol", sitting.pk)))[2]
    offered = [f"{matter.pk}-{name}" for name in ("reporter", "speakers")]
    offered += [f"{free.pk}-{name}" for name in (*SAID, *FREE)]
    keys = {str(matter.pk), str(free.pk)}
    assert {name for name in words.fields if name.split("-")[0] in keys} == set(offered)
    answer = correct(
        secretary,
        sitting,
        **{
            f"{matter.pk}-draft_kk": "Басқа шешім",
            f"{free.pk}-draft_kk": "Жоспар толықтырылсын.",
        },
    )
    assert answer.status_code == 302
    said = Protocol.objects.get().frozen["kk"]["items"]
    assert said[0]["decision"] == matter.draft_kk
    assert said[2]["decision"] == "Жоспар толықтырылсын."


def test_totals_that_contradict_the_names_are_refused(secretary, council, sitting):
    """Neither of the two is silently left aside."""
    item = sitting.items.get(position=2)
    answer = correct(
        secretary, sitting, **{f"{item.pk}-for": 2, f"{item.pk}-against": 2}
    )
    assert refusals(answer) == [
        "Item 2: by name it is for – 3, against – 0, abstained – 1, stepped out – 0; "
        "the totals typed differ."
    ]
    name = f"{item.pk}-person-{council.members[1].pk}"
    agreeing = {f"{item.pk}-abstained": 0, f"{item.pk}-against": 1, name: "against"}
    assert correct(secretary, sitting, **agreeing).status_code == 302
    vote = Protocol.objects.get().frozen["kk"]["items"][1]["vote"]
    assert vote == {"for": 3, "against": 1, "abstained": 0}


def test_names_taken_away_leave_a_vote_for(secretary, council, sitting):
    """The totals on the page came from the names: without them, all voted for."""
    item = sitting.items.get(position=2)
    name = f"{item.pk}-person-{council.members[1].pk}"
    assert correct(secretary, sitting, **{name: ""}).status_code == 302
    vote = Protocol.objects.get().frozen["kk"]["items"][1]["vote"]
    assert vote == {"for": 4, "against": 0, "abstained": 0}
    assert item.named_votes.count() == 0


def test_a_vote_is_not_blanked(secretary, sitting):
    item = sitting.items.first()
    blank = {f"{item.pk}-{name}": "" for name in ("for", "against", "abstained", "out")}
    answer = correct(secretary, sitting, **blank)
    assert refusals(answer) == ["Item 1: type how it was voted, or put it off."]


def test_who_is_ticked_off_has_not_voted(secretary, council, sitting):
    voters = [person.pk for person in sitting.voters if person != council.members[1]]
    answer = correct(secretary, sitting, voters=voters)
    too_many = "1.6: 4 votes and 0 who stepped out are more than the 3 members present."
    assert refusals(answer) == [
        f"Item 1: {too_many}",
        f"Item 2: 1.5: no vote without a seat in this body: {council.members[1]}.",
        f"Item 3: {too_many}",
    ]
    assert parts_of(answer)[1]["voters"].value() == [str(pk) for pk in voters]
    assert len(Sitting.objects.get(pk=sitting.pk).voters) == 4


def test_only_the_secretariat_corrects(chairs, member, client, sitting):
    page = url("correct_protocol", sitting.pk)
    for reader in (*chairs, member):
        assert reader.get(page).status_code == 403
        assert f'href="{page}"' not in reader.get(url("sitting", sitting.pk)).text
    assert client.get(page).status_code == 302


# The signed paper


def attach(client, sitting, name="signed.pdf", content=PDF, language="kk"):
    page = url("attach_scan", sitting.pk)
    upload = SimpleUploadedFile(name, content)
    data = {
        "version": sitting.protocol.current.pk,
        "language": language,
        "upload": upload,
    }
    return client.post(page, data)


def test_a_signed_paper_is_attached_and_opened(secretary, sitting):
    name = "Хаттама Қасенов құпия.PDF"
    answer = attach(secretary, sitting, name)
    assert answer.url == url("sitting", sitting.pk)
    scan = SignedScan.objects.get()
    page = secretary.get(answer.url)
    assert "The signed protocol is attached." in page.text
    assert f'href="{url("open_scan", scan.pk)}"' in page.text
    assert re.fullmatch(r"signedscan/[0-9a-f]{32}\.pdf", str(scan.file.name))
    paper = secretary.get(url("open_scan", scan.pk))
    assert paper.content == PDF
    assert {name: paper[name] for name in ("Content-Type", "Content-Disposition")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="signed-protocol-{scan.pk}.pdf"',
    }
    assert paper["X-Content-Type-Options"] == "nosniff"
    assert paper["Cache-Control"] == "private, no-store"
    assert paper["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("signed.pdf", b"MZ\x90\x00 program", "The content of the file is not what"),
        ("signed.exe", PDF, "Only PDF, JPEG and PNG files are kept."),
        ("signed.pdf", PDF + b"0" * LARGEST, "The file is larger than 10 MB."),
        ("signed.pdf", b"", "The submitted file is empty."),
    ],
    ids=["renamed program", "program", "11 MB", "empty"],
)
def test_what_is_no_scan_is_refused(secretary, sitting, name, content, sentence):
    answer = attach(secretary, sitting, name, content)
    assert answer.status_code == 200
    assert answer.context["form"].errors["upload"][0].startswith(sentence)
    assert SignedScan.objects.count() == 0


def test_the_same_file_is_attached_once(secretary, sitting):
    attach(secretary, sitting)
    answer = attach(secretary, sitting, "another-name.pdf")
    assert refusals(answer) == ["This very file is attached already."]
    assert attach(secretary, sitting, content=a_pdf("ru")).status_code == 302
    assert SignedScan.objects.count() == 2


def test_whose_scan_it_is_who_opens_it(
    secretary, chairs, member, client, council, sitting
):
    own = make.discussed(make.a_candidate(council))
    actions.change_sitting(
        sitting=own, secretary=council.secretary, by=council.secretariat
    )
    make.finalised(own)
    attach(secretary, Sitting.objects.get(pk=own.pk))
    attach(secretary, sitting)
    of_commission, of_presidium = (
        url("open_scan", scan.pk) for scan in SignedScan.objects.order_by("pk")
    )
    answers = [
        [
            put_away(reader.get(page)).status_code
            for page in (of_commission, of_presidium)
        ]
        for reader in (secretary, *chairs, member, client)
    ]
    assert answers == [[200, 200], [200, 200], [404, 200], [404, 200], [302, 302]]
    assert "/sign-in/" in client.get(of_commission).url
    statuses = [
        chair.get(url("attach_scan", own.pk)).status_code for chair in (*chairs, member)
    ]
    assert statuses == [200, 404, 403]


def test_a_scan_that_is_gone_is_not_found(secretary, sitting):
    attach(secretary, sitting)
    scan = SignedScan.objects.get()
    scan.file.delete(save=False)
    assert secretary.get(url("open_scan", scan.pk)).status_code == 404


# Excerpts and versions as papers


@pytest.mark.parametrize(
    ("language", "head", "certified", "city"),
    [
        ("kk", "ХАТТАМАДАН ҮЗІНДІ", "Үзінді дұрыс", "Алматы қаласы"),
        ("ru", "ВЫПИСКА ИЗ ПРОТОКОЛА", "Выписка верна", "город Алматы"),
    ],
)
@pytest.mark.clause("5.2.2")
def test_an_excerpt_names_one_person_and_no_other(
    secretary, council, sitting, candidates, language, head, certified, city
):
    answer = secretary.get(url("excerpt_pdf", sitting.pk, 1, language))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'inline; filename="excerpt-2025-11-10-1-1-{language}.pdf"'
    )
    text = words(answer.content)
    assert [word for word in (head, certified, city, "№ 1") if word not in text] == []
    assert str(candidates[0]) in text
    others = [str(candidates[1]), "Серіков", str(council.members[4]), *SAID.values()]
    assert [name for name in others if name in text] == []
    free = words(secretary.get(url("excerpt_pdf", sitting.pk, 3, language)).content)
    assert [str(name) for name in candidates if str(name) in free] == []
    assert [name for name in others if name in free] == []


@pytest.mark.parametrize(
    ("position", "language"), [(4, "kk"), (0, "kk"), (1, "en"), (1, "xx")]
)
def test_there_is_no_such_excerpt(secretary, sitting, position, language):
    page = url("excerpt_pdf", sitting.pk, position, language)
    assert secretary.get(page).status_code == 404


def test_a_draft_has_no_excerpt_and_two_languages(secretary, council):
    draft = make.a_presidium_sitting(council)
    actions.add_item(sitting=draft, texts=FREE, by=council.secretariat)
    assert secretary.get(url("excerpt_pdf", draft.pk, 1, "kk")).status_code == 404
    assert secretary.get(url("protocol_pdf", draft.pk, "kk")).status_code == 200
    for language in ("en", "head"):
        page = url("protocol_pdf", draft.pk, language)
        assert secretary.get(page).status_code == 404


def test_each_version_is_a_paper_of_its_own(secretary, sitting):
    page = url("protocol_pdf", sitting.pk, "ru")
    before = words(secretary.get(page).content)
    item = sitting.items.last()
    correct(secretary, sitting, **{f"{item.pk}-draft_ru": "Дополнить план."})
    first = secretary.get(page, {"version": "1"})
    assert words(first.content) == before
    second = secretary.get(page)
    assert second["Content-Disposition"] == (
        'inline; filename="protocol-2025-11-10-1-v2-ru.pdf"'
    )
    text = words(second.content)
    assert [
        word
        for word in ("Дополнить план.", "Ошибка исправлена.")
        if (word not in text or word in before)
    ] == []
    assert words(secretary.get(page, {"version": "2"}).content) == text
    for asked in ("9", "0", "-1", "x", "1.0", "9" * 40, "१"):
        assert secretary.get(page, {"version": asked}).status_code == 404


# Guests and speakers


def test_guests_and_speakers_are_shown_and_printed(secretary, council):
    sitting = make.a_presidium_sitting(council)
    secretary.post(url("add_item", sitting.pk), FREE | SAID)
    answer = secretary.post(
        url("record_attendance", sitting.pk),
        {
            "revision": Sitting.objects.get().revision,
            "voters": [person.pk for person in sitting.members],
            "invited": INVITED,
            "go_on": "1",
        },
    )
    assert answer.url == url("record_votes", sitting.pk)
    page = secretary.get(url("sitting", sitting.pk)).text
    guests = ["Серіков А., тілші", "Омаров Б., қала тұрғыны"]
    assert [name for name in (*guests, *SAID.values()) if name not in page] == []
    make.voted(sitting)
    protocol = make.finalised(sitting)
    assert protocol.frozen["kk"]["without_vote"] == guests
    for language in ("kk", "ru"):
        text = words(secretary.get(url("protocol_pdf", sitting.pk, language)).content)
        assert ", ".join(guests) in text
        assert [name for name in SAID.values() if name not in text] == []


def test_a_refused_vote_stays_open_on_the_page(secretary, council):
    """What was marked by name is not folded away again."""
    sitting = make.a_presidium_sitting(council)
    item = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.attended(sitting)
    typed = {f"{item.pk}-person-{council.members[1].pk}": "against"}
    answer = secretary.post(url("record_votes", sitting.pk), typed | {"revision": 1})
    (row,) = answer.context["form"].rows()
    assert row.is_exception
    assert len(refusals(answer)) == 1


# Another day


def test_a_sitting_moves_with_its_agenda(secretary, council, candidates):
    make.discussed(*candidates)
    sitting = make.a_presidium_sitting(council, date(2025, 11, 25))
    submissions = make.proposed(*candidates, sitting=sitting)
    page = url("change_sitting", sitting.pk)
    revision = Sitting.objects.get(pk=sitting.pk).revision
    data = {"revision": revision, "held_on": "02.11.2025", "place_kk": "Зал"}
    refused = secretary.post(page, data)
    first, second = refusals(refused)
    assert first.startswith(f"Item 1, “{submissions[0].item.title}”: 1.8: ")
    assert second.startswith(f"Item 2, “{submissions[1].item.title}”: 1.8: ")
    assert 'value="02.11.2025"' in refused.text
    assert f'href="{url("sitting", sitting.pk)}"' in refused.text
    answer = secretary.post(page, data | {"held_on": "27.11.2025"}, follow=True)
    assert "Day, place and officers are saved." in answer.text
    assert "27 November 2025" in answer.text
    moved = Sitting.objects.get(pk=sitting.pk)
    assert [row.place for row in moved.submissions.order_by("place")] == [1, 2]
    later = data | {"held_on": "28.11.2025", "place_kk": "Бөлме"}
    stale = secretary.post(page, later)
    assert refusals(stale)[0].startswith("Somebody changed this record")
    form = stale.context["form"]
    assert form.on_record == [
        ("Day of the sitting", "27.11.2025"),
        ("Place, in Kazakh", "Зал"),
    ]
    assert "On record now, where your page differs" in stale.text
    mistyped = refusals(secretary.post(page, later | {"starts_at": "25:99"}))
    assert [each[:37] for each in mistyped if each.startswith("Somebody")] == [
        "Somebody changed this record while yo"
    ]
    again = secretary.post(page, later | {"revision": form["revision"].value()})
    assert again.status_code == 302
    assert Sitting.objects.get(pk=sitting.pk).place_kk == "Бөлме"


def test_a_stale_question_is_refused(secretary, council):
    sitting = make.a_presidium_sitting(council)
    item = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    page = url("change_item", item.pk)
    data = FREE | {"revision": Sitting.objects.get().revision, "title_kk": "Есеп"}
    assert secretary.post(page, data).status_code == 302
    stale = secretary.post(page, data | {"title_kk": "Басқа"})
    assert refusals(stale)[0].startswith("Somebody changed this record")
    form = stale.context["form"]
    assert form["title_kk"].value() == "Басқа"
    assert form.on_record == [("Question, in Kazakh", "Есеп")]
    item.refresh_from_db()
    assert item.title_kk == "Есеп"
    present = {"revision": form["revision"].value(), "title_kk": "Басқа"}
    assert secretary.post(page, data | present).status_code == 302
    item.refresh_from_db()
    assert item.title_kk == "Басқа"


# Editions


def test_who_sees_the_editions_and_who_amends(
    secretary, chairs, member, client, council
):
    sitting = make.a_presidium_sitting(council, date(2025, 11, 25))
    amend = url("propose_edition", sitting.pk)
    for reader in (*chairs, member):
        page = reader.get(url("editions"))
        assert page.status_code == 200
        assert f'href="{amend}"' not in page.text
        assert reader.get(amend).status_code == 403
    assert f'href="{amend}"' in secretary.get(url("editions")).text
    assert client.get(url("editions")).status_code == 302
    assert browser(make.an_account()).get(url("editions")).status_code == 403


def test_an_amendment_begins_with_the_numbers_in_force(secretary, council):
    sitting = make.a_presidium_sitting(council, date(2025, 11, 25))
    page = url("propose_edition", sitting.pk)
    form = secretary.get(page).context["form"]
    shown = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() is not None
    }
    assert shown == {name: getattr(council.edition, name) for name in shown}
    assert set(form.fields) - set(shown) == {"effective_on"}
    unchanged = secretary.post(page, shown | {"effective_on": "01.01.2026"})
    assert refusals(unchanged) == ["7.3: nothing differs from the edition before."]
    assert EditionItem.objects.count() == 0


# Acting chairs, early end


def test_an_acting_chair_is_named_and_ended_on_the_pages(secretary, council):
    body, person = council.commissions[0], council.members[2]
    page = url("name_acting_chair", body.pk)
    offered = secretary.get(page).context["form"].fields["person"].queryset
    assert list(offered) == [person]
    data = {"person": person.pk, "begins": "20.11.2025", "ends": "19.11.2025"}
    refused = secretary.post(page, data)
    assert refusals(refused) == ["The last day lies before the first."]
    assert 'value="19.11.2025"' in refused.text
    assert f'href="{url("body", body.pk)}"' in refused.text
    answer = secretary.post(page, data | {"ends": "30.11.2025"}, follow=True)
    assert f"{person} acts as chair of Commission № 1." in answer.text
    assert f"{person}: 20.11.2025 – 30.11.2025" in " ".join(answer.text.split())
    acting = ActingChair.objects.get()
    end = url("end_acting", acting.pk)
    assert f'href="{end}"' in answer.text
    refused = secretary.post(end, {"ends": "01.12.2025"})
    assert refusals(refused) == ["The last day lies between 20.11.2025 and 30.11.2025."]
    answer = secretary.post(end, {"ends": "21.11.2025"}, follow=True)
    assert f"{person} stops acting as chair." in answer.text
    assert f"{person}: 20.11.2025 – 21.11.2025" in " ".join(answer.text.split())


@pytest.mark.parametrize("language", ["kk", "en"])
def test_an_early_end_is_refused_with_its_typing_kept(secretary, sitting, language):
    convocation = Convocation.objects.get()
    page = url("end_convocation_early", convocation.pk, language=language)
    answer = secretary.post(page, {"ends": "09.11.2025", "ended_early_by": "Қаулы № 7"})
    (sentence,) = refusals(answer)
    assert sentence.startswith("1.11: ")
    assert "10.11.2025" in sentence
    assert 'value="09.11.2025"' in answer.text
    assert 'value="Қаулы № 7"' in answer.text
    assert f'<html lang="{language}">' in answer.text


def test_an_early_end_is_shown_and_ends_every_term(secretary, council, sitting):
    later = make.a_presidium_sitting(council, date(2025, 11, 25))
    page = url("end_convocation_early", council.convocation.pk)
    assert "sittings planned for later days are cancelled" in secretary.get(page).text
    data = {"ends": "19.11.2025", "ended_early_by": "Қаулы № 7", "checked": "1"}
    answer = secretary.post(page, data, follow=True)
    assert "the terms of its experts end with it (1.11)" in answer.text
    shown = " ".join(answer.text.split())
    assert "20.05.2025 – 19.11.2025" in shown
    assert "Ended early: Қаулы № 7" in shown
    assert Engagement.objects.active(date(2025, 11, 20)).count() == 0
    later.refresh_from_db()
    assert later.status == Sitting.Status.CANCELLED


def test_only_the_secretariat_changes_who_leads(chairs, member, council, sitting):
    acting = actions.name_acting_chair(
        body=council.commissions[0],
        person=council.members[2],
        begins=date(2025, 11, 20),
        ends=date(2025, 11, 30),
        by=council.secretariat,
    )
    for reader in (*chairs, member):
        for page in (
            url("name_acting_chair", council.commissions[0].pk),
            url("end_acting", acting.pk),
            url("end_convocation_early", council.convocation.pk),
        ):
            assert reader.get(page).status_code == 403
