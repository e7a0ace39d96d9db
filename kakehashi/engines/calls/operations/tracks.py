"""The section puts an application into another track, while nothing is promised to it."""

from django.utils.translation import gettext as _

from kakehashi.engines.calls.flow import BEFORE_DECISION
from kakehashi.engines.calls.models import Application, Message, Track
from kakehashi.engines.calls.notices import partners as notices
from kakehashi.engines.calls.rules import is_desk
from kakehashi.foundation.audit.gate import act, values
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person


def move_to_track(application: Application, track: Track, *, by: Person, why: str) -> Application:
    """The applicant reads why among the messages. ``MoveRefusedError`` once it is decided, or without a reason."""
    permit = is_desk(by, application) and track.call_id == application.call_id
    with act("calls.move_to_track", application, by=by, permit=permit, note=why) as record:
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        record.before = values(application)
        if application.step not in BEFORE_DECISION:
            raise MoveRefusedError(_("決定のあとは枠を変えられません。決定を取り消してから変えてください。"))
        if not why.strip():
            raise MoveRefusedError(_("枠を変える理由を入力してください。"))
        was, application.track = application.track, track
        application.save(update_fields=["track"])
        body = f"枠を「{was.name_ja if was else 'なし'}」から「{track.name_ja}」に変えました。\n{why.strip()}"
        notices.message_written(Message.objects.create(application=application, author=by, body=body), by)
    return application
