"""Who is told what, in the same transaction as the act that causes it."""
