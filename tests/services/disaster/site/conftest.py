from pathlib import Path

import pytest

from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site import sample


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a site of everything in the sample."""
    root: Path = tmp_path_factory.mktemp("site")
    publish(root, sample.snapshot)
    return root


@pytest.fixture(scope="session")
def files(published: Path) -> dict[str, bytes]:
    return sample.folder(published / "current")
