"""Vacancies: the list with its funnel, one with who could come, offers and their answers, the rules."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.buttons import buttons, form_of
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.flow import VACANCY_FLOW
from kakehashi.services.jet.forms.vacancies import ArriveForm, OfferForm, RuleForm
from kakehashi.services.jet.models import Vacancy
from kakehashi.services.jet.operations import vacancies as operations
from kakehashi.services.jet.queries import vacancies as queries
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only, participants_only

PAGE = 50
SHOWN = 30  # alternates on the page of a vacancy


def vacancy_of(request: SignedInRequest, pk: int) -> Vacancy:
    return get_object_or_404(queries.visible_vacancies(request.person), pk=pk)


def vacancies_link() -> Link:
    return Link(_("欠員と補充"), reverse("jet:vacancies"))


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    participants_only(request)
    step = request.GET.get("step", "")
    found = queries.visible_vacancies(request.person)
    if step in VACANCY_FLOW.codes():
        found = found.filter(step=step)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rules, groups = queries.rules_now(), queries.groups_of_countries()
    context = {
        "page": page,
        "rows": [(one, VACANCY_FLOW.step(one.step), queries.window(one, rules, groups)) for one in page],
        "funnel": queries.funnel(request.person),
        "step": step,
        "runs": runs_programme(request.person),
        "crumbs": crumbs(Link(_("欠員と補充"), "")),
    }
    return render(request, "jet/vacancies.html", context)


@require_safe
def vacancy(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "jet/vacancy.html", _page(request, vacancy_of(request, pk)))


def _page(request: SignedInRequest, one: Vacancy, form: MoveForm | None = None, **more: Any) -> dict[str, Any]:
    def action(code: str) -> str:
        return reverse("jet:vacancy_move", args=[one.pk, code])

    runs = runs_programme(request.person)
    window = queries.window(one, queries.rules_now(), queries.groups_of_countries())
    found = (
        queries.alternates(one, window.rule) if runs and one.step in ("reported", "searching", "next_intake") else []
    )
    return {
        "one": one,
        "step": VACANCY_FLOW.step(one.step),
        "window": window,
        "runs": runs,
        "alternates": found[:SHOWN],
        "more": max(0, len(found) - SHOWN),
        "offers": one.offers.select_related("application__mission") if runs else (),
        "offer_form": OfferForm(),
        "arrive_form": ArriveForm(),
        "story": [(passed, VACANCY_FLOW.step(passed.to_step)) for passed in queries.story(one)],
        "crumbs": crumbs(vacancies_link(), Link(str(one.organisation), "")),
        **buttons(VACANCY_FLOW, one, request.person, action=action, form=form),
        **more,
    }


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    one = vacancy_of(request, pk)
    if code not in {each.code for each in VACANCY_FLOW.moves}:
        raise Http404
    form = form_of(VACANCY_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "jet/vacancy.html", _page(request, one, form), status=422)
    try:
        operations.move_vacancy(
            one, code, by=request.person, note=form.cleaned_data["note"], base_revision=sent_revision(request)
        )
    except MoveRefusedError as refused:
        context = _page(request, vacancy_of(request, pk), form, refused=str(refused))
        return render(request, "jet/vacancy.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": VACANCY_FLOW.move(code).label})
    return redirect("jet:vacancy", pk)


@require_POST
@once
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask an alternate to come, until a day."""
    council_only(request)
    one = vacancy_of(request, pk)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return render(request, "jet/vacancy.html", _page(request, one, offer_form=form), status=422)
    asked = queries.waiting_one(request.POST.get("number", "")[:20].replace("\0", ""), one)
    try:
        if asked is None:
            raise MoveRefusedError(_("この人には今は打診できません。一覧を確かめてください。"))
        operations.offer(one, asked, until=form.cleaned_data["until"], by=request.person)
    except MoveRefusedError as refused:
        context = _page(request, vacancy_of(request, pk), refused=str(refused))
        return render(request, "jet/vacancy.html", context, status=409)
    messages.success(request, _("打診しました。"))
    return redirect("jet:vacancy", pk)


@require_POST
@once
def take_back(request: SignedInRequest, pk: int, offer_pk: int) -> HttpResponse:
    """Wait for this answer no longer."""
    council_only(request)
    made = get_object_or_404(vacancy_of(request, pk).offers.select_related("vacancy"), pk=offer_pk)
    return _done(request, pk, lambda: operations.take_back(made, by=request.person), _("打診を取りやめました。"))


@require_POST
@once
def arrive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever accepted is there; or does not come after all."""
    council_only(request)
    one = vacancy_of(request, pk)
    if "fails" in request.POST:
        note = request.POST.get("note", "")[:1000].replace("\0", "")
        return _done(
            request, pk, lambda: operations.fail_to_come(one, note=note, by=request.person), _("次の人をさがします。")
        )
    form = ArriveForm(request.POST)
    if not form.is_valid():
        context = _page(request, one, arrive_form=form)
        return render(request, "jet/vacancy.html", context, status=422)
    on = form.cleaned_data["on"]
    return _done(
        request, pk, lambda: operations.arrive_instead(one, on=on, by=request.person), _("後任の来日を記録しました。")
    )


def _done(request: SignedInRequest, pk: int, write: Any, told: str) -> HttpResponse:
    try:
        write()
    except MoveRefusedError as refused:
        context = _page(request, vacancy_of(request, pk), refused=str(refused))
        return render(request, "jet/vacancy.html", context, status=409)
    messages.success(request, told)
    return redirect("jet:vacancy", pk)


@require_POST
@once
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """By the alternate, or the mission in the name of this person."""
    made = get_object_or_404(queries.visible_offers(request.person), pk=pk)
    accepts = request.POST.get("answer") == "accept"
    try:
        operations.answer(made, accepts=accepts, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("返事を送りました。"))
    return redirect("jet:candidate", made.application_id)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def rules(request: SignedInRequest) -> HttpResponse:
    """Until when leavers are replaced, by country and from which day."""
    council_only(request)
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.add_rule(form.values(), by=request.person)
        messages.success(request, _("決まりを加えました。"))
        return redirect("jet:replacement_rules")
    context = {
        "form": form,
        "rules": queries.rules_now(),
        "crumbs": crumbs(vacancies_link(), Link(_("補充の決まり"), "")),
    }
    return render(request, "jet/replacement_rules.html", context, status=422 if form.errors else 200)
