"""Disaster information in every language: sentences with slots, sheets, bulletins, pages that stand, warnings read."""
