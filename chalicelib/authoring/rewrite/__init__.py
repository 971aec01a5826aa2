"""Make a rule file's text say something else with the least change: comments, order and quotes stay."""
