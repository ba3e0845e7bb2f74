"""The chair's own certificates for HTTPS: an authority that can vouch for this chair alone, and the dashboard's certificate."""
