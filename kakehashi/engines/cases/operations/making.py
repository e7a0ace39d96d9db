"""The items that papers bring: what a request asks for, what a record promises."""

from typing import Any

from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.flow import ITEM_FLOW
from kakehashi.engines.cases.models import Case, Item, MenuItem, Paper
from kakehashi.engines.cases.operations.answers import day_of, rows_of
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.forms.models import AnswerSheet
from kakehashi.foundation.organisations.models import Person

# Of these one is needed for each host (or medium) the request names.
FOR_EACH_HOST = frozenset({"appointment", "pitch"})


def make_items(case: Case, by: Actor) -> None:
    """An item for each kind of support the request asks for; none where its form does not ask."""
    sheet = _request(case)
    wanted = sheet.answers.get("items") or []
    names = _names(sheet) if wanted else {}
    hosts = [name for row in rows_of(sheet.answers.get("hosts")) if (name := str(row.get("name") or ""))]
    for code in wanted:
        for host in hosts if code in FOR_EACH_HOST and hosts else [""]:
            _make(case, by, title=names.get(code, code), host=host)


def make_promises(case: Case, by: Actor) -> None:
    """An item for each line of the table `promises` of a record: what, by when, who."""
    for row in rows_of(_request(case).answers.get("promises")):
        if title := str(row.get("what") or ""):
            _make(
                case, by, title=title, host=case.host, wish=str(row.get("who") or ""), due_on=day_of(row.get("by")),
                is_promise=True,
            )  # fmt: skip


def _make(case: Case, by: Actor, *, title: str, host: str, **columns: Any) -> None:
    order = case.items.count()
    item = Item.objects.create(case=case, title=title[:160], host=host[:200], step="requested", order=order, **columns)
    Passage.objects.create(
        thing_kind=item.ref.kind,
        thing_id=item.pk,
        move="create",
        to_step=ITEM_FLOW.steps[0].code,
        by=by if isinstance(by, Person) else None,
        by_name=str(by),
    )


def _names(sheet: AnswerSheet) -> dict[str, str]:
    """What can be asked for, by code: the menu, or the choices the form itself names."""
    names = dict(MenuItem.objects.values_list("code", "name_ja"))
    question = next((q for q in sheet.version.all_questions if q.code == "items"), None)
    return names | {option["value"]: option["label_ja"] for option in (question.options if question else [])}


def _request(case: Case) -> AnswerSheet:
    return Paper.objects.select_related("sheet__version").get(case=case, kind=PaperKind.REQUEST).sheet
