"""What holds in every situation; ``prove`` begins, each other file looks for one kind of fault."""
