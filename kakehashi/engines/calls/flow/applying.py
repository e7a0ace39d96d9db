"""Moves from the draft, through the branch, to an application that is right in form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.rules import applying
from kakehashi.foundation.flow.definition import Move

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application

# What must be right before an application leaves the applicant.
HANDING_IN = (
    rules.window_is_open, rules.is_eligible, applying.eligibility_is_declared, applying.track_is_chosen,
    rules.application_is_complete, applying.all_consent,
)  # fmt: skip

APPLYING: tuple[Move[Application], ...] = (
    Move(
        "submit",
        _("申請を提出する"),
        ("draft",),
        "submitted",
        rules.is_applicant,
        guards=HANDING_IN,
        applies=rules.goes_directly,
        consequence=_("申請書が担当課に届きます。受付番号と、届いた内容の控えがすぐに表示されます。"),
    ),
    Move(
        "submit_to_branch",
        _("支部へ提出する"),
        ("draft",),
        "with_branch",
        rules.is_applicant,
        guards=HANDING_IN,
        applies=rules.goes_through_branch,
        consequence=_("申請書が支部に届き、支部が確認して進達すると担当課に届きます。締切までの提出として扱われます。"),
    ),
    Move(
        "forward",
        _("進達する"),
        ("with_branch",),
        "submitted",
        rules.is_branch,
        note_label=_("支部からのひとこと(任意)"),
        consequence=_("申請書が担当課に届き、申請団体に進達したことが知らされます。"),
    ),
    Move(
        "return_to_applicant",
        _("申請団体に差し戻す"),
        ("with_branch",),
        "draft",
        rules.is_branch,
        needs_note=True,
        note_label=_("差し戻す理由"),
        consequence=_("申請書が下書きに戻り、理由が申請団体に届きます。"),
        is_side=True,
    ),
    Move(
        "receive",
        _("受け付ける"),
        ("submitted",),
        "screening",
        rules.is_desk,
        consequence=_("形式審査が始まり、申請団体に受付のお知らせが届きます。"),
    ),
    Move(
        "ask_correction",
        _("選んだ項目を差し戻す"),
        ("submitted", "screening"),
        "returned",
        rules.is_desk,
        guards=(rules.something_is_returned,),
        note_label=_("全体についてのひとこと(任意)"),
        consequence=_("選んだ項目だけが直せるようになり、申請団体にお知らせが届きます。"),
        is_side=True,
    ),
    Move(
        "correct",
        _("直した申請書を提出する"),
        ("returned",),
        "screening",
        rules.is_applicant,
        guards=(
            rules.window_is_open,
            rules.nothing_is_returned,
            rules.application_is_complete,
            applying.all_consent,
        ),
        consequence=_("直した項目と、前との違いが担当課に届きます。"),
    ),
    Move(
        "not_accept",
        _("受理しない"),
        ("submitted", "screening", "returned"),
        "not_accepted",
        rules.is_desk,
        applies=applying.may_end_unaccepted,
        needs_note=True,
        note_label=_("受理しない理由"),
        is_side=True,
    ),
)
