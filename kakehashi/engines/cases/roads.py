"""The roads a kind of case can be given when headquarters makes one: templates in words people know."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import Starts, Work


class Road(TextChoices):
    ARRANGED = "arranged", _("手配する依頼(海外事務所が面会や会場を手配し、実施する)")
    ANSWERED = "answered", _("回答する相談(担当の課が調べて答える)")
    RESEARCHED = "researched", _("2段階の調査(支部を通して打診し、正式に依頼する)")
    OPEN_TO_ALL = "open_to_all", _("だれでも相談(登録も氏名もいらない)")
    RECORDED = "recorded", _("職員の記録(訪問などを記録し、宿題を片付ける)")
    OWN = "own", _("職員の活動(協会が自分で手配し、実施する)")


# What each says about the road, and the question sets it begins with, by their codes.
ROADS: dict[str, dict[str, Any]] = {
    Road.ARRANGED: {"starts": Starts.CLIENT, "work": Work.ARRANGE, "at_offices": True},
    Road.ANSWERED: {"starts": Starts.CLIENT, "work": Work.ANSWER, "at_offices": False},
    Road.RESEARCHED: {
        "starts": Starts.CLIENT, "work": Work.ANSWER, "at_offices": False, "through_branch": True,
        "has_formal_stage": True, "needs_assisting_office": True,
    },
    Road.OPEN_TO_ALL: {
        "starts": Starts.ANYONE, "work": Work.ANSWER, "at_offices": False, "second_follow_up_months": 0,
    },
    Road.RECORDED: {"starts": Starts.STAFF, "work": Work.RECORD, "at_offices": False},
    Road.OWN: {"starts": Starts.STAFF, "work": Work.ARRANGE, "at_offices": True},
}  # fmt: skip
FORMS: dict[str, dict[str, str]] = {
    Road.ARRANGED: {
        "request_form": "support-request", "result_form": "support-result", "report_form": "support-report",
        "follow_up_form": "support-follow-up",
    },
    Road.ANSWERED: {
        "request_form": "front-desk-request", "answer_form": "consultation-answer",
        "follow_up_form": "support-follow-up",
    },
    Road.RESEARCHED: {
        "request_form": "research-request", "answer_form": "research-answer", "follow_up_form": "support-follow-up",
        "later_form": "research-use",
    },
    Road.OPEN_TO_ALL: {
        "request_form": "plaza-request", "answer_form": "consultation-answer", "follow_up_form": "support-follow-up",
    },
    Road.RECORDED: {"request_form": "visit-record"},
    Road.OWN: {"request_form": "media-plan", "result_form": "media-result"},
}  # fmt: skip

# The question sets a kind can have, in words.
FORM_ROLES = {
    "request_form": _("依頼書・相談票・記録の質問票"),
    "answer_form": _("回答書の質問票"),
    "result_form": _("結果報告の質問票"),
    "report_form": _("事務所報告の質問票"),
    "follow_up_form": _("フォローアップの質問票"),
    "later_form": _("2回目のフォローアップの質問票"),
}
