"""Mail, chat and radio."""

from kakehashi.services.disaster.site import plain
from kakehashi.services.disaster.site.index import Index
from kakehashi.services.disaster.site.reader import Reader
from kakehashi.services.disaster.site.snapshot import Bulletin
from tests.services.disaster.site import sample


def reader(code: str, bulletin: Bulletin) -> Reader:
    index = Index(sample.snapshot(bulletin))
    return Reader(index, index.languages[code])


def test_a_mail_says_what_where_until_when_and_where_to_read_on() -> None:
    bulletin = sample.bulletin(1)

    subject, body = plain.mail(reader("en", bulletin), bulletin)

    assert subject == "A strong earthquake has hit Himeji City."
    assert body == (
        "A strong earthquake has hit Himeji City.\nGo to high ground.\nDo not use a car.\n\n"
        "Place: Himeji City\nIssued by: Hyogo International Association\nUpdated: November 23, 2026, 10:30\n"
        "Valid until: November 23, 2026, 22:00\nCode: K001\n"
        "Read more on this page.: https://kakehashi.example.jp/emergency/en/b/1/\n"
    )


def test_the_short_form_keeps_its_address_whole() -> None:
    long = {"ja": "とても長い名前の町" * 20, "en": "A town with a very long name" * 10}
    bulletin = sample.bulletin(1, parts=(sample.part(place=long),), is_exercise=True)

    text = plain.short_chat(reader("en", bulletin), bulletin)

    said, address = text.rsplit(" ", 1)
    assert (len(said) <= plain.SHORT, said[:8], said[-1]) == (True, "[DRILL] ", "…")
    assert address == "https://kakehashi.example.jp/emergency/en/b/1/"


def test_easy_japanese_is_written_with_its_readings() -> None:
    bulletin = sample.bulletin(1)

    text = plain.short_chat(reader("ja-x-yasashi", bulletin), bulletin)

    assert text.startswith("姫路市（ひめじし）で 大（おお）きい 地震（じしん）が ありました。")


def test_a_text_no_person_checked_says_so_everywhere() -> None:
    bulletin = sample.bulletin(1, parts=(sample.part(states={"en": "machine"}),))
    found = reader("en", bulletin)
    warning = sample.words("en")["machine_draft"]

    texts = [plain.mail(found, bulletin)[1], plain.long_chat(found, bulletin), plain.radio(found, bulletin)]

    assert [warning in text for text in (*texts, plain.short_chat(found, bulletin))] == [True] * 4


def test_a_missing_text_is_told_in_easy_japanese() -> None:
    bulletin = sample.bulletin(1, parts=(sample.part(states={"en": None}),))

    text = plain.long_chat(reader("en", bulletin), bulletin)

    assert text.splitlines()[0] == sample.words("en")["missing"]
    assert "逃（に）げて" in text


def test_each_paragraph_is_marked_when_their_states_differ() -> None:
    parts = (sample.part(states={"en": "machine"}), sample.part(states={"en": None}))
    bulletin = sample.bulletin(1, parts=parts)
    found, words = reader("en", bulletin), sample.words("en")

    lines = plain.mail(found, bulletin)[1].splitlines()

    assert [line for line in lines if line in words.values()] == [words["machine_draft"], words["missing"]]
    assert words["missing"] in plain.short_chat(found, bulletin)


def test_a_missing_headline_is_told_in_easy_japanese() -> None:
    bulletin = sample.bulletin(1, parts=(sample.part(states={"en": None}),))
    found = reader("en", bulletin)

    easy = "姫路市（ひめじし）で 大（おお）きい 地震（じしん）が ありました。"
    assert plain.mail(found, bulletin)[0] == f"{sample.words('en')['missing']} {easy}"
    assert plain.short_chat(found, bulletin).startswith(f"{sample.words('en')['missing']} 姫路市（ひめじし）で")


def test_the_radio_reads_it_twice_and_tells_a_drill_before_and_after() -> None:
    bulletin = sample.bulletin(1, is_exercise=True)
    words = sample.words("en")

    lines = plain.radio(reader("en", bulletin), bulletin).splitlines()

    assert (lines[0], lines[-3], lines[-1]) == (words["speech_drill"], words["speech_drill"], words["speech_closing"])
    assert lines.count("Go to high ground.") == 2
