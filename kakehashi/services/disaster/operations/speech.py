"""Speech for a bulletin: asked for by its writers, made in the background, kept beside it."""

from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.documents import operations as documents
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.documents.sniffing import WAV
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref
from kakehashi.services.disaster.choices import SpeechState
from kakehashi.services.disaster.models import Bulletin, Speech
from kakehashi.services.disaster.models.speech import digest_of
from kakehashi.services.disaster.queries.speech import REF
from kakehashi.services.disaster.rules.bulletins import may_write
from kakehashi.services.disaster.speech.engine import MOST_BYTES
from kakehashi.services.disaster.speech.voices import usable_voices

SPEAK_TASK = "kakehashi.services.disaster.tasks.speak"


def order_speech(bulletin: Bulletin, languages: Iterable[str], *, by: Actor) -> list[str]:
    """Have it spoken, in the background; answers the languages that have a voice. Raises ``MoveRefusedError``."""
    with act("disaster.order_speech", bulletin, by=by, permit=may_write) as record:
        if bulletin.published_at is None:
            raise MoveRefusedError(_("音声は、公開した災害情報からだけ作れます。"))
        voices = usable_voices()
        spoken = [code for code in languages if code in voices]
        for code in spoken:
            asked = {"state": SpeechState.WAITING, "trouble": "", "asked_at": clock.now()}
            clip, _is_new = Speech.objects.update_or_create(bulletin=bulletin, language=code, defaults=asked)
            enqueue_once(task_at(SPEAK_TASK), f"disaster:speech:{clip.pk}", clip.pk)
        record.extra = {"languages": spoken}
    return spoken


def keep_speech(clip: Speech, content: bytes, *, transcript: str, program: str, by: Actor) -> Speech:
    """The file with the words it says; the one before it goes."""
    with act("disaster.keep_speech", clip, by=by, permit=True):
        about = Ref(REF, clip.pk)
        for old in documents_about(about):
            documents.remove(old, by=by, permit=True)
        name = f"{clip.bulletin.paper_code}-{clip.language}-synthetic.wav"
        upload = SimpleUploadedFile(name, content, WAV.media_type)
        allowed = frozenset({WAV})
        documents.store(upload, about=about, by=by, permit=True, allowed=allowed, limit=MOST_BYTES)
        clip.state, clip.trouble = SpeechState.READY, ""
        clip.transcript, clip.digest, clip.program = transcript, digest_of(transcript), program[:80]
        clip.made_at = clock.now()
        clip.save()
    return clip


def note_no_speech(clip: Speech, why: str, *, by: Actor) -> Speech:
    """It could not be made; what was made before stays."""
    with act("disaster.no_speech", clip, by=by, permit=True, note=why):
        clip.state, clip.trouble = SpeechState.FAILED, why[:300]
        clip.save(update_fields=["state", "trouble"])
    return clip
