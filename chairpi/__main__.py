"""`python -m chairpi` is `chairpi`."""

from chairpi.cli import main

if __name__ == "__main__":
    main(prog_name="chairpi")
