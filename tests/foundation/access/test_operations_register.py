import datetime as dt

import pytest

from kakehashi.foundation.access.operations import (
    NewPerson,
    RefusedError,
    add_holiday,
    add_organisation,
    appoint_successor,
    begin_term,
    edit_organisation,
    edit_person,
    end_relation,
    end_term,
    relate,
    remove_holiday,
)
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Country, Holiday, Organisation, Person, Term
from kakehashi.foundation.organisations.queries import branch_in_charge
from tests.cast import Cast

APRIL = dt.date(2012, 4, 1)


def actions() -> list[str]:
    return list(AuditRow.objects.values_list("action", flat=True))


def test_add_organisation_numbers_what_has_no_code(cast: Cast) -> None:
    facts = {"kind": "ngo", "name_ja": "多文化ひめじ", "name_kana": "たぶんかひめじ", "country": Country(pk="JP")}

    first = add_organisation(facts=facts, by=cast.planner)
    second = add_organisation(facts=facts, by=cast.planner)

    assert [first.code, second.code] == ["ngo-00001", "ngo-00002"]
    assert first.reading_folded == "たぶんかひめじ"
    with pytest.raises(RefusedError, match="コード"):
        add_organisation(facts=facts, code="282014", by=cast.planner)
    assert actions() == ["access.add_organisation"] * 2


def test_edit_organisation_tells_the_second_of_two_editors(cast: Cast) -> None:
    edit_organisation(cast.paris, facts={"email": "a@example.invalid"}, revision=1, by=cast.planner)

    with pytest.raises(RefusedError, match="ほかの人"):
        edit_organisation(cast.paris, facts={"email": "b@example.invalid"}, revision=1, by=cast.planner)

    paris = Organisation.objects.get(pk=cast.paris.pk)
    assert (paris.email, paris.revision) == ("a@example.invalid", 2)


def test_edit_organisation_writes_countries_in_charge_down(cast: Cast) -> None:
    edit_organisation(cast.london, facts={"countries_in_charge": ["GB", "IT"]}, revision=1, by=cast.planner)

    row = AuditRow.objects.get()
    assert (row.after["countries_in_charge_before"], row.after["countries_in_charge"]) == (["GB"], ["GB", "IT"])


def test_edit_organisation_refuses_a_circle(cast: Cast) -> None:
    with pytest.raises(RefusedError, match="属させる"):
        edit_organisation(cast.hyogo, facts={"parent": cast.himeji}, revision=1, by=cast.planner)


@pytest.mark.parametrize("who", ["officer", "branch_officer", "director", "section_staff", "operator"])
def test_only_who_keeps_the_register_writes_it(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    term = Term.objects.create(person=cast.colleague, organisation=cast.himeji, starts_on=APRIL)
    relation = cast.himeji.relations_in.get()
    japan = Country.objects.get(pk="JP")
    holiday = Holiday.objects.create(country=japan, day=APRIL, name_ja="休み")

    for write in (
        lambda: add_organisation(facts={"kind": "ngo", "name_ja": "会"}, by=by),
        lambda: edit_organisation(cast.himeji, facts={"name_ja": "変"}, revision=1, by=by),
        lambda: relate(cast.himeji, RelationKind.WORKS_WITH, cast.kakogawa, by=by),
        lambda: end_relation(relation, ends_on=APRIL, by=by),
        lambda: begin_term(person=cast.colleague, organisation=cast.himeji, starts_on=APRIL, by=by),
        lambda: end_term(term, ends_on=APRIL, by=by),
        lambda: appoint_successor(term, person=NewPerson("後任 次"), starts_on=dt.date(2013, 4, 1), by=by),
        lambda: edit_person(cast.neighbour, profile={"name_ja": "変"}, by=by),
        lambda: add_holiday(japan, day=dt.date(2012, 5, 1), name_ja="休み", by=by),
        lambda: remove_holiday(holiday, by=by),
    ):
        with pytest.raises(NotPermittedError):
            write()

    assert actions() == []


def test_a_new_branch_in_charge_ends_the_earlier_charge_the_day_before(cast: Cast) -> None:
    with pytest.raises(RefusedError, match="開始日"):
        relate(cast.other_branch, RelationKind.BRANCH_OF, cast.himeji, by=cast.planner)

    relate(cast.other_branch, RelationKind.BRANCH_OF, cast.himeji, starts_on=APRIL, by=cast.planner)

    assert branch_in_charge(cast.himeji, dt.date(2012, 3, 31)) == cast.branch
    assert branch_in_charge(cast.himeji, APRIL) == cast.other_branch


def test_relate_refuses_what_is_there_and_itself(cast: Cast) -> None:
    relate(cast.himeji, RelationKind.WORKS_WITH, cast.kakogawa, by=cast.planner)

    with pytest.raises(RefusedError, match="すでに"):
        relate(cast.himeji, RelationKind.WORKS_WITH, cast.kakogawa, by=cast.planner)
    with pytest.raises(RefusedError, match="自身"):
        relate(cast.himeji, RelationKind.WORKS_WITH, cast.himeji, by=cast.planner)


def test_appoint_successor_hands_the_post_over(cast: Cast) -> None:
    term = begin_term(
        person=cast.colleague,
        organisation=cast.himeji,
        section="国際交流課",
        title="主査",
        starts_on=APRIL,
        ends_on=dt.date(2014, 3, 31),
        by=cast.planner,
    )

    new = appoint_successor(
        term,
        person=NewPerson("後任 次郎", email="jiro@example.invalid"),
        starts_on=dt.date(2013, 4, 1),
        by=cast.planner,
    )

    assert (new.organisation, new.section, new.title, new.ends_on) == (cast.himeji, "国際交流課", "主査", None)
    assert Term.objects.get(pk=term.pk).ends_on == dt.date(2013, 3, 31)
    assert actions() == [
        "access.begin_term",
        "access.add_person",
        "access.end_term",
        "access.begin_term",
        "access.appoint_successor",
    ]


def test_appoint_successor_knows_people_by_their_address(cast: Cast) -> None:
    term = begin_term(person=cast.colleague, organisation=cast.himeji, starts_on=APRIL, by=cast.planner)
    people = Person.objects.count()

    new = appoint_successor(
        term,
        person=NewPerson("姫野 光", email="OFFICER@example.invalid"),
        starts_on=dt.date(2013, 4, 1),
        by=cast.planner,
    )

    assert (new.person, Person.objects.count()) == (cast.officer, people)
    with pytest.raises(RefusedError, match="別の人"):
        appoint_successor(new, person=cast.officer, starts_on=dt.date(2014, 4, 1), by=cast.planner)
    with pytest.raises(RefusedError, match="より後"):
        appoint_successor(new, person=cast.colleague, starts_on=dt.date(2013, 4, 1), by=cast.planner)


def test_a_refused_successor_leaves_nobody_behind(cast: Cast) -> None:
    term = begin_term(person=cast.colleague, organisation=cast.himeji, starts_on=APRIL, by=cast.planner)

    with pytest.raises(RefusedError):
        appoint_successor(term, person=NewPerson("早すぎ 太郎"), starts_on=APRIL, by=cast.planner)

    assert not Person.objects.filter(name_ja="早すぎ 太郎").exists()


def test_everybody_edits_their_own_entry(cast: Cast) -> None:
    edit_person(
        cast.officer, profile={"phone": "079-000-0000", "language": "en", "email": "x@example.invalid"}, by=cast.officer
    )

    officer = Person.objects.get(pk=cast.officer.pk)
    assert (officer.phone, officer.language, officer.email) == ("079-000-0000", "en", "officer@example.invalid")


def test_holidays_are_added_once_and_removed(cast: Cast) -> None:
    france = Country.objects.get(pk="FR")
    holiday = add_holiday(france, day=dt.date(2012, 7, 14), name_ja="革命記念日", by=cast.planner)

    with pytest.raises(RefusedError, match="すでに"):
        add_holiday(france, day=dt.date(2012, 7, 14), name_ja="革命記念日", by=cast.planner)
    remove_holiday(holiday, by=cast.planner)

    assert list(france.holidays.all()) == []
    assert AuditRow.objects.get(action="access.remove_holiday").before["day"] == "2012-07-14"
