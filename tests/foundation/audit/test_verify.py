import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit import operations, verify
from kakehashi.foundation.audit.gate import FIRST_SEAL, SEALED, NotPermittedError, act, seal_of
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.audit.verify import Finding, Head
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref
from tests.cast import Cast

ROWS = 7
CHANGED = "記録が変えられているか、順番が変わっています。"
VALUES = "前後の値、理由または名前が変えられています。"


@pytest.fixture
def chain(cast: Cast) -> Cast:
    """Seven acts on one city."""
    for number in range(1, ROWS + 1):
        with act("test.rename", cast.himeji, by=cast.officer, permit=True, note=f"{number}回目"):
            cast.himeji.url = f"https://www{number}.city.himeji.lg.jp/"
            cast.himeji.latitude = number / 3
            cast.himeji.save()
    return cast


def row(number: int) -> AuditRow:
    return AuditRow.objects.get(number=number)


def test_untouched_chain_has_no_findings(chain: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "BATCH", 3)  # so that the rows span three batches

    report = verify.verify([verify.head(clock.now())])

    assert (report.rows, report.last, report.findings) == (ROWS, ROWS, [])


def test_empty_chain_has_no_findings(db: None) -> None:
    report = verify.verify([verify.head(clock.now())])

    assert (report.rows, report.last, report.findings) == (0, 0, [])


@pytest.mark.parametrize("number", [1, 4, ROWS])
@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("at", clock.now(), CHANGED),
        ("action", "test.other", CHANGED),
        ("actor_id", None, CHANGED),
        ("thing_kind", "cases.case", CHANGED),
        ("thing_id", 0, CHANGED),
        ("values_digest", "0" * 64, CHANGED),
        ("seal", "0" * 64, CHANGED),
        ("before", {"url": ""}, VALUES),
        ("after", {"url": ""}, VALUES),
        ("note", "別の理由", VALUES),
        ("actor_name", "別の人", VALUES),
    ],
)
def test_one_changed_row_is_found_wherever_it_is(
    chain: Cast, number: int, column: str, value: object, text: str
) -> None:
    AuditRow.objects.filter(number=number).update(**{column: value})

    assert Finding(number, text) in verify.verify().findings


@pytest.mark.parametrize("number", [1, 4])
def test_change_that_is_sealed_anew_breaks_the_next_row(chain: Cast, number: int) -> None:
    changed = row(number)
    changed.action = "test.other"
    previous = row(number - 1).seal if number > 1 else FIRST_SEAL
    changed.seal = seal_of(previous, *(getattr(changed, name) for name in SEALED))
    changed.save()

    assert verify.verify().findings == [Finding(number + 1, CHANGED)]


@pytest.mark.parametrize("number", [1, 4])
def test_deleted_row_is_found(chain: Cast, number: int) -> None:
    row(number).delete()

    assert verify.verify().findings == [Finding(number, "記録が失われています。"), Finding(number + 1, CHANGED)]


def test_deletion_hidden_by_renumbering_is_found(chain: Cast) -> None:
    row(4).delete()
    for number in range(5, ROWS + 1):
        AuditRow.objects.filter(number=number).update(number=F("number") - 1)

    assert verify.verify().findings[0] == Finding(4, CHANGED)


@pytest.mark.parametrize(("first", "second"), [(1, 2), (3, 5), (1, ROWS)])
def test_exchanged_rows_are_found(chain: Cast, first: int, second: int) -> None:
    for old, new in [(first, 99), (second, first), (99, second)]:
        AuditRow.objects.filter(number=old).update(number=new)

    found = {finding.number for finding in verify.verify().findings}

    assert {first, second} <= found


def test_lost_end_is_found_by_the_published_head_only(chain: Cast) -> None:
    head = verify.head(clock.now())
    AuditRow.objects.filter(number__gt=5).delete()

    assert verify.verify().findings == []
    assert verify.verify([head]).findings == [Finding(ROWS, "控えにある記録が失われています。")]


def test_chain_written_anew_is_found_by_any_published_head(chain: Cast) -> None:
    heads = [Head(3, row(3).seal, ""), Head(3, "0" * 64, ""), Head(0, FIRST_SEAL, "")]

    assert verify.verify(heads).findings == [Finding(3, "控えておいた印と違います。")]


def test_values_blanked_by_an_act_still_verify(chain: Cast) -> None:
    count = operations.blank_values(
        Ref("organisations.organisation", chain.himeji.pk), by=chain.operator, reason="本人の求め"
    )

    assert count == ROWS
    assert (row(3).before, row(3).after, row(3).note) == ({}, {}, "")
    assert verify.verify().findings == []


def test_values_blanked_without_an_act_are_found(chain: Cast) -> None:
    AuditRow.objects.filter(number=3).update(before={}, after={}, note="")

    assert verify.verify().findings == [Finding(3, "値が、消した記録を残さずに消されています。")]


def test_only_operators_blank_values(chain: Cast) -> None:
    with pytest.raises(NotPermittedError):
        operations.blank_values(Ref("organisations.organisation", 1), by=chain.officer, reason="")


def test_commands_publish_and_compare_heads(chain: Cast, tmp_path: Path) -> None:
    file, out = tmp_path / "heads", StringIO()
    call_command("publish_audit_head", to=file, stdout=out)
    with act("test.more", None, by=Robot("test"), permit=True):
        pass
    call_command("publish_audit_head", to=file, stdout=out)

    call_command("verify_audit", "--json", head=file, stdout=out)

    assert [head.number for head in verify.read_heads(file)] == [ROWS, ROWS + 1]
    answer = json.loads(out.getvalue().splitlines()[-1])
    assert (answer["rows"], answer["last"], answer["findings"]) == (ROWS + 1, ROWS + 1, [])


def test_command_fails_when_something_was_found(chain: Cast) -> None:
    row(2).delete()
    out = StringIO()

    with pytest.raises(CommandError, match="2 findings"):
        call_command("verify_audit", stdout=out)

    assert out.getvalue().splitlines()[0] == "2: 記録が失われています。"


def test_unreadable_heads_are_refused_in_words(db: None, tmp_path: Path) -> None:
    (tmp_path / "heads").write_text("no head\n")

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_audit", head=tmp_path / "heads", stdout=StringIO())
