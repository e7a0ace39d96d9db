"""Who may translate, check and keep the languages."""

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.translation.models import Competence


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
