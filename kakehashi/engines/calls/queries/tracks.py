"""The tracks of a call as an applicant chooses among them, and as they are asked for in an Excel file."""

from kakehashi.engines.calls.models import Application, Call, Track
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.models import Question
from kakehashi.foundation.organisations.models import Organisation

TRACK = "_track"  # no code of a question: those begin with a letter


def track_for(call: Call, applicant: Organisation) -> Track | None:
    """The only one; of several the one that this body applied for last time, told by its code."""
    tracks = {track.code: track for track in call.tracks.all()}
    if len(tracks) < 2:
        return next(iter(tracks.values()), None)
    last = Application.objects.filter(applicant=applicant, call__scheme=call.scheme_id, track__isnull=False)
    return tracks.get(last.order_by("-id").values_list("track__code", flat=True).first() or "")


def track_questions(call: Call) -> list[Question]:
    """The choice among the tracks as a question that belongs to no version; none where there is no choice."""
    tracks = list(call.tracks.all())
    if len(tracks) < 2:
        return []
    options = [{"value": track.code, "label_ja": track.name_ja, "label_en": track.name_en} for track in tracks]
    label_ja, label_en = "申請する枠", "Track applied for"
    return [
        Question(
            code=TRACK, kind=QuestionKind.CHOICE, label_ja=label_ja, label_en=label_en, options=options, required=True
        )
    ]


def track_called(call: Call, name: str) -> Track | None:
    """By its name in any language, or its code."""
    found = (track for track in call.tracks.all() if name in {track.name_ja, track.name_en, track.code})
    return next(found, None) if name else None
