"""Beginning an application: whether the body may apply, in whose name, who carries the project out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import ApplicantKind, Route
from kakehashi.engines.calls.models import Application, Call, EligibilityLine, Track
from kakehashi.engines.calls.queries import asking_organisations
from kakehashi.engines.calls.queries.eligibility import NEXT_YEAR, chance_of
from kakehashi.engines.calls.queries.tracks import TRACK, track_for
from kakehashi.engines.calls.queries.uses import categories_of
from kakehashi.foundation.access.forms.fields import OrganisationField
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person

YES, NO = "yes", "no"


class TrackField(forms.ModelChoiceField[Track]):
    """The tracks of a call, each with whom or what it is for."""

    def __init__(self, call: Call, **kwargs: Any) -> None:
        super().__init__(
            call.tracks.all(),
            label=_("申請する枠"),
            help_text=_("予算と件数は枠ごとに分かれています。提出するまで変えられます。"),
            empty_label=None,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def label_from_instance(self, obj: Track) -> str:
        return f"{obj} — {obj.about}" if obj.about else str(obj)


class TrackForm(forms.Form):
    """The choice of a track beside the questions of the form; no fields where there is nothing to choose."""

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if application.track_id is None or len(application.call.tracks.all()) > 1:
            self.fields[TRACK] = TrackField(application.call, required=False, initial=application.track_id)

    @property
    def chosen(self) -> Track | None:
        return self.cleaned_data.get(TRACK) if self.is_bound and self.is_valid() else None


class MoveTrackForm(forms.Form):
    """The section puts an application into another track, and says why."""

    why = forms.CharField(
        label=gettext_lazy("変える理由"),
        help_text=gettext_lazy("申請団体に伝わり、申請の記録に残ります。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = TrackField(application.call, initial=application.track_id)
        field.help_text = _("決定の前だけ変えられます。")
        self.fields = {"track": field} | self.fields


class DeclareForm(forms.Form):
    """The questions of eligibility of a call; an answer that speaks against applying is refused with its reason."""

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[EligibilityLine] = list(call.eligibility_lines.all())
        for line in self.lines:
            self.fields[f"line-{line.pk}"] = forms.ChoiceField(
                label=str(line), choices=[(YES, _("はい")), (NO, _("いいえ"))], widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for line in self.lines:
            answer = values.get(f"line-{line.pk}")
            if answer is not None and (answer == YES) != line.wanted:
                self.add_error(f"line-{line.pk}", line.refusal)
        return values

    def declared(self) -> dict[int, bool]:
        """What was answered, by the ids of the questions."""
        return {line.pk: self.cleaned_data[f"line-{line.pk}"] == YES for line in self.lines}


class StartForm(DeclareForm):
    """The questions of the call come first; then who applies, in which track, and for which NGO."""

    def __init__(self, call: Call, person: Person, route: Route, *args: Any, **kwargs: Any) -> None:
        super().__init__(call, *args, **kwargs)
        self.call, self.person, self.route = call, person, route
        self._add_applicant()
        if call.uses_per_year is not None and (categories := categories_of(call)):
            self.fields["use_category"] = forms.ChoiceField(
                label=_("利用の区分"),
                choices=categories,
                help_text=_("1年度に使える回数は、区分ごとに数えます。"),
                widget=forms.RadioSelect,
            )
        if len(call.tracks.all()) > 1:
            self.fields["track"] = TrackField(call)
            mine = self.fields["applicant"].initial
            self.fields["track"].initial = track_for(call, mine) if isinstance(mine, Organisation) else None
        if ApplicantKind.NPO_JOINT in call.eligible_kinds or not call.eligible_kinds:
            self.fields["implementer"] = OrganisationField(
                label=_("実施する団体(NGO・NPOが実施するとき)"),
                help_text=_(
                    "NGO・NPOの名称かコードを入力してください。申請する団体が自ら実施するときは空けておきます。"
                ),
                required=False,
                max_length=120,
            )

    def _add_applicant(self) -> None:
        label = gettext_lazy("申請する団体")
        if self.route == Route.DESK:
            self.fields["applicant"] = OrganisationField(
                label=label, help_text=_("名称かコードを入力してください。"), max_length=120
            )
            return
        bodies = asking_organisations(self.person).order_by("code")
        field: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
            bodies, label=label, empty_label=None, widget=forms.RadioSelect
        )
        field.initial = bodies.first()
        self.fields["applicant"] = field

    def clean_implementer(self) -> Organisation | None:
        found: Organisation | None = self.cleaned_data["implementer"]
        if found is not None and found.kind != OrganisationKind.NGO:
            raise ValidationError(_("NGO・NPOを選んでください。ほかの自治体と共同で行うときは、あとで加えられます。"))
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        applicant = values.get("applicant")
        if applicant is not None:
            person = None if self.route == Route.DESK else self.person
            chance = chance_of(self.call, applicant, person, values.get("implementer"))
            refusals = chance.refusals if self.route != Route.DESK else chance.refusals_of_kind
            for refusal in refusals:
                self.add_error("applicant", f"{refusal.why}{refusal.remedy}")
            if not refusals and (why := chance.why_not_category(values.get("use_category", ""))):
                self.add_error("use_category", f"{why}{NEXT_YEAR}")
        return values
