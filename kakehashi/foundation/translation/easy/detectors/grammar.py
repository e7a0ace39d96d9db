"""Constructions that beginners read wrongly."""

import re

from kakehashi.foundation.translation.easy import lexicon
from kakehashi.foundation.translation.easy.conjugation import masu, te
from kakehashi.foundation.translation.easy.detectors.finding import before, loose, pairs, whole
from kakehashi.foundation.translation.easy.marks import SLOT
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.words import Passage, Sentence, Token

_MUST = loose(
    "なければなりません｜なければならない｜なければいけません｜なければいけない"
    "｜なくてはなりません｜なくてはならない｜なくてはいけません｜なくてはいけない｜ないといけません｜ないといけない"
)
_TWICE = loose(
    "ないことはない｜ないことはありません｜ないこともない｜ないこともありません｜ないわけではない｜ないわけではありません"
    "｜ないわけにはいかない｜ないわけにはいきません｜ないとは限りません｜ないとは限らない｜ないとは言えません｜ないとは言えない"
    "｜ざるを得ない｜ざるを得ません｜なくもない｜なくもありません｜ないではいられない｜ないではいられません｜ずにはいられない"
    "｜ずにはいられません｜なくはない｜なくはありません"
)
_SUBJECT_VERBS = frozenset({"動詞", "形容詞"})
_POLITE_END = re.compile(
    r"(?:です|ます|でした|ました|ません|でしょう|ましょう|ください|下さい|ませんでした)(?:か|ね|よ)?"
    rf"[\s。！？!?」』）){SLOT}]*$"
)
_EVERYBODY = frozenset({"様", "皆様", "皆さま", "みなさま"})
_REQUEST = re.compile(
    r"(?:願います|お願いします|お願いいたします|お願い致します|お願い申し上げます|のこと|なさい|"
    r"べきです|べき|必要があります|必要がある|望まれます|求められます)[。！!]*$"
)


def one_idea(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.running:
        count = max(_subjects(sentence), _finite(sentence))
        if rule.grave(count, passage.profile):
            yield Finding(*whole(sentence))


def _subjects(sentence: Sentence) -> int:
    """は and が; not the が inside a clause that describes a noun (水が 来る ところ)."""
    topics = sum(token.is_particle("は") and token.part[1] == "係助詞" for token in sentence.tokens)
    subjects = 0
    for index, token in enumerate(sentence.tokens):
        if token.is_particle("が") and token.part[1] == "格助詞":
            is_can = index > 0 and sentence.tokens[index - 1].surface == "こと"  # 使う ことが できます
            subjects += not is_can and not _describes(sentence.tokens[index + 1 :])
    has_both = topics + subjects >= 2 and topics >= 1
    return topics + subjects if has_both else 0


def _describes(following: tuple[Token, ...]) -> bool:
    for token, after in pairs(following):
        if token.part[0] == "連体詞":  # 熱が ある 人: Sudachi's ある
            return True
        if token.part[0] in _SUBJECT_VERBS or token.part[0] == "助動詞":
            if after.is_predicate or after.is_particle("て", "で"):
                continue
            return after.part[0] in {"名詞", "接尾辞"}
    return False


def _finite(sentence: Sentence) -> int:
    """Predicates that could end a sentence: before が, から, ので, けれど, し and at the end."""
    joints = 0
    for token, after in pairs(sentence.tokens):
        if not token.is_predicate:
            continue
        joints += after.part[1] == "接続助詞" and after.surface in {"が", "から", "けれど", "けれども", "けど", "し"}
        joints += after.is_particle("の") and after.part[1] == "準体助詞" and _is_because(sentence, after)
    return joints + (sentence.has_predicate and joints > 0)


def _is_because(sentence: Sentence, token: Token) -> bool:
    place = token.end - sentence.start
    return sentence.text[place : place + 1] in {"で", "に"}


def double_negative(passage: Passage, _rule: Rule) -> Findings:
    for sentence in passage.running:
        for match in _MUST.finditer(passage.plain, sentence.start, sentence.end):
            verb = before(sentence.tokens, match.start())
            proposal = f"{te(verb)}ください" if verb and te(verb) else ""
            start = verb.start if verb else match.start()
            yield Finding(start, match.end(), proposal)
        for match in _TWICE.finditer(passage.plain, sentence.start, sentence.end):
            yield Finding(*match.span())


def passive(passage: Passage, rule: Rule) -> Findings:
    """Not the られる of verbs with which it says what one can do: 食べられます, 借りられます."""
    can = lexicon.allowed(rule.id)
    for sentence in passage.running:
        for token, after in pairs(sentence.tokens):
            if after.part[0] != "助動詞" or after.lemma not in {"れる", "られる", "せる", "させる"}:
                continue
            if after.lemma == "られる" and token.lemma in can:
                continue
            verb = before(sentence.tokens, after.start)
            start = verb.start if verb else token.start
            yield Finding(start, after.end, masu(verb) if verb else "")


def keigo(passage: Passage, rule: Rule) -> Findings:
    plainer = {term.text: term.proposal for term in lexicon.terms(rule.id)}
    ordinary = lexicon.allowed(rule.id)
    for sentence in passage.running:
        for index, token in enumerate(sentence.tokens):
            following = sentence.tokens[index + 1 :]
            if token.part[0] == "接頭辞" and token.surface in {"お", "ご", "御"} and following:
                yield from _prefixed(token, following, ordinary)
            elif token.lemma in plainer and not token.surface.startswith("なさい"):
                yield Finding(token.start, token.end, plainer[token.lemma])
            elif token.surface == "方" and token.part[0] == "名詞" and _is_person(token, following):
                yield Finding(token.start, token.end, "人")
            elif token.surface in {"様", "皆様", "皆さま", "みなさま"} and token.part[0] in {
                "接尾辞",
                "名詞",
                "代名詞",
            }:
                yield Finding(token.start, token.end, "さん" if token.surface == "様" else "皆さん")


def _is_person(token: Token, following: tuple[Token, ...]) -> bool:
    """方 read かた; before は, も and を it is no direction either."""
    return token.reading == "かた" or (bool(following) and following[0].is_particle("は", "も", "を"))


def _prefixed(token: Token, following: tuple[Token, ...], ordinary: frozenset[str]) -> Findings:
    """お待ちください → 待ってください; ご利用 → 利用."""
    word = following[0]
    polite = following[1] if len(following) > 1 else None
    together = token.surface + word.surface
    if word.is_verb or word.part[2] == "サ変可能":
        if polite is not None and polite.lemma in {"くださる", "下さる"}:
            form = te(word)
            yield Finding(token.start, polite.end, f"{form}ください" if form else "")
            return
        if word.is_verb and polite is not None and polite.is_particle("に"):
            yield Finding(token.start, polite.end, masu(word))
            return
    if not any(allowed.startswith(together) for allowed in ordinary):
        yield Finding(token.start, word.end, word.surface)


def polite_end(passage: Passage, _rule: Rule) -> Findings:
    for sentence in passage.running:
        if sentence.is_label or _POLITE_END.search(sentence.text):
            continue
        last = sentence.tokens[-1]
        proposal = masu(last) if last.is_verb and last.surface == last.lemma else ""
        is_full = sentence.text.rstrip().endswith(("。", "！", "？", "!", "?"))
        yield Finding(last.start, last.end, proposal, severity=None if is_full else "warn")  # it may be a heading


def request(passage: Passage, _rule: Rule) -> Findings:
    for sentence in passage.running:
        tokens = sentence.tokens
        match = _REQUEST.search(sentence.text.rstrip())
        if match:
            verb = before(tokens, sentence.start + match.start())
            proposal = f"{te(verb)}ください" if verb and te(verb) else ""
            yield Finding(sentence.start + match.start(), sentence.start + match.end(), proposal)
        elif _is_bare_order(sentence):
            verb = tokens[-2]
            proposal = f"{te(verb)}ください" if te(verb) else ""
            yield Finding(verb.start, tokens[-1].end, proposal)
        elif _is_order(tokens[-1]):
            form = te(tokens[-1])
            yield Finding(tokens[-1].start, tokens[-1].end, f"{form}ください" if form else "")
        elif len(tokens) > 1 and tokens[-1].lemma in {"くださる", "下さる"} and tokens[-2].part[2] == "サ変可能":
            if tokens[-2].start and passage.plain[tokens[-2].start - 1] in "おご御":
                continue  # a matter of rule 7
            yield Finding(tokens[-2].start, tokens[-1].end, f"{te(tokens[-2])}ください")


def _is_bare_order(sentence: Sentence) -> bool:
    """離れること。"""
    if sentence.is_label or len(sentence.tokens) < 2:
        return False
    verb, last = sentence.tokens[-2:]
    return last.surface in {"こと", "事"} and verb.part[0] in {"動詞", "助動詞"}


def _is_order(token: Token) -> bool:
    """逃げろ, 待て; ください is one too, but a polite one."""
    is_form = len(token.part) > 5 and token.part[5].startswith("命令形")
    return is_form and token.is_verb and token.lemma not in {"くださる", "下さる", "なさる"}


def tari(passage: Passage, _rule: Rule) -> Findings:
    for sentence in passage.running:
        for token, after in pairs(sentence.tokens):
            if after.part[0] == "助詞" and after.surface in {"たり", "だり"}:
                yield Finding(token.start, after.end, te(token))


def only(passage: Passage, _rule: Rule) -> Findings:
    for sentence in passage.running:
        for token in sentence.tokens:
            if token.is_particle("しか"):
                yield Finding(token.start, token.end, "だけ")


def translatable(passage: Passage, rule: Rule) -> Findings:
    """の three times, no subject, or a long stretch without 、 and without spaces."""
    for sentence in passage.running:
        of = sum(token.is_particle("の") and token.part[1] == "格助詞" for token in sentence.tokens)
        is_chain = of >= rule.limit(passage.profile)
        if is_chain or _is_subjectless(sentence) or _is_unbroken(sentence):
            yield Finding(*whole(sentence))


def _is_subjectless(sentence: Sentence) -> bool:
    """A statement about nobody: it has a predicate, is no request, and neither は, が nor も stands in it."""
    if sentence.is_label or not sentence.has_predicate or sentence.tokens[-1].lemma in {"くださる", "下さる"}:
        return False
    last = sentence.tokens[-1]
    is_request = "ましょ" in sentence.text or _is_order(last) or "ください" in sentence.text
    return not is_request and not any(token.is_particle("は", "が", "も") for token in sentence.tokens)


def _is_unbroken(sentence: Sentence) -> bool:
    return max(map(len, re.split(r"[、，,\s]", sentence.text))) > 40


DETECTORS = {
    "YJ03": one_idea,
    "YJ05": double_negative,
    "YJ06": passive,
    "YJ07": keigo,
    "YJ08": polite_end,
    "YJ20": request,
    "YJ21": tari,
    "YJ22": only,
    "YJ36": translatable,
}
