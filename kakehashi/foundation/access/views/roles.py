"""Roles at one organisation, for who manages them there. To everybody else the pages do not exist."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access import operations, queries, rules
from kakehashi.foundation.access.forms.people import EndForm, GrantForm, InviteForm
from kakehashi.foundation.access.gate import once
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.views.form_page import form_page, require
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.items import Link


def _page_of(body: Organisation) -> str:
    return reverse("access:roles", args=[body.code])


def _crumbs(body: Organisation) -> list[Link]:
    title = _("%(name)sの役割と招待") % {"name": body}
    return [Link(_("人の一覧"), reverse("access:people")), Link(title, _page_of(body))]


def roles(request: SignedInRequest, code: str) -> HttpResponse:
    """Who holds which role until when, and which invitations are open."""
    body = get_object_or_404(queries.managed_organisations(request.person), code=code)
    here = queries.roles_at(request.person, body)
    context = {
        "body": body,
        "crumbs": [*_crumbs(body)[:1], Link(_("%(name)sの役割と招待") % {"name": body}, "", True)],
        "current": [held for held in here if not held.is_past],
        "past": [held for held in here if held.is_past],
        "invitations": queries.waiting_invitations(request.person, body),
        "grantable": rules.grantable_roles(request.person, body),
    }
    return render(request, "access/roles.html", context)


@once
def grant(request: SignedInRequest, code: str) -> HttpResponse:
    body = get_object_or_404(queries.managed_organisations(request.person), code=code)
    form = GrantForm(
        request.POST or None,
        roles=rules.grantable_roles(request.person, body),
        people=queries.people_at(request.person, body),
    )
    return form_page(
        request,
        form,
        lambda: operations.grant_role(organisation=body, by=request.person, **form.cleaned_data),
        title=_("役割を登録する"),
        lead=_("「%(name)s」ですでに知られている人に役割を登録します。はじめての人には招待を送ります。")
        % {"name": body},
        submit_label=_("役割を登録する"),
        done=_("役割を登録しました。"),
        to=_page_of(body),
        crumbs=_crumbs(body),
    )


@once
def end_role(request: SignedInRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(queries.roles_visible_to(request.person), pk=pk)
    require(rules.may_end_role(request.person, held))
    form = EndForm(request.POST or None, initial={"seen": operations.seen_of(held, ["ends_on"])})
    return form_page(
        request,
        form,
        lambda: operations.end_role(held, by=request.person, **form.cleaned_data),
        title=_("役割の最後の日を決める"),
        lead=str(held),
        submit_label=_("役割の最後の日を保存する"),
        done=_("役割の最後の日を保存しました。"),
        to=_page_of(held.organisation),
        crumbs=_crumbs(held.organisation),
    )


@once
def invite(request: SignedInRequest, code: str) -> HttpResponse:
    body = get_object_or_404(queries.managed_organisations(request.person), code=code)
    form = InviteForm(request.POST or None, roles=rules.grantable_roles(request.person, body))
    return form_page(
        request,
        form,
        lambda: operations.invite(organisation=body, by=request.person, **form.cleaned_data),
        title=_("人を招待する"),
        lead=_("「%(name)s」の役割を受け取るためのリンクを、メールで送ります。") % {"name": body},
        submit_label=_("招待のメールを送る"),
        done=_("招待のメールを送りました。"),
        to=_page_of(body),
        crumbs=_crumbs(body),
    )
