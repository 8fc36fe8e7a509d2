"""What Whisper's decoder thinks of an encoder that is trained on: a loss beside that of the phones.

The decoder weighs the readings of an utterance (:mod:`models.attention`). Trained for the phones
alone, the encoder drifts away from what the decoder understands. So the decoder, which stays as it
is, has to find the text that was said likely, and tells the encoder how. After Kim, Hori and
Watanabe 2017, "Joint CTC-attention based end-to-end speech recognition using multi-task learning".
"""

# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from models.text import spoken_words
from models.tokens import Tokens
from models.training.decoder import Decoder
from models.training.features import Example
from models.training.heads import hidden
from models.training.phone_search import FIXED_TEXTS
from models.training.recordings import Recording

_NO_TOKEN: Final = -100


class DecoderLoss:
    """How unlikely the decoder finds what was said.

    Args:
        decoder: stays as it is.
        tokens: those that it may write.
        embeddings: of these, ``(tokens, 512)``.
        recordings: whose texts are known; an example is told by its corpus and its phones. Corpora
            of digits are left out, since the decoder is not asked about numbers.
    """

    def __init__(
        self,
        decoder: Decoder,
        tokens: Tokens,
        embeddings: Tensor,
        recordings: Iterable[Recording],
    ) -> None:
        self._decoder: Final = decoder.requires_grad_(False)
        self._tokens: Final = tokens
        self._embeddings: Final = embeddings.detach()
        self._texts: Final = {
            (r.corpus, r.phones): r.text for r in recordings if r.corpus not in FIXED_TEXTS
        }

    def loss(self, encoded: Tensor, frames: Tensor, batch: Sequence[Example]) -> Tensor:
        """Nats a phone of the whole batch; 0 where no text is known.

        Args:
            encoded: the encoder's features ``(batch, longest, 512)``.
            frames: valid ones of each, ``(batch,)``.
            batch: their examples.
        """
        texts = [self._texts.get((example.corpus, example.phones)) for example in batch]
        known = [row for row, text in enumerate(texts) if text is not None]
        if not known:
            return encoded.new_zeros(())
        written = [self._written(text) for text in texts if text is not None]
        nats = self._nats(encoded[known], frames[known], written)
        return nats / sum(len(example.phones) for example in batch)

    def _written(self, text: str) -> list[int]:
        return [token for word in spoken_words(text) for token in self._tokens.of(word)]

    def _nats(self, encoded: Tensor, frames: Tensor, written: Sequence[Sequence[int]]) -> Tensor:
        begin, end = self._tokens.begin, self._tokens.end
        longest = len(begin) + max(map(len, written))
        given = torch.full((len(written), longest), end)
        wanted = torch.full((len(written), longest), _NO_TOKEN)
        for row, text in enumerate(written):
            given[row, : len(begin) + len(text)] = torch.tensor([*begin, *text])
            wanted[row, len(begin) - 1 : len(begin) + len(text)] = torch.tensor([*text, end])
        inputs = self._embeddings[given] + self._decoder.positions[:longest]
        before = torch.full((longest, longest), float("-inf")).triu(1)[None, None]
        expected = self._decoder(inputs, before, encoded, hidden(frames, encoded.shape[1]))
        logits = expected @ self._embeddings.T
        return functional.cross_entropy(
            logits.float().flatten(0, 1),
            wanted.flatten(),
            ignore_index=_NO_TOKEN,
            reduction="sum",
        )
