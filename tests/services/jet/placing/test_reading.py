import pytest

from kakehashi.services.jet.placing.problem import Choice
from kakehashi.services.jet.placing.reading import Reason, RefusedError, fingerprint, parse

FILES = {
    "candidates.csv": "candidate_id,country,position,jlpt,driving_licence,arrival_group,interview_score,urbanity_wish,"
    "partner_id\n007,US,ALT,,1,A,62,any,008\n008,GB,CIR,N2,0,B,80,rural,007\n",
    "preferences.csv": "candidate_id,rank,kind,code6\n007,3,prefecture,010006\n007,1,municipality,012025\n",
    "lines.csv": "line_id,organisation_code6,prefecture_code6,position,posts,countries,jlpt_floor,licence_required,"
    "arrival_groups,urbanity,must_fill\n01,012025,010006,ALT,2,*,,0,*,rural,1\n"
    "02,131016,130001,CIR,1,US;GB,N2,0,A;B,urban,0\n",
    "country_plan.csv": "country,position,maximum\nUS,ALT,5\n",
}
COUNTRIES = {"US", "GB"}


def files(**changed: str | bytes) -> dict[str, bytes]:
    given = {name: changed.get(name.removesuffix(".csv"), text) for name, text in FILES.items()}
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in given.items()}


def with_row(name: str, row: str) -> dict[str, bytes]:
    return files(**{name: FILES[f"{name}.csv"] + row + "\n"})


def refusals(given: dict[str, bytes]) -> list[tuple[str, int, str, Reason]]:
    with pytest.raises(RefusedError) as refused:
        parse(given, countries=COUNTRIES)
    return [(one.file, one.row, one.about, one.reason) for one in refused.value.refusals]


def test_ids_are_text_and_wishes_keep_their_ranks() -> None:
    problem = parse(files(), countries=COUNTRIES)

    first = problem.candidates[0]
    assert [one.id for one in problem.candidates] == ["007", "008"]
    assert first.choices == (Choice(1, "municipality", "012025"), Choice(3, "prefecture", "010006"))
    assert problem.lines[1].conditions.countries == frozenset({"US", "GB"})
    assert problem.lines[0].conditions.groups is None
    assert problem.maxima == {("US", "ALT"): 5}


def test_a_byte_order_mark_other_line_ends_and_blank_lines_change_nothing() -> None:
    plain = parse(files(), countries=COUNTRIES)

    given = {name: "\ufeff".encode() + text.replace("\n", "\r\n").encode() + b"\r\n" for name, text in FILES.items()}

    assert parse(given, countries=COUNTRIES) == plain


def test_no_candidates_at_all_are_a_problem_too() -> None:
    header = FILES["candidates.csv"].split("\n", maxsplit=1)[0] + "\n"

    problem = parse(files(candidates=header, preferences="candidate_id,rank,kind,code6\n"), countries=COUNTRIES)

    assert problem.candidates == ()


@pytest.mark.parametrize(
    ("name", "row", "about", "reason"),
    [
        ("candidates", "007,US,ALT,,1,A,62,any,", "007", Reason.TWICE),
        ("candidates", "009,XX,ALT,,1,A,62,any,", "009", Reason.NOT_ALLOWED),
        ("candidates", "009,US,BOSS,,1,A,62,any,", "009", Reason.NOT_ALLOWED),
        ("candidates", "009,US,ALT,N6,1,A,62,any,", "009", Reason.NOT_ALLOWED),
        ("candidates", "009,US,ALT,,yes,A,62,any,", "009", Reason.NOT_ALLOWED),
        ("candidates", "009,US,ALT,,1,A,101,any,", "009", Reason.NOT_A_NUMBER),
        ("candidates", "009,US,ALT,,1,A,６２,any,", "009", Reason.NOT_A_NUMBER),
        ("candidates", "009,US,ALT,,1,A,62,any,007", "009", Reason.ONE_SIDED),
        ("candidates", "009,US,ALT,,1,A,62,any,099", "009", Reason.UNKNOWN_PARTNER),
        ("candidates", "009,US,ALT,,1,A,62,any,009", "009", Reason.OWN_PARTNER),
        ("candidates", ",US,ALT,,1,A,62,any,", "", Reason.NO_ID),
        ("candidates", "009,US,ALT", "009", Reason.CELLS),
        ("preferences", "009,1,prefecture,010006", "009", Reason.UNKNOWN_CANDIDATE),
        ("preferences", "008,4,prefecture,010006", "008", Reason.NOT_A_NUMBER),
        ("preferences", "007,3,prefecture,020001", "007", Reason.RANK_TWICE),
        ("preferences", "008,1,prefecture,10006", "008", Reason.UNKNOWN_CODE),
        ("lines", "01,012025,010006,ALT,2,*,,0,*,rural,1", "01", Reason.TWICE),
        ("lines", "03,012025,010006,ALT,0,*,,0,*,rural,1", "03", Reason.NOT_A_NUMBER),
        ("lines", "03,012025,010006,ALT,-1,*,,0,*,rural,1", "03", Reason.NOT_A_NUMBER),
        ("lines", "03,012025,010006,ALT,1,US;XX,,0,*,rural,1", "03", Reason.NOT_ALLOWED),
        ("lines", "03,012025,010006,ALT,1,*,,0,D,rural,1", "03", Reason.NOT_ALLOWED),
        ("country_plan", "US,ALT,6", "US ALT", Reason.TWICE),
        ("country_plan", "XX,ALT,6", "XX ALT", Reason.NOT_ALLOWED),
    ],
)
def test_a_wrong_row_is_refused_by_file_line_id_and_reason(name: str, row: str, about: str, reason: Reason) -> None:
    given = with_row(name, row)

    found = refusals(given)

    assert (f"{name}.csv", FILES[f"{name}.csv"].count("\n") + 1, about, reason) in found


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (files(lines=b"\x83\x5c\x00\xff"), Reason.ENCODING),
        (files(lines="line_id\n"), Reason.MISSING_COLUMN),
        (files(lines='"'), Reason.NOT_CSV),
        (files(lines=b"x" * 50_000_001), Reason.TOO_LARGE),
        ({name: text for name, text in files().items() if name != "lines.csv"}, Reason.MISSING_FILE),
    ],
    ids=str,
)
def test_a_file_that_is_no_table_is_refused(given: dict[str, bytes], reason: Reason) -> None:
    found = refusals(given)

    assert ("lines.csv", reason) in [(file, why) for file, _row, _about, why in found]


def test_the_fingerprint_changes_with_any_byte() -> None:
    assert fingerprint(files()) == fingerprint(files())
    assert fingerprint(files()) != fingerprint(with_row("country_plan", "GB,ALT,1"))
