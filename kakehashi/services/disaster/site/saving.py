"""A snapshot as JSON and back: kept beside the pages, so that they can be made again without the database."""

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
from collections.abc import Mapping
from typing import Any

from kakehashi.services.disaster.site.snapshot import Snapshot


class SavedSnapshotError(ValueError):
    """The JSON is not a snapshot: says where and why, in Japanese."""


def to_json(snapshot: Snapshot) -> str:
    return json.dumps(snapshot, ensure_ascii=False, default=_plain)


def from_json(text: str) -> Snapshot:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise SavedSnapshotError(f"JSONとして読めません: {error}") from error
    snapshot: Snapshot = _read(data, Snapshot, "snapshot")
    return snapshot


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    pairs = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
    return {field.name: found for field, found in pairs if not _is_default(found, field)}


def _is_default(value: Any, field: "dataclasses.Field[Any]") -> bool:
    if field.default is not dataclasses.MISSING:
        return bool(value == field.default)
    return field.default_factory is not dataclasses.MISSING and not value


@functools.cache
def _types(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(data: Any, kind: Any, where: str) -> Any:
    """`data` as a value of the type; `where` is its place, for the message."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _read_dataclass(data, kind, where)
    if origin is types.UnionType:
        return None if data is None else _read(data, inner[0], where)
    if kind is dt.datetime:
        return _read_time(data, where)
    if origin in {tuple, Mapping}:
        return _read_many(data, origin, inner, where)
    if origin is typing.Literal:
        _require(data in inner, where, f"次のどれかにしてください: {', '.join(inner)}")
    else:
        _require(type(data) is kind, where, f"{kind.__name__}の値にしてください")
    return data


def _read_many(data: Any, origin: Any, inner: tuple[Any, ...], where: str) -> Any:
    if origin is tuple:
        _require(isinstance(data, list), where, "[ … ] の形で書いてください")
        return tuple(_read(each, inner[0], f"{where}[{number}]") for number, each in enumerate(data))
    _require(isinstance(data, dict), where, "{ … } の形で書いてください")
    return {key: _read(each, inner[1], f"{where}.{key}") for key, each in data.items()}


def _read_dataclass(data: Any, kind: type, where: str) -> Any:
    _require(isinstance(data, dict), where, "{ … } の形で書いてください")
    known = _types(kind)
    unknown = sorted(data.keys() - known.keys())
    _require(not unknown, where, f"知らない項目があります: {', '.join(unknown)}")
    missing = [
        field.name
        for field in dataclasses.fields(kind)
        if field.name not in data and field.default is field.default_factory is dataclasses.MISSING
    ]
    _require(not missing, where, f"次の項目がありません: {', '.join(missing)}")
    return kind(**{key: _read(value, known[key], f"{where}.{key}") for key, value in data.items()})


def _read_time(data: Any, where: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(data)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise SavedSnapshotError(f"{where}: 2026-11-23T10:30:00+09:00 の形で書いてください")
    return moment


def _require(condition: bool, where: str, reason: str) -> None:
    if not condition:
        raise SavedSnapshotError(f"{where}: {reason}")
