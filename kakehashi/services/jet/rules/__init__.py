"""Who may do what, as predicates about a person and a thing."""
