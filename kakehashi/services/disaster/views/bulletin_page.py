"""What the page of one bulletin shows."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.buttons import buttons
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.models import Language
from kakehashi.foundation.ui.items import Link, Step
from kakehashi.services.disaster.flow import BULLETIN_FLOW, EDITABLE
from kakehashi.services.disaster.models import Bulletin
from kakehashi.services.disaster.operations.free_text import waiting_languages
from kakehashi.services.disaster.queries.bulletins import TONES, story, turn_of, versions, with_parts_at_hand
from kakehashi.services.disaster.queries.preview import InLanguage, Preview, changed_lines
from kakehashi.services.disaster.rules.bulletins import may_write
from kakehashi.services.disaster.site import addresses

_ROAD = ("draft", "checking", "ready", "published")
_AHEAD = {"returned": 0, "draft": 0, "checking": 1, "approved": 2, "translating": 2, "ready": 2}


def page_of(
    bulletin: Bulletin, person: Person, language: str = "", *, form: MoveForm | None = None, refused: str = ""
) -> dict[str, Any]:
    parts = with_parts_at_hand(bulletin)
    preview = Preview(bulletin)
    shown = _chosen(preview, language)
    whose, is_mine = turn_of(bulletin, standing(person))
    waiting = waiting_languages(bulletin)
    states = preview.states()
    return _moves(bulletin, person, form, is_waiting=bool(waiting)) | {
        "bulletin": bulletin,
        "tone": TONES[bulletin.step],
        "road": _road(bulletin),
        "whose_turn": whose,
        "is_mine": is_mine,
        "parts": parts,
        "areas": preview.picture.places.names(bulletin.areas, "ja"),
        "preview": shown,
        "tongues": [_tab(bulletin, one, state, shown) for one, state in states],
        "same_state": states[0][1] if len({state for _one, state in states}) == 1 else "",
        "waiting": [one for one in preview.languages if one.code in waiting],
        "changes": changed_lines(bulletin.corrects, bulletin) if bulletin.corrects else [],
        "versions": versions(bulletin),
        "story": story(bulletin),
        "is_editable": bulletin.step in EDITABLE and may_write(person, bulletin),
        "may_correct": bulletin.step == "published" and may_write(person, bulletin),
        "public_url": _public(bulletin),
        "refused": refused,
    }


def _moves(bulletin: Bulletin, person: Person, form: MoveForm | None, *, is_waiting: bool) -> dict[str, Any]:
    """The buttons; the approval has its own place, with publishing at once."""

    def action(code: str) -> str:
        return reverse("disaster:bulletin_move", args=[bulletin.pk, code])

    found: dict[str, Any] = dict(buttons(BULLETIN_FLOW, bulletin, person, action=action, form=form))
    main = found["main_moves"]
    found["approval"] = next((one for one in main if one.move.code == "approve"), None)
    found["main_moves"] = [one for one in main if one.move.code != "approve"]
    return found | {"is_waiting": is_waiting}


def _chosen(preview: Preview, language: str) -> InLanguage:
    known = {one.code: one for one in preview.languages}
    return preview.language(known.get(language) or preview.languages[0])


def _tab(bulletin: Bulletin, one: Language, state: str, shown: InLanguage) -> tuple[Language, Link, str]:
    """The language, its tab, and what its sign says of the texts."""
    address = f"{reverse('disaster:bulletin', args=[bulletin.pk])}?language={one.code}#preview"
    return one, Link(one.endonym, address, one == shown.language), state


def _road(bulletin: Bulletin) -> list[Step]:
    here = _AHEAD.get(bulletin.step)
    if here is None:
        return []
    labels = [_("書く"), _("別の人が確かめる"), _("公開の準備"), _("公開")]
    states = ["done" if n < here else "current" if n == here else "todo" for n in range(len(_ROAD))]
    return [Step(label, state) for label, state in zip(labels, states, strict=True)]


def _public(bulletin: Bulletin) -> str:
    """Where the public reads it; empty before it was up, and for a drill that stays inside."""
    if bulletin.published_at is None or (bulletin.is_exercise and not settings.DISASTER_PUBLIC_DRILLS):
        return ""
    return addresses.public(settings.DISASTER_PAGES_URL, addresses.bulletin("ja", bulletin.paper_code.lower()))
