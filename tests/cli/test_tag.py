"""``furu tag`` and ``furu collection``: what they change, show and refuse."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_command_line import explained, furu
from tests.index.samples import Named
from tests.nodes import Leaf


@pytest.fixture
def named() -> Named:
    node = Named(label="first")
    node.get()
    return node


@pytest.fixture
def key(named: Named) -> str:
    """Its id, as people see it."""
    return f"Named@{named.furu_hash[:8]}"


def test_one_is_tagged_named_and_shown(named: Named, key: str) -> None:
    done = furu("tag", named.furu_hash[:8], "+new", "-paper", "--name", "best", "--note", "look")
    assert (done.stdout, done.stderr, done.returncode) == (f"{key}\tbest\tfirst new\n", "", 0)
    assert furu("tag", key).stdout == f"{key}\tbest\tfirst new\n"
    assert furu("tag", key, "--name", "").stdout == f"{key}\tfirst\tfirst new\n"
    assert furu("ls", "tag:new", "--columns", "name").stdout == f"{key}\tfirst\n"
    assert furu("tag").stdout == "first\t1\nnew\t1\n"
    assert json.loads(furu("tag", "--json").stdout)[0] == {"tag": "first", "count": 1}


def test_many_are_tagged_by_a_query_once_somebody_says_yes(named: Named) -> None:
    for value in range(3):
        Leaf(value=value).get()
    refused = furu("tag", "+x", "--query", "class:Leaf value>0")
    assert explained(refused)[0] == "error: 2 experiments match, and nobody can be asked here"
    assert "--yes" in refused.stderr
    done = furu("tag", "+x", "--query", "class:Leaf value>0", "--yes")
    assert (done.stdout, done.returncode) == ("changed 2 of 2\n", 0)
    told = json.loads(furu("tag", "-x", "--query", "tag:x", "--yes", "--json").stdout)
    assert (told["changed"], told["total"]) == (2, 2)
    assert named.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("+x",), "no experiment is named"),
        (("ffffffff", "+x"), "no experiment has the id"),
        (("--query", "nothing:x", "+x", "--yes"), "no field is called 'nothing'"),
        (("--query", "", "--name", "x", "--yes"), "a name and a note are for one experiment"),
        (("ffffffff", "--query", "", "+x"), "both ids and a query are given"),
    ],
)
def test_what_makes_no_sense_is_explained(arguments: tuple[str, ...], said: str, named: Named) -> None:
    assert named.exists()
    done = furu("tag", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_tag_that_cannot_be_is_explained(named: Named) -> None:
    done = furu("tag", named.furu_hash[:8], "+a b")
    assert (done.returncode, "error: the tag 'a b' has ' ' in it" in done.stderr) == (1, True)


def test_a_collection_is_filled_shown_and_deleted(named: Named, key: str) -> None:
    Leaf(value=1).get()
    leaf = f"Leaf@{Leaf(value=1).furu_hash[:8]}"
    done = furu("collection", "add", "Paper", named.furu_hash[:8], "--note", "for it")
    assert (done.stdout, done.returncode) == ("paper: added 1 of 1, 1 in it now\n", 0)
    done = furu("collection", "add", "paper", "--query", "class:Leaf", "--yes")
    assert done.stdout == "paper: added 1 of 1, 2 in it now\n"
    assert furu("collection", "show", "paper").stdout == f"{key}\tsuccess\tfirst\n{leaf}\tsuccess\t\n"
    (item,) = json.loads(furu("collection", "ls", "--json").stdout)["items"]
    assert (item["slug"], item["name"], item["size"], item["note"]) == ("paper", "Paper", 2, "for it")
    assert furu("collection", "remove", "paper", leaf).stdout == "paper: took out 1 of 1, 1 in it now\n"
    assert "--yes deletes it" in furu("collection", "delete", "paper").stderr
    assert furu("collection", "delete", "paper", "--yes").returncode == 0
    assert "no collection 'paper'" in furu("collection", "show", "paper").stderr
