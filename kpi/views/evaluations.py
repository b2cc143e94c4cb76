"""The round of a quarter: all experts of a commission on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.dates import Quarter, today
from council.forms import attempt
from council.models import Body
from council.regulation import PERIOD_OVER, collect
from council.roles import CHAIR, DeskRequest, may, requires, roles_of
from council.telling import Next, tell
from kpi import actions
from kpi.forms import RoundForm, RowForm
from kpi.round import progress, round_of
from kpi.shown import computed, frozen
from kpi.views.places import commissions_in, round_asked


@requires("evaluations")
@require_safe
def evaluations(request: DeskRequest) -> HttpResponse:
    """Show every expert of the commission with the numbers of the quarter."""
    commission, quarter = round_asked(request, "evaluations", today())
    form = RoundForm(
        rows=round_of(commission, quarter), may_sign=_may_sign(request, commission)
    )
    return _round_page(request, commission, quarter, form)


@requires("note_evaluations")
def note_evaluations(request: DeskRequest) -> HttpResponse:
    """Keep numbers and notes without signing."""
    if request.method != "POST":
        return redirect("evaluations")
    commission, quarter = round_asked(request, "note_evaluations", today())
    form = RoundForm(request.POST, rows=round_of(commission, quarter))
    if form.is_valid():
        kept = attempt(
            form,
            actions.note_evaluations,
            commission=commission,
            quarter=quarter,
            entries=form.entries(),
            on=today(),
            by=request.user,
        )
        if kept is not None:
            tell(
                request,
                _("Numbers and notes are kept; nothing is signed off yet."),
                Next(_("Sign off"), "evaluations", more=_query(commission, quarter)),
            )
            return _back(request, commission, quarter)
    return _refused(request, commission, quarter, form)


@requires("sign_evaluations")
def sign_evaluations(request: DeskRequest) -> HttpResponse:
    """Sign off the chosen experts, or all that are left."""
    if request.method != "POST":
        return redirect("evaluations")
    commission, quarter = round_asked(request, "sign_evaluations", today())
    form = RoundForm(request.POST, rows=round_of(commission, quarter))
    if form.is_valid():
        signed = attempt(
            form,
            actions.sign_evaluations,
            commission=commission,
            quarter=quarter,
            entries=form.entries(),
            chosen=form.chosen(),
            on=today(),
            by=request.user,
        )
        if signed:
            _tell_signed(request, commission, quarter, len(signed))
            return _back(request, commission, quarter)
    return _refused(request, commission, quarter, form)


def _tell_signed(
    request: DeskRequest, commission: Body, quarter: Quarter, signed: int
) -> None:
    """Say how many are signed off and left; after the last one comes the report."""
    rows = round_of(commission, quarter)
    left = sum(not row.is_evaluated for row in rows)
    facts = {"count": signed, "left": left}
    if left:
        tell(
            request,
            _("Signed off – %(count)s. Left – %(left)s.") % facts,
            Next(
                _("Sign off the others"),
                "evaluations",
                more=_query(commission, quarter, is_open=True),
            ),
        )
    else:
        tell(
            request,
            _("Signed off – %(count)s. Everybody of the quarter is evaluated (4.1).")
            % facts,
            Next(_("Make the report to the Presidium (6.2)"), "make_report"),
        )


def _query(commission: Body, quarter: Quarter, *, is_open: bool = False) -> str:
    query = {"quarter": quarter.code, "commission": str(commission.number)}
    if is_open:
        query["open"] = "1"
    return f"?{urlencode(query)}"


def round_url(commission: Body, quarter: Quarter, *, is_open: bool = False) -> str:
    """Return the address of a round, with the fields of all experts open or not."""
    return f"{reverse('evaluations')}{_query(commission, quarter, is_open=is_open)}"


def _is_open(request: DeskRequest) -> bool:
    """Return whether the page shows everybody's fields: one press for a round."""
    values = request.POST if request.method == "POST" else request.GET
    return values.get("open") == "1"


def _back(
    request: DeskRequest, commission: Body, quarter: Quarter
) -> HttpResponseRedirect:
    url = round_url(commission, quarter, is_open=_is_open(request))
    return HttpResponseRedirect(url)


def _may_sign(request: DeskRequest, commission: Body) -> bool:
    return roles_of(request.user).has(CHAIR, commission)


def _refused(
    request: DeskRequest, commission: Body, quarter: Quarter, form: RoundForm
) -> HttpResponse:
    """Show the round as it stands now, with what was typed and why it is refused."""
    fresh = RoundForm(request.POST, rows=round_of(commission, quarter))
    fresh.full_clean()
    for sentence in form.non_field_errors():
        if sentence not in fresh.non_field_errors():
            fresh.add_error(None, sentence)
    return _round_page(request, commission, quarter, fresh, status=422)


def _round_page(
    request: DeskRequest,
    commission: Body,
    quarter: Quarter,
    form: RoundForm,
    status: int = 200,
) -> HttpResponse:
    day, language = today(), get_language() or "kk"
    rows = [_shown(each, quarter, request) for each in form.rows]
    first = Quarter.of(commission.convocation.begins)
    others = list(commissions_in(request.user, "evaluations", quarter))
    context: dict[str, Any] = {
        "section": "evaluations",
        "commission": commission,
        "quarter": quarter,
        "label": quarter.label(language),
        "is_over": quarter.is_over(day),
        "held": collect((PERIOD_OVER, {"ends": quarter.ends, "today": day})),
        "form": form,
        "rows": rows,
        "is_open": _is_open(request),
        "turn_open": round_url(commission, quarter, is_open=not _is_open(request)),
        "evaluated": sum(each.row.is_evaluated for each in form.rows),
        "left": sum(each.is_open for each in form.rows),
        "earlier": _turn(commission, quarter.previous, language)
        if first < quarter
        else None,
        "later": _turn(commission, quarter.next, language)
        if quarter.next.begins <= min(day, commission.convocation.ends)
        else None,
        "commissions": [
            {
                "label": str(body),
                "url": round_url(body, quarter),
                "done": done,
                "of": of,
                "is_current": body == commission,
            }
            for body, done, of in progress({body.pk for body in others}, quarter)
        ]
        if len(others) > 1
        else [],
        "may_evaluate_work": may(request.user, "evaluate_work", commission),
    }
    return render(request, "kpi/evaluations.html", context, status=status)


def _turn(commission: Body, quarter: Quarter, language: str) -> dict[str, str]:
    return {"label": quarter.label(language), "url": round_url(commission, quarter)}


def _shown(each: RowForm, quarter: Quarter, request: DeskRequest) -> dict[str, Any]:
    """Return one expert as the page shows them: signed figures, or those of now."""
    row = each.row
    entry = row.engagement
    records = f"{reverse('indicator_records', args=[entry.pk])}?quarter={quarter.code}"
    if row.signed:
        records = reverse("evaluation", args=[row.signed.evaluation_id])
    return {
        "row": row,
        "key": entry.pk,
        "expert": entry.expert,
        "entry": entry,
        "figures": frozen(row.signed) if row.signed else computed(row.counts),
        "url": records,
        "words": each.words,
        "unsaved": each.unsaved,
        "is_chosen": each.is_chosen,
        "left_on": entry.left_on,
    }
