"""What is typed, checked; nothing is saved here."""
