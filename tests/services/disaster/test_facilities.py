"""The register of facilities."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.services.disaster.choices import ShelterState
from kakehashi.services.disaster.models import Facility
from kakehashi.services.disaster.operations import facilities as operations
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.disaster import sheet_stories as stories

pytestmark = pytest.mark.django_db
standing = stories.standing
TYPED = {
    "kind": "shelter",
    "name_ja": "実演用避難所2",
    "name_kana": "じつえんよう",
    "address_ja": "",
    "phone": "",
    "is_used": "on",
}


def test_a_facility_is_registered_and_changed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))

    client.post(reverse("disaster:facility_new"), {**TYPED, "name_en": "Demo Shelter"})
    facility = Facility.objects.get()
    url = reverse("disaster:facility", args=[facility.pk])
    stale = client.post(url, {**TYPED, "phone": "079-000-0000", "_revision": "7"})
    client.post(url, {**TYPED, "phone": "079-000-0000", "_revision": "1"})

    facility.refresh_from_db()
    assert stale.status_code == 409
    assert (facility.organisation, facility.phone, facility.names, facility.revision) == (
        cast.himeji,
        "079-000-0000",
        {},
        2,
    )


@pytest.mark.parametrize(
    ("field", "value"), [("name_kana", "abc"), ("name_ja", "避難所《ひ》"), ("name_ja", "実演用避難所1")]
)
def test_what_cannot_be_registered(cast: Cast, sign_in: SignIn, field: str, value: str) -> None:
    by = stories.writer(cast)
    stories.shelter(cast, by)

    answer = sign_in(by).post(reverse("disaster:facility_new"), {**TYPED, field: value})

    assert answer.status_code == 422
    assert Facility.objects.count() == 1


def test_a_shelter_opens_and_fills_in_one_press(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    facility = stories.shelter(cast, by)
    client = sign_in(by)

    for state in (ShelterState.OPEN, ShelterState.FULL, "nonsense"):
        client.post(reverse("disaster:facility_state", args=[facility.pk]), {"state": state})

    facility.refresh_from_db()
    assert facility.state == ShelterState.FULL


def test_what_goes_out_as_csv_comes_back_in(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    stories.shelter(cast, by)
    client = sign_in(by)

    content = client.get(reverse("disaster:facility_export")).content
    more = content + '"避難所","実演用避難所9","じつえんよう","","","","","Demo 9"\r\n'.encode()
    client.post(reverse("disaster:facility_import"), {"file": SimpleUploadedFile("f.csv", more)})

    assert list(Facility.objects.order_by("id").values_list("name_ja", "revision")) == [
        ("実演用避難所1", 1),
        ("実演用避難所9", 1),
    ]


def test_a_file_with_wrong_rows_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))
    text = "kind,name_ja,name_kana\nshelter,A,あ\nshelter,B,latin\n"

    answer = client.post(reverse("disaster:facility_import"), {"file": SimpleUploadedFile("f.csv", text.encode())})

    assert answer.status_code == 422
    assert "3行目" in answer.content.decode()
    assert not Facility.objects.exists()


def test_neighbours_cannot_touch_a_facility(cast: Cast, sign_in: SignIn) -> None:
    facility = stories.shelter(cast, stories.writer(cast))
    client = sign_in(stories.other_writer(cast))

    assert client.get(reverse("disaster:facility", args=[facility.pk])).status_code == 404
    assert client.post(reverse("disaster:facility_state", args=[facility.pk]), {"state": "open"}).status_code == 404
    assert facility.name_ja not in client.get(reverse("disaster:facilities")).content.decode()


@pytest.mark.parametrize("name", ["facilities", "sheets", "kits", "home"])
def test_lists_ask_the_database_as_often_for_many_as_for_one(cast: Cast, sign_in: SignIn, name: str) -> None:
    by = stories.writer(cast)
    client = sign_in(by)
    stories.shelter(cast, by, "A")
    stories.sheet(cast, by)
    stories.kit(cast, by)
    client.get(reverse(f"disaster:{name}"))
    counted = _count(client, name)
    for number in range(3):
        stories.shelter(cast, by, f"B{number}")
        stories.sheet(cast, by)
        stories.kit(cast, by)

    assert _count(client, name) == counted <= 15


def _count(client: Client, name: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse(f"disaster:{name}"))
    return len(captured)


def test_a_file_with_one_name_twice_says_in_which_rows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))
    rows = [
        "kind,name_ja,name_kana,latitude",
        "避難所,実演用避難所1,じつえんよう,",
        "学校・保育園,実演用避難所1,じつえんよう,",
        "避難所,実演用避難所1,じつえんよう,",
        "避難所,実演用避難所2,abc,x",
        *(f"避難所,実演用避難所{number},abc," for number in range(3, 15)),
    ]

    status, answer = _import(client, "\n".join(rows))

    assert (status, Facility.objects.count()) == (422, 0)
    assert "4行目の名称: 2行目と同じ種類で、同じ名称です。" in answer
    assert ("5行目のふりがな" in answer, "5行目の緯度" in answer, "17行目のふりがな" in answer) == (True,) * 3


def test_a_file_keeps_the_names_it_does_not_know(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    facility = stories.shelter(cast, by)
    Facility.objects.update(names={"en": "Old", "vi": "Nơi tránh nạn"})

    status, _page = _import(
        sign_in(by), "kind,name_ja,name_kana,name_en\n避難所,実演用避難所1,じつえんようひなんじょ,New\n"
    )

    facility.refresh_from_db()
    assert status == 302
    assert facility.names == {"en": "New", "vi": "Nơi tránh nạn"}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_may_come_from_excel_in_either_language(
    cast: Cast, sign_in: SignIn, encoding: str, language: str
) -> None:
    client = sign_in(stories.writer(cast))
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})

    status, _page = _import(client, "種類,名称,ふりがな\n避難所,白鷺小学校,しらさぎ\n", encoding)

    assert status == 302
    assert [(one.kind, one.name_ja) for one in Facility.objects.all()] == [("shelter", "白鷺小学校")]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04\x81", "CSVファイルとして読めません。"),
        ("種類,名称,ふりがな\n避難所,".encode() + b'"' + b"x" * 200_000, "CSVファイルとして読めません。"),
        ("名称,ふりがな\n白鷺小学校,しらさぎ\n".encode(), "1行目に列の名前(種類、名称、ふりがな)を書いてください。"),
        ("種類,名称,ふりがな\n".encode() * 100_000, "2,000行までにしてください。"),
    ],
)
def test_what_is_no_table_of_facilities_is_refused(cast: Cast, sign_in: SignIn, content: bytes, what: str) -> None:
    client = sign_in(stories.writer(cast))

    answer = client.post(reverse("disaster:facility_import"), {"file": SimpleUploadedFile("f.csv", content)})

    assert (answer.status_code, what in answer.content.decode()) == (422, True)


def _import(client: Client, text: str, encoding: str = "utf-8") -> tuple[int, str]:
    """Status and page."""
    file = SimpleUploadedFile("f.csv", text.encode(encoding), "text/csv")
    answer = client.post(reverse("disaster:facility_import"), {"file": file})
    return answer.status_code, answer.content.decode()


def test_what_the_other_one_saved_stands_beside_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    facility = stories.shelter(cast, by)
    Facility.objects.update(phone="079-111-1111", revision=2)
    url = reverse("disaster:facility", args=[facility.pk])

    answer = sign_in(by).post(url, {**TYPED, "phone": "079-222-2222", "_revision": "1"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("079-111-1111" in page, 'value="079-222-2222"' in page) == (True, True)


def test_a_name_taken_in_between_is_refused_by_the_operation(cast: Cast) -> None:
    by = stories.writer(cast)
    first, second = stories.shelter(cast, by), stories.shelter(cast, by, name="実演用避難所2")

    with pytest.raises(operations.FacilityKnownError):
        stories.shelter(cast, by)
    with pytest.raises(operations.FacilityKnownError):
        operations.change_facility(second, {"name_ja": first.name_ja}, base_revision=1, by=by)
