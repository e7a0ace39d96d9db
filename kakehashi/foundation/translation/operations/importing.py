"""Texts of a file become new versions."""

from collections.abc import Sequence

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.translation import rules
from kakehashi.foundation.translation.choices import Origin, Weight
from kakehashi.foundation.translation.models import Language, Unit
from kakehashi.foundation.translation.operations.texts import write_text


def take_in_texts(language: Language, texts: Sequence[tuple[Unit, str, int]], *, provenance: str, by: Actor) -> int:
    """Unit, words, and the version they follow: all are saved, or none. Returns how many.

    What other languages follow is taken as a new meaning. Raises as `write_text` does.
    """
    with act("translation.take_in_texts", None, by=by, permit=rules.translates(by, language.code)) as record:
        weight = Weight.MAJOR if language.followers.exists() else Weight.MINOR
        for unit, body, version in texts:
            write_text(
                unit=unit,
                language=language.code,
                body=body,
                expected=version,
                weight=weight,
                origin=Origin.IMPORT,
                provenance=provenance,
                by=by,
            )
        record.extra = {"language": language.code, "texts": len(texts)}
    return len(texts)
