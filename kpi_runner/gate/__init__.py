"""Judging what is published: suites, a verdict, and the outlets that carry it."""
