"""Where choices come from that are not written in the question: countries, or whatever an engine registers."""

from collections.abc import Callable
from typing import Any

from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.organisations.models import Country
from kakehashi.foundation.ui.languages import spoken

Choices = list[tuple[str, str]]  # value, label in the active language
_providers: dict[str, Callable[[], Choices]] = {}


def register_choices(name: str, provider: Callable[[], Choices]) -> None:
    """Offer choices under `name` (call it in ``AppConfig.ready``); `provider` is asked each time a form is drawn."""
    _providers[name] = provider


def source_names() -> list[str]:
    return sorted(_providers)


def choices_of(kind: str, options: list[dict[str, Any]], source: str) -> Choices:
    """The choices of a question or column; a country's are all countries unless it says otherwise."""
    if not options and (provider := _providers.get(source or ("countries" if kind == QuestionKind.COUNTRY else ""))):
        return provider()
    return [(option["value"], spoken(option["label_ja"], option.get("label_en", ""))) for option in options]


def _countries() -> Choices:
    return [(country.alpha2, str(country)) for country in Country.objects.all()]


register_choices("countries", _countries)
