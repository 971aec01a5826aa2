"""Lists of cases for a clerk: her desk, what she searches for, what she hands over."""
