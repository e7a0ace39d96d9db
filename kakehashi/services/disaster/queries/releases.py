"""What was put up when."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

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


def standing_pages(root: Path) -> Standing | None:
    found = current(root)
    if found is None:
        return None
    rows: list[tuple[str, dict[str, Any]]] = [
        item for bundle in found.manifest()["bundles"].values() for item in bundle["files"].items()
    ]
    pages = [row["size"] for path, row in rows if path.endswith(".html")]
    return Standing(len(rows), sum(row["size"] for _path, row in rows), max(pages, default=0))
