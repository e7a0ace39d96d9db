"""The demonstration year FY2012: real organisations and plan; invented people and cases, marked as such."""
