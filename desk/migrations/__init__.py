"""The schema's history. One file a change in ``versions``, applied when the database is opened."""

from __future__ import annotations

from typing import Final

HEAD: Final = "0002"
"""Revision of the newest file in ``versions``."""

VERSION_TABLE: Final = "schema_version"
"""Where a database keeps its revision; our own name tells our databases from others'."""
