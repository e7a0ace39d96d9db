"""Writes of the disaster service."""
