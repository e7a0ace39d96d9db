"""Terms of appointment: computed from the arrival, never typed. Nothing here reads or writes the database."""
