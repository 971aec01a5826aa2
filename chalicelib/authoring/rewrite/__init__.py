"""A rule file's text made to say something else with the least change: comments, order and quotes stay."""
