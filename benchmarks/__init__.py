"""What the product promises, measured: run with python -m benchmarks.NAME."""
