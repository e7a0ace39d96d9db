"""The filters of the list of cases, and the name under which one keeps them."""

from html import escape
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kakehashi.engines.cases.choices import Theme
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import SavedView
from kakehashi.engines.cases.queries.narrowing import OUTCOMES, UNASSIGNED, Filter, parameters
from kakehashi.engines.cases.queries.options import Options
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.formatting import ui_fiscal_year

_QUERY_MAX = SavedView._meta.get_field("query").max_length or 0


class LongSelect(forms.Select):
    """Django's, drawn at once: a template for each of hundreds of options takes longer than the list itself."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(str(words))}</option>'
            for key, words in self.choices
        )
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(attrs or {}), SafeString(options))


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=LongSelect)


class FilterForm(forms.Form):
    """The filters as controls, filled with what the list is narrowed to; ``read_filter`` reads them back."""

    q = forms.CharField(label=gettext_lazy("ことば"), max_length=100, required=False)
    step = _choice(gettext_lazy("状態"))
    office = _choice(gettext_lazy("事務所・課"))
    kind = _choice(gettext_lazy("種類"))
    lead = _choice(gettext_lazy("担当者"))
    due = _choice(gettext_lazy("期限"))
    applicant = forms.CharField(label=gettext_lazy("依頼団体"), max_length=100, required=False)
    branch = _choice(gettext_lazy("支部"))
    country = _choice(gettext_lazy("国・地域"))
    theme = _choice(gettext_lazy("テーマ"))
    fiscal_year = _choice(gettext_lazy("年度"))
    outcome = _choice(gettext_lazy("結果"))
    urgent = _choice(gettext_lazy("急ぎ"))
    sort = _choice(pgettext_lazy("order", "並び順"))

    ALWAYS = ("q", "step", "office", "kind", "due")

    def __init__(self, narrowed: Filter, options: Options, years: range) -> None:
        super().__init__(initial=parameters(narrowed))
        offered: dict[str, dict[str, str]] = _fixed_choices() | {
            "office": options.office,
            "kind": options.kind,
            "country": options.country,
            "branch": options.branch,
            "fiscal_year": {str(year): ui_fiscal_year(year) for year in reversed(years)},
        }
        if options.lead:
            offered["lead"] = {str(UNASSIGNED): _("まだ決まっていない")} | options.lead
        for name, field in list(self.fields.items()):
            if not isinstance(field, forms.ChoiceField):
                continue
            if offered.get(name):
                empty = _("自動") if name == "sort" else _("すべて")
                field.widget.choices = [("", empty), *offered[name].items()]
            else:
                del self.fields[name]
        self.offered = offered

    @property
    def always(self) -> list[forms.BoundField]:
        """The filters most people need."""
        return [self[name] for name in self.ALWAYS if name in self.fields]

    @property
    def further(self) -> list[forms.BoundField]:
        """The others, one press away."""
        return [self[name] for name in self.fields if name not in self.ALWAYS]

    @property
    def uses_further(self) -> bool:
        return any(name in self.initial for name in self.fields if name not in self.ALWAYS)

    def words(self) -> dict[str, str]:
        """Each filter that is on, in words: 状態: 手配中. The word and the order are seen where they are typed."""
        on = {}
        for name, value in self.initial.items():
            field = self.fields.get(name)
            if field is None or name == "sort":
                continue
            shown = self.offered[name].get(value) if isinstance(field, forms.ChoiceField) else value
            if shown is not None:
                on[name] = _("%(filter)s: %(value)s") % {"filter": field.label, "value": shown}
        return on


def outcome_words() -> dict[str, str]:
    """What a case can have come to, in words; also the columns of the statistics."""
    words = [_("受付"), _("回答・完了"), _("謝絶"), _("取下げ"), _("対応の途中"), _("一部だけ手配できた")]
    return dict(zip(OUTCOMES, words, strict=True))


def _fixed_choices() -> dict[str, dict[str, str]]:
    return {
        "step": {step.code: str(step.label) for step in CASE_FLOW.steps},
        "theme": {value: str(label) for value, label in Theme.choices},
        "due": {"overdue": _("期限を過ぎた"), "soon": _("7日以内に期限")},
        "urgent": {"1": _("急ぎだけ")},
        "outcome": outcome_words(),
        "sort": {"newest": _("動きの新しい順"), "longest": _("長く待っている順"), "due": _("期限の近い順")},
    }


class ViewForm(forms.Form):
    """The name of a saved view, and whether colleagues see it too."""

    name = forms.CharField(label=gettext_lazy("名前"), max_length=60)
    shared_with: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("見える人"),
        required=False,
        empty_label=gettext_lazy("自分だけ"),
        help_text=gettext_lazy("事務所を選ぶと、その事務所の職員全員の一覧に出ます。直せるのは自分だけです。"),
    )

    def __init__(
        self,
        person: Person,
        offices: QuerySet[Organisation],
        *args: Any,
        query: str = "",
        view: SavedView | None = None,
        **kwargs: Any,
    ) -> None:
        if view is not None:
            kwargs["initial"] = {"name": view.name, "shared_with": view.shared_with_id}
        super().__init__(*args, **kwargs)
        others = SavedView.objects.filter(person=person)
        self.others = others.exclude(pk=view.pk) if view else others
        self.query = query
        if offices.exists():
            self.fields["shared_with"].queryset = offices  # type: ignore[attr-defined]  # a ModelChoiceField
        else:
            del self.fields["shared_with"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.others.filter(name=name).exists():
            raise forms.ValidationError(_("同じ名前の条件があります。別の名前を付けてください。"))
        return name

    def clean(self) -> dict[str, Any]:
        if len(self.query) > _QUERY_MAX:
            raise forms.ValidationError(_("条件のことばが長すぎて保存できません。短くしてください。"))
        return super().clean() or {}
