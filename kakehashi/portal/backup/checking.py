"""Comparing what an archive holds with what it says it holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from kakehashi import __version__
from kakehashi.foundation.audit.verify import Head, verify
from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.manifest import Facts, Manifest, Stored

SHOWN = 20  # damaged files that are named one by one


@dataclass(frozen=True)
class Check:
    """One line: what was compared, what it should be, what was found, and what is wrong (empty: nothing)."""

    what: str
    expected: str
    found: str
    wrong: str = ""


@dataclass
class Report:
    """All comparisons in the order in which they were made."""

    checks: list[Check] = field(default_factory=list)

    def compare(self, what: str, expected: object, found: object, wrong: str) -> None:
        """A line that says `wrong` when the two differ."""
        self.checks.append(Check(what, str(expected), str(found), "" if expected == found else wrong))

    @property
    def wrong(self) -> list[Check]:
        return [check for check in self.checks if check.wrong]

    @property
    def is_whole(self) -> bool:
        return not self.wrong


def refuse_newer(manifest: Manifest) -> None:
    """Raises ``BackupError`` when this program does not know everything that is in the archive."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    if _numbers(manifest.version) > _numbers(__version__) or unknown:
        raise BackupError(
            _("このアーカイブは新しい版(%(theirs)s)で作られています。架け橋(%(ours)s)を更新してください。%(unknown)s")
            % {"theirs": manifest.version, "ours": __version__, "unknown": " ".join(unknown[:3])}
        )


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]


def check_files(report: Report, manifest: Manifest, found: dict[str, Stored]) -> None:
    """Every file of the archive against its hash."""
    whole = [name for name, stored in manifest.members.items() if found.get(name) == stored]
    damaged = sorted(manifest.members.keys() - whole)
    report.compare(_("ファイル"), len(manifest.members), len(whole), _named(damaged))
    if manifest.lost:
        report.checks.append(
            Check(_("バックアップの前に失われていたファイル"), str(len(manifest.lost)), str(len(manifest.lost)))
        )


def _named(names: list[str]) -> str:
    more = _(" ほか%(count)d件") % {"count": len(names) - SHOWN} if len(names) > SHOWN else ""
    return _("壊れているか、ありません：%(names)s") % {"names": "、".join(names[:SHOWN]) + more}


def check_database(report: Report, manifest: Manifest, facts: Facts) -> None:
    """Every table by rows and hash, what was migrated, and each document's hash as it was uploaded."""
    for name in sorted(manifest.tables.keys() | facts.tables.keys()):
        expected, found = manifest.tables.get(name), facts.tables.get(name)
        wrong = ""
        if expected is None:
            wrong = _("控えにない表です。")
        elif found is None:
            wrong = _("表がありません。")
        elif expected.rows != found.rows:
            wrong = _("行の数が違います。")
        elif expected != found:
            wrong = _("行の内容が違います。")
        report.checks.append(Check(name, _rows(expected), _rows(found), wrong))
    report.compare(
        _("マイグレーション"), len(manifest.migrations), len(facts.migrations), _("適用済みの数が違います。")
    )
    _check_documents(report, manifest, facts.documents)


def _rows(table: tuple[int, str] | None) -> str:
    return "-" if table is None else str(table[0])


def _check_documents(report: Report, manifest: Manifest, documents: dict[str, str]) -> None:
    there = {name: manifest.members.get(f"files/{name}") for name in documents}
    missing = [name for name, stored in there.items() if stored is None and name not in manifest.lost]
    changed = [name for name, stored in there.items() if stored is not None and stored.sha256 != documents[name]]
    report.compare(
        _("文書"), len(documents), len(documents) - len(missing + changed), _named(sorted(missing + changed))
    )


def check_chain(report: Report, manifest: Manifest, alias: str, heads: Iterable[Head] = ()) -> None:
    """The record of all writes: whole in itself, ending where it ended, and fitting the published heads."""
    number, seal = manifest.chain.number, manifest.chain.seal
    known = [head for head in heads if head.at <= manifest.taken_at]
    chain = verify([*known, Head(number, seal, manifest.taken_at)], using=alias)
    wrong = "".join(f"{finding.number}: {finding.text} " for finding in chain.findings[:SHOWN])
    if (chain.rows, chain.last) != (manifest.chain.rows, number):
        wrong += _("記録の数が違います。")
    report.checks.append(Check(_("記録の鎖"), str(manifest.chain.rows), str(chain.rows), wrong.strip()))
