"""Options of the test suite."""

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="Rewrite the golden files."
    )


@pytest.fixture
def update_golden(request):
    """Whether the golden files are to be rewritten by what is found."""
    return request.config.getoption("--update-golden")
