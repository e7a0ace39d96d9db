"""What is done about disaster information without anybody asking."""

import datetime as dt
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.documents.sniffing import RefusedFileError
from kakehashi.foundation.tasks.schedule import Scheduled
from kakehashi.services.disaster.exports.paper import sheets_pdf
from kakehashi.services.disaster.models import Kit, Speech
from kakehashi.services.disaster.operations import kits
from kakehashi.services.disaster.operations.bulletin_moves import expire_due, prepare_translated
from kakehashi.services.disaster.operations.injects import deliver_due
from kakehashi.services.disaster.operations.jma_feeds import forget_entries, read_feeds
from kakehashi.services.disaster.operations.jma_keeping import forget_messages
from kakehashi.services.disaster.operations.publishing import PUBLISHER, publish_site
from kakehashi.services.disaster.operations.speech import keep_speech, note_no_speech
from kakehashi.services.disaster.queries.spreading import spoken_in
from kakehashi.services.disaster.speech.engine import SpeechError, synthesise
from kakehashi.services.disaster.speech.voices import usable_voices

WEATHER_WATCH = Robot("weather watch")
PRINTER = Robot("kits")
SPEAKER = Robot("voices")


@task
def keep_pages() -> int:
    """End what has passed its time, go on with what is translated, bring the public pages to the state of the database.

    Returns how many files changed.
    """
    expire_due()
    prepare_translated()
    release = publish_site(reason="schedule", by=PUBLISHER)
    return release.changed if release else 0


@task
def read_often() -> int:
    """What the agency says now. Returns how many messages were new."""
    return read_feeds("often", by=WEATHER_WATCH)


@task
def read_long() -> int:
    """What was missed while nobody asked. Returns how many messages were new."""
    return read_feeds("long", by=WEATHER_WATCH)


@task
def forget_addresses() -> int:
    """Addresses that the feeds no longer name. Returns how many."""
    return forget_entries(by=WEATHER_WATCH)


@task
def forget_old_messages() -> int:
    """What the agency said long ago. Returns how many messages."""
    return forget_messages(by=WEATHER_WATCH)


@task(max_attempts=2)
def print_kit(kit_id: int) -> int:
    """All sheets of a kit in one file, kept with the kit. Returns how many sheets."""
    kit = Kit.objects.select_related("organisation", "facility").filter(pk=kit_id).first()
    if kit is None:
        return 0
    try:
        with override("ja"):
            sheets = kits.plan_print(kit)
            kits.keep_print(kit, sheets, sheets_pdf(sheets), by=PRINTER)
    finally:
        kits.note_printing(kit.pk, 0)
    return len(sheets)


@task
def deliver_injects() -> int:
    """What the clock of a running drill has reached. Returns how many."""
    return deliver_due()


@task(max_attempts=2)
def speak(speech_id: int) -> bool:
    """Have a voice say what the bulletin says now. Returns whether there is a file."""
    clip = Speech.objects.select_related("bulletin").filter(pk=speech_id).first()
    if clip is None:
        return False
    words, voice = spoken_in(clip.bulletin, clip.language), usable_voices().get(clip.language)
    try:
        if voice is None:
            raise SpeechError(_("この言語の声は設定されていません。"))
        if not words:
            raise SpeechError(_("この言語には、訳のない文か、原文より古い文があります。"))
        sound = synthesise(voice.command, words)
        keep_speech(clip, sound, transcript=words, program=PurePath(voice.command[0]).name, by=SPEAKER)
    except (SpeechError, RefusedFileError) as refused:
        note_no_speech(clip, " ".join(getattr(refused, "messages", [str(refused)])), by=SPEAKER)
        return False
    return True


SCHEDULE = [
    Scheduled(
        "disaster.injects",
        _("訓練の状況を、決めた時刻に届ける"),
        f"{__name__}.deliver_injects",
        every=dt.timedelta(minutes=1),
    ),
    Scheduled(
        "disaster.jma_often",
        _("気象庁の電文を読む（新しいもの）"),
        f"{__name__}.read_often",
        every=dt.timedelta(minutes=1),
    ),
    Scheduled(
        "disaster.jma_long",
        _("気象庁の電文を読む（取りこぼし）"),
        f"{__name__}.read_long",
        every=dt.timedelta(hours=1),
    ),
    Scheduled(
        "disaster.jma_forget_messages",
        _("気象庁の古い電文を消す"),
        f"{__name__}.forget_old_messages",
        at=dt.time(3, 55),
    ),
    Scheduled("disaster.jma_forget", _("古い電文のアドレスを消す"), f"{__name__}.forget_addresses", at=dt.time(3, 50)),
    Scheduled(
        "disaster.pages",
        _("期限の来た災害情報を終え、公開のページを今の内容に合わせる"),
        f"{__name__}.keep_pages",
        every=dt.timedelta(minutes=1),
    ),
]
