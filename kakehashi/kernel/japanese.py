"""Japanese text made comparable: width, case, kana and the variant characters of place names."""

import unicodedata

# The official code list writes small kana large in 14 names (ぎようだし): readings are compared without them.
_SMALL_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
# Katakana to hiragana: ァ (U+30A1) … ヶ (U+30F6) lie 0x60 above ぁ … ゖ.
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# Variants found in names of local governments; the second is the form searched for.
_VARIANTS = str.maketrans(
    "檮剝頰龍邊邉﨑髙濵濱澤廣國嶋富冨齊齋瀨渕淵曾ヶヵ", "梼剥頬竜辺辺崎高浜浜沢広国島富富斉斎瀬淵淵曽ケカ"
)
# And Latin letters with a stroke through them, which Unicode does not take apart into letter and accent (đà nẵng).
_PLAIN = _KATAKANA | str.maketrans("đøłħŧ", "dolht")
_MOST_WORDS, _LONGEST_WORD = 10, 100
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－～〜", "ー"))


def fold(text: str) -> str:
    """NFKC, lower case, variant characters unified: what two spellings of one word have in common."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_VARIANTS)


def fold_reading(text: str) -> str:
    """A reading for comparison: `fold`, hiragana, small kana large, one long-vowel mark, no spaces."""
    reading = fold(text).translate(_KATAKANA).translate(_SMALL_KANA).translate(_DASHES)
    return unicodedata.normalize("NFC", "".join(reading.split()))  # what a space held apart may now combine


def fold_marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """`text` folded beyond ``fold`` (kana alike, Latin letters without accents), and of each letter where it stood.

    The spans are (begin, end) in `text`: several letters may come from one (㍿), one from several (ﾊﾟ).
    """
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    begin = 0
    while begin < len(text):
        end = begin + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        plain = "".join(c for c in unicodedata.normalize("NFKD", text[begin:end]) if not "\u0300" <= c <= "\u036f")
        folded = fold(plain).translate(_PLAIN)
        letters.append(folded)
        spans += [(begin, end)] * len(folded)
        begin = end
    return "".join(letters), spans


def _joins(letter: str) -> bool:
    """Whether it becomes one with the letter before it: accents, ゛ and ゜ of every kind, parts of Hangul."""
    return bool(unicodedata.combining(letter)) or letter in "ﾞﾟ" or "\u1160" <= letter <= "\u11ff"


def is_kana(text: str) -> bool:
    """Whether `text` is written in kana only (spaces and long-vowel marks allowed)."""
    letters = "".join(unicodedata.normalize("NFKC", text).split())
    return bool(letters) and all("ぁ" <= c <= "ゖ" or "ァ" <= c <= "ヺ" or c in "ー・" for c in letters)


def clean_line(text: str) -> str:
    """One line as people mean it: control and bidi-override characters out, white space single."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return " ".join("".join(kept).split())


def search_words(text: str) -> list[str]:
    """The words of what somebody searches for, as many and as long as a question to the database may hold."""
    return [word[:_LONGEST_WORD] for word in text[: _MOST_WORDS * _LONGEST_WORD].split()[:_MOST_WORDS]]
