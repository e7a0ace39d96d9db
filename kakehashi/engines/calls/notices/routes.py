"""Who is told what on the special roads: calls that close themselves, nominations, dispatches, matching."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.flow import TOLD
from kakehashi.engines.calls.models import (
    Application,
    Call,
    Candidate,
    Ceremony,
    Dispatch,
    Nomination,
    Proposal,
    Scenario,
    Track,
)
from kakehashi.engines.calls.notices import name_of_call
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, Param, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

_ALL = [
    NoticeKind(
        "calls.spent",
        _("予算または件数を使い切り、受付を締め切りました: %(call)s"),
        _("%(call)s は、すべての枠で予算または件数を使い切ったので、受付を自動で締め切りました。"),
    ),
    NoticeKind(
        "calls.can_move_up",
        _("補欠を%(count)s件、繰り上げられます: %(call)s"),
        _(
            "%(call)s の枠「%(track)s」で予算または件数が空きました。補欠の%(count)s件をすぐに採択できます。"
            "審査会のページで確かめて、繰り上げてください。"
        ),
    ),
    NoticeKind(
        "calls.board_decided",
        _("採択案「%(scenario)s」のとおりに決定しました: %(call)s"),
        _("%(call)s の採択案「%(scenario)s」のとおりに、%(count)s件を決定しました。次は通知書を発行してください。"),
    ),
    NoticeKind(
        "calls.board_refused",
        _("採択案「%(scenario)s」で決定できませんでした: %(call)s"),
        _("%(call)s の採択案「%(scenario)s」では、何も決定していません。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.has_room",
        _("予算または件数に空きが出ました: %(call)s"),
        _(
            "自動で締め切った %(call)s の枠「%(track)s」に空きが出ました(%(yen)s円)。"
            "受付を再開するときは、公募の編集のページから再開してください。"
        ),
    ),
    NoticeKind(
        "calls.nominated",
        _("%(nominator)s から推薦がありました: %(call)s"),
        _(
            "%(nominator)s が %(call)s に %(body)s を推薦しました。推薦を受けると、応募の下書きができます。\n\n"
            "推薦の理由:\n%(why)s"
        ),
    ),
    NoticeKind(
        "calls.nomination_accepted",
        _("%(body)s が推薦を受けました: %(call)s"),
        _("%(nominator)s の推薦を %(body)s が受け、%(call)s への応募の下書きを始めました。"),
    ),
    NoticeKind(
        "calls.nomination_declined",
        _("%(body)s が推薦を辞退しました: %(call)s"),
        _("%(nominator)s の推薦を %(body)s が辞退しました(%(call)s)。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.nomination_withdrawn",
        _("推薦が取り下げられました: %(call)s"),
        _("%(nominator)s が、%(call)s への %(body)s の推薦を取り下げました。"),
    ),
    NoticeKind(
        "calls.sent_changed",
        _("派遣する人が変わりました: %(title)s"),
        _("「%(title)s」(%(number)s)に派遣する人が %(sent)s に変わりました。\n\n%(note)s"),
    ),
    NoticeKind(
        "calls.proposed",
        _("候補者を紹介します: %(title)s"),
        _(
            "「%(title)s」(%(number)s)に候補者を紹介しました。申請のページで、受入れを希望するかどうかを答えてください。"
        ),
    ),
    NoticeKind(
        "calls.invited",
        _("招く人が決まりました: %(title)s"),
        _(
            "「%(title)s」(%(number)s)に招く人が決まりました。申請のページで、役職、言語、食事の制限などを確かめられます。"
        ),
    ),
    NoticeKind(
        "calls.candidate_shown",
        _("候補者 %(candidate)s を団体に紹介しました: %(call)s"),
        _("%(candidate)s を %(applicant)s に紹介しました。本人の希望を聞いて、希望のページに入力してください。"),
    ),
    NoticeKind(
        "calls.ceremony",
        _("表彰式のお知らせ: %(call)s"),
        _("%(call)s の表彰式の日時と会場をお知らせします。\n\n%(when)s\n%(place)s"),
    ),
    NoticeKind(
        "calls.proposals_answered",
        _("%(applicant)s が候補者について答えました: %(title)s"),
        _("%(applicant)s が「%(title)s」(%(number)s)に紹介した候補者について答えました。"),
    ),
    NoticeKind(
        "calls.proposal_withdrawn",
        _("紹介を取り下げました: %(title)s"),
        _("「%(title)s」(%(number)s)への候補者の紹介を取り下げました。\n\n%(note)s"),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def call_is_spent(call: Call) -> None:
    tell(
        holders(Permission.HANDLE_CALLS, call.scheme.desk_id),
        KINDS["calls.spent"],
        about=call.ref,
        url=f"/calls/{call.pk}/",
        key=f"calls.spent:{call.pk}:{call.revision}",
        call=name_of_call(call),
    )


def call_has_room(call: Call, track: Track, yen: int) -> None:
    tell(
        holders(Permission.HANDLE_CALLS, call.scheme.desk_id),
        KINDS["calls.has_room"],
        about=call.ref,
        url=f"/calls/{call.pk}/edit/",
        key=f"calls.has_room:{call.pk}:{track.pk}:{call.revision}",
        call=name_of_call(call),
        track={"ja": track.name_ja, "en": track.name_en or track.name_ja},
        yen=f"{yen:,}",
    )


def can_move_up(track: Track, count: int) -> None:
    """Each time that something comes free, to everybody of the section: whoever freed it may not be looking."""
    call = track.call
    tell(
        holders(Permission.HANDLE_CALLS, call.scheme.desk_id),
        KINDS["calls.can_move_up"],
        about=call.ref,
        url=f"/calls/{call.pk}/board/#alternates",
        key=f"calls.can_move_up:{track.pk}:{clock.now():%Y%m%d%H%M%S%f}",
        call=name_of_call(call),
        track={"ja": track.name_ja, "en": track.name_en or track.name_ja},
        count=count,
    )


# --- The board --------------------------------------------------------------------------------------------------------
def board_decided(scenario: Scenario, person: Person) -> None:
    _tell_of_scenario(scenario, "calls.board_decided", person, count=scenario.lines.count())


def board_refused(scenario: Scenario, person: Person, note: str) -> None:
    _tell_of_scenario(scenario, "calls.board_refused", person, note=note)


def _tell_of_scenario(scenario: Scenario, kind: str, person: Person, **params: Param) -> None:
    tell(
        [person],
        KINDS[kind],
        about=scenario.call.ref,
        url=f"/calls/scenarios/{scenario.pk}/",
        key=f"{kind}:{scenario.pk}:{clock.now():%Y%m%d%H%M%S%f}",
        call=name_of_call(scenario.call),
        scenario=scenario.name,
        except_for=None,
        reply_to=None,
        **params,
    )


# --- Nominations ------------------------------------------------------------------------------------------------------
def to_nominated(nomination: Nomination, kind: str, by: Actor) -> None:
    _tell_of(nomination, kind, holders(Permission.REQUEST_SERVICES, nomination.body_id), by)


def to_nominator(nomination: Nomination, kind: str, by: Actor) -> None:
    _tell_of(nomination, kind, holders(Permission.REQUEST_SERVICES, nomination.nominator_id), by)


def _tell_of(nomination: Nomination, kind: str, people: Iterable[Person], by: Actor) -> None:
    tell(
        people,
        KINDS[kind],
        about=nomination.ref,
        url=f"/calls/nominations/{nomination.pk}/",
        key=f"{kind}:{nomination.pk}",
        except_for=by,
        call=name_of_call(nomination.call),
        body=named(nomination.body),
        nominator=named(nomination.nominator),
        why=nomination.why,
        note=nomination.note,
    )


def ceremony(ceremony: Ceremony, application: Application, by: Actor) -> None:
    """Whoever is honoured hears when and where, and again when that becomes another."""
    tell(
        holders(Permission.REQUEST_SERVICES, application.applicant_id),
        KINDS["calls.ceremony"],
        about=application.ref,
        url=f"/calls/applications/{application.pk}/",
        key=f"calls.ceremony:{application.pk}:{ceremony.revision}",
        except_for=by,
        call=name_of_call(application.call),
        when=ceremony.held_at,
        place={"ja": ceremony.place_ja, "en": ceremony.place_en},
    )


# --- Dispatches -------------------------------------------------------------------------------------------------------
def sent_changed(dispatch: Dispatch, by: Actor, note: str) -> None:
    """The applicant knows who comes once the decision is told: of another one it hears."""
    application = dispatch.application
    tell(
        holders(Permission.REQUEST_SERVICES, application.applicant_id),
        KINDS["calls.sent_changed"],
        about=application.ref,
        url=f"/calls/applications/{application.pk}/",
        key=f"calls.sent_changed:{application.pk}:{dispatch.sent_id}:{dispatch.chosen_at:%Y%m%d%H%M%S}",
        except_for=by,
        title=str(application),
        number=application.number or "",
        sent=str(dispatch.sent),
        note=note,
    )


# --- Matching ---------------------------------------------------------------------------------------------------------
def to_host(proposal: Proposal, kind: str, by: Actor, note: str = "") -> None:
    _tell_matching(proposal, kind, holders(Permission.REQUEST_SERVICES, proposal.application.applicant_id), by, note)


def invited(candidate: Candidate, host: Application, by: Actor) -> None:
    """Once a host knows that it was chosen it hears whom it receives; never the name in a mail."""
    if host.step in TOLD:
        tell(
            holders(Permission.REQUEST_SERVICES, host.applicant_id),
            KINDS["calls.invited"],
            about=host.ref,
            url=f"/calls/applications/{host.pk}/",
            key=f"calls.invited:{candidate.pk}:{candidate.revision}",
            except_for=by,
            title=str(host),
            number=host.number or "",
        )


def to_office(proposal: Proposal, by: Actor) -> None:
    """The offices in charge of the candidate's country ask the candidate."""
    candidate = proposal.candidate
    for office in candidate.country.offices.all():
        tell(
            holders(Permission.HANDLE_CASES, office.pk),
            KINDS["calls.candidate_shown"],
            about=candidate.call.ref,
            url=f"/calls/candidates/{candidate.pk}/wishes/",
            key=f"calls.candidate_shown:{proposal.pk}:{clock.now():%Y%m%d%H%M%S}",
            except_for=by,
            candidate=str(candidate),
            call=name_of_call(candidate.call),
            applicant=named(proposal.application.applicant),
        )


def to_desk(proposal: Proposal, by: Actor) -> None:
    desk = proposal.application.call.scheme.desk_id
    _tell_matching(proposal, "calls.proposals_answered", holders(Permission.HANDLE_CALLS, desk), by, "")


def _tell_matching(proposal: Proposal, kind: str, people: Iterable[Person], by: Actor, note: str) -> None:
    application = proposal.application
    answered = f":{proposal.answered_at:%Y%m%d%H%M%S}" if proposal.answered_at else ""
    tell(
        people,
        KINDS[kind],
        about=application.ref,
        url=f"/calls/applications/{application.pk}/",
        key=f"{kind}:{proposal.pk}{answered}",
        except_for=by,
        title=str(application),
        number=application.number or "",
        applicant=named(application.applicant),
        note=note,
    )
