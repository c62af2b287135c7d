"""What requests that change something carry, and how much of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from furu.dashboard.session import reply_problem
from furu.dashboard.wire import Problem
from furu.index.filters.parser import LONGEST
from furu.maintenance.selection import MOST_SELECTED, Selected
from furu.store.collections import LONGEST_ID
from furu.store.labels import LONGEST_NAME, LONGEST_NOTES, LONGEST_TAG, MOST_TAGS
from furu.store.views import ViewSettings

LARGEST_BODY = 16 * 2**20
"""Bytes of a request at most; a hundred thousand ids are about ten million."""

Id = Annotated[str, Field(max_length=LONGEST_ID)]
Ids = Annotated[list[Id], Field(max_length=MOST_SELECTED)]
Tag = Annotated[str, Field(max_length=2 * LONGEST_TAG)]
Tags = Annotated[list[Tag], Field(max_length=MOST_TAGS)]
Name = Annotated[str, Field(max_length=2 * LONGEST_NAME)]
Notes = Annotated[str, Field(max_length=LONGEST_NOTES)]


class _Body(BaseModel):
    """What a request carries; a key that is misspelt is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SelectionBody(_Body):
    """Which experiments: those with some `ids`, or all that the query `q` finds, which are `expected` many."""

    ids: Ids | None = None
    q: Annotated[str, Field(max_length=LONGEST)] | None = None
    expected: Annotated[int, Field(ge=0)] | None = None

    @property
    def selected(self) -> Selected:
        """The same, for whoever does it."""
        return Selected(ids=self.ids, q=self.q, expected=self.expected)

    @property
    def says_nothing(self) -> bool:
        """Whether neither ids nor a query are given."""
        return self.ids is None and self.q is None


class ManyLabelsBody(SelectionBody):
    """Tags to add to some experiments, and tags to take away from them."""

    add_tags: Tags = []
    remove_tags: Tags = []


class OneLabelsBody(_Body):
    """What is to be different; what is left out stays. A `name` that is null or empty is the code's again."""

    name: Name | None = None
    notes: Notes | None = None
    tags: Tags | None = None


class NewCollectionBody(SelectionBody):
    """A collection's name and note, and with which experiments it begins, if any."""

    name: Name
    note: Notes = ""


class CollectionBody(_Body):
    """What is to be different in a collection; what is left out stays. A new name keeps the slug."""

    name: Name | None = None
    note: Notes | None = None


class MembersBody(SelectionBody):
    """Experiments to put at the end of a collection, or to take out."""

    remove: bool = False


class OrderBody(_Body):
    """Either `ids` in their new order, those left out behind them; or one `id` and the `position` it shall have."""

    ids: Ids | None = None
    id: Id | None = None
    position: Annotated[int, Field(ge=0, le=MOST_SELECTED)] | None = None


class ViewBody(_Body):
    """A view as it is to be saved; `expect` is the version that it replaces, null for a new one."""

    name: Name
    settings: ViewSettings
    expect: Annotated[str, Field(max_length=100)] | None = None


class BodyLimit:
    """The ASGI layer that refuses requests of more bytes than any of ours has, before they are read."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on whose body is small enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if not said.isdecimal() or int(said) > self._largest:
            await reply_problem(send, self._too_large())
            return
        read = 0
        answered = False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest:
                raise HTTPException(413)  # ends the reading; what the application answers to it is not passed on
            return message

        async def noticed(message: Message) -> None:
            nonlocal answered
            if read <= self._largest or answered:
                answered = True
                await send(message)

        await self._app(scope, counted, noticed)
        if not answered:
            await reply_problem(send, self._too_large())

    def _too_large(self) -> Problem:
        return Problem(
            status=413,
            code="too-large",
            title="This request is too large",
            detail=f"a request has at most {self._largest} bytes",
            hint="do it in parts, or name the experiments by a query",
        )
