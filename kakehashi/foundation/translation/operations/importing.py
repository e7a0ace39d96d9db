"""Texts of a file become new versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.translation import rules
from kakehashi.foundation.translation.choices import Origin, Weight
from kakehashi.foundation.translation.models import Language, Unit
from kakehashi.foundation.translation.operations.texts import write_text


@dataclass(frozen=True)
class Brought:
    """A text of a file. `version`: the one it replaces; `follows`: the meaning of the source in the file."""

    unit: Unit
    body: str
    version: int
    follows: str


def take_in_texts(language: Language, texts: Sequence[Brought], *, provenance: str, by: Actor) -> int:
    """All are saved, or none. Returns how many.

    What other languages follow is taken as a new meaning. Raises as `write_text` does.
    """
    with act("translation.take_in_texts", None, by=by, permit=rules.translates(by, language.code)) as record:
        weight = Weight.MAJOR if language.followers.exists() else Weight.MINOR
        for text in texts:
            write_text(
                unit=text.unit,
                language=language.code,
                body=text.body,
                expected=text.version,
                follows=text.follows,
                weight=weight,
                origin=Origin.IMPORT,
                provenance=provenance,
                by=by,
            )
        record.extra = {"language": language.code, "texts": len(texts)}
    return len(texts)
