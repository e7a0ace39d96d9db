"""An order and a term of the small world, and what stands behind an address of the translators' desk."""

from typing import TYPE_CHECKING, Any

from kakehashi.foundation.translation.models import Job, Language, Term, Unit
from kakehashi.foundation.translation.operations import order
from tests.cast import Cast

if TYPE_CHECKING:
    from tests.security.world import World

Arguments = dict[str, Any]


def make_translation(cast: Cast) -> None:
    Term.objects.create(ja="避難所", kana="ひなんじょ")
    order(
        title="英語に",
        language=Language.objects.get(code="en"),
        organisation=cast.headquarters,
        units=list(Unit.objects.order_by("pk")[:1]),
        due_at=None,
        note="",
        by=cast.planner,
    )


def arguments(what: str, sample: Arguments, world: "World") -> list[Arguments]:
    known: Arguments = {"language": "en", "kind": "po", "token": "x", "code": "ja"}
    if what in {"unit", "text", "move_text", "autosave", "discard"}:
        known |= {"pk": Unit.objects.order_by("pk").values_list("pk", flat=True)[0], "code": "adopt"}
    elif what in {"job", "assign", "out_job", "move_job"}:
        known |= {"pk": Job.objects.get().pk, "code": "finish"}
    elif what in {"term", "remove_term"}:
        known["pk"] = Term.objects.get().pk
    elif what == "person":
        translator = world.people["translator"]
        known["pk"] = translator.pk if translator else 0
    return [{key: known.get(key, value) for key, value in sample.items()}]
