"""All that the editor of one text shows."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.translation import queries, rules
from kakehashi.foundation.translation.display import as_html, changes_html
from kakehashi.foundation.translation.easy.furigana import propose
from kakehashi.foundation.translation.easy_japanese import CODE as EASY
from kakehashi.foundation.translation.families import written_at_its_thing
from kakehashi.foundation.translation.findings import Finding, easy_report, findings_of, has_errors
from kakehashi.foundation.translation.forms.texts import TextForm
from kakehashi.foundation.translation.labels import LABELS, TONES
from kakehashi.foundation.translation.models import Draft, Language, Text, Unit
from kakehashi.foundation.translation.operations import WrittenMeanwhileError, clean, write_text
from kakehashi.foundation.translation.tree import tree
from kakehashi.foundation.translation.views.desk import crumbs
from kakehashi.foundation.translation.views.text_moves import OpenMove, open_moves
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel.ruby import without_ruby

_SHOWN_VERSIONS = 30


@dataclass(frozen=True)
class Source:
    """What is translated from: in one language, with what changed since the translation was made."""

    language: Language
    text: Text
    html: SafeString
    changed: SafeString | str


class TextPage:
    """One unit in one language for one viewer; what is asked of the database is asked once."""

    def __init__(self, request: SignedInRequest, unit: Unit, language: Language) -> None:
        self.request, self.unit, self.language = request, unit, language
        self.history = queries.history(unit, language.code)
        self.latest = next((text for text in self.history if text.is_latest), None)

    @cached_property
    def may_write(self) -> bool:
        return rules.may_translate(self.request.person, self.unit, self.language.code)

    @property
    def read_only_because(self) -> str:
        """Why there is no box."""
        if self.language.code in written_at_its_thing(self.unit.family):
            return _("この言語の文章は、もとのページで書きます。ここでは書けません。")
        if rules.translates(self.request.person, self.language.code):
            return _("この言語への翻訳を頼まれた人だけが書けます。")
        return _("この言語を翻訳する人として登録されていないので、書くことはできません。")

    def version(self, number: str) -> Text | None:
        """One of this page's versions by its primary key."""
        return next((text for text in self.history if str(text.pk) == number), None)

    @cached_property
    def form(self) -> TextForm:
        expected = self.latest.version if self.latest else 0
        inserted = self.request.GET.get("insert", "")
        chosen = self.version(inserted) or queries.text_for(self.request.person, inserted) or self.latest
        initial = {"body": chosen.body if chosen else "", "expected": expected, "source": self.source_meaning}
        if self.is_resumed and self.draft is not None:
            initial |= {"body": self.draft.body, "weight": self.draft.weight}
        sent = self.request.POST if "body" in self.request.POST else None
        return TextForm(self.language, self.latest is None, self.unit.limit, sent, initial=initial)

    @cached_property
    def sources(self) -> list[Source]:
        """The nearest first."""
        said = {one.language.code: one for one in queries.said_in_all(self.unit)}
        found = []
        for code in tree().ancestors(self.language.code):
            one = said.get(code)
            if one is not None and one.standing is not None:
                body = one.standing.body
                found.append(Source(one.language, one.standing, as_html(body), self._changed(one.standing)))
        return found

    @cached_property
    def draft(self) -> Draft | None:
        """What the viewer has begun to write here."""
        return queries.draft_of(self.request.person, self.unit, self.language.code) if self.may_write else None

    @property
    def is_resumed(self) -> bool:
        """Whether the box shows that again."""
        return self.draft is not None and self.request.method == "GET" and "insert" not in self.request.GET

    def _resumed(self) -> dict[str, Any]:
        """With what was saved by others since it was begun; from here on this page's version counts."""
        if self.draft is None or not self.is_resumed:
            return {}
        found = {"is_resumed": True} | self._since_begun(self.draft.source)
        if self.latest is not None and self.latest.version != self.draft.expected:
            found |= {"theirs": self.latest, "difference": changes_html(self.latest.body, self.draft.body)}
        return found

    @property
    def source_meaning(self) -> str:
        """Of the source this page shows; "" where there is none."""
        return self.sources[0].text.meaning if self.sources else ""

    def _sent(self) -> dict[str, Any]:
        """Of a form that comes back: what the source says else; from here on this page's source counts."""
        if not self.form.is_bound:
            return {}
        begun = self.form.data.get("source", "")
        self.form.data = {name: self.form.data[name] for name in self.form.data} | {"source": self.source_meaning}
        return self._since_begun(begun)

    def _since_begun(self, begun: str) -> dict[str, Any]:
        """How the source has changed since somebody began to write beside it."""
        if begun == self.source_meaning:
            return {}
        found = (queries.text_of_meaning(self.unit, one.language.code, begun) for one in self.sources)
        before = next((text for text in found if text is not None), None)
        return {"is_moved": True, "moved": changes_html(before.body, self.sources[0].text.body) if before else ""}

    def _changed(self, source: Text) -> SafeString | str:
        """Only of the source this text was made from."""
        if self.latest is None or not self.latest.is_stale or self.latest.follows == source.meaning:
            return ""
        before = queries.text_of_meaning(self.unit, source.language_id, self.latest.follows)
        return changes_html(before.body, source.body) if before else ""

    def body(self) -> str:
        """What the box shows: typed, inserted or saved."""
        return str(self.form["body"].value() or "")

    def save(self) -> Text:
        """What was typed, as a new version made from the source the writer saw. Raises as `write_text` does."""
        said = self.form.cleaned_data
        return write_text(
            unit=self.unit,
            language=self.language.code,
            body=said["body"],
            expected=said["expected"],
            follows=said["source"],
            weight=self.form.weight_of_edit,
            by=self.request.person,
        )

    def findings(self) -> list[Finding]:
        if not self.body().strip():
            return []
        sources = {source.language.code: source.text.body for source in self.sources}
        return findings_of(self.unit, self.language.code, self.body(), sources)

    def _easy(self) -> dict[str, Any]:
        """What the linter says, of やさしい日本語: its report, and what is to be mended."""
        body = self.body()
        if self.language.code != EASY or not body.strip():
            return {}
        report = easy_report(self.unit, body)
        return {"easy": report, "advice": [hit for hit in report.hits if hit.severity != "info"]}

    def checked(self) -> HttpResponse:
        """Only what the checks say of what is being typed."""
        return render(self.request, "translation/findings.html", {"findings": self.findings()} | self._easy())

    def with_furigana(self) -> HttpResponse:
        """The box with a reading for every word that has none, for the writer to look at."""
        proposal = propose(clean(self.body()))
        self.form.data = self.request.POST.dict() | {"body": proposal.text}
        return self.answer(proposal=proposal)

    def conflict(self, error: WrittenMeanwhileError) -> HttpResponse:
        """Somebody wrote meanwhile: both versions, and a form that may be sent again."""
        mine = self.body()
        theirs = error.text
        self.form.add_error(None, str(error))
        self.form.data = self.request.POST.dict() | {"expected": str(theirs.version if theirs else 0)}
        shown = changes_html(theirs.body, mine) if theirs else ""
        return self.answer(theirs=theirs, difference=shown, status=409)

    def answer(self, *, status: int = 200, **more: Any) -> HttpResponse:
        findings = self.findings()
        found = queries.status_of(self.latest)
        context = {
            "unit": self.unit,
            "target": self.language,
            "latest": self.latest,
            "form": self.form,
            "may_write": self.may_write,
            "draft": self.draft,
            "read_only_because": "" if self.may_write else self.read_only_because,
            "sources": self.sources,
            "source_meaning": self.source_meaning,
            "findings": findings,
            "writes_easy": self.language.code == EASY,
            "has_errors": has_errors(findings),
            "moves": self._moves(),
            "status_label": LABELS[found],
            "status_tone": TONES[found],
            "versions": self._versions(),
            "terms": queries.glossary_hits(self._japanese(), self.language.code),
            "remembered": self._remembered(),
            "neighbours": queries.neighbours(self.request.person, self.unit),
            "crumbs": crumbs(
                Link(self.unit.label, reverse("translation:unit", args=[self.unit.pk])), Link(str(self.language), "")
            ),
        }
        context |= self._easy() | self._resumed() | self._sent() | more
        return render(self.request, "translation/text.html", context, status=status)

    def _moves(self) -> list[OpenMove]:
        may_check = rules.may_check(self.request.person, self.unit, self.language.code)
        return open_moves(self.latest, self.request.person, may_write=self.may_write, may_check=may_check)

    def _remembered(self) -> list[queries.Remembered]:
        """What was said of sentences like this one; nothing beside the Japanese itself."""
        japanese = next((source.text.body for source in self.sources if source.language.code == "ja"), "")
        return queries.remembered(self.request.person, self.unit, japanese, self.language.code)

    def _japanese(self) -> str:
        """What the glossary is looked up in: the Japanese, or what is written where this is the Japanese."""
        japanese = next((source.text.body for source in self.sources if source.language.code == "ja"), "")
        return without_ruby(japanese or self.body())

    def _versions(self) -> list[tuple[Text, SafeString]]:
        """The newest first, each with what it changed."""
        found = []
        for at, text in enumerate(self.history[:_SHOWN_VERSIONS]):
            before = self.history[at + 1].body if at + 1 < len(self.history) else ""
            found.append(
                (text, changes_html(before, text.body) if before not in {"", text.body} else as_html(text.body))
            )
        return found
