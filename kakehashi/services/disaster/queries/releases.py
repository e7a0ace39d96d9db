"""What was put up when."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kakehashi.services.disaster.models import Release
from kakehashi.services.disaster.site.releases import current


@dataclass(frozen=True)
class Standing:
    """The pages the public reads now: how many files, how large together and the largest page, in bytes."""

    files: int
    size: int
    largest: int


def releases() -> QuerySet[Release]:
    return Release.objects.all()


def occasion(release: Release) -> str:
    """Why it was made, in words."""
    return str(_OCCASIONS.get(release.reason.partition(" ")[0], release.reason))


_OCCASIONS = {
    "publish": _("災害情報を公開した"),
    "withdraw": _("災害情報を取り下げた"),
    "expire": _("災害情報の期限が来た"),
    "drill": _("訓練が変わった"),
    "shelter": _("避難所の状態が変わった"),
    "sheet": _("印刷したシートが変わった"),
    "schedule": _("決まった時刻の見直し"),
    "languages": _("団体が言語の順番を変えた"),
    "hand": _("作り直しを押した"),
}


def standing_pages(root: Path) -> Standing | None:
    found = current(root)
    if found is None:
        return None
    rows: list[tuple[str, dict[str, Any]]] = [
        item for bundle in found.manifest()["bundles"].values() for item in bundle["files"].items()
    ]
    pages = [row["size"] for path, row in rows if path.endswith(".html")]
    return Standing(len(rows), sum(row["size"] for _path, row in rows), max(pages, default=0))
