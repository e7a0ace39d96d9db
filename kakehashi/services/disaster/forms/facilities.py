"""A facility as it is typed, alone or in rows of a file."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kakehashi.foundation.ui.differences import Difference, differences
from kakehashi.kernel import japanese
from kakehashi.services.disaster.choices import FacilityKind
from kakehashi.services.disaster.models import Facility

COLUMNS = ("kind", "name_ja", "name_kana", "address_ja", "phone", "latitude", "longitude", "name_en")
_MOST_ROWS, _MOST_BYTES = 2000, 1_000_000


class FacilityForm(forms.ModelForm[Facility]):
    """Validates; the operation saves."""

    use_required_attribute = False
    name_en = forms.CharField(
        label=gettext_lazy("英語の名称"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("空欄なら、ふりがなをローマ字にして示します。"),
    )

    class Meta:
        model = Facility
        fields = ["kind", "name_ja", "name_kana", "address_ja", "phone", "latitude", "longitude", "is_used"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_en"].initial = self.instance.names.get("en", "")

    def clean_name_ja(self) -> str:
        return _marked_free(japanese.clean_line(self.cleaned_data["name_ja"]))

    def clean_name_kana(self) -> str:
        kana = japanese.clean_line(self.cleaned_data["name_kana"])
        if not japanese.is_kana(kana):
            raise forms.ValidationError(_("ふりがなは、ひらがなかカタカナで入れてください。"))
        return kana

    def clean(self) -> dict[str, Any]:
        """One organisation has a name once in each kind."""
        values = super().clean() or {}
        same = Facility.objects.filter(
            organisation=self.instance.organisation_id, kind=values.get("kind"), name_ja=values.get("name_ja")
        )
        if self.instance.organisation_id and same.exclude(pk=self.instance.pk).exists():
            self.add_error("name_ja", _("同じ種類に同じ名称の施設があります。"))
        return values

    def differences(self, now: Facility) -> list[Difference]:
        theirs = {**FacilityForm(instance=now).initial, "name_en": now.names.get("en", "")}
        return differences(self.fields, theirs, self.cleaned_data)

    def values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
        names = {code: name for code, name in self.instance.names.items() if code != "en"}
        english = self.cleaned_data.get("name_en", "")
        return {**values, "names": {**names, "en": english} if english else names}


def _marked_free(name: str) -> str:
    if set("《》｜{}") & set(name):
        raise forms.ValidationError(_("《 》 ｜ { } は使えません。"))
    return name


class FacilityFileForm(forms.Form):
    """A CSV file with the columns of the export; `rows` once it is valid."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("CSVファイル"), help_text=gettext_lazy("Excelで「CSV」として保存したファイルも読めます。")
    )

    rows: list[dict[str, Any]]

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > _MOST_BYTES:
            raise forms.ValidationError(_("ファイルが大きすぎます。2,000行までにしてください。"))
        try:
            self.rows, problems = _read(_decoded(upload.read()))
        except (UnicodeDecodeError, csv.Error) as wrong:
            raise forms.ValidationError(
                _("CSVファイルとして読めません。CSVで保存したファイルを選んでください。")
            ) from wrong
        if problems or not self.rows:
            raise forms.ValidationError(problems or [_("行がありません。")])
        return upload


def _decoded(content: bytes) -> str:
    """UTF-8, or what Japanese Excel writes as CSV."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp932")


def header() -> list[str]:
    """The names of the columns in the language of the page."""
    return [str(FacilityForm.base_fields[name].label) for name in COLUMNS]


def _in_any_language(words: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= words()
    return found


def _read(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    reader = csv.DictReader(io.StringIO(text))
    columns = _in_any_language(lambda: dict(zip(header(), COLUMNS, strict=True)))
    reader.fieldnames = [columns.get(name.strip(), name.strip()) for name in reader.fieldnames or []]
    if not {"kind", "name_ja", "name_kana"} <= set(reader.fieldnames):
        needed = {"columns": _("、").join(header()[:3])}
        return [], [_("1行目に列の名前(%(columns)s)を書いてください。書き出したファイルが見本になります。") % needed]
    kinds = _in_any_language(lambda: {str(label): value for value, label in FacilityKind.choices})
    named: dict[tuple[str, str], int] = {}  # kind and name → the row that has it
    for number, row in enumerate(reader, start=2):
        if number > _MOST_ROWS:
            return rows, [_("ファイルが大きすぎます。2,000行までにしてください。")]
        form = FacilityForm(_typed(row, kinds))
        if form.is_valid():
            values = {name: value for name, value in form.values().items() if name != "is_used"}
            first = named.setdefault((values["kind"], values["name_ja"]), number)
            if first != number:
                form.add_error("name_ja", _("%(row)d行目と同じ種類で、同じ名称です。") % {"row": first})
            rows.append(values)
        problems += _problems(number, form)
    return rows, problems


def _problems(number: int, form: FacilityForm) -> Iterator[str]:
    """Everything that is wrong in a row."""
    for column, found in form.errors.items():
        for what in found:
            label = form.fields[column].label if column in form.fields else ""
            yield _("%(row)d行目の%(column)s: %(what)s") % {"row": number, "column": label, "what": what}


def _typed(row: Mapping[str, str | None], kinds: Mapping[str, str]) -> dict[str, str]:
    """Cells as they were exported: without the apostrophe that keeps programs from calculating."""
    typed = {name: (row.get(name) or "").strip().removeprefix("'") for name in COLUMNS}
    return {**typed, "kind": kinds.get(typed["kind"], typed["kind"])}
