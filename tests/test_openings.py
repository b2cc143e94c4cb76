"""Who opens which file: every file and every reader, each opening once on record."""

import pytest
import time_machine
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from council import actions
from council.models import Account, Protocol, Sitting
from council.record import AuditEvent
from council.storage import UnreadableFile
from experts.models import Paper
from tests import factories as make
from tests import outputs
from tests.scans import a_pdf
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOW = f"{outputs.TODAY} 12:00+05:00"
READERS = (
    *("secretariat", "administrator", "first chair", "second chair"),
    *("presidium", "member", "nobody", "closed", "stranger"),
)
# By file, one sign a reader: + opens, 0 not found, x refused, ? asked to sign in.
EXPECTED = {
    "paper of the first commission": "++xxxxx??",
    "paper of the second commission": "++xxxxx??",
    "scan of the first commission": "+++00xx??",
    "scan of the second commission": "++0+0xx??",
    "scan of the Presidium": "+++++xx??",
    "work of the first commission": "+++0xxx??",
    "work of the second commission": "++0+xxx??",
}
SIGNS = {200: "+", 404: "0", 403: "x", 302: "?"}


def upload(said):
    """Return a scan to hand in."""
    return SimpleUploadedFile("Қасенов құпия.pdf", a_pdf(said))


class World:
    """A council with a file of every kind in two commissions, and its readers."""

    def __init__(self):
        council = self.council = make.a_council(per_commission=2)
        for account, person in (("presidium", 3), ("member", -2)):
            actions.change_person(
                person=council.members[person],
                account=make.an_account(username=account),
                by=council.secretariat,
            )
        make.an_account(Account.Role.ADMINISTRATOR, "administrator")
        make.an_account(username="nobody")
        closed = make.an_account(Account.Role.SECRETARIAT, "closed")
        closed.is_active = False
        closed.save(update_fields=["is_active"])
        names = dict(zip(("first", "second"), council.commissions, strict=True))
        self.files = {}
        for number, (name, body) in enumerate(names.items(), start=1):
            self.of_commission(f"{name} commission", body, number)
        last = Protocol.objects.filter(body=council.presidium).first()
        self.add("scan of the Presidium", "open_scan", self.scan(last, "Presidium"))

    def of_commission(self, whose, body, number):
        """Keep a paper of a candidate, a scan and a work of one commission."""
        by = self.council.secretariat
        resume = {"resume": {"file": upload(f"paper {whose}")}}
        candidate = make.a_candidate(self.council, body, papers=resume)
        paper = candidate.papers.get(kind="resume")
        self.add(f"paper of the {whose}", "open_file", paper)
        expert = make.in_office(self.council, body)
        sitting = actions.change_sitting(
            sitting=Sitting.objects.get(body=body),
            secretary=self.council.secretary,
            by=by,
        )
        scan = self.scan(make.finalised(sitting, number), whose)
        self.add(f"scan of the {whose}", "open_scan", scan)
        work = outputs.a_recommendation(expert, file=upload(f"work {whose}"))
        self.add(f"work of the {whose}", "open_work_file", work.versions.get())

    def scan(self, protocol, said):
        """Return a scan attached to a protocol."""
        return actions.attach_scan(
            version=protocol.current,
            language="kk",
            upload=upload(said),
            on=protocol.sitting.held_on,
            by=self.council.secretariat,
        )

    def add(self, name, deed, row):
        """Note a file: the deed that opens it, and its row."""
        self.files[name] = (deed, row)


@built_once(NOW)
def world():
    return World()


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def readers(world):
    """Return every reader's browser; the stranger has not signed in."""
    names = {
        "first chair": world.council.chair_accounts[0],
        "second chair": world.council.chair_accounts[1],
    }
    found = {}
    for name in READERS:
        found[name] = Client()
        if name != "stranger":
            account = names.get(name) or Account.objects.get(username=name)
            found[name].force_login(account)
    return found


def record():
    """Return what is on record of openings, the last one first."""
    rows = AuditEvent.objects.filter(name__startswith="open_").order_by("-at")
    return list(rows.values_list("name", "by__username", "label", "row"))


def test_every_file_by_every_reader(world, readers):
    found = {}
    for name, (deed, row) in world.files.items():
        signs = []
        for client in readers.values():
            before = record()
            answer = client.get(reverse(deed, args=[row.pk]))
            signs.append(SIGNS[answer.status_code])
            if answer.status_code == 200:
                whose = Account.objects.get(pk=client.session["_auth_user_id"])
                entry = (deed, whose.username, row._meta.label_lower, row.pk)
                assert record() == [entry, *before]
                assert name.partition(" of the ")[2].encode() in answer.content
            else:
                assert record() == before
        found[name] = "".join(signs)
    assert found == EXPECTED
    assert len(record()) == sum(signs.count("+") for signs in EXPECTED.values())


@pytest.mark.parametrize("method", ["head", "post", "put", "delete", "options"])
def test_only_get_opens(world, readers, method):
    for deed, row in world.files.values():
        answer = getattr(readers["secretariat"], method)(reverse(deed, args=[row.pk]))
        assert answer.status_code == 405
        assert a_text(row) not in answer.content
    assert record() == []


def a_text(row):
    """Return the beginning of what is kept in a row's file."""
    with row.file.open("rb") as file:
        return file.read(200)


def test_what_does_not_open_is_not_on_record(world, readers):
    """Gone from the disk, changed on it, another kind's key, no such key."""
    secretary = readers["secretariat"]
    deeds = dict(world.files.values())
    for deed in deeds:
        assert secretary.get(reverse(deed, args=[10**6])).status_code == 404
    gone, changed, _other = deeds.values()
    gone.file.storage.delete(gone.file.name)
    assert secretary.get(reverse("open_file", args=[gone.pk])).status_code == 404
    changed.file.storage.backend.replace(str(changed.file.name), b"root:x:0:0")
    with pytest.raises(UnreadableFile, match="^signedscan/"):
        secretary.get(reverse("open_scan", args=[changed.pk]))
    assert record() == []


def test_a_row_turned_to_another_path_opens_nothing_outside(world, readers, tmp_path):
    """Whoever can write to the database still reads nothing but kept files (row 17)."""
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(a_pdf("secret"))
    secretary = readers["secretariat"]
    _deed, paper = world.files["paper of the first commission"]
    _deed, scan = world.files["scan of the Presidium"]
    address = reverse("open_file", args=[paper.pk])
    for name in (
        str(secret),
        "../secret.pdf",
        "papers/../../secret.pdf",
        "..%2fsecret.pdf",
        "../../../etc/passwd",
        "papers/./../../secret.pdf",
    ):
        Paper.objects.filter(pk=paper.pk).update(file=name)
        assert secretary.get(address).status_code in (400, 404), name
    (tmp_path / "media" / "papers" / "link.pdf").symlink_to(secret)
    Paper.objects.filter(pk=paper.pk).update(file="papers/link.pdf")
    with pytest.raises(OSError, match="symbolic links"):
        secretary.get(address)
    Paper.objects.filter(pk=paper.pk).update(file=str(scan.file.name))
    assert secretary.get(address).status_code == 200  # a kept file, and on record
    assert [entry[0] for entry in record()] == ["open_file"]


def test_no_file_has_an_address_of_its_own(world, readers):
    for _deed, row in world.files.values():
        name = str(row.file.name)
        assert default_storage.exists(name)
        for url in (f"/media/{name}", f"/{name}", f"/static/{name}", f"/kk/{name}"):
            assert readers["secretariat"].get(url).status_code == 404
            assert readers["stranger"].get(url).status_code == 404


def test_opening_leaves_pages_that_are_kept(world, readers, client):
    before = client.get(reverse("register"))["ETag"]
    deed, row = world.files["scan of the Presidium"]
    readers["secretariat"].get(reverse(deed, args=[row.pk]))
    assert client.get(reverse("register"))["ETag"] == before


def test_the_rows_of_the_test_are_all_that_have_files():
    kept = {"experts.Paper", "council.SignedScan", "commissions.RecommendationVersion"}
    drawn = {"council.ProtocolPaper", "experts.ListPaper"}
    public = {"council.Council"}
    found = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    }
    assert found == kept | drawn | public
