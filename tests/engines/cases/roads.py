"""Cases of the other kinds, brought along their roads by the same operations as people use."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.engines.cases import seed
from kakehashi.engines.cases.choices import Channel, LetterSide
from kakehashi.engines.cases.models import Case, CaseKind, Letter
from kakehashi.engines.cases.operations import requests, visiting
from kakehashi.engines.cases.operations.messages import write_message
from kakehashi.engines.cases.operations.moves import MOVES
from kakehashi.engines.cases.queries import visitor_path
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.cases.stories import fresh, hand_in

CONSULTATION: Answers = {"consultation": "material", "title": "ベトナムの子どもの教育", "purpose": "資料を探している。"}
RESEARCH: Answers = {
    "title": "路面電車の運賃制度",
    "theme": "administration",
    "country": "FR",
    "purpose": "運賃制度の見直しのため。",
    "questions": [{"question": "誰が運賃を決めるか。"}],
    "japan": "市が条例で定めている。",
    "past_checked": True,
    "needed_by": "2013-01-31",
    "answer_form": "sheet",
    "may_publish": True,
    "phone": "000-000-0000",
}
VISIT: Answers = {
    "title": "兵庫県東京事務所を訪問",
    "host": "兵庫県東京事務所",
    "day": "2012-07-05",
    "purpose": "要望を聞いた。",
}
PROMISES = [{"what": "見本市の一覧を送る", "by": "2012-07-20", "who": "経済 次郎"}]
PITCH: Answers = {
    "title": "世界遺産の城の夜間公開",
    "theme": "tourism",
    "purpose": "冬の誘客につなげる。",
    "angle": "50年ぶりの修理が終わる。",
    "country": "FR",
    "has_embargo": False,
    "photos_cleared": True,
    "items": ["pitch"],
    "phone": "000-000-0000",
}
THE_ANSWER = "資料を3点お送りします。"
OPINION: Answers = {
    "outcome_confirmed": True, "useful": "5", "quality": "4", "ease": "4", "information": "3", "cost": "4",
}  # fmt: skip


def kind_of(code: str) -> CaseKind:
    found = CaseKind.objects.filter(code=code)
    if not found.filter(is_open=True).exists():
        seed.load()
    return found.get()


def plaza_desk(cast: Cast) -> Organisation:
    """The desk of the plaza: headquarters, which the cast does not divide into sections."""
    kind_of("plaza")
    return cast.headquarters


def write(case: Case, answers: Answers, by: Person, paper_kind: str = "request") -> Case:
    paper = case.papers.select_related("case", "sheet").get(kind=paper_kind)
    requests.save_paper(paper, paper.sheet.answers | answers, base_revision=paper.sheet.revision, by=by)
    return fresh(case)


def go(case: Case, code: str, by: Any, note: str = "") -> Case:
    return fresh(MOVES[code](fresh(case), by=by, note=note))


def note(case: Case, body: str, by: Person) -> None:
    write_message(case, body, is_internal=True, by=by)


# --- Consultations ----------------------------------------------------------------------------------------------------
def asked_by_nobody(cast: Cast, **contact: str) -> Case:
    """Submitted by somebody without an account."""
    desk = plaza_desk(cast)
    case = visiting.ask_without_account(
        kind_of("plaza"), office=desk, answers=CONSULTATION, contact=contact, language="ja"
    )
    return fresh(case)


def path_of(case: Case) -> str:
    """The secret page of whoever asked."""
    return visitor_path(case.visitor)


def answered(case: Case, cast: Cast) -> Case:
    """Received, the answer written and sent."""
    case = go(case, "receive", cast.section_staff)
    write(case, {"result": THE_ANSWER}, cast.section_staff, "answer")
    return go(case, "deliver" if case.applicant_id else "deliver_and_close", cast.section_staff)


def consulted(cast: Cast, code: str = "front-desk", answers: Answers | None = None) -> Case:
    """Submitted by the city's officer to headquarters."""
    case = requests.start_case(kind_of(code), applicant=cast.himeji, office=cast.headquarters, by=cast.officer)
    values = answers or {"title": "海外との交流の始め方", "aim": "begin", "purpose": "何から始めるか。"}
    return go(write(case, values, cast.officer), "submit", cast.officer)


def called(cast: Cast) -> Case:
    """A draft the desk wrote for the city that telephoned."""
    return visiting.begin_on_behalf(
        kind_of("plaza"), office=plaza_desk(cast), applicant=cast.himeji, assisting=None, channel=Channel.PHONE,
        contact={"name": "電話の人"}, by=cast.section_staff,
    )  # fmt: skip


# --- Requested research -----------------------------------------------------------------------------------------------
def inquiry(cast: Cast) -> Case:
    """A complete draft of the city's inquiry, into France."""
    case = requests.start_case(
        kind_of("requested-research"), applicant=cast.himeji, office=cast.headquarters, assisting=cast.paris,
        by=cast.officer,
    )  # fmt: skip
    return write(case, RESEARCH, cast.officer)


def with_branch(cast: Cast) -> Case:
    return go(inquiry(cast), "submit_to_branch", cast.officer)


def feasible(cast: Cast) -> Case:
    """Forwarded, received, found feasible: the formal letter is awaited."""
    case = go(with_branch(cast), "forward", cast.branch_officer)
    case = go(case, "receive", cast.section_staff)
    return go(case, "find_feasible", cast.section_staff, note="12月末までに答えられます。")


def researching(cast: Cast) -> Case:
    """The formal letter went through the branch."""
    case = feasible(cast)
    issue_letter(case, cast.officer)
    case = go(case, "send_letter_to_branch", cast.officer)
    return go(case, "forward_letter", cast.branch_officer)


def researched(cast: Cast) -> Case:
    """Answered, and asked how it was."""
    case = researching(cast)
    write(case, {"result": "国が上限を定め、都市圏が決める。"}, cast.staff, "answer")
    return go(case, "deliver", cast.staff)


def issue_letter(case: Case, by: Person) -> Letter:
    """The formal letter of the client, as it went out."""
    upload = SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n%%EOF\n")
    document = store(upload, about=case.ref, by=by, permit=True)
    return Letter.objects.create(
        case=case, side=LetterSide.FROM_CLIENT, number="姫国交第12号", dated_on=clock.today(), addressee="本部 御中",
        sender="姫路市", subject="依頼調査について(依頼)", body="調査を依頼します。", made_by=by, issued_by=by,
        document=document, issued_at=clock.now(),
    )  # fmt: skip


# --- The council's own ------------------------------------------------------------------------------------------------
def visit(cast: Cast, **answers: Any) -> Case:
    """A complete draft of a visit that headquarters paid."""
    case = requests.start_case(
        kind_of("tokyo-office-visit"), applicant=None, office=cast.headquarters, by=cast.section_staff
    )
    return write(case, VISIT | answers, cast.section_staff)


def pitched(cast: Cast) -> Case:
    """A story the city offered, being offered to media by the office."""
    case = requests.start_case(kind_of("media-pitch"), applicant=cast.himeji, office=cast.paris, by=cast.officer)
    case = go(write(case, PITCH, cast.officer), "submit", cast.officer)
    return go(go(case, "receive", cast.staff), "accept", cast.staff)


def follow_up(case: Case, cast: Cast) -> Case:
    hand_in(case, "follow_up", OPINION, cast.officer)
    return fresh(case)
