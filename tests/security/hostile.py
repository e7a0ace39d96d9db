"""Values nobody in their right mind sends, and the forms of a page they are sent through."""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile

VALUES = [
    "",
    " ",
    "　",
    "\x00",
    "a\x00b",
    "\r\nSet-Cookie: a=b",
    "x\r\nBcc: evil@example.invalid\r\n\r\nbody",
    "'; DROP TABLE cases_case; --",
    "1 OR 1=1",
    "%s%n%(name)s{0}{name}",
    "${7*7}",
    "{{ 7 * 7 }}",
    "{% debug %}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "]]><!--",
    "&amp;lt;",
    '#read("/etc/passwd")',
    '#import "x.typ"',
    "$ sum $ \\ #panic()",
    '=HYPERLINK("http://x")',
    "@SUM(1)",
    "＝1+1",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "/dev/null",
    "file:///etc/passwd",
    "//evil.example.invalid/",
    "https://evil.example.invalid/",
    "\u202egnp.exe",
    "\u200b\u200d",
    "e\u0301" * 50,
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "\ud800",
    "ﷺ",
    "ｱｲｳ",
    "²",
    "٣",
    "一二三",
    "0",
    "-1",
    "1",
    "1.5",
    "1e309",
    "NaN",
    "Infinity",
    "-0",
    "007",
    "2147483648",
    "9223372036854775808",
    "9" * 40,
    "9" * 5000,
    "-" + "9" * 400,
    "true",
    "null",
    "None",
    "[]",
    "{}",
    '{"a": [1, {"b": null}]}',
    "[" * 5000,
    "2012-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "0001-01-01",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "2012-10-28T02:30",
    "平成24年7月9日",
    "24:61",
    "JP",
    "XX",
    "fy2012",
    "fy9999",
    "fy0000",
    "submit",
    "draft",
    "a" * 255,
    "a" * 100_000,
    "漢" * 40_000,
    "a b " * 5000,
    '"' * 300,
    "(" * 3000,
    "*" * 500,
    "\\" * 999,
    "\n" * 5000,
    "evil@example.invalid\nBcc: x@example.invalid",
    "a@" + "b" * 300 + ".invalid",
    "http://[::1",
    "http://a:99999/",
]
QUERIES = [
    "page=-1",
    "page=abc",
    "page=9999999999999",
    "page=" + "9" * 5000,
    "page=%00",
    "page=²",
    "q=%ff%fe%00",
    "q=%00",
    "q[]=1&q[a]=2",
    "limit=-1",
    "limit=99999999999999999999",
    "offset=99999999999999999999",
    "offset=-1&limit=0",
    "limit=abc",
    "next=//evil.example.invalid/",
    "next=javascript:alert(1)",
    "=&&==&%=%",
    "%",
    "a=" + "b" * 8000,
    "&".join(f"a{n}=1" for n in range(300)),
    "view=waiting&step=draft&office=x&service=x&fiscal_year=x",
    "office=99999999999999999999",
    "service=99999999999999999999",
    "service=²",
    "fiscal_year=99999",
    "theme=%00&country=%00",
    "kind=%00",
    "kind=x&kind=y",
    "year=99999999999999999999",
    "since=x&until=y",
    "thing=a:99999999999999999999999",
    "thing=a:" + "9" * 5000,
    "since=9999-12-31&until=0001-01-01",
    "since=0001-01-01",
    "until=9999-12-31",
    "actor=%00",
    "paper=result&round=²",
    "paper=request&round=" + "9" * 5000,
    "paper=request&round=99999999999999999999",
    "paper=%00",
    "language=xx",
    "lang=%00",
    "on=9999-12-31",
    "day=x",
    "prefecture=%00",
    "unkept=1",
    "key=%00",
    "state=%00",
    "hosts-0-name=a&dates-0-starts_on=0001-01-01",
    "hosts-99999999999-name=x",
    "q=%E5%A7%AB%E8%B7%AF%22%22%22",
    "q=%22%22",
    "q=" + "%E3%81%82" * 900,
    "q=a*%20NEAR(b%20c)%20OR%20%22",
    "q=%27%3A*%26%7C!%28%29%3C-%3E",
    "q=%5C%5C%25_",
]
PATHS = [
    "0",
    "99999999999999999999",
    "2147483648",
    "9" * 400,
    "%00",
    "..%2f..%2f",
    "%ff",
    "²",
    "submit",
    "fy2012",
    "-1",
]
METHODS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"]
BODIES = [
    ("application/json", b'{"a": [[[[1]]]]}'),
    ("application/json", b"\xff\xfe{"),
    ("text/xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="\xff\x00"\r\n\r\nb\r\n--x--',
    ),
    ("application/x-www-form-urlencoded", b"a=%ff%fe&%00=%00&_revision=%C2%B2"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
    ("application/x-www-form-urlencoded; charset=no-such", b"a=b"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(6000))),
    ("", b"\x00" * 100),
]
HEADERS: list[dict[str, str]] = [
    {},
    {},
    {},
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Target": "\x00", "HX-Current-URL": "http://[::1"},
    {"Accept-Language": "x" * 4000},
    {"Accept-Language": "ar,en;q=NaN,*;q=9"},
    {"Referer": "http://[bad"},
    {"Referer": "//evil"},
    {"Origin": "null"},
    {"If-Modified-Since": "never"},
    {"If-None-Match": '"'},
    {"Range": "bytes=9-1"},
    {"Accept": "x/y"},
    {"X-Forwarded-For": "999.1.1.1, ::zz"},
    {"User-Agent": "\u00ff" * 900},
    {"Host": "evil.example.invalid"},
    {"Host": "["},
    {"Cookie": "django_language=%00; sessionid=%00; csrftoken=" + "x" * 500},
    {"X-Requested-With": "XMLHttpRequest"},
]
FILES = [
    ("旅程.pdf", b"%PDF-1.7 not really"),
    ("a\x00.txt", b"text"),
    ("../../x.txt", b"text"),
    ("x\r\ny.txt", b"t"),
    ("", b""),
    ("a" * 400 + ".txt", b"t"),
    ("x.html", b"<script>alert(1)</script>"),
    ("x.svg", b"<svg onload='alert(1)'/>"),
    ("x.xlsx", b"PK\x03\x04broken"),
    ("x.png", b"\x89PNG\r\n\x1a\n"),
    ("\u202egnp.txt", b"t"),
    ("noextension", b"\xff\xfe"),
]


@dataclass
class Form:
    """What a page would send: the address, the method, names and values as they stand in it."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._text: str | None = None  # the name of the textarea that is being read
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if not self.found:
            return
        values, name = self.found[-1].values, given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            values.append((self._select, given.get("value", "")))
        elif name and tag == "input" and given.get("type") == "file":
            self.found[-1].files.append(name)
        elif name and tag in {"input", "button"}:
            values.append((name, given.get("value", "on" if given.get("type") == "checkbox" else "")))
        elif name and tag == "textarea":
            values.append((name, ""))
            self._text = name

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.found[-1].values[-1] = (self._text, data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = ""


def forms_of(page: str) -> list[Form]:
    parser = _Forms()
    parser.feed(page)
    return parser.found


def spoiled(form: Form, chance: random.Random) -> dict[str, list[str]]:
    """The values of the form, one or more of them spoiled, some missing, some twice."""
    sent: dict[str, list[str]] = {}
    names = sorted({name for name, _value in form.values})
    victims = set(chance.sample(names, k=min(len(names), chance.choice([0, 1, 1, 2, 50]))))
    for name, value in form.values:
        if name in victims:
            spoiled_value = chance.choice(VALUES)
            if chance.random() < 0.8:
                sent[name] = [spoiled_value] * chance.choice([1, 1, 1, 3])
        elif name in sent and chance.random() < 0.5:
            sent[name] = [value]
        else:
            sent.setdefault(name, [value])
    if chance.random() < 0.1:
        sent[chance.choice(["_revision", "_once", "rows", "pk", "a[b]", "\x00"])] = [chance.choice(VALUES)]
    return sent


def file(chance: random.Random) -> SimpleUploadedFile:
    name, content = chance.choice(FILES)
    upload = SimpleUploadedFile("x", content)
    upload.name = name or "x"
    return upload
