"""The components, one typed function each; `templatetags/ui.py` gives them their names in templates."""
