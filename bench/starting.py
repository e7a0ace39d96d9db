"""A product on a database of its own, for a bench script."""

# ruff: noqa: PLC0415  # the product is imported once Django knows its database
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def start(folder: str, database_url: str) -> str:
    """Migrated and empty, in `folder` or at the address of an empty PostgreSQL; answers which database it is."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "KAKEHASHI_DATA": folder}
    os.environ.pop("DATABASE_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    from django.db import connection

    return connection.vendor
