"""Who may edit the catalogue, and what a service needs before it can be opened."""

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.catalogue import registry
from kakehashi.foundation.catalogue.choices import PlanState
from kakehashi.foundation.catalogue.models import Field, Plan, Programme, Service


def is_editor(actor: Actor | None) -> bool:
    return may(actor, Permission.EDIT_CATALOGUE)


def may_edit(actor: Actor, thing: Plan | Field | Programme | Service) -> bool:
    """Editors edit drafts and the plan of this year; a closed plan stays as it was."""
    return is_editor(actor) and _plan_of(thing).state != PlanState.CLOSED


def _plan_of(thing: Plan | Field | Programme | Service) -> Plan:
    if isinstance(thing, Plan):
        return thing
    return thing.field.plan if isinstance(thing, Programme) else thing.plan


def why_not_open(number: int) -> str | None:
    """The reason why the service cannot be opened yet; ``None`` when it can."""
    if number in registry.opened_numbers():
        return None
    return _("このサービスを受け付ける画面がまだないため、受付中にできません。準備中とし、理由を書いてください。")


def may_make_current(actor: Actor, plan: Plan) -> bool:
    return is_editor(actor) and plan.state == PlanState.DRAFT
