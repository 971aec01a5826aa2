"""The local sign-on: an OpenID Connect issuer at which everybody can be anybody. For this machine alone."""
