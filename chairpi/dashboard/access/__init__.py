"""Who may look and who may change: pairing, devices, roles and keys."""
