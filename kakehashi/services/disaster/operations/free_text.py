"""Words of one's own around the sentences of the bank: a unit of the translation engine for each paragraph.

They stand in Japanese and やさしい日本語 before anybody approves; whoever approves the bulletin signs both as second
person. Other languages are ordered and come when they come. A correction takes over the unit of the version before.
Words that were signed or translated, or that another version has too, are never edited: the paragraph gets a new
unit. So what is up does not change under its readers, and nobody approves words that are not those shown.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation.choices import Profile, State
from kakehashi.foundation.translation.flow import JOB_FLOW
from kakehashi.foundation.translation.models import Job, JobLine, Language, Text, Unit
from kakehashi.foundation.translation.operations import move_job, order, sign, write_text
from kakehashi.foundation.translation.queries import OPEN
from kakehashi.services.disaster.flow import ENDED
from kakehashi.services.disaster.models import Bulletin, BulletinPart
from kakehashi.services.disaster.operations.bulletins import next_order, writing
from kakehashi.services.disaster.rules.parts import NEEDED

JAPANESE, EASY = NEEDED
ORDERING = Robot("disaster information")
CANCELLABLE = JOB_FLOW.move("cancel").sources


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
        if _is_settled(unit, part):
            part.unit = unit = _new_unit(bulletin, japanese)
            part.save(update_fields=["unit"])
        _write(unit, wanted, by)
        record.extra = {"unit": unit.key}
    return part


def _is_settled(unit: Unit, part: BulletinPart) -> bool:
    """Somebody has signed or translated it, or another version of the message says it too."""
    done = unit.texts.filter(Q(checked_at__isnull=False) | ~Q(language__in=NEEDED))
    return done.exists() or BulletinPart.objects.filter(unit=unit).exclude(pk=part.pk).exists()


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
    return list(_lacking(bulletin))


def _lacking(bulletin: Bulletin) -> dict[str, list[int]]:
    """Language → the units that are not there, in the order of the paragraphs. One query where there are any."""
    units = list(dict.fromkeys(part.unit_id for part in bulletin.parts.all() if part.unit_id is not None))
    if not units:
        return {}
    there = Text.objects.filter(unit__in=units, is_standing=True, is_stale=False).values_list("language", "unit")
    written: set[tuple[str, int]] = set(there)
    lacking = {code: [unit for unit in units if (code, unit) not in written] for code in bulletin.languages}
    return {code: missing for code, missing in lacking.items() if missing}


def order_words(bulletin: Bulletin, *, by: Actor, note: str = "") -> int:
    """Ask headquarters' translators for what is missing and not asked for, an order for each language.

    Returns how many are new.
    """
    call_off_words(bulletin)
    lacking = {code: units for code, units in _lacking(bulletin).items() if code not in NEEDED}
    units = Unit.objects.in_bulk({pk for missing in lacking.values() for pk in missing})
    asked = JobLine.objects.filter(unit__in=units, job__step__in=OPEN).values_list("job__language", "unit")
    ordered: set[tuple[str, int]] = set(asked)
    wanted = {code: [pk for pk in missing if (code, pk) not in ordered] for code, missing in lacking.items()}
    office = Organisation.objects.filter(kind=OrganisationKind.HEADQUARTERS).order_by("code").first()
    languages = Language.objects.filter(pk__in=[code for code, missing in wanted.items() if missing])
    if office is None:
        return 0
    for language in languages:
        order(
            title=bulletin.title,
            language=language,
            organisation=office,
            units=[units[pk] for pk in wanted[language.code]],
            due_at=bulletin.valid_until,
            note=f"{bulletin.organisation.name_ja} {by}\n{note}".strip(),
            by=ORDERING,
        )
    return len(languages)


def call_off_words(bulletin: Bulletin) -> None:
    """Cancel open orders of words that no bulletin says that is up or on its way: rewritten, removed, or at its end."""
    said = BulletinPart.objects.filter(unit__isnull=False).exclude(bulletin__step__in=ENDED)
    if bulletin.step in ENDED:  # the step is not saved yet
        said = said.exclude(bulletin=bulletin)
    ours = Q(unit__family=_family(bulletin)) | Q(unit__in=bulletin.parts.values("unit"))
    jobs = Job.objects.filter(step__in=CANCELLABLE, pk__in=JobLine.objects.filter(ours).values("job"))
    for job in jobs.exclude(lines__unit__in=said.values("unit")).order_by("id"):
        move_job(job, "cancel", by=ORDERING, note=_("この文を使う災害情報がなくなりました。"))


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
    return {text.language_id: text.body for text in unit.texts.filter(is_latest=True, language__in=NEEDED)}


def _write(unit: Unit, wanted: dict[str, str], by: Actor) -> None:
    """Each language that differs, and each whose source just changed: whoever wrote the words saw them together."""
    for language, body in wanted.items():
        known = unit.texts.filter(is_latest=True, language=language).first()
        if known is None or known.body != body or known.is_stale:
            write_text(
                unit=unit, language=language, body=body, expected=known.version if known else 0, by=by, permit=True
            )
