from django import forms
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.translation.easy.rules import EMERGENCY, LIVING

LONGEST = 5000


class EasyTextForm(forms.Form):
    """A text to check; it is kept nowhere."""

    text = forms.CharField(
        label=_("点検する文章"),
        max_length=LONGEST,
        help_text=_("ふりがなは「避難所《ひなんじょ》」か「避難所（ひなんじょ）」と書けます。文章は保存しません。"),
        widget=forms.Textarea(attrs={"rows": 8, "lang": "ja"}),
    )
    profile = forms.ChoiceField(
        label=_("だれに、いつ読んでもらう文章ですか"),
        choices=[
            (EMERGENCY, _("災害のとき（1文24拍まで）")),
            (LIVING, _("ふだんの生活（1文45拍まで）")),
        ],
        initial=EMERGENCY,
        widget=forms.RadioSelect,
    )
