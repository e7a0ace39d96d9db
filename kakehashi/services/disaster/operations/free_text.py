"""Words of one's own around the sentences of the bank: a unit of the translation engine for each paragraph.

They stand in Japanese and やさしい日本語 before anybody approves; whoever approves the bulletin signs both as second
person. Other languages are ordered and come when they come. A correction takes over the unit of the version before
until somebody edits the words; then they get a unit of their own, so that what is up does not change under its
readers.
"""

from collections.abc import Iterable

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation.choices import Profile, State
from kakehashi.foundation.translation.models import JobLine, Language, Text, Unit
from kakehashi.foundation.translation.operations import sign, write_text
from kakehashi.foundation.translation.operations.jobs import order
from kakehashi.services.disaster.models import Bulletin, BulletinPart
from kakehashi.services.disaster.operations.bulletins import next_order, writing
from kakehashi.services.disaster.rules.parts import NEEDED

JAPANESE, EASY = NEEDED
ORDERING = Robot("disaster information")


def add_words(bulletin: Bulletin, *, japanese: str, easy: str, base_revision: int, by: Actor) -> BulletinPart:
    """A paragraph at the end."""
    with writing(bulletin, "disaster.add_words", base_revision=base_revision, by=by) as record:
        unit = _new_unit(bulletin, japanese)
        _write(unit, {JAPANESE: japanese, EASY: easy}, by)
        part = BulletinPart.objects.create(bulletin=bulletin, order=next_order(bulletin), unit=unit)
        record.extra = {"unit": unit.key}
    return part


def change_words(part: BulletinPart, *, japanese: str, easy: str, base_revision: int, by: Actor) -> BulletinPart:
    bulletin = part.bulletin
    with writing(bulletin, "disaster.change_words", base_revision=base_revision, by=by) as record:
        assert part.unit is not None  # noqa: S101  # a paragraph of words
        unit, wanted = part.unit, {JAPANESE: japanese, EASY: easy}
        if _bodies(unit) == wanted:
            return part
        if not unit.key.startswith(f"{_family(bulletin)}."):
            part.unit = unit = _new_unit(bulletin, japanese)
            part.save(update_fields=["unit"])
        _write(unit, wanted, by)
        record.extra = {"unit": unit.key}
    return part


def sign_words(bulletin: Bulletin, *, by: Person) -> None:
    """The approver's signature under the Japanese and the easy words, where nothing mechanical stands against it."""
    texts = Text.objects.filter(
        unit__in=bulletin.parts.values("unit"), is_latest=True, state=State.TRANSLATED, language__in=NEEDED
    )
    for text in texts.exclude(translator=by).order_by("language__order", "id"):
        try:
            sign(text, by=by, permit=True)
        except RefusedError:
            continue  # stays marked as not yet checked


def waiting_languages(bulletin: Bulletin) -> list[str]:
    """Languages in which words of one's own are wanted and not there yet."""
    units = [part.unit_id for part in bulletin.parts.all() if part.unit_id is not None]
    if not units:
        return []
    there = Text.objects.filter(unit__in=units, is_standing=True, is_stale=False).values_list("language", "unit")
    written: set[tuple[str, int]] = set(there)
    return [code for code in bulletin.languages if any((code, unit) not in written for unit in units)]


def order_words(bulletin: Bulletin, *, by: Actor, note: str = "") -> int:
    """Ask headquarters' translators for what is missing, an order for each language. Returns how many are new."""
    units = list(Unit.objects.filter(pk__in=bulletin.parts.exclude(unit=None).values("unit")).order_by("order", "id"))
    ordered = set(JobLine.objects.filter(unit__in=units).values_list("job__language", flat=True))
    wanted = [code for code in waiting_languages(bulletin) if code not in ordered]
    office = Organisation.objects.filter(kind=OrganisationKind.HEADQUARTERS).order_by("code").first()
    if office is None:
        return 0
    for language in Language.objects.filter(pk__in=wanted):
        order(
            title=bulletin.title,
            language=language,
            organisation=office,
            units=units,
            due_at=bulletin.valid_until,
            note=f"{bulletin.organisation.name_ja} {by}\n{note}".strip(),
            by=ORDERING,
        )
    return len(wanted)


def _family(bulletin: Bulletin) -> str:
    return f"disaster.bulletin.{bulletin.pk}"


def _new_unit(bulletin: Bulletin, japanese: str) -> Unit:
    family = _family(bulletin)
    number = Unit.objects.filter(family=family).count() + 1
    return Unit.objects.create(
        key=f"{family}.{number}",
        family=family,
        profile=Profile.DISASTER,
        label=japanese.split("\n", maxsplit=1)[0][:200],
        note=bulletin.title,
        order=number,
    )


def _bodies(unit: Unit) -> dict[str, str]:
    return {text.language_id: text.body for text in _latest(unit, NEEDED)}


def _latest(unit: Unit, languages: Iterable[str]) -> Iterable[Text]:
    return unit.texts.filter(is_latest=True, language__in=languages)


def _write(unit: Unit, wanted: dict[str, str], by: Actor) -> None:
    now = {text.language_id: text for text in _latest(unit, wanted)}
    for language, body in wanted.items():
        known = now.get(language)
        if known is None or known.body != body:
            write_text(
                unit=unit, language=language, body=body, expected=known.version if known else 0, by=by, permit=True
            )
