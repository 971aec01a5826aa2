"""What holds in every situation: ``prove`` looks at the rules, the other files at what comes of them."""
