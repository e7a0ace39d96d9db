"""Languages and who is named for them."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import rules
from kakehashi.foundation.translation.models import Competence, Language
from kakehashi.foundation.translation.tree import tree


def name_for(person: Person, *, translates: Collection[str], checks: Collection[str], by: Actor) -> None:
    """Say which languages (codes) the person translates into and which they check; what is not named is ended."""
    with act("translation.name_for", person, by=by, permit=rules.may_keep_languages(by)) as record:
        Competence.objects.filter(person=person).delete()
        codes = sorted({*translates, *checks})
        Competence.objects.bulk_create(
            [
                Competence(person=person, language_id=code, translates=code in translates, checks=code in checks)
                for code in codes
            ]
        )
        record.extra = {"translates": sorted(translates), "checks": sorted(checks)}


def save_language(language: Language | None, values: Mapping[str, Any], *, by: Actor) -> Language:
    """Add a language, or change one. Raises ``RefusedError`` where the tree would bite its tail."""
    with act("translation.save_language", None, by=by, permit=rules.may_keep_languages(by)) as record:
        is_new = language is None
        language = language or Language(order=Language.objects.count() + 1)
        for name, value in values.items():
            setattr(language, name, value)
        if language.follows_id and language.code in [language.follows_id, *tree().ancestors(language.follows_id)]:
            raise RefusedError(_("もとにする言語をたどると、この言語に戻ってしまいます。別の言語を選んでください。"))
        language.save(force_insert=is_new)
        record.extra = {"language": language.code} | {name: str(value) for name, value in values.items()}
    return language
