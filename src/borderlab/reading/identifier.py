"""The language identifier of py3langid, reading many texts at once.

py3langid walks an automaton byte by byte in Python. The same walk is found here for all bytes at
once: each state is guessed from the two bytes that lead to it and corrected from the state before
it until nothing changes, which is when every state follows from the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_Visits = tuple[np.ndarray, np.ndarray]  # features in the order they are met, and how often


class _Walked(bytes):
    """An encoded text that was walked: it brings its visits along."""

    visits: _Visits


class Identifier(LanguageIdentifier):  # type: ignore[misc]
    """The identifier with another way through its automaton; all else is py3langid's."""

    def __init__(self, nb_ptc: np.ndarray, *args: Any, **options: Any) -> None:
        super().__init__(nb_ptc.astype(np.float32), *args, **options)  # else cast for every text
        self._next = np.asarray(self.tk_nextmove)
        self._base = np.asarray(self.tk_row, dtype=np.int64) << 8
        self._output = np.asarray(self.tk_output)
        self._first = self._next[self._base[0] :][:256]
        after = self._base[self._first][:, None] + np.arange(256)
        self._second = self._next[after].ravel().astype(np.int64)

    @classmethod
    def load(cls) -> Identifier:
        """Read the model that comes with py3langid."""
        found: Identifier = cls.from_model_file(MODEL_FILE, norm_probs=True)
        return found

    def classify_all(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """Return what `classify` does, for each text."""
        walked = [_Walked(LanguageIdentifier._encode(text)) for text in texts]
        for one, visits in zip(walked, self._visits(walked), strict=True):
            one.visits = visits
        return [self.classify(one) for one in walked]

    @staticmethod
    def _encode(text: _Walked) -> _Walked:
        return text

    def _raw_score(self, text: _Walked) -> np.ndarray:
        features, counts = text.visits
        if not len(features):
            return super()._raw_score(b"")  # type: ignore[no-any-return]
        score = np.log1p(counts.astype(np.float32)) @ self.nb_ptc[features] + self.nb_pc
        return np.asarray(score)

    def _walk(self, data: np.ndarray, starts: np.ndarray) -> np.ndarray:
        """Return the state after each byte, where texts begin at `starts`."""
        states = np.empty(len(data), dtype=np.int64)
        states[1:] = self._second[(data[:-1] << 8) + data[1:]]
        states[starts] = self._first[data[starts]]
        begins = np.zeros(len(data) + 1, dtype=bool)
        begins[starts] = begins[-1] = True
        at = np.flatnonzero(~begins)
        while len(at):
            new = self._next[self._base[states[at - 1]] + data[at]]
            moved = new != states[at]
            at = at[moved]
            states[at] = new[moved]
            at = at[~begins[at + 1]] + 1
        return states

    def _visits(self, texts: Sequence[bytes]) -> Iterator[_Visits]:
        """Yield the features of each text and how often each is met."""
        data = np.frombuffer(b"".join(texts), dtype=np.uint8).astype(np.int64)
        sizes = np.array([len(text) for text in texts], dtype=np.int64)
        ends = np.cumsum(sizes)
        starts = (ends - sizes)[sizes > 0]
        met = self._output[self._walk(data, starts)]
        width = len(self.nb_ptc)
        keys = met + width * np.searchsorted(ends, np.arange(len(data)), side="right")
        found, first, counts = np.unique(keys[met >= 0], return_index=True, return_counts=True)
        order = np.argsort(first)  # as met, for sums of floats depend on their order
        found, counts = found[order], counts[order]
        bounds = np.searchsorted(found // width, np.arange(len(texts) + 1))
        for low, high in pairwise(bounds.tolist()):
            yield found[low:high] % width, counts[low:high]
