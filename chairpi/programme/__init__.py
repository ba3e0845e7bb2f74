"""Guided routines and general advice: content as TOML files, read into plain dataclasses.

Pure: imports nothing else of ChairPi, and reads no file but its own content.
"""
