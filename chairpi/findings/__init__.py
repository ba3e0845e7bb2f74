"""What a person is told of the chair's health: facts in, findings out, for `chairpi doctor` and the health page alike.

Pure and light: nothing here reads a pin, a socket or a file, and nothing imports numpy.
"""
