"""Nearly every application begins with the section in charge and the forms of its call."""

from tests.databases import cast_standing
from tests.engines.calls.stories import cast_and_forms

standing = cast_standing("forms", cast_and_forms)
