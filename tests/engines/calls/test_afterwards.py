"""After a visit: each side says what it thought of it, unread by the other; a year later the body how it helped."""

import datetime as dt

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Expert, Paper
from kakehashi.engines.calls.operations import save_paper
from kakehashi.engines.calls.operations.afterwards import ask_follow_ups
from kakehashi.engines.calls.operations.papers import hand_in
from kakehashi.engines.calls.operations.reminding import remind
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.test_dispatch_costs import adviser_call, officer_of, reported

NIGHT = Robot("reminders")


def sent_and_reported(cast: Cast) -> tuple[Application, Person]:
    """With whoever was sent, who signs in."""
    asked = [("useful", "text", True)]
    call = adviser_call(
        cast,
        host_appraisal_form=stories.form("by-host", asked),
        sent_appraisal_form=stories.form("by-sent", asked),
        follow_up_form=stories.form("follow-up", [("since", "textarea", True)]),
        report_days=7,
    )
    application = reported(cast, call, 60_000)
    adviser = make_person("adviser", "防災 花子")
    Expert.objects.update(person=adviser)
    return stories.fresh(application), adviser


def paper_of(application: Application, kind: PaperKind) -> Paper:
    return application.papers.get(kind=kind)


def write(paper: Paper, by: Person, **answers: str) -> Paper:
    save_paper(paper, answers or {"useful": "とてもよかった"}, base_revision=paper.sheet.revision, by=by)
    hand_in(Paper.objects.get(pk=paper.pk), by=by)
    return Paper.objects.get(pk=paper.pk)


def test_both_sides_write_and_only_the_section_reads_both(cast: Cast, sign_in: SignIn) -> None:
    application, adviser = sent_and_reported(cast)
    by_host, by_sent = (
        paper_of(application, kind) for kind in (PaperKind.APPRAISAL_BY_HOST, PaperKind.APPRAISAL_BY_SENT)
    )

    write(by_host, cast.officer)
    write(by_sent, adviser)

    people = {"body": cast.officer, "sent": adviser, "section": officer_of(cast), "neighbour": cast.neighbour}
    people["branch"] = cast.branch_officer
    addresses = [reverse("calls:paper", args=[application.pk, one.pk]) for one in (by_host, by_sent)]
    seen = {
        name: [sign_in(person).get(address).status_code for address in addresses] for name, person in people.items()
    }
    assert seen == {
        "body": [200, 404], "sent": [404, 200], "section": [200, 200], "neighbour": [404, 404], "branch": [404, 404],
    }  # fmt: skip
    assert Notice.objects.filter(kind="calls.told_afterwards", person=officer_of(cast)).count() == 2


def test_whoever_was_sent_finds_it_on_a_page_of_their_own(cast: Cast, sign_in: SignIn) -> None:
    application, adviser = sent_and_reported(cast)
    paper = paper_of(application, PaperKind.APPRAISAL_BY_SENT)
    client = sign_in(adviser)
    address = reverse("calls:paper", args=[application.pk, paper.pk])

    shown = client.get(reverse("calls:sent")).content.decode()
    form = client.get(address).content.decode()
    client.post(address, {"useful": "よい準備だった", "check": "1", "_revision": paper.sheet.revision})
    answer = client.post(reverse("calls:paper_check", args=[application.pk, paper.pk]))

    assert address in shown
    application_link = f'href="{reverse("calls:application", args=[application.pk])}"'
    assert [f'href="{reverse("calls:sent")}"' in form, application_link in form] == [True, False]
    assert answer["Location"] == reverse("calls:sent")
    assert client.get(reverse("calls:application", args=[application.pk])).status_code == 404
    assert sign_in(cast.officer).get(reverse("calls:sent")).content.decode().count(address) == 0


def test_what_is_written_once_stays(cast: Cast) -> None:
    application, adviser = sent_and_reported(cast)
    paper = write(paper_of(application, PaperKind.APPRAISAL_BY_SENT), adviser)

    with pytest.raises(NotPermittedError):
        save_paper(paper, {"useful": "x"}, base_revision=paper.sheet.revision, by=adviser)
    with pytest.raises(NotPermittedError):
        hand_in(paper_of(application, PaperKind.APPRAISAL_BY_HOST), by=adviser)


def test_an_empty_one_is_not_handed_in(cast: Cast) -> None:
    application, _adviser = sent_and_reported(cast)

    with pytest.raises(MoveRefusedError):
        hand_in(paper_of(application, PaperKind.APPRAISAL_BY_HOST), by=cast.officer)


def test_for_somebody_who_does_not_sign_in_the_section_types_it_in(cast: Cast) -> None:
    application, adviser = sent_and_reported(cast)
    Expert.objects.update(person=None)

    paper = write(paper_of(stories.fresh(application), PaperKind.APPRAISAL_BY_SENT), officer_of(cast))

    assert (paper.submitted_by, adviser.entries.count()) == (officer_of(cast), 0)


def test_the_body_is_asked_in_the_next_year_and_reminded_once(cast: Cast, sign_in: SignIn) -> None:
    application, _adviser = sent_and_reported(cast)
    Application.objects.filter(pk=application.pk).update(step="paid")
    this_year = ask_follow_ups(by=NIGHT)

    with clock.pinned(dt.datetime(2013, 4, 10, 12, tzinfo=clock.JAPAN)):
        asked = [ask_follow_ups(by=NIGHT), ask_follow_ups(by=NIGHT)]
        paper = paper_of(application, PaperKind.FOLLOW_UP)
        told = Notice.objects.filter(kind="calls.follow_up_asked", person=cast.officer).count()
        page = sign_in(cast.officer).get(reverse("calls:application", args=[application.pk])).content.decode()
    for day in (9, 10):
        with clock.pinned(dt.datetime(2013, 5, day, 12, tzinfo=clock.JAPAN)):
            remind(by=NIGHT)
    write(paper, cast.officer, since="訓練を毎年続けている。")

    assert (this_year, asked, told, paper.due_on) == (0, [1, 0], 1, dt.date(2013, 5, 10))
    assert reverse("calls:paper", args=[application.pk, paper.pk]) in page
    assert Notice.objects.filter(kind="calls.follow_up_due", person=cast.officer).count() == 1
