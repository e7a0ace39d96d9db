import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kakehashi.foundation.translation import seed
from kakehashi.foundation.translation.models import Language
from tests.cast import Cast
from tests.conftest import SignIn


def test_seed_may_be_repeated_and_mends_what_was_changed(db: None) -> None:
    seed.load_languages()
    Language.objects.filter(code="ar").update(direction="ltr", order=99)

    count = seed.load_languages()

    assert (count, Language.objects.count()) == (34, 34)
    assert Language.objects.get(code="ar").direction == "rtl"


def test_residents_read_easy_japanese_and_twenty_one_more(db: None) -> None:
    call_command("load_languages", verbosity=0, stdout=None)

    codes = list(Language.objects.filter(is_resident=True).values_list("code", flat=True))

    assert codes[:4] == ["ja", "ja-x-yasashi", "en", "zh-Hans"]
    assert len(codes) == 23


def test_every_language_is_made_from_easy_japanese(db: None) -> None:
    seed.load_languages()

    tree = dict(Language.objects.values_list("code", "follows"))

    assert (tree.pop("ja"), tree.pop("ja-x-yasashi")) == (None, "ja")
    assert set(tree.values()) == {"ja-x-yasashi"}


def test_interface_languages_are_those_of_the_staff(db: None) -> None:
    seed.load_languages()

    assert list(Language.objects.filter(is_interface=True).values_list("code", flat=True)) == settings.STAFF_LANGUAGES


def test_name_follows_the_language_of_the_reader(db: None) -> None:
    seed.load_languages()
    language = Language.objects.get(code="ur")

    names = [str(language)]
    with translation.override("en"):
        names.append(str(language))

    assert names == ["ウルドゥー語", "Urdu"]


def test_direction_is_one_of_two(db: None) -> None:
    with pytest.raises(IntegrityError):
        Language.objects.create(code="xx", order=1, direction="ttb")


def test_page_lists_every_language_in_one_query(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get("/translation/languages/")
        counts.append(len([query for query in queries if "translation_language" in query["sql"]]))
        seed.load_languages()

    assert len(page.context["listed"]) == 34
    assert counts == [1, 1]


def test_page_is_for_people_signed_in(db: None, client: Client) -> None:
    assert client.get("/translation/languages/").status_code == 302


def test_anybody_may_choose_the_language(db: None, client: Client) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/"})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
