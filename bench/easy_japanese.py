"""How long the check of 1,000 characters takes, beside cutting the same text into words.

    python bench/easy_japanese.py [--rounds 20] [--characters 1000]

Fails (exit 1) when the median is above 300 ms. The ratio of one run is what counts.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 300  # ms
TEXT = (
    "大雨により河川が増水し、土砂災害や浸水が発生するおそれがありますので、速やかに避難所へ避難してください。\n"
    "本日14:00から給水車による給水を実施いたします。容器をご持参ください。\n"
    "すぐに 高《たか》い ところへ 逃《に》げて ください。電車は 令和8年11月23日まで 止まって います。\n"
)


def median(run: Callable[[], object], rounds: int) -> float:
    """Milliseconds."""
    run()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--characters", type=int, default=1000)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  # after the environment

    django.setup()
    from kakehashi.foundation.translation.easy.furigana import propose  # noqa: PLC0415  # after the set-up
    from kakehashi.foundation.translation.easy.linting import lint  # noqa: PLC0415  # after the set-up
    from kakehashi.kernel.morphemes import tokenizer  # noqa: PLC0415  # after the set-up

    text = (TEXT * (options.characters // len(TEXT) + 1))[: options.characters]
    bare = median(lambda: [list(tokenizer().tokenize(line)) for line in text.split("\n")], options.rounds)
    checked = median(lambda: lint(text), options.rounds)
    read = median(lambda: propose(text), options.rounds)
    print(f"{len(text):,} characters, {len(lint(text).hits)} hits")
    print(f"words only {bare:8.1f} ms")
    print(f"lint       {checked:8.1f} ms   {checked / bare:5.1f} x   (limit {LIMIT} ms)")
    print(f"furigana   {read:8.1f} ms   {read / bare:5.1f} x")
    return 0 if checked <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
