"""What is typed, alone or in rows of a file."""
