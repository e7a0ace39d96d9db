"""Applications after their decision, and what stands behind the addresses of that time."""

from typing import TYPE_CHECKING, Any

from kakehashi.engines.calls.choices import ChangeKind, Deciding, PaperKind
from kakehashi.engines.calls.models import Application, PaymentList, Result
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.changes import start_change
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.operations.paying import register_account
from kakehashi.engines.calls.operations.settling import fix_amount
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.calls import stories

if TYPE_CHECKING:
    from tests.security.world import World


def make_after(cast: Cast) -> dict[str, Application]:
    """One that runs, with a change handed in."""
    granted = stories.granted(cast, stories.call(cast, "after", deciding=Deciding.BOARD))
    change = start_change(granted, ChangeKind.CHANGE, by=cast.officer)
    keep_paper(change.paper, {"why": "x"}, base_revision=change.paper.sheet.revision, by=cast.officer)
    hand_in(change.paper, by=cast.officer)
    register_account(cast.himeji, stories.ACCOUNT, by=cast.officer)
    reported = stories.reported(cast, granted.call)
    fix_amount(reported, 500_000, by=stories.section(cast)[1])
    claimed = MOVES["claim"](stories.fresh(reported), by=cast.officer)
    listed = PaymentList.objects.create(pays_on=clock.today(), made_by=cast.planner)
    claimed.payments.update(list=listed, state="listed")
    Result.objects.create(application=claimed, title="x", summary="x", outcome="x", published_at=clock.now())
    return {"granted": granted, "claimed": stories.fresh(claimed)}


def after_arguments(what: str, sample: dict[str, Any], world: "World") -> list[dict[str, Any]] | None:
    """``None``: this address is none of these."""
    granted = world.applications["granted"]
    known: dict[str, Any] = {"pk": granted.pk, "kind": "change"}
    if what in {"paper", "paper_check", "paper_autosave"}:
        known["paper_pk"] = granted.papers.get(kind=PaperKind.REPORT).pk
    elif what.startswith("change"):
        known["change_pk"] = granted.changes.get().pk
    elif what == "account":
        known["organisation_pk"] = world.cast.himeji.pk
    elif what.startswith("payment"):
        listed = PaymentList.objects.get()
        known = {"pk": listed.pk if what.startswith("payment_list") else listed.payments.get().pk, "what": "renew"}
    elif what == "result":
        known = {"pk": Result.objects.get().pk}
    elif what not in {"report", "result_write", "advance", "settle", "give_back"}:
        return None
    found = [{key: known.get(key) for key in sample}]
    return [one | {"code": code} for one in found for code in ("refuse", "withdraw")] if "code" in sample else found
