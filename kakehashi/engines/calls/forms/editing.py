"""What headquarters says about a call: one form for each part of it, some with lists of rows."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import ApplicantKind, Gives
from kakehashi.engines.calls.forms.editing_fields import RateField, fields_of
from kakehashi.engines.calls.forms.editing_lines import LineSet, line_set
from kakehashi.engines.calls.models import Call, MoneyRule
from kakehashi.engines.calls.operations.calls import JUDGING, ROAD, WHEN, WHO, WORDS
from kakehashi.engines.calls.operations.calls_rows import RULE
from kakehashi.engines.calls.queries.editing import published_sets, roles_of
from kakehashi.engines.calls.queries.editing_lacks import DAYS, off_days
from kakehashi.engines.calls.queries.public import ROLES
from kakehashi.foundation.ui.differences import Difference, differences


class PartForm(forms.Form):
    """One part of a call, with its lists. Unbound it shows the call as it is."""

    title: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    model: ClassVar[type[Model]] = Call
    columns: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()
    use_required_attribute = False

    def __init__(self, call: Call, data: Any = None) -> None:
        super().__init__(data)
        self.call = call
        self.fields.update(fields_of(self.model, self.columns))
        self.prepare()
        self.initial = self.current()
        self.line_sets: list[LineSet] = [line_set(call, name, data) for name in self.lists]

    def prepare(self) -> None:
        """Fields that follow from the call."""

    def current(self) -> dict[str, Any]:
        """What the call says now."""
        return {name: getattr(self.call, name) for name in self.fields}

    def is_valid(self) -> bool:
        """Of the form and all its rows, so that every error is said at once."""
        rows = [one.is_valid() for one in self.line_sets] if self.is_bound else []
        return super().is_valid() and all(rows)

    def values(self) -> Mapping[str, Any]:
        """What ``change_call`` takes."""
        return self.cleaned_data | self.rows()

    def rows(self) -> dict[str, Any]:
        return {one.name: one.rows() for one in self.line_sets}

    def differences(self, now: Call) -> list[Difference]:
        theirs = type(self)(now)
        found = differences(self.fields, theirs.initial, self.cleaned_data)
        for mine, other in zip(self.line_sets, theirs.line_sets, strict=True):
            one, another = _listed([form.initial for form in other.initial_forms]), _listed(mine.rows())
            if one != another:
                found.append(Difference(mine.title, one, another))
        return found


def _listed(rows: Any) -> str:
    """Rows as text, a line for each: their words and amounts, not their numbers and codes."""
    left_out = {"id", "legend", "code", "anchors"}
    return "\n".join(
        " / ".join(str(value) for key, value in row.items() if key not in left_out and value not in {None, ""})
        for row in rows
    )


def flag_days_off(form: PartForm) -> None:
    """Beside each day that is saved: whether it is a weekend or a holiday."""
    for name, off in off_days(form.call, [name for name in DAYS if name in form.fields]).items():
        field = form.fields[name]
        said = _("保存してある日は%(off)sです。確かめてください。") % {"off": off}
        field.help_text = f"{field.help_text} {said}".strip()


class WordsForm(PartForm):
    title = gettext_lazy("名称と案内")
    lead = gettext_lazy("名称を空欄にすると、制度の名称を使います。案内と問合せ先は、だれでも読めるページに出ます。")
    columns = WORDS


class RoadForm(PartForm):
    title = gettext_lazy("申請の進め方")
    lead = gettext_lazy("申請から支払までの道筋が決まります。提出された申請があると変えられません。")
    columns = ROAD

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("gives") == Gives.PERSON and not values.get("register"):
            self.add_error("register", _("人を派遣する公募では、派遣する人の名簿を選んでください。"))
        return values


class WindowForm(PartForm):
    title = gettext_lazy("日程")
    lead = gettext_lazy(
        "時刻は日本時間です。空欄は「未設定」と表示されます。締切を23:59とすると、23時59分59秒まで提出できます。"
    )
    columns = WHEN

    def prepare(self) -> None:
        flag_days_off(self)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("受付の締切は、受付の開始より後にしてください。"))
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", _("実施期間の末日は、初日より後にしてください。"))
        return values


class WhoForm(PartForm):
    title = gettext_lazy("申請できる団体")
    lead = gettext_lazy(
        "確認の質問には、申請の前に答えてもらいます。申請できない答えのときは、理由を示して終わります。"
    )
    columns = WHO
    lists = ("eligibility_lines",)

    def prepare(self) -> None:
        self.fields["eligible_kinds"] = forms.MultipleChoiceField(
            label=_("申請できる団体"),
            choices=ApplicantKind.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("一つも選ばないと、団体の種類による制限はありません。"),
        )


class FormsForm(PartForm):
    title = gettext_lazy("質問票")
    lead = gettext_lazy("公開中の質問票から選びます。選び直しても、すでにある下書きは始めたときの質問票のままです。")

    def prepare(self) -> None:
        for role in roles_of(self.call):
            is_first = role == "application_form"
            self.fields[role] = forms.ModelChoiceField(
                published_sets(),
                label=ROLES[role],
                required=False,
                empty_label=_("未設定") if is_first else _("使わない"),
            )


class MoneyForm(PartForm):
    title = gettext_lazy("金額の決まり")
    lead = gettext_lazy("わからない項目は空欄のままにします。「金額の決まりを使う」を選ぶまで、額は計算されません。")
    model = MoneyRule
    columns = RULE
    lists = ("caps",)

    def prepare(self) -> None:
        self.fields["rate"] = RateField(
            label=_("補助率"), required=False, help_text=_("1/2、50%、0.5 のように書きます。全額は 1 です。")
        )

    def current(self) -> dict[str, Any]:
        rule = MoneyRule.objects.filter(call=self.call).first() or MoneyRule(call=self.call)
        return {name: getattr(rule, name) for name in self.fields}

    def values(self) -> Mapping[str, Any]:
        return {"money_rule": self.cleaned_data} | self.rows()

    def clean_rounding_unit(self) -> int:
        unit: int = self.cleaned_data["rounding_unit"]
        if unit < 1:
            raise ValidationError(_("1円以上にしてください。"))
        return unit


class ExpensesForm(PartForm):
    title = gettext_lazy("費目")
    lead = gettext_lazy("予算の表に入力しているときに、対象になるか、なぜならないかを示します。")
    lists = ("expenses",)


class TracksForm(PartForm):
    title = gettext_lazy("枠")
    lead = gettext_lazy("枠ごとに予算と件数を持ちます。空欄は未設定で、上限はかかりません。")
    lists = ("tracks",)


class ChecksForm(PartForm):
    title = gettext_lazy("形式審査")
    lead = gettext_lazy("申請ごとに、担当課がすべての項目を確かめます。")
    lists = ("check_lines",)


class JudgingForm(PartForm):
    title = gettext_lazy("審査")
    lead = gettext_lazy("観点ごとに0点から満点までで採点し、重みをかけて合計します。")
    columns = JUDGING
    lists = ("criteria",)

    def prepare(self) -> None:
        flag_days_off(self)


PARTS: dict[str, type[PartForm]] = {
    "words": WordsForm,
    "road": RoadForm,
    "window": WindowForm,
    "who": WhoForm,
    "forms": FormsForm,
    "tracks": TracksForm,
    "money": MoneyForm,
    "expenses": ExpensesForm,
    "checks": ChecksForm,
    "judging": JudgingForm,
}
