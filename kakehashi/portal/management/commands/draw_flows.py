"""Draw every flow as `docs/flows/<name>.md`, so that a procedure can be read without reading code."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from kakehashi.foundation.flow.definition import Flow
from kakehashi.foundation.flow.drawing import mermaid


def flows() -> list[Flow[Any]]:
    """The flows of translations and of all engines and services, by name."""
    rooms = [f"{app.name}.flow" for app in apps.get_app_configs() if app.name.startswith(_WITH_FLOWS)]
    found = [
        value
        for room in rooms
        if find_spec(room)
        for value in vars(import_module(room)).values()
        if isinstance(value, Flow)
    ]
    return sorted(found, key=lambda flow: flow.name)


_WITH_FLOWS = ("kakehashi.engines.", "kakehashi.services.", "kakehashi.foundation.translation")


def drawings() -> dict[Path, str]:
    """What each file says."""
    folder = Path(settings.BASE_DIR) / "docs" / "flows"
    return {folder / f"{flow.name}.md": f"# `{flow.name}`\n\n{mermaid(flow)}" for flow in flows()}


class Command(BaseCommand):
    help = "Draws every flow into docs/flows/."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in drawings().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            self.stdout.write(path.name)
