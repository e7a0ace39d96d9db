"""Pages about people, roles, invitations and the register."""
