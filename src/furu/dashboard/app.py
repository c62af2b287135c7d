"""The application: everything it needs is passed in, so tests run the true one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from furu.dashboard import reply
from furu.dashboard.bodies import BodyLimit
from furu.dashboard.context import Context
from furu.dashboard.live import Live
from furu.dashboard.routers import (
    attempts,
    collections,
    columns,
    compare,
    events,
    experiments,
    facets,
    files,
    graph,
    groups,
    labels,
    logs,
    meta,
    runs,
    suggest,
    views,
)
from furu.dashboard.session import LOOPBACK, Guard, Hosts, Session
from furu.dashboard.shell import add_shell
from furu.dashboard.wire import Problem
from furu.errors import FuruError
from furu.index.index import Index
from furu.store.run_list import Runs

BUILT_APP = Path(__file__).parent / "app"


def create_app(
    index: Index,
    session: Session,
    *,
    version: str,
    allow_run: bool = False,
    hosts: Sequence[str] = (),
    any_address: bool = False,
    origins: Sequence[str] = (),
    built_app: Path = BUILT_APP,
) -> FastAPI:
    """The web server's application.

    Args:
        index: what it shows; refreshed in the background while the application runs.
        session: who may ask.
        version: furu's version, for people.
        allow_run: whether actions that run the user's code may be offered.
        hosts: names beside loopback's under which the server may be addressed.
        any_address: whether it may be addressed by any IP address besides, since it listens on all.
        origins: origins beside its own whose pages may ask, such as a development server's.
        built_app: the folder with the built web app.
    """
    live = Live(index, runs_of := Runs(str(index.root)))
    app = FastAPI(
        title="furu",
        version=version,
        lifespan=_while_serving(live),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=_operation_id,
        separate_input_output_schemas=False,
        responses={"default": {"model": Problem, "description": "What went wrong, and what to do."}},
    )
    app.state.context = Context(index=index, runs=runs_of, live=live, version=version, allow_run=allow_run)
    _add_api(app)
    add_shell(app, built_app)
    app.add_middleware(BodyLimit)
    app.add_middleware(
        Guard, session=session, hosts=Hosts({*LOOPBACK, *hosts}, any_address=any_address), origins=origins
    )
    return app


def _while_serving(live: Live) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        live.start()
        try:
            yield
        finally:
            live.stop()

    return lifespan


def _add_api(app: FastAPI) -> None:
    app.add_exception_handler(FuruError, reply.furu_problem)
    app.add_exception_handler(RequestValidationError, reply.validation_problem)
    app.add_exception_handler(HTTPException, reply.http_problem)
    for noun in (
        meta,
        experiments,
        compare,
        files,
        attempts,
        columns,
        facets,
        groups,
        suggest,
        graph,
        runs,
        labels,
        logs,
        collections,
        views,
        events,
    ):
        app.include_router(noun.router, prefix="/api")


def _operation_id(route: APIRoute) -> str:
    """``list_experiments`` as ``listExperiments``, the name of the generated client's operation."""
    first, *rest = route.name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def openapi(app: FastAPI) -> dict[str, Any]:
    """The API's description. Every property of an answer is always there, so all are required; of a body, few are."""
    document = app.openapi()
    document["info"]["version"] = "1"
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for name, schema in schemas.items():
        if name.endswith("Body"):
            for part in schema["properties"].values():
                part.pop("default", None)  # a generated client would take it for a property that is always there
        elif "properties" in schema:
            schema["required"] = list(schema["properties"])
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
    return document
