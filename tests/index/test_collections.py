"""Collections in the index: asked for by every question, and always as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from furu.errors import QuerySyntax
from furu.index.index import Index
from furu.store.collections import Edit, change, create
from tests.index.samples import furu_id
from tests.nodes import Leaf


def test_a_collection_is_asked_for_in_every_question(index: Index, root: Path) -> None:
    leaves = [Leaf(value=value) for value in range(3)]
    for leaf in leaves:
        leaf.get()
    index.refresh()
    create(str(root), "paper", ids=[furu_id(leaves[2]), furu_id(leaves[0]), "gone.Class@" + "0" * 32])
    assert [row.digest for row in index.find("collection:paper", sort="value").items] == [
        leaves[0].furu_hash,
        leaves[2].furu_hash,
    ]
    assert index.facets("has:collection", ["class"]).total == 2
    assert index.columns("not collection:paper").total == 1
    change(str(root), "paper", Edit(add=(furu_id(leaves[1]),)))
    assert index.find("collection:paper").total == 3
    with pytest.raises(QuerySyntax, match="did you mean paper"):
        index.find("collection:paprr")
    with pytest.raises(QuerySyntax, match="no column"):
        index.find("", columns=("collection",))
