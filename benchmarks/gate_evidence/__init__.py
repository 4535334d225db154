"""How often the gate catches a planted slip, and how often it cries wolf."""
