"""Lenses as keyword arguments."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TypedDict, Union, cast

Date = Union[str, int, datetime.date]
"""A day, month or year: ``"2021-07-19"``, ``"2021-07"``, ``2021``, or a date."""

Several = Union[str, Iterable[str]]
"""A name, or several."""


class Lens(TypedDict, total=False):
    """The lens flags of the program; see ``ascribe --help``."""

    lens: str
    by: Several
    acts_by: Several
    stance: Several
    as_of: Date
    at: Date
    form: Several
    source: Several
    names: Several
    min_confidence: str | int
    official: bool
    spread: bool
    infer: str
    assume: Several


_SEVERAL = ("by", "acts_by", "stance", "form", "source", "names", "assume")
_ONE = ("lens", "as_of", "at", "min_confidence", "infer")
_TRUTH = ("official", "spread")


def arguments(lens: Lens) -> list[str]:
    """Return the flags of a lens; None leaves a field out."""
    out: list[str] = []
    for key, value in lens.items():
        flag = "--" + key.replace("_", "-")
        if value is None:
            continue
        if key in _SEVERAL:
            # A name may hold a comma, which the program would split at.
            for one in [value] if isinstance(value, str) else cast("Iterable[str]", value):
                out.append(f"{flag}={_quoted(str(one)) if key != 'assume' else one}")
        elif key in _TRUTH:
            out.append(f"{flag}={'true' if value else 'false'}")
        elif key in _ONE:
            out.append(f"{flag}={value.isoformat() if isinstance(value, datetime.date) else value}")
        else:
            known = ", ".join(sorted(_SEVERAL + _ONE + _TRUTH))
            raise TypeError(f"no lens has a field {key!r}; there are {known}")
    return out


def _quoted(text: str) -> str:
    """Write a name as a field of CSV, which the program reads lists as."""
    if any(c in text for c in ',"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
