"""What headquarters says about a kind of case: one form for each part of it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.choices import Starts, Work
from kakehashi.engines.cases.models import CaseKind
from kakehashi.engines.cases.queries.kind_editing import (
    has_cases,
    possible_desks,
    published_sets,
    roles_of,
)
from kakehashi.engines.cases.queries.road import timed_steps
from kakehashi.engines.cases.roads import FORM_ROLES, Road
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.differences import Difference, differences

MAX_CHECKS = 40
_CODE = RegexValidator(
    r"^[a-z][a-z0-9-]{1,49}$", gettext_lazy("英小文字で始め、英小文字、数字、ハイフン(-)だけで書いてください。")
)
_TAKEN = {"new", "menu"}


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NewKindForm(forms.Form):
    """By a template of a road, or like another kind."""

    use_required_attribute = False
    name_ja = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("英語の名称"), max_length=160)
    code = forms.CharField(
        label=gettext_lazy("コード"),
        max_length=50,
        validators=[_CODE],
        help_text=gettext_lazy("アドレスに使います。例: promotion-adviser。あとから変えられません。"),
    )
    service_number = forms.IntegerField(
        label=gettext_lazy("事業計画の番号"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=gettext_lazy("同じ番号のサービスのページから、この種類をはじめられるようになります。"),
    )
    road = forms.ChoiceField(
        label=gettext_lazy("進め方のひな形"), choices=Road.choices, required=False, widget=forms.RadioSelect
    )
    like: "forms.ModelChoiceField[CaseKind]" = forms.ModelChoiceField(
        CaseKind.objects.all(),
        label=gettext_lazy("または、今ある種類を写す"),
        required=False,
        empty_label=gettext_lazy("写さない"),
        help_text=gettext_lazy("進め方、窓口、質問票、日数、チェックリストを写します。"),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in _TAKEN:
            raise ValidationError(_("このコードは使えません。別のコードにしてください。"))
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("road")) is (values.get("like") is not None) and "road" not in self.errors:
            self.add_error("road", _("進め方のひな形か、写す種類の、どちらか一つを選んでください。"))
        return values


class PartForm(forms.Form):
    """One part of a kind. Unbound it shows the kind as it is."""

    title: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    use_required_attribute = False

    def __init__(self, kind: CaseKind, data: Any = None) -> None:
        super().__init__(data)
        self.kind = kind
        self.prepare()
        self.initial = self.current()

    def prepare(self) -> None:
        """Fields that follow from the kind."""

    def current(self) -> dict[str, Any]:
        """What the kind says now."""
        return {name: getattr(self.kind, name) for name in self.fields}

    def values(self) -> Mapping[str, Any]:
        """What ``change_kind`` takes."""
        return self.cleaned_data

    def differences(self, now: CaseKind) -> list[Difference]:
        return differences(self.fields, type(self)(now).initial, self.cleaned_data)


class WordsForm(PartForm):
    title = gettext_lazy("名称と説明")
    name_ja = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("英語の名称"), max_length=160)
    service_number = forms.IntegerField(
        label=gettext_lazy("事業計画の番号"), required=False, min_value=1, max_value=9999
    )
    guidance_ja = forms.CharField(
        label=gettext_lazy("はじめに読んでほしいこと"), max_length=4000, required=False, widget=_lines(5)
    )
    guidance_en = forms.CharField(
        label=gettext_lazy("はじめに読んでほしいこと(英語)"), max_length=4000, required=False, widget=_lines(5)
    )
    order = forms.IntegerField(
        label=gettext_lazy("並び順"),
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("小さい数が先です。同じ数なら事業計画の番号の順です。"),
    )


class RoadForm(PartForm):
    title = gettext_lazy("進め方")
    lead = gettext_lazy("だれがはじめ、協会が何をし、支部を通るかを決めます。案件が1件でもできると変えられません。")
    starts = forms.ChoiceField(label=gettext_lazy("はじめる人"), choices=Starts.choices, widget=forms.RadioSelect)
    work = forms.ChoiceField(label=gettext_lazy("協会がすること"), choices=Work.choices, widget=forms.RadioSelect)
    through_branch = forms.BooleanField(label=gettext_lazy("支部を経由する"), required=False)
    has_formal_stage = forms.BooleanField(label=gettext_lazy("打診と正式依頼の2段階で進める"), required=False)

    def prepare(self) -> None:
        if has_cases(self.kind):
            for field in self.fields.values():
                field.disabled = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, work = values.get("starts"), values.get("work")
        if starts == Starts.ANYONE and work != Work.ANSWER:
            self.add_error("work", _("だれでも相談できる種類では「調べて、回答する」を選んでください。"))
        if starts == Starts.STAFF and work == Work.ANSWER:
            self.add_error("work", _("職員がはじめる種類では、手配か記録を選んでください。"))
        if starts != Starts.STAFF and work == Work.RECORD:
            self.add_error("work", _("記録は、職員がはじめる種類でだけ選べます。"))
        if values.get("through_branch") and starts != Starts.CLIENT:
            self.add_error("through_branch", _("支部を経由できるのは、団体が依頼する種類だけです。"))
        if values.get("has_formal_stage") and (starts, work) != (Starts.CLIENT, Work.ANSWER):
            self.add_error("has_formal_stage", _("2段階で進められるのは、団体が依頼し、協会が回答する種類だけです。"))
        return values


class ReceptionForm(PartForm):
    title = gettext_lazy("受付と質問票")
    lead = gettext_lazy("どこが受け付け、何をたずねるかを決めます。質問票は公開中のものから選びます。")
    at_offices = forms.BooleanField(
        label=gettext_lazy("海外事務所が受け付ける(はじめる人が事務所を選ぶ)"), required=False
    )
    desks: "forms.ModelMultipleChoiceField[Organisation]" = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("受け付ける課・窓口"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_assisting_office = forms.BooleanField(
        label=gettext_lazy("調査にあたる海外事務所を、依頼する団体が選ぶ"), required=False
    )
    second_follow_up_months = forms.IntegerField(
        label=gettext_lazy("2回目のフォローアップ(か月後)"),
        min_value=0,
        max_value=36,
        help_text=gettext_lazy("0にすると2回目はたずねません。"),
    )

    def prepare(self) -> None:
        desks = self.fields["desks"]
        assert isinstance(desks, forms.ModelMultipleChoiceField)  # noqa: S101  # said for the type checker
        desks.queryset = possible_desks()
        roles = roles_of(self.kind)
        if self.kind.work != Work.ANSWER:
            del self.fields["needs_assisting_office"]
        if "follow_up_form" not in roles:
            del self.fields["second_follow_up_months"]
        for role in roles:
            self.fields[role] = forms.ModelChoiceField(
                published_sets(), label=FORM_ROLES[role], required=role == "request_form", empty_label=_("使わない")
            )

    def current(self) -> dict[str, Any]:
        values = super().current()
        return values | {"desks": list(self.kind.desks.all()) if self.kind.pk else []}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("later_form") and not values.get("follow_up_form"):
            self.add_error("follow_up_form", _("2回目をたずねるには、1回目の質問票も選んでください。"))
        return values


class TargetsForm(PartForm):
    title = gettext_lazy("処理の目安")
    lead = gettext_lazy("状態ごとに、何営業日で終えるかの目安です。空欄は未設定で、期限は表示されません。")

    def prepare(self) -> None:
        turns = {Turn.CLIENT: _("はじめた人の番"), Turn.BRANCH: _("支部の番"), Turn.OFFICE: _("協会の番")}
        for step in timed_steps(self.kind):
            self.fields[step.code] = forms.IntegerField(
                label=_("%(step)s(営業日)") % {"step": step.label},
                required=False,
                min_value=1,
                max_value=366,
                help_text=turns[step.turn],
            )

    def current(self) -> dict[str, Any]:
        return dict(self.kind.targets.values_list("step", "working_days"))

    def values(self) -> Mapping[str, Any]:
        return {"targets": self.cleaned_data}


class ChecksForm(PartForm):
    title = gettext_lazy("チェックリスト")
    lead = gettext_lazy(
        "新しい案件の対応を始めるときに、案件に写されます。すでにある案件のチェックリストは変わりません。"
    )
    checks = forms.CharField(
        label=gettext_lazy("確かめること"),
        required=False,
        max_length=12_000,
        widget=_lines(10),
        help_text=gettext_lazy(
            "1行に1件。英語は縦線(|)のあとに書きます。例: 過去の事例を確かめた | Earlier cases checked"
        ),
    )

    def current(self) -> dict[str, Any]:
        pairs = self.kind.check_templates.values_list("text_ja", "text_en")
        return {"checks": "\n".join(f"{ja} | {en}" if en else ja for ja, en in pairs)}

    def clean_checks(self) -> str:
        text: str = self.cleaned_data["checks"].replace("\r\n", "\n")
        pairs = _pairs(text)
        if len(pairs) > MAX_CHECKS:
            raise ValidationError(_("%(count)s件までにしてください。") % {"count": MAX_CHECKS})
        if any(len(part) > 200 for pair in pairs for part in pair):
            raise ValidationError(_("1件は200文字までにしてください。"))
        return text

    def values(self) -> Mapping[str, Any]:
        return {"checks": _pairs(self.cleaned_data["checks"])}


def _pairs(text: str) -> list[tuple[str, str]]:
    """Each line that says something: its Japanese and its English words."""
    lines = [line.partition("|") for line in text.split("\n")]
    return [(japanese.strip(), english.strip()) for japanese, _bar, english in lines if japanese.strip()]


PARTS: dict[str, type[PartForm]] = {
    "words": WordsForm,
    "road": RoadForm,
    "reception": ReceptionForm,
    "targets": TargetsForm,
    "checks": ChecksForm,
}


class CloseKindForm(forms.Form):
    use_required_attribute = False
    reason_ja = forms.CharField(label=gettext_lazy("受付を止める理由"), max_length=200)
    reason_en = forms.CharField(label=gettext_lazy("受付を止める理由(英語)"), max_length=200)


class MenuItemForm(forms.Form):
    use_required_attribute = False
    name_ja = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("英語の名称"), max_length=160)
    is_offered = forms.BooleanField(label=gettext_lazy("依頼書で選べる"), required=False, initial=True)


class NewMenuItemForm(forms.Form):
    use_required_attribute = False
    name_ja = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("英語の名称"), max_length=160)
    code = forms.SlugField(
        label=gettext_lazy("コード"), max_length=50, help_text=gettext_lazy("あとから変えられません。")
    )
