"""A snapshot as JSON and back, and what a hand-written one is told."""

import json
from typing import Any

import pytest

from kakehashi.services.disaster.site.checking import problems
from kakehashi.services.disaster.site.saving import SavedSnapshotError, from_json, to_json
from tests.services.disaster.site import sample

SMALLEST = {
    "base_url": "https://example.jp/",
    "made_at": {"at": "2026-11-23T10:30:00+09:00"},
    "languages": [{"code": "ja", "endonym": "日本語"}],
    "issuers": [{"code": "city", "names": {"ja": "市"}}],
    "bulletins": [
        {
            "id": "1",
            "code": "A1",
            "version": 1,
            "status": "live",
            "issuer": "city",
            "areas": [],
            "event": {"ja": "地震"},
            "parts": [{"texts": {"ja": {"lines": ["逃げてください。"], "state": "checked"}}}],
            "sent_at": {"at": "2026-11-23T10:30:00+09:00"},
            "updated_at": {"at": "2026-11-23T10:30:00+09:00"},
        }
    ],
}


def changed(**changes: Any) -> str:
    return json.dumps(SMALLEST | changes)


def test_there_and_back() -> None:
    snapshot = sample.snapshot()

    assert from_json(to_json(snapshot)) == snapshot


def test_the_smallest_by_hand_is_enough() -> None:
    assert problems(from_json(changed())) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "JSONとして読めません"),
        ("[]", "snapshot: { … } の形で書いてください"),
        (changed(bulletin=[]), "snapshot: 知らない項目があります: bulletin"),
        ("{}", "snapshot: 次の項目がありません: base_url, made_at, languages"),
        (changed(made_at={"at": "10:30"}), "snapshot.made_at.at: 2026-11-23T10:30:00+09:00 の形で書いてください"),
        (
            changed(made_at={"at": "2026-11-23T10:30:00"}),
            "snapshot.made_at.at: 2026-11-23T10:30:00+09:00 の形で書いてください",
        ),
        (changed(languages={}), "snapshot.languages: [ … ] の形で書いてください"),
        (changed(languages=[{"code": "ja", "endonym": 1}]), "snapshot.languages[0].endonym: strの値にしてください"),
        (
            changed(languages=[{"code": "ja", "endonym": "日本語", "direction": "up"}]),
            "snapshot.languages[0].direction: 次のどれかにしてください: ltr, rtl",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, told: str) -> None:
    with pytest.raises(SavedSnapshotError) as caught:
        from_json(text)

    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id": "a/b"}, "bulletin 'a/b': 英数字とハイフンだけにしてください"),
        ({"id": ".."}, "bulletin '..': 英数字とハイフンだけにしてください"),
        ({"areas": ("0",)}, "bulletin 9: area '0' がどこにも書かれていません"),
        ({"issuer": "nobody"}, "bulletin 9: issuer 'nobody' がどこにも書かれていません"),
        ({"replaced_by": "8"}, "bulletin 9: bulletin '8' がどこにも書かれていません"),
        ({"code": "S901"}, "code S901: 同じものが2つ以上あります"),
        (
            {"severity": "Great"},
            "bulletin 9.severity: 次のどれかにしてください: Extreme, Minor, Moderate, Severe, Unknown",
        ),
        ({"parts": ()}, "bulletin 9: 文を1つ以上書いてください"),
        ({"event": {}}, "bulletin 9: category と event を書いてください"),
    ],
)
def test_what_would_make_wrong_pages_is_found(changes: dict[str, Any], told: str) -> None:
    assert problems(sample.snapshot(sample.bulletin(9, **changes))) == [told]


def test_the_sample_has_no_problems() -> None:
    assert problems(sample.snapshot()) == []
