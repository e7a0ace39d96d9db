"""Speech: off without voices; the file says what stands beside it, word for word; an old one is not given away."""

import io
import shutil
import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.translation.models import Text
from kakehashi.services.disaster.models import Bulletin, Speech
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.queries.speech import REF
from kakehashi.services.disaster.speech.engine import SpeechError, synthesise
from kakehashi.services.disaster.speech.voices import check_voices
from kakehashi.services.disaster.tasks import speak
from tests.conftest import SignIn
from tests.services.disaster import stories
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db
Voices = Callable[..., None]
PROGRAM = str(Path(__file__).with_name("voice.py"))


@pytest.fixture
def speech(settings: Settings, tmp_path: Path) -> Voices:
    """Sets voices by a file; a keyword is the language with _ for -."""

    def voices(**commands: list[str]) -> None:
        lines = [f"[{language.replace('_', '-')}]\ncommand = {command!r}\n" for language, command in commands.items()]
        (tmp_path / "voices.toml").write_text("\n".join(lines))
        settings.DISASTER_SPEECH = str(tmp_path / "voices.toml")

    return voices


def own(*words: str) -> list[str]:
    return [sys.executable, PROGRAM, *words]


def heard(content: bytes) -> str:
    """What the program of the tests was given, out of its sound."""
    with wave.open(io.BytesIO(content)) as file:
        frames = file.readframes(file.getnframes())
    return "".join(chr(int.from_bytes(frames[at : at + 4], "little")) for at in range(0, len(frames), 4))


def page(client: Client, bulletin: Bulletin, language: str) -> str:
    return client.get(f"/disaster/bulletins/{bulletin.pk}/texts/?language={language}").content.decode()


def order(client: Client, bulletin: Bulletin, **sent: str) -> None:
    client.post(f"/disaster/bulletins/{bulletin.pk}/speech/", sent)


def files(client: Client) -> list[bytes | int]:
    """What the client gets of every file there is."""
    answers = [client.get(f"/documents/{one.pk}/") for one in Document.objects.filter(about_kind=REF, is_removed=False)]
    return [b"".join(one) if one.status_code == 200 else one.status_code for one in answers]


def test_without_voices_nothing_is_offered(scene: Scene, sign_in: SignIn) -> None:
    bulletin = stories.published(scene)
    client = sign_in(scene.writer)

    order(client, bulletin, language="en")

    assert "合成音声" not in page(client, bulletin, "en")
    assert Speech.objects.count() == 0
    assert "声が設定されていないので、音声は作れません。" in client.get("/disaster/pages/").content.decode()


def test_the_file_says_what_stands_beside_it(scene: Scene, sign_in: SignIn, speech: Voices) -> None:
    speech(en=own("{out}"))
    bulletin = stories.published(scene)
    client = sign_in(scene.writer)

    order(client, bulletin, language="en")
    waiting = page(client, bulletin, "en")
    clip = Speech.objects.get()
    made = speak.call(clip.pk)
    ready = page(client, bulletin, "en")

    clip.refresh_from_db()
    assert Job.objects.filter(dedupe_key=f"disaster:speech:{clip.pk}").exists()
    assert ("data-running" in waiting, "data-running" in ready, made) == (True, False, True)
    assert [heard(content) for content in files(client) if isinstance(content, bytes)] == [clip.transcript]
    assert "There was a strong earthquake in Himeji City.\nStay where you are" in clip.transcript
    assert clip.transcript.replace("'", "&#x27;") in ready
    assert ("合成音声" in ready, f"{bulletin.code}-en-synthetic.wav" in ready) == (True, True)


def test_easy_japanese_is_said_by_its_readings(scene: Scene, sign_in: SignIn, speech: Voices) -> None:
    speech(ja_x_yasashi=own())
    bulletin = stories.published(scene)
    order(sign_in(scene.writer), bulletin, language="ja-x-yasashi")

    speak.call(Speech.objects.get().pk)

    transcript = Speech.objects.get().transcript
    assert "おおきな じしんが ありました。\nうごかないで ください。" in transcript
    assert ("《" in transcript, "（おお）" in transcript) == (False, False)


def test_what_was_said_before_a_change_is_not_given_away(scene: Scene, sign_in: SignIn, speech: Voices) -> None:
    speech(en=own("{out}"))
    bulletin = stories.published(scene)
    client = sign_in(scene.writer)
    order(client, bulletin, language="en")
    speak.call(Speech.objects.get().pk)

    moves.withdraw(bulletin, by=scene.publisher, note="まちがいでした。")
    old = page(client, bulletin, "en")
    refused = files(client)
    speak.call(Speech.objects.get().pk)

    assert ("前に作った音声は古くなりました" in old, "synthetic.wav" in old, refused) == (True, False, [404])
    assert [type(one) for one in files(client)] == [bytes]
    assert Document.objects.filter(about_kind=REF, is_removed=True).count() == 1


def test_a_language_without_its_own_words_is_not_spoken(scene: Scene, sign_in: SignIn, speech: Voices) -> None:
    speech(vi=own("{out}"), ne=own("{out}"))
    bulletin = stories.published(scene)
    client = sign_in(scene.writer)
    Text.objects.filter(language="vi", unit__key="disaster.sentence.QK-01").update(is_stale=True)

    order(client, bulletin, language="vi", all="1")
    made = [speak.call(one.pk) for one in Speech.objects.all()]

    assert made == [False, False]
    assert files(client) == []
    assert "この言語には、訳のない文か、原文より古い文があります。" in page(client, bulletin, "ne")


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("--fail", "音声を作るプログラムが失敗しました: no such voice"),
        ("--nonsense", "音声を作るプログラムが、WAVのファイルを作りませんでした。"),
    ],
)
def test_a_failure_is_said(scene: Scene, sign_in: SignIn, speech: Voices, way: str, sentence: str) -> None:
    speech(en=own("{out}", way))
    bulletin = stories.published(scene)
    client = sign_in(scene.writer)
    order(client, bulletin, language="en")

    speak.call(Speech.objects.get().pk)

    assert sentence in page(client, bulletin, "en")
    assert files(client) == []


def test_a_program_that_hangs_or_floods_is_stopped() -> None:
    began = time.monotonic()

    with pytest.raises(SpeechError, match="時間がかかりすぎた"):
        synthesise(own("{out}", "--hang"), "x", seconds=1)
    with pytest.raises(SpeechError, match="大きすぎます"):
        synthesise(own("--flood"), "x", most=1_000_000)

    assert time.monotonic() - began < 30


def test_a_program_gets_nothing_of_our_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKEHASHI_SECRET_KEY", "s3cret")

    told = heard(synthesise(own("--surroundings"), "x"))

    assert "s3cret" not in told
    assert '"PATH"' in told


def test_the_neighbour_gets_nothing_and_headquarters_no_file(scene: Scene, sign_in: SignIn, speech: Voices) -> None:
    speech(en=own("{out}"))
    bulletin = stories.published(scene)
    order(sign_in(scene.writer), bulletin, language="en")
    speak.call(Speech.objects.get().pk)
    url = f"/disaster/bulletins/{bulletin.pk}/speech/"

    found = [sign_in(who).post(url, {"language": "en"}).status_code for who in (scene.neighbour, scene.cast.planner)]

    assert found == [404, 403]
    assert [files(sign_in(who)) for who in (scene.neighbour, scene.cast.planner)] == [[404], [404]]
    assert "合成音声" not in page(sign_in(scene.cast.planner), bulletin, "en")


def test_a_draft_is_not_spoken(scene: Scene, sign_in: SignIn, speech: Voices) -> None:
    speech(en=own("{out}"))

    order(sign_in(scene.writer), stories.draft(scene), language="en")

    assert Speech.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (f"[en]\ncommand = ['{sys.executable}']\n", []),
        ("[en]\ncommand = ['no-such-program']\n", ["disaster.W002"]),
        ("[en]\ncommand = 'espeak-ng'\n", ["disaster.W001"]),
        ("[en", ["disaster.W001"]),
    ],
)
def test_a_faulty_file_is_said_when_the_service_starts(
    settings: Settings, tmp_path: Path, content: str, ids: list[str]
) -> None:
    (tmp_path / "voices.toml").write_text(content)
    settings.DISASTER_SPEECH = str(tmp_path / "voices.toml")

    assert [one.id for one in check_voices()] == ids


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed: real speech is NOT tested")
def test_real_speech(scene: Scene, sign_in: SignIn, settings: Settings, tmp_path: Path) -> None:
    settings.DISASTER_SPEECH = str(Path(__file__).parents[3] / "docs" / "guides" / "voices.toml")
    bulletin = stories.published(scene)
    client = sign_in(scene.writer)
    order(client, bulletin, language="en", all="1")

    made = {one.language: speak.call(one.pk) for one in Speech.objects.all()}

    assert {code for code, is_made in made.items() if is_made} == {"en", "vi", "ar"}
    for content in files(client):
        assert isinstance(content, bytes)
        with wave.open(io.BytesIO(content)) as file:
            assert 5 < file.getnframes() / file.getframerate() < 300
    assert set(Speech.objects.filter(made_at__isnull=False).values_list("program", flat=True)) == {"espeak-ng"}
