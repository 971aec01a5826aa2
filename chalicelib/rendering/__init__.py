"""Notices as people read them: made of data when somebody opens one, kept nowhere. Pure."""
