"""Small forms around sheets: looking for a sentence, withdrawing a sheet, naming a kit, cards."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.services.disaster.choices import Phase
from kakehashi.services.disaster.forms.languages import FoldedCheckboxes, begun_with, offered
from kakehashi.services.disaster.forms.making import KINDS, LOOKS, ORIENTATIONS, PAPER, SIZES
from kakehashi.services.disaster.models import Category, Facility, Kit
from kakehashi.services.disaster.queries.bank import Sought
from kakehashi.services.disaster.queries.sheets import visible_kits

PURPOSES = [
    ("protect", gettext_lazy("命を守る")),
    ("evacuate", gettext_lazy("避難する")),
    ("reception", gettext_lazy("受け付ける")),
    ("guide", gettext_lazy("場所を案内する")),
    ("rule", gettext_lazy("きまりを伝える")),
    ("supply", gettext_lazy("物を配る")),
    ("lifeline", gettext_lazy("水・電気・ガス・電話")),
    ("move", gettext_lazy("移動する")),
    ("health", gettext_lazy("体と心")),
    ("consult", gettext_lazy("相談する")),
    ("procedure", gettext_lazy("手続き")),
    ("inform", gettext_lazy("知らせる")),
]
CARDS = [
    ("help", gettext_lazy("ヘルプカード(見せる)")),
    ("need", gettext_lazy("必要なもののカード(見せる)")),
    ("staff", gettext_lazy("指さしボード: 係の人が使う")),
    ("evacuee", gettext_lazy("指さしボード: 避難した人が使う")),
    ("register", gettext_lazy("避難者登録カード(書く)")),
]


class FindForm(forms.Form):
    """By GET; everything may be empty."""

    q = forms.CharField(
        label=gettext_lazy("言葉"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("どの言語でも、ひらがなでもさがせます。例: みず、water、nước"),
        widget=forms.TextInput(attrs={"type": "search", "autofocus": True}),
    )
    category = forms.ModelChoiceField(
        Category.objects.all(), label=gettext_lazy("分類"), required=False, empty_label=gettext_lazy("すべて")
    )
    phase = forms.ChoiceField(
        label=gettext_lazy("時期"), required=False, choices=[("", gettext_lazy("すべて")), *Phase.choices]
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("使う目的"), required=False, choices=[("", gettext_lazy("すべて")), *PURPOSES]
    )

    def sought(self) -> Sought:
        values = self.cleaned_data if self.is_valid() else {}
        category = values.get("category")
        return Sought(
            values.get("q", ""), category.pk if category else "", values.get("phase", ""), values.get("purpose", "")
        )


class WithdrawForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("取り下げる理由"),
        max_length=300,
        help_text=gettext_lazy("紙のコードを読み取った人に、日本語で示されます。例: 給水が終わりました。"),
    )


class IntoKitForm(forms.Form):
    """Keep what is on the sheet maker's page in a kit: one there is, or a new one."""

    kit = forms.ModelChoiceField(
        Kit.objects.none(), label=gettext_lazy("ひとそろい"), required=False, empty_label=gettext_lazy("新しく作る")
    )
    name = forms.CharField(label=gettext_lazy("新しいひとそろいの名前"), required=False, max_length=120)

    def __init__(self, person: Person, organisation: Organisation, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kit"].queryset = visible_kits(person).filter(organisation=organisation)  # type: ignore[attr-defined]  # a model choice

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("kit") and not values.get("name"):
            self.add_error("name", _("ひとそろいの名前を入力してください。"))
        return values


class KitForm(forms.Form):
    """What a kit is for and how it is printed."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("名前"), max_length=120)
    phase = forms.ChoiceField(
        label=gettext_lazy("時期"), required=False, choices=[("", gettext_lazy("決めない")), *Phase.choices]
    )
    languages = forms.MultipleChoiceField(label=gettext_lazy("言語"), widget=FoldedCheckboxes)
    kind = forms.ChoiceField(label=gettext_lazy("使い方"), choices=KINDS)
    size = forms.ChoiceField(label=gettext_lazy("紙の大きさ"), choices=SIZES)
    orientation = forms.ChoiceField(label=gettext_lazy("用紙の向き"), choices=ORIENTATIONS)
    per_page = forms.TypedChoiceField(
        label=gettext_lazy("1枚の言語の数"), choices=[(str(n), str(n)) for n in range(1, 7)], coerce=int
    )
    look = forms.ChoiceField(label=gettext_lazy("見た目"), choices=LOOKS)
    ruby = forms.BooleanField(label=gettext_lazy("ふりがなを付ける"), required=False)

    def __init__(self, kit: Kit, data: Any = None) -> None:
        initial = {"name": kit.name, "phase": kit.phase, "languages": kit.languages, "facility": kit.facility_id}
        super().__init__(data, initial={**kit.paper, **initial})
        self.fields["languages"].choices = offered(kit.organisation)  # type: ignore[attr-defined]  # a choice field
        self.fields["facility"] = forms.ModelChoiceField(
            Facility.objects.filter(organisation=kit.organisation_id, is_used=True),
            label=_("置くところ"),
            required=False,
            empty_label=_("決めない"),
        )

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        paper = {name: values.pop(name) for name in PAPER if name in values}
        return {**values, "paper": paper}


class CardsForm(forms.Form):
    """By GET: which cards, in which languages beside Japanese."""

    use_required_attribute = False
    card = forms.ChoiceField(label=gettext_lazy("カード"), choices=CARDS, widget=forms.RadioSelect)
    lang = forms.MultipleChoiceField(label=gettext_lazy("言語"), widget=FoldedCheckboxes)

    def __init__(self, organisation: Organisation, data: Any = None) -> None:
        begun = [one.code for one in begun_with(organisation) if one.code != "ja"]
        super().__init__(data, initial={"card": "help", "lang": begun})
        self.fields["lang"].choices = offered(organisation, without="ja")  # type: ignore[attr-defined]  # a choice field
