"""Outlets: a verdict as text, and as the formats that CI systems read."""
