"""The Jinja that dbt and kpi share: read without running, rendered as dbt does."""

from kpi_runner.project.template.environment import Parsed, Templates
from kpi_runner.project.template.syntax import Reading

__all__ = ["Parsed", "Reading", "Templates"]
