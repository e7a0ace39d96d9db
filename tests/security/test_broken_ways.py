"""Ways that people really go: the session has ended, the back button, an old tab, a double click, no CSRF token."""

import re

from django.contrib.sessions.models import Session
from django.test import Client

from kakehashi.engines.cases.models import Message
from kakehashi.engines.cases.operations import moving, requests
from kakehashi.foundation.audit.once import new_key
from kakehashi.foundation.flow.models import Passage
from tests.cast import PASSWORD, Cast
from tests.conftest import SignIn
from tests.engines.cases import stories


def test_what_was_typed_outlives_the_session(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    client = sign_in(cast.officer)
    sent = {"_revision": case.papers.get().sheet.revision, "title": "三度目の訪問", "purpose": "長い文章"}
    Session.objects.all().delete()

    refused = client.post(f"/cases/{case.pk}/request/", sent)
    sign_in_page = client.get(refused["Location"])
    signed_in = client.post(
        "/accounts/login/", {"login": cast.officer.email, "password": PASSWORD, "next": "/accounts/continue/"}
    )
    offered = client.get(signed_in["Location"]).content.decode()

    assert (refused.status_code, sign_in_page.status_code, signed_in.status_code) == (303, 200, 302)
    assert "三度目の訪問" in offered and "長い文章" in offered
    assert f'action="/cases/{case.pk}/request/"' in offered
    assert stories.fresh(case).title == "市長のパリ訪問"


def test_somebody_else_signs_in_at_the_same_browser(cast: Cast, sign_in: SignIn) -> None:
    """What was kept leads to the case, which is not theirs."""
    case = stories.draft(cast)
    client = sign_in(cast.officer)
    Session.objects.all().delete()
    client.post(f"/cases/{case.pk}/request/", {"_revision": 1, "title": "三度目の訪問"})

    client.post("/accounts/login/", {"login": cast.neighbour.email, "password": PASSWORD})
    answer = client.post(f"/cases/{case.pk}/request/", {"_revision": 1, "title": "三度目の訪問"})

    assert answer.status_code == 404


def test_the_back_button_after_handing_in(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    client = sign_in(cast.officer)
    check = f"/cases/{case.pk}/request/check/"
    key = {"_once": new_key()}

    first = client.post(check, key)
    again = client.post(check, key)
    from_another_tab = client.post(check, {"_once": new_key()})
    form = client.get(f"/cases/{case.pk}/request/")

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"] == f"/cases/{case.pk}/request/receipt/"
    assert from_another_tab["Location"] == form["Location"] == f"/cases/{case.pk}/"
    assert Passage.objects.filter(move="submit").count() == 1


def test_an_old_tab_is_told_what_has_happened(cast: Cast, sign_in: SignIn) -> None:
    case = stories.submitted(cast)
    moving.receive(case, by=cast.staff)
    moving.decline(stories.fresh(case), by=cast.staff, note="対象外。")

    answer = sign_in(cast.director).post(
        f"/cases/{case.pk}/move/ask_back/", {"_once": new_key(), "ask_back-note": "日程を知りたい。"}
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "この案件はすでに「謝絶」になっています。" in page
    assert "日程を知りたい。" in page  # in the field for messages


def test_a_note_is_not_lost_when_the_move_is_refused(cast: Cast, sign_in: SignIn) -> None:
    """Its form is drawn no more: what was typed stands in the field for messages."""
    case = stories.arranging(cast)

    answer = sign_in(cast.staff).post(
        f"/cases/{case.pk}/move/send_itinerary/", {"_once": new_key(), "send_itinerary-note": "楽しみにしています。"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "まだ結果の出ていない手配項目があります" in page
    assert "楽しみにしています。" in page


def test_a_double_click_writes_once(cast: Cast, sign_in: SignIn) -> None:
    case = stories.submitted(cast)
    client = sign_in(cast.officer)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    keys = re.findall(r'name="_once" value="([^"]+)"', page)
    sent = {"_once": keys[0], "body": "集合は10時です。"}

    answers = [client.post(f"/cases/{case.pk}/message/", sent) for _click in range(2)]

    assert len(keys) == len(set(keys))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Message.objects.count() == 1


def test_a_form_without_its_token_keeps_what_was_typed(cast: Cast) -> None:
    case = stories.submitted(cast)
    client = Client(enforce_csrf_checks=True)
    assert cast.officer.user is not None
    client.force_login(cast.officer.user)
    sent = {"body": "大切な連絡"}

    from_here = client.post(f"/cases/{case.pk}/message/", sent, headers={"Origin": "http://testserver"})
    from_elsewhere = client.post(f"/cases/{case.pk}/message/", sent, headers={"Origin": "https://evil.example.invalid"})

    assert (from_here.status_code, from_elsewhere.status_code) == (403, 403)
    assert "大切な連絡" in from_here.content.decode()
    assert "大切な連絡" not in from_elsewhere.content.decode()
    assert Message.objects.count() == 0


def test_a_part_of_a_page_is_the_same_as_in_the_page(cast: Cast, sign_in: SignIn) -> None:
    stories.published(cast)
    client = sign_in(cast.officer)
    case = requests.start_case(stories.kind(), applicant=cast.himeji, office=cast.paris, by=cast.officer)

    page = client.get(f"/cases/{case.pk}/request/").content.decode()
    part = client.get(f"/cases/{case.pk}/request/precedents/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert _plain(part) in _plain(page)


def test_a_part_of_a_page_after_the_session_says_so(cast: Cast) -> None:
    case = stories.draft(cast)

    answer = Client().post(f"/cases/{case.pk}/request/autosave/", {"title": "x"}, headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert "サインアウトしています" in answer.content.decode()


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())
