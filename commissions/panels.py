"""What the commissions put on the desk and on a person's page."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions import output_panels, outputs_story, stories, work_panels
from commissions.models import Discussion, Submission
from commissions.path import paths_of
from commissions.selection import candidates_to_propose, places
from council.dates import numeric_date
from council.desk import Panel, Row, offer_sitting_link, offer_tab, panel
from council.models import Account, AgendaItem, Body, Sitting
from council.regulation import Move
from council.roles import scope
from experts.desk_facts import desk_facts
from experts.models import Expert
from experts.overview import with_papers

SHOWN = 6
OFFERED_ELSEWHERE = (output_panels, outputs_story, stories, work_panels)

offer_tab(order=20, url_name="path", label=gettext_lazy("Path"))
offer_tab(order=30, url_name="work", label=gettext_lazy("Work"))
offer_sitting_link(
    order=10,
    url_name="discuss",
    label=gettext_lazy("Candidates to discuss"),
    kind=Body.Kind.COMMISSION,
)
offer_sitting_link(
    order=10,
    url_name="propose",
    label=gettext_lazy("Candidates to propose"),
    kind=Body.Kind.PRESIDIUM,
)


STEPS = ("dossier", "to discuss", "discussed", "proposed")


def _candidates_by_step(commissions: list[Body]) -> dict[str, int]:
    """Return how many candidates under consideration stand at each step of 1.8."""
    proposed = Submission.objects.filter(
        proposal__expert=OuterRef("pk"), item__outcome=AgendaItem.Outcome.OPEN
    )
    discussed = Discussion.objects.filter(expert=OuterRef("pk"), move=Move.ADMIT)
    return dict(
        Expert.objects.filter(
            commission__in=commissions, status=Expert.Status.CANDIDATE
        )
        .annotate(
            step=Case(
                When(Exists(proposed), then=Value("proposed")),
                When(
                    Exists(discussed.filter(item__votes_for__isnull=False)),
                    then=Value("discussed"),
                ),
                When(Exists(discussed), then=Value("to discuss")),
                default=Value("dossier"),
            )
        )
        .order_by()
        .values_list("step")
        .annotate(count=Count("pk"))
    )


@panel(order=5, deed="propose")
def candidates_by_step(account: Account, on: date) -> Panel:
    """The commission at a glance: its experts, its candidates by step (1.7, 1.8)."""
    facts = desk_facts(account, on)
    counts = _candidates_by_step(facts.commissions)
    labels = {
        "dossier": _("Dossier not discussed yet"),
        "to discuss": _("On the commission's agenda"),
        "discussed": _("Discussed, not yet proposed"),
        "proposed": _("On the Presidium's agenda"),
    }
    # The secretariat has the headroom of all commissions in the panel of places.
    listed = facts.commissions if scope(account, "propose") is not None else []
    names = ", ".join(f"№ {body.number} – {body.name}" for body in listed)
    url = f"{reverse('candidates')}?status={Expert.Status.CANDIDATE}"
    return Panel(
        title=names or _("Candidates by step"),
        rows=[
            Row(label=labels[step], url=url, note=str(counts[step]))
            for step in STEPS
            if counts.get(step)
        ]
        + (_next_steps(listed, account) if listed else []),
        count=sum(counts.values()),
        url=url,
        empty=_("No candidate is under consideration."),
        meters=[
            {
                "label": _("Experts of commission № %(number)s")
                % {"number": body.number},
                "taken": room.taken,
                "limit": room.capacity,
                "clause": "1.7",
                "note": _("council members: %(count)s") % {"count": room.members},
            }
            for body in listed
            if (room := facts.rooms.get(body.pk))
        ],
    )


def _next_steps(commissions: list[Body], account: Account) -> list[Row]:
    """Return the candidates of a chair's commissions, each with its present step."""
    candidates = Expert.objects.filter(
        commission__in=commissions, status=Expert.Status.CANDIDATE
    )
    waiting = list(with_papers(candidates)[:SHOWN])
    return [
        Row(
            label=str(expert), url=reverse("path", args=[expert.pk]), note=path.in_words
        )
        for expert, path in zip(
            waiting, paths_of(waiting, account).values(), strict=True
        )
    ]


@panel(order=20, deed="propose")
def candidates_ready(account: Account, on: date) -> Panel:
    """Candidates discussed and not yet proposed, with the next sitting's places."""
    sitting = (
        Sitting.objects.open()
        .presidium()
        .filter(held_on__gte=on)
        .select_related("body")
        .order_by("held_on")
        .first()
    )
    if sitting is None:
        return Panel(
            title=_("To propose to the Presidium"),
            rows=[],
            count=0,
            url=reverse("sittings"),
            empty=_("No sitting of the Presidium is planned."),
        )
    commissions = [
        body
        for body in desk_facts(account, on).commissions
        if body.convocation_id == sitting.body.convocation_id
    ]
    ready = candidates_to_propose(sitting, commissions)
    url = reverse("propose", args=[sitting.pk])
    return Panel(
        title=_("To propose to the Presidium on %(day)s")
        % {"day": numeric_date(sitting.held_on)},
        rows=[
            Row(
                label=str(choice.expert),
                url=reverse("path", args=[choice.expert.pk]),
                note=_("dossier incomplete") if choice.objections else _("ready"),
                tone="neutral" if choice.objections else "warm",
            )
            for choice in ready[:SHOWN]
        ],
        count=len(ready),
        url=url,
        empty=_("Nobody waits to be proposed."),
        meters=[
            {
                "label": place["commission"].short_name,
                "taken": place["taken"],
                "limit": place["limit"],
                "clause": "1.7",
                "note": _("experts: %(taken)s of %(capacity)s")
                % {
                    "taken": place["room"].taken,
                    "capacity": place["room"].capacity,
                },
            }
            for place in places(sitting, commissions)
        ],
    )
