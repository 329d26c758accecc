"""Tools for agents over the Model Context Protocol: `server.py` serves what `tools.py` answers, `texts.py` writes it."""
