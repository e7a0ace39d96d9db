"""The audio files of a bulletin, as those who write for its organisation get them."""

from dataclasses import dataclass
from pathlib import PurePath

from django.db.models import QuerySet

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.kernel.references import Ref
from kakehashi.services.disaster.choices import SpeechState
from kakehashi.services.disaster.models import Bulletin, Speech
from kakehashi.services.disaster.queries.spreading import Texts, spoken_in
from kakehashi.services.disaster.speech.voices import VoicesError, read_voices, usable_voices

REF = "disaster.speech"


@dataclass(frozen=True)
class Aloud:
    """Of one language. `words`: what would be said now; `file`: only while it says just that.

    `running`: files made and files asked for, while one of them is not made yet. `voices`: how many languages have one.
    """

    words: str
    has_voice: bool
    clip: Speech | None
    file: Document | None
    is_old: bool
    running: tuple[int, int] | None
    voices: int


def aloud(bulletin: Bulletin, texts: Texts | None) -> Aloud | None:
    """``None`` where nothing speaks: no voice is set, or no language can say it."""
    voices = usable_voices()
    if texts is None or not voices:
        return None
    clips = {clip.language: clip for clip in bulletin.speeches.all()}
    clip = clips.get(texts.language.code)
    is_made = clip is not None and bool(clip.digest)
    holds = clip is not None and clip.says(texts.spoken)
    file = documents_about(Ref(REF, clip.pk)).last() if clip is not None and holds else None
    waiting = sum(one.state == SpeechState.WAITING for one in clips.values())
    return Aloud(
        words=texts.spoken,
        has_voice=texts.language.code in voices,
        clip=clip,
        file=file,
        is_old=is_made and not holds,
        running=(len(clips) - waiting, len(clips)) if waiting else None,
        voices=len(voices),
    )


def voices_by_name() -> list[tuple[str, str, str, bool]]:
    """Endonym, code, program, whether it is there; for every language that has a voice set."""
    try:
        voices = read_voices()
    except VoicesError as wrong:
        return [(str(wrong), "en", "", False)]
    endonyms = {one.code: one.endonym for one in resident_languages()}
    return [
        (endonyms.get(code, code), code, PurePath(voice.command[0]).name, voice.is_there)
        for code, voice in voices.items()
    ]


def speeches_visible_to(person: Person | None) -> QuerySet[Speech]:
    found = Speech.objects.filter(standing(person).reach(Permission.WRITE_BULLETINS, "bulletin__organisation"))
    return found.select_related("bulletin__organisation")


def may_hear(person: Person, pk: int) -> bool:
    """What says something else than the bulletin says now is not given to anybody."""
    clip = speeches_visible_to(person).filter(pk=pk).first()
    return clip is not None and clip.says(spoken_in(clip.bulletin, clip.language))
