import pytest
from django.http import HttpRequest
from django.template import engines
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.views.csrf import csrf_failure

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.items import Link
from tests.cast import Cast
from tests.conftest import SignIn


def _render(source: str, **values: object) -> str:
    return engines["django"].from_string(source).render(values, RequestFactory().get("/x/?a=1"))


def test_title_is_printed_in_the_window_and_as_heading() -> None:
    shown = _render('{% extends "ui/page.html" %}{% block title %}{{ name }}{% endblock %}', name="<姫路市>")

    assert "<title>&lt;姫路市&gt;｜架け橋</title>" in shown
    assert "<h1>&lt;姫路市&gt;</h1>" in shown


def test_own_heading_replaces_the_title() -> None:
    shown = _render('{% extends "ui/page_public.html" %}{% block heading %}<h1>見出し</h1>{% endblock %}')

    assert shown.count("<h1>") == 1
    assert 'data-kind="public"' in shown


def test_empty_blocks_have_no_frame() -> None:
    without = _render('{% extends "ui/page_staff.html" %}{% block aside %} {% endblock %}')
    with_aside = _render('{% extends "ui/page_staff.html" %}{% block aside %}関係者{% endblock %}')

    assert "<aside" not in without
    assert "<aside" in with_aside


def test_navigation_marks_where_one_is() -> None:
    links = [Link("ホーム", "/home/"), Link("案件", "/cases/", is_current=True, count=3)]

    shown = _render('{% extends "ui/page.html" %}', navigation=links)

    assert '<a href="/cases/" aria-current="page">案件' in shown
    assert '<a href="/home/">ホーム</a>' in shown


def test_language_switch_returns_to_the_same_page() -> None:
    shown = _render('{% extends "ui/page.html" %}')

    assert '<input type="hidden" name="next" value="/x/?a=1">' in shown
    assert '<button type="submit" name="language" value="ja" lang="ja" aria-current="true">日本語</button>' in shown


@pytest.mark.parametrize("demonstration", [True, False])
def test_demonstration_is_labelled(demonstration: bool) -> None:
    with override_settings(DEMONSTRATION=demonstration):
        shown = _render('{% extends "ui/page.html" %}')

    assert ("実演用の環境です。" in shown) is demonstration


def test_signed_in_person_finds_name_search_and_sign_out(cast: Cast, sign_in: SignIn) -> None:
    shown = sign_in(cast.officer).get("/ui/entry/").content.decode()

    assert f'<span class="ui-menu__name">{cast.officer}</span>' in shown
    assert "サインアウトする" in shown
    for address in (f"/people/{cast.officer.pk}/", "/people/", "/notices/preference/", "/accounts/security/"):
        assert f'<a href="{address}">' in shown


def test_visitor_finds_the_sign_in(db: None) -> None:
    shown = Client().get("/ui/entry/").content.decode()

    assert "サインアウトする" not in shown
    assert "ui-header__sign-in" in shown


@pytest.mark.parametrize("name", ["400", "403", "404", "500"])
def test_error_pages_need_no_context(name: str) -> None:
    assert get_template(f"{name}.html").render().count("<h1") == 1


def test_expired_form_explains_itself() -> None:
    request: HttpRequest = RequestFactory().post("/")

    response = csrf_failure(request)

    assert response.status_code == 403
    assert "<h1>入力の確認ができませんでした</h1>" in response.content.decode()


def test_person_is_shown_without_being_signed_in_as_code() -> None:
    shown = _render('{% extends "ui/page.html" %}', person=Person(name_ja="<script>"))

    assert "<script>" not in shown
