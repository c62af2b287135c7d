"""Every route answers in the shape that the API's description and its own types promise."""

from __future__ import annotations

import json
import string
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from furu.dashboard.app import openapi
from furu.dashboard.session import ACTION_HEADER
from furu.dashboard.wire import Meta, Neighbours, Problem
from furu.index.answers import ColumnList, FacetList, GroupList, SuggestionList
from furu.index.index import Index
from furu.index.rows import ClassGraph, ExperimentDetail, ExperimentPage, Stats
from furu.store.records import STATE_MEANINGS, State
from tests.dashboard.server import Browser
from tests.index.samples import furu_id, meta
from tests.nodes import Train

SHAPES: dict[str, type[Any]] = {
    "/api/meta": Meta,
    "/api/stats": Stats,
    "/api/experiments": ExperimentPage,
    "/api/columns": ColumnList,
    "/api/facets": FacetList,
    "/api/groups": GroupList,
    "/api/suggest": SuggestionList,
    "/api/experiments/{id}": ExperimentDetail,
    "/api/experiments/{id}/dependencies": Neighbours,
    "/api/experiments/{id}/dependents": Neighbours,
    "/api/graph/classes": ClassGraph,
}
STREAMS = {"/api/events"}
LOG = "/api/experiments/{id}/logs/{place}/{stream}"
LOGS = {"/api/experiments/{id}/logs", LOG, f"{LOG}/search", f"{LOG}/moment", f"{LOG}/download"}
"""What test_logs.py asks."""
ELSEWHERE = LOGS | {"/api/compare", "/api/runs", "/api/runs/{id}", "/api/runs/{id}/events", "/api/runs/{id}/cancel"}
"""What test_runs.py asks, since there must be runs."""
FILES = {
    "/api/experiments/{id}/files",
    *(f"/api/experiments/{{id}}/files/{what}" for what in ("preview", "table", "raw", "image", "page")),
    "/api/experiments/{id}/usual",
    "/api/experiments/{id}/attempts/{number}/patch",
    "/api/experiments/{id}/attempts/{number}/patch/raw",
    "/api/experiments/{id}/attempts/{number}/packages",
}
"""What test_files.py and test_attempts.py ask."""
CHANGES = {
    "/api/tags",
    "/api/labels",
    "/api/experiments/{id}/labels",
    "/api/collections",
    "/api/collections/{slug}",
    "/api/collections/{slug}/members",
    "/api/collections/{slug}/order",
    "/api/views",
    "/api/views/{slug}",
}
"""What test_labels.py, test_collections.py and test_views.py ask."""
OPERATIONS = {
    "getMeta",
    "getStats",
    "listExperiments",
    "listColumns",
    "listFacets",
    "listGroups",
    "suggest",
    "getExperiment",
    "listDependencies",
    "listDependents",
    "getClassGraph",
    "listFiles",
    "previewFile",
    "readTable",
    "downloadFile",
    "showImage",
    "showPage",
    "getUsual",
    "getPatch",
    "downloadPatch",
    "listPackages",
    "streamEvents",
    "listRuns",
    "getRun",
    "listRunEvents",
    "cancelRun",
    "listTags",
    "labelMany",
    "labelExperiment",
    "listCollections",
    "createCollection",
    "getCollection",
    "editCollection",
    "deleteCollection",
    "editMembers",
    "orderMembers",
    "listViews",
    "getView",
    "saveView",
    "deleteView",
    "compareExperiments",
    "listLogs",
    "readLog",
    "searchLog",
    "findMoment",
    "downloadLog",
}


def misfits(value: Any, schema: dict[str, Any], schemas: dict[str, Any], path: str = "$") -> list[str]:
    """Where a value is not what its schema says; everything a schema of ours says is understood, or it fails."""
    if "$ref" in schema:
        return misfits(value, schemas[schema["$ref"].rpartition("/")[2]], schemas, path)
    if "anyOf" in schema:
        tries = [misfits(value, option, schemas, path) for option in schema["anyOf"]]
        return [] if [] in tries else min(tries, key=len)
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is none of {schema['enum']}"]
    kinds: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
        "array": list,
        "object": dict,
    }
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        return [f"{path}: {value!r} is no {schema['type']}"]
    if schema.get("type") == "array":
        return [found for item in value for found in misfits(item, schema["items"], schemas, f"{path}[]")]
    if "properties" in schema:
        expected = schema["properties"]
        wrong = [f"{path}: {sorted(value.keys() ^ expected.keys())}"] if value.keys() ^ expected.keys() else []
        return wrong + [
            found
            for name, part in expected.items()
            if name in value
            for found in misfits(value[name], part, schemas, f"{path}.{name}")
        ]
    rest = schema.get("additionalProperties")
    if isinstance(rest, dict):
        return [found for name, item in value.items() for found in misfits(item, rest, schemas, f"{path}.{name}")]
    return []


def success_schema(document: dict[str, Any], path: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return found


def test_every_route_is_known_here_and_named(browser: Browser) -> None:
    document = openapi(browser.app)
    assert set(document["paths"]) == SHAPES.keys() | STREAMS | ELSEWHERE | FILES | CHANGES
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert {operation["operationId"] for operation in operations} == OPERATIONS
    assert all(operation.get("description") for operation in operations)


@pytest.mark.parametrize("query", ["by=class", "by=class&leaves=true"])
@pytest.mark.parametrize("path", SHAPES)
def test_an_answer_is_what_its_type_and_the_description_say(
    path: str, query: str, browser: Browser, train: Train
) -> None:
    answer = browser.ask(path.replace("{id}", furu_id(train)), query=query)
    assert answer.status == 200
    assert answer.header("content-type") == "application/json"
    decoded = msgspec.json.decode(answer.body, type=SHAPES[path])
    assert msgspec.json.encode(decoded) == answer.body
    document = openapi(browser.app)
    assert misfits(answer.json(), success_schema(document, path), document["components"]["schemas"]) == []


def test_the_check_of_shapes_sees_what_is_wrong(browser: Browser) -> None:
    document = openapi(browser.app)
    schema, schemas = success_schema(document, "/api/stats"), document["components"]["schemas"]
    good = browser.ask("/api/stats").json()
    for wrong in (good | {"total": "3"}, good | {"more": 1}, {"total": 1}, good | {"classes": [{}]}):
        assert misfits(wrong, schema, schemas)


def test_meta_says_what_the_app_needs_once(browser: Browser, index: Index) -> None:
    found = browser.ask("/api/meta").json()
    assert found["furu_version"] == "1.2.3"
    assert found["roots"] == [{"path": str(index.root), "kind": "data"}]
    assert {item["state"]: item["meaning"] for item in found["states"]} == STATE_MEANINGS
    assert found["allow_run"] is False


def test_a_failed_experiment_shows_its_traceback(browser: Browser) -> None:
    page = browser.ask("/api/experiments", query="q=state:failed").json()
    (row,) = page["items"]
    assert row["error_message"] == "no 3"
    detail = browser.ask(f"/api/experiments/{row['digest'][:10]}").json()
    assert "Traceback (most recent call last)" in detail["attempts"][0]["error"]["traceback"]


def test_filters_sorts_and_pages_reach_the_index(browser: Browser, train: Train) -> None:
    query = "q=state%20in%20(success,%20running)%20class:tests.nodes.Train%20lr%3D0.5&sort=-name,created&limit=1"
    page = browser.ask("/api/experiments", query=f"{query}&leaves=1&columns=lr,class&group=state").json()
    assert page["cells"] == [[0.5, "Train"]]
    assert [clause["field"] for clause in page["clauses"]] == ["state", "class", "lr"]
    assert [row["id"] for row in page["items"]] == [furu_id(train)]
    assert page["items"][0]["config"]["lr"] == 0.5
    assert (page["total"], page["limit"], page["offset"]) == (1, 1, 0)


PROBLEMS = [
    ("/api/experiments/0123456789", "", 404, "experiment-unknown"),
    ("/api/experiments/no@such", "", 404, "experiment-unknown"),
    ("/api/experiments/a/b/c", "", 404, "http"),
    ("/api/experiments/", "", 404, "http"),
    ("/api/experiments/%00", "", 404, "experiment-unknown"),
    ("/api/nothing", "", 404, "http"),
    ("/api/", "", 404, "http"),
    ("/api", "", 404, "http"),
    ("/assets", "", 404, "http"),
    ("/assets/nothing.js", "", 404, "http"),
    ("/api/experiments", "limit=501", 422, "parameters"),
    ("/api/experiments", "limit=0", 422, "parameters"),
    ("/api/experiments", "limit=ten", 422, "parameters"),
    ("/api/experiments", "limit=" + "9" * 5000, 422, "parameters"),
    ("/api/experiments", "offset=-1", 422, "parameters"),
    ("/api/experiments", f"offset={2**63}", 422, "parameters"),
    ("/api/experiments", "q=state:done", 422, "query-refused"),
    ("/api/experiments", "cursor=x", 400, "cursor-invalid"),
    ("/api/groups", "", 422, "parameters"),
    ("/api/groups", "by=class,state,lr,tag,host", 422, "query-refused"),
    ("/api/facets", "fields=nothing", 422, "query-refused"),
    ("/api/experiments", "leaves=perhaps", 422, "parameters"),
    ("/api/experiments", "q=" + "x" * 10_001, 422, "parameters"),
    ("/api/experiments", "columns=" + ",".join(f"a{n}" for n in range(101)), 422, "query-refused"),
    ("/api/experiments", "sort=flavour", 422, "query-refused"),
    ("/api/experiments/{id}/dependents", "limit=501", 422, "parameters"),
]


@pytest.mark.parametrize("refusal", PROBLEMS, ids=range(len(PROBLEMS)))
def test_a_refusal_has_the_one_shape(refusal: tuple[str, str, int, str], browser: Browser, train: Train) -> None:
    path, query, status, code = refusal
    answer = browser.ask(path.replace("{id}", furu_id(train)), query=query)
    problem = msgspec.json.decode(answer.body, type=Problem)
    assert (answer.status, problem.status, problem.code) == (status, status, code)
    assert answer.header("content-type") == "application/problem+json"
    assert problem.title
    assert problem.detail


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_refused_with_those_there_are(method: str, browser: Browser) -> None:
    for path in ("/api/meta", "/api/experiments/abcd", "/somewhere"):
        answer = browser.ask(path, {ACTION_HEADER: "1"}, method=method)
        assert (answer.status, answer.json()["status"]) == (405, 405)
        assert answer.header("allow") == "GET"


def test_a_parameter_that_is_refused_is_named(browser: Browser) -> None:
    assert "limit: " in browser.ask("/api/experiments", query="limit=501").json()["detail"]


def test_a_query_that_cannot_be_understood_is_pointed_at(browser: Browser) -> None:
    problem = browser.ask("/api/experiments", query="q=lr%3C1%20dropuot%3E1").json()
    assert (problem["status"], problem["code"]) == (422, "query-refused")
    assert (problem["position"], problem["length"]) == (5, 7)
    assert "dropuot" in problem["detail"]
    assert "dropout" in problem["hint"]
    assert browser.ask("/api/experiments", query="limit=501").json()["position"] is None


def test_an_ambiguous_id_is_a_conflict_that_lists_matches(browser: Browser, index: Index, train: Train) -> None:
    for last in range(2):
        twin = train.furu_dir.with_name(f"abcdef{last:026}") / ".furu"
        twin.mkdir(parents=True)
        (twin / "config.json").write_bytes((meta(train) / "config.json").read_bytes())
    index.refresh()
    (index._db.path).unlink()
    index.refresh()
    answer = browser.ask("/api/experiments/abcdef")
    assert (answer.status, answer.json()["code"]) == (409, "experiment-ambiguous")
    assert "tests.nodes.Train@abcdef" in answer.json()["detail"]
    assert answer.json()["hint"]


def test_a_mistake_in_the_server_is_a_problem_too_and_keeps_its_details_to_the_terminal(
    browser: Browser, index: Index, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(type(index), "stats", lambda _self: 1 / 0)
    answer = browser.ask("/api/stats")
    problem = msgspec.json.decode(answer.body, type=Problem)
    assert (answer.status, problem.status, problem.code) == (500, 500, "failed")
    assert b"division" not in answer.body
    assert "division by zero" in caplog.text
    assert answer.header("x-content-type-options") == "nosniff"


def test_a_damaged_index_is_a_problem_with_a_hint_and_mends_itself(browser: Browser, index: Index) -> None:
    index._db.path.write_bytes(b"no database" * 1000)
    answer = browser.ask("/api/graph/classes")
    assert answer.status in (200, 500)
    index.refresh()
    assert len(browser.ask("/api/graph/classes").json()["nodes"]) == 4


ODD = ["é", "日本", "a b", "a/b", "..", "%", "%2F", "'", '"', "\0", "\n", "\u202e", "😀", "@", "a@b@c", "x" * 5000]


@pytest.mark.parametrize("suffix", ["", "/dependencies", "/dependents"])
def test_an_odd_id_is_unknown(suffix: str, browser: Browser) -> None:
    for key in ODD:
        answer = browser.ask(f"/api/experiments/{key}{suffix}")
        assert (key, answer.status) == (key, 404)
        assert answer.json()["code"] in ("experiment-unknown", "http")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.sampled_from(["q", "columns", "group", "cursor", "sort", "offset", "limit", "leaves", "id", "", "x"])
VALUES = st.one_of(
    TEXT,
    st.integers().map(str),
    st.sampled_from([*State, "-created_at", "created_at", "true", "100", "-0", "1e3", "NaN", "%", "\0"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_no_question_makes_the_server_fail(pairs: list[tuple[str, str]], browser: Browser) -> None:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    answer = browser.ask("/api/experiments", query=query)
    assert answer.status in (200, 400, 422)
    json.loads(answer.body)


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=60), key=st.text(string.printable, max_size=30))
def test_no_bytes_make_the_server_fail(raw: bytes, key: str, browser: Browser) -> None:
    assert browser.ask("/api/experiments", query=raw).status in (200, 400, 422)
    assert browser.ask(f"/api/experiments/{key}", query=raw).status in (200, 404, 409)
    assert browser.ask(f"/api/experiments/{key}/dependents", query=raw).status in (200, 404, 409, 422)
