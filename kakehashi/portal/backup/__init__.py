"""Backup of an installation while people work in it, restoring it, and proof that both hold the same.

An archive is one tar without compression, so that it is written and read as a stream:

    data/<name>                        small files of the data folder that belong to the records
    files/<name>                       every uploaded document the database names
    database.sqlite3 | database.pgdump the database at one moment
    manifest.json                      last: what there must be, with a hash of each file and of the rows of each table
"""
