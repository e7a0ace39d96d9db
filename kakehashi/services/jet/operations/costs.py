"""Cost plans and the terms of contracts, as an organisation writes its own."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.organisations.queries import branch_in_charge
from kakehashi.kernel import clock
from kakehashi.services.jet.models import ContractTerms, CostPlan, PlannedPost
from kakehashi.services.jet.models.costs import MOST_ROWS
from kakehashi.services.jet.rules.requests import asks


def make_plan(organisation: Organisation, values: Mapping[str, Any], *, by: Actor) -> CostPlan:
    plan = CostPlan(organisation=organisation, host=branch_in_charge(organisation), **values)
    with act("jet.make_cost_plan", None, by=by, permit=asks(by, plan)) as record:
        plan.save()
        record.thing = plan
    return plan


def change_plan(plan: CostPlan, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> None:
    """Raises ``StaleError``."""
    with act("jet.change_cost_plan", plan, by=by, permit=asks):
        _hold(plan, base_revision)
        for name, value in values.items():
            setattr(plan, name, value)
        _touch(plan)


def drop_plan(plan: CostPlan, *, by: Actor) -> None:
    with act("jet.drop_cost_plan", plan, by=by, permit=asks) as record:
        record.extra = {"title": plan.title}
        plan.delete()


def set_post(plan: CostPlan, post: PlannedPost, *, base_revision: int, by: Actor) -> None:
    """Add a wished post, or change the one that is there. Raises ``StaleError``, ``MoveRefusedError``."""
    with act("jet.set_planned_post", plan, by=by, permit=asks) as record:
        _hold(plan, base_revision)
        if plan.posts.exclude(pk=post.pk).count() >= MOST_ROWS:
            raise MoveRefusedError(_("希望する枠は%(most)s行までです。") % {"most": MOST_ROWS})
        post.plan = plan
        post.save()
        record.extra = {"post": f"{post.people} {post}"}
        _touch(plan)


def drop_post(post: PlannedPost, *, by: Actor) -> None:
    with act("jet.drop_planned_post", post.plan, by=by, permit=asks) as record:
        record.extra = {"post": f"{post.people} {post}"}
        post.delete()
        _touch(post.plan)


def set_terms(terms: ContractTerms, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> None:
    """What the organisation's contracts say. Raises ``StaleError``."""
    with act("jet.set_contract_terms", terms.organisation, by=by, permit=asks(by, terms)) as record:
        now = ContractTerms.objects.select_for_update().filter(pk=terms.pk).first()
        if now is not None and now.revision != base_revision:
            raise StaleError(now)
        record.extra = {name: str(value) for name, value in values.items() if value != getattr(terms, name)}
        for name, value in values.items():
            setattr(terms, name, value)
        terms.revision = base_revision + 1
        terms.save()


def _hold(plan: CostPlan, base_revision: int) -> None:
    plan.refresh_from_db(from_queryset=CostPlan.objects.select_for_update(no_key=True))
    if plan.revision != base_revision:
        raise StaleError(plan)


def _touch(plan: CostPlan) -> None:
    plan.revision += 1
    plan.changed_at = clock.now()
    plan.save()
