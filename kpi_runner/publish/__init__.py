"""From built marts to what people and programs read."""
