import pytest

from kakehashi.services.jet.terms.causes import Cause, Causes, Evidence, Found

WORK = Found(Cause.WORKPLACE, frozenset({Evidence.SELF}))


def test_the_codes_of_the_book() -> None:
    assert "".join(Cause.values) == "HMFRJWUXLPCVDNO"


def test_a_main_cause_and_others_beside_it() -> None:
    other = Found(Cause.LOCATION, frozenset({Evidence.SELF, Evidence.HOST}))

    assert Causes(WORK, (other,)).contributing == (other,)


@pytest.mark.parametrize(
    ("primary", "contributing", "said"),
    [
        (WORK, (Found(Cause.WORKPLACE, frozenset({Evidence.SUPERVISOR})),), "twice"),
        (WORK, (Found(Cause.PAY, frozenset()),), "nobody"),
        (Found(Cause.PAY, frozenset()), (), "nobody"),
    ],
)
def test_what_contradicts_the_book_is_refused(primary: Found, contributing: tuple[Found, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Causes(primary, contributing)
