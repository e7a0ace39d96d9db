"""The calls and applications of the small world, and which of them stand behind an address."""

from typing import TYPE_CHECKING, Any

from kakehashi.engines.calls.choices import Deciding, LetterKind, Right
from kakehashi.engines.calls.models import Application, Call, Fund, LetterBatch
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.letters import change_words
from kakehashi.engines.calls.operations.partners import add_coworker, add_partner
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.engines.calls import stories
from tests.security import world_calls_board, world_calls_routes
from tests.security.world_calls_after import after_arguments, make_after

if TYPE_CHECKING:
    from tests.security.world import World

Arguments = dict[str, Any]
OF_SCHEMES = {"scheme", "scheme_edit", "scheme_end", "call_new"}
OF_CALLS = {"call", "blank", "edit", "part", "announce", "close", "reopen", "own_form", "form_preview"}
# Behind these stands a call, not an application.
OF_CALLS |= {"release_results", "release_scores", "calculator", "trial", "preview", "offer_renewal"}


def make_others(cast: Cast) -> dict[str, Person]:
    """Whom only calls know: the officer of their section, somebody who judges, somebody who pays."""
    return {
        "calls_officer": stories.section(cast)[1],
        "reviewer": make_person("reviewer", "審 査子", ("reviewer", cast.headquarters)),
        "accountant": make_person("accountant", "経 理", ("accountant", cast.headquarters)),
    }


def make_applications(cast: Cast) -> dict[str, Application]:
    """By the step they stand at."""
    of = stories.call(cast)
    stories.call(cast, "being-prepared", announced_at=None)
    by_board = stories.call(cast, round=2, deciding=Deciding.BOARD)
    adopted = stories.adopted(cast, by_board)
    officer = stories.section(cast)[1]
    LetterBatch.objects.create(call=by_board, kind="grant", dated_on=clock.today(), asked_by=officer, total=1)
    Fund.objects.create(code="general", fiscal_year=2012, name_ja="一般財源", amount_yen=20_000_000)
    change_words(by_board, LetterKind.GRANT, "ja", subject="x", body="x", for_scheme=False, base_revision=0, by=officer)
    return make_after(cast) | {
        "adopted": adopted,
        "draft": stories.draft(cast, of),
        "joint": _joint(cast, of),
        "submitted": stories.submitted(cast, of),
        "screening": stories.screening(cast, of),
        "of another city": stories.submitted(cast, of, by=cast.neighbour),
        "returned": stories.returned(cast, of),
        "scoring": world_calls_board.given_to_somebody(cast, stories.in_scoring(cast, of)),
        **world_calls_routes.make_routes(cast),
    }


def _joint(cast: Cast, of: Call) -> Application:
    """A draft of two bodies."""
    joint = stories.draft(cast, of)
    add_partner(joint, cast.hyogo, by=cast.officer)
    add_coworker(joint, cast.colleague, right=Right.EDIT, by=cast.officer)
    return stories.fresh(joint)


def arguments(what: str, sample: Arguments, world: "World") -> list[Arguments]:
    """The arguments of the things behind ``calls:<what>``."""
    if what in OF_SCHEMES:
        return [{"code": "multi"}]
    return world_calls_routes.arguments(what, sample) or _usual(what, sample, world)


def _usual(what: str, sample: Arguments, world: "World") -> list[Arguments]:
    if (after := after_arguments(what, sample, world)) is not None:
        return after
    if what in OF_CALLS:
        parts = {"role": "application_form", "part": "words"}
        return [
            {key: parts.get(key, pk) for key in sample}
            for pk in Call.objects.order_by("pk").values_list("pk", flat=True)
        ]
    if what.startswith("letter") and what not in {"letter_issue", "letter_page"}:
        call = world.applications["adopted"].call
        known = {
            "pk": call.pk,
            "batch_pk": LetterBatch.objects.get().pk,
            "kind": "grant",
            "language": "ja",
            "suffix": "csv",
        }
        return [{key: known[key] for key in sample}]
    if what in world_calls_board.KNOWN:
        return world_calls_board.arguments(what, sample)
    if (
        what in {"fund", "allocate", "letter_issue", "letter_page"}
        or {"call_pk", "partner_pk", "coworker_pk"} & sample.keys()
    ):
        return [_of_one(what, sample, world)]
    found: list[Arguments] = [{"pk": application.pk} for application in world.applications.values()]
    if what == "move":
        found = [one | {"code": code} for one in found for code in MOVES]
    return found if "pk" in sample else [sample]


def _of_one(what: str, sample: Arguments, world: "World") -> Arguments:
    """Behind these stand a letter, a call, a fund, a partner or a co-worker."""
    if what in {"fund", "allocate"}:
        return {"pk": Fund.objects.get().pk}
    joint = world.applications["joint"]
    application = world.applications["adopted"] if what.startswith("letter") else joint
    known = {"pk": application.pk, "kind": "grant", "number": 1, "call_pk": joint.call_id}
    known |= {"partner_pk": joint.partners.get().pk, "coworker_pk": joint.coworkers.get().pk}
    return {key: known[key] for key in sample}
