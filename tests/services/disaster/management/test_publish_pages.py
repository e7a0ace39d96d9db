"""The way of the emergency, with no database at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kakehashi.services.disaster.site.saving import to_json
from kakehashi.services.disaster.site.writing import publish
from tests.house.sources import ROOT
from tests.services.disaster.site import sample
from tests.services.disaster.site.test_writing import small


def test_it_publishes_while_the_database_is_gone(tmp_path: Path) -> None:
    publish(tmp_path / "pages", lambda: small(1))
    saved = tmp_path / "saved.json"
    saved.write_text(to_json(small(1, 2)))
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/gone",
        "KAKEHASHI_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    command = [sys.executable, "manage.py", "publish_pages", "--from", str(saved)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("公開しました。 / Published: release 2, ")
    assert "en/b/2/index.html" in sample.folder(tmp_path / "pages/current")


def test_it_says_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text('{"base_url": "https://example.jp/"}')

    with pytest.raises(CommandError) as caught:
        call_command("publish_pages", "--from", str(saved), "--to", str(tmp_path / "pages"))

    assert str(caught.value) == (
        "公開していません。 / Nothing was published.\nsnapshot: 次の項目がありません: made_at, languages"
    )
