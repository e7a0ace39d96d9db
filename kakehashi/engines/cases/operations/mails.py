"""What becomes of a mail: the words of somebody in a case, or something for the office to look at."""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _

from kakehashi.engines.cases import notices
from kakehashi.engines.cases.choices import Channel, MailState
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import ArrivedMail, Case, CaseKind, Visitor
from kakehashi.engines.cases.operations.importing import fill_from_file, import_request
from kakehashi.engines.cases.operations.messages import write_message
from kakehashi.engines.cases.operations.moves import MOVES
from kakehashi.engines.cases.operations.requests import save_paper
from kakehashi.engines.cases.operations.visiting import VISITOR, begin_on_behalf
from kakehashi.engines.cases.queries.mails import addressee, case_named_in, desk_called
from kakehashi.engines.cases.rules import may_fill, may_settle_mail, may_write_to
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import remove, store
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.documents.sniffing import RefusedFileError
from kakehashi.foundation.flow.moves import open_moves
from kakehashi.foundation.forms.returning import Returned, from_xlsx
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError
from kakehashi.foundation.notices.receiving.addressing import ReplyTag
from kakehashi.foundation.notices.receiving.letters import Attachment, Letter
from kakehashi.foundation.notices.receiving.replies import new_words
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

MAIL = Robot("mail")
KEPT = dt.timedelta(days=365)
LONGEST_MESSAGE = 20_000
KNOWN = "known"
ANSWERING = ("supply", "supply_detail", "supply_working")
_logger = logging.getLogger(__name__)


class _KnownError(Exception):
    """The same mail was taken in before."""


@dataclass
class _Incoming:
    """A letter on its way: whose it seems to be, what it is about, the filled-in forms among its files."""

    letter: Letter
    case: Case | None
    sender: Person | Visitor | None
    office: Organisation | None
    taker: Robot
    forms: dict[str, Returned] = field(default_factory=dict)  # by file name

    @property
    def actor(self) -> Actor:
        return self.sender if isinstance(self.sender, Person) else VISITOR


def take_in_mail(letter: Letter, tag: ReplyTag | None, plus: str, *, by: Robot = MAIL) -> str:
    """Keep the mail, and place it where its address and its sender prove whose it is. What became of it: a `MailState`,
    or "known" where it was taken in before.
    """
    case, sender = addressee(tag)
    named = case or case_named_in(letter.subject)
    office = named.office if named else desk_called(plus)
    incoming = _Incoming(letter, case or named, sender, office, by)
    refusal = letter.problem or _why_not(tag, case, sender, letter)
    if not letter.is_automatic:
        incoming.forms = _forms_in(letter)
    try:
        return _placed(incoming) if not refusal and not _ignored(letter) else _laid_aside(incoming, refusal)
    except _KnownError:
        return KNOWN
    except DatabaseError:
        raise
    except Exception:  # nothing of a mail may be lost: somebody looks at what could not be placed
        _logger.exception("A mail could not be placed.")
        return _laid_aside(incoming, _("案件に入れる途中で問題が起きました。"))


def _ignored(letter: Letter) -> str:
    """Why nobody needs to look at it."""
    if letter.is_automatic:
        return _("自動返信、配信エラー、またはメーリングリストのメールです。")
    if letter.sender in {settings.REPLY_ADDRESS.lower(), settings.DEFAULT_FROM_EMAIL.lower()}:
        return _("架け橋自身が送ったメールです。")
    return ""


def _why_not(tag: ReplyTag | None, case: Case | None, sender: Person | Visitor | None, letter: Letter) -> str:
    """Why the mail may not go into a case by itself; "" if it may."""
    if tag is None or case is None or sender is None:
        return _("案件あての返信ではありません。")
    if tag.is_expired:
        return _("返信先のアドレスの期限が過ぎています。")
    if not sender.email or sender.email.lower() != letter.sender:
        return _("差出人が、返信を受け付ける人のメールアドレスと違います。")
    actor = sender if isinstance(sender, Person) else VISITOR
    is_gone = isinstance(sender, Person) and sender.user is not None and not sender.user.is_active
    if is_gone or not may_write_to(actor, case):
        return _("差出人は、この案件に書き込める役割をもう持っていません。")
    return ""


def _forms_in(letter: Letter) -> dict[str, Returned]:
    found = {}
    for attachment in letter.attachments:
        if attachment.name.lower().endswith(".xlsx"):
            try:
                found[attachment.name] = from_xlsx(attachment.content)
            except SpreadsheetError:
                continue  # some other table
    return found


def _keep(incoming: _Incoming, **columns: object) -> ArrivedMail:
    """The row of the mail. ``_KnownError`` when the same one is there; another under its number gets one of its own."""
    letter = incoming.letter
    key = letter.key
    if before := ArrivedMail.objects.filter(message_id=key).first():
        if (before.sender, before.subject, before.body) == (letter.sender, letter.subject, letter.text):
            raise _KnownError
        key = f"{key}#{letter.digest[:32]}"
    sender = incoming.sender if isinstance(incoming.sender, Person) else None
    try:
        with transaction.atomic():
            return ArrivedMail.objects.create(
                message_id=key, sender=letter.sender, sender_name=letter.sender_name, subject=letter.subject,
                body=letter.text, left_out="\n".join(letter.left_out), person=sender, **columns,
            )  # fmt: skip
    except IntegrityError:
        raise _KnownError from None


def _placed(incoming: _Incoming) -> str:
    """Into the case, in the name of its sender: as the answer where one was asked for, else as a message."""
    case, by, letter = incoming.case, incoming.actor, incoming.letter
    assert case is not None  # noqa: S101  # its address said so; for the type checker
    with act("cases.take_in_mail", None, by=incoming.taker, permit=True) as record:
        mail = _keep(incoming, state=MailState.PLACED, case=case, office=case.office)
        record.thing = mail
        lines = [*letter.left_out, *_store(letter.attachments, case.ref, by), *_forms_into(incoming, case)]
        words = _message_of(letter.reply or letter.subject, lines)
        ready = {one.move.code for one in open_moves(CASE_FLOW, case, by) if one.refusal is None}
        if code := next((code for code in ANSWERING if code in ready), ""):
            MOVES[code](case, by=by, note=words)
        else:
            name = str(incoming.sender) if isinstance(incoming.sender, Visitor) else ""
            write_message(case, words, author_name=name, came_by_mail=True, by=by)
            if isinstance(by, Person) and any(one.move.code in ANSWERING for one in open_moves(CASE_FLOW, case, by)):
                notices.mail_is_not_enough(mail, case, by)
    return MailState.PLACED.value


def _forms_into(incoming: _Incoming, case: Case) -> list[str]:
    """Take over a request that was filled in in Excel and comes back to its own case; sentences about what was done."""
    paper = case.paper_of("request")
    lines = []
    for name, returned in incoming.forms.items():
        if paper is None or returned.stamp.get("about") != str(case.ref):
            continue
        paper.case = case
        if not may_fill(incoming.actor, paper) or returned.version != paper.sheet.version:
            lines.append(_("添付の依頼書「%(name)s」は、いまは取り込めない状態です。") % {"name": name})
            continue
        try:
            with transaction.atomic():
                fill_from_file(paper, returned, by=incoming.actor)
        except StaleError:
            lines.append(
                _("添付の依頼書「%(name)s」は、画面の依頼書がそのあとで直されているため取り込んでいません。")
                % {"name": name}
            )
        else:
            lines.append(_("添付の依頼書「%(name)s」の内容を取り込みました。") % {"name": name})
            lines += [str(unread) for unread in returned.unread]
    return lines


def _laid_aside(incoming: _Incoming, refusal: str) -> str:
    """Kept for somebody to look at, with its files; what a machine wrote without them."""
    ignored = _ignored(incoming.letter)
    state = MailState.IGNORED if ignored else MailState.WAITING
    try:
        with act("cases.take_in_mail", None, by=incoming.taker, permit=True) as record:
            reason = (ignored or refusal)[:300]
            mail = _keep(incoming, state=state, reason=reason, case=incoming.case, office=incoming.office)
            record.thing = mail
            if not ignored:
                lines = _store(incoming.letter.attachments, mail.ref, incoming.taker)
                mail.left_out = "\n".join(filter(None, [mail.left_out, *lines]))
                mail.form = documents_about(mail.ref).filter(name__in=incoming.forms).first()
                mail.save()
                notices.mail_waits(mail)
    except _KnownError:
        return KNOWN
    return state.value


def _store(attachments: tuple[Attachment, ...], about: Ref, by: Actor) -> list[str]:
    """Keep the files; sentences about those that were refused."""
    refused = []
    for attachment in attachments:
        try:
            store(SimpleUploadedFile(attachment.name, attachment.content), about=about, by=by, permit=True)
        except RefusedFileError as error:
            refused.append(
                _("ファイル「%(name)s」は受け取れませんでした。%(why)s")
                % {"name": attachment.name, "why": " ".join(error.messages)}
            )
    return refused


def _message_of(words: str, lines: list[str]) -> str:
    if len(words) > LONGEST_MESSAGE:
        words = f"{words[:LONGEST_MESSAGE]}\n{_('(長いため、ここまでを載せました。)')}"
    return "\n".join(filter(None, [words or _("(本文なし)"), "" if not lines else "---", *lines]))


def place_mail(mail: ArrivedMail, case: Case, *, by: Person) -> ArrivedMail:
    """Put a waiting mail into a case as a message of its sender, with its files."""
    with act("cases.place_mail", mail, by=by, permit=may_settle_mail(by, mail) and may_write_to(by, case)):
        hold(mail)
        lines = [*filter(None, mail.left_out.split("\n")), *_move_files(mail, case, by)]
        words = _message_of(new_words(mail.body) or mail.subject, lines)
        write_message(case, words, author_name=mail.sender_words[:160], came_by_mail=True, by=by)
        _settle(mail, MailState.PLACED, case, by)
    return mail


def begin_from_mail(
    mail: ArrivedMail,
    kind: CaseKind,
    *,
    office: Organisation,
    applicant: Organisation | None,
    assisting: Organisation | None,
    contact: Mapping[str, str],
    by: Person,
) -> Case:
    """A draft of the desk for whoever wrote, with the words of the mail as a file and its own files."""
    with act("cases.begin_from_mail", mail, by=by, permit=may_settle_mail):
        hold(mail)
        case = begin_on_behalf(
            kind, office=office, applicant=applicant, assisting=assisting, channel=Channel.MAIL, contact=contact, by=by
        )
        paper = case.papers.get()
        if mail.subject and any(question.code == "title" for question in paper.sheet.version.all_questions):
            answers = paper.sheet.answers | {"title": mail.subject[:100]}
            save_paper(paper, answers, base_revision=paper.sheet.revision, by=by)
        take_along(mail, case, by)
    return case


def import_from_mail(
    mail: ArrivedMail,
    kind: CaseKind,
    returned: Returned,
    *,
    office: Organisation,
    applicant: Organisation | None,
    assisting: Organisation | None,
    contact: Mapping[str, str],
    by: Person,
) -> Case:
    """A draft with the answers of the form that came by mail."""
    with act("cases.import_from_mail", mail, by=by, permit=may_settle_mail):
        hold(mail)
        case = import_request(
            kind, returned, office=office, applicant=applicant, assisting=assisting, channel=Channel.EXCEL,
            contact=contact, by=by,
        )  # fmt: skip
        take_along(mail, case, by)
    return case


def take_along(mail: ArrivedMail, case: Case, by: Person) -> None:
    """The words and files of the mail go into the new case; call it inside the act that settles the mail."""
    head = f"{mail.sender_words}\n{mail.subject}\n{mail.arrived_at.astimezone(clock.JAPAN):%Y-%m-%d %H:%M}\n\n"
    text = f"{head}{mail.body}\n{mail.left_out}"
    name = _("届いたメール.txt")
    if _store((Attachment(name, text.encode()),), case.ref, by):  # it holds what looks like a program
        harmless = text.replace("<", "＜").replace(":", "：").replace("#!", "＃！")
        _store((Attachment(name, harmless.encode()),), case.ref, by)
    _move_files(mail, case, by)
    _settle(mail, MailState.PLACED, case, by)


def ignore_mail(mail: ArrivedMail, *, reason: str, by: Person) -> ArrivedMail:
    """Not for any case; the files go."""
    with act("cases.ignore_mail", mail, by=by, permit=may_settle_mail, note=reason):
        hold(mail)
        for document in documents_about(mail.ref):
            remove(document, by=by, permit=True)
        mail.reason = reason[:300]
        _settle(mail, MailState.IGNORED, None, by)
    return mail


class SettledMeanwhileError(Exception):
    """A colleague has dealt with the mail."""


def hold(mail: ArrivedMail) -> None:
    """Hold the row as it is now. ``SettledMeanwhileError`` unless it still waits."""
    mail.refresh_from_db(from_queryset=ArrivedMail.objects.select_for_update(no_key=True))
    if mail.state != MailState.WAITING:
        raise SettledMeanwhileError(_("ほかの人が先に処理しました。"))


def _settle(mail: ArrivedMail, state: MailState, case: Case | None, by: Person) -> None:
    mail.state, mail.case, mail.settled_by, mail.form = state, case, by, None
    mail.office = case.office if case else mail.office
    mail.save()


def _move_files(mail: ArrivedMail, case: Case, by: Person) -> list[str]:
    refused = []
    for document in documents_about(mail.ref):
        refused += _store((_again(document),), case.ref, by)
        remove(document, by=by, permit=True)
    return refused


def _again(document: Document) -> Attachment:
    with document.file.open("rb") as file:
        return Attachment(document.name, file.read())


def forget_old_mails(*, by: Robot) -> int:
    """Delete what arrived more than a year ago, with files that still wait; answers how many."""
    old = ArrivedMail.objects.filter(arrived_at__lt=clock.now() - KEPT)
    with act("cases.forget_mails", None, by=by, permit=True) as record:
        for mail in old:
            for document in documents_about(mail.ref):
                remove(document, by=by, permit=True)
        count = old.delete()[0]
        record.extra = {"deleted": count}
    return count
