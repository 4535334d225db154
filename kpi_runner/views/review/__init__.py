"""Packets for the three meetings: weekly, monthly, quarterly."""
