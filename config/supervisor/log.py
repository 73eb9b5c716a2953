"""A log file that rotates by size."""

from pathlib import Path

LIMIT_BYTES = 2_000_000
KEPT_FILES = 3


class RotatingLog:
    """Appends bytes to ``path``; past ``limit`` bytes the file becomes ``path.1``, that one ``path.2`` and so on."""

    def __init__(self, path: Path, *, limit: int = LIMIT_BYTES, kept: int = KEPT_FILES) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self.limit = limit
        self.kept = kept
        self._file = path.open("ab")

    def write(self, output: bytes) -> None:
        """Append ``output``, then rotate if the file is too long; one piece of output is never split over two files."""
        self._file.write(output)
        self._file.flush()
        if self._file.tell() > self.limit:
            self._rotate()

    def close(self) -> None:
        """Close the file; later output is lost."""
        self._file.close()

    def tail(self, lines: int = 10) -> str:
        """Return the last lines, for an error message."""
        return "\n".join(self.path.read_text(errors="replace").splitlines()[-lines:])

    def _rotate(self) -> None:
        self._file.close()
        names = [self.path, *(self.path.with_name(f"{self.path.name}.{n}") for n in range(1, self.kept + 1))]
        for older, newer in zip(reversed(names[1:]), reversed(names[:-1]), strict=True):
            if newer.exists():
                newer.replace(older)
        self._file = self.path.open("ab")
