"""What the mechanical checks say of a text, as it is kept with its version."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kakehashi.foundation.translation.checks.reading import Candidate, Severity, Usage
from kakehashi.foundation.translation.checks.running import check
from kakehashi.foundation.translation.checks.words import attested_in
from kakehashi.foundation.translation.choices import Profile, State, TermRule
from kakehashi.foundation.translation.easy.linting import Report, lint
from kakehashi.foundation.translation.easy.rules import EMERGENCY, LIVING
from kakehashi.foundation.translation.easy_japanese import CODE
from kakehashi.foundation.translation.families import own_words
from kakehashi.foundation.translation.models import TermText, Text, Unit

Finding = dict[str, Any]  # {"check", "severity": "error" | "warning", "message"}


class Ground:
    """What the texts of one language are held against; read when first asked for, then kept."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def usages(self) -> list[Usage]:
        """What the glossary asks: one for each term and rule: of several words to use any will do."""
        words: dict[tuple[str, str], list[str]] = defaultdict(list)
        for line in TermText.objects.filter(language=self.language).select_related("term"):
            words[line.term.ja, line.rule] += [line.text] if line.text else []
        return [Usage(term, TermRule(rule), tuple(texts)) for (term, rule), texts in words.items()]

    @cached_property
    def _words(self) -> frozenset[str]:
        checked = Text.objects.filter(language=self.language, is_standing=True, state=State.CHECKED)
        bodies = checked.exclude(own_words("unit__family")).order_by().values_list("body", flat=True)
        return attested_in(bodies, self.language)

    def attested(self) -> frozenset[str]:
        """The words of what two people have signed in the banks."""
        return self._words


def findings_of(
    unit: Unit, language: str, body: str, sources: Mapping[str, str], *, ground: Ground | None = None
) -> list[Finding]:
    """Errors first, in the reader's language. `sources`: language code → what is said in the languages this one
    follows, the nearest first. `ground`: of many texts in one language, the same for all.
    """
    ground = ground or Ground(language)
    source_language, source = next(iter(sources.items()), ("ja", ""))
    candidate = Candidate(
        source=source,
        body=body,
        language=language,
        limit=unit.limit,
        terms=ground.usages,
        source_language=source_language,
        attested=ground.attested,
    )
    found = [{"check": one.check, "severity": one.severity.value, "message": one.message} for one in check(candidate)]
    return _of_easy_japanese(unit, body) + found if language == CODE else found


def has_errors(findings: list[Finding]) -> bool:
    return any(finding["severity"] == Severity.ERROR for finding in findings)


def easy_report(unit: Unit, body: str) -> Report:
    """What the linter of やさしい日本語 says, by the rules of what the unit is for."""
    return lint(body, LIVING if unit.profile == Profile.LIVING else EMERGENCY)


def _of_easy_japanese(unit: Unit, body: str) -> list[Finding]:
    """An error where it is not easy enough to be signed without a reason."""
    score, least = easy_report(unit, body).score, settings.EASY_JAPANESE_LEAST
    if score >= least:
        return []
    message = _("やさしさの点数が%(score)s点です。%(least)s点以上になるように書きかえてください。")
    return [{"check": "easy", "severity": "error", "message": message % {"score": f"{score:g}", "least": f"{least:g}"}}]
