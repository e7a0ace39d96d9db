"""Who may do what with a bulletin, and what it lacks. Guards answer a sentence, or ``None`` when all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.translation.models import Text
from kakehashi.kernel import clock
from kakehashi.services.disaster.rules.areas import may_speak_for
from kakehashi.services.disaster.rules.parts import free_lack, slots_lack

if TYPE_CHECKING:
    from kakehashi.services.disaster.models import Bulletin

Words = str | Promise


def may_write(by: Actor | None, bulletin: Bulletin) -> bool:
    return may(by, Permission.WRITE_BULLETINS, bulletin.organisation_id)


def may_approve(by: Actor | None, bulletin: Bulletin) -> bool:
    """Anything but the approval of one's own: send back, take down, order translations."""
    return may(by, Permission.APPROVE_BULLETINS, bulletin.organisation_id)


def wrote(by: Actor | None, bulletin: Bulletin) -> bool:
    """Whether a word of this version is theirs: written here, or at the translators' desk."""
    if by is None or isinstance(by, Robot):
        return False
    if bulletin.author_id == by.pk or bulletin.writers.filter(pk=by.pk).exists():
        return True
    return Text.objects.filter(unit__in=bulletin.parts.values("unit"), translator=by).exists()


def may_approve_others(by: Actor | None, bulletin: Bulletin) -> bool:
    return may_approve(by, bulletin) and not wrote(by, bulletin)


def may_approve_own(by: Actor | None, bulletin: Bulletin) -> bool:
    return may_approve(by, bulletin) and wrote(by, bulletin)


def may_publish(by: Actor | None, bulletin: Bulletin) -> bool:
    """A second person, or the writer whose going alone is on record."""
    return may_approve(by, bulletin) and (bool(bulletin.alone_because) or not wrote(by, bulletin))


def is_the_platform(by: Actor | None, bulletin: Bulletin) -> bool:
    return isinstance(by, Robot)


def has_free_text(bulletin: Bulletin) -> bool:
    return any(part.unit_id is not None for part in bulletin.parts.all())


# --- What it lacks ----------------------------------------------------------------------------------------------------
def begins_with_the_bank(bulletin: Bulletin) -> Words | None:
    first = bulletin.parts.all().first() if not bulletin.parts.all() else bulletin.parts.all()[0]
    if first is None:
        return _("文例を1つ以上選んでください。")
    if first.sentence_id is None:
        return _(
            "最初は文例にしてください。どの言語でも、最初の文が見出しになります。自由に書いた文は後ろに動かせます。"
        )
    return None


def parts_are_filled(bulletin: Bulletin) -> Words | None:
    for number, part in enumerate(bulletin.parts.all(), 1):
        lack = slots_lack(part) if part.sentence_id else free_lack(part)
        if lack:
            return _("%(number)s番目の文: %(lack)s") % {"number": number, "lack": lack}
    return None


def areas_are_own(bulletin: Bulletin) -> Words | None:
    if not bulletin.areas:
        return _("対象の地域を選んでください。")
    if not all(may_speak_for(bulletin.organisation, area) for area in bulletin.areas):
        return _("自分の団体の区域ではない地域が選ばれています。対象の地域を直してください。")
    return None


def ends_in_time(bulletin: Bulletin) -> Words | None:
    if bulletin.valid_until is None:
        return _("いつまで有効かを入力してください。")
    if bulletin.valid_until <= clock.now():
        return _("有効期限が過ぎています。新しい期限を入力してください。")
    return None


def drill_is_running(bulletin: Bulletin) -> Words | None:
    exercise = bulletin.exercise
    if exercise is None:
        return None
    if not exercise.is_running:
        return _("訓練が行われていない間は、訓練の情報を公開できません。")
    if bulletin.valid_until is not None and bulletin.valid_until > exercise.ends_at:
        return _("訓練の情報の期限は、訓練の終わりまでにしてください。")
    return None


def says_what_changed(bulletin: Bulletin) -> Words | None:
    if bulletin.corrects_id and not bulletin.change_note.strip():
        return _("訂正では「変わったこと」を入力してください。")
    return None


COMPLETE = (begins_with_the_bank, parts_are_filled, areas_are_own, ends_in_time, says_what_changed)
