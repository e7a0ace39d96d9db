"""Forms: the frame around fields, groups of fields, and the summary of errors."""

import secrets
from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.utils.safestring import SafeString

from kakehashi.foundation.ui.components.actions import KINDS
from kakehashi.foundation.ui.drawing import draw, one_of


@dataclass(frozen=True)
class FieldError:
    """One sentence of the summary and the control it leads to (empty for the form as a whole)."""

    label: str
    text: str
    target: str = ""


def _target(field: BoundField) -> str:
    """The id of the control, or of the first one of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label or field.auto_id


def errors_of(form: BaseForm) -> list[FieldError]:
    """All errors of one form: those of the whole first, then in the order of its fields."""
    found = [FieldError("", str(text)) for text in form.non_field_errors()]
    for field in form:
        label = "" if field.is_hidden else str(field.label)
        target = "" if field.is_hidden else _target(field)
        found += [FieldError(label, str(text), target) for text in field.errors]
    return found


def error_summary(*, form: "BaseForm | BaseFormSet[BaseForm]") -> SafeString:
    """What is to be mended before the form can go on, with links to the fields; nothing where all is well.

    Drawn once per form: `{{ form }}` brings its own summary only where the page has not placed one.
    """
    if isinstance(form, BaseFormSet):
        errors = [FieldError("", str(text)) for text in form.non_form_errors()]
        forms = list(form)
    else:
        errors, forms = [], [form]
    for one in forms:
        errors += errors_of(one)
        one.has_error_summary = True  # type: ignore[attr-defined]  # read by ui/forms/form.html
    return draw("error_summary", errors=errors) if errors else SafeString()


def form(
    context: Context,
    content: SafeString,
    *,
    action: str = "",
    method: str = "post",
    submit_label: str = "",
    submit_kind: str = "primary",
    once: bool = True,
    multipart: bool = False,
    id: str = "",  # noqa: A002  # the name it has in HTML
    label: str = "",
) -> SafeString:
    """A form with its protection against forgery and, with `once`, a key by which a second submit is known.

    Without `submit_label` the content brings its own buttons.
    """
    one_of("method", method, ("get", "post"))
    one_of("submit_kind", submit_kind, KINDS)
    is_post = method == "post"
    return draw(
        "form",
        content=content,
        action=action,
        method=method,
        submit_label=submit_label,
        submit_kind=submit_kind,
        once_key=secrets.token_urlsafe(16) if once and is_post else "",
        multipart=multipart,
        id=id,
        label=label,
        csrf_token=context.get("csrf_token", "") if is_post else "",
    )


def fieldset(content: SafeString, *, legend: str, support: str = "") -> SafeString:
    """Fields that belong together."""
    return draw("fieldset", content=content, legend=legend, support=support)
