"""How detectors look: expressions with spaces between their signs, terms of a list, tokens in a row."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from kakehashi.foundation.translation.easy import lexicon
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.words import Passage, Sentence, Token

_WHOLE = frozenset({"YJ12", "YJ25"})  # their terms are whole words: あす is not the beginning of あすか


@cache
def loose(expression: str) -> re.Pattern[str]:
    """A pattern whose literal signs may have spaces between them: ｜ separates the alternatives."""
    alternatives = ("[ 　]{0,3}".join(re.escape(sign) for sign in part) for part in expression.split("｜"))
    return re.compile("|".join(alternatives))


def listed(passage: Passage, rule: Rule) -> Findings:
    """Every term of the rule's list that begins with a word."""
    starts = {token.start for sentence in passage.sentences for token in sentence.tokens}
    ends = {token.end for sentence in passage.sentences for token in sentence.tokens}
    taken: set[int] = set()
    for term in lexicon.terms(rule.id):
        for match in loose(term.text).finditer(passage.plain):
            is_word = match.start() in starts and (rule.id not in _WHOLE or match.end() in ends)
            if is_word and not taken.intersection(range(*match.span())):
                taken.update(range(*match.span()))
                yield Finding(*match.span(), term.proposal, {"word": term.text})


def whole(sentence: Sentence) -> tuple[int, int]:
    return sentence.start, sentence.start + len(sentence.text.rstrip())


def pairs(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, Token]]:
    return itertools.pairwise(tokens)


def before(tokens: tuple[Token, ...], place: int) -> Token | None:
    """The last verb (or noun that takes する) that ends at `place` or before."""
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.end > place:
            continue
        if token.lemma == "する" and index and tokens[index - 1].part[2:3] == ("サ変可能",):
            return tokens[index - 1]
        if token.is_verb or token.part[2:3] == ("サ変可能",):
            return token
    return None
