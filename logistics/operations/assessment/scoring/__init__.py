"""The arithmetic of the assessment, pure: no database, no clock, everything in `Decimal`.

rules    what a scheme says and what was recorded, as plain values
items    one item: deduction, ratio, target
raters   ratings and ballots: normalised, trimmed, merged
totals   one person: weights, base, bonus, total
grading  many people: peer groups, ranks, places, grades
bonus    the pool, to the fen
months   service within a period
"""
