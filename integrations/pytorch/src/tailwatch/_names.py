# SPDX-License-Identifier: Apache-2.0
"""Names of runs and series, the keys of their records, and the names of the topics."""

from __future__ import annotations

import re
from typing import Mapping
from urllib.parse import quote

MAX_LENGTH = 256
"""Longest name, in UTF-16 units, as the analyzer counts."""

_PREFIX = re.compile(r"[a-zA-Z0-9._-]{1,200}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DAY_MILLIS = 24 * 60 * 60 * 1000


def require_name(what: str, name: str) -> str:
    """The name, if the analyzer takes it.

    :raises ValueError: when it is empty, too long, or holds a control character or half a surrogate
    """
    if not isinstance(name, str) or not name:
        raise ValueError(f"{what} must be a text that is not empty: was {name!r}")
    control = _CONTROL.search(name)
    if control:
        raise ValueError(
            f"{what} must not hold control characters: had U+{ord(control.group()):04X}"
            f" at {control.start()}"
        )
    try:
        length = len(name.encode("utf-16-le")) // 2
    except UnicodeEncodeError as error:
        raise ValueError(f"{what} must be valid Unicode: {error.reason} at {error.start}") from None
    if length > MAX_LENGTH:
        raise ValueError(f"{what} must have at most {MAX_LENGTH} characters: had {length}")
    return name


def clean(text: object) -> str:
    """A text made fit for a descriptor: without control characters, cut at the longest length."""
    plain = _CONTROL.sub(" ", str(text)).encode("utf-8", "replace").decode("utf-8")
    while len(plain.encode("utf-16-le")) // 2 > MAX_LENGTH:
        plain = plain[:-1]
    return plain


def encode(component: str) -> str:
    """A component of a key: percent-encoded UTF-8, ``A-Z a-z 0-9 . _ ~ -`` as they are."""
    return quote(component, safe="")


def series_key(run: str, series: str) -> str:
    """The key of a series' records: ``run/series``; the partition follows from it."""
    return f"{encode(run)}/{encode(series)}"


class Topics:
    """The names of the topics under one prefix, and how they are created. Immutable."""

    def __init__(self, prefix: str = "tailwatch") -> None:
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(
                f"topic_prefix must be 1 to 200 of the characters a-z A-Z 0-9 . _ -: was {prefix}"
            )
        self.runs = f"{prefix}.runs.v1"
        self.iterates = f"{prefix}.iterates.v1"
        self.estimates = f"{prefix}.estimates.v1"
        self.alerts = f"{prefix}.alerts.v1"
        self.dead_letters = f"{prefix}.dead-letters.v1"

    def definitions(self, partitions: int) -> Mapping[str, tuple[int, Mapping[str, str]]]:
        """Partitions and settings of each topic, as ``io.tailwatch.events.Topics`` has them."""
        day, week = _kept(_DAY_MILLIS), _kept(7 * _DAY_MILLIS)
        return {
            self.runs: (1, {"cleanup.policy": "compact"}),
            self.iterates: (partitions, day),
            self.estimates: (partitions, week),
            self.alerts: (partitions, week),
            self.dead_letters: (1, week),
        }


def _kept(millis: int) -> Mapping[str, str]:
    return {"cleanup.policy": "delete", "retention.ms": str(millis)}
