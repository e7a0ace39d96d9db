"""Writing a text, taking over a draft, and the second person's signature."""

import unicodedata
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import rules
from kakehashi.foundation.translation.choices import Origin, State, Weight
from kakehashi.foundation.translation.findings import findings_of, has_errors
from kakehashi.foundation.translation.models import Text, Unit
from kakehashi.foundation.translation.operations.staleness import mark_stale, set_flags
from kakehashi.foundation.translation.tree import Tree, meaning_of, tree
from kakehashi.kernel import clock


class WrittenMeanwhileError(RefusedError):
    """Somebody wrote another version since the page was opened; `text` is that version."""

    def __init__(self, text: Text | None) -> None:
        super().__init__(
            _(
                "あなたが開いたあとに、ほかの人がこの文章を書き直しました。今の文章を確かめて、もう一度保存してください。"
            )
        )
        self.text = text


class _Shelf:
    """What one unit says now in every language, held until the transaction ends."""

    def __init__(self, unit: int) -> None:
        self.unit = Unit.objects.select_for_update(no_key=True).get(pk=unit)
        rows = list(self.unit.texts.filter(Q(is_latest=True) | Q(is_standing=True)).order_by())
        self.latest = {text.language_id: text for text in rows if text.is_latest}
        self.standing = {text.language_id: text for text in rows if text.is_standing}
        self.tree: Tree = tree()

    def follows(self, language: str) -> str:
        return self.tree.followed(language, {code: text.meaning for code, text in self.standing.items()})

    def check(self, language: str, body: str) -> list[dict[str, object]]:
        sources = {code: self.standing[code].body for code in self.tree.ancestors(language) if code in self.standing}
        return findings_of(self.unit, language, body, sources)

    def next_version(self, language: str, body: str, weight: Weight, by: Actor, follows: str | None) -> Text:
        """Not saved, and not yet what readers get."""
        before = self.latest.get(language)
        keeps = before is not None and weight == Weight.MINOR
        return Text(
            unit=self.unit,
            language_id=language,
            version=before.version + 1 if before else 1,
            body=body,
            state=State.MACHINE if isinstance(by, Robot) else State.TRANSLATED,
            weight=Weight.MINOR if keeps else Weight.MAJOR,
            meaning=before.meaning if before and keeps else meaning_of(language, body),
            follows=self.follows(language) if follows is None else follows,
            is_standing=False,
            origin=Origin.MACHINE if isinstance(by, Robot) else Origin.HUMAN,
            findings=self.check(language, body),
            translator=by if isinstance(by, Person) else None,
        )

    def stand_unless_checked(self, text: Text) -> None:
        """Readers keep what was checked until the next is."""
        standing = self.standing.get(text.language_id)
        if standing is None or standing.state != State.CHECKED:
            self.stand(text)

    def stand(self, text: Text) -> None:
        """From now on readers get this one."""
        before = self.standing.get(text.language_id)
        if before is not None and before.pk != text.pk:
            set_flags([before.pk], is_standing=False)
        text.is_standing = True


def write_text(
    *,
    unit: Unit,
    language: str,
    body: str,
    expected: int,
    by: Actor,
    weight: Weight = Weight.MAJOR,
    follows: str | None = None,
    origin: Origin = Origin.HUMAN,
    provenance: str = "",
    permit: bool | None = None,
) -> Text:
    """A new version, waiting for a second person; of a robot: a draft of a machine.

    `expected`: the version the writer saw last, 0 where there was none. `follows`: the meaning of the source the writer
    had before them ("": there was none; None: what the source says now); where that has moved on meanwhile, the text is
    stale at once. A minor edit keeps the meaning, so that the languages that follow stay current. `permit`: of a
    service that has its own rule of who writes; else as `rules.may_translate`. Raises ``WrittenMeanwhileError``,
    ``RefusedError``, ``NotPermittedError``.
    """
    allowed = rules.may_translate(by, unit, language) if permit is None else permit
    with act("translation.write", None, by=by, permit=allowed) as record:
        shelf = _Shelf(unit.pk)
        before = shelf.latest.get(language)
        if (before.version if before else 0) != expected:
            raise WrittenMeanwhileError(before)
        text = shelf.next_version(language, clean(body), weight, by, follows)
        _refuse_nothing_new(before, text)
        text.provenance = provenance
        if isinstance(by, Person):
            text.origin = origin
        if before is not None:
            set_flags([before.pk], is_latest=False)
        shelf.stand_unless_checked(text)
        record.thing = text
        _save(text, shelf)
    return text


def clean(body: str) -> str:
    """As texts are kept: NFC, one kind of line end, no white space at the ends of lines, nothing that only steers a
    machine. Raises ``RefusedError``.
    """
    lines = unicodedata.normalize("NFC", body).replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    cleaned = "\n".join("".join(_seen(line)).rstrip() for line in lines)
    if not cleaned:
        raise RefusedError(_("文章を入力してください。"))
    return cleaned


def _seen(line: str) -> Iterator[str]:
    """Its signs; for a tab, or another control character that came along, a space."""
    return (" " if unicodedata.category(sign) == "Cc" else sign for sign in line)


def _refuse_nothing_new(before: Text | None, text: Text) -> None:
    """The same words again say something only where a machine drafted them, or their source has moved on."""
    if before is None or before.body != text.body:
        return
    if before.state in {State.TRANSLATED, State.CHECKED} and before.follows == text.follows and not before.is_returned:
        raise RefusedError(_("前の版と同じ文章です。直すところがなければ、保存する必要はありません。"))


def adopt(text: Text, *, by: Actor, shown: str | None = None, permit: bool | None = None) -> None:
    """Take a machine draft over as it is: from now on it is this translator's, and waits for a second person.

    `shown`: as `sign` has it. Says nothing new: when it was written and what it was made from stay.
    """
    allowed = rules.may_translate(by, text.unit, text.language_id) if permit is None else permit
    with act("translation.adopt", text, by=by, permit=allowed and isinstance(by, Person)):
        shelf = _held(text, {State.MACHINE})
        _refuse_unlike_its_source(text, shelf, shown)
        text.state = State.TRANSLATED
        text.translator = by if isinstance(by, Person) else None
        text.findings = shelf.check(text.language_id, text.body)
        _save(text, shelf)


def sign(text: Text, *, by: Actor, waiver: str = "", shown: str | None = None, permit: bool | None = None) -> None:
    """The second person's signature: from now on this is what readers get.

    `waiver`: why it is signed although the mechanical checks found errors. `shown`: the meaning of the source that
    stood beside the text (None: nobody looked at one).
    """
    allowed = rules.may_check(by, text.unit, text.language_id) if permit is None else permit
    with act("translation.sign", text, by=by, permit=allowed, note=waiver):
        shelf = _held(text, {State.TRANSLATED})
        if not isinstance(by, Person) or text.translator_id == by.pk:
            raise RefusedError(_("自分が書いた文章は点検できません。ほかの人に頼んでください。"))
        _refuse_unlike_its_source(text, shelf, shown)
        text.findings = shelf.check(text.language_id, text.body)
        text.waiver = waiver.strip() if has_errors(text.findings) else ""
        if has_errors(text.findings) and not text.waiver:
            raise RefusedError(_("誤りの指摘が残っています。直すか、そのまま認める理由を書いてください。"))
        text.state, text.checker, text.checked_at, text.remark = State.CHECKED, by, clock.now(), ""
        shelf.stand(text)
        _save(text, shelf)


def _refuse_unlike_its_source(text: Text, shelf: _Shelf, shown: str | None) -> None:
    if text.is_stale:
        raise RefusedError(_("原文が新しくなっています。先に訳文を原文に合わせてください。"))
    if shown is not None and shown != shelf.follows(text.language_id):
        raise RefusedError(_("開いたあとに原文が変わりました。今の原文と比べてから、もう一度押してください。"))


def send_back(text: Text, *, by: Actor, remark: str, permit: bool | None = None) -> None:
    """The second person asks its translator to mend it."""
    allowed = rules.may_check(by, text.unit, text.language_id) if permit is None else permit
    with act("translation.send_back", text, by=by, permit=allowed, note=remark):
        shelf = _held(text, {State.TRANSLATED})
        text.remark = _reason(remark)
        _save(text, shelf)


def withdraw(text: Text, *, by: Actor, remark: str, permit: bool | None = None) -> None:
    """Readers get it no more; what is being worked on takes its place where there is something."""
    allowed = rules.may_check(by, text.unit, text.language_id) if permit is None else permit
    with act("translation.withdraw", text, by=by, permit=allowed, note=remark):
        shelf = _held(text, {State.MACHINE, State.TRANSLATED, State.CHECKED}, or_standing=True)
        text.state, text.remark = State.WITHDRAWN, _reason(remark)
        if text.is_standing:
            text.is_standing = False
            _save(text, shelf)
            latest = shelf.latest[text.language_id]
            if latest.pk != text.pk and latest.state != State.WITHDRAWN:
                set_flags([latest.pk], is_standing=True)
                mark_stale([text.unit_id], shelf.tree)
        else:
            _save(text, shelf)


def restore(text: Text, *, by: Actor, permit: bool | None = None) -> None:
    """A withdrawal taken back: the text is what it was before."""
    allowed = rules.may_check(by, text.unit, text.language_id) if permit is None else permit
    with act("translation.restore", text, by=by, permit=allowed):
        shelf = _held(text, {State.WITHDRAWN})
        text.state, text.remark = _before_withdrawal(text), ""
        if text.state == State.CHECKED:
            shelf.stand(text)
        else:
            shelf.stand_unless_checked(text)
        _save(text, shelf)


def _before_withdrawal(text: Text) -> State:
    if text.checked_at is not None:
        return State.CHECKED
    return State.TRANSLATED if text.translator_id is not None else State.MACHINE


def _held(text: Text, states: set[State], *, or_standing: bool = False) -> _Shelf:
    """Lock the unit and take the text as it is now. Raises where it is no longer what the page showed."""
    shelf = _Shelf(text.unit_id)
    text.refresh_from_db()
    if not (text.is_latest or (or_standing and text.is_standing)):
        raise WrittenMeanwhileError(shelf.latest.get(text.language_id))
    if text.state not in states:
        raise RefusedError(_("この文章はすでに「%(state)s」になっています。") % {"state": State(text.state).label})
    return shelf


def _save(text: Text, shelf: _Shelf) -> None:
    text.save()
    mark_stale([text.unit_id], shelf.tree)
    text.refresh_from_db(fields=["is_stale"])


def _reason(remark: str) -> str:
    if not remark.strip():
        raise RefusedError(_("理由を書いてください。"))
    return remark.strip()
