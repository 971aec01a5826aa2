"""What a list of rules is in every situation; each file looks for one kind of fault."""
