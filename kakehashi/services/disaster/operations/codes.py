"""The short codes on paper: easy to read aloud, to type, and to tell apart (no 0/O, 1/I/L, 2/Z, 5/S, U/V)."""

import secrets

from kakehashi.services.disaster.models import Bulletin, Sheet

ALPHABET = "346789ABCDEFGHJKMNPQRTWXY"
LENGTH = 6


def new_code() -> str:
    """One that no bulletin and no sheet bears (25⁶ = 244 million)."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not Bulletin.objects.filter(code=code).exists() and not Sheet.objects.filter(code=code).exists():
            return code
