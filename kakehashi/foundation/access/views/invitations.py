"""Withdrawing an invitation, and the public page that accepts one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kakehashi.foundation.access import operations, queries
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.forms.people import AcceptForm
from kakehashi.foundation.access.gate import once
from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.access.operations.invitations import is_addressed_to
from kakehashi.foundation.access.requests import SignedInRequest, VisitorRequest
from kakehashi.foundation.access.views.form_page import form_page
from kakehashi.foundation.ui.items import Link


@once
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(queries.invitations_visible_to(request.person), pk=pk)
    to = reverse("access:roles", args=[invitation.organisation.code])
    return form_page(
        request,
        Form(request.POST if request.method == "POST" else None),
        lambda: operations.revoke(invitation, by=request.person),
        title=_("招待を取り消す"),
        lead=_("%(name)sさん（%(email)s）へ送ったリンクは使えなくなります。")
        % {"name": invitation.name, "email": invitation.email},
        submit_label=_("招待を取り消す"),
        submit_kind="danger",
        done=_("招待を取り消しました。"),
        to=to,
        crumbs=[Link(_("役割と招待"), to)],
    )


@login_not_required
@never_cache
def accept(request: VisitorRequest, token: str) -> HttpResponse:
    """What the link in the mail opens: who is new sets a password, who has a sign-in takes the role after it."""
    invitation = queries.invitation_by(token)
    if invitation is None or not invitation.is_open:
        return _unusable(request, invitation)
    if request.person is not None:
        return _accept_signed_in(request, invitation)
    if queries.has_sign_in(invitation):
        return render(request, "access/accept_sign_in.html", {"invitation": invitation})
    form = AcceptForm(request.POST or None, email=invitation.email, initial={"name_ja": invitation.name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.accept_as_new(
                invitation,
                name_ja=data["name_ja"],
                name_kana=data["name_kana"],
                password=data["password1"],
                by=Robot("invitation"),
            )
        except operations.RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("登録が終わりました。メールアドレスとパスワードでサインインしてください。"))
            return redirect("account_login")
    return render(request, "access/accept.html", {"invitation": invitation, "form": form})


def _accept_signed_in(request: VisitorRequest, invitation: Invitation) -> HttpResponse:
    """The invited address takes the role with one press; any other is told to sign out first."""
    assert request.person is not None  # noqa: S101  # asked by the caller
    if not is_addressed_to(request.person, invitation):
        return render(request, "access/accept_other.html", {"invitation": invitation}, status=403)
    if request.method != "POST":
        return render(request, "access/accept_signed_in.html", {"invitation": invitation})
    try:
        operations.accept(invitation, by=request.person)
    except operations.RefusedError:
        return _unusable(request, invitation)
    messages.success(request, _("役割を受け取りました。"))
    return redirect("access:person", pk=request.person.pk)


def _unusable(request: VisitorRequest, invitation: Invitation | None) -> HttpResponse:
    """410 for what was an invitation once, 404 for what never was."""
    status = 410 if invitation else 404
    return render(request, "access/invitation_unusable.html", {"invitation": invitation}, status=status)
