"""What stands in every page, for everybody: nothing inline, nothing from elsewhere, nothing anybody typed as markup."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db.models import CharField, Model, TextField, Value
from django.db.models.functions import Cast as AsType
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.test import Client

from kakehashi.engines.cases.models import Case, CaseKind, Item, MenuItem, Message, OfficeSetting, Precedent
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.catalogue.models import Aim, Field, Plan, Programme, Service
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.forms.models import AnswerSheet, Question, Section
from kakehashi.foundation.organisations.models import Country, Holiday, Organisation, Person, Term
from kakehashi.foundation.search.models import Entry
from tests.conftest import SignIn
from tests.security.alike import ACCOUNTS, Target
from tests.security.world import World

MARK = "<b onclick=1>'\"&amp;"  # in every text of every row; as markup it would show as the attribute
OWN_HOSTS = {"", "testserver", "localhost:8000"}
LOOKING = ("visitor", "officer", "branch_officer", "director", "planner", "operator")  # they see different things
LOADS = {"src", "srcset", "action", "formaction", "poster", "data", "ping", "background", "manifest"}


class _Faults(HTMLParser):
    """Collects what a page may not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found.append(f"inline <{tag}>")
        for name, value in attrs:
            text = (value or "").strip()
            if name == "style" or name.startswith("on"):
                self.found.append(f"{name} on <{tag}>")
            if text.lower().startswith(("javascript:", "data:", "vbscript:")):
                self.found.append(f"{name}={text[:40]} on <{tag}>")
            is_loaded = name in LOADS or (name == "href" and tag in {"link", "base", "use"})
            if is_loaded and urlsplit(text).netloc not in OWN_HOSTS:
                self.found.append(f"{name}={text[:60]} on <{tag}>")
            if tag == "a" and name == "target" and "noopener" not in (given.get("rel") or ""):
                self.found.append("target without noopener")


def faults(page: str) -> list[str]:
    parser = _Faults()
    parser.feed(page)
    return sorted(set(parser.found))


def pages(world: World, groups: list[list[Target]], client: Client, who: str) -> Iterator[tuple[str, HttpResponse]]:
    """What they get at every address; the things for which all the same is declared they share with the others."""
    for path in _paths(world, groups, who):
        answer = client.get(path)
        if not answer.streaming:
            yield f"{path} as {who}", answer


def _paths(world: World, groups: list[list[Target]], who: str) -> Iterator[str]:
    refused = set()
    for name, path in world.targets:
        if name.startswith(ACCOUNTS) and not name.startswith("account_logout"):
            yield path
    for group in groups:
        first = group[0]
        if first.name.endswith(("_pdf", "_image")) or first.row.get is None:
            continue
        readers = [one for one in LOOKING if one in first.row.get.enters]
        turn = readers.index(who) if who in readers else 0
        if who in readers:
            yield from (target.path for target in group[turn :: len(readers)] or group[:1])
        elif first.name not in refused:  # the page that says so is the same for all its things
            refused.add(first.name)
            yield first.path


@pytest.mark.parametrize("who", LOOKING)
def test_no_page_holds_anything_inline_or_from_elsewhere_or_typed_as_markup(
    world: World, groups: list[list[Target]], sign_in: SignIn, who: str
) -> None:
    _mark_everything()
    wrong: dict[str, list[str]] = {}

    marked = 0
    for where, answer in pages(world, groups, sign_in(world.people[who]), who):
        found = []
        assert answer.status_code < 500, where
        assert answer.has_header("Content-Security-Policy"), where
        assert answer["X-Content-Type-Options"] == "nosniff", where
        # The emergency pages are one file each; their policy allows their own style by its hash (tested with the site).
        if answer.get("Content-Type", "").startswith("text/html") and not where.startswith("/emergency/"):
            page = answer.content.decode()
            marked += "&lt;b onclick=1&gt;" in page
            found = faults(page) + ["markup"] * ("<b onclick" in page)
        if found:
            wrong[where] = found

    assert wrong == {}
    assert marked > 10


_MARKED: list[type[Model]] = [
    AuditRow, Aim, Case, CaseKind, Country, Document, Entry, Field, Holiday, Invitation, Item, MenuItem, Message,
    OfficeSetting, Organisation, Passage, Person, Plan, Precedent, Programme, Question, RoleHeld, Section, Service,
    Term,
]  # fmt: skip
_KEPT = {
    "code", "kind", "alpha2", "step", "state", "role", "engine", "rank", "email", "url", "language", "file", "sha256",
    "seal", "values_digest", "token_digest", "action", "thing_kind", "about_kind", "media_type", "information_class",
    "time_zone", "move", "from_step", "to_step", "theme", "source", "type_ja", "number", "number_text", "compute",
}  # fmt: skip


def _mark_everything() -> None:
    for model in _MARKED:
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField)
            and field.name not in _KEPT
            and not field.choices
            and not field.primary_key
            and (getattr(field, "max_length", None) or 99) >= len(MARK) + 5
        ]
        if names:
            marked = Concat(Value(MARK), AsType("pk", CharField()))
            model._default_manager.update(**dict.fromkeys(names, marked))
    for sheet in AnswerSheet.objects.all():
        sheet.answers = {
            code: MARK if code in {"title", "purpose", "city", "phone", "safety_contact"} else value
            for code, value in sheet.answers.items()
        }
        sheet.save()
