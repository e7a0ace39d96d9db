"""What leaves the house: a placement as tables and a certificate."""
