"""The rate table an installation begins with: what is public, and empty rows for all else."""

import csv
import datetime as dt
from pathlib import Path

from kakehashi.services.jet.money.rates import Basis, Kind, Rate, RateTable, Scheme

DATA = Path(__file__).parents[1] / "data"


def shipped() -> RateTable:
    """The rows of `data/rates.csv` and `data/schemes.csv`."""
    return RateTable(map(_rate, _rows("rates")), map(_scheme, _rows("schemes")))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rate(row: dict[str, str]) -> Rate:
    return Rate(
        kind=Kind(row["kind"]),
        basis=Basis(row["basis"]),
        amount=int(row["amount"]) if row["amount"] else None,
        valid_from=dt.date.fromisoformat(row["valid_from"]),
        valid_until=dt.date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        scheme=row["scheme"],
        contract_year=int(row["contract_year"]) if row["contract_year"] else None,
        country=row["country"],
        organisation_kind=row["organisation_kind"],
        source=row["source"],
    )


def _scheme(row: dict[str, str]) -> Scheme:
    return Scheme(row["code"], dt.date.fromisoformat(row["arrivals_from"]), row["name_ja"], row["name_en"])
