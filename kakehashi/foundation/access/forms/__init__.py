"""Forms: they validate; what they find goes to one operation."""
