"""A speaking program for tests: what it is given comes back as samples; odd ways on demand.

`voice.py [OUT] [--fail | --hang | --flood | --nonsense | --surroundings]`: writes to OUT, else to standard output.
"""

import io
import json
import os
import sys
import time
import wave


def sound(text: str) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"".join(ord(sign).to_bytes(4, "little") for sign in text))
    return made.getvalue()


def main() -> None:
    ways = {word for word in sys.argv[1:] if word.startswith("--")}
    out = next((word for word in sys.argv[1:] if not word.startswith("--")), "")
    text = sys.stdin.buffer.read().decode()
    if "--fail" in ways:
        sys.exit("no such voice")
    if "--hang" in ways:
        time.sleep(60)
    said = json.dumps(dict(os.environ)) if "--surroundings" in ways else text
    content = b"not a sound" if "--nonsense" in ways else sound(said)
    with open(out, "wb") if out else sys.stdout.buffer as file:  # noqa: PTH123  # a program of its own
        file.write(content)
        while "--flood" in ways:
            file.write(b"\0" * 65536)


main()
