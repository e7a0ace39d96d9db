"""Predicates about a person and a thing of this service; they touch no model."""
