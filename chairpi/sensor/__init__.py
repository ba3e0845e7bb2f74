"""The sensor process: the loop that joins reader, core, store, outputs and the live link."""
