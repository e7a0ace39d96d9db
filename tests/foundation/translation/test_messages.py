from pathlib import Path

import pytest

from kakehashi.foundation.translation.messages import Message, in_python, in_template, messages_in


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('_("保存する")', Message("保存する")),
        ('later("保存" "する")', Message("保存する")),
        ('translation.gettext("保存する")', Message("保存する")),
        ('ngettext("%d件", "%d件 ", 2)', Message("%d件", "%d件 ")),
        ('pgettext("月", "5")', Message("5", None, "月")),
    ],
)
def test_python_calls_are_found_under_their_own_names(call: str, message: Message) -> None:
    source = (
        "from django.utils import translation\n"
        "from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, pgettext\n" + call
    )

    assert list(in_python(source)) == [message]


@pytest.mark.parametrize("call", ["_(name)", "gettext('別')", "other.gettext('別')", "_()"])
def test_what_only_looks_like_a_message_is_left_out(call: str) -> None:
    assert list(in_python("from django.utils.translation import gettext as _\n" + call)) == []


@pytest.mark.parametrize(
    ("template", "messages"),
    [
        ('{% translate "保存する" %}', [Message("保存する")]),
        ("{% translate \"It's\" context '見出し' %}", [Message("It's", None, "見出し")]),
        ('{% translate "100%達成" as x %}', [Message("100%%達成")]),
        ("{% blocktranslate with n=a|f %}{{ n }}件{% endblocktranslate %}", [Message("%(n)s件")]),
        (
            "{% blocktranslate count n=x %}1件{% plural %}{{ n }}件{% endblocktranslate %}",
            [Message("1件", "%(n)s件")],
        ),
        ("{% blocktranslate trimmed %}\n  一\n  二\n{% endblocktranslate %}", [Message("一 二")]),
        ('{% ui_button label=_("送る") title=_("件名") %}', [Message("送る"), Message("件名")]),
        ('{{ x|default:_("なし") }}', [Message("なし")]),
        ('{% comment %}{% translate "x" %}{% endcomment %}ふつうの文', []),
    ],
)
def test_templates_are_read_as_django_reads_them(template: str, messages: list[Message]) -> None:
    assert list(in_template(template)) == messages


def test_each_message_of_an_app_is_listed_once_and_migrations_are_not(tmp_path: Path) -> None:
    python = "from django.utils.translation import gettext as _\n_('{}')\n_('両方')\n"
    for name in ["a.py", "migrations/0001.py"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(python.format(name))
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "x.html").write_text('{% translate "両方" %}{% translate "画面" %}')

    found = [message.text for message in messages_in(tmp_path)]

    assert found == ["a.py", "両方", "画面"]
