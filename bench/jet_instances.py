"""Invented placements of any size, to measure with: real codes of municipalities, the country mix of 2010, nobody
real.

python bench/jet_instances.py OUT_DIR [--candidates 1700] [--posts 1660] [--couples 25] [--seed 1]
"""

import argparse
import csv
import random
from pathlib import Path

MUNICIPALITIES = Path(__file__).parent.parent / "kakehashi/foundation/organisations/data/municipalities.csv"
COUNTRIES = {
    "US": 2420, "CA": 474, "GB": 399, "AU": 254, "NZ": 206, "IE": 112, "ZA": 110, "CN": 72,
    "KR": 56, "FR": 40, "DE": 35, "JM": 40, "BR": 26,
             "RU": 22, "SG": 30, "IN": 18, "PH": 20,
}  # fmt: skip
ENGLISH = ("US", "CA", "GB", "AU", "NZ", "IE", "ZA", "JM", "SG", "IN", "PH")
POPULAR = {"13": 14, "26": 10, "27": 9, "14": 7, "40": 6, "01": 6, "28": 5, "34": 4, "47": 5, "23": 4}


def organisations(count: int, draw: random.Random) -> list[tuple[str, str, str]]:
    """(code, code of the prefecture, urbanity) of some municipalities."""
    with MUNICIPALITIES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    code = next(name for name in rows[0] if name in ("code6", "code"))
    prefectures = {row[code][:2]: row[code] for row in rows if row[code][2:5] == "000"}
    chosen = draw.sample(sorted(row[code] for row in rows if row[code][2:5] != "000"), count)
    return [(one, prefectures[one[:2]], draw.choices(("urban", "semi", "rural"), (2, 3, 5))[0]) for one in chosen]


def lines(posts: int, places: list[tuple[str, str, str]], draw: random.Random) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    left = posts
    while left:
        code, prefecture, urbanity = places[len(rows)] if len(rows) < len(places) else draw.choice(places)
        few = left - max(0, len(places) - len(rows) - 1)
        number = max(1, min(few, draw.choices((1, 2, 3, 5, 8), (62, 20, 10, 6, 2))[0]))
        position = draw.choices(("ALT", "CIR", "SEA"), (90, 9, 1))[0]
        if position == "ALT":
            countries = draw.choices(
                ("*", ";".join(ENGLISH), "US", "AU;NZ", "GB;IE", "US;CA;GB;AU;NZ;IE;ZA"), (30, 35, 8, 6, 6, 15)
            )[0]
        else:
            countries = draw.choices(("*", "CN", "KR", "US;GB;CA;AU", "FR;DE"), (30, 20, 15, 25, 10))[0]
        floor = (
            draw.choices(("", "N4", "N2"), (85, 10, 5))[0]
            if position == "ALT"
            else draw.choices(("N2", "N1", ""), (60, 20, 20))[0]
        )
        rows.append({
            "line_id": f"L{len(rows) + 1:05}", "organisation_code6": code, "prefecture_code6": prefecture,
            "position": position,
            "posts": number, "countries": countries, "jlpt_floor": floor, "licence_required": int(draw.random() < 0.12),
            "arrival_groups": draw.choices(("*", "A;B", "B", "C"), (70, 15, 10, 5))[0], "urbanity": urbanity,
            "must_fill": int(draw.random() < 0.07),
        })  # fmt: skip
        left -= number
    return rows


def candidates(count: int, couples: int, draw: random.Random) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number in range(count):
        country = draw.choices(list(COUNTRIES), list(COUNTRIES.values()))[0]
        cir = draw.random() < (0.03 if country in ENGLISH else 0.75)
        position = "CIR" if cir else draw.choices(("ALT", "SEA"), (995, 5))[0]
        level = (
            draw.choices(("N1", "N2", "N3"), (35, 50, 15))[0]
            if cir
            else draw.choices(("", "N5", "N4", "N3", "N2", "N1"), (62, 12, 10, 8, 5, 3))[0]
        )
        rows.append({
            "candidate_id": f"C{number + 1:05}", "country": country, "position": position, "jlpt": level,
            "driving_licence": int(draw.random() < 0.6), "arrival_group": draw.choices("ABC", (40, 40, 20))[0],
            "interview_score": draw.randint(40, 100),
            "urbanity_wish": draw.choices(("urban", "semi", "rural", "any"), (30, 15, 10, 45))[0],
            "partner_id": "",
        })  # fmt: skip
    alike = [row for row in rows if row["position"] == "ALT"]
    for one, other in zip(*[iter(draw.sample(alike, 2 * couples))] * 2, strict=True):
        one["partner_id"], other["partner_id"] = other["candidate_id"], one["candidate_id"]
    return rows


def preferences(
    people: list[dict[str, object]], places: list[tuple[str, str, str]], draw: random.Random
) -> list[dict[str, object]]:
    prefectures = sorted({prefecture for _, prefecture, _ in places})
    weights = [POPULAR.get(code[:2], 1) for code in prefectures]
    rows: list[dict[str, object]] = []
    for person in people:
        for rank in range(1, draw.choices((0, 1, 2, 3), (8, 7, 10, 75))[0] + 1):
            named = draw.random() < 0.2
            code = draw.choice(places)[0] if named else draw.choices(prefectures, weights)[0]
            rows.append(
                {
                    "candidate_id": person["candidate_id"],
                    "rank": rank,
                    "kind": "municipality" if named else "prefecture",
                    "code6": code,
                }
            )
    return rows


def plan(people: list[dict[str, object]]) -> list[dict[str, object]]:
    found: dict[tuple[str, str], int] = {}
    for person in people:
        pair = str(person["country"]), str(person["position"])
        found[pair] = found.get(pair, 0) + 1
    return [
        {"country": country, "position": position, "maximum": max(1, round(number * 0.99))}
        for (country, position), number in sorted(found.items())
    ]


def write(folder: Path, *, count: int, posts: int, couples: int, seed: int) -> None:
    """The four files of a placement."""
    draw = random.Random(seed)
    places = organisations(min(1000, posts), draw)
    people = candidates(count, couples, draw)
    tables = {
        "candidates.csv": people,
        "preferences.csv": preferences(people, places, draw),
        "lines.csv": lines(posts, places, draw),
        "country_plan.csv": plan(people),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--candidates", type=int, default=1700)
    parser.add_argument("--posts", type=int, default=1660)
    parser.add_argument("--couples", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    write(chosen.folder, count=chosen.candidates, posts=chosen.posts, couples=chosen.couples, seed=chosen.seed)
