import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.kernel.references import Ref


def test_a_reference_is_written_and_read() -> None:
    assert str(Ref("cases.case", 12)) == "cases.case:12"
    assert Ref.parse("cases.case:12") == Ref("cases.case", 12)


@given(st.from_regex(r"[a-z]+\.[a-z]+", fullmatch=True), st.integers(0, 2**63 - 1))
def test_reading_is_the_inverse_of_writing(kind: str, number: int) -> None:
    assert Ref.parse(str(Ref(kind, number))) == Ref(kind, number)


@pytest.mark.parametrize("text", ["", "cases.case", ":12", "cases.case:", "cases.case:-1", "cases.case:１２", "a:b"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a reference"):
        Ref.parse(text)
