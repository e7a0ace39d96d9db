import re

from django import forms
from django.template import engines
from django.test import RequestFactory

from kakehashi.foundation.ui.gallery import SampleForm


def _render(source: str, **values: object) -> str:
    return engines["django"].from_string(source).render(values, RequestFactory().get("/"))


class WholeForm(forms.Form):
    kept = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="名称", max_length=3)

    def clean(self) -> None:
        raise forms.ValidationError("開始日と終了日の順を直してください。")


def test_label_mark_support_control_and_error_are_wired() -> None:
    shown = _render("{{ form.subject.as_field_group }}", form=SampleForm({}))

    assert '<label class="ui-field__label" for="id_subject">' in shown
    assert "※必須" in shown
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert [f'id="id_subject_{part}"' in shown for part in ("helptext", "error")] == [True, True]
    assert "入力または選択してください。" in shown


def test_group_of_choices_is_a_fieldset_with_its_description() -> None:
    shown = _render("{{ form.kind.as_field_group }}", form=SampleForm({}))

    assert '<fieldset class="ui-field" data-type="radioselect" data-error aria-describedby="id_kind_error">' in shown
    assert shown.count('type="radio"') == 3


def test_days_are_chosen_with_the_browsers_own_control() -> None:
    shown = _render("{{ form.starts_on }}", form=SampleForm({"starts_on": "2012-07-09"}))

    assert '<input type="date" name="starts_on" value="2012-07-09"' in shown


def test_optional_field_has_no_mark() -> None:
    assert "※必須" not in _render("{{ form.email.as_field_group }}", form=SampleForm())


def test_summary_leads_to_controls_that_exist() -> None:
    shown = _render("{{ form }}", form=SampleForm({}))

    targets = re.findall(r'<li><a href="#([^"]+)"', shown)
    assert targets == ["id_subject", "id_purpose", "id_kind_0", "id_office", "id_starts_on", "id_has_consent"]
    assert [f'id="{target}"' in shown for target in targets] == [True] * 6


def test_summary_is_drawn_once() -> None:
    shown = _render("{% ui_error_summary form=form %}{{ form }}", form=SampleForm({}))

    assert shown.count("ui-error-summary") == 1


def test_summary_says_what_is_wrong_with_the_whole_and_with_hidden_fields() -> None:
    shown = _render("{{ form }}", form=WholeForm({"name": "長すぎる名称"}))

    assert "<li>開始日と終了日の順を直してください。</li>" in shown
    assert "<li>入力または選択してください。</li>" in shown
    assert "名称：3文字以内で入力してください（今は6文字です）。" in shown
    assert "直すところが3か所あります" in shown


def test_summary_of_a_formset_covers_every_form() -> None:
    rows = forms.formset_factory(SampleForm)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-people": "0", "form-1-people": "0"}
    )

    shown = _render("{% ui_error_summary form=form %}", form=rows)

    assert 'href="#id_form-0-people"' in shown
    assert 'href="#id_form-1-people"' in shown


def test_form_without_errors_has_no_summary() -> None:
    assert "ui-error-summary" not in _render("{% ui_error_summary form=form %}{{ form }}", form=SampleForm())
