"""What the questions about many experiments have in common: the parameters that they are asked with."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from furu.index.filters.parser import LONGEST
from furu.index.query import MOST_ROWS

Text = Annotated[str, Query(max_length=LONGEST, description="A query of furu's language; an empty one finds all.")]
Offset = Annotated[int, Query(ge=0, le=2**31, description="Row to start at.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows of the page.")]
Names = Annotated[
    str, Query(max_length=LONGEST, description="Fields, separated by commas; one with a comma in it is quoted.")
]
