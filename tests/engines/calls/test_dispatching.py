"""Who is sent: wished for before handing in, chosen by the desk, named before the decision is told."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding, Gives, LetterKind, Pays
from kakehashi.engines.calls.models import Absence, Application, Call, Expert
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.dispatching import NotOfRegisterError, choose_sent, wish_for
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.engines.calls.queries.letters import MissingFactsError
from kakehashi.engines.calls.queries.registers import choosable
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.test_registers import expert

DAY = dt.date(2012, 7, 9)


def dispatching(cast: Cast, **values: object) -> Call:
    given: dict[str, object] = {"gives": Gives.PERSON, "deciding": Deciding.OFFICER, "pays": Pays.DIRECT}
    given |= {"register": "adviser", "tracks": [("general", None, None)]}
    return stories.call(cast, "adviser", **(given | values))


def officer_of(cast: Cast) -> Person:
    return stories.section(cast)[1]


def adopted(cast: Cast, call: Call) -> Application:
    application = stories.checked(stories.screening(cast, call), officer_of(cast))
    return stories.fresh(MOVES["adopt_at_once"](application, by=officer_of(cast)))


def granted(cast: Cast, call: Call, sent: Expert) -> Application:
    application = adopted(cast, call)
    choose_sent(application, sent, by=officer_of(cast))
    issue_letter(stories.fresh(application), LetterKind.DISPATCH, dated_on=DAY, language="ja", by=officer_of(cast))
    return stories.fresh(MOVES["grant"](stories.fresh(application), by=officer_of(cast)))


def test_the_applicant_names_a_person_or_leaves_it_to_headquarters(cast: Cast, sign_in: SignIn) -> None:
    draft, wanted = stories.draft(cast, dispatching(cast)), expert()
    expert("名簿が別", register="expert")
    expert("載せない人", is_listed=False)
    client, address = sign_in(cast.officer), reverse("calls:dispatch_wish", args=[draft.pk])

    page = client.get(address).content.decode()
    client.post(address, {"expert": wanted.pk})
    first = stories.fresh(draft).dispatch.wished
    client.post(address, {"expert": ""})

    assert [name in page for name in ("防災 花子", "名簿が別", "載せない人", "本部に任せる")] == [
        True,
        False,
        False,
        True,
    ]
    assert (first, stories.fresh(draft).dispatch.wished) == (wanted, None)


def test_after_handing_in_the_wish_stands(cast: Cast, sign_in: SignIn) -> None:
    submitted = stories.submitted(cast, dispatching(cast))

    answer = sign_in(cast.officer).get(reverse("calls:dispatch_wish", args=[submitted.pk]))

    assert answer.status_code == 403
    with pytest.raises(NotPermittedError):
        wish_for(submitted, expert(), by=cast.officer)


def test_somebody_of_another_register_is_not_sent(cast: Cast) -> None:
    application = stories.screening(cast, dispatching(cast))

    with pytest.raises(NotOfRegisterError):
        choose_sent(application, expert(register="expert"), by=officer_of(cast))


def test_the_desk_sees_what_speaks_for_and_against_each(cast: Cast) -> None:
    call = dispatching(cast)
    busy, away, wished = expert("忙しい 人", most_per_year=1), expert("留守の 人"), expert("望む 人")
    past = granted(cast, call, busy)
    Absence.objects.create(expert=away, first_day=dt.date(2012, 12, 20), last_day=dt.date(2012, 12, 28))
    Absence.objects.create(expert=wished, first_day=dt.date(2013, 1, 5), last_day=dt.date(2013, 1, 6))
    draft = stories.draft(cast, call)
    wish_for(draft, wished, by=cast.officer)
    application = stories.fresh(MOVES["submit"](stories.fresh(draft), by=cast.officer))

    found = choosable(application, officer_of(cast))

    assert [(one.expert, one.load, one.is_full, len(one.absences), one.is_wished) for one in found] == [
        (wished, 0, False, 0, True),
        (busy, 1, True, 0, False),
        (away, 0, False, 1, False),
    ]
    assert [[dispatch.application for dispatch in one.past] for one in found] == [[], [past], []]


def test_the_page_of_choice_asks_the_same_number_of_queries_for_one_and_for_many(cast: Cast, sign_in: SignIn) -> None:
    application = stories.screening(cast, dispatching(cast))
    client, counts = sign_in(officer_of(cast)), []
    address = reverse("calls:dispatch_choose", args=[application.pk])
    expert()
    client.get(address)
    for more in (1, 3, 12):
        for number in range(more):
            expert(f"人 {more} {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_without_a_person_the_decision_is_not_told(cast: Cast) -> None:
    application = adopted(cast, dispatching(cast))

    with pytest.raises(MissingFactsError, match="派遣する人"):
        issue_letter(application, LetterKind.DISPATCH, dated_on=DAY, language="ja", by=officer_of(cast))
    with pytest.raises(MoveRefusedError, match="派遣する人"):
        MOVES["grant"](application, by=officer_of(cast))


def test_the_applicant_reads_who_comes_once_it_is_told(cast: Cast, sign_in: SignIn) -> None:
    call, sent = dispatching(cast), expert("来る 人")
    waiting = adopted(cast, call)
    choose_sent(waiting, sent, by=officer_of(cast))
    told = granted(cast, call, sent)
    pages = [sign_in(cast.officer).get(reverse("calls:application", args=[one.pk])).content.decode()
             for one in (waiting, told)]  # fmt: skip

    of_person = sign_in(cast.officer).get(reverse("calls:expert", args=[sent.pk])).content.decode()

    assert ["来る 人" in page for page in pages] == [False, True]
    assert [f"applications/{one.pk}/" in of_person for one in (waiting, told)] == [False, True]


def test_of_another_person_the_applicant_hears(cast: Cast, sign_in: SignIn) -> None:
    application = granted(cast, dispatching(cast), expert())
    other = expert("替わりの 人")

    sign_in(officer_of(cast)).post(
        reverse("calls:dispatch_choose", args=[application.pk]), {"expert": other.pk, "note": "急病のため"}
    )

    assert stories.fresh(application).dispatch.sent == other
    assert Notice.objects.filter(kind="calls.sent_changed", person=cast.officer).count() == 1


def test_the_neighbour_sees_nothing(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast, dispatching(cast))
    client = sign_in(cast.neighbour)

    answers = [client.get(reverse(f"calls:{name}", args=[draft.pk])).status_code
               for name in ("dispatch_wish", "dispatch_choose")]  # fmt: skip

    assert answers == [404, 404]
