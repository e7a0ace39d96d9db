"""The child process that parses one Excel file: bytes in on stdin, JSON of strings out on stdout.

Run as a file by `spreadsheets.py`, never imported by it: a parser that dies takes only this process with it.
"""

import datetime as dt
import io
import json
import resource
import sys
from decimal import Decimal

import python_calamine


def text_of(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):  # as people write it: 3, 0.0000001; what was typed as text stays letter by letter
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else f"{Decimal(str(value)):f}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


def main(memory: int, seconds: int, letters: int) -> int:
    """0, or 3 when the cells hold more letters than allowed."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheets: dict[str, list[list[str]]] = {}
    for name in workbook.sheet_names:
        sheets[name] = rows = []
        for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False):
            rows.append([text_of(value) for value in row])
            letters -= sum(map(len, rows[-1]))
            if letters < 0:
                return 3
    sys.stdout.write(json.dumps(sheets, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
