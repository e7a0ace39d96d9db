"""What the agency lifts: people are told, nothing that is up changes; what no sentence says makes no draft."""

import pytest

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.notices.models import Notice
from kakehashi.services.disaster.jma.drafting import draft
from kakehashi.services.disaster.jma.messages import read
from kakehashi.services.disaster.models import Bulletin, JmaMessage
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.jma_taking import take_in
from tests.services.disaster import stories
from tests.services.disaster.jma.messages import VOLCANOLOGY, item, report, volcano, warning
from tests.services.disaster.stories import HIMEJI, Scene

WEATHER = "気象警報・注意報（Ｈ２７）"
RAIN, WIND, ALL = ("03", "大雨警報"), ("05", "暴風警報"), ("00", "解除")
HEADER = {"event_id": "", "serial": "", "head_title": "兵庫県気象警報・注意報"}
KIND = "disaster.jma_lifted"


def taken(*stated: tuple[tuple[str, str], str], hour: int = 10, city: str = "2820100") -> JmaMessage:
    items = [item(*kind, city, status=status) for kind, status in stated]
    reported = f"2026-05-01T{hour:02}:00:00+09:00"
    data = report(WEATHER, warning("市町村等", *items), reported=reported, **HEADER)
    return take_in(data, by=Robot("test")).message


def live(scene: Scene) -> Bulletin:
    """About the rain of Himeji, made of the agency's message."""
    return stories.published(scene, message=taken((RAIN, "発表"), (WIND, "発表")))


def say_kinds(bulletin: Bulletin, *kinds: str) -> None:
    part = bulletin.parts.get()
    part.slots |= {"kind": list(kinds)}
    part.save()


@pytest.mark.django_db
@pytest.mark.parametrize("stated", [(ALL, "発表"), (ALL, ""), (RAIN, "解除")])
def test_whoever_put_it_up_is_told_and_it_stands(scene: Scene, stated: tuple[tuple[str, str], str]) -> None:
    bulletin = live(scene)
    before = Bulletin.objects.filter(pk=bulletin.pk).values().get()

    taken(stated, hour=12)
    taken(stated, hour=12)

    told = Notice.objects.filter(kind=KIND)
    assert {notice.person for notice in told} == {scene.writer, scene.publisher, scene.second}
    assert len(told) == 3
    assert Bulletin.objects.filter(pk=bulletin.pk).values().get() == before


@pytest.mark.django_db
def test_only_of_what_it_is_about(scene: Scene) -> None:
    say_kinds(live(scene), "03")

    taken((RAIN, "継続"), (WIND, "解除"), hour=12)
    taken((ALL, ""), hour=13, city="2821000")

    assert not Notice.objects.filter(kind=KIND).exists()

    taken((RAIN, "解除"), hour=14)

    assert Notice.objects.filter(kind=KIND).exists()


@pytest.mark.django_db
def test_nobody_is_told_of_drafts_of_what_has_ended_or_too_late(scene: Scene) -> None:
    stories.draft(scene, message=taken((RAIN, "発表")))
    moves.withdraw(live(scene), by=scene.publisher, note="終わり")
    bulletin = stories.checking(scene, message=taken((RAIN, "発表"), hour=11))
    taken((RAIN, "継続"), hour=15)

    taken((ALL, ""), hour=12)

    assert bulletin.areas == [HIMEJI]
    assert not Notice.objects.filter(kind=KIND).exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            report("噴火速報", volcano("噴火速報", "52", "噴火", "火山名", ("試し山", "506")), kind=VOLCANOLOGY),
            "噴火したことだけを伝える文例がありません",
        ),
        (report("全般台風情報"), "台風が近づく地域と日は、この電文にありません"),
        (report(WEATHER, warning("市町村等", item(*ALL, "2820100"))), "前の電文から作った情報を見直してください"),
        (
            report(
                "府県気象防災速報",
                information='<Information type="情報タグ"><Item><Kind><Name>情報タグ</Name>'
                "<Condition>線状降水帯発生</Condition></Kind>"
                '<Areas codeType="気象情報／府県予報区・細分区域等">'
                "<Area><Name>南部</Name><Code>120030</Code></Area></Areas></Item></Information>",
            ),
            "線状降水帯を伝える文例がありません",
        ),
    ],
)
def test_what_no_sentence_of_the_bank_says_makes_no_draft_and_says_why(data: bytes, words: str) -> None:
    drafted = draft(read(data))

    assert drafted.draft is None
    assert words in drafted.reason
