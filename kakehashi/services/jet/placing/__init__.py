"""Placement: candidates into posts, provably best in nine lexicographic tiers. Knows no database and no language.

``problem`` (what is asked) → ``network`` (the same as a flow) → ``faces`` (one tier after the other) → ``couples``
(branching where two belong together) → ``answer`` (who goes where, with the proof) → ``checking`` (everything again,
without a solver).
"""
