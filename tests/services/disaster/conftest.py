from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.services.disaster.stories import Scene, make_scene


@pytest.fixture
def scene(cast: Cast, settings: Settings, tmp_path: Path) -> Scene:
    """A small bank and its people; the public pages go to a folder of this test."""
    settings.DISASTER_PAGES = tmp_path / "public"
    settings.DISASTER_PAGES_URL = "https://example.invalid/emergency/"
    return make_scene(cast)
