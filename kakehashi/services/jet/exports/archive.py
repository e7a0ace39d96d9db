"""A run as one file that anybody can reckon again: what went in, what came out."""

import io
import zipfile

from kakehashi.services.jet.exports.placement import files
from kakehashi.services.jet.models import PlacementRun
from kakehashi.services.jet.queries.placing import Outcome, as_files


def archive(run: PlacementRun, made: Outcome) -> bytes:
    """A ZIP with the folders that ``manage.py jet_place`` reads and writes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in as_files(run.tables).items():
            packed.writestr(f"in/{name}", content)
        for name, content in files(made.problem, made.answer, input_sha256=run.sha256).items():
            packed.writestr(f"out/{name}", content)
    return written.getvalue()
