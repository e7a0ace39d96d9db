"""Every form of the platform is drawn by this renderer."""

from django.forms.renderers import TemplatesSetting


class UiRenderer(TemplatesSetting):
    """Templates of `ui/forms/`."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
