"""Tests of the package. With ASCRIBE_WITHOUT_PANDAS=1 pandas counts as not installed."""

import os
import sys

if os.environ.get("ASCRIBE_WITHOUT_PANDAS"):
    sys.modules["pandas"] = None  # type: ignore[assignment] # what import takes for "not there"
