"""The JET Programme: who is placed where."""
