"""What programs read: CAP 1.2, Atom, JSON."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from kakehashi.services.disaster.site import feeds
from kakehashi.services.disaster.site.frame import Site
from kakehashi.services.disaster.site.index import Index
from kakehashi.services.disaster.site.snapshot import Bulletin
from tests.services.disaster.site import sample
from tests.services.disaster.site.pages import resolved

CAP, ATOM = "{urn:oasis:names:tc:emergency:cap:1.2}", "{http://www.w3.org/2005/Atom}"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"
NO_RESERVED = r"[^\s,<&]+"
# The order and number of elements and the values the standard allows, as expressions over `name=value;`.
ALERT = (
    rf"identifier={NO_RESERVED};sender={NO_RESERVED};sent={TIME};status=(Actual|Exercise|System|Test|Draft);"
    rf"msgType=(Alert|Update|Cancel|Ack|Error);scope=Public;(note=[^;]+;)?"
    rf"(references={NO_RESERVED},{NO_RESERVED},{TIME}( {NO_RESERVED},{NO_RESERVED},{TIME})*;)?(info=;)+"
)
INFO = (
    r"language=[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*;"
    r"(category=(Geo|Met|Safety|Security|Rescue|Fire|Health|Env|Transport|Infra|CBRNE|Other);)+event=[^;]+;"
    r"(responseType=(Shelter|Evacuate|Prepare|Execute|Avoid|Monitor|Assess|AllClear|None);)*"
    r"urgency=(Immediate|Expected|Future|Past|Unknown);severity=(Extreme|Severe|Moderate|Minor|Unknown);"
    r"certainty=(Observed|Likely|Possible|Unlikely|Unknown);"
    rf"effective={TIME};(expires={TIME};)?senderName=[^;]+;headline=[^;]+;description=[^;]+;(instruction=[^;]+;)?"
    r"web=https?://[^;]+;(contact=[^;]+;)?(parameter=;)*(area=;)*"
)


def messages(*bulletins: Bulletin, **changes: Any) -> dict[str, Any]:
    site = Site(Index(sample.snapshot(*bulletins, **changes)))
    found = [file for bulletin in site.index.snapshot.bulletins for file in feeds.cap(site, bulletin)]
    return {path: etree.fromstring(content) for path, content in found}


def children(element: Any) -> str:
    values = [(etree.QName(child).localname, "" if len(child) else child.text or "") for child in element]
    return "".join(f"{name}={value.replace(';', ',')};" for name, value in values)


def texts(alert: Any, *names: str) -> list[str]:
    return [alert.findtext(CAP + name) or "" for name in names]


def test_every_message_is_built_as_the_standard_says(files: dict[str, bytes]) -> None:
    alerts = {
        path: etree.fromstring(content)
        for path, content in files.items()
        if path.startswith("cap/") and path.endswith("xml")
    }

    assert len(alerts) == 8
    for path, alert in alerts.items():
        assert alert.tag == f"{CAP}alert"
        assert re.fullmatch(ALERT, children(alert), re.DOTALL), path
        for info in alert.iter(f"{CAP}info"):
            assert re.fullmatch(INFO, children(info), re.DOTALL), path
        for area in alert.iter(f"{CAP}area"):
            assert re.fullmatch(r"areaDesc=[^;]+;(geocode=;)*", children(area)), path
        for pair in [*alert.iter(f"{CAP}geocode"), *alert.iter(f"{CAP}parameter")]:
            assert re.fullmatch(r"valueName=[^;]+;value=[^;]+;", children(pair)), path


def test_one_info_for_each_language_that_has_a_text() -> None:
    partly = sample.part(states={"th": None, "my": "machine"})

    alert = messages(sample.bulletin(1, parts=(partly,)))["cap/1.xml"]

    codes = [info.findtext(f"{CAP}language") for info in alert.iter(f"{CAP}info")]
    states = {
        info.findtext(f"{CAP}language"): info.findtext(f"{CAP}parameter/{CAP}value")
        for info in alert.iter(f"{CAP}info")
    }
    assert codes == [code for code, *_rest in sample.LANGUAGES if code != "th"]
    assert (states["my"], states["en"]) == ("machine", None)


def test_a_paragraph_a_language_lacks_is_told_in_easy_japanese_and_marked() -> None:
    parts = (sample.part(), sample.part(states={"th": None, "my": "machine"}, code="TS-01"))
    first = (sample.part(states={"th": None}), sample.part(code="TS-01"))

    second_lacks, first_lacks = (messages(sample.bulletin(1, parts=found))["cap/1.xml"] for found in (parts, first))

    easy = [
        "姫路市（ひめじし）で 大（おお）きい 地震（じしん）が ありました。",
        "高（たか）い 所（ところ）へ 逃（に）げて ください。",
    ]
    thai, missing = info(second_lacks, "th"), sample.words("th")["missing"]
    assert thai["description"].splitlines()[1:] == [missing, easy[0]]
    assert (thai["instruction"].splitlines()[:3], thai["text_state"]) == (["ไปยังที่สูง", "อย่าใช้รถยนต์", easy[1]], "missing")
    assert sample.words("my")["machine_draft"] in info(second_lacks, "my")["description"]
    assert info(first_lacks, "th")["headline"] == f"{missing} {easy[0]}"
    assert info(first_lacks, "th")["description"].splitlines()[2] == "เกิดแผ่นดินไหวรุนแรงที่ Himeji City"


def info(alert: Any, code: str) -> dict[str, str]:
    """What one language is told: its elements by name, and its parameters."""
    (found,) = (each for each in alert.iter(f"{CAP}info") if each.findtext(f"{CAP}language") == code)
    told = {etree.QName(child).localname: child.text or "" for child in found}
    return told | {
        each.findtext(f"{CAP}valueName"): each.findtext(f"{CAP}value") for each in found.iter(f"{CAP}parameter")
    }


def test_a_drill_is_an_exercise_and_says_so_in_words() -> None:
    alert = messages(sample.bulletin(1, is_exercise=True))["cap/1.xml"]

    headlines = {info.findtext(f"{CAP}language"): info.findtext(f"{CAP}headline") for info in alert.iter(f"{CAP}info")}
    assert alert.findtext(f"{CAP}status") == "Exercise"
    assert (headlines["ja"][:4], headlines["en"][:7]) == ("[訓練]", "[DRILL]")


def test_a_correction_updates_all_earlier_messages() -> None:
    again = dt.datetime(2026, 11, 23, 11, tzinfo=sample.JAPAN)
    first = sample.bulletin(1, status="superseded", replaced_by="2", resent=(again,))
    second = sample.bulletin(2, status="superseded", replaces="1", replaced_by="3", sent_at=sample.moment(12))
    third = sample.bulletin(3, replaces="2", sent_at=sample.moment(13))

    alerts = messages(first, second, third)

    domain = "kakehashi.example.jp"
    told = [
        f"hyogo@{domain},{domain}-1,2026-11-23T10:30:00+09:00",
        f"hyogo@{domain},{domain}-1-2,2026-11-23T11:00:00+09:00",
        f"hyogo@{domain},{domain}-2,2026-11-23T12:00:00+09:00",
    ]
    found = {path: texts(alert, "identifier", "msgType", "references") for path, alert in alerts.items()}
    assert found == {
        "cap/1.xml": [f"{domain}-1-2", "Update", told[0]],
        "cap/2.xml": [f"{domain}-2", "Update", " ".join(told[:2])],
        "cap/3.xml": [f"{domain}-3", "Update", " ".join(told)],
    }


def test_a_withdrawal_leaves_the_message_and_cancels_it() -> None:
    live, withdrawn = sample.bulletin(1), sample.bulletin(1, status="withdrawn", updated_at=sample.moment(12))

    before, after = messages(live), messages(withdrawn)

    assert etree.tostring(after["cap/1.xml"]) == etree.tostring(before["cap/1.xml"])
    assert texts(after["cap/1-cancel.xml"], "identifier", "sent", "msgType", "references") == [
        "kakehashi.example.jp-1-cancel",
        "2026-11-23T12:00:00+09:00",
        "Cancel",
        "hyogo@kakehashi.example.jp,kakehashi.example.jp-1,2026-11-23T10:30:00+09:00",
    ]


def test_utc_is_written_as_cap_wants_it() -> None:
    assert feeds.cap_time(dt.datetime(2026, 11, 23, 1, 30, tzinfo=dt.UTC)) == "2026-11-23T01:30:00-00:00"


def entries(content: bytes) -> Iterator[Any]:
    yield from etree.fromstring(content).iter(f"{ATOM}entry")


@pytest.mark.parametrize("code", ["ja", "en", "ar"])
def test_the_feed_tells_the_last_changes_and_links_into_the_folder(files: dict[str, bytes], code: str) -> None:
    feed = etree.fromstring(files[f"feed.{code}.atom"])

    links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    issuer = "兵庫県国際交流協会" if code == "ja" else "Hyogo International Association"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == code
    assert [link for link in links if resolved("feed", link) not in files] == []
    assert ids[:2] == ["tag:kakehashi.example.jp,2026:b:2", "tag:kakehashi.example.jp,2026:b:3"]
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries(files[f"feed.{code}.atom"])] == [issuer] * 7


def test_a_withdrawn_bulletin_stays_in_the_feed_with_its_cancellation(files: dict[str, bytes]) -> None:
    entry = next(each for each in entries(files["feed.en.atom"]) if each.findtext(f"{ATOM}id").endswith(":4"))

    assert entry.findtext(f"{ATOM}title").startswith(sample.words("en")["withdrawn"])
    assert "cap/4-cancel.xml" in [link.get("href") for link in entry.iter(f"{ATOM}link")]


def test_the_live_list_holds_what_is_in_force_with_its_texts(files: dict[str, bytes]) -> None:
    found = json.loads(files["api/v1/live.json"])["bulletins"]

    assert [each["id"] for each in found] == ["7", "3", "1", "6"]
    assert [each["is_exercise"] for each in found] == [False, False, False, True]
    assert found[1]["languages"]["en"]["parts"] == [
        ["A strong earthquake has hit Himeji City.", "Go to high ground.", "Do not use a car."]
    ]
    assert (found[0]["languages"]["th"]["state"], found[0]["languages"]["th"]["parts"][0]) == ("missing", None)
    assert resolved("api/v1/live.json", found[0]["languages"]["th"]["page"]) in files
    assert (found[0]["languages"]["th"]["states"], found[0]["languages"]["en"]["stand_ins"]) == (
        ["missing", "checked"],
        [None, None],
    )
    assert found[0]["languages"]["th"]["stand_ins"][0]["language"] == "ja-x-yasashi"


def test_each_entry_of_the_feed_marks_what_is_missing_and_says_it_in_easy_japanese(files: dict[str, bytes]) -> None:
    entry = next(each for each in entries(files["feed.th.atom"]) if each.findtext(f"{ATOM}id").endswith(":7"))

    marks = [each.text for each in entry.iter("{http://www.w3.org/1999/xhtml}em")]
    languages = [each.get("lang") for each in entry.iter("{http://www.w3.org/1999/xhtml}p")]
    assert marks == [sample.words("th")["missing"]]
    assert languages == [None, "ja-x-yasashi", None, None]
    assert entry.findtext(f"{ATOM}title").startswith(sample.words("th")["missing"])
