"""How long until everybody reads it: one bulletin in 23 languages from approval to live, and the whole site anew.

    python bench/publish.py [--json] [--live 40]

The pure part: a snapshot in memory → pages, feeds, CAP, JSON, three encodings, durable and swapped in. The full site
holds paper of 153 sentences in 23 languages, 200 bulletins (`--live` of them in force), 47 prefectures with two
municipalities each and one zip; single bulletins are measured once there are releases to build upon.
Goals: one bulletin ≤ 2 s on the full site, full site ≤ 60 s, pages ≤ 14,000 bytes.
Exits with 1 when a goal is missed.
"""

# ruff: noqa: E402  # the product is imported once its folder and settings are known

import argparse
import json
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kakehashi.services.disaster.site.paging import LARGEST
from kakehashi.services.disaster.site.snapshot import Area, Bulletin, Snapshot
from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site import sample

SENTENCES, BULLETINS = 153, 200


def areas() -> tuple[Area, ...]:
    prefectures = [
        Area(code=f"{n:02}", kind="prefecture", names={"ja": f"第{n}県", "en": f"Prefecture {n}"}) for n in range(1, 48)
    ]
    towns = [
        Area(code=f"{p.code}1{n:04}", kind="municipality", within=p.code, names={"ja": f"第{n}市", "en": f"Town {n}"})
        for p in prefectures
        for n in (1, 2)
    ]
    return (*prefectures, *towns)


def bulletin(number: int, *, is_live: bool) -> Bulletin:
    """Two sentences for a prefecture and three towns."""
    codes = [f"{1 + (number + n) % 47:02}10001" for n in range(3)]
    parts = (sample.part(), sample.part(code="TS-01", states={"my": "machine", "th": None}))
    changes = {} if is_live else {"status": "expired"}
    return sample.bulletin(number, areas=(f"{1 + number % 47:02}", *codes), parts=parts, **changes)


def full(live: int) -> Snapshot:
    bulletins = (bulletin(number, is_live=number <= live) for number in range(1, BULLETINS + 1))
    codes = tuple(language.code for language in sample.languages())
    sheets = tuple(
        sample.sheet(code=f"S{n:03}", languages=codes, parts=(sample.part(code=f"{n}"),)) for n in range(SENTENCES)
    )
    return sample.snapshot(*bulletins, areas=areas(), shelters=(), sheets=sheets, offline=("0110001",))


def sizes(site: Path) -> dict[str, int]:
    pages = list(site.rglob("*.html"))
    plain = [path.stat().st_size for path in pages]
    packed = [path.with_name(f"{path.name}.br").stat().st_size for path in pages]
    return {
        "pages": len(pages),
        "largest_page_bytes": max(plain),
        "median_page_bytes": int(statistics.median(plain)),
        "largest_page_brotli_bytes": max(packed),
        "median_page_brotli_bytes": int(statistics.median(packed)),
        "zip_bytes": max((path.stat().st_size for path in site.rglob("*.zip")), default=0),
    }


def timed(root: Path, snapshot: Snapshot, **options: bool) -> float:
    began = time.perf_counter()
    done = publish(root, lambda: snapshot, kept=2, **options)
    print(
        f"    release {done.number}: {done.made} made, {done.linked} linked, live after {done.seconds:.2f} s,"
        f" finished after {time.perf_counter() - began:.2f} s",
        file=sys.stderr,
    )
    return done.seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--live", type=int, default=40)
    arguments = parser.parse_args()
    snapshot = full(arguments.live)
    new = bulletin(BULLETINS + 1, is_live=True)
    corrected = replace(new, status="superseded", replaced_by="202", updated_at=sample.moment(15))
    correction = replace(bulletin(BULLETINS + 2, is_live=True), replaces=new.id)
    with tempfile.TemporaryDirectory(dir=ROOT / "var" if (ROOT / "var").is_dir() else None) as folder:
        full_root, small_root = Path(folder) / "full", Path(folder) / "small"
        result: dict[str, float] = {"full_site_s": timed(full_root, snapshot)}
        timed(full_root, snapshot, is_urgent=True)  # from the third on a release is built out of the oldest
        with_new = replace(snapshot, bulletins=(*snapshot.bulletins, new))
        result["one_bulletin_on_full_site_s"] = timed(full_root, with_new, is_urgent=True)
        after = replace(snapshot, bulletins=(*snapshot.bulletins, corrected, correction))
        result["correction_on_full_site_s"] = timed(full_root, after, is_urgent=True)
        result["zips_and_nothing_else_s"] = timed(full_root, after)
        few = replace(snapshot, bulletins=snapshot.bulletins[:5], sheets=(), areas=snapshot.areas)
        timed(small_root, few)
        timed(small_root, few)
        added = replace(few, bulletins=(*few.bulletins, new))
        result["one_bulletin_on_quiet_site_s"] = timed(small_root, added, is_urgent=True)
        result |= sizes(full_root / "current")
    result["languages"] = len(snapshot.languages)
    if arguments.json:
        print(json.dumps(result, indent=1))
    else:
        for key, value in result.items():
            print(f"{key:<32} {value:,.2f}" if isinstance(value, float) else f"{key:<32} {value:,}")
    is_good = result["full_site_s"] <= 60 and result["one_bulletin_on_full_site_s"] <= 2
    return 0 if is_good and result["largest_page_bytes"] <= LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
