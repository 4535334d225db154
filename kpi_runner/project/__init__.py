"""Read a dbt-style project: its nodes, templates, graph and rules."""
