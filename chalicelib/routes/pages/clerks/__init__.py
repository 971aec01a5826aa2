"""Pages for clerks: the list of all work, a case, its outcomes, search and hand-over lists."""
