"""What the mechanical checks say of a text, as it is kept with its version."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kakehashi.foundation.translation.checks.reading import Candidate, Severity, Usage
from kakehashi.foundation.translation.checks.running import check
from kakehashi.foundation.translation.choices import Profile, TermRule
from kakehashi.foundation.translation.easy.linting import Report, lint
from kakehashi.foundation.translation.easy.rules import EMERGENCY, LIVING
from kakehashi.foundation.translation.easy_japanese import CODE
from kakehashi.foundation.translation.models import TermText, Unit

Finding = dict[str, Any]  # {"check", "severity": "error" | "warning", "message"}


def findings_of(
    unit: Unit, language: str, body: str, sources: Mapping[str, str], *, usages: list[Usage] | None = None
) -> list[Finding]:
    """Errors first, in the reader's language. `sources`: language code → what is said in the languages this one
    follows, the nearest first. `usages`: of many texts in one language, what the glossary asks; else one query.
    """
    source_language, source = next(iter(sources.items()), ("ja", ""))
    candidate = Candidate(
        source=source,
        body=body,
        language=language,
        limit=unit.limit,
        terms=usages_of(language) if usages is None else usages,
        source_language=source_language,
    )
    found = [{"check": one.check, "severity": one.severity.value, "message": one.message} for one in check(candidate)]
    return _of_easy_japanese(unit, body) + found if language == CODE else found


def has_errors(findings: list[Finding]) -> bool:
    return any(finding["severity"] == Severity.ERROR for finding in findings)


def usages_of(language: str) -> list[Usage]:
    """What the glossary asks of the language: one for each term and rule: of several words to use any will do."""
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in TermText.objects.filter(language=language).select_related("term"):
        words[line.term.ja, line.rule] += [line.text] if line.text else []
    return [Usage(term, TermRule(rule), tuple(texts)) for (term, rule), texts in words.items()]


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
