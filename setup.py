"""What `pyproject.toml` can't say: a wheel holds `observed/` and `experiments/`, which lie beside the package here."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
BESIDE = {"observed": "*.toml", "experiments": "*.py"}


class WithFilesBeside(build_py):
    """Puts them into the package, as `sim/observed` and `sim/experiments`; an editable install finds them beside it."""

    def run(self) -> None:
        """Build the package, then copy."""
        super().run()
        if self.editable_mode:
            return
        for folder, pattern in BESIDE.items():
            target = Path(self.build_lib) / "sim" / folder
            target.mkdir(parents=True, exist_ok=True)
            for path in sorted((HERE / folder).glob(pattern)):
                shutil.copyfile(path, target / path.name)


setup(cmdclass={"build_py": WithFilesBeside})
