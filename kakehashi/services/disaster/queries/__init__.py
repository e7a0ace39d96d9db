"""Reads of the disaster service."""
