"""What the foundation is told about disaster information; imported once all models are loaded."""

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.tasks import schedule
from kakehashi.foundation.translation.families import register_shelf
from kakehashi.services.disaster import tasks

schedule.register(tasks.SCHEDULE)
register_shelf("disaster.sentence", _("災害時の文例"))
register_shelf("disaster.choice", _("空欄の選択肢"))
register_shelf("disaster.word", _("公開ページの言葉"))
register_shelf("disaster.bulletin", _("災害情報の文"))
