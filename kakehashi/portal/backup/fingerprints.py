"""The rows of every table as one hash: equal on two databases exactly when the rows are."""

import hashlib
import sqlite3

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from kakehashi.portal.backup.manifest import Table

_ROWS_AT_A_TIME = 1_000
# Virtual tables keep their content in tables of their own, which are read.
_SQLITE_TABLES = r"""
SELECT name FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY name
"""
# Each table with its columns, and its key in an order that does not depend on the locale of the server.
_POSTGRESQL_TABLES = r"""
SELECT format('%I.%I', n.nspname, c.relname), c.relname,
  (SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attname COLLATE "C") FROM pg_attribute a
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
  (SELECT string_agg(format('%I', a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END, ', '
                     ORDER BY k.place)
   FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE i.indrelid = c.oid AND i.indisprimary)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1
"""
# How values are written as text, whatever the server was told.
_WRITTEN = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
}


def tables(alias: str) -> dict[str, Table]:
    """Every table by its name."""
    connection = connections[alias]
    return _of_postgresql(connection) if connection.vendor == "postgresql" else _of_sqlite(connection)


def _of_sqlite(connection: BaseDatabaseWrapper) -> dict[str, Table]:
    # A connection without Django's converters: what is stored, not what it means.
    plain = sqlite3.connect(connection.settings_dict["NAME"], uri=True)
    try:
        names = [name for (name,) in plain.execute(_SQLITE_TABLES)]
        return {name: _sqlite_table(plain, name) for name in names}
    finally:
        plain.close()


def _sqlite_table(plain: sqlite3.Connection, name: str) -> Table:
    columns = plain.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY name", [name]).fetchall()
    key = ", ".join(_quoted(column) for column, place in sorted(columns, key=lambda column: column[1]) if place)
    chosen = ", ".join(_quoted(column) for column, _place in columns)
    found = plain.execute(f"SELECT {chosen} FROM {_quoted(name)} ORDER BY {key or chosen}")  # noqa: S608  # own names
    digest, count = hashlib.sha256(), 0
    while rows := found.fetchmany(_ROWS_AT_A_TIME):
        digest.update("".join(f"{row!r}\n" for row in rows).encode())
        count += len(rows)
    return Table(count, digest.hexdigest())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _of_postgresql(connection: BaseDatabaseWrapper) -> dict[str, Table]:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, value in _WRITTEN.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        cursor.execute(_POSTGRESQL_TABLES)
        found = {}
        for place, name, columns, key in cursor.fetchall():
            order = key or 'row::text COLLATE "C"'
            sql = f"COPY (SELECT {columns} FROM {place} AS row ORDER BY {order}) TO STDOUT"  # noqa: S608  # own names
            digest, count = hashlib.sha256(), 0
            with cursor.copy(sql) as rows:
                for block in rows:
                    digest.update(block)
                    count += bytes(block).count(b"\n")  # COPY writes one line for each row
            found[name] = Table(count, digest.hexdigest())
    return found
