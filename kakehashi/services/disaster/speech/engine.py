"""One run of a speaking program: no shell, an empty folder, no secrets of ours, a limit of time and of size."""

import io
import os
import signal
import subprocess
import tempfile
import time
import wave
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

SECONDS = 120.0
MOST_BYTES = 20 * 1024 * 1024  # some minutes at the rates engines use
OUT = "{out}"
_PAUSE = 0.05  # seconds between two looks at what it has written


class SpeechError(Exception):
    """Why there is no audio; `str()` is the sentence to show."""


def synthesise(command: Sequence[str], text: str, *, seconds: float = SECONDS, most: int = MOST_BYTES) -> bytes:
    """The text as a WAV of PCM samples. Raises ``SpeechError``."""
    with tempfile.TemporaryDirectory(prefix="speech-") as name:
        folder = Path(name)
        out = folder / "out.wav"
        (folder / "text").write_text(text, encoding="utf-8")
        words = [word.replace(OUT, str(out)) for word in command]
        told = folder / "told" if words != list(command) else out
        with (folder / "text").open("rb") as text_in, told.open("wb") as said, (folder / "errors").open("wb") as errors:
            try:
                process = subprocess.Popen(  # noqa: S603  # the operator's own program; no word of it is a user's
                    words,
                    stdin=text_in,
                    stdout=said,
                    stderr=errors,
                    cwd=folder,
                    env=_surroundings(folder),
                    start_new_session=True,
                )
            except OSError as wrong:
                raise SpeechError(_("音声を作るプログラムを動かせません: %(why)s") % {"why": wrong.strerror}) from None
            _watch(process, folder, seconds, most)
        if process.returncode:
            why = (folder / "errors").read_text(encoding="utf-8", errors="replace").strip()[-200:]
            raise SpeechError(_("音声を作るプログラムが失敗しました: %(why)s") % {"why": why or process.returncode})
        return _samples(out)


def _surroundings(folder: Path) -> dict[str, str]:
    """Nothing of ours but where programs are found."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder)}


def _watch(process: subprocess.Popen[bytes], folder: Path, seconds: float, most: int) -> None:
    """Until it ends. With whatever it has started it is ended when it takes too long or writes too much."""
    until = time.monotonic() + seconds
    try:
        while process.poll() is None:
            if time.monotonic() > until:
                raise SpeechError(_("音声を作るのに時間がかかりすぎたので、止めました。"))
            _measure(folder, most)
            time.sleep(_PAUSE)
        _measure(folder, most)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _measure(folder: Path, most: int) -> None:
    if sum(map(_size, folder.rglob("*"))) > most:
        raise SpeechError(_("音声のファイルが大きすぎます。"))


def _size(file: Path) -> int:
    try:
        return file.lstat().st_size
    except FileNotFoundError:  # gone meanwhile
        return 0


def _samples(path: Path) -> bytes:
    """Written anew: its sound and nothing else that a program may have put into the file."""
    made = io.BytesIO()
    try:
        with wave.open(str(path), "rb") as found:
            sound = found.readframes(found.getnframes())
            if not sound:
                raise EOFError
            with wave.open(made, "wb") as anew:
                anew.setparams((found.getnchannels(), found.getsampwidth(), found.getframerate(), 0, "NONE", ""))
                anew.writeframes(sound)
    except (OSError, EOFError, wave.Error):
        raise SpeechError(_("音声を作るプログラムが、WAVのファイルを作りませんでした。")) from None
    return made.getvalue()
