import re
from typing import Any

from django import forms
from django.forms import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.translation.choices import TermRule
from kakehashi.foundation.translation.models import Language, Term
from kakehashi.foundation.translation.operations import TermLine, TermSeed

_LANGUAGE = (
    "code", "name_ja", "name_en", "endonym", "script", "direction", "follows", "is_resident", "date_pattern",
    "number_pattern", "decimal_separator", "group_separator",
)  # fmt: skip
_TERM = ("ja", "kana", "gloss", "note", "source")
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class LanguageForm(forms.Form):
    """A language; its code is fixed once it is added."""

    def __init__(self, language: Language | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = _LANGUAGE if language is None else _LANGUAGE[1:]
        if language is not None:
            self.initial = {name: language.serializable_value(name) for name in names}
        self.fields.update(fields_for_model(Language, fields=names))
        if language is None:
            self.fields["code"].help_text = _("BCP 47のコード。例: en、zh-Hans")
        follows = self.fields["follows"]
        assert isinstance(follows, forms.ModelChoiceField)  # noqa: S101  # of a foreign key; for the type checker
        follows.queryset = Language.objects.exclude(pk=language.pk if language else "")

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not _CODE.fullmatch(code):
            raise forms.ValidationError(_("「en」「zh-Hans」のように、半角の英字とハイフンで入力してください。"))
        if Language.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("このコードの言語は、すでに登録されています。"))
        return code


class NamingForm(forms.Form):
    """The languages a person translates into and checks."""

    translates = forms.MultipleChoiceField(
        label=gettext_lazy("翻訳できる言語"), required=False, widget=forms.CheckboxSelectMultiple
    )
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("点検できる言語"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, languages: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("translates", "checks"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  # as declared above
            field.choices = languages


class TermForm(forms.Form):
    """A term with what each language does with it: one line a language, "en aftershock"."""

    def __init__(self, languages: set[str], term: Term | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages, self.term = languages, term
        self.fields.update(fields_for_model(Term, fields=_TERM))
        self.fields["lines"] = forms.CharField(
            label=_("訳語"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 12})
        )
        self.fields["lines"].help_text = _(
            "1行に1つ、「言語のコード 訳語」と書きます。使ってはいけない言葉は「en ×quake」、"
            "日本語のまま残すときは「en =」です。"
        )
        if term is not None:
            self.initial = {name: getattr(term, name) for name in _TERM} | {"lines": lines_of(term)}

    def clean_ja(self) -> str:
        ja = str(self.cleaned_data["ja"])
        if Term.objects.filter(ja=ja).exclude(pk=self.term.pk if self.term else 0).exists():
            raise forms.ValidationError(_("この用語は、すでに登録されています。"))
        return ja

    def clean_lines(self) -> tuple[TermLine, ...]:
        found = []
        for number, line in enumerate(str(self.cleaned_data["lines"]).splitlines(), start=1):
            if line.strip():
                found.append(self._line(number, line.strip()))
        return tuple(found)

    def _line(self, number: int, line: str) -> TermLine:
        code, _space, text = line.partition(" ")
        text = " ".join(text.split())
        if code not in self.languages:
            raise forms.ValidationError(
                _("%(number)s行目の「%(code)s」という言語は登録されていません。") % {"number": number, "code": code}
            )
        rule = {"×": TermRule.FORBIDDEN, "=": TermRule.KEEP}.get(text[:1], TermRule.MUST)
        word = text if rule == TermRule.MUST else text[1:].strip()
        if not word and rule != TermRule.KEEP:
            raise forms.ValidationError(_("%(number)s行目に訳語がありません。") % {"number": number})
        if len(word) > 160:
            raise forms.ValidationError(_("%(number)s行目の訳語は160字までです。") % {"number": number})
        return TermLine(code, rule, word)

    @property
    def seed(self) -> TermSeed:
        said = self.cleaned_data
        return TermSeed(**{name: said[name] for name in _TERM}, lines=said["lines"])


def lines_of(term: Term) -> str:
    """The lines of a term as the form shows them."""
    signs = {TermRule.FORBIDDEN: "×", TermRule.KEEP: "="}
    return "\n".join(
        f"{line.language_id} {signs.get(TermRule(line.rule), '')}{line.text}".rstrip() for line in term.texts.all()
    )


class TableForm(forms.Form):
    """A file from a spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("CSVファイル"), help_text=gettext_lazy("2MBまで。UTF-8で保存してください。")
    )
