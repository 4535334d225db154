"""Databases that a project can be built in."""
