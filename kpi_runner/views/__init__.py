"""How results reach people: the terminal, HTML and packets."""
