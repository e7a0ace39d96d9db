"""Finds the sentences of the interface in Python (by its syntax tree) and in templates (by Django's own reader)."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# Name of the function → which arguments are context, text, plural (-1: has none).
_SHAPES = {
    "gettext": (-1, 0, -1),
    "gettext_lazy": (-1, 0, -1),
    "gettext_noop": (-1, 0, -1),
    "ngettext": (-1, 0, 1),
    "ngettext_lazy": (-1, 0, 1),
    "pgettext": (0, 1, -1),
    "pgettext_lazy": (0, 1, -1),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_TRANSLATION = "django.utils.translation"
_STRING = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# What `templatize` leaves of a template: calls of gettext, ngettext, pgettext, npgettext or _ with string literals.
_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*u?({_STRING})(?:,\s*u?({_STRING}))?(?:,\s*u?({_STRING}))?", re.DOTALL)


@dataclass(frozen=True)
class Message:
    """One sentence to translate."""

    text: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


def messages_in(directory: Path) -> list[Message]:
    """Every message of an app, once, in the order of files and lines. Migrations only repeat what models say."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in sorted(directory.rglob("*.py")):
        if "migrations" not in path.parts:
            _collect(found, in_python(path.read_text(encoding="utf-8")))
    for folder in sorted(directory.rglob("templates")):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".txt", ".xml", ".svg"}:
                _collect(found, in_template(path.read_text(encoding="utf-8")))
    return list(found.values())


def _collect(found: dict[tuple[str | None, str], Message], messages: Iterator[Message]) -> None:
    for message in messages:
        known = found.get(message.key)
        if message.text and (known is None or (message.plural and not known.plural)):
            found[message.key] = message


def in_python(source: str) -> Iterator[Message]:
    """Calls of the functions of `django.utils.translation`, under whatever name they were imported."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == _TRANSLATION:
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils":
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "translation"}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        shape = _SHAPES.get(_called(call, names, modules))
        if shape is None:
            continue
        context, text, plural = (_argument(call, index) for index in shape)
        if text is not None:
            yield Message(text, plural, context)


def _called(call: ast.Call, names: dict[str, str], modules: set[str]) -> str:
    if isinstance(call.func, ast.Name):
        return names.get(call.func.id, "")
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in modules:
        return call.func.attr
    return ""


def _argument(call: ast.Call, index: int) -> str | None:
    if index < 0 or index >= len(call.args):
        return None
    argument = call.args[index]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def in_template(source: str) -> Iterator[Message]:
    for match in _CALL.finditer(templatize(source)):
        name = match[1]
        strings = [str(ast.literal_eval(text)) for text in match.groups()[1:] if text is not None]
        shape = _SHAPES.get("gettext" if name == "_" else name, (-1, 0, -1))
        context, text, plural = (strings[index] if 0 <= index < len(strings) else None for index in shape)
        if text is not None:
            yield Message(text, plural, context)
