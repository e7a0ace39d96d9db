"""What people type, on paper and in files: every script, markup of other languages, words without an end."""

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding, Gives, LetterKind, Pays
from kakehashi.engines.calls.models import Application, Letter
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.letters import change_words, issue_letter
from kakehashi.engines.calls.queries.letters import facts_of
from kakehashi.foundation.forms.spreadsheets import read_sheets
from kakehashi.kernel import clock
from kakehashi.kernel.banking import NotWritableError, bank_text
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

ARABIC = "التعاون بين المدن"
MARKUP = r'#read("/etc/passwd") $x^2$ *太* _a_ @ref <label> \ \u{41} `code` //c /*d*/ {{ title }} {% now %} = - + "'
EMOJI = "花火🎆👪の夜"
LONG = "多言語" * 66
TURNED = "事業\u202e 円000,1 \u2066まつり"


def drawn_of(letter: Letter) -> bytes:
    assert letter.document is not None
    with letter.document.file.open("rb") as file:
        return bytes(file.read())


def letter_of(cast: Cast, application: Application, title: str, kind: LetterKind) -> Letter:
    Application.objects.filter(pk=application.pk).update(title=title)
    officer = stories.section(cast)[1]
    return issue_letter(stories.fresh(application), kind, dated_on=clock.today(), language="ja", by=officer)


@pytest.mark.parametrize("title", [MARKUP, LONG, EMOJI, ARABIC, "W" * 200])
def test_a_title_stands_in_the_letter_as_it_is(cast: Cast, title: str) -> None:
    adopted = stories.adopted(cast, stories.call(cast, deciding=Deciding.BOARD))
    cast.himeji.name_full_ja = "姫路#市 $1 *@x <y>"
    cast.himeji.save()

    letter = letter_of(cast, adopted, title, LetterKind.GRANT)

    assert title in letter.printed["body"]
    assert letter.printed["to"] == ["姫路#市 $1 *@x <y> 御中"]
    assert drawn_of(letter).startswith(b"%PDF-")


@pytest.mark.parametrize("title", [MARKUP, LONG, EMOJI, ARABIC])
def test_a_certificate_is_drawn_with_any_title(cast: Cast, title: str) -> None:
    call = stories.call(cast, "award", gives=Gives.HONOUR, pays=Pays.NOTHING, deciding=Deciding.BOARD)
    adopted = MOVES["adopt"](stories.at_board(cast, call), by=stories.section(cast)[1])

    letter = letter_of(cast, adopted, title, LetterKind.CERTIFICATE)

    assert drawn_of(letter).startswith(b"%PDF-")


def test_words_of_a_letter_are_no_markup_either(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD)
    officer = stories.section(cast)[1]
    body = "#panic()\n$1$ *a* @b <c> \\\n{{ title }}\n記\n以上"
    change_words(
        call, LetterKind.GRANT, "ja", subject="#x $y *z* {{ year }}", body=body, for_scheme=False, base_revision=0,
        by=officer,
    )  # fmt: skip

    letter = letter_of(cast, stories.adopted(cast, call), MARKUP, LetterKind.GRANT)

    assert letter.printed["body"].splitlines()[:3] == ["#panic()", "$1$ *a* @b <c> \\", MARKUP]
    assert drawn_of(letter).startswith(b"%PDF-")


def test_what_turns_the_direction_of_writing_turns_no_amount(cast: Cast) -> None:
    adopted = stories.adopted(cast, stories.call(cast, deciding=Deciding.BOARD))
    adopted.title = TURNED

    assert facts_of(adopted, "ja")["title"] == "事業 円000,1 まつり"


def test_minutes_and_files_hold_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4, 3, 2, 1])
    titles = [MARKUP, LONG, EMOJI, ARABIC, "=1+1"]
    for application, title in zip(made, titles, strict=True):
        Application.objects.filter(pk=application.pk).update(title=title)
    client = sign_in(officer)

    book = client.get(reverse("calls:ranking_file", args=[call.pk, "xlsx"])).content
    table = client.get(reverse("calls:ranking_file", args=[call.pk, "csv"])).content.decode()
    minutes = client.get(reverse("calls:minutes", args=[call.pk]))

    cells = [cell for row in read_sheets(book)["順位"] for cell in row]
    assert [title for title in titles if title not in cells] == []
    assert [line for line in ("'=1+1", ARABIC, EMOJI, LONG) if line not in table] == []
    assert minutes.status_code == 200


@pytest.mark.parametrize(
    ("name", "refused"), [("姫路市", "姫路市"), ("ﾋﾒｼﾞ🎆", "🎆"), ("Café", "É"), (ARABIC[:3], ARABIC[:3])]
)
def test_a_bank_is_told_what_it_can_write(name: str, refused: str) -> None:
    with pytest.raises(NotWritableError) as fault:
        bank_text(name)

    assert fault.value.characters == refused
