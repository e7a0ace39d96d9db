"""Numbers of letters: of the year of the letter, section by section, when a batch goes on past the year's end."""

import datetime as dt

from pytest_django.fixtures import Settings

from kakehashi.engines.calls.choices import Deciding, LetterKind
from kakehashi.engines.calls.models import Letter, Scheme
from kakehashi.engines.calls.operations.letters import issue_letter, run_batch, start_batch
from kakehashi.engines.calls.rules.council import check_settings
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_organisation, make_person
from tests.engines.calls import stories

LAST_NIGHT = dt.datetime(2013, 3, 31, 23, 59, 30, tzinfo=clock.JAPAN)
NEXT_MORNING = dt.datetime(2013, 4, 1, 0, 3, tzinfo=clock.JAPAN)


def test_a_batch_begun_on_the_last_night_keeps_its_day_and_year(cast: Cast) -> None:
    officer = stories.section(cast)[1]
    with clock.pinned(LAST_NIGHT):
        call = stories.call(cast, deciding=Deciding.BOARD)
        for _number in range(2):
            stories.adopted(cast, call)
        batch = start_batch(call, LetterKind.GRANT, dated_on=clock.today(), by=officer)

    with clock.pinned(NEXT_MORNING):
        run_batch.call(batch.pk)
        later = stories.adopted(cast, call)
        issue_letter(later, LetterKind.GRANT, dated_on=clock.today(), language="ja", by=officer)

    numbers = list(Letter.objects.order_by("id").values_list("number", "dated_on"))
    assert numbers == [
        ("24多文化共生課第1号", dt.date(2013, 3, 31)),
        ("24多文化共生課第2号", dt.date(2013, 3, 31)),
        ("25多文化共生課第1号", dt.date(2013, 4, 1)),
    ]


def another_section(cast: Cast) -> tuple[Organisation, Person]:
    desk = make_organisation(
        "section-economy", OrganisationKind.SECTION, "経済交流課", "Economy", parent=cast.headquarters
    )
    return desk, make_person("economy", "経済 係", ("section_staff", desk))


def test_two_sections_count_for_themselves(cast: Cast) -> None:
    desk, other = another_section(cast)
    officer = stories.section(cast)[1]
    call, theirs = (stories.call(cast, code, deciding=Deciding.BOARD) for code in ("multi", "economic"))
    first, second = stories.adopted(cast, call), stories.adopted(cast, theirs)
    Scheme.objects.filter(pk=theirs.scheme_id).update(desk=desk)

    with clock.pinned(LAST_NIGHT):
        day = clock.today()
        one = issue_letter(stories.fresh(first), LetterKind.GRANT, dated_on=day, language="ja", by=officer)
        two = issue_letter(stories.fresh(second), LetterKind.GRANT, dated_on=day, language="ja", by=other)

    assert (one.number, two.number) == ("24多文化共生課第1号", "24経済交流課第1号")


def test_two_sections_never_have_one_mark(settings: Settings) -> None:
    settings.CALLS_LETTER_MARKS = {"section-economy": "自国経", "section-multicultural": "自国経"}

    assert [fault.id for fault in check_settings()] == ["calls.E004"]
