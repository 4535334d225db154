"""Carry a dbt-style project of support KPIs from raw files to a judged panel."""
