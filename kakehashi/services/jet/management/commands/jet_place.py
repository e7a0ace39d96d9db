import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.seed import country_codes
from kakehashi.services.jet.exports.placement import files
from kakehashi.services.jet.placing.answer import place
from kakehashi.services.jet.placing.checking import faults
from kakehashi.services.jet.placing.reading import RefusedError, fingerprint, parse, read
from kakehashi.services.jet.placing.words import refusal_line


class Command(BaseCommand):
    requires_system_checks = []  # it reads files and writes files
    help = "Places candidates into posts by nine lexicographic tiers, and proves that nothing better exists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "in_dir", type=Path, metavar="IN_DIR", help="candidates.csv, preferences.csv, lines.csv, country_plan.csv"
        )
        parser.add_argument(
            "out_dir",
            type=Path,
            metavar="OUT_DIR",
            help="assignments.csv, unplaced.csv, unfilled.csv, certificate.json",
        )
        parser.add_argument(
            "--seed", type=int, default=0, help="decides between placements that are alike in every tier"
        )
        parser.add_argument(
            "--limit", type=float, default=600.0, metavar="SECONDS", help="for the proof of couples (600)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = read(options["in_dir"])
        try:
            problem = parse(given, countries=country_codes())
        except RefusedError as refused:
            raise CommandError("\n".join(map(refusal_line, refused.refusals))) from None
        if options["seed"] < 0:
            raise CommandError(_("--seed は0以上の整数です。"))
        tell = self.stderr.write if options["verbosity"] > 1 else lambda _line: None
        answer = place(problem, seed=options["seed"], limit=options["limit"], tell=tell)
        if wrong := faults(problem, answer):
            told = ", ".join(f"{fault} {about}".strip() for fault, about in wrong)
            raise CommandError(_("検算が合いません: %(faults)s") % {"faults": told})
        write(options["out_dir"], files(problem, answer, input_sha256=fingerprint(given)))
        done = {"placed": len(answer.places), "seconds": answer.seconds}
        self.stdout.write(_("%(placed)s人を配置しました（%(seconds).1f秒）。") % done)


def write(folder: Path, written: dict[str, bytes]) -> None:
    """Each file whole or not at all; ``assignments.csv`` last, so that where it stands the others do too."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(written, key=lambda one: one == "assignments.csv"):
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(written[name])
        Path(file.name).chmod(0o644)
        Path(file.name).replace(folder / name)
