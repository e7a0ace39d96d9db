"""The daily mail of those who want one mail a day."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kakehashi.foundation.notices.kinds import Words, one_line, words
from kakehashi.foundation.notices.mailing import new_mail, with_link
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.foundation.organisations.models import Person

KIND = "notices.digest"


def people_waiting() -> list[Person]:
    """Who has notices that were not mailed yet."""
    waiting = Notice.objects.filter(awaits_digest=True).values("person")
    return list(Person.objects.filter(pk__in=waiting).order_by("pk"))


def write_digest(person: Person, *, on: dt.date) -> bool:
    """Gather the person's unmailed and unread notices into one mail; whether there was anything to say.

    At most one a day: what came after today's waits for tomorrow's.
    """
    key = f"{KIND}:{person.pk}:{on}"
    with transaction.atomic():
        if Mail.objects.filter(key=key).exists():
            return False
        waiting = Notice.objects.select_for_update(no_key=True).filter(person=person, awaits_digest=True)
        unread = [notice for notice in waiting.order_by("created_at", "id") if notice.read_at is None]
        waiting.update(awaits_digest=False)
        if not unread or not person.email:
            return False
        text = with_link(_text(unread, person.language), "", person.language, to_member=True)
        new_mail(key, person.email, text, kind=KIND, language=person.language, person=person).save(force_insert=True)
    return True


def _text(notices: list[Notice], language: str) -> Words:
    with translation.override(language):
        count = len(notices)
        subject = ngettext("お知らせが%(count)d件あります", "お知らせが%(count)d件あります", count) % {"count": count}
        lines = [_("新しいお知らせをまとめてお届けします。"), ""]
        for notice in notices:
            said = words(notice.kind, notice.params, language)
            lines += [f"■ {said.subject}", said.body, settings.SITE_URL + notice.url, ""]
    return Words(one_line(subject), "\n".join(lines).rstrip())
