"""Inviting by mail: offer, withdraw, accept."""

import datetime as dt
import secrets

from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access import rules
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.gate import act
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.access.operations.roles import check_term, end_of_fiscal_year
from kakehashi.foundation.access.queries import token_digest
from kakehashi.foundation.access.signals import invitation_accepted, invitation_created
from kakehashi.foundation.access.standing import forget_standing
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.models import Organisation, Person, valid_on
from kakehashi.kernel import clock

LIFETIME = dt.timedelta(days=14)


def invite(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    starts_on: dt.date,
    by: Actor,
    ends_on: dt.date | None = None,
) -> Invitation:
    """Offer the role by mail (sent by who listens to `signals.invitation_created`).

    Raises ``NotPermittedError`` or ``RefusedError``.
    """
    last_day = ends_on or end_of_fiscal_year(starts_on)
    address = User.objects.normalize_email(email).lower()
    with act("access.invite", None, by=by, permit=rules.may_grant(by, organisation, role)) as record:
        check_term(organisation, role, starts_on, last_day)
        if last_day < clock.today():
            raise RefusedError(_("終了日がすでに過ぎています。"))
        _make_room(address, organisation, role, starts_on, last_day, by=by)
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            email=address,
            name=name,
            organisation=organisation,
            role=role,
            starts_on=starts_on,
            ends_on=last_day,
            token_digest=token_digest(token),
            invited_by=by if isinstance(by, Person) else None,
            expires_at=clock.now() + LIFETIME,
        )
        record.thing = invitation
        path = reverse("access:accept", args=[token])
        invitation_created.send(Invitation, invitation=invitation, accept_path=path)
    return invitation


def _make_room(
    address: str, organisation: Organisation, role: str, starts_on: dt.date, ends_on: dt.date, *, by: Actor
) -> None:
    """One open invitation per address, body and role: what ran out is closed, what is open refuses."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if RoleHeld.objects.filter(
        valid_on(max(starts_on, clock.today())), person__email__iexact=address, organisation=organisation, role=role
    ).exists():
        raise RefusedError(_("この方は、この期間にすでに同じ役割をもっています。"))
    for earlier in Invitation.objects.filter(
        email__iexact=address, organisation=organisation, role=role, accepted_at=None, revoked_at=None
    ):
        if earlier.is_open:
            raise RefusedError(_("このメールアドレスには、すでに同じ役割の招待を送っています。"))
        revoke(earlier, by=by)


def revoke(invitation: Invitation, *, by: Actor) -> None:
    """Withdraw it: the link stops working."""
    with act("access.revoke_invitation", invitation, by=by, permit=rules.may_revoke):
        _lock(invitation)
        if invitation.accepted_at or invitation.revoked_at:
            raise RefusedError(_("この招待は、すでに受け取られたか、取り消されています。"))
        invitation.revoked_at = clock.now()
        invitation.save()


def accept_as_new(invitation: Invitation, *, name_ja: str, name_kana: str, password: str, by: Robot) -> Person:
    """Who had no sign-in gets one, with the address proven by the link, and the role.

    A person of the register without sign-in but with this very address becomes the one who signs in. There is nobody
    yet who could act: the page that was opened by the secret link acts as a robot.
    """
    with act("access.accept_invitation", invitation, by=by, permit=isinstance(by, Robot)) as record:
        _take(invitation)
        if User.objects.filter(email__iexact=invitation.email).exists():
            raise RefusedError(_("このメールアドレスは登録済みです。サインインしてから招待を受け取ってください。"))
        user = User.objects.create_user(invitation.email, password)
        known = list(Person.objects.filter(user=None, email__iexact=invitation.email)[:2])
        person = known[0] if len(known) == 1 else Person(email=user.email)
        person.user, person.name_ja, person.name_kana = user, name_ja, name_kana
        person.save()
        _hand_over(invitation, person)
        record.extra = {"person": person.pk}
    return person


def accept(invitation: Invitation, *, by: Person) -> None:
    """Somebody signed in takes the role; only who signs in with the invited address."""
    with act("access.accept_invitation", invitation, by=by, permit=is_addressed_to):
        _take(invitation)
        _hand_over(invitation, by)


def is_addressed_to(by: Actor, invitation: Invitation) -> bool:
    return isinstance(by, Person) and by.user is not None and by.user.email.lower() == invitation.email.lower()


def _lock(invitation: Invitation) -> None:
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update(no_key=True))


def _take(invitation: Invitation) -> None:
    _lock(invitation)
    if not invitation.is_open:
        raise RefusedError(_("この招待は、期限が切れたか、取り消されたか、すでに受け取られています。"))


def _hand_over(invitation: Invitation, person: Person) -> None:
    """The role itself, and the invitation closed."""
    already = RoleHeld.objects.filter(
        valid_on(clock.today()), person=person, organisation=invitation.organisation, role=invitation.role
    )
    if not already.exists():
        RoleHeld.objects.create(
            person=person,
            organisation=invitation.organisation,
            role=invitation.role,
            starts_on=invitation.starts_on,
            ends_on=invitation.ends_on,
            granted_by=invitation.invited_by,
        )
    invitation.accepted_at, invitation.accepted_by = clock.now(), person
    invitation.save()
    forget_standing(person)
    invitation_accepted.send(Invitation, invitation=invitation, person=person)
