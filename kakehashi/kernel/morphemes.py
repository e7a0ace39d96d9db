"""Sudachi, once for the process: its dictionary takes 0.2 s to load, and a tokeniser serves one thread."""

import threading

from sudachipy import Dictionary, SplitMode, Tokenizer


class _Sudachi(threading.local):
    _dictionary: Dictionary | None = None
    _lock = threading.Lock()
    _tokenizer: Tokenizer | None = None

    @property
    def tokenizer(self) -> Tokenizer:
        if self._tokenizer is None:
            with _Sudachi._lock:
                _Sudachi._dictionary = _Sudachi._dictionary or Dictionary()
                self._tokenizer = _Sudachi._dictionary.tokenizer(mode=SplitMode.C)
        return self._tokenizer


_sudachi = _Sudachi()


def tokenizer() -> Tokenizer:
    """The tokeniser of this thread; it cuts into long units and refuses more than 49,149 bytes at once."""
    return _sudachi.tokenizer
