"""What a participant costs the organisation. Nothing here reads or writes the database."""
