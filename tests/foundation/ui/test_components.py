import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError, engines
from django.test import RequestFactory

from kakehashi.foundation.ui.components import actions, lists, progress, status
from kakehashi.foundation.ui.items import Bar, Step


def _render(source: str, path: str = "/", **values: object) -> str:
    template = engines["django"].from_string(source)
    return template.render(values, RequestFactory().get(path))


@pytest.mark.parametrize(
    "source",
    ['{% ui_chip text="x" colour="red" %}', '{% ui_chip "x" %}', "{% ui_chip %}", "{% ui_notice %}x{% end_ui_card %}"],
)
def test_a_component_written_wrongly_is_an_error_of_the_template(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string(source)


def test_unknown_values_are_refused() -> None:
    with pytest.raises(ValueError, match="kind must be one of"):
        actions.button(label="x", kind="huge")
    with pytest.raises(ValueError, match="no icon is named"):
        actions.icon(name="nothing")
    with pytest.raises(ValueError, match="tone must be one of"):
        status.chip(text="x", tone="red")
    with pytest.raises(ValueError, match="state must be one of"):
        progress.steps(items=[Step("x", "gone")], label="x")


def test_arguments_are_escaped_and_content_is_not_escaped_twice() -> None:
    shown = _render("{% ui_card title=text %}<p>{{ text }}</p>{% end_ui_card %}", text="<b>")

    assert shown.count("&lt;b&gt;") == 2
    assert "<p>&lt;b&gt;</p>" in shown


def test_the_next_step_of_a_row_stays_a_button() -> None:
    shown = _render('{% ui_row title="件名" %} {% ui_button label="答える" href="/a/" %} {% end_ui_row %}')

    assert '<div class="ui-row__step"><a class="ui-button"' in shown


def test_a_component_sees_nothing_of_the_page() -> None:
    shown = _render('{% ui_row title="件名" %}{% end_ui_row %}', who="姫路市", note="秘密")

    assert "姫路市" not in shown
    assert "秘密" not in shown


def test_button_with_address_is_a_link() -> None:
    assert actions.button(label="戻る", href="/x/").startswith("<a ")
    assert 'name="move" value="accept"' in actions.button(label="受け付ける", name="move", value="accept")


def test_pagination_keeps_the_other_parameters() -> None:
    shown = _render("{% ui_pagination page=page %}", "/?state=open&page=2", page=Paginator(range(60), 20).page(2))

    assert 'href="?state=open&amp;page=3"' in shown
    assert "全<span" in shown


def test_pagination_of_one_page_only_counts() -> None:
    shown = _render("{% ui_pagination page=page %}", page=Paginator(range(3), 20).page(1))

    assert "<li>" not in shown


def test_form_carries_its_keys() -> None:
    posted = _render('{% ui_form submit_label="送る" %}x{% end_ui_form %}')
    plain = _render('{% ui_form method="get" %}x{% end_ui_form %}')

    assert 'name="csrfmiddlewaretoken"' in posted
    assert 'name="_once"' in posted
    assert 'type="hidden"' not in plain


def test_form_without_once_key() -> None:
    assert "_once" not in _render("{% ui_form once=False %}x{% end_ui_form %}")


def test_two_forms_have_two_keys() -> None:
    assert _render("{% ui_form %}{% end_ui_form %}") != _render("{% ui_form %}{% end_ui_form %}")


def test_empty_value_of_a_term_is_unset() -> None:
    assert "未設定" in lists.term(Template(" ").render(Context()), label="上限額")


def test_bars_are_proportional_and_one_is_seen() -> None:
    shown = progress.bar_chart(rows=[Bar("a", 1_000_000), Bar("b", 1), Bar("c", 0)], caption="件数")

    assert 'width="600" height="16" /></svg>' in shown
    assert 'width="3" height="16"' in shown
    assert 'width="0" height="16"' in shown


def test_chart_without_values_is_empty_but_whole() -> None:
    assert 'width="0"' in progress.bar_chart(rows=[Bar("a", 0)], caption="件数")
    assert "<caption>" in progress.bar_chart(rows=[], caption="件数")
