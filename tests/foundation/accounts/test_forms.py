import pytest
from django.test import Client

from kakehashi.foundation.accounts.templatetags.browsers import browser_name


def test_fields_have_labels_of_our_own_and_no_placeholders(db: None, client: Client) -> None:
    pages = [client.get(address) for address in ("/accounts/login/", "/accounts/password/reset/")]

    labels = [[str(field.label) for field in page.context["form"].visible_fields()] for page in pages]
    assert labels == [["メールアドレス", "パスワード"], ["メールアドレス"]]
    assert not any("placeholder=" in page.content.decode() for page in pages)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
            "Edge / Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox / Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari / iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "Chrome / Android"),
        ("curl/8.0", "curl/8.0"),
    ],
)
def test_browsers_are_named_as_people_know_them(agent: str, name: str) -> None:
    assert browser_name(agent) == name
