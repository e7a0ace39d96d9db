"""An inject as it is typed, the bulletin that answers it, and the look back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.services.disaster.jma.drafting import DRILL
from kakehashi.services.disaster.jma.hardened import ReadError
from kakehashi.services.disaster.jma.messages import read
from kakehashi.services.disaster.models import Bulletin, Exercise
from kakehashi.services.disaster.queries.drill_review import answering

MOST_BYTES = 1_000_000


class InjectForm(forms.Form):
    """When what arrives: words, a message of the weather agency, or both."""

    use_required_attribute = False
    minute = forms.IntegerField(
        label=gettext_lazy("開始から何分後"),
        min_value=0,
        help_text=gettext_lazy("0なら、始まるとすぐに届きます。"),
    )
    title = forms.CharField(label=gettext_lazy("件名"), max_length=160)
    words = forms.CharField(
        label=gettext_lazy("届く内容"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("例: 給水車が15時に桜小学校に着く、と水道局から電話がありました。"),
    )
    file = forms.FileField(
        label=gettext_lazy("気象庁の電文のファイル"),
        required=False,
        help_text=gettext_lazy("運用種別が「訓練」のXML(1MBまで)。その時刻に、訓練の電文として届きます。"),
    )

    def __init__(self, exercise: Exercise, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.length = int((exercise.ends_at - exercise.starts_at).total_seconds() // 60)

    def clean_minute(self) -> int:
        minute: int = self.cleaned_data["minute"]
        if minute >= self.length:
            raise ValidationError(
                _("訓練は%(length)s分間です。それより前の時刻にしてください。") % {"length": self.length}
            )
        return minute

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file = values.pop("file", None)
        values |= {"xml": "", "file_name": ""}
        if file is not None:
            values |= self._message(file)
        elif "file" not in self.errors and not values.get("words"):
            self.add_error("words", _("届く内容を書くか、電文のファイルを選んでください。"))
        return values

    def _message(self, file: Any) -> dict[str, str]:
        """What is kept of the file; nothing, with an error at the field, when the drill could not take it."""
        if file.size > MOST_BYTES:
            self.add_error("file", _("1MBまでのファイルを選んでください。"))
            return {}
        data = file.read()
        try:
            message = read(data, file.name)
        except ReadError as refused:
            self.add_error("file", str(refused))
            return {}
        if message.status != DRILL:
            self.add_error("file", _("訓練の中では、訓練の電文だけを使えます。"))
        return {"xml": data.decode("utf-8-sig"), "file_name": file.name[-120:]}


class AnswerForm(forms.Form):
    """Which bulletin of the drill; empty: a new one."""

    bulletin = forms.ModelChoiceField(
        Bulletin.objects.none(), label=gettext_lazy("対応した災害情報"), required=False, empty_label=None
    )

    def __init__(self, exercise: Exercise, data: Any = None) -> None:
        super().__init__(data)
        self.fields["bulletin"].queryset = answering(exercise)  # type: ignore[attr-defined]  # a model choice


class ReviewForm(forms.Form):
    use_required_attribute = False
    reflection = forms.CharField(
        label=gettext_lazy("ふり返り"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("うまくいったこと、遅れた理由、次の訓練までに直すこと。人の名前は書きません。"),
    )
