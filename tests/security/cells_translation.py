"""The addresses of the translators' desk in the matrix, one line each. Who has no work there is refused."""

from tests.security.declaring import Cell, action, form, only, page

DESK = only("translator", "planner")
KEEPERS = only("planner")
NOBODY_YET = only()  # what is sent names no version: nothing there for anybody
TRANSLATION: dict[str, Cell] = {
    "translation:board": page(DESK),
    "translation:texts": page(DESK),
    "translation:unit": page(DESK),
    "translation:text": page(DESK),
    "translation:move_text": action(NOBODY_YET),
    "translation:autosave": action(NOBODY_YET),
    "translation:discard": action(DESK),
    "translation:jobs": page(DESK),
    "translation:job": page(DESK),
    "translation:out_job": page(DESK),
    "translation:assign": action(DESK),
    "translation:move_job": action(KEEPERS),  # the end of it
    "translation:glossary": page(DESK),
    "translation:glossary_table": page(DESK),
    "translation:term": form(DESK, KEEPERS),
    "translation:remove_term": action(KEEPERS),
    "translation:exchange": page(DESK),
    "translation:out": page(DESK),
    "translation:take_in": action(DESK),
    "translation:look": page(DESK),
    "translation:person": page(KEEPERS),
    "translation:edit_language": page(KEEPERS),
}
