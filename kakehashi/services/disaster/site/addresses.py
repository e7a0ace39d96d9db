"""Where each page lies in the folder, and how one is reached from another without knowing where the folder stands.

Links name index.html, so that they also work from an opened zip and in stores that know no index.
"""

import posixpath

ROOT = "index.html"
NOT_FOUND = "404.html"
ROBOTS = "robots.txt"
LIVE = "api/v1/live.json"


def home(language: str) -> str:
    return f"{language}/index.html"


def places(language: str) -> str:
    return f"{language}/a/index.html"


def area(language: str, code: str) -> str:
    return f"{language}/a/{code}/index.html"


def bulletin(language: str, number: str) -> str:
    return f"{language}/b/{number}/index.html"


def shelters(language: str) -> str:
    return f"{language}/shelters/index.html"


def area_shelters(language: str, code: str) -> str:
    return f"{language}/shelters/{code}/index.html"


def phrases(language: str) -> str:
    return f"{language}/phrases/index.html"


def shelf(language: str, code: str) -> str:
    return f"{language}/phrases/{code}/index.html"


def phrases_data(language: str) -> str:
    return f"api/v1/phrases/{language}.json"


def sheet(code: str) -> str:
    return f"s/{code}/index.html"


def feed(language: str) -> str:
    return f"feed.{language}.atom"


def cap(name: str) -> str:
    return f"cap/{name}.xml"


def offline(code: str) -> str:
    return f"offline/{code}.zip"


def numbered(path: str, number: int) -> str:
    """The second, third … page of what does not fit on one: beside the first."""
    return path if number == 1 else f"{posixpath.dirname(path)}/{number}.html".removeprefix("/")


def href(here: str, there: str) -> str:
    """Both are paths from the top of the folder."""
    own, other = here.split("/")[:-1], there.split("/")
    shared = 0
    while shared < len(own) and shared < len(other) - 1 and own[shared] == other[shared]:
        shared += 1
    return "../" * (len(own) - shared) + "/".join(other[shared:])


def public(base_url: str, path: str) -> str:
    """The address for those who come from elsewhere: feeds, CAP and paper."""
    return base_url + path.removesuffix("index.html")
