"""How the very first person gets in: a link, good for two weeks, that sets the password."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.access.operations import NewPerson, RefusedError, add_person, grant_role, invite, revoke
from kakehashi.foundation.access.signals import invitation_created
from kakehashi.foundation.organisations.models import Organisation, Person, valid_on
from kakehashi.kernel import clock

BY = Robot("first_administrator")
INVITED, GIVEN = "planning_staff", "operator"


class Command(BaseCommand):
    help = "Lets the first administrator of an empty installation in: prints a link that sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="as it is to be shown; can be changed when the link is opened")

    def handle(self, *args: Any, **options: Any) -> None:
        email = str(options["email"]).strip().lower()
        _require_address(email)
        with transaction.atomic():
            path = _let_in(email, str(options["name"]).strip() or email, _headquarters())
        self.stdout.write("次のページでパスワードを決めてください(2週間有効)。 / Set the password here (two weeks):")
        self.stdout.write(f"  {settings.SITE_URL}{path}")


def _require_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"メールアドレスではありません / not an e-mail address: {email}") from None


def _headquarters() -> Organisation:
    """Where the roles are held. Refuses once somebody can sign in who may invite everybody else."""
    found = Organisation.objects.filter(code="hq").first()
    if found is None:
        raise CommandError("先に manage.py setup を実行してください。 / Run manage.py setup first.")
    held = RoleHeld.objects.filter(valid_on(clock.today()), role=INVITED, organisation=found)
    if held.filter(person__user__is_active=True).exists():
        raise CommandError(
            "すでに管理者がいます。その人に招待してもらってください。 / There is one who can invite you."
        )
    return found


def _let_in(email: str, name: str, headquarters: Organisation) -> str:
    """The person with both roles, one of them by invitation; answers the path of the page that accepts it."""
    today = clock.today()
    # Long enough to be renewed on screen in the year after.
    last_day = clock.FiscalYear(clock.fiscal_year(today) + 1).last_day
    paths: list[str] = []

    def _note(*, accept_path: str, **_more: Any) -> None:
        paths.append(accept_path)

    person = add_person(NewPerson(name_ja=name, email=email), by=BY)
    _close_earlier(email)
    _give(person, headquarters)
    invitation_created.connect(_note)
    try:
        invite(
            email=email, name=name, organisation=headquarters, role=INVITED, starts_on=today, ends_on=last_day, by=BY
        )
    except RefusedError as refused:
        raise CommandError(str(refused)) from None
    finally:
        invitation_created.disconnect(_note)
    return paths[0]


def _close_earlier(email: str) -> None:
    """A second run makes a new link; the earlier one stops working."""
    for earlier in Invitation.objects.filter(email__iexact=email, role=INVITED, accepted_at=None, revoked_at=None):
        revoke(earlier, by=BY)


def _give(person: Person, headquarters: Organisation) -> None:
    today = clock.today()
    if not RoleHeld.objects.filter(valid_on(today), person=person, organisation=headquarters, role=GIVEN).exists():
        last_day = clock.FiscalYear(clock.fiscal_year(today) + 1).last_day
        grant_role(person=person, organisation=headquarters, role=GIVEN, starts_on=today, ends_on=last_day, by=BY)
