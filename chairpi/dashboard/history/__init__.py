"""What was measured on days gone by."""
