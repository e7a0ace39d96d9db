"""What each rule says to the writer: what is in the way of the reader, and how to mend it."""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

ADVICE: Mapping[str, str] = {
    "YJ01": gettext_noop("この文は%(count)s拍あります。%(limit)s拍までの短い文に分けてください。"),
    "YJ02": gettext_noop("この文は%(count)s字あります。%(limit)s字までの短い文に分けてください。"),
    "YJ03": gettext_noop("1つの文に2つ以上のことが入っています。1つの文に1つのことを書いてください。"),
    "YJ04": gettext_noop("3つ以上のものが並んでいます。1行に1つずつ、箇条書きにしてください。"),
    "YJ05": gettext_noop("「ない」が重なると意味が逆に取られます。「〜てください」か「〜です」と言い切ってください。"),
    "YJ06": gettext_noop("「〜れる」「〜せる」の形です。だれがするかを主語にして書いてください。"),
    "YJ07": gettext_noop("敬語は難しいです。「です」「ます」「〜てください」だけで書いてください。"),
    "YJ08": gettext_noop("文の終わりは「です」「ます」「〜てください」「〜ましょう」にしてください。"),
    "YJ09": gettext_noop("「%(word)s」はカタカナ語です。元の言葉と違うことがあります。やさしい言葉にしてください。"),
    "YJ10": gettext_noop("「%(word)s」は略した言葉です。略さない名前か、やさしい言葉で書いてください。"),
    "YJ11": gettext_noop("「%(word)s」は音や様子を表す言葉で、通じません。ほかの言葉で書いてください。"),
    "YJ12": gettext_noop("「%(word)s」はあいまいです。いつ・どこ・どのくらいかを、はっきり書いてください。"),
    "YJ13": gettext_noop("「%(word)s」は難しい言葉です（%(level)s）。やさしい言葉に言いかえてください。"),
    "YJ14": gettext_noop("「%(word)s」は覚えてほしい言葉です。言いかえないで、すぐ後に＜説明＞を付けてください。"),
    "YJ15": gettext_noop("この文に漢字が%(count)s字あります。%(limit)s字までにしてください。"),
    "YJ16": gettext_noop("難しい漢字があります：%(kanji)s。ひらがなで書くか、言いかえてください。"),
    "YJ17": gettext_noop("「%(word)s」にふりがながありません。漢字にはすべてふりがなを付けてください。"),
    "YJ18": gettext_noop("言葉の区切りがわかりません。意味の切れ目に空白を入れてください。"),
    "YJ19": gettext_noop("「%(word)s」は名詞が続いています。「水を飲む」のように、動詞を使って書いてください。"),
    "YJ20": gettext_noop("してほしいことは「〜てください」と書いてください。"),
    "YJ21": gettext_noop("「〜たり」は難しいです。文を分けるか、「〜て」と書いてください。"),
    "YJ22": gettext_noop("「しか〜ない」は「ない」と読まれます。「だけ」を使ってください。"),
    "YJ23": gettext_noop("日付は西暦で、曜日も書いてください。「〜」は「から」「まで」にしてください。"),
    "YJ24": gettext_noop("時刻は「午前」「午後」を付けて、12時間の言い方で書いてください。"),
    "YJ25": gettext_noop("「%(word)s」は、読む日によって意味が変わります。日付を書いてください。"),
    "YJ26": gettext_noop("してほしいことが後ろにあります。一番大切なことを最初に書いてください。"),
    "YJ27": gettext_noop("全部で%(count)s字あります。%(limit)s字（A4で1枚）までにしてください。"),
    "YJ28": gettext_noop("例が%(count)s個あります。例は1個から%(limit)s個までにしてください。"),
    "YJ29": gettext_noop("お金・時間・場所は文の中で見つけにくいです。「時間：」のように行を分けて書いてください。"),
    "YJ30": gettext_noop("数は算用数字（1、2、3）で書いてください。"),
    "YJ31": gettext_noop("電話番号には、話せる言葉と電話できる時間を並べて書いてください。"),
    "YJ32": gettext_noop("「%(word)s」は慣用句で、言葉のとおりに読むと通じません。そのままの意味で書いてください。"),
    "YJ33": gettext_noop("色だけでは、見えない人や白黒の紙でわかりません。形や名前も書いてください。"),
    "YJ34": gettext_noop("読みやすさは%(score)sです。%(limit)s以上になるように、文を短くし、漢語を減らしてください。"),
    "YJ35": gettext_noop("5つの指標のうち、%(weak)sが低いです。そこから直してください。"),
    "YJ36": gettext_noop(
        "翻訳で意味がずれやすい文です。主語を書き、「の」を続けず、長い文には「、」を打ってください。"
    ),
}

TITLES: Mapping[str, str] = {
    "words": gettext_noop("言葉"),
    "letters": gettext_noop("文字とふりがな"),
    "length": gettext_noop("文の長さ"),
    "hardness": gettext_noop("名詞の続き"),
    "grammar": gettext_noop("文法"),
    "layout": gettext_noop("空白・日時・並べ方"),
}

MEASURES: Mapping[str, str] = {
    "vocabulary": gettext_noop("語彙"),
    "kanji": gettext_noop("漢字"),
    "hardness": gettext_noop("硬さ"),
    "length": gettext_noop("長さ"),
    "grammar": gettext_noop("文法"),
}


def advise(rule: str, values: Mapping[str, object]) -> str:
    """The sentence in the language of the reader."""
    return gettext(ADVICE[rule]) % values


def level_name(level: int) -> str:
    return f"N{level}" if level else gettext("一覧にない言葉")
