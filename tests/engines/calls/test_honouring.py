"""An award: never more winners than places, the ceremony they are told of, and the list everybody reads."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding, Gives, LetterKind, Pays
from kakehashi.engines.calls.models import Application, Call, Ceremony, Track
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.calls import release_results
from kakehashi.engines.calls.operations.ceremonies import set_ceremony
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.engines.calls.queries import waiting_for
from kakehashi.engines.calls.queries.honouring import adopted_of
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.kinds import words
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

TYPED = {"held_at": "2012-11-20T14:00", "place_ja": "架空会館", "about_ja": "13時半までに受付をお済ませください。"}
HELD = {"held_at": dt.datetime(2012, 11, 20, 14, tzinfo=clock.JAPAN), "place_ja": "架空会館"}


def award(cast: Cast, **values: object) -> Call:
    given = {
        "gives": Gives.HONOUR, "deciding": Deciding.BOARD, "pays": Pays.NOTHING, "report_form": None,
        "guidance_ja": "案内", "contact_ja": "担当課",
        "tracks": [("prize", None, 3)],
    }  # fmt: skip
    return stories.call(cast, "award", **(given | values))


def officer_of(cast: Cast) -> Person:
    return stories.section(cast)[1]


def told(cast: Cast, call: Call, by: Person | None = None) -> Application:
    """A winner with the certificate."""
    winner = MOVES["adopt"](stories.at_board(cast, call, by=by), by=officer_of(cast))
    issue_letter(winner, LetterKind.CERTIFICATE, dated_on=clock.today(), language="ja", by=officer_of(cast))
    return stories.fresh(MOVES["grant"](stories.fresh(winner), by=officer_of(cast)))


def test_a_fourth_winner_is_refused(cast: Cast) -> None:
    call = award(cast)
    four = [stories.at_board(cast, call) for _number in range(4)]

    for one in four[:3]:
        MOVES["adopt"](one, by=officer_of(cast))
    with pytest.raises(MoveRefusedError, match="予算または件数が足りません"):
        MOVES["adopt"](stories.fresh(four[3]), by=officer_of(cast))

    assert [stories.fresh(one).step for one in four] == ["adopted", "adopted", "adopted", "board"]
    assert Track.objects.get(call=call).held_count == 3


def test_whoever_is_honoured_hears_when_and_where(cast: Cast, sign_in: SignIn) -> None:
    call = award(cast)
    before = told(cast, call)
    sign_in(officer_of(cast)).post(reverse("calls:ceremony", args=[call.pk]), TYPED)
    after = told(cast, call, by=cast.neighbour)

    people = {cast.officer: before, cast.neighbour: after}
    pages = [
        sign_in(person).get(reverse("calls:application", args=[one.pk])).content.decode()
        for person, one in people.items()
    ]

    heard = Notice.objects.filter(kind="calls.ceremony")
    assert set(heard.values_list("person", flat=True)) == {cast.officer.pk, cast.colleague.pk, cast.neighbour.pk}
    first = heard[0]
    assert "平成24年11月20日(火) 14:00\n架空会館" in words(first.kind, first.params, "ja").body
    assert ["架空会館" in page and "13時半までに" in page for page in pages] == [True, True]


def test_the_ceremony_is_kept_by_the_section_of_an_award(cast: Cast, sign_in: SignIn) -> None:
    call, other = award(cast), stories.call(cast)
    address = reverse("calls:ceremony", args=[call.pk])

    answers = [
        sign_in(officer_of(cast)).get(address).status_code,
        sign_in(cast.officer).get(address).status_code,
        sign_in(officer_of(cast)).get(reverse("calls:ceremony", args=[other.pk])).status_code,
    ]

    assert answers == [200, 403, 404]
    with pytest.raises(NotPermittedError):
        set_ceremony(call, HELD, base_revision=0, by=cast.officer)


def test_who_saves_the_ceremony_second_is_shown_both(cast: Cast, sign_in: SignIn) -> None:
    call, officer = award(cast), officer_of(cast)
    first = set_ceremony(call, HELD, base_revision=0, by=officer)

    answer = sign_in(officer).post(
        reverse("calls:ceremony", args=[call.pk]), TYPED | {"place_ja": "別の会館", "_revision": 0}
    )

    page = answer.content.decode()
    assert (answer.status_code, "架空会館" in page, "別の会館" in page) == (409, True, True)
    assert Ceremony.objects.get().place_ja == "架空会館"
    with pytest.raises(StaleError):
        set_ceremony(call, HELD, base_revision=first.revision + 1, by=officer)


def test_everybody_reads_who_was_honoured_once_it_is_released(cast: Cast, client: Client) -> None:
    call = award(cast)
    winner, address = told(cast, call), reverse("calls:call", args=[call.pk])
    MOVES["adopt"](stories.at_board(cast, call, by=cast.neighbour), by=officer_of(cast))
    set_ceremony(call, HELD | {"about_ja": "13時半までに"}, base_revision=0, by=officer_of(cast))

    before = adopted_of(call)
    page_before = client.get(address).content.decode()
    call = release_results(call, base_revision=call.revision, by=officer_of(cast))
    page = client.get(address).content.decode()

    assert (before, adopted_of(call)) == ([], [winner])
    assert ["受賞した団体" in page_before, "受賞した団体" in page] == [False, True]
    assert ["姫路市" in page, "加古川市" in page] == [True, False]
    assert ["架空会館" in page, "13時半までに" in page] == [True, False]


def test_an_award_without_a_report_waits_for_the_section_and_just_ends(cast: Cast, sign_in: SignIn) -> None:
    winner, officer = told(cast, award(cast)), officer_of(cast)
    address = reverse("calls:application", args=[winner.pk])

    turn = sign_in(cast.officer).get(address).content.decode()
    waiting = [winner in waiting_for(person) for person in (cast.officer, officer)]
    MOVES["finish"](stories.fresh(winner), by=officer)
    ended = sign_in(cast.officer).get(address).content.decode()

    assert "次は多文化共生課の番です" in turn
    assert waiting == [False, True]
    assert ["終わりました" in ended, "報告を受理しました" in ended] == [True, False]
