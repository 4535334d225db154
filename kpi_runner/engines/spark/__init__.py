"""The Spark engine: the same SQL, transpiled, and Parquet tables."""
