"""Answers: records and rows as JSON exactly as they are on disk, and errors in one shape."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from furu.dashboard.wire import Problem
from furu.errors import (
    ArtifactMissing,
    CollectionUnknown,
    CursorInvalid,
    ExperimentAmbiguous,
    ExperimentUnknown,
    FileUnknown,
    FileUnreadable,
    FuruError,
    LabelRefused,
    NameTaken,
    QueryError,
    QuerySyntax,
    RunOver,
    RunUnknown,
    SelectionChanged,
    StoreUnwritable,
    ViewChanged,
    ViewUnknown,
)

_encoder = msgspec.json.Encoder()

PROBLEM_STATUS: tuple[tuple[type[FuruError], int, str, str], ...] = (
    (ExperimentUnknown, 404, "experiment-unknown", "No such experiment"),
    (ExperimentAmbiguous, 409, "experiment-ambiguous", "Several experiments match"),
    (RunUnknown, 404, "run-unknown", "No such run"),
    (RunOver, 409, "run-over", "This run cannot be stopped"),
    (FileUnknown, 404, "file-unknown", "No such file"),
    (FileUnreadable, 422, "file-unreadable", "This file cannot be shown"),
    (CursorInvalid, 400, "cursor-invalid", "This page cannot be continued"),
    (SelectionChanged, 409, "selection-changed", "Other experiments match by now"),
    (QueryError, 422, "query-refused", "This question cannot be answered"),
    (ArtifactMissing, 404, "artifact-missing", "There is no such artifact"),
    (CollectionUnknown, 404, "collection-unknown", "No such collection"),
    (ViewUnknown, 404, "view-unknown", "No such view"),
    (NameTaken, 409, "name-taken", "This name is taken"),
    (ViewChanged, 409, "view-changed", "Somebody else has saved this view"),
    (LabelRefused, 422, "label-refused", "This cannot be kept"),
    (StoreUnwritable, 503, "unwritable", "The disk cannot be written to"),
    (FuruError, 500, "failed", "The server could not answer"),
)
"""Which error becomes which status; the first row that fits."""


def reply(value: object) -> Response:
    """A record, a row or a page as JSON."""
    return Response(_encoder.encode(value), media_type="application/json")


def problem_reply(problem: Problem) -> Response:
    """A problem with its status."""
    return Response(_encoder.encode(problem), status_code=problem.status, media_type="application/problem+json")


def furu_problem(_request: Request, error: Exception) -> Response:
    """An error of furu as a problem."""
    assert isinstance(error, FuruError)
    _, status, code, title = next(row for row in PROBLEM_STATUS if isinstance(error, row[0]))
    problem = Problem(status=status, code=code, title=title, detail=error.message, hint=error.hint)
    if isinstance(error, QuerySyntax):
        problem = replace(problem, position=error.position, length=error.length)
    elif isinstance(error, SelectionChanged):
        problem = replace(problem, total=error.total)
    elif isinstance(error, ViewChanged):
        problem = replace(problem, version=error.version)
    return problem_reply(problem)


def validation_problem(_request: Request, error: Exception) -> Response:
    """A parameter of the wrong form as a problem that names it."""
    assert isinstance(error, RequestValidationError)
    parts = [f"{'.'.join(map(str, item['loc'][1:]))}: {item['msg']}" for item in error.errors()]
    return problem_reply(
        Problem(status=422, code="parameters", title="A parameter has the wrong form", detail="; ".join(parts))
    )


def http_problem(_request: Request, error: Exception) -> Response:
    """Whatever the framework refuses, in the same shape."""
    assert isinstance(error, HTTPException)
    reply = problem_reply(
        Problem(status=error.status_code, code="http", title=str(error.detail), detail=str(error.detail))
    )
    reply.headers.update(error.headers or {})
    return reply
