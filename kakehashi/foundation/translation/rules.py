"""Who may translate, check and keep the languages.

What belongs to some thing (`families`) is written and checked at the desk by an order for that language only, and
never in the languages that are written at the thing itself.
"""

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.translation.families import written_at_its_thing
from kakehashi.foundation.translation.models import Competence, Job, Unit


def may_translate(by: Actor | None, unit: Unit, language: str) -> bool:
    """A translator named for the language; of words of some thing, one who was asked."""
    return translates(by, language) and is_asked(by, unit, language)


def may_check(by: Actor | None, unit: Unit, language: str) -> bool:
    """A translator named as a checker of the language; of words of some thing, one who was asked.

    Of one's own text one is not asked: see `operations.sign`.
    """
    return _is_named(by, language, "checks") and is_asked(by, unit, language)


def translates(by: Actor | None, language: str) -> bool:
    """Named for the language, whatever is translated."""
    return _is_named(by, language, "translates")


def is_asked(by: Actor | None, unit: Unit, language: str) -> bool:
    """Banks are open to all who are named; words of some thing to who has an order for the language."""
    written_there = written_at_its_thing(unit.family)
    if not written_there or isinstance(by, Robot):
        return True
    if by is None or language in written_there:
        return False
    return Job.objects.given_to(by).in_force().filter(language=language, lines__unit=unit).exists()


def may_keep_languages(by: Actor | None, thing: object = None) -> bool:
    return may(by, Permission.MANAGE_LANGUAGES)


def may_see_work(by: Actor | None) -> bool:
    """Who opens the translators' desk: translators and who keeps the languages."""
    return may(by, Permission.EDIT_TRANSLATIONS) or may(by, Permission.MANAGE_LANGUAGES)


def _is_named(by: Actor | None, language: str, what: str) -> bool:
    if isinstance(by, Robot):
        return True
    if by is None or not may(by, Permission.EDIT_TRANSLATIONS):
        return False
    return Competence.objects.filter(person=by, language=language, **{what: True}).exists()


def may_work_on(by: Actor | None, job: Job) -> bool:
    """The translators of the body that is asked, and who is named in the order."""
    if by is None or isinstance(by, Robot):
        return by is not None
    held = standing(by)
    if not held.may(Permission.EDIT_TRANSLATIONS):
        return False
    at_the_body = job.organisation_id in held.where(Permission.EDIT_TRANSLATIONS)
    return at_the_body or by.pk in {job.translator_id, job.checker_id}


def may_assign(by: Actor | None, job: Job) -> bool:
    """Who keeps the languages, and the translators of the body among themselves."""
    return may_keep_languages(by) or may_work_on(by, job)
