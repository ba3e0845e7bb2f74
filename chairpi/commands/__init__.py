"""The commands, each in a module of its own name, which `chairpi.cli` imports when the command is called and not before."""
