"""The second pass maps its graphs from their files; in processes without Vosk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from models import Field
from models.graphs import field_folder

_READ = """
import sys
from pathlib import Path
from models.mapped import map_graphs
if sys.argv[2] == "map":
    assert map_graphs() and map_graphs()
import numpy as np
from models.errors import ModelError
from models.search import Search

def taken():
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))

before = taken()
try:
    search = Search(Path(sys.argv[1]))
except ModelError as error:
    print("broken", error)
    raise SystemExit from None
grown = taken() - before
posteriors = np.log(np.random.default_rng(1).dirichlet(np.full(27, 0.05), 100) + 1e-6)
words = search.best(posteriors.astype(np.float32))
mapped = "HCLG.fst" in Path("/proc/self/maps").read_text()
print(mapped, grown, " ".join(word.text for word in words))
"""


def _read(folder: Path, how: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(folder), how], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_mapped_graph_hears_the_same_and_takes_less_memory(graphs: Path) -> None:
    folder = field_folder(graphs, Field.QUESTION) / "graph"
    size = (folder / "HCLG.fst").stat().st_size / 1024
    mapped, grown, *words = _read(folder, "map").split()
    copied, grown_copied, *words_copied = _read(folder, "copy").split()
    assert (mapped, copied) == ("True", "False")
    assert words == words_copied
    assert words
    assert int(grown_copied) - int(grown) > 0.8 * size


def test_a_graph_cut_short_is_refused(graphs: Path, tmp_path: Path) -> None:
    whole = field_folder(graphs, Field.YESNO) / "graph"
    folder = tmp_path / "graph"
    folder.mkdir()
    for path in whole.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "HCLG.fst").write_bytes((whole / "HCLG.fst").read_bytes()[:-100])
    assert _read(folder, "map").startswith("broken Graf di")
