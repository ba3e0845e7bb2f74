"""Recordings through the same core as the live chair."""
