"""The JET Programme of the small world, and which of it stands behind an address."""

from typing import TYPE_CHECKING, Any

from kakehashi.foundation.organisations.models import Person
from kakehashi.services.jet.choices import DeadlineKind
from kakehashi.services.jet.flow import REQUEST_FLOW
from kakehashi.services.jet.models import Cycle, Deadline, RequestLine, RequestSheet
from kakehashi.services.jet.operations.cycles import set_deadline
from tests.cast import Cast
from tests.services.jet import stories

if TYPE_CHECKING:
    from tests.security.world import World

Arguments = dict[str, Any]
YEAR = 2013


def make_jet(cast: Cast, officer: Person) -> None:
    before, now = stories.cycle(officer, YEAR - 1), stories.cycle(officer, YEAR)
    day = {"kind": DeadlineKind.REQUEST, "group": "", "country": None, "on": "2012-10-31"}
    set_deadline(now, day, by=officer)
    stories.gathered(stories.draft(before, cast.himeji, cast.officer), cast, cast.officer)
    sheet = stories.gathered(stories.draft(before, cast.kakogawa, cast.neighbour), cast, cast.neighbour)
    stories.moved(sheet, "accept", officer)
    stories.draft(now, cast.himeji, cast.officer)
    stories.moved(stories.draft(now, cast.kakogawa, cast.neighbour), "submit", cast.neighbour)


def thing(name: str, arguments: Arguments) -> RequestSheet | RequestLine | None:
    """What stands behind an address of a sheet or a line."""
    if "pk" not in arguments or "year" in arguments:
        return None
    found = RequestLine.objects.select_related("sheet__organisation")
    if name.startswith("jet:line") and name != "jet:line_new":
        return found.get(pk=arguments["pk"])
    return RequestSheet.objects.select_related("organisation").get(pk=arguments["pk"])


def arguments(what: str, sample: Arguments, world: "World") -> list[Arguments]:
    if what.startswith("line") and what != "line_new" and "pk" in sample:
        return [{"pk": pk} for pk in RequestLine.objects.order_by("pk").values_list("pk", flat=True)]
    if what == "deadline_drop":
        return [{"year": YEAR, "pk": Deadline.objects.get().pk}]
    if "year" in sample:
        return [sample | {"year": YEAR} | ({"country": "FR"} if "country" in sample else {})]
    assert Cycle.objects.exists()
    sheets = [{"pk": pk} for pk in RequestSheet.objects.order_by("pk").values_list("pk", flat=True)]
    if "code" in sample:
        return [one | {"code": move.code} for one in sheets for move in REQUEST_FLOW.moves]
    return sheets
