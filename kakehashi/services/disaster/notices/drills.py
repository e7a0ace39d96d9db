"""Who is told what a drill throws at its people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.kernel.references import Ref
from kakehashi.services.disaster.models import Inject

INJECT = register(
    NoticeKind(
        "disaster.inject",
        _("【訓練】新しい状況が届きました: %(title)s"),
        _("これは訓練です。訓練「%(exercise)s」で、新しい状況が届きました。\n\n%(title)s\n%(words)s"),
    )
)


def to_players(inject: Inject) -> None:
    """Whoever writes for the organisation."""
    exercise = inject.exercise
    tell(
        holders(Permission.WRITE_BULLETINS, exercise.organisation_id),
        INJECT,
        about=Ref(exercise._meta.label_lower, exercise.pk),
        url=reverse("disaster:exercise", args=[exercise.pk]),
        key=f"disaster.inject:{inject.pk}",
        title=inject.title,
        exercise=exercise.name,
        words=inject.words,
    )
