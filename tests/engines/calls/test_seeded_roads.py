"""Calls of the plan as shipped, walked: officials hosted abroad, training costs, somebody sent to an office."""

import datetime as dt
from typing import Any

import pytest

from kakehashi.engines.calls import seed
from kakehashi.engines.calls.choices import LetterKind, PaperKind
from kakehashi.engines.calls.models import Application, Call, MoneyRule
from kakehashi.engines.calls.operations import MOVES, save_paper, start_application
from kakehashi.engines.calls.operations.calls import announce_call, change_call
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_cast
from tests.databases import cast_standing
from tests.engines.calls import stories

standing = cast_standing("cast", make_cast)  # without the section of the stories
HOST: dict[str, Any] = {
    "title": "水道の現場を見るセミナー", "summary": "浄水場と学校を回る。", "starts_on": "2012-10-01",
    "ends_on": "2012-10-05", "sites": "浄水場、小学校", "home_stay": True, "people": 8, "aim": "技術を伝える。",
    "phone": "079-000-0000",
}  # fmt: skip
RESIDENT: dict[str, Any] = {
    "title": "職員のパリ駐在", "summary": "観光の売り込み", "country": "FR", "office": "パリ事務所",
    "starts_on": "2013-04-01", "ends_on": "2015-03-31", "own_work": "見本市の準備", "rank": "主査",
    "phone": "079-000-0000",
}  # fmt: skip
TRAINING: dict[str, Any] = {
    "title": "多文化共生の研修", "starts_on": "2012-09-03", "ends_on": "2012-09-07", "section": "国際交流課",
    "is_councillor": False, "requested_yen": 12_000, "phone": "079-000-0000",
    "expenses": [
        {"category": "training_fee", "item": "受講料", "unit_yen": 12_000, "quantity": 1, "amount_yen": 12_000}
    ],
}  # fmt: skip
REPORT = {"result": "予定どおりに行った。", "outcome": "次の年の計画ができた。"}


def opened(cast: Cast, code: str) -> Call:
    """The shipped call of FY2012, announced by the section and open."""
    seed.load()
    call = Call.objects.get(scheme__code=code, fiscal_year=2012)
    now = clock.now()
    days = {"opens_at": now - dt.timedelta(days=1), "closes_at": now + dt.timedelta(days=30)}
    words = {"contact_ja": "担当課", "guidance_ja": "案内"}
    call = change_call(call, days | words, base_revision=call.revision, by=desk(cast))
    return announce_call(call, base_revision=call.revision, by=desk(cast))


def desk(cast: Cast) -> Person:
    return cast.section_staff


def received(cast: Cast, call: Call, answers: dict[str, Any], *, by: Person, track: str = "") -> Application:
    """Applied for, handed in, taken on, and its formal check done."""
    chosen = call.tracks.get(code=track) if track else None
    said = {line.pk: line.wanted for line in call.eligibility_lines.all()}
    body = by.roles.get().organisation
    application = start_application(call, applicant=body, track=chosen, declared=said, by=by)
    paper = application.papers.get()
    save_paper(paper, paper.sheet.answers | answers, base_revision=paper.sheet.revision, by=by)
    MOVES["submit"](stories.fresh(application), by=by)
    return stories.checked(MOVES["receive"](stories.fresh(application), by=desk(cast)), desk(cast))


def told(cast: Cast, application: Application, kind: LetterKind) -> Application:
    issue_letter(stories.fresh(application), kind, dated_on=clock.today(), language="ja", by=desk(cast))
    return stories.fresh(MOVES["grant"](stories.fresh(application), by=desk(cast)))


def reported(cast: Cast, application: Application) -> Application:
    stories.fill(application, PaperKind.REPORT, REPORT, by=cast.officer)
    MOVES["submit_report"](stories.fresh(application), by=cast.officer)
    return stories.fresh(MOVES["accept_report"](stories.fresh(application), by=desk(cast)))


def test_each_office_abroad_sends_its_officials_to_one_host(cast: Cast) -> None:
    call = opened(cast, "host_seminar")
    first = received(cast, call, HOST, by=cast.officer, track="paris")
    second = received(cast, call, HOST, by=cast.neighbour, track="paris")
    for one in (first, second):
        MOVES["pass_to_board"](one, by=desk(cast))

    MOVES["adopt"](stories.fresh(first), by=desk(cast))
    with pytest.raises(MoveRefusedError, match="パリ事務所"):
        MOVES["adopt"](stories.fresh(second), by=desk(cast))
    ended = reported(cast, told(cast, first, LetterKind.SELECTION))

    assert (ended.step, stories.fresh(second).step) == ("accepted", "board")


def test_somebody_is_sent_to_an_office_for_years(cast: Cast) -> None:
    application = received(cast, opened(cast, "resident"), RESIDENT, by=cast.officer)

    MOVES["adopt_at_once"](application, by=desk(cast))
    ended = reported(cast, told(cast, application, LetterKind.SELECTION))

    assert (ended.step, ended.decided_yen, ended.country_id) == ("accepted", None, "FR")


def test_training_costs_are_granted_by_the_rule_the_section_sets(cast: Cast) -> None:
    call = opened(cast, "jiam")
    MoneyRule.objects.filter(call=call).update(is_set=True, rate=1)

    application = received(cast, call, TRAINING, by=cast.officer)
    MOVES["adopt_at_once"](application, by=desk(cast))
    granted = told(cast, application, LetterKind.GRANT)

    assert (granted.step, granted.decided_yen) == ("granted", 12_000)


def test_a_councillors_training_is_refused_with_the_reason(cast: Cast) -> None:
    call = opened(cast, "jiam")
    (line,) = call.eligibility_lines.all()
    application = start_application(call, applicant=cast.himeji, declared={line.pk: not line.wanted}, by=cast.officer)
    paper = application.papers.get()
    save_paper(paper, TRAINING | {"is_councillor": True}, base_revision=paper.sheet.revision, by=cast.officer)

    with pytest.raises(MoveRefusedError, match="議員の方の受講は対象になりません"):
        MOVES["submit"](stories.fresh(application), by=cast.officer)

    assert stories.fresh(application).step == "draft"
