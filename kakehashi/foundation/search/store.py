"""The index itself: the only place that knows which database this is.

SQLite: the FTS5 table `search_index` with columns title, body, title_words, words, readings, its rows deleted by a
trigger. PostgreSQL: the column `lexemes` of `search_entry` with a GIN index; the same five kinds of token, told apart
by a mark before them. Both hold tokens made by `tokens`, so both find the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kakehashi.foundation.search import tokens
from kakehashi.foundation.search.models import Entry


class Field(StrEnum):
    """Where a token stands; the value is its mark on PostgreSQL."""

    TITLE = "^"  # pairs of characters of the title
    BODY = "+"  # pairs of characters of everything, the title included
    TITLE_WORDS = "#"
    WORDS = "="
    READINGS = "~"


@dataclass(frozen=True)
class Row:
    """What the index holds of one entry: per field its tokens in order, repeated as in the text."""

    entry_id: int
    fields: dict[Field, list[str]]


@dataclass(frozen=True)
class Asked:
    """Neighbouring tokens looked for in one field; of a beginning every continuation will do."""

    tokens: tuple[str, ...]
    field: Field
    is_beginning: bool = False


@dataclass(frozen=True)
class Term:
    """One token that counts for a ranking, and how much."""

    token: str
    field: Field
    weight: float = 1.0


_COST_MAX = 6_000  # occurrences looked at for one ranking, on SQLite
_COMMON = 2_000  # entries; on PostgreSQL a term that stands in more is only used where all are so common


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


# --- Writing ----------------------------------------------------------------------------------------------------------
def write(rows: Iterable[Row]) -> None:
    """Put these rows in the place of what was indexed of their entries."""
    with connection.cursor() as cursor:
        if is_sqlite():
            cursor.executemany(
                "INSERT OR REPLACE INTO search_index(rowid, title, body, title_words, words, readings)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                [(row.entry_id, *(" ".join(row.fields[field]) for field in Field)) for row in rows],
            )
        else:
            cursor.executemany(
                "UPDATE search_entry SET lexemes = array_to_tsvector(%s) WHERE id = %s",
                [(sorted(_lexemes(row)), row.entry_id) for row in rows],
            )


def _lexemes(row: Row) -> set[str]:
    return {field.value + token for field, tokens in row.fields.items() for token in tokens}


def tidy() -> None:
    """After many changes at once: one segment instead of many, fresh statistics."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_index(search_index) VALUES ('optimize')" if is_sqlite() else "ANALYZE search_entry"
        )


# --- Asking -----------------------------------------------------------------------------------------------------------
def matching(groups: Sequence[Sequence[Asked]]) -> RawSQL:
    """The ids, for ``id__in``, of the entries that hold, of every group, at least one.

    On SQLite neighbours are found as neighbours; on PostgreSQL only that all are there: the caller compares the text.
    """
    if is_sqlite():
        query = " AND ".join("(" + " OR ".join(_fts(one) for one in group) + ")" for group in groups)
        return RawSQL("SELECT rowid FROM search_index WHERE search_index MATCH %s", [query])
    query = " & ".join("(" + " | ".join(_tsquery(one) for one in group) + ")" for group in groups)
    return RawSQL("SELECT hit.id FROM search_entry hit WHERE hit.lexemes @@ %s::tsquery", [query])


def is_exact(phrase: str) -> bool:
    """Whether `matching` alone answers for this phrase, so that the text need not be compared."""
    return tokens.runs(phrase) == [phrase] and (is_sqlite() or len(phrase) <= 2)


def _fts(asked: Asked) -> str:
    phrase = " ".join(asked.tokens)
    return f'({asked.field.name.lower()} : "{phrase}"{" *" if asked.is_beginning else ""})'


def _tsquery(asked: Asked) -> str:
    beginning = ":*" if asked.is_beginning else ""
    return "(" + " & ".join(f"'{asked.field.value}{token}'{beginning}" for token in asked.tokens) + ")"


@dataclass(frozen=True)
class Candidates:
    """Entries that hold some of the terms, the most promising first, and in how many entries each term stands."""

    ids: list[int]
    documents: list[int]  # per term
    total: int  # entries altogether


def candidates(terms: Sequence[Term], allowed: QuerySet[Entry], limit: int) -> Candidates:
    """A first, rough ranking of the allowed entries by these terms (BM25, or its rarity part on PostgreSQL)."""
    if not terms:
        return Candidates([], [], 0)
    return (_candidates_sqlite if is_sqlite() else _candidates_postgresql)(terms, allowed, limit)


def _visible(allowed: QuerySet[Entry], column: str) -> tuple[str, Sequence[Any]]:
    """`allowed` as a condition on one row of another table."""
    row = RawSQL(column, [])  # noqa: S611  # a name of this module
    return allowed.order_by().filter(id=row).values("id").query.sql_with_params()


def _candidates_sqlite(terms: Sequence[Term], allowed: QuerySet[Entry], limit: int) -> Candidates:
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(terms))
        cursor.execute(
            f"SELECT term, col, doc FROM search_vocabulary WHERE term IN ({marks})"  # noqa: S608  # only marks
            " UNION ALL SELECT NULL, NULL, count(*) FROM search_entry",
            [term.token for term in terms],
        )
        known = {(token, column): count for token, column, count in cursor.fetchall()}
        documents = [known.get((term.token, term.field.name.lower()), 0) for term in terms]
        chosen = _affordable(terms, documents)
        if not chosen:
            return Candidates([], documents, known[None, None])
        query = " OR ".join(f"({_fts(Asked((term.token,), term.field))})" for term in chosen)
        condition, parameters = _visible(allowed, "search_index.rowid")
        cursor.execute(
            "SELECT rowid FROM search_index WHERE search_index MATCH %s"  # noqa: S608  # Django's own SQL
            f" AND EXISTS ({condition}) ORDER BY bm25(search_index, 1.0, 1.0, 1.0, 1.0, 0.0) LIMIT %s",
            [query, *parameters, limit],
        )
        return Candidates([row[0] for row in cursor.fetchall()], documents, known[None, None])


def _affordable(terms: Sequence[Term], documents: Sequence[int]) -> list[Term]:
    """The rarest terms, as many as can be ranked in time: what stands almost everywhere says almost nothing."""
    chosen: list[Term] = []
    cost = 0
    for count, term in sorted(zip(documents, terms, strict=True), key=lambda pair: pair[0]):
        cost += count
        if count and (cost <= _COST_MAX or not chosen):
            chosen.append(term)
    return chosen


_POSTGRESQL = """
WITH asked AS (SELECT * FROM unnest(%s::text[], %s::float[]) WITH ORDINALITY AS t(query, weight, number)),
total AS (SELECT count(*) AS entries FROM search_entry),
posting AS MATERIALIZED (
    SELECT asked.number, held.id FROM asked CROSS JOIN LATERAL (
        SELECT hit.id FROM search_entry hit WHERE hit.lexemes @@ asked.query::tsquery LIMIT %s
    ) held
),
spread AS (SELECT number, count(*) AS entries FROM posting GROUP BY number),
rare AS MATERIALIZED (
    SELECT number,
        asked.weight * ln((1 + (total.entries - spread.entries + 0.5) / (spread.entries + 0.5))::float) AS worth
    FROM spread JOIN asked USING (number) CROSS JOIN total
    WHERE spread.entries < %s OR NOT EXISTS (SELECT 1 FROM spread WHERE spread.entries < %s)
),
ranked AS (
    SELECT posting.id, sum(rare.worth) AS score FROM posting JOIN rare USING (number) GROUP BY posting.id
)
SELECT 1 AS part, number, entries FROM spread
UNION ALL SELECT 2, 0, entries FROM total
UNION ALL (SELECT 3, ranked.id, 0 FROM ranked WHERE EXISTS ({visible}) ORDER BY score DESC, ranked.id DESC LIMIT %s)
"""


def _candidates_postgresql(terms: Sequence[Term], allowed: QuerySet[Entry], limit: int) -> Candidates:
    condition, parameters = _visible(allowed, "ranked.id")
    documents = [0] * len(terms)
    found = Candidates([], documents, 0)
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(
            _POSTGRESQL.format(visible=condition),
            [
                [_tsquery(Asked((term.token,), term.field)) for term in terms],
                [term.weight for term in terms],
                *[_COMMON] * 3,
                *parameters,
                limit,
            ],
        )
        for part, number, count in cursor.fetchall():
            if part == 1:
                documents[number - 1] = count
            elif part == 2:
                total = count
            else:
                found.ids.append(number)
    return Candidates(found.ids, documents, total)
