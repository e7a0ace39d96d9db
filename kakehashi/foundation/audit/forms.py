"""What one looks for in the records."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.ui.moments import DayField
from kakehashi.kernel.references import Ref


class FilterForm(forms.Form):
    action = forms.CharField(label=_("操作"), required=False, help_text=_("例：cases.assign。途中まででも探せます。"))
    actor = forms.CharField(label=_("行った人"), required=False, help_text=_("名前の一部でも探せます。"))
    thing = forms.CharField(label=_("対象"), required=False, help_text=_("例：organisations.person:12"))
    since = DayField(label=_("この日から"), required=False)
    until = DayField(label=_("この日まで"), required=False)

    def clean_thing(self) -> str:
        thing: str = self.cleaned_data["thing"].strip()
        if ":" in thing:
            try:
                Ref.parse(thing)
            except ValueError:
                raise forms.ValidationError(gettext("「種類:番号」の形で入力してください。")) from None
        return thing

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", gettext("「この日から」と同じか、あとの日を入力してください。"))
        return found

    def narrow(self, rows: QuerySet[AuditRow]) -> QuerySet[AuditRow]:
        """The rows that fit what was asked for (days of Japan, both inclusive)."""
        asked = self.cleaned_data
        kind, _colon, number = asked["thing"].partition(":")
        conditions = [
            Q(action__startswith=asked["action"]) if asked["action"] else Q(),
            Q(actor_name__icontains=asked["actor"]) if asked["actor"] else Q(),
            Q(thing_kind=kind) if kind else Q(),
            Q(thing_id=int(number)) if number else Q(),
            Q(at__date__gte=asked["since"]) if asked["since"] else Q(),
            Q(at__date__lte=asked["until"]) if asked["until"] else Q(),
        ]
        return rows.filter(*conditions)
