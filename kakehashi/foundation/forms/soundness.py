"""Whether a version can be answered: what must hold before it is published, each fault in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kakehashi.foundation.forms.choices import CHOSEN_KINDS, COLUMN_KINDS, SILENT_KINDS, Computation, QuestionKind
from kakehashi.foundation.forms.models import Question, Version
from kakehashi.foundation.forms.sources import source_names

_NUMBERS = {QuestionKind.NUMBER, QuestionKind.MONEY, QuestionKind.COMPUTED}


def faults_of(version: Version) -> list[str]:
    """Every fault, in the order of the questions; empty when the version can be published."""
    if not any(question.kind not in SILENT_KINDS for question in version.all_questions):
        return [_("答える質問が一つもありません。質問を追加してください。")]
    faults = [
        _("まとまり「%(title)s」に質問がありません。追加するか、削除してください。") % {"title": section.title}
        for section, questions in version.outline
        if not questions
    ]
    earlier: dict[str, Question] = {}
    for question in version.all_questions:
        faults += [f"「{question.label}」: {fault}" for fault in _faults(question, earlier)]
        earlier[question.code] = question
    return faults


def _faults(question: Question, earlier: dict[str, Question]) -> Iterator[str]:
    yield from _choice_faults(question.kind, question.options, question.source)
    if question.kind == QuestionKind.TABLE:
        if not question.columns:
            yield _("表の列がありません。")
        if len({column["code"] for column in question.columns}) != len(question.columns):
            yield _("同じコードの列が二つあります。")
        for column in question.columns:
            if column["kind"] not in COLUMN_KINDS:
                yield _("列「%(column)s」の種類は表では使えません。") % {"column": column["label_ja"]}
            yield from _choice_faults(column["kind"], column.get("options", []), column.get("source", ""))
    if question.condition:
        other = earlier.get(question.condition.get("question", ""))
        if other is None or other.kind in SILENT_KINDS:
            yield _("表示する条件は、この質問より前にある、答える質問を指してください。")
    if question.kind == QuestionKind.COMPUTED:
        yield from _compute_faults(question, earlier)


def _choice_faults(kind: str, options: list[dict[str, str]], source: str) -> Iterator[str]:
    if source and source not in source_names():
        yield _("選択肢の出所「%(source)s」はありません。") % {"source": source}
    if kind in CHOSEN_KINDS - {QuestionKind.COUNTRY} and not options and not source:
        yield _("選択肢がありません。")
    if len({option["value"] for option in options}) != len(options):
        yield _("同じ値の選択肢が二つあります。")
    if len({option["label_ja"] for option in options}) != len(options):
        yield _("同じ言葉の選択肢が二つあります。")


def _compute_faults(question: Question, earlier: dict[str, Question]) -> Iterator[str]:
    spec = question.compute
    match spec.get("do"):
        case Computation.SUM | Computation.COUNT:
            table = earlier.get(spec.get("table", ""))
            if table is None or table.kind != QuestionKind.TABLE:
                yield _("計算のもとになる表が、この質問より前にありません。")
            elif spec["do"] == Computation.SUM and not any(
                column["code"] == spec.get("column") and column["kind"] in _NUMBERS for column in table.columns
            ):
                yield _("合計する列が、数か金額の列ではありません。")
        case Computation.DAYS:
            days = [earlier.get(spec.get("from", "")), earlier.get(spec.get("to", ""))]
            if any(day is None or day.kind != QuestionKind.DATE for day in days):
                yield _("日数のもとになる二つの日付が、この質問より前にありません。")
        case Computation.ADD:
            if not all(code in earlier and earlier[code].kind in _NUMBERS for code in spec.get("questions", [])):
                yield _("合計する質問が、この質問より前の数か金額の質問ではありません。")
        case _:
            yield _("計算のしかたを選んでください。")
