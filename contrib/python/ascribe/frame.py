"""Tables as data frames; this module needs pandas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from .table import Column, html_of, records_of


class Frame(pd.DataFrame):
    """A data frame that knows what it rests on.

    ``attrs`` is as :func:`ascribe.table.attributes` says. A part of it (a filter,
    some columns) keeps ``attrs`` and can still be cited: ``frame[frame.state ==
    "China"].cite()`` has the records of those rows alone.

    Dates are strings as precise as their source, never padded; the column of the
    same name with ``_precision`` says how precise: ``pd.to_datetime(f.date[f.date_precision
    == "day"])`` are those that are days.
    """

    _metadata = ["_source"]

    @property
    def _constructor(self) -> Callable[..., "Frame"]:
        return Frame

    def _rows(self) -> list[dict[str, Any]]:
        names = list(map(str, self.columns))
        return [dict(zip(names, values)) for values in self.itertuples(index=False, name=None)]

    def cite(self, format: str = "text") -> Any:
        """Return footnotes of the records behind the rows, as "text" or "markdown"."""
        source = getattr(self, "_source", None)
        if source is None:
            raise TypeError("this frame has lost the graph it came from: cite the one that the Graph returned, or use Graph.cite")
        return source(records_of(list(map(str, self.columns)), self._rows(), self.attrs), format)

    def _repr_html_(self) -> str:
        # What was grouped or pivoted is no answer any more: pandas shows its index.
        if self.index.nlevels > 1 or self.columns.nlevels > 1 or self.index.name or self.columns.name or self.index.dtype.kind not in "iu":
            return str(super()._repr_html_())
        return html_of(list(map(str, self.columns)), self._rows(), self.attrs)


def frame(typed: Sequence[Column], attrs: dict[Any, Any], cite: Callable[[Sequence[str], str], Any]) -> Frame:
    """Make a data frame of typed columns."""
    data = {}
    for c in typed:
        if c.dtype == "object":
            series = pd.Series([None] * len(c.values), dtype="object")
            for i, v in enumerate(c.values):  # pandas would unpack tuples
                series.iat[i] = v
            data[c.name] = series
        else:
            data[c.name] = pd.Series(c.values, dtype=c.dtype)
    out = Frame(data, columns=[c.name for c in typed])
    out.attrs = dict(attrs)
    object.__setattr__(out, "_source", cite)
    return out
