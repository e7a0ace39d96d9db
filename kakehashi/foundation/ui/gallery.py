"""What the gallery shows: every component by its name, and things to show it with. Nothing here is real."""

import datetime as dt
import inspect
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.ui import registry
from kakehashi.foundation.ui.items import Bar, File, Link, Step
from kakehashi.kernel import clock

LANGUAGES = ("ja", "en", "ar")
PAGE_KINDS = ("entry", "list", "thing", "form", "board")
# Drawn by the frame of the page itself, not placed by writers.
OF_THE_FRAME = {"ui_block"}
# What the engine hands over, not the writer of a template.
HANDED_OVER = {"context", "content"}


@dataclass(frozen=True)
class Entry:
    """One component: how it is written, why it exists, and the template that shows it."""

    name: str
    usage: str
    about: str
    template: str


def _usage(name: str, component: registry.Component, *, is_block: bool) -> str:
    """`{% ui_chip text=… tone="neutral" %}` from the signature of the function."""
    words = []
    for parameter in inspect.signature(component).parameters.values():
        if parameter.name in HANDED_OVER:
            continue
        is_open = parameter.default is inspect.Parameter.empty
        words.append(f"{parameter.name}={'…' if is_open else _written(parameter.default)}")
    written = " ".join(["{%", name, *words, "%}"])
    return f"{written}…{{% end_{name} %}}" if is_block else written


def _written(default: object) -> str:
    return f'"{default}"' if isinstance(default, str) else str(default)


def entries() -> list[Entry]:
    """Every component, in the order of the alphabet."""
    blocks = registry.BLOCK_TAGS | registry.BLOCK_TAGS_OF_THE_PAGE
    tags = registry.SIMPLE_TAGS | registry.SIMPLE_TAGS_OF_THE_PAGE | blocks
    return [
        Entry(
            name,
            _usage(name, component, is_block=name in blocks),
            (inspect.getdoc(component) or "").split("\n\n")[0].replace("`", ""),
            f"ui/gallery/examples/{name}.html",
        )
        for name, component in sorted(tags.items())
        if name not in OF_THE_FRAME
    ]


class SampleForm(forms.Form):
    """Every kind of control."""

    subject = forms.CharField(label=_("件名"), max_length=80, help_text=_("訪問先と目的が分かるように書きます。"))
    purpose = forms.CharField(label=_("目的"), widget=forms.Textarea, help_text=_("200字程度。後から直せます。"))
    kind = forms.ChoiceField(
        label=_("依頼の種類"),
        choices=[("visit", _("訪問の手配")), ("research", _("調査")), ("event", _("行事への協力"))],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label=_("テーマ"),
        choices=[("trade", _("経済交流")), ("tourism", _("観光")), ("culture", _("文化"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    office = forms.ChoiceField(
        label=_("依頼先の事務所"), choices=[("", _("選んでください")), ("paris", _("パリ事務所"))]
    )
    starts_on = forms.DateField(label=_("訪問の初日"))
    people = forms.IntegerField(label=_("人数"), min_value=1, required=False)
    email = forms.EmailField(label=_("連絡先のメール"), required=False)
    plan = forms.FileField(label=_("行程の案"), required=False, help_text=_("PDFまたはExcel、10MBまで。"))
    has_consent = forms.BooleanField(label=_("入力した内容を事務所と支部に伝えてよい"))


def _bound_form() -> SampleForm:
    form = SampleForm(
        {"purpose": gettext("友好提携20周年にあわせた市長の訪問"), "starts_on": "2012-13-40", "people": "0"},
        auto_id="id_bound_%s",
    )
    form.is_valid()
    return form


def _links(kind: str) -> list[Link]:
    """The sample pages as a navigation; `kind` is the one shown."""
    names = {
        "gallery": gettext("部品"),
        "entry": gettext("入口"),
        "list": gettext("一覧"),
        "thing": gettext("案件"),
        "form": gettext("入力"),
        "board": gettext("盤面"),
    }

    def address(name: str) -> str:
        page = reverse("ui:gallery") if name == "gallery" else reverse("ui:page", args=[name])
        return f"{page}?lang={get_language()}"

    return [Link(label, address(name), is_current=name == kind) for name, label in names.items()]


def samples(template: str) -> dict[str, Any]:
    """Things to show the components with, in the language that is active."""
    kind = template.rpartition("/")[2].removesuffix(".html")
    now, today = clock.now(), clock.today()
    return {
        "entries": entries() if kind == "index" else [],
        "navigation": _links("gallery" if kind == "index" else kind),
        "languages_shown": [
            Link(get_language_info(code)["name_local"], f"?lang={code}", is_current=code == get_language())
            for code in LANGUAGES
        ],
        "now": now,
        "today": today,
        "visit_day": dt.date(2012, 7, 9),
        "soon": now + dt.timedelta(days=2, hours=3),
        "later": today + dt.timedelta(days=21),
        "past": today - dt.timedelta(days=2),
        "amount": 1_234_000,
        "unknown": None,
        "japanese": "Himeji 国際交流課 主任",
        **_lists(),
        "form": SampleForm(auto_id="id_empty_%s"),
        "form_with_errors": _bound_form(),
    }


def _lists() -> dict[str, Any]:
    return {
        "links": [
            Link(gettext("自分の番"), "?tab=mine", is_current=True, count=3),
            Link(gettext("進行中"), "?tab=open", count=12),
            Link(gettext("完了済み"), "?tab=done", count=1_284),
            Link(gettext("すべて"), "?tab=all"),
        ],
        "way": [Link(gettext("ホーム"), "#"), Link(gettext("活動支援"), "#"), Link(gettext("姫路市のパリ訪問"), "#")],
        "steps": [
            Step(gettext("依頼"), "done", "#", gettext("7月2日")),
            Step(gettext("受付"), "done"),
            Step(gettext("手配"), "current"),
            Step(gettext("訪問")),
            Step(gettext("結果の報告")),
        ],
        "steps_with_problem": [
            Step(gettext("団体"), "done", "#"),
            Step(gettext("訪問の内容"), "problem", "#"),
            Step(gettext("確認"), "todo"),
        ],
        "bars": [
            Bar(gettext("パリ事務所"), 128, "#"),
            Bar(gettext("ロンドン事務所"), 74, "#"),
            Bar(gettext("シンガポール事務所"), 203, "#"),
            Bar(gettext("北京事務所"), 0),
        ],
        "files": [
            File(gettext("訪問行程.pdf"), "#", 482_113, "PDF", gettext("パリ事務所が7月3日に追加")),
            File(gettext("訪問団名簿.xlsx"), "#", None, "Excel"),
        ],
        "page": Paginator(range(1_284), 20).page(4),
        "single_page": Paginator(range(3), 20).page(1),
    }
