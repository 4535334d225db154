"""What several tests share: builders and promises, no mocks."""
