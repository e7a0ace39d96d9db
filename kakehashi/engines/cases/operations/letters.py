"""Formal letters: drafted, changed, issued once and for all."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases import notices
from kakehashi.engines.cases.choices import LetterSide
from kakehashi.engines.cases.models import Case, Letter
from kakehashi.engines.cases.rules import may_change_letter, may_write_letter
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.documents import pdf
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.flow.approvals import ApprovalState
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

EDITABLE = (
    "number", "dated_on", "addressee", "sender", "subject", "body", "contact", "language", "omits_seal",
)  # fmt: skip


class LetterHeldError(Exception):
    """The letter cannot be issued yet; says why in words."""


def write_letter(case: Case, side: LetterSide, values: Mapping[str, Any], *, by: Person) -> Letter:
    """A draft that only the writer's side sees. `values`: all of ``EDITABLE``."""
    with act("cases.write_letter", None, by=by, permit=may_write_letter(by, case, side)) as record:
        letter = Letter(case=case, side=side, made_by=by)
        _set(letter, values)
        letter.save()
        record.thing = letter
    return letter


def change_letter(letter: Letter, values: Mapping[str, Any], *, base_revision: int, by: Person) -> Letter:
    """Raises ``StaleError`` when somebody changed or issued it since `base_revision`."""
    with act("cases.change_letter", letter, by=by, permit=may_change_letter):
        _hold(letter, base_revision)
        _set(letter, values)
        letter.revision += 1
        letter.save()
    return letter


def discard_letter(letter: Letter, *, by: Person) -> None:
    """Throw a draft away; what was shown for approval stays with its approval."""
    with act("cases.discard_letter", letter, by=by, permit=may_change_letter):
        _hold(letter, letter.revision)
        letter.delete()


def issue_letter(letter: Letter, *, base_revision: int, by: Person) -> Letter:
    """Keep it as the PDF both sides read; it never changes again.

    Raises ``StaleError`` as above, ``LetterHeldError`` while its approval is awaited or was refused.
    """
    with act("cases.issue_letter", letter, by=by, permit=may_change_letter):
        _hold(letter, base_revision)
        if held := why_held(letter):
            raise LetterHeldError(held)
        letter.issued_at, letter.issued_by = clock.now(), by
        content = pdf.render("letter", letter.as_printed(), language=letter.language)
        upload = SimpleUploadedFile(f"{letter.number or letter.subject}.pdf", content, "application/pdf")
        letter.document = store(upload, about=letter.case.ref, by=by, permit=True)
        letter.save()
        if letter.side == LetterSide.FROM_COUNCIL:
            notices.to_applicant(letter.case, "cases.letter_issued", by, note=letter.subject)
    return letter


def why_held(letter: Letter) -> str | Promise | None:
    """What stands between the draft and its issue; ``None``: nothing."""
    approvals = list(letter.approvals.order_by("id"))
    if any(approval.is_waiting for approval in approvals):
        return _("この公文書の承認を待っています。承認されるか、承認依頼を取り下げると発行できます。")
    last = next((one for one in reversed(approvals) if one.state != ApprovalState.TAKEN_BACK), None)
    if last is not None and last.state == ApprovalState.REFUSED and last.shown["letter"]["revision"] == letter.revision:
        return _("この内容は承認されませんでした。直してから、もう一度承認を求めてください。")
    return None


def _hold(letter: Letter, base_revision: int) -> None:
    case = letter.case
    letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(no_key=True))
    letter.case = case
    if letter.revision != base_revision or not letter.is_draft:
        raise StaleError(letter)


def _set(letter: Letter, values: Mapping[str, Any]) -> None:
    for name in EDITABLE:
        setattr(letter, name, values[name])
