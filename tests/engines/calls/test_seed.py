"""What every installation begins with: the schemes of the plan and their calls, each a row."""

import json

import pytest

from kakehashi.engines.calls import seed
from kakehashi.engines.calls.models import Call, MoneyRule, Scheme, Track
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.forms.models import QuestionSet, Version
from kakehashi.foundation.forms.soundness import faults_of
from kakehashi.foundation.organisations.choices import OrganisationKind
from tests.cast import Cast, make_cast, make_organisation
from tests.databases import cast_standing

standing = cast_standing("cast", make_cast)  # without the section of the stories
SCHEMES = [
    "overseas_economic", "multicultural", "exchange", "model", "award", "adviser", "expert", "lgotp", "host_seminar",
    "jiam", "resident",
]  # fmt: skip


def test_every_scheme_of_the_plan_is_there(cast: Cast) -> None:
    seed.load()

    assert list(Scheme.objects.values_list("code", flat=True)) == SCHEMES
    assert set(Call.objects.filter(fiscal_year=2012).values_list("scheme__code", flat=True)) == set(SCHEMES)
    assert list(Call.objects.filter(tracks=None)) == []
    assert set(Call.objects.values_list("is_unconfirmed", "announced_at")) == {(True, None)}


def test_loading_again_changes_nothing(cast: Cast) -> None:
    seed.load()
    rows = AuditRow.objects.count()

    seed.load()

    assert AuditRow.objects.count() == rows


def test_what_headquarters_changed_stays(cast: Cast) -> None:
    seed.load()
    Scheme.objects.filter(code="model").update(name_ja="モデル")
    MoneyRule.objects.filter(call__scheme__code="exchange", call__fiscal_year=2025).update(floor_yen=100_000)
    Track.objects.filter(call__scheme__code="award", call__fiscal_year=2012).update(places=4)

    seed.load()

    assert Scheme.objects.get(code="model").name_ja == "モデル"
    assert MoneyRule.objects.get(call__scheme__code="exchange", call__fiscal_year=2025).floor_yen == 100_000
    assert list(Track.objects.filter(call__scheme__code="award").values_list("places", flat=True)) == [4, 3]


def test_no_amount_of_the_plans_year_is_invented(cast: Cast) -> None:
    seed.load()

    rules = MoneyRule.objects.filter(call__fiscal_year=2012)
    assert rules.filter(is_set=False, rate=None, floor_yen=None, caps=None).count() == rules.count() > 0
    assert set(MoneyRule.objects.values_list("is_confirmed", flat=True)) == {False}
    assert list(Track.objects.exclude(ceiling_yen=None)) == []


def test_the_economic_grant_has_two_tracks_and_its_support(cast: Cast) -> None:
    seed.load()

    call = Call.objects.get(scheme__code="overseas_economic")
    assert list(call.tracks.values_list("name_ja", flat=True)) == ["通常枠", "東日本大震災復興支援・風評被害対策枠"]
    assert (call.links_case, call.scheme.service_numbers) == (True, [6, 14])


@pytest.mark.parametrize(
    ("code", "road", "places"),
    [
        ("award", ("honour", "nothing", ""), [3]),
        ("adviser", ("person", "direct", "adviser"), [None]),
        ("expert", ("person", "direct", "expert"), [None]),
        ("lgotp", ("match", "nothing", ""), [None]),
        ("host_seminar", ("place", "nothing", ""), [1] * 7),
        ("resident", ("place", "nothing", ""), [None]),
    ],
)
def test_what_gives_no_grant_is_a_row_too(
    cast: Cast, code: str, road: tuple[str, str, str], places: list[int | None]
) -> None:
    seed.load()

    call = Call.objects.get(scheme__code=code, fiscal_year=2012)
    assert (call.gives, call.pays, call.register) == road
    assert list(call.tracks.values_list("places", flat=True)) == places


def test_desks_are_the_sections_where_there_are_any(cast: Cast) -> None:
    section = make_organisation("section-economic", OrganisationKind.SECTION, "経済交流課", "Economic Exchange")

    seed.load()

    assert Scheme.objects.get(code="overseas_economic").desk == section
    assert Scheme.objects.get(code="exchange").desk == cast.headquarters


def test_every_form_is_sound_and_in_both_languages(cast: Cast) -> None:
    seed.load()

    versions = Version.objects.select_related("question_set")
    untold = [
        f"{version}: {question.code}"
        for version in versions
        for question in version.all_questions
        if not question.label_en or any(not part["label_en"] for part in [*question.options, *question.columns])
    ]
    assert [faults_of(version) for version in versions] == [[]] * versions.count()
    assert untold == []
    assert list(QuestionSet.objects.filter(title_en="")) == []


def test_the_items_of_a_budget_are_those_of_its_call(cast: Cast) -> None:
    seed.load()

    unknown: list[str] = []
    for call in Call.objects.select_related("application_form"):
        assert call.application_form is not None
        for question in call.application_form.versions.get().all_questions:
            options = {option["value"] for column in question.columns for option in column.get("options", [])}
            unknown += options - set(call.expenses.values_list("code", flat=True))
    assert unknown == []


def test_every_row_speaks_both_languages() -> None:
    rows = json.loads((seed.DATA / "schemes.json").read_text(encoding="utf-8"))["schemes"]

    calls = [call for scheme in rows for call in scheme["calls"]]
    parts = [part for call in calls for name in seed.PARTS for part in call.get(name, [])]
    untold = [
        (key, row)
        for row in [*rows, *calls, *parts]
        for key in row
        if key.endswith("_ja") and not row.get(f"{key[:-3]}_en")
    ]
    assert untold == []
