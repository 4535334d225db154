"""Raw files and seeds in, models built, one run's state kept."""
