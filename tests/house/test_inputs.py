"""What comes from outside: files are opened in one place, and what is sent takes effect once."""

import ast

from tests.house.sources import Function, modules, name_of, tree

FORMS, DOCUMENTS = "kakehashi/foundation/forms", "kakehashi/foundation/documents"
# Who may import what opens a file that anybody may have made. All others pass `forms.spreadsheets.read_sheets`
# or `documents.sniffing.sniff`.
READERS: dict[str, set[str]] = {
    "python_calamine": {f"{FORMS}/spreadsheet_child.py"},
    # The last two only write them.
    "zipfile": {
        f"{FORMS}/spreadsheets.py",
        f"{DOCUMENTS}/sniffing.py",
        "kakehashi/services/disaster/site/offline.py",
        "kakehashi/services/jet/exports/archive.py",
    },
    "openpyxl": set(),
    "tablib": set(),
    "pandas": set(),
    "PIL": set(),
    "lxml": {
        "kakehashi/services/disaster/jma/hardened.py",
        "kakehashi/foundation/translation/exchange/xliff.py",
        "kakehashi/services/disaster/site/signing.py",  # our own messages only
    },
    "xml": set(),
    "pickle": set(),
    "yaml": set(),
}
# Views that take what is sent without a once-key, and why a second time does no harm.
WITHOUT_KEY = {
    "engines/calls/views/after:paper_autosave": "the revision says on what it was based",
    "engines/calls/views/applying_paper:autosave": "saved against a revision",
    "engines/calls/views/applying_paper:reckon": "keeps nothing",
    "engines/calls/views/applying_paper:track_form": "sent with answers that are saved against a revision",
    "engines/calls/views/trials:trial": "keeps nothing",
    "engines/cases/views/request:autosave": "saved against a revision",
    "engines/cases/views/saved_views:delete": "what is gone stays gone",
    "foundation/access/views/form_page:form_page": "draws the form for views that carry the key",
    "foundation/access/views/invitations:accept": "an invitation opens once; the second press finds it used",
    "foundation/forms/views:preview": "keeps nothing",
    "foundation/notices/views:mark_read": "read is read",
    "foundation/notices/views:mark_all_read": "read is read",
    "foundation/translation/views/drafts:autosave": "saved against a revision",
    "foundation/translation/views/easy:easy": "keeps nothing",
}


def test_files_of_others_are_opened_in_one_place() -> None:
    found = [
        f"{name_of(path)}: {package}"
        for path in modules("kakehashi")
        for package in sorted(_imported(tree(path)) & set(READERS))
        if name_of(path) not in READERS[package]
    ]

    assert found == []


def _imported(module: ast.Module) -> set[str]:
    names = [alias.name for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def test_what_is_sent_takes_effect_once() -> None:
    views = {
        f"{name_of(path).removeprefix('kakehashi/').removesuffix('.py')}:{node.name}": node
        for path in modules("kakehashi")
        if path.stem == "views" or path.parent.name == "views"
        for node in tree(path).body
        if isinstance(node, Function) and _is_view(node) and _takes_what_is_sent(node)
    }
    without = sorted(name for name, node in views.items() if "once" not in _decorators(node))

    assert len(views) > 30
    assert without == sorted(WITHOUT_KEY)


def _is_view(node: Function) -> bool:
    return not node.name.startswith("_") and bool(node.args.args) and node.args.args[0].arg == "request"


def _takes_what_is_sent(node: Function) -> bool:
    attributes = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    return bool({"POST", "FILES"} & attributes) or "require_POST" in _decorators(node)


def _decorators(node: Function) -> set[str]:
    return {part.id for decorator in node.decorator_list for part in ast.walk(decorator) if isinstance(part, ast.Name)}
