"""What can be permitted, and the roles that permit it. Written to be read and approved by a non-programmer."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.choices import OrganisationKind as Kind


class Permission(StrEnum):
    """One thing a person may do. Where: at the organisation of the role (headquarters' roles: everywhere)."""

    REQUEST_SERVICES = "request_services"  # ask for services in the name of one's organisation
    FOLLOW_MEMBERS = "follow_members"  # a branch sees and forwards what its municipalities ask
    HANDLE_CASES = "handle_cases"  # an office or section works on cases addressed to it
    ASSIGN_CASES = "assign_cases"  # … and gives them to its officers
    OVERSEE_CASES = "oversee_cases"  # headquarters sees every case
    HANDLE_CALLS = "handle_calls"  # a section runs its calls: prepares, checks, decides, settles
    OVERSEE_CALLS = "oversee_calls"  # headquarters sees every application
    REVIEW_APPLICATIONS = "review_applications"  # judge what one is given to judge
    PAY = "pay"  # see bank accounts and make payments
    PUBLISH = "publish"  # make something readable by everyone
    INVITE = "invite"  # invite people to one's organisation and end their roles
    GRANT_EXCEPTIONS = "grant_exceptions"  # let one body or person be late
    EDIT_REGISTER = "edit_register"  # organisations, people, relations
    EDIT_CATALOGUE = "edit_catalogue"  # plans, services, programmes
    EDIT_FORMS = "edit_forms"  # question sets
    EDIT_TRANSLATIONS = "edit_translations"  # translate and check, in the languages one is named for
    MANAGE_LANGUAGES = "manage_languages"  # languages, glossary, who may check what, orders for translations
    EDIT_SENTENCES = "edit_sentences"  # the bank of disaster sentences
    WRITE_BULLETINS = "write_bulletins"  # draft disaster information in the name of one's organisation
    APPROVE_BULLETINS = "approve_bulletins"  # … and let it go out
    HANDLE_JET = "handle_jet"  # run the JET Programme: cycles, requests, candidates, placement
    SELECT_CANDIDATES = "select_candidates"  # a mission receives, interviews and names candidates of the JET Programme
    TAKE_PART_IN_JET = "take_part_in_jet"  # a candidate or participant reads what is theirs, and answers
    APPROVE_PLACEMENT = "approve_placement"  # … and decide that a placement holds
    SEE_AUDIT = "see_audit"
    OPERATE = "operate"  # background work, mail queue, backups


@dataclass(frozen=True)
class Role:
    """A role that can be held at an organisation for a term."""

    code: str
    label: str | Promise
    description: str | Promise
    held_at: frozenset[Kind]
    permissions: frozenset[Permission]
    everywhere: frozenset[Permission] = frozenset()  # those of them that hold for every organisation


_ASKING = frozenset({Kind.PREFECTURE, Kind.MUNICIPALITY, Kind.WARD, Kind.ASSOCIATION, Kind.NGO, Kind.OTHER})
_HEADQUARTERS = frozenset({Kind.HEADQUARTERS, Kind.SECTION})
P = Permission
_PLANNING = frozenset(
    {
        P.OVERSEE_CASES, P.OVERSEE_CALLS, P.PUBLISH, P.EDIT_CATALOGUE, P.EDIT_FORMS, P.EDIT_REGISTER, P.INVITE,
        P.MANAGE_LANGUAGES, P.EDIT_SENTENCES,
    }
)  # fmt: skip

ROLES = {
    role.code: role
    for role in [
        Role(
            "officer",
            _("団体の担当者"),
            _("自分の団体の名前でサービスを依頼し、自分の団体の案件をすべて見ることができます。"),
            _ASKING,
            frozenset({P.REQUEST_SERVICES}),
        ),
        Role(
            "organisation_admin",
            _("団体の管理者"),
            _("団体の担当者にできることに加え、同僚を招待し、役割を終わらせることができます。"),
            _ASKING,
            frozenset({P.REQUEST_SERVICES, P.INVITE}),
        ),
        Role(
            "branch_officer",
            _("支部の担当者"),
            _("担当する市区町村の依頼を見て、進達することができます。"),
            frozenset({Kind.BRANCH}),
            frozenset({P.FOLLOW_MEMBERS, P.INVITE}),
        ),
        Role(
            "office_staff",
            _("海外事務所の職員"),
            _("事務所あての案件を受け付け、手配し、報告します。"),
            frozenset({Kind.OFFICE}),
            frozenset({P.HANDLE_CASES}),
        ),
        Role(
            "office_director",
            _("海外事務所の所長"),
            _("事務所の職員にできることに加え、担当を決め、事例を公開し、職員を招待します。"),
            frozenset({Kind.OFFICE}),
            frozenset({P.HANDLE_CASES, P.ASSIGN_CASES, P.PUBLISH, P.INVITE}),
        ),
        Role(
            "section_staff",
            _("本部の課の職員"),
            _("すべての案件と申請を見て、自分の課の案件と公募を処理します。"),
            _HEADQUARTERS,
            frozenset(
                {P.HANDLE_CASES, P.ASSIGN_CASES, P.OVERSEE_CASES, P.HANDLE_CALLS, P.OVERSEE_CALLS, P.GRANT_EXCEPTIONS}
            ),
            everywhere=frozenset({P.OVERSEE_CASES, P.OVERSEE_CALLS, P.GRANT_EXCEPTIONS}),
        ),
        Role(
            "planning_staff",
            _("本部の企画担当"),
            _("事業計画、質問票、団体名簿を整え、事例を公開します。"),
            _HEADQUARTERS,
            _PLANNING,
            everywhere=_PLANNING,
        ),
        Role(
            "reviewer",
            _("審査員"),
            _("割り当てられた申請を読み、採点します。"),
            _HEADQUARTERS | _ASKING,
            frozenset({P.REVIEW_APPLICATIONS}),
            everywhere=frozenset({P.REVIEW_APPLICATIONS}),
        ),
        Role(
            "accountant",
            _("支払の担当者"),
            _("助成金の振込先の口座を見て、支払を行います。"),
            _HEADQUARTERS,
            frozenset({P.PAY}),
            everywhere=frozenset({P.PAY}),
        ),
        Role(
            "translator",
            _("翻訳者"),
            _("翻訳を作成し、点検します。"),
            _HEADQUARTERS | _ASKING,
            frozenset({P.EDIT_TRANSLATIONS}),
            everywhere=frozenset({P.EDIT_TRANSLATIONS}),
        ),
        Role(
            "bulletin_writer",
            _("災害情報の作成者"),
            _("自分の団体の名前で、災害情報の原稿とシートを作ります。"),
            _HEADQUARTERS | _ASKING,
            frozenset({P.WRITE_BULLETINS}),
        ),
        Role(
            "bulletin_publisher",
            _("災害情報の承認者"),
            _("災害情報の作成者にできることに加え、ほかの人の原稿を承認して公開します。"),
            _HEADQUARTERS | _ASKING,
            frozenset({P.WRITE_BULLETINS, P.APPROVE_BULLETINS}),
        ),
        Role(
            "jet_staff",
            _("JETの担当者"),
            _("JETプログラムの年次、要望、候補者を整え、配置の案を作ります。"),
            _HEADQUARTERS,
            frozenset({P.HANDLE_JET}),
            everywhere=frozenset({P.HANDLE_JET}),
        ),
        Role(
            "jet_mission",
            _("JETの選考の担当者"),
            _("自分の在外公館の応募者を登録し、選考の結果を入れます。ほかの公館の応募者は見えません。"),
            frozenset({Kind.MISSION}),
            frozenset({P.SELECT_CANDIDATES, P.INVITE}),
        ),
        Role(
            "jet_candidate",
            _("JETの応募者・参加者"),
            _("自分の応募、希望、配置を見て、返事をします。"),
            frozenset({Kind.MISSION}),
            frozenset({P.TAKE_PART_IN_JET}),
        ),
        Role(
            "jet_committee",
            _("JETの配置を承認する人"),
            _("配置の案を読み、承認するか差し戻します。案は作りません。"),
            _HEADQUARTERS | _ASKING,
            frozenset({P.APPROVE_PLACEMENT}),
            everywhere=frozenset({P.APPROVE_PLACEMENT}),
        ),
        Role(
            "operator",
            _("運用担当"),
            _("裏側の仕事、メールの配送、記録の検証を見守ります。案件の中身は見えません。"),
            _HEADQUARTERS,
            frozenset({P.OPERATE, P.SEE_AUDIT}),
            everywhere=frozenset({P.OPERATE, P.SEE_AUDIT}),
        ),
    ]
}
