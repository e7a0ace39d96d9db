"""The register to write, by headquarters."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access import operations, queries, rules
from kakehashi.foundation.access.forms.people import EndForm, SuccessorForm, TermForm
from kakehashi.foundation.access.forms.register import (
    EditOrganisationForm,
    HolidayForm,
    NewOrganisationForm,
    RelationForm,
)
from kakehashi.foundation.access.gate import once
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.views.form_page import form_page, require
from kakehashi.foundation.organisations import queries as register
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.items import Link


def _crumbs(body: Organisation | None = None) -> list[Link]:
    first = [Link(_("団体の一覧"), reverse("organisations:list"))]
    return [*first, Link(str(body), _page_of(body))] if body else first


def _page_of(body: Organisation) -> str:
    return reverse("organisations:organisation", args=[body.code])


@once
def add_organisation(request: SignedInRequest) -> HttpResponse:
    require(rules.may_edit_register(request.person))
    form = NewOrganisationForm(request.POST or None)

    def save() -> None:
        facts = form.cleaned_data
        operations.add_organisation(facts=facts, code=facts["code"], by=request.person)

    return form_page(
        request,
        form,
        save,
        title=_("団体を登録する"),
        submit_label=_("団体を登録する"),
        done=_("団体を登録しました。"),
        to=reverse("organisations:list"),
        crumbs=_crumbs(),
    )


@once
def edit_organisation(request: SignedInRequest, code: str) -> HttpResponse:
    body = get_object_or_404(register.all_organisations(), code=code)
    require(rules.may_edit_register(request.person))
    form = EditOrganisationForm(request.POST or None, initial=EditOrganisationForm.facts_of(body))
    return form_page(
        request,
        form,
        lambda: operations.edit_organisation(
            body, facts=form.cleaned_data, revision=form.cleaned_data["revision"], by=request.person
        ),
        title=_("%(name)sを変更する") % {"name": body},
        submit_label=_("変更を保存する"),
        done=_("変更を保存しました。"),
        to=_page_of(body),
        crumbs=_crumbs(body),
    )


@once
def add_relation(request: SignedInRequest, code: str) -> HttpResponse:
    body = get_object_or_404(register.all_organisations(), code=code)
    require(rules.may_edit_register(request.person))
    form = RelationForm(request.POST or None)

    def save() -> None:
        data = form.cleaned_data
        kind = RelationKind(data["kind"])
        operations.relate(body, kind, data["target"], starts_on=data["starts_on"], by=request.person)

    return form_page(
        request,
        form,
        save,
        title=_("関係を登録する"),
        lead=_("「%(name)s」が相手の団体に対してもつ関係を登録します。") % {"name": body},
        submit_label=_("関係を登録する"),
        done=_("関係を登録しました。"),
        to=_page_of(body),
        crumbs=_crumbs(body),
    )


@once
def end_relation(request: SignedInRequest, pk: int) -> HttpResponse:
    relation = get_object_or_404(register.relations(), pk=pk)
    require(rules.may_edit_register(request.person))
    form = EndForm(request.POST or None, initial={"seen": operations.seen_of(relation, ["ends_on"])})
    return form_page(
        request,
        form,
        lambda: operations.end_relation(relation, by=request.person, **form.cleaned_data),
        title=_("関係を終わらせる"),
        lead=str(relation),
        submit_label=_("関係の最後の日を保存する"),
        done=_("関係の最後の日を保存しました。"),
        to=_page_of(relation.source),
        crumbs=_crumbs(relation.source),
    )


@once
def add_term(request: SignedInRequest, code: str) -> HttpResponse:
    body = get_object_or_404(register.all_organisations(), code=code)
    require(rules.may_edit_register(request.person))
    form = TermForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: operations.begin_term(person=form.person(), organisation=body, by=request.person, **form.term()),
        title=_("人と任期を登録する"),
        lead=_("「%(name)s」で働く人を登録します。サインインできるようにするには、別に招待を送ります。")
        % {"name": body},
        submit_label=_("人と任期を登録する"),
        done=_("人と任期を登録しました。"),
        to=_page_of(body),
        crumbs=_crumbs(body),
    )


@once
def end_term(request: SignedInRequest, pk: int) -> HttpResponse:
    term = get_object_or_404(queries.terms_visible_to(request.person), pk=pk)
    require(rules.may_edit_register(request.person))
    known = {"ends_on": term.ends_on} if term.ends_on else {}
    form = EndForm(request.POST or None, initial=known | {"seen": operations.seen_of(term, ["ends_on"])})
    return form_page(
        request,
        form,
        lambda: operations.end_term(term, by=request.person, **form.cleaned_data),
        title=_("任期の最後の日を決める"),
        lead=f"{term.person} / {term}",
        submit_label=_("任期の最後の日を保存する"),
        done=_("任期の最後の日を保存しました。"),
        to=_page_of(term.organisation),
        crumbs=_crumbs(term.organisation),
    )


@once
def add_successor(request: SignedInRequest, pk: int) -> HttpResponse:
    term = get_object_or_404(queries.terms_visible_to(request.person), pk=pk)
    require(rules.may_edit_register(request.person))
    form = SuccessorForm(request.POST or None)

    def save() -> None:
        starts_on = form.cleaned_data["starts_on"]
        operations.appoint_successor(term, person=form.person(), starts_on=starts_on, by=request.person)

    return form_page(
        request,
        form,
        save,
        title=_("後任を登録する"),
        lead=_("%(person)sさんの職（%(term)s）を引き継ぐ人を登録します。") % {"person": term.person, "term": term},
        submit_label=_("後任を登録する"),
        done=_("後任を登録しました。"),
        to=_page_of(term.organisation),
        crumbs=_crumbs(term.organisation),
    )


@once
def add_holiday(request: SignedInRequest, alpha2: str) -> HttpResponse:
    country = get_object_or_404(register.countries(), pk=alpha2)
    require(rules.may_edit_register(request.person))
    form = HolidayForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: operations.add_holiday(country, by=request.person, **form.cleaned_data),
        title=_("%(country)sの祝日を登録する") % {"country": country},
        submit_label=_("祝日を登録する"),
        done=_("祝日を登録しました。"),
        to=reverse("organisations:holidays", args=[country.pk]),
    )


@once
def remove_holiday(request: SignedInRequest, alpha2: str, pk: int) -> HttpResponse:
    country = get_object_or_404(register.countries(), pk=alpha2)
    require(rules.may_edit_register(request.person))
    holiday = get_object_or_404(country.holidays.all(), pk=pk)
    return form_page(
        request,
        Form(request.POST if request.method == "POST" else None),
        lambda: operations.remove_holiday(holiday, by=request.person),
        title=_("祝日を取り除く"),
        lead=f"{holiday.day:%Y-%m-%d} {holiday}",
        submit_label=_("祝日を取り除く"),
        submit_kind="danger",
        done=_("祝日を取り除きました。"),
        to=reverse("organisations:holidays", args=[country.pk]),
    )
