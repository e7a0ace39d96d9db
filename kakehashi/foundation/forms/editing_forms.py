"""What editors of question sets type: validated here, saved by `operations.editing`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.forms.choices import Computation, Operator, QuestionKind
from kakehashi.foundation.forms.models import Question, Section, Version
from kakehashi.foundation.forms.notation import CODE, columns_of, columns_text, options_of, options_text
from kakehashi.foundation.forms.shapes import ask_question, read
from kakehashi.foundation.forms.sources import source_names

CODE_HELP = gettext_lazy("英小文字、数字、下線(_)で書きます。あとから変えられません。")


# What a computation is worked out from, in the order in which it is written.
PARTS: dict[str, list[str]] = {
    Computation.SUM: ["table", "column"],
    Computation.COUNT: ["table"],
    Computation.DAYS: ["from", "to"],
}


def check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise ValidationError(_("コードは英小文字で始め、英小文字、数字、下線(_)だけで書いてください。"))


class SetForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(label=gettext_lazy("コード"), max_length=60, help_text=CODE_HELP, validators=[check_code])
    title_ja = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    title_en = forms.CharField(label=gettext_lazy("英語の名称"), max_length=160, required=False)


class SectionForm(forms.Form):
    use_required_attribute = False
    title_ja = forms.CharField(label=gettext_lazy("見出し"), max_length=120)
    title_en = forms.CharField(label=gettext_lazy("英語の見出し"), max_length=160, required=False)
    intro_ja = forms.CharField(label=gettext_lazy("説明"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    intro_en = forms.CharField(
        label=gettext_lazy("英語の説明"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def section_values(section: Section) -> dict[str, Any]:
    return {name: getattr(section, name) for name in SectionForm.base_fields}


class QuestionForm(forms.Form):
    """`values` is what the operations take. The code is asked only for a new question."""

    use_required_attribute = False
    code = forms.CharField(label=gettext_lazy("コード"), max_length=60, help_text=CODE_HELP, validators=[check_code])
    kind = forms.ChoiceField(label=gettext_lazy("種類"), choices=QuestionKind.choices)
    label_ja = forms.CharField(label=gettext_lazy("質問"), max_length=200)
    label_en = forms.CharField(label=gettext_lazy("英語の質問"), max_length=300, required=False)
    help_ja = forms.CharField(
        label=gettext_lazy("書き方の説明"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    help_en = forms.CharField(
        label=gettext_lazy("英語の説明"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    required = forms.BooleanField(label=gettext_lazy("必ず答えてもらう"), required=False)
    options = forms.CharField(
        label=gettext_lazy("選択肢"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("一行に一つ「値 | 日本語 | 英語」と書きます。例: visit | 表敬訪問 | Courtesy call"),
    )
    source = forms.ChoiceField(label=gettext_lazy("選択肢の出所"), required=False)
    columns = forms.CharField(
        label=gettext_lazy("表の列"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "一行に一列「コード | 種類 | 日本語 | 英語 | 必須 | 選択肢 | 最大文字数」と書きます。"
            "例: name | text | 氏名 | Name | 必須"
        ),
    )
    condition_question = forms.ChoiceField(label=gettext_lazy("表示する条件: どの質問"), required=False)
    condition_operator = forms.ChoiceField(
        label=gettext_lazy("表示する条件: どんなとき"), required=False, choices=[("", "—"), *Operator.choices]
    )
    condition_value = forms.CharField(
        label=gettext_lazy("表示する条件: 答え"),
        required=False,
        help_text=gettext_lazy("選択肢の言葉または値を書きます。いくつかのときは「、」で区切ります。"),
    )
    compute_do = forms.ChoiceField(
        label=gettext_lazy("計算"), required=False, choices=[("", "—"), *Computation.choices]
    )
    compute_of = forms.CharField(
        label=gettext_lazy("計算のもと"),
        required=False,
        help_text=gettext_lazy(
            "質問のコードを空白で区切って書きます。列の合計は「表 列」、日数は「はじめの日 終わりの日」の順です。"
        ),
    )
    compute_yen = forms.BooleanField(label=gettext_lazy("計算の結果を金額で示す"), required=False)
    max_length = forms.IntegerField(label=gettext_lazy("最大文字数"), required=False, min_value=1)
    max_rows = forms.IntegerField(label=gettext_lazy("行・ファイル・選択の最大数"), required=False, min_value=1)
    minimum = forms.IntegerField(label=gettext_lazy("最小値"), required=False)
    maximum = forms.IntegerField(label=gettext_lazy("最大値"), required=False)

    def __init__(self, *args: Any, version: Version, question: Question | None = None, **kwargs: Any) -> None:
        if question is not None:
            kwargs["initial"] = question_values(question)
        super().__init__(*args, **kwargs)
        if question is not None:
            del self.fields["code"]
        self.others = {one.code: one for one in version.all_questions if question is None or one.pk != question.pk}
        sources = [("", "—"), *((name, name) for name in source_names())]
        others = [("", "—"), *((code, f"{one.label} ({code})") for code, one in self.others.items())]
        self.fields["source"].choices = sources  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["condition_question"].choices = others  # type: ignore[attr-defined]  # a ChoiceField

    def clean_options(self) -> list[dict[str, Any]]:
        return options_of(self.cleaned_data["options"])

    def clean_columns(self) -> list[dict[str, Any]]:
        return columns_of(self.cleaned_data["columns"])

    def clean(self) -> dict[str, Any]:
        low, high = self.cleaned_data.get("minimum"), self.cleaned_data.get("maximum")
        if low is not None and high is not None and high < low:
            self.add_error("maximum", _("最大値は最小値以上にしてください。"))
        self.cleaned_data["condition"] = self._condition()
        self.cleaned_data["compute"] = self._compute()
        return self.cleaned_data

    @property
    def values(self) -> dict[str, Any]:
        """Columns of `Question` and their values."""
        beside = {"condition_question", "condition_operator", "condition_value"}
        beside |= {"compute_do", "compute_of", "compute_yen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in beside}

    def _condition(self) -> dict[str, Any]:
        code, operator = self.cleaned_data.get("condition_question"), self.cleaned_data.get("condition_operator")
        if not code or not operator:
            return {}
        if operator == Operator.ANSWERED:
            return {"question": code, operator: True}
        words = [word.strip() for word in str(self.cleaned_data.get("condition_value", "")).split("、")]
        try:
            wanted = [self._wanted(self.others[code], word) for word in words if word]
        except ValidationError as fault:
            self.add_error("condition_value", fault)
            return {}
        if not wanted:
            self.add_error("condition_value", _("どの答えのときかを書いてください。"))
            return {}
        return {"question": code, operator: wanted if operator == Operator.IN else wanted[0]}

    def _wanted(self, other: Question, word: str) -> Any:
        """The value that `word` means as an answer of `other`."""
        ask = ask_question(other)
        value = {label: value for value, label in ask.choices}.get(word, word)
        meant = read(ask, value)
        return meant[0] if isinstance(meant, list) else meant

    def _compute(self) -> dict[str, Any]:
        do, codes = self.cleaned_data.get("compute_do"), str(self.cleaned_data.get("compute_of") or "").split()
        if not do:
            return {}
        wanted = PARTS.get(do, codes)
        if do == Computation.ADD:
            spec: dict[str, Any] = {"do": do, "questions": codes}
        elif len(codes) == len(wanted):
            spec = {"do": do, **dict(zip(wanted, codes, strict=True))}
        else:
            self.add_error("compute_of", _("計算のもとを%(count)d個書いてください。") % {"count": len(wanted)})
            return {}
        return {**spec, "yen": True} if self.cleaned_data.get("compute_yen") else spec


def question_values(question: Question) -> dict[str, Any]:
    """What the form shows of a question that exists."""
    values = {name: getattr(question, name) for name in QuestionForm.base_fields if hasattr(question, name)}
    condition, spec = dict(question.condition), dict(question.compute)
    code = condition.pop("question", "")
    operator, wanted = next(iter(condition.items()), ("", ""))
    words = wanted if isinstance(wanted, list) else [] if operator in {"", Operator.ANSWERED} else [wanted]
    said = {True: "はい", False: "いいえ"}
    do = spec.get("do", "")
    parts = [spec[name] for name in PARTS.get(do, [])] or spec.get("questions", [])
    return values | {
        "options": options_text(question.options),
        "columns": columns_text(question.columns),
        "condition_question": code,
        "condition_operator": operator,
        "condition_value": "、".join(said[word] if isinstance(word, bool) else str(word) for word in words),
        "compute_do": do,
        "compute_of": " ".join(parts),
        "compute_yen": spec.get("yen", False),
    }
