"""Pages for people: templates, static files, and how days, numbers and codes are written on them."""
