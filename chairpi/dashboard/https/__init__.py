"""The dashboard over HTTPS, with the chair's own certificates, and what is said about it."""
