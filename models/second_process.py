"""The second pass's own process: reads utterances from its input, writes words to its output.

A request is one line of JSON, ``{"field": ..., "samples": n}``, and n float32 samples at 8 kHz; a
reply is one line of JSON, the words or ``{"error": sentence}``. The first reply says that the
models are loaded.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from models.attention import Attention, Floats, is_there
from models.audio import LINE_RATE, Audio
from models.background_speech import without_others
from models.errors import ModelError
from models.fields import Field
from models.graphs import field_folder
from models.heap import keep_heap_small, trim_heap
from models.posteriors import PosteriorNetwork
from models.rescoring import Evidence
from models.search import Search

_LARGE: Final = 8 << 20
_KEPT: Final = 64 << 20
"""Bytes: what the networks take anew for every layer stays in the heap until an utterance is heard.
Clearing their pages again and again takes a sixth of the time in which an answer comes."""

_OTHERS_INTRUDE: Final = (Field.DIGITS,)
"""Fields in which people behind the caller put words in. In the others, where one word leads to
the next, they rather cover the caller's, which must not be doubted then."""


def serve(model: Path, graphs: Path, requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until the input ends."""

    def reply(content: object) -> None:
        replies.write(json.dumps(content).encode() + b"\n")
        replies.flush()

    keep_heap_small(_LARGE, _KEPT)
    try:
        network = PosteriorNetwork(model / "second-pass")
        attention = Attention(model / "second-pass") if is_there(model / "second-pass") else None
        searches = {field: Search(field_folder(graphs, field) / "graph") for field in Field}
    except ModelError as error:
        reply({"error": str(error)})
        return
    trim_heap()
    reply({"ready": True})
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(4 * request["samples"])
        audio = Audio(np.frombuffer(data, np.float32), LINE_RATE)
        field = Field(request["field"])
        posteriors, features = network.hear(audio)
        weigh = partial(_weigh, attention, features) if attention is not None else None
        words, others = searches[field].hear(posteriors, weigh)
        if field in _OTHERS_INTRUDE:
            words = without_others(words, audio)
        reply({"words": [astuple(word) for word in words], "others": others})
        trim_heap()  # nobody waits for it


def _weigh(
    attention: Attention, features: Floats, readings: Sequence[Sequence[str]]
) -> list[Evidence]:
    trim_heap()  # what the search took would be in memory beside what the decoder takes
    return attention.weigh(features, readings)


def main() -> None:
    # Ctrl-C belongs to the call; this process ends when its input does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not mix with the replies.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(Path(sys.argv[1]), Path(sys.argv[2]), sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
