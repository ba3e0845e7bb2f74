"""The pages about the chair itself: its health and its calibration."""
