"""Other people's ways to find a forward hip slide, as they are published or usual: for `detectors.py` to run beside ours."""
