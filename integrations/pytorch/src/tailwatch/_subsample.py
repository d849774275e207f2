# SPDX-License-Identifier: Apache-2.0
"""A seeded choice of coordinates of a long vector, the same in every language."""

from __future__ import annotations

from typing import Sequence

import numpy as np

_MASK = (1 << 64) - 1
# A product of step and dimension must stay below 2^64; no parameter comes near.
_LARGEST = 1 << 40


def choose(full_dimension: int, size: int, seed: int) -> np.ndarray:
    """Indices of ``size`` coordinates, ascending and distinct (int64).

    The vector is cut into ``size`` strata as equal as can be, and from each one coordinate is
    drawn: ``lo + splitmix64(seed + i * 0x9e3779b97f4a7c15) % (hi - lo)``, in wrapping unsigned
    arithmetic. ``io.tailwatch.producer.publish.Subsample`` gives the same. Source of the mixing
    function: Steele, Lea, Flood: *Fast splittable pseudorandom number generators*, OOPSLA 2014.

    :param full_dimension: length of the vector, at most 2^40
    :param size: from 1 to ``full_dimension``
    :param seed: not 0; negative ones are read as their two's complement
    :raises ValueError: when one is out of its range
    """
    if not 1 <= full_dimension <= _LARGEST:
        raise ValueError(f"full_dimension must be in [1, 2^40]: was {full_dimension}")
    if not 1 <= size <= min(full_dimension, 1 << 20):
        raise ValueError(f"size must be in [1, {min(full_dimension, 1 << 20)}]: was {size}")
    if seed & _MASK == 0:
        raise ValueError("seed must not be 0 modulo 2^64")
    i = np.arange(size, dtype=np.uint64)
    dimension, strata = np.uint64(full_dimension), np.uint64(size)
    low = i * dimension // strata
    high = (i + np.uint64(1)) * dimension // strata
    mixed = _splitmix64(i * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed & _MASK))
    return (low + mixed % (high - low)).astype(np.int64)


def _splitmix64(z: np.ndarray) -> np.ndarray:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def share(sizes: Sequence[int], total: int) -> list[int]:
    """How many coordinates of each vector are published, when ``total`` are of all together.

    Short vectors are published whole, the longer ones share the rest equally; each has one at
    least.
    """
    result = [0] * len(sizes)
    left = total
    for done, index in enumerate(sorted(range(len(sizes)), key=lambda i: sizes[i])):
        result[index] = max(1, min(sizes[index], left // (len(sizes) - done)))
        left -= result[index]
    return result
