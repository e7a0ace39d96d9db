"""The report of a hand-over on paper, as it is stored when it is done and printed before."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kakehashi.engines.cases.models import Handover, HandoverLine
from kakehashi.engines.cases.queries import handover as queries
from kakehashi.engines.cases.queries.handover_words import days_text
from kakehashi.foundation.documents.pdf import render
from kakehashi.foundation.ui.formatting import day_text


def report_pdf(handover: Handover, language: str) -> bytes:
    """A4: who hands over to whom, then every case with what is next, what was promised, and whom one deals with."""
    with override(language):
        return render("text", _report(handover), language=language)


def _report(handover: Handover) -> dict[str, Any]:
    lines = list(queries.lines_of(handover))
    facts = [
        (_("事務所・団体"), str(handover.office)),
        (_("引き継ぐ人"), str(handover.leaver)),
        (_("引継ぎの日"), day_text(handover.planned_for)),
        (_("案件"), _("%(count)s件") % {"count": len(lines)}),
    ]
    first = {
        "title": _("引継ぎの概要"),
        "rows": [{"label": label, "value": value} for label, value in facts],
        "body": handover.words,
    }
    title = _("%(leaver)sの引継書") % {"leaver": handover.leaver}
    return {"title": title, "sections": [first, *(_section(line, handover) for line in lines)]}


def _section(line: HandoverLine, handover: Handover) -> dict[str, Any]:
    case = line.case
    rows = [
        (_("依頼した団体"), case.asker),
        (_("状態"), str(case.stage.label)),
        (_("日程"), days_text(case.first_day, case.last_day) if case.first_day else ""),
        (_("後任"), successor_words(line, handover)),
        (_("次にすること"), line.next_step),
        (_("約束したこと"), line.promises),
        (_("連絡先"), line.contacts),
    ]
    return {
        "title": f"{case.number or ''} {case}".strip(),
        "body": _("下書きの後に加わった案件です。") if line.came_late else "",
        "rows": [{"label": label, "value": value} for label, value in rows if value],
    }


def successor_words(line: HandoverLine, handover: Handover) -> str:
    """The successor of the case; before it is done, the one chosen for all where the case has none of its own."""
    successor = line.successor if handover.done_at else line.successor or handover.successor
    return str(successor) if successor else _("決まっていません")
