"""An entry in the maintainer's own editor; what was typed stays until it is right or given up."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape

from faq.cli_ask import Asker
from faq.draft import Draft
from faq.entry_text import entry_text
from faq.errors import FaqError

_HEAD: Final = """\
# Simpan berkas ini lalu tutup penyunting; perubahannya diperiksa dulu sebelum dipakai.
# Baris yang dimulai dengan tanda pagar tidak dibaca. Umur fakta (freshness): T tetap,
# P peraturan, M musiman (wajib "valid_until"), L lama.
"""


def editor() -> list[str]:
    """The command of the editor chosen in the environment; empty when none is."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(chosen)
    except ValueError:
        return [chosen]


def edited(draft: Draft, units: Collection[str], asker: Asker, console: Console) -> Draft | None:
    """The draft as it came out of the editor; None when the maintainer gave up.

    A text that cannot be read is offered for editing again; when that is declined its file is
    kept, and named.
    """
    command = editor()
    if not command:
        console.print("Penyunting belum dipilih; isi dulu variabel EDITOR, misalnya EDITOR=nano.")
        return None
    folder = Path(tempfile.mkdtemp(prefix="sapa-"))
    file = folder / f"{draft.id[:40] or 'butir'}.yaml"
    file.write_text(_HEAD + "- " + entry_text(draft.tidied()) + "\n", encoding="utf-8")
    while True:
        if not _opened(command, file, console):
            return None
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
            found = Draft.parsed(text, draft.topic, units)
        except (FaqError, OSError) as error:
            console.print(escape(str(error)), style="red")
            if asker.choice("Buka lagi di penyunting?", {"y": "ya", "t": "tidak"}) == "y":
                continue
            console.print(escape(f"Naskah itu masih ada di {file}"))
            return None
        file.unlink(missing_ok=True)
        folder.rmdir()
        return found


def _opened(command: list[str], file: Path, console: Console) -> bool:
    try:
        ended = subprocess.run([*command, str(file)], check=False).returncode
    except OSError as error:
        console.print(escape(f"Penyunting {command[0]} tidak dapat dibuka ({error.strerror})."))
        return False
    if ended:
        console.print(escape(f"Penyunting {command[0]} berhenti dengan galat; naskah: {file}"))
    return not ended
