"""The chain: links, what they cover, and that nothing rewritten goes unnoticed."""

import random
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import settings

from council import proof
from council.audit import tracked_models, versions
from council.chain import code_of, fingerprint, sealed_facts
from council.models import AuditEvent, LastDeed, Link, ProtocolVersion
from experts import actions as expert_actions
from experts.models import ListEdition
from tests import factories as make
from tests.council import tampering

IS_LONG = settings.get_current_profile_name() == "long"
TIMES = 30 if IS_LONG else 3

pytestmark = pytest.mark.django_db


@pytest.fixture
def chained():
    """Return a council with three sealed protocols and two editions of the list."""
    council = make.a_council()
    for day in (17, 18, 19):
        make.engaged(
            council,
            *(make.a_candidate(council) for _number in range(2)),
            discussed_on=date(2025, 11, 12),
            decided_on=date(2025, 11, day),
        )
        if day > 17:
            expert_actions.publish_list(on=date(2025, 11, day), by=council.secretariat)
    return council


def misfits(*heads):
    with proof.snapshot():
        return list(proof.misfits(proof.Head.read(head) for head in heads))


def first_misfit(*heads):
    with proof.snapshot():
        return next(proof.misfits(proof.Head.read(head) for head in heads), "")


@contextmanager
def undone():
    """Take back what is done inside."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def test_a_link_follows_the_one_before_and_seals_its_paper(chained):
    links = list(Link.objects.all())
    assert [link.kind for link in links if link.kind != "protocol"] == ["list"] * 2
    assert len(links) == ProtocolVersion.objects.count() + 2
    assert [link.previous for link in links] == [
        "",
        *(link.sha256 for link in links[:-1]),
    ]
    assert [link.since for link in links] == [None, *(link.at for link in links[:-1])]
    newest = ListEdition.objects.latest("number")
    assert (links[-1].content, links[-1].by) == (newest.sha256, chained.secretariat)
    end = LastDeed.objects.get()
    assert (end.links, end.head) == (len(links), links[-1].sha256)


def test_links_cover_all_that_was_written_before_the_last_once(chained):
    last = Link.objects.latest("number")
    counted = sum(
        part["count"]
        for covers in Link.objects.values_list("covers", flat=True)
        for part in covers.values()
    )
    assert counted == AuditEvent.objects.filter(at__lt=last.at).count() + sum(
        versions(model).filter(history_date__lt=last.at).count()
        for model in tracked_models()
    )


def test_what_nobody_touched_fits(chained, capsys):
    assert misfits() == []
    call_command("verify_history")
    last = Link.objects.latest("number")
    assert capsys.readouterr().out.endswith(f"Head: {last.number}:{last.sha256}\n")


def test_tampering_is_noticed(chained):
    make.an_account("secretariat", "colleague")
    noticed = dict.fromkeys(tampering.NOTICED, 0)
    for kind in noticed:
        for chance in range(TIMES):
            with undone():
                kind(random.Random(chance))
                noticed[kind] += bool(first_misfit())
    assert noticed == dict.fromkeys(tampering.NOTICED, TIMES)


def test_a_chain_written_anew_is_noticed_by_printed_heads_only(chained):
    printed = [f"{link.number}:{link.sha256[:16]}" for link in Link.objects.all()]
    found: dict[tampering.Tampering, Counter[str]] = {
        kind: Counter() for kind in tampering.NOTICED_BY_PRINTED_HEADS
    }
    for kind, noticed in found.items():
        for chance in range(TIMES):
            with undone():
                kind(random.Random(chance))
                noticed["without heads"] += bool(first_misfit())
                noticed["with heads"] += bool(first_misfit(*printed))
    assert found == dict.fromkeys(found, {"without heads": 0, "with heads": TIMES})


FACTS = ("number", "kind", "content", "since", "at", "covers", "by_id", "previous")
FORGED = {
    "number": 99,
    "kind": "other",
    "content": "0" * 64,
    "since": None,
    "at": datetime(2025, 1, 1, tzinfo=UTC),
    "covers": {},
    "by_id": 0,
    "previous": "f" * 64,
}


def test_twenty_forged_chains_are_refused(chained):
    """Eight facts, with and without a fingerprint to fit; four whole chains."""
    colleague = make.an_account("secretariat", "colleague")
    printed = [f"{link.number}:{link.sha256}" for link in Link.objects.all()]
    middle = Link.objects.all()[2]
    refused = []

    def hand_in(forge):
        with undone():
            forge()
            refused.append(bool(first_misfit(*printed)))

    def one_fact(name, *, fits):
        link = Link.objects.get(pk=middle.pk)
        setattr(link, name, colleague.pk if name == "by_id" else FORGED[name])
        if fits:
            link.sha256 = fingerprint(sealed_facts(link))
            link.code = code_of(link.sha256)
        link.save()

    def first_link_dropped():
        tampering.cut(Link.objects.earliest("number"))
        tampering.seal_again()

    def nothing_covered():
        tampering.seal_again(cover=lambda _since, _at: {})

    def somebody_else():
        Link.objects.update(by=colleague)
        tampering.seal_again()

    def other_moments():
        for link in Link.objects.all():
            tampering.write(link, at=link.at + timedelta(microseconds=1))
        tampering.seal_again()

    for name in FACTS:
        for fits in (False, True):
            hand_in(partial(one_fact, name, fits=fits))
    for whole in (first_link_dropped, nothing_covered, somebody_else, other_moments):
        hand_in(whole)
    assert refused == [True] * 20
