"""The browser of the machine: found, or installed where that is allowed. Imports nothing that must be installed."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """Its path: that of ``KAKEHASHI_CHROMIUM``, else the first on PATH."""
    return os.environ.get("KAKEHASHI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def find_or_install() -> str | None:
    """`find`; as root on Debian, install it when it is missing (290 MB)."""
    if (path := find()) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return path
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]):
        subprocess.run(
            ["apt-get", *command], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    return find()
