"""What the foundation is told about disaster information; imported once all models are loaded."""

from typing import Any

from django.core.checks import register as register_check
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.documents.gates import register_gate
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks import schedule
from kakehashi.foundation.translation.families import register_shelf
from kakehashi.foundation.translation.models import Text
from kakehashi.services.disaster import tasks
from kakehashi.services.disaster.models import Sentence
from kakehashi.services.disaster.operations.kits import REF
from kakehashi.services.disaster.queries import speech
from kakehashi.services.disaster.queries.sheets import visible_kits
from kakehashi.services.disaster.rules.parts import NEEDED
from kakehashi.services.disaster.searching import refold
from kakehashi.services.disaster.site.signing import check_cap_key
from kakehashi.services.disaster.speech.voices import check_voices


def _sees_kit(person: Person, pk: int) -> bool:
    return visible_kits(person).filter(pk=pk).exists()


def _search_anew(instance: Text, **_signal: Any) -> None:
    """A sentence is found by what it says now. (The bank's own drafts are written without signals and folded there.)"""
    refold(Sentence.objects.filter(unit=instance.unit_id))


schedule.register(tasks.SCHEDULE)
register_shelf("disaster.sentence", _("災害時の文例"))
register_shelf("disaster.choice", _("空欄の選択肢"))
register_shelf("disaster.word", _("公開ページの言葉"))
register_shelf("disaster.bulletin", _("災害情報の文"), written_there=NEEDED)
register_gate(REF, _sees_kit)
register_gate(speech.REF, speech.may_hear)
register_check(check_voices)
register_check(check_cap_key, deploy=True)
post_save.connect(_search_anew, sender=Text)
