"""What the guide tells other web servers to do is what ours does."""

import re

import pytest

from kakehashi.services.disaster.site.serving import COMMON, TYPES
from tests.house.sources import ROOT

GUIDE = (ROOT / "docs/guides/emergency-pages.md").read_text()
NGINX, APACHE = (re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)[0] for kind in ("nginx", "apache"))


def test_nginx_and_apache_send_our_headers() -> None:
    ours = {name: value for name, value in COMMON if name != "Vary"}

    nginx = dict(re.findall(r'add_header (\S+) "([^"]*)" always;', NGINX))
    apache = dict(re.findall(r'Header always set (\S+) "([^"]*)"', APACHE))
    assert nginx == ours | {"Strict-Transport-Security": "max-age=31536000"}
    assert apache == ours


def test_nginx_knows_our_types() -> None:
    found = re.search(r"types \{(.*?)\}", NGINX, re.DOTALL)

    assert found
    pairs = {f".{suffix}": kind for kind, suffix in re.findall(r"(\S+) (\w+);", found[1])}
    assert pairs == {suffix: kind.partition(";")[0] for suffix, kind in TYPES.items()}


@pytest.mark.parametrize(
    "line",
    [
        r"ssl_certificate +\S*ecdsa\S*;",
        r"ssl_protocols +TLSv1\.2 TLSv1\.3;",
        r"ssl_session_tickets on;",
        r"keepalive_timeout (6[0-9]|[7-9]\d|\d{3,})s;",
        r"http2 on;",
        r"gzip_static on;",
        r"brotli_static on;",
    ],
)
def test_tls_stays_cheap_under_a_rush(line: str) -> None:
    assert re.search(line, NGINX)


def test_caches_bridge_an_outage() -> None:
    caching = dict(COMMON)["Cache-Control"]

    values = {key: int(value) for key, value in re.findall(r"([a-z-]+)=(\d+)", caching)}
    assert values["max-age"] <= 60
    assert values["stale-while-revalidate"] >= 60
    assert values["stale-if-error"] >= 86400
