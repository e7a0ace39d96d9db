"""Who may translate, check and keep the languages."""

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.translation.models import Competence, Job


def may_translate(by: Actor | None, language: str) -> bool:
    """A translator named for the language."""
    return _is_named(by, language, "translates")


def may_check(by: Actor | None, language: str) -> bool:
    """A translator named as a checker of the language. Of one's own text one is not asked: see `operations.sign`."""
    return _is_named(by, language, "checks")


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
