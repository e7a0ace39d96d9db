from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.services.disaster.stories import Scene, make_scene


@pytest.fixture
def scene(cast: Cast, settings: Settings, tmp_path: Path) -> Scene:
    """A small bank and its people; the public pages go to a folder of this test."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    settings.PUBLIC_URL = "https://example.invalid/emergency/"
    return make_scene(cast)
