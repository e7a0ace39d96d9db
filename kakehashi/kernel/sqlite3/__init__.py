"""Django's SQLite backend, with writers who take turns (see ``turns``)."""
