# How a script ends when something is wrong: in one line, with the exit codes of permea.
import os
import sys


class Trouble(Exception):
    """Something the user can mend; told in one line."""


def guarded(program, work):
    """Runs `work`; what is wrong becomes one line on stderr, and exit code 2 (the input) or 1
    (a picture that cannot be written)."""
    try:
        work()
        sys.stdout.flush()  # here, where a reader that is gone can still be told
    except Trouble as trouble:
        print(f"{program}: {trouble}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        os._exit(1)  # who reads the table has read enough
    except OSError as error:
        sys.exit(f"{program}: {error.filename}: {error.strerror}")
