"""A support desk with a planted truth, simulated in SQL."""
