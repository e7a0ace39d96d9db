from kakehashi.foundation.flow.drawing import mermaid
from tests.foundation.flow.walks.flow import WALK

DRAWN = """```mermaid
stateDiagram-v2
    planned: 計画中
    walking: 散歩中
    home: 帰宅
    [*] --> planned
    planned --> walking: 出発する
    walking --> walking: 休む
    walking --> walking: 案内を頼む
    walking --> planned: 引き返す
    walking --> home: 帰る
    home --> [*]
```
"""


def test_mermaid_draws_every_step_and_move() -> None:
    assert mermaid(WALK) == DRAWN


def test_a_flow_finds_its_parts_by_code() -> None:
    assert WALK.codes() == ["planned", "walking", "home"]
    assert WALK.step("home").is_end
    assert WALK.move("rest").target is None
