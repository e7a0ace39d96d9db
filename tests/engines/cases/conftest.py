"""Nearly every case begins with the kinds as they are shipped."""

from tests.databases import cast_standing
from tests.engines.cases.stories import cast_and_kinds

standing = cast_standing("kinds", cast_and_kinds)
