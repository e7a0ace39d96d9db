from pathlib import Path

import django.forms
from django.apps import apps

from kakehashi.foundation.ui.gallery import OF_THE_FRAME
from kakehashi.foundation.ui.templatetags.ui import register
from tests.house.sources import files, name_of, template_name, templates

FOUND_BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def replaces_a_packaged_one(name: str) -> bool:
    """Whether a package we use has a template of this name, and finds ours instead."""
    folders = [Path(app.path) for app in apps.get_app_configs() if not app.name.startswith(("kakehashi", "tests"))]
    folders.append(Path(django.forms.__file__).parent)
    return any((folder / kind / name).exists() for folder in folders for kind in ("templates", "jinja2"))


def test_every_template_is_used() -> None:
    code = [path for path in files() if path.suffix in {".py", ".html", ".txt", ".typ"}]
    texts = {path: path.read_text() for path in code}
    unused = []
    for path in templates():
        name = template_name(path)
        is_by_name = name.startswith(("ui/components/", "ui/gallery/"))  # drawn by the name of the component
        wanted = [path.stem] if is_by_name else [name]
        is_named = any(word in text for user, text in texts.items() if user != path for word in wanted)
        if not (is_named or name in FOUND_BY_NAME or replaces_a_packaged_one(name)):
            unused.append(name_of(path))

    assert unused == []


def test_the_gallery_shows_every_component() -> None:
    pages = [path.read_text() for path in templates() if template_name(path).startswith("ui/gallery")]
    shown = "\n".join(pages)

    components = set(register.tags) - OF_THE_FRAME
    assert [name for name in sorted(components) if f"{{% {name} " not in shown and f"{{% {name}%" not in shown] == []


def test_templates_hold_no_script_and_no_style() -> None:
    """The content policy would refuse them in the browser; better here."""
    refused = ("<script>", "<style", " style=", " onclick=", " onsubmit=", " onchange=", "javascript:")
    found = [
        f"{name_of(path)}: {word}"
        for path in templates()
        if path.suffix == ".html"
        for word in refused
        if word in path.read_text()
    ]

    assert found == []
