import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation.families import shelf_label
from kakehashi.foundation.translation.labels import LABELS
from kakehashi.foundation.translation.models import Job, Language
from kakehashi.foundation.ui.moments import DayControl
from kakehashi.kernel import clock

ORDERED = ("missing", "stale", "machine", "returned", "to_check")


class OrderForm(forms.Form):
    """What is asked for (a language, a shelf, states), of whom, until when."""

    language = forms.ModelChoiceField(Language.objects.exclude(follows=None), label=_("言語"), empty_label=None)
    shelf = forms.ChoiceField(label=_("種類"), required=False)
    statuses = forms.MultipleChoiceField(
        label=_("どの状態の文章を頼むか"),
        choices=[(status, LABELS[status]) for status in ORDERED],
        initial=["missing", "stale", "machine"],
        widget=forms.CheckboxSelectMultiple,
    )
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("依頼先"))
    due_on = forms.DateField(label=_("期限"), required=False, widget=DayControl)
    title = forms.CharField(label=_("件名"), max_length=200)
    note = forms.CharField(
        label=_("依頼の内容"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, shelves: list[str], bodies: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shelf, organisation = self.fields["shelf"], self.fields["organisation"]
        assert isinstance(shelf, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
        assert isinstance(organisation, forms.ModelChoiceField)  # noqa: S101  # as declared above
        shelf.choices = [("", _("すべて")), *((shelf, shelf_label(shelf)) for shelf in shelves)]
        organisation.queryset = bodies

    def clean_due_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["due_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("今日かそれより後の日にしてください。"))
        return day

    @property
    def due_at(self) -> dt.datetime | None:
        """The end of the day in Japan."""
        day = self.cleaned_data["due_on"]
        return dt.datetime.combine(day, dt.time(23, 59), clock.JAPAN) if day else None


class AssignForm(forms.Form):
    """Who translates, who checks: people of the body who are named for the language."""

    translator = forms.ModelChoiceField(Person.objects.none(), label=_("翻訳する人"), required=False)
    checker = forms.ModelChoiceField(Person.objects.none(), label=_("点検する人"), required=False)

    def __init__(
        self, job: Job, translators: QuerySet[Person], checkers: QuerySet[Person], *args: Any, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"translator": job.translator_id, "checker": job.checker_id}
        super().__init__(*args, **kwargs)
        for name, people in (("translator", translators), ("checker", checkers)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # as declared above; for the type checker
            field.queryset = people
            field.empty_label = _("まだ決めない")


class JobListForm(forms.Form):
    """What the list of orders is narrowed to. What does not fit is left out."""

    step = forms.ChoiceField(label=_("状態"), required=False)
    language = forms.ModelChoiceField(Language.objects.all(), label=_("言語"), required=False, empty_label=_("すべて"))

    def __init__(self, steps: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
        field.choices = [("", _("終わっていないもの")), ("all", _("すべて")), *steps]
