"""Rule files that are dropped into the rules bucket: who changed them, and what is published of them."""
