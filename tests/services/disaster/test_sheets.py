"""Sheets: made, printed, replaced, withdrawn; what their code answers."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.translation.models import Text
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.models import Exercise, Sheet
from kakehashi.services.disaster.operations.sheets import SheetRefusedError, replace_sheet, withdraw_sheet
from kakehashi.services.disaster.queries.drawing import as_printed
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.services.disaster import sheet_stories as stories

pytestmark = pytest.mark.django_db
standing = stories.standing
FILLED = {
    "s": "WT-02",
    "WT-02-site-ja": "桜小学校",
    "WT-02-site-kana": "さくらしょうがっこう",
    "WT-02-hours-from": "10:00",
    "WT-02-hours-to": "15:00",
    "lang": ["ja", "ja-x-yasashi", "en", "ko", "ru"],
    "kind": "wall",
    "size": "a4",
    "orientation": "portrait",
    "per_page": "6",
    "look": "colour",
    "ruby": "on",
}


def drill(cast: Cast) -> Exercise:
    now, hour = clock.now(), dt.timedelta(hours=1)
    return Exercise.objects.create(organisation=cast.himeji, name="訓練", starts_at=now - hour, ends_at=now + hour)


@pytest.mark.parametrize("words", ["みず くばります", "water given", "給水", "물을"])
def test_a_sentence_is_found_in_any_language(cast: Cast, sign_in: SignIn, words: str) -> None:
    client = sign_in(stories.writer(cast))

    page = client.get(reverse("disaster:sheet_find"), {"q": words}).content.decode()

    assert "WT-02" in page


def test_what_was_chosen_before_comes_along_to_the_search_and_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))

    answer = client.get(reverse("disaster:sheet_make"), {**FILLED, "go": "find"})
    found = client.get(answer["Location"], {"q": "SH-02"}, follow=True)
    url = client.get(f"{answer['Location']}&q=SH-02").context["rows"][0][1]
    page = client.get(url).content.decode()

    assert answer.status_code == 302
    assert found.status_code == 200
    assert 'value="桜小学校"' in page
    assert [line["code"] for line in client.get(url).context["making"].lines()] == ["WT-02", "SH-02"]


def test_a_sentence_is_taken_off_with_what_filled_it(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))

    answer = client.get(reverse("disaster:sheet_make"), {**FILLED, "s": ["WT-02", "SH-02"], "drop": "WT-02"})

    assert "WT-02" not in answer["Location"]
    assert "SH-02" in answer["Location"]


def test_blanks_must_be_filled_before_it_can_be_printed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))
    lacking = {**FILLED, "WT-02-hours-from": ""}

    answer = client.post(reverse("disaster:sheet_print"), {"state": urlencode(lacking, doseq=True)})

    assert "まだ印刷できません" in answer.content.decode()
    assert not Sheet.objects.exists()


def test_blanks_may_stay_lines_to_write_on(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))
    empty = {name: value for name, value in FILLED.items() if not name.startswith("WT-02")}

    client.post(reverse("disaster:sheet_print"), {"state": urlencode({**empty, "by_hand": "on"}, doseq=True)})

    said = as_printed([Sheet.objects.get()])[0].texts[2].parts[0]
    assert said.lines[0].endswith("＿＿＿＿＿＿")


def test_from_the_filled_page_to_the_pdf(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))

    answer = client.post(reverse("disaster:sheet_print"), {"state": urlencode(FILLED, doseq=True)})
    sheet = Sheet.objects.get()
    page = client.get(answer["Location"])
    pdf = client.get(reverse("disaster:sheet_pdf", args=[sheet.code]))
    picture = client.get(reverse("disaster:sheet_picture", args=[sheet.code]))

    assert answer["Location"] == reverse("disaster:sheet", args=[sheet.code])
    assert (sheet.languages, sheet.organisation, sheet.state) == (FILLED["lang"], cast.himeji, SheetState.CURRENT)
    assert set(sheet.meanings["disaster.sentence.WT-02"]) == set(FILLED["lang"])
    assert page.status_code == 200
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert picture.content[:4] == b"\x89PNG"


def test_the_languages_offered_are_those_of_the_residents(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))

    making = client.get(reverse("disaster:sheet_make"), {"s": "WT-02"}).context["making"]

    assert making.draft().languages == ["ja", "ja-x-yasashi", "ko", "vi", "zh-Hans", "ne"]


def test_a_sheet_in_a_drill_says_so_in_every_language(cast: Cast) -> None:
    sheet = stories.sheet(cast, stories.writer(cast), exercise=drill(cast))

    assert len(as_printed([sheet])[0].drill) == 2


def test_a_machine_draft_says_so_on_paper(cast: Cast) -> None:
    sheet = stories.sheet(cast, stories.writer(cast))

    texts = as_printed([sheet])[0].texts

    assert [one.state for one in texts] == ["machine", "machine"]
    assert "machine" in texts[1].notes[1]


def test_what_was_printed_stays_under_its_code(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    sheet = stories.sheet(cast, by, facility=stories.shelter(cast, by))
    client = sign_in(by)
    pdf, picture = (reverse(f"disaster:{name}", args=[sheet.code]) for name in ("sheet_pdf", "sheet_picture"))
    before = client.get(picture).content

    Text.objects.filter(unit__key="disaster.sentence.WT-02").update(body="別の言葉", meaning="moved on")

    assert client.get(picture).content == before
    assert "別の言葉" not in client.get(reverse("disaster:sheet", args=[sheet.code])).content.decode()
    assert client.get(pdf).status_code == 200


def test_a_sheet_whose_words_were_not_kept_has_no_pdf(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    sheet = stories.sheet(cast, by)
    Sheet.objects.update(said={})
    client = sign_in(by)

    page = client.get(reverse("disaster:sheet", args=[sheet.code])).content.decode()

    assert "印刷したときの言葉が残っていません" in page
    assert client.get(reverse("disaster:sheet_pdf", args=[sheet.code])).status_code == 404


def test_a_new_sheet_takes_the_place_of_the_old_one(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    old = stories.sheet(cast, by)
    client = sign_in(by)

    opened = client.get(reverse("disaster:sheet_make"), {"replaces": old.code})
    state = urlencode({**FILLED, "replaces": old.code}, doseq=True)
    client.post(reverse("disaster:sheet_print"), {"state": state})

    old.refresh_from_db()
    assert 'value="桜小学校"' in opened.content.decode()
    assert old.state == SheetState.REPLACED
    assert old.replaced_by == Sheet.objects.exclude(pk=old.pk).get()


def test_a_drill_and_the_real_thing_never_replace_each_other(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    real, drilled, other = (
        stories.sheet(cast, by),
        *(stories.sheet(cast, by, exercise=drill(cast)) for _number in range(2)),
    )
    client = sign_in(by)
    state = urlencode({**FILLED, "replaces": real.code, "drill": drilled.exercise_id}, doseq=True)

    answer = client.post(reverse("disaster:sheet_print"), {"state": state})

    for old, new in [(drilled, real), (real, drilled), (drilled, other)]:
        with pytest.raises(SheetRefusedError):
            replace_sheet(old, new, by=by)
    assert (answer.status_code, Sheet.objects.count()) == (422, 3)
    assert f"シート {real.code} は本物です" in answer.content.decode()
    assert 'value="桜小学校"' in answer.content.decode()


def test_a_sheet_is_replaced_or_withdrawn_once(cast: Cast) -> None:
    by = stories.writer(cast)
    old, new = stories.sheet(cast, by), stories.sheet(cast, by)
    replace_sheet(old, new, by=by)

    with pytest.raises(SheetRefusedError):
        replace_sheet(old, stories.sheet(cast, by), by=by)
    with pytest.raises(SheetRefusedError):
        withdraw_sheet(old, reason="終わりました。", by=by)

    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (SheetState.REPLACED, new)


def test_the_maker_opens_a_sheet_for_its_own_organisation(cast: Cast, sign_in: SignIn) -> None:
    both = make_person("both", "播磨 灘子", ("bulletin_writer", cast.himeji), ("bulletin_writer", cast.kakogawa))
    old = stories.sheet(cast, both, exercise=drill(cast))

    making = sign_in(both).get(reverse("disaster:sheet_make"), {"replaces": old.code}).context["making"]

    assert making.organisation == cast.himeji
    assert making.settings.initial["drill"] == old.exercise


def test_withdrawing_needs_a_reason(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    sheet = stories.sheet(cast, by)
    client = sign_in(by)
    url = reverse("disaster:sheet_withdraw", args=[sheet.code])

    refused = client.post(url, {"reason": ""})
    client.post(url, {"reason": "終わりました。"})

    sheet.refresh_from_db()
    assert refused.status_code == 422
    assert (sheet.state, sheet.state_note) == (SheetState.WITHDRAWN, "終わりました。")


def test_neighbours_neither_see_nor_touch_a_sheet(cast: Cast, sign_in: SignIn) -> None:
    sheet = stories.sheet(cast, stories.writer(cast))
    other = stories.other_writer(cast)
    client = sign_in(other)
    names = ["disaster:sheet", "disaster:sheet_pdf", "disaster:sheet_picture"]

    statuses = [client.get(reverse(name, args=[sheet.code])).status_code for name in names]
    posted = client.post(reverse("disaster:sheet_withdraw", args=[sheet.code]), {"reason": "x"}).status_code
    opened = client.get(reverse("disaster:sheet_make"), {"replaces": sheet.code}).status_code

    assert [*statuses, posted, opened] == [404] * 5
    with pytest.raises(NotPermittedError):
        withdraw_sheet(sheet, reason="x", by=other)


def test_who_does_not_write_for_anybody_finds_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    names = ["home", "sheets", "sheet_find", "sheet_make", "kits", "cards", "facilities"]

    assert [client.get(reverse(f"disaster:{name}")).status_code for name in names] == [404] * len(names)
