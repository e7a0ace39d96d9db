"""Kakehashi (架け橋): the working platform of a council for local governments' international work."""

__version__ = "0.1.0"
