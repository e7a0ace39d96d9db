"""How a drill went, as rows of a file."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kakehashi.foundation.documents.exports import Cell
from kakehashi.services.disaster.queries.drill_review import Review


def columns() -> list[str]:
    return [
        _("開始からの分"), _("件名"), _("届いた日時"), _("災害情報"),
        _("下書きまで(分)"), _("承認まで(分)"), _("公開まで(分)"),
        _("今の言葉の言語"), _("言語の数"), _("訂正"), _("書いた人数"),
        _("一人で承認"), _("目標以内"), _("公開できなかった"),
    ]  # fmt: skip


def review_rows(review: Review) -> Iterator[list[Cell]]:
    """In the order of `columns`; an empty cell where something did not happen."""
    for row in review.rows:
        yield [
            row.inject.minute,
            row.inject.title,
            row.inject.arrived_at.isoformat(timespec="seconds") if row.inject.arrived_at else None,
            row.bulletin.code if row.bulletin else None,
            row.drafted,
            row.approved,
            row.live,
            row.languages,
            row.of,
            row.corrections,
            row.people,
            _yes(row.alone),
            "" if row.in_time is None else _yes(row.in_time),
            _yes(row.is_missed),
        ]


def _yes(is_so: bool) -> str:
    return _("はい") if is_so else _("いいえ")
