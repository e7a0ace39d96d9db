"""A published bulletin as words for where there are no pages: radio, mail, chat."""

from dataclasses import dataclass

from kakehashi.foundation.translation.models import Language
from kakehashi.services.disaster.models import Bulletin
from kakehashi.services.disaster.queries.snapshot import Picture, with_parts
from kakehashi.services.disaster.site import aloud, plain
from kakehashi.services.disaster.site.index import Index
from kakehashi.services.disaster.site.reader import Reader


@dataclass(frozen=True)
class Texts:
    """In one language. `spoken`: for a voice; empty where none may read it."""

    language: Language
    languages: list[Language]
    radio: str
    spoken: str
    subject: str
    mail: str
    chat: str
    short_chat: str


def texts_of(bulletin: Bulletin, code: str) -> Texts | None:
    """``None`` where no language can say it. An unknown `code` is Japanese."""
    picture = Picture(list(with_parts(Bulletin.objects.filter(pk=bulletin.pk))))
    index = Index(picture.snapshot())
    found = next(iter(index.bulletins.values()), None)
    if found is None:
        return None
    languages = picture.wording.languages
    chosen = next((one for one in languages if one.code == code), languages[0])
    reader = Reader(index, index.languages[chosen.code])
    subject, mail = plain.mail(reader, found)
    return Texts(
        language=chosen,
        languages=languages,
        radio=plain.radio(reader, found),
        spoken=aloud.script(index, reader.language, found),
        subject=subject,
        mail=mail,
        chat=plain.long_chat(reader, found),
        short_chat=plain.short_chat(reader, found),
    )


def spoken_in(bulletin: Bulletin, code: str) -> str:
    """What a voice is to say now; empty where it may say nothing."""
    texts = texts_of(bulletin, code)
    return texts.spoken if texts is not None and texts.language.code == code else ""
