"""``python -m models.training``: the same as ``sapa model train``."""

from models.training.cli import app

if __name__ == "__main__":
    app()
