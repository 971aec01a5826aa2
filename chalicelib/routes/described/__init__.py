"""What the API answers, as schemas: a file for what a file of ``routes.views`` shows."""
