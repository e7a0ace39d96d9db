"""What the code on a paper answers: for staff, for kits, and on the public page."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.translation.models import Text
from kakehashi.foundation.translation.operations.texts import withdraw
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import PaperStatus
from kakehashi.services.disaster.models import Sheet
from kakehashi.services.disaster.operations.sheets import Planned, print_sheet, replace_sheet, withdraw_sheet
from kakehashi.services.disaster.queries.sheet_status import SheetStatus, statuses_of
from kakehashi.services.disaster.queries.snapshot import public_sheets, snapshot
from kakehashi.services.disaster.site import bulletins
from kakehashi.services.disaster.site.frame import Site
from kakehashi.services.disaster.site.index import Index
from kakehashi.services.disaster.tasks import PRINTER
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.disaster import sheet_stories as stories

pytestmark = pytest.mark.django_db
standing = stories.standing
WATER = "disaster.sentence.WT-02"
QUAKE = {
    "code": "QK-01",
    "slots": {"areas": ["city:2820100"], "intensity": "5-"},
}


def status_of(sheet: Sheet) -> SheetStatus:
    return statuses_of(Sheet.objects.filter(pk=sheet.pk))[0]


def test_of_every_kind_in_one_query(cast: Cast) -> None:
    by = stories.writer(cast)
    current, _changed, replaced, withdrawn = (stories.sheet(cast, by) for _number in range(4))
    stories.sheet(cast, by, valid_until=clock.now() - dt.timedelta(minutes=1))
    Text.objects.filter(unit__key=WATER, language="en").update(meaning="moved on")
    newer = stories.sheet(cast, by)
    Sheet.objects.filter(pk=current.pk).update(meanings=newer.meanings)
    replace_sheet(replaced, newer, by=by)
    withdraw_sheet(withdrawn, reason="給水が終わりました。", by=by)
    sheets = list(Sheet.objects.select_related("replaced_by").order_by("pk"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = statuses_of(sheets)

    kinds = [PaperStatus.CURRENT, PaperStatus.CHANGED, PaperStatus.REPLACED, PaperStatus.WITHDRAWN]
    assert [one.status for one in found] == [*kinds, PaperStatus.EXPIRED, PaperStatus.CURRENT]
    assert (found[1].changed, found[1].outdated, found[2].replaced_by) == (("en",), ("en",), newer.code)
    assert len(asked) == 1


def test_a_choice_in_it_counts_as_the_sentence_does(cast: Cast) -> None:
    sheet = print_sheet(cast.himeji, Planned([QUAKE], ["ja", "en"], stories.PAPER), by=stories.writer(cast))

    Text.objects.filter(unit__key="disaster.choice.intensity.5-", language="en").update(meaning="other")

    assert (status_of(sheet).status, status_of(sheet).changed) == (PaperStatus.CHANGED, ("en",))
    assert snapshot().sheets[0].outdated == ("en",)


def test_a_word_around_it_that_means_something_counts_too(cast: Cast) -> None:
    by, until = stories.writer(cast), clock.now() + dt.timedelta(days=1)
    timed, untimed = stories.sheet(cast, by, valid_until=until), stories.sheet(cast, by)

    Text.objects.filter(unit__key="disaster.word.valid_until", language="en").update(meaning="other")

    assert [status_of(one).status for one in (timed, untimed)] == [PaperStatus.CHANGED, PaperStatus.CURRENT]


def test_a_text_that_was_taken_back(cast: Cast) -> None:
    sheet = stories.sheet(cast, stories.writer(cast))

    withdraw(Text.objects.get(unit__key=WATER, language="en", is_standing=True), by=PRINTER, remark="誤り", permit=True)

    found = status_of(sheet)
    assert (found.status, found.withdrawn, found.outdated) == (PaperStatus.CHANGED, ("en",), ("en",))


def test_a_translation_whose_original_moved_on_is_changed_even_where_the_original_is_not_printed(cast: Cast) -> None:
    by = stories.writer(cast)
    sheet = print_sheet(cast.himeji, Planned([stories.WATER], ["en", "vi"], stories.PAPER), by=by)

    Text.objects.filter(unit__key=WATER, language="ja").update(meaning="other")
    Text.objects.filter(unit__key=WATER).exclude(language="ja").update(is_stale=True)

    found = status_of(sheet)
    assert (found.status, found.changed, found.stale) == (PaperStatus.CHANGED, ("en", "vi"), ())


def test_a_translation_that_was_stale_when_printed_says_so_on_the_paper_and_holds(cast: Cast) -> None:
    Text.objects.filter(unit__key=WATER, language="en").update(is_stale=True)

    found = status_of(stories.sheet(cast, stories.writer(cast)))

    assert (found.status, found.stale, found.outdated, found.holds) == (PaperStatus.STALE, ("en",), (), True)


def test_the_public_page_says_it_to_each_language(cast: Cast) -> None:
    sheet = stories.sheet(cast, stories.writer(cast))
    Text.objects.filter(unit__key=WATER, language="en").update(meaning="other", body="New words")

    shown = snapshot()
    ((_path, content),) = bulletins.paper(Site(Index(shown), is_bare=False), shown.sheets[0])

    page = content.decode()
    japanese, english = page.split('<section lang="en"')
    assert (shown.sheets[0].code, shown.sheets[0].status) == (sheet.code, "live")
    assert ("今も有効です" in japanese, "新しい情報に変わりました" in japanese) == (True, False)
    assert ("This has been replaced" in english, "This is current" in english, "New words" in english) == (
        True,
        False,
        True,
    )


def test_a_sheet_that_no_language_can_say_any_more_keeps_its_page(cast: Cast) -> None:
    sheet = stories.sheet(cast, stories.writer(cast))

    Text.objects.filter(unit__key=WATER).update(is_standing=False)

    assert [(one.code, one.status, one.parts) for one in snapshot().sheets] == [(sheet.code, "withdrawn", ())]


@pytest.mark.parametrize(
    ("end", "is_public"),
    [
        (lambda long_ago: {}, True),
        (lambda long_ago: {"valid_until": long_ago}, False),
        (lambda long_ago: {"state": "withdrawn", "state_since": long_ago}, False),
        (lambda long_ago: {"state": "replaced", "state_since": clock.now()}, True),
        (lambda long_ago: {"valid_until": clock.now()}, True),
    ],
)
def test_a_code_lives_as_long_as_its_paper_and_a_year_beyond(
    cast: Cast, end: Callable[[dt.datetime], dict[str, object]], is_public: bool
) -> None:
    stories.sheet(cast, stories.writer(cast))
    long_ago = clock.now() - dt.timedelta(days=361)

    Sheet.objects.update(**{"made_at": long_ago, "state_since": long_ago, **end(long_ago)})

    assert bool(public_sheets()) == is_public


def test_lists_ask_as_much_for_many_sheets_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    client = sign_in(by)
    counts = []
    for more in (1, 2, 5):
        for _number in range(more):
            stories.sheet(cast, by)
        for name in ("home", "sheets"):
            client.get(reverse(f"disaster:{name}"))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(f"disaster:{name}"))
            counts.append(len(asked))

    assert (len(set(counts[::2])), len(set(counts[1::2]))) == (1, 1)
    assert max(counts) <= 15
