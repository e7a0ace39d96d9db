"""What leaves the house: tables of a placement with its certificate, cost plans, contracts and notices."""
