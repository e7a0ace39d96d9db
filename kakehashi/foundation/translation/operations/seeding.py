"""Units and drafts that come with the product, loaded by the thousand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.translation.choices import Origin, Profile, State
from kakehashi.foundation.translation.models import Text, Unit
from kakehashi.foundation.translation.operations.staleness import mark_stale, set_flags
from kakehashi.foundation.translation.tree import Tree, meaning_of, tree

_COLUMNS = ("family", "profile", "label", "note", "limit", "order", "is_retired")


@dataclass(frozen=True)
class UnitSeed:
    """One unit with its drafts: `texts` by language code. `family`: the key without its last part."""

    key: str
    label: str
    texts: Mapping[str, str] = field(default_factory=dict)
    profile: Profile = Profile.DISASTER
    note: str = ""
    limit: int | None = None
    order: int = 0

    @property
    def family(self) -> str:
        return self.key.rpartition(".")[0]


@dataclass(frozen=True)
class Seeded:
    """What a load changed, and every unit of the seeds by its key."""

    units: dict[str, Unit]
    written: int  # texts: first drafts and new versions of drafts
    kept: int  # texts that differ from the seed because a person has written, adopted or withdrawn them


def load_units(seeds: Iterable[UnitSeed], *, by: Robot, provenance: str = "", whole: bool = False) -> Seeded:
    """Bring units and machine drafts to the state of the seeds; safe to repeat, and then nothing is written.

    What a person wrote, adopted or withdrew stays. A draft is made from the draft of the seed it follows, so it shows
    as stale where a person has since given that another meaning. `whole`: the seeds are all of their families, and
    units that are missing are retired. A handful of queries, however many the seeds.
    """
    wanted = {seed.key: seed for seed in seeds}
    families = {seed.family for seed in wanted.values()}
    known = {unit.key: unit for unit in Unit.objects.filter(family__in=families)}
    new, changed = _compared(wanted, known, whole=whole)
    before = _latest(families)
    languages = tree()
    if not new and not changed and not _differing(wanted, known, before):
        return Seeded(_chosen(known, wanted), 0, _kept(wanted, known, before))
    with act("translation.load_units", None, by=by, permit=isinstance(by, Robot)) as record:
        for unit in Unit.objects.bulk_create(new):
            known[unit.key] = unit
        Unit.objects.bulk_update(changed, _COLUMNS)
        drafts = _drafts(wanted, known, before, languages, provenance)
        replaced = [before[text.unit_id, text.language_id].pk for text in drafts if text.version > 1]
        set_flags(replaced, is_latest=False, is_standing=False)
        Text.objects.bulk_create(drafts)
        mark_stale({text.unit_id for text in drafts}, languages)
        record.extra = {"families": sorted(families), "units": len(new) + len(changed), "texts": len(drafts)}
    return Seeded(_chosen(known, wanted), len(drafts), _kept(wanted, known, before))


def _compared(
    wanted: Mapping[str, UnitSeed], known: Mapping[str, Unit], *, whole: bool
) -> tuple[list[Unit], list[Unit]]:
    """Units to create, and units to save."""
    new: list[Unit] = []
    changed: list[Unit] = []
    for key, seed in wanted.items():
        unit = known.get(key)
        columns = {name: getattr(seed, name) for name in _COLUMNS[:-1]} | {"is_retired": False}
        if unit is None:
            new.append(Unit(key=key, **columns))
        elif any(getattr(unit, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(unit, name, value)
            changed.append(unit)
    for key, unit in known.items():
        if whole and key not in wanted and not unit.is_retired:
            unit.is_retired = True
            changed.append(unit)
    return new, changed


def _latest(families: Iterable[str]) -> dict[tuple[int, str], Text]:
    texts = Text.objects.filter(is_latest=True, unit__family__in=list(families)).order_by().defer("findings")
    return {(text.unit_id, text.language_id): text for text in texts}


def _differing(
    wanted: Mapping[str, UnitSeed], known: Mapping[str, Unit], before: Mapping[tuple[int, str], Text]
) -> list[tuple[Unit, str, str, Text | None]]:
    """What the seeds say otherwise than the drafts that stand: unit, language, body, the draft it replaces."""
    found: list[tuple[Unit, str, str, Text | None]] = []
    for key, seed in wanted.items():
        unit = known.get(key)
        if unit is None:
            continue
        for language, body in seed.texts.items():
            text = before.get((unit.pk, language))
            if text is None or (text.state == State.MACHINE and text.body != body):
                found.append((unit, language, body, text))
    return found


def _drafts(
    wanted: Mapping[str, UnitSeed],
    known: Mapping[str, Unit],
    before: Mapping[tuple[int, str], Text],
    languages: Tree,
    provenance: str,
) -> list[Text]:
    drafts: list[Text] = []
    for unit, language, body, text in _differing(wanted, known, before):
        meanings = {code: meaning_of(code, said) for code, said in wanted[unit.key].texts.items()}
        drafts.append(
            Text(
                unit=unit,
                language_id=language,
                version=text.version + 1 if text else 1,
                body=body,
                state=State.MACHINE,
                meaning=meaning_of(language, body),
                follows=languages.followed(language, meanings),
                is_standing=text is None or text.is_standing,
                origin=Origin.MACHINE,
                provenance=provenance,
            )
        )
    return drafts


def _kept(wanted: Mapping[str, UnitSeed], known: Mapping[str, Unit], before: Mapping[tuple[int, str], Text]) -> int:
    return sum(
        text.state != State.MACHINE and text.body != body
        for key, seed in wanted.items()
        for language, body in seed.texts.items()
        if key in known and (text := before.get((known[key].pk, language))) is not None
    )


def _chosen(known: Mapping[str, Unit], wanted: Mapping[str, UnitSeed]) -> dict[str, Unit]:
    return {key: known[key] for key in wanted}
