"""The cast of the tests, small and always the same: real organisations, invented people."""

import datetime as dt
from dataclasses import dataclass

from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Country, Organisation, Person, Relation

PASSWORD = "架け橋-no-himitsu-2012"
LONG_AGO = dt.date(2010, 4, 1)


@dataclass(frozen=True)
class Cast:
    """Organisations and people; every test may rely on exactly these."""

    hyogo: Organisation  # a prefecture
    himeji: Organisation  # the city that asks
    kakogawa: Organisation  # the neighbouring city, which must see nothing
    branch: Organisation  # the prefecture's branch, in charge of both cities
    other_branch: Organisation  # Osaka's branch, in charge of neither
    paris: Organisation  # the office that is asked
    london: Organisation  # another office
    headquarters: Organisation
    officer: Person  # of Himeji
    colleague: Person  # of Himeji too
    neighbour: Person  # of Kakogawa
    branch_officer: Person
    other_branch_officer: Person
    director: Person  # of Paris
    staff: Person  # of Paris
    london_staff: Person
    planner: Person  # headquarters: plan, forms, register
    section_staff: Person  # headquarters: every case
    operator: Person  # headquarters: background work, audit
    retired: Person  # was officer of Himeji; the role has ended


def make_organisation(code: str, kind: Kind, name_ja: str, name_en: str, **fields: object) -> Organisation:
    return Organisation.objects.create(code=code, kind=kind, name_ja=name_ja, name_en=name_en, **fields)


def make_person(key: str, name_ja: str, *roles: tuple[str, Organisation], ends_on: dt.date | None = None) -> Person:
    """A person with a sign-in `key`@example.invalid and these roles (code, organisation)."""
    user = User.objects.create_user(f"{key}@example.invalid", PASSWORD)
    person = Person.objects.create(user=user, name_ja=name_ja, name_en=key.title(), email=user.email)
    for role, organisation in roles:
        RoleHeld.objects.create(
            person=person, organisation=organisation, role=role, starts_on=LONG_AGO, ends_on=ends_on
        )
    return person


def make_cast() -> Cast:
    for alpha2, name_ja, name_en in [
        ("JP", "日本", "Japan"),
        ("FR", "フランス", "France"),
        ("IT", "イタリア", "Italy"),
        ("GB", "イギリス", "United Kingdom"),
    ]:
        Country.objects.get_or_create(alpha2=alpha2, defaults={"name_ja": name_ja, "name_en": name_en})
    hyogo = make_organisation("280003", Kind.PREFECTURE, "兵庫県", "Hyogo", name_kana="ひょうごけん")
    himeji = make_organisation("282014", Kind.MUNICIPALITY, "姫路市", "Himeji", name_kana="ひめじし", parent=hyogo)
    kakogawa = make_organisation("282103", Kind.MUNICIPALITY, "加古川市", "Kakogawa", parent=hyogo)
    osaka = make_organisation("270008", Kind.PREFECTURE, "大阪府", "Osaka")
    branch = make_organisation("branch-280003", Kind.BRANCH, "兵庫県支部", "Hyogo Branch", parent=hyogo)
    other_branch = make_organisation("branch-270008", Kind.BRANCH, "大阪府支部", "Osaka Branch", parent=osaka)
    for city in (himeji, kakogawa):
        Relation.objects.create(source=branch, kind=RelationKind.BRANCH_OF, target=city)
    headquarters = make_organisation("hq", Kind.HEADQUARTERS, "本部", "Headquarters")
    paris = make_organisation("office-paris", Kind.OFFICE, "パリ事務所", "Paris Office", country_id="FR")
    paris.countries_in_charge.set(Country.objects.filter(alpha2__in=["FR", "IT"]))
    london = make_organisation("office-london", Kind.OFFICE, "ロンドン事務所", "London Office", country_id="GB")
    london.countries_in_charge.set(Country.objects.filter(alpha2="GB"))
    return Cast(
        hyogo=hyogo,
        himeji=himeji,
        kakogawa=kakogawa,
        branch=branch,
        other_branch=other_branch,
        paris=paris,
        london=london,
        headquarters=headquarters,
        officer=make_person("officer", "姫野 光", ("organisation_admin", himeji)),
        colleague=make_person("colleague", "白川 葵", ("officer", himeji)),
        neighbour=make_person("neighbour", "加藤 遥", ("officer", kakogawa)),
        branch_officer=make_person("branch", "兵藤 実", ("branch_officer", branch)),
        other_branch_officer=make_person("otherbranch", "大坂 望", ("branch_officer", other_branch)),
        director=make_person("director", "架橋 パリ子", ("office_director", paris)),
        staff=make_person("staff", "橋本 クレール", ("office_staff", paris)),
        london_staff=make_person("london", "倫敦 霧子", ("office_staff", london)),
        planner=make_person("planner", "企画 一", ("planning_staff", headquarters)),
        section_staff=make_person("section", "経済 次郎", ("section_staff", headquarters)),
        operator=make_person("operator", "運用 守", ("operator", headquarters)),
        retired=make_person("retired", "退任 済", ("officer", himeji), ends_on=dt.date(2012, 3, 31)),
    )
