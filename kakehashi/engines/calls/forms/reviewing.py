"""What is sent about reviewers, and by them."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import Assignment, Call, Criterion, Reviewer
from kakehashi.engines.calls.operations.reviewing_scores import Given
from kakehashi.engines.calls.queries.reviewing import bodies_of, possible_reviewers
from kakehashi.foundation.organisations.models import Organisation, Person

_SHORT = forms.Textarea(attrs={"rows": 2})


class AddReviewerForm(forms.Form):
    """Somebody with the role of a reviewer, and how many they take at most."""

    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("審査員")
    )
    most = forms.IntegerField(
        label=gettext_lazy("受け持つ件数の上限(任意)"), min_value=1, max_value=1000, required=False
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = possible_reviewers(call)  # type: ignore[attr-defined]  # it is a model choice


class AssignForm(forms.Form):
    """The reviewers of one application, by hand."""

    reviewers: "forms.ModelMultipleChoiceField[Reviewer]" = forms.ModelMultipleChoiceField(
        Reviewer.objects.none(), label=gettext_lazy("審査員"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, choices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = choices  # type: ignore[attr-defined]  # it is a model choice


class DeclareForm(forms.Form):
    """The bodies in which a reviewer has an interest; none is an answer too."""

    bodies: "forms.ModelMultipleChoiceField[Organisation]" = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("利害関係のある団体(なければ選ばずに送ってください)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(label=gettext_lazy("どのような関係か"), max_length=300, required=False)

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = bodies_of(call)  # type: ignore[attr-defined]  # it is a model choice

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("bodies") and not self.cleaned_data.get("why", "").strip():
            self.add_error("why", _("選んだ団体とどのような関係かを入力してください。"))
        return self.cleaned_data


class AbstainForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("辞退する理由"), max_length=300, widget=_SHORT)


class RemarkForm(forms.Form):
    body = forms.CharField(label=gettext_lazy("審査会の意見"), max_length=2000, widget=_SHORT)


class ScoresForm(forms.Form):
    """Points and a reason for each criterion, and a word on the whole."""

    comment = forms.CharField(
        label=gettext_lazy("講評"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, criteria: list[Criterion], review: Assignment, *args: Any, **kwargs: Any) -> None:
        scores = {score.criterion_id: score for score in review.scores.all()}
        super().__init__(*args, **kwargs)
        self.initial["comment"] = review.comment
        self.criteria = criteria
        for criterion in criteria:
            score = scores.get(criterion.pk)
            self.fields[f"points-{criterion.pk}"] = forms.TypedChoiceField(
                label=str(criterion), choices=_points(criterion), coerce=int, empty_value=None, required=False,
                widget=forms.RadioSelect, initial=score.points if score else None, help_text=criterion.about,
            )  # fmt: skip
            self.fields[f"why-{criterion.pk}"] = forms.CharField(
                label=_("「%(criterion)s」の理由") % {"criterion": criterion},
                max_length=2000, required=False, widget=_SHORT, initial=score.why if score else "",
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name != "comment"])  # what is left out stands last

    def given(self) -> dict[int, Given]:
        data = self.cleaned_data
        return {one.pk: Given(data[f"points-{one.pk}"], data[f"why-{one.pk}"].strip()) for one in self.criteria}


def _points(criterion: Criterion) -> list[tuple[int, str]]:
    """Each number of points, with what it means where the call says so; the best first."""
    language = "en" if (get_language() or "").startswith("en") else "ja"
    words = {one.get("points"): one.get(language) or one.get("ja", "") for one in criterion.anchors}
    return [(n, f"{n}: {words[n]}" if words.get(n) else str(n)) for n in range(criterion.most, -1, -1)]
