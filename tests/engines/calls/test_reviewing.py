"""Reviewers: interests, fair shares, blind reading, scores, and never a way around an interest."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from kakehashi.engines.calls.choices import ConflictKind, Route
from kakehashi.engines.calls.models import Application, Assignment, Call, Conflict, Partner, Remark, Reviewer
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.reviewing import (
    add_reviewer,
    assign,
    assign_automatically,
    remove_reviewer,
    unassign,
)
from kakehashi.engines.calls.operations.reviewing_conflicts import declare_conflicts, detect_conflicts
from kakehashi.engines.calls.operations.reviewing_fairness import Sharing
from kakehashi.engines.calls.operations.reviewing_scores import (
    Given,
    abstain,
    add_remark,
    save_review,
)
from kakehashi.engines.calls.queries.reviewing import may_read_files
from kakehashi.engines.calls.queries.reviewing_blind import Blackener, shown_for_review, title_for_review
from kakehashi.engines.calls.tasks import look_for_conflicts
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation, Person, Term
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories


def bulk(cast: Cast, call: Call, count: int, *, step: str = "scoring", applicant: Organisation | None = None) -> None:
    now = clock.now()
    known = Application.objects.count()
    Application.objects.bulk_create(
        Application(
            call=call, track=call.tracks.get(), number=f"N-{known + n:04}", applicant=applicant or cast.himeji,
            applicant_kind="municipality", step=step, fiscal_year=2012, title=f"事業{n}", handed_in_at=now,
            submitted_at=now, route=Route.OWN,
        )
        for n in range(count)
    )  # fmt: skip


def loads(call: Call) -> list[int]:
    return sorted(Assignment.objects.filter(reviewer=one).count() for one in call.reviewers.all())


@pytest.mark.parametrize(("reviewers", "applications", "each"), [(4, 30, 3), (5, 7, 2), (3, 1, 2), (7, 20, 3)])
def test_the_loads_differ_by_one_at_most(cast: Cast, reviewers: int, applications: int, each: int) -> None:
    call = stories.scored_call(cast, reviews_each=each)
    stories.reviewers(cast, call, reviewers)
    bulk(cast, call, applications)

    lacking = assign_automatically(call, by=stories.section(cast)[1])

    assert lacking == {}
    assert max(loads(call)) - min(loads(call)) <= 1
    assert sum(loads(call)) == applications * each


def test_sharing_is_the_same_every_time_and_passes_on_along_chains() -> None:
    barred = {(1, a) for a in range(6)} | {(2, a) for a in range(3)}

    first, second = Sharing([1, 2, 3], barred), Sharing([1, 2, 3], barred)
    lacking = first.share(range(10), 1)
    second.share(range(10), 1)

    assert lacking == {}
    assert first.given == second.given
    assert not {(r, a) for a, given in first.given.items() for r in given} & barred
    assert sorted(first.load.values()) == [3, 3, 4]


def test_a_full_reviewer_is_relieved_by_an_exchange() -> None:
    sharing = Sharing([1, 2], {(2, 2)}, most={1: 1})

    lacking = sharing.share([1, 2], 1)

    assert lacking == {}
    assert sharing.given == {1: {2}, 2: {1}}


def test_where_nobody_is_left_it_says_so(cast: Cast) -> None:
    call = stories.scored_call(cast, reviews_each=2)
    stories.reviewers(cast, call, 1)
    bulk(cast, call, 2)

    lacking = assign_automatically(call, by=stories.section(cast)[1])

    assert sorted(lacking.values()) == [1, 1]


def test_the_page_names_what_lacks_reviewers_once_others_were_given(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast, reviews_each=2)
    (only,) = stories.reviewers(cast, call, 1)
    bulk(cast, call, 2)
    client, path = sign_in(stories.section(cast)[1]), f"/calls/{call.pk}/reviewers/"
    before = client.get(path)

    assign(Application.objects.get(title="事業0"), only, by=stories.section(cast)[1])

    assert list(before.context["lacking"]) == []
    assert [(one.title, one.lacking) for one in client.get(path).context["lacking"]] == [("事業0", 1), ("事業1", 2)]


def test_what_was_declined_goes_to_somebody_else(cast: Cast) -> None:
    call = stories.scored_call(cast, reviews_each=1)
    first, second = stories.reviewers(cast, call, 2)
    application = stories.in_scoring(cast, call)
    review = assign(application, first, by=stories.section(cast)[1])
    abstain(review, why="忙しい。", by=first.person)

    assign_automatically(call, by=stories.section(cast)[1])

    assert list(application.assignments.filter(is_abstained=False).values_list("reviewer", flat=True)) == [second.pk]


@pytest.mark.parametrize(
    ("started", "ended", "kind"),
    [(dt.date(2010, 4, 1), None, "own_body"), (dt.date(2001, 4, 1), dt.date(2004, 3, 31), "former_body")],
)
def test_terms_of_office_are_found(cast: Cast, started: dt.date, ended: dt.date | None, kind: str) -> None:
    call = stories.scored_call(cast)
    person = make_person("expert", "識者 一", ("reviewer", cast.headquarters))
    Term.objects.create(person=person, organisation=cast.himeji, starts_on=started, ends_on=ended)
    stories.submitted(cast, call)

    add_reviewer(call, person, by=stories.section(cast)[1])

    assert Conflict.objects.get().kind == kind


def test_a_role_and_a_joint_body_are_found_whoever_comes_later(cast: Cast) -> None:
    call = stories.scored_call(cast)
    own = make_person("own", "姫路 員", ("reviewer", cast.himeji))
    joint = make_person("joint", "加古 員", ("reviewer", cast.headquarters))
    Term.objects.create(
        person=joint, organisation=cast.neighbour.roles.get().organisation, starts_on=dt.date(2010, 4, 1)
    )
    _desk, officer = stories.section(cast)
    for person in (own, joint):
        add_reviewer(call, person, by=officer)

    draft = stories.joined(cast, stories.draft(cast, call))
    MOVES["submit"](draft, by=cast.officer)

    found = {(one.reviewer.person, one.kind) for one in Conflict.objects.all()}
    assert found == {(own, ConflictKind.OWN_BODY), (joint, ConflictKind.JOINT_BODY)}


def test_a_declared_interest_takes_the_application_away(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    reviewer, other = stories.reviewers(cast, call, 2)
    application = stories.in_scoring(cast, call)
    review = assign(application, reviewer, by=stories.section(cast)[1])

    sent = sign_in(reviewer.person).post(
        f"/calls/{call.pk}/interests/", {"bodies": [cast.himeji.pk], "why": "委員をしている。"}
    )

    assert sent.status_code == 302
    assert Conflict.objects.get().kind == ConflictKind.DECLARED
    assert sign_in(reviewer.person).get(f"/calls/reviews/{review.pk}/").status_code == 404
    with pytest.raises(NotPermittedError):
        declare_conflicts(other, [cast.himeji], why="x", by=reviewer.person)
    with pytest.raises(ValidationError):
        assign(application, reviewer, by=stories.section(cast)[1])


def test_no_way_leads_to_an_application_with_an_interest(cast: Cast, sign_in: SignIn) -> None:
    """Somebody of the section reviews too: neither as reviewer nor as staff do they see it."""
    call = stories.scored_call(cast)
    desk, officer = stories.section(cast)
    both = make_person("both", "公募 兼", ("section_staff", desk))
    RoleHeld.objects.create(person=both, organisation=cast.headquarters, role="reviewer", starts_on=dt.date(2000, 4, 1))
    Term.objects.create(
        person=both, organisation=cast.himeji, starts_on=dt.date(2001, 4, 1), ends_on=dt.date(2003, 3, 31)
    )
    reviewer = add_reviewer(call, both, by=officer)
    theirs = stories.in_scoring(cast, call, title="秘密の事業")
    stories.in_scoring(cast, call, by=cast.neighbour, title="別の事業")
    review = Assignment.objects.create(reviewer=reviewer, application=theirs)  # as if given before it was known
    stories.judged(theirs, stories.reviewers(cast, call, 1)[0], 5, 5)
    client = sign_in(both)

    closed = [
        f"/calls/applications/{theirs.pk}/", f"/calls/applications/{theirs.pk}/reviewers/",
        f"/calls/papers/{theirs.papers.get().pk}/send-back/", f"/calls/reviews/{review.pk}/",
    ]  # fmt: skip
    pages = ["/calls/reviews/", "/search/?q=の事業"]

    assert [client.get(path).status_code for path in closed] == [404, 404, 404, 404]
    assert [path for path in pages if "秘密の事業" in client.get(path).content.decode()] == []
    assert not may_read_files(both, theirs.pk)
    assert not Application.objects.visible_to(both).filter(pk=theirs.pk).exists()
    assert not Assignment.objects.visible_to(both).exists()


def test_only_what_was_given_is_seen_and_only_while_it_is_judged(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    one, other = stories.reviewers(cast, call, 2)
    application = stories.in_scoring(cast, call)
    review = assign(application, one, by=stories.section(cast)[1])

    seen = [sign_in(who.person).get(f"/calls/reviews/{review.pk}/").status_code for who in (one, other)]
    page = sign_in(one.person).get(f"/calls/applications/{application.pk}/").status_code
    Application.objects.filter(pk=application.pk).update(step="granted")
    after = sign_in(one.person).get(f"/calls/reviews/{review.pk}/").status_code

    assert (seen, page, after) == ([200, 404], 404, 404)


def test_blind_reading_shows_no_name_anywhere(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast, is_blind=True)
    reviewer = stories.reviewers(cast, call, 1)[0]
    cast.himeji.name_en = "Himeji City"
    cast.himeji.save()
    partner = cast.neighbour.roles.get().organisation
    summary = (
        f"姫路市と{partner.name_ja}が、姫路駅前で開く。担当は{cast.officer.name_ja}、"
        f"{cast.officer.name_ja.replace(' ', '')}。Himeji City (info@himeji.example, 079-221-2111)"
    )
    draft = stories.joined(cast, stories.draft(cast, call, title="姫路の訓練", summary=summary))
    _desk, officer = stories.section(cast)
    MOVES["submit"](draft, by=cast.officer)
    application = stories.checked(MOVES["receive"](stories.fresh(draft), by=officer), officer)
    MOVES["pass_to_scoring"](application, by=officer)
    review = assign(application, reviewer, by=officer)

    client = sign_in(reviewer.person)
    page = client.get(f"/calls/reviews/{review.pk}/").content.decode() + client.get("/calls/reviews/").content.decode()

    secret = ["姫路", partner.name_ja, cast.officer.name_ja, "Himeji", "info@", "079-221-2111"]
    assert [word for word in secret if word in page] == []
    assert title_for_review(stories.fresh(draft)) == "■■■の訓練"
    assert not may_read_files(reviewer.person, draft.pk)
    assert [section.title for section in shown_for_review(stories.fresh(draft))] == ["申請"]


@pytest.mark.parametrize(
    "written",
    [
        "Ｈｉｍｅｊｉ Ｃｉｔｙ", "HIMEJI CITY", "H i m e j i", "himeji-city", "Himéji",
        "姫 路 市", "姫　路",
        "姫\u200b路市", "ひめじし", "ヒメジシ", "ﾋﾒｼﾞｼ", "ヒメシ\u3099シ", "ｔａｎａｋａ　ｋｏｎｏｈａ",
        "Konoha TANAKA", "タナカ・コノハ",
        "ﾀﾅｶ ｺﾉﾊ", "ｉｎｆｏ＠ｈｉｍｅｊｉ．ｅｘａｍｐｌｅ", "０７９－２２１－２１１１",
    ],
)  # fmt: skip
def test_blind_reading_knows_a_name_however_it_is_written(cast: Cast, written: str) -> None:
    Organisation.objects.filter(pk=cast.himeji.pk).update(name_en="Himeji City", name_kana="ひめじし")
    names = {"name_ja": "田中 木葉", "name_kana": "たなか このは", "name_en": "Tanaka Konoha"}
    Person.objects.filter(pk=cast.officer.pk).update(**names)
    application = stories.draft(cast, stories.scored_call(cast, is_blind=True))

    found = Blackener(Application.objects.get(pk=application.pk)).text(
        f"本年度は「{written}」と①から㈱まで、がんばる。"
    )

    assert found == "本年度は「■■■」と①から㈱まで、がんばる。"


def test_a_latin_name_between_japanese_letters_is_a_name(cast: Cast) -> None:
    application = stories.draft(cast, stories.scored_call(cast, is_blind=True))

    assert Blackener(application).text("姫路Himeji市の、Himejiは") == "■■■■■■市の、■■■は"


def test_a_latin_name_inside_another_word_stays(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.himeji.pk).update(name_en="Ako City")
    application = stories.draft(cast, stories.scored_call(cast, is_blind=True))

    assert Blackener(application).text("a Makoto exhibit") == "a Makoto exhibit"


def test_a_post_that_begins_while_scoring_closes_the_application_at_once(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    reviewer, other = stories.reviewers(cast, call, 2)
    application = stories.in_scoring(cast, call)
    officer = stories.section(cast)[1]
    reviews = [assign(application, one, by=officer) for one in (reviewer, other)]
    path = f"/calls/reviews/{reviews[0].pk}/"
    before = sign_in(reviewer.person).get(path).status_code

    Term.objects.create(person=reviewer.person, organisation=cast.himeji, starts_on=clock.today())
    page = sign_in(reviewer.person).get(path).status_code
    seen = [Assignment.objects.visible_to(one.person).count() for one in (reviewer, other)]
    files = may_read_files(reviewer.person, application.pk)
    found = look_for_conflicts.call()

    assert (before, page, seen, files) == (200, 404, [0, 1], False)
    assert found == 1
    assert list(reviewer.conflicts.values_list("kind", flat=True)) == ["own_body"]
    assert not Assignment.objects.filter(reviewer=reviewer).exists()


@pytest.mark.parametrize("party", ["partner", "nominator", "role"])
def test_every_party_counts_from_the_first_day_of_the_post(cast: Cast, party: str) -> None:
    call = stories.scored_call(cast)
    reviewer = stories.reviewers(cast, call, 1)[0]
    application = stories.in_scoring(cast, call)
    assign(application, reviewer, by=stories.section(cast)[1])
    body = cast.himeji if party == "role" else cast.hyogo
    if party == "partner":
        Partner.objects.create(application=application, organisation=body)
    elif party == "nominator":
        Application.objects.filter(pk=application.pk).update(nominator=body)
    before = Assignment.objects.visible_to(reviewer.person).count()

    if party == "role":
        RoleHeld.objects.create(person=reviewer.person, organisation=body, role="officer", starts_on=clock.today())
    else:
        Term.objects.create(person=reviewer.person, organisation=body, starts_on=clock.today())

    assert (before, Assignment.objects.visible_to(reviewer.person).count()) == (1, 0)


def test_scoring_from_draft_to_the_next_one(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    reviewer = stories.reviewers(cast, call, 1)[0]
    reviews = [
        assign(stories.in_scoring(cast, call, by=by), reviewer, by=stories.section(cast)[1])
        for by in (cast.officer, cast.neighbour)
    ]
    need, new = call.criteria.all()
    client = sign_in(reviewer.person)
    path = f"/calls/reviews/{reviews[0].pk}/"

    half = {f"points-{need.pk}": "4", f"why-{need.pk}": "切実。"}
    draft = client.post(path, half | {"_revision": 1})
    missing = client.post(path, half | {"_revision": 2, "hand_in": "1"})
    stale = client.post(path, half | {f"points-{new.pk}": "5", "_revision": 1, "hand_in": "1"})
    sent = client.post(path, half | {f"points-{new.pk}": "5", "_revision": 2, "hand_in": "1"})

    assert [one.status_code for one in (draft, missing, stale, sent)] == [302, 422, 409, 302]
    assert sent["Location"] == f"/calls/reviews/{reviews[1].pk}/"
    review = Assignment.objects.get(pk=reviews[0].pk)
    assert review.submitted_at is not None
    assert [(score.points, score.why) for score in review.scores.all()] == [(4, "切実。"), (5, "")]
    assert "ほかに例がない" in client.get(path).content.decode()


def test_nobody_scores_for_another_too_high_or_too_late(cast: Cast) -> None:
    call = stories.scored_call(cast, scoring_until=clock.now() + dt.timedelta(days=1))
    one, other = stories.reviewers(cast, call, 2)
    application = stories.in_scoring(cast, call)
    review = assign(application, one, by=stories.section(cast)[1])
    need = call.criteria.all()[0]

    def save(by: Person, points: int, revision: int = 1) -> None:
        save_review(review, {need.pk: Given(points)}, comment="", base_revision=revision, by=by, hand_in=False)

    with pytest.raises(NotPermittedError):
        save(other.person, 3)
    with pytest.raises(ValidationError):
        save(one.person, 6)
    with pytest.raises(StaleError):
        save(one.person, 3, revision=9)
    with clock.pinned(clock.now() + dt.timedelta(days=2)), pytest.raises(MoveRefusedError):
        save(one.person, 3)


def test_the_board_discusses(cast: Cast) -> None:
    call = stories.scored_call(cast)
    one, other = stories.reviewers(cast, call, 2)
    application = stories.in_scoring(cast, call)
    stories.judged(application, one, 4, 4)
    _desk, officer = stories.section(cast)
    MOVES["close_scoring"](stories.fresh(application), by=officer)

    add_remark(stories.fresh(application), "効果が大きい。", by=one.person)
    add_remark(stories.fresh(application), "予算が多い。", by=officer)
    with pytest.raises(NotPermittedError):
        add_remark(stories.fresh(application), "見ていない。", by=other.person)

    assert [remark.author for remark in Remark.objects.all()] == [one.person, officer]


def test_taking_on_and_letting_go(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    _desk, officer = stories.section(cast)
    person = make_person("judge", "審査 花", ("reviewer", cast.headquarters))
    client = sign_in(officer)

    added = client.post(f"/calls/{call.pk}/reviewers/", {"person": person.pk, "most": "5"})
    stranger = client.post(f"/calls/{call.pk}/reviewers/", {"person": cast.officer.pk})
    reviewer = Reviewer.objects.get()
    shown = client.get(f"/calls/{call.pk}/reviewers/").content.decode()
    removed = client.post(f"/calls/{call.pk}/reviewers/{reviewer.pk}/remove/")

    assert [one.status_code for one in (added, stranger, removed)] == [302, 422, 302]
    assert "審査 花" in shown
    assert not Reviewer.objects.exists()


def test_whoever_handed_in_stays(cast: Cast) -> None:
    call = stories.scored_call(cast)
    reviewer = stories.reviewers(cast, call, 1)[0]
    review = stories.judged(stories.in_scoring(cast, call), reviewer, 3, 3)
    _desk, officer = stories.section(cast)

    with pytest.raises(ValidationError):
        unassign(review, by=officer)
    with pytest.raises(ValidationError):
        remove_reviewer(reviewer, by=officer)

    assert detect_conflicts(call) == 0


def test_by_hand(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    one, other = stories.reviewers(cast, call, 2)
    application = stories.in_scoring(cast, call)
    client, path = sign_in(stories.section(cast)[1]), f"/calls/applications/{application.pk}/reviewers/"

    client.post(path, {"reviewers": [one.pk]})
    client.post(path, {"reviewers": [other.pk]})

    assert [given.reviewer for given in application.assignments.all()] == [other]
    assert sign_in(cast.planner).get(path).status_code == 403
    assert sign_in(cast.neighbour).get(path).status_code == 404


@pytest.mark.parametrize("count", [2, 12])
def test_the_lists_ask_a_fixed_number_of_questions(
    cast: Cast, sign_in: SignIn, count: int, django_assert_max_num_queries: Any
) -> None:
    call = stories.scored_call(cast)
    reviewers = stories.reviewers(cast, call, 2)
    bulk(cast, call, count)
    assign_automatically(call, by=stories.section(cast)[1])
    desk, judge = sign_in(stories.section(cast)[1]), sign_in(reviewers[0].person)

    with django_assert_max_num_queries(18):
        desk.get(f"/calls/{call.pk}/reviewers/")
    with django_assert_max_num_queries(14):
        judge.get("/calls/reviews/")
