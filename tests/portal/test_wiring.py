"""Invitations are mailed; services and organisations are found, and stay found as they change."""

import datetime as dt

import pytest

from kakehashi.foundation.access import operations as access
from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.catalogue import operations as catalogue
from kakehashi.foundation.catalogue import seed
from kakehashi.foundation.catalogue.models import Plan, Programme, Service
from kakehashi.foundation.notices.models import Mail
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.search import index
from kakehashi.foundation.search.queries import search
from kakehashi.kernel import clock
from kakehashi.portal import findable
from tests.cast import Cast
from tests.conftest import SignIn

SOON = dt.date(2099, 3, 31)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = seed.load()
    findable.hand_in_services()
    return plan


def invite(cast: Cast, email: str = "new@example.invalid", name: str = "新任 一") -> Invitation:
    return access.invite(
        email=email, name=name, organisation=cast.himeji, role="officer", starts_on=clock.today(), ends_on=SOON,
        by=cast.officer,
    )  # fmt: skip


def titles(text: str, viewer: Person | None, kind: str) -> list[str]:
    return [hit.title for hit in search(text, viewer=viewer, kinds=[kind]).hits]


def test_an_invitation_is_mailed_with_its_link(cast: Cast, sign_in: SignIn) -> None:
    invite(cast)

    mail = Mail.objects.get()
    path = next(line for line in mail.body.splitlines() if "/people/invitations/" in line).partition("8000")[2]
    assert mail.address == "new@example.invalid"
    assert mail.subject == "姫路市 の「団体の担当者」として招待されました"
    assert sign_in(None).get(path).status_code == 200


def test_whoever_is_known_is_written_to_in_their_language(cast: Cast) -> None:
    Person.objects.filter(pk=cast.staff.pk).update(language="en")

    invite(cast, email=cast.staff.email.upper())

    mail = Mail.objects.get()
    assert mail.language == "en"
    assert "Himeji" in mail.subject


def test_a_name_adds_nothing_to_the_mail(cast: Cast) -> None:
    invite(cast, name="x\r\nBcc: evil@example.invalid\r\n\r\nhttp://evil.example.invalid/")

    mail = Mail.objects.get()
    assert "\n" not in mail.subject
    assert mail.address == "new@example.invalid"


def test_a_refused_invitation_mails_nothing(cast: Cast) -> None:
    invite(cast)

    with pytest.raises(access.RefusedError):
        invite(cast)

    assert Mail.objects.count() == 1


def test_services_are_found_by_everybody(cast: Cast, plan: Plan) -> None:
    service = Service.objects.get(plan=plan, number=7)

    assert titles(service.name_ja, None, findable.SERVICE)[0] == service.name_ja
    assert titles(service.name_en, None, findable.SERVICE)[0] == service.name_ja


def test_a_renamed_heading_and_an_ended_service_are_known_at_once(cast: Cast, plan: Plan) -> None:
    programme = Programme.objects.filter(field__plan=plan)[0]
    service = Service.objects.filter(programme=programme)[0]
    catalogue.rename_programme(
        programme, by=cast.planner, rank=programme.rank, heading_ja="架空見出し", heading_en="Invented"
    )
    before = titles("架空見出し", None, findable.SERVICE)

    catalogue.end_service(service, by=cast.planner)

    after = titles("架空見出し", None, findable.SERVICE)
    assert set(before) - set(after) == {service.name_ja}


def test_an_english_page_names_services_and_organisations_in_english(cast: Cast, plan: Plan, sign_in: SignIn) -> None:
    service = Service.objects.get(plan=plan, number=7)
    client = sign_in(cast.officer)
    client.cookies["django_language"] = "en"

    pages = [client.get("/search/", {"q": text}).context["lines"] for text in (f'"{service.name_en}"', "加古川")]

    assert ["".join(segment.text for segment in lines[0].title) for lines in pages] == [service.name_en, "Kakogawa"]


def test_organisations_are_found_by_who_has_signed_in(cast: Cast) -> None:
    signed_in = [titles("加古川", person, findable.ORGANISATION) for person in (cast.officer, cast.retired)]

    assert signed_in == [["加古川市"], ["加古川市"]]
    assert titles("加古川", None, findable.ORGANISATION) == []


def test_what_is_found_of_an_organisation_leads_to_it(cast: Cast, sign_in: SignIn) -> None:
    hit = search("加古川", viewer=cast.officer, kinds=[findable.ORGANISATION]).hits[0]

    assert sign_in(cast.officer).get(hit.url).status_code == 200


def test_a_renamed_organisation_is_found_by_its_new_name(cast: Cast) -> None:
    facts = {"name_ja": "新加古川市"}

    access.edit_organisation(cast.kakogawa, facts=facts, revision=cast.kakogawa.revision, by=cast.planner)

    assert titles("加古川", cast.officer, findable.ORGANISATION) == ["新加古川市"]


def test_an_organisation_that_has_ended_is_found_no_more(cast: Cast) -> None:
    facts = {"ends_on": dt.date(2012, 3, 31)}

    access.edit_organisation(cast.kakogawa, facts=facts, revision=cast.kakogawa.revision, by=cast.planner)

    assert titles("加古川", cast.officer, findable.ORGANISATION) == []


def test_rebuilding_hands_in_the_same(cast: Cast) -> None:
    before = titles("市", cast.officer, findable.ORGANISATION)

    count = index.put_many(findable.organisations())

    assert count == Organisation.objects.count()
    assert titles("市", cast.officer, findable.ORGANISATION) == before
