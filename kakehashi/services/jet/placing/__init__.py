"""Placement: candidates into posts, provably best in nine lexicographic tiers. Knows no database and no language.

``problem`` (what is asked) → ``network`` (the same as a flow) → ``faces`` (one tier after the other) → ``couples``
(branching where two belong together) → ``answer`` (who goes where, with the proof) → ``checking`` (everything again,
without a solver).

A second way, by interview score: ``listing`` (everybody's list) → ``deferring`` (asking and being kept) → ``stable``
(with couples and the country plan). ``envy`` tells how fair any placement is.
"""
