"""What is being typed is kept until it is saved."""

import datetime as dt

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import rules
from kakehashi.foundation.translation.choices import Weight
from kakehashi.foundation.translation.models import Draft, Language, Unit
from kakehashi.kernel import clock

KEPT = dt.timedelta(days=90)


class KeptElsewhereError(Exception):
    """Another window of the same person kept something else meanwhile; `draft` is that."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


def keep_draft(
    unit: Unit,
    language: Language,
    *,
    body: str,
    weight: Weight,
    expected: int,
    source: str,
    base_revision: int,
    by: Person,
) -> Draft:
    """Keep what is typed as it is. Raises ``KeptElsewhereError`` and ``NotPermittedError``."""
    with act("translation.keep_draft", None, by=by, permit=rules.may_translate(by, unit, language.code)) as record:
        values = {"body": body, "weight": weight, "expected": expected, "source": source}
        drafts = Draft.objects.select_for_update()
        draft, is_new = drafts.get_or_create(
            person=by, unit=unit, language=language, defaults=values | {"revision": base_revision + 1}
        )
        record.thing = draft
        if is_new or draft.body == body:
            return draft
        if draft.revision != base_revision:
            raise KeptElsewhereError(draft)
        for name, value in values.items():
            setattr(draft, name, value)
        draft.revision += 1
        draft.updated_at = clock.now()
        draft.save()
    return draft


def drop_draft(unit: Unit, language: Language, *, by: Person, body: str | None = None, revision: int = 0) -> None:
    """Throw away what was kept. With `body`: only what was saved by that; another window's words stay."""
    draft = Draft.objects.filter(person=by, unit=unit, language=language).first()
    if draft is None or (body is not None and draft.body.strip() != body and draft.revision != revision):
        return
    with act("translation.drop_draft", None, by=by, permit=draft.person_id == by.pk) as record:
        record.extra = {"unit": unit.key, "language": language.code, "body": draft.body}
        draft.delete()


def sweep_drafts(*, by: Actor) -> int:
    """Delete what nobody went on with. Returns how many."""
    with act("translation.sweep_drafts", None, by=by, permit=isinstance(by, Robot)) as record:
        count, _by_model = Draft.objects.filter(updated_at__lt=clock.now() - KEPT).delete()
        record.extra = {"count": count}
    return count
