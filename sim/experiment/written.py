"""What finished work left in its folder."""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.experiment.proof import checked

if TYPE_CHECKING:
    import pandas as pd


class Written:
    """Finished work: its tables are read from its folder when they are asked for."""

    folder: Path
    manifest: Mapping[str, Any]

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What `summary.json` tells; the pages of the results say of what. Raises as `file` does."""
        found: dict[str, Any] = json.loads(self.file("summary.json").read_text(encoding="utf-8"))
        return found

    @property
    def digest(self) -> str:
        """Digest of the rows: the same with any engine, number of workers and size of chunks."""
        return str(self.manifest["result_digest"])

    def has(self, name: str) -> bool:
        """Whether the work wrote a file of this name."""
        return name in self.manifest["files"]

    def file(self, name: str) -> Path:
        """The path of a file of the folder, which is as it was written. Raises `UsageError` where it is not."""
        return checked(self.folder, name, self.manifest)

    def table(self, name: str) -> "pd.DataFrame":
        """A table of the folder. Raises as `file` does."""
        import pandas as pd

        return pd.read_parquet(self.file(f"{name}.parquet"))
