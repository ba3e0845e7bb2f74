"""A dashboard's process as far as its book sees it: writes a diary from several threads and says on stdout what is on the disk.

Usage: python write_book_until_killed.py APP_DB
"""

import itertools
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from chairpi.programme.diary import CheckedIn
from chairpi.store.book import Book

N_THREADS = 4


def main(path: Path) -> None:
    book = Book(path)

    def write(sitter_id: int) -> None:
        for number in itertools.count(1):
            entry_id = book.add(
                sitter_id, CheckedIn(date.fromordinal(740_000 + number), 1 + number % 10, 0), float(number)
            )
            sys.stdout.write(f"{entry_id} {sitter_id} {number}\n")  # in one piece: threads do not mix their lines
            sys.stdout.flush()

    with ThreadPoolExecutor(N_THREADS) as pool:
        list(pool.map(write, range(N_THREADS)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
