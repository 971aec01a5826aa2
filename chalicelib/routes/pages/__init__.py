"""HTTP for people: a page parses what was sent, asks one service, and is rendered (``chalicelib.web``)."""
