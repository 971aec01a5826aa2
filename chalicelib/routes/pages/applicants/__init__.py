"""Pages for applicants and who acts for them: find, apply, send papers, follow a case."""
