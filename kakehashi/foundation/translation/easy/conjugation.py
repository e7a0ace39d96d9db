"""The two forms that proposals need: 逃げて(ください) and 逃げます, from the form of the dictionary."""

from kakehashi.foundation.translation.easy.words import Token

_ROWS = {  # last sign of the dictionary form → before ます, て-form
    "う": ("い", "って"),
    "つ": ("ち", "って"),
    "る": ("り", "って"),
    "む": ("み", "んで"),
    "ぶ": ("び", "んで"),
    "ぬ": ("に", "んで"),
    "く": ("き", "いて"),
    "ぐ": ("ぎ", "いで"),
    "す": ("し", "して"),
}


def te(verb: Token) -> str:
    """待つ → 待って; a noun that takes する → 確認して; empty where the form is not known."""
    return _formed(verb, 1)


def masu(verb: Token) -> str:
    """待つ → 待ちます."""
    stem = _formed(verb, 0)
    return f"{stem}ます" if stem else ""


def _formed(verb: Token, form: int) -> str:
    lemma, kind = verb.lemma, verb.part[4] if len(verb.part) > 4 else ""
    ending = ("", "て")[form]
    if verb.part[0] == "名詞":
        return f"{verb.surface}し{ending}"
    if kind.startswith(("サ行変格", "カ行変格")):
        return {"する": f"し{ending}", "来る": f"来{ending}", "くる": f"き{ending}"}.get(lemma, "")
    if kind.startswith(("上一段", "下一段")):
        return f"{lemma[:-1]}{ending}"
    if not kind.startswith("五段") or lemma[-1] not in _ROWS:
        return ""
    if form and lemma in {"行く", "いく"}:
        return f"{lemma[:-1]}って"
    return f"{lemma[:-1]}{_ROWS[lemma[-1]][form]}"
