"""What people wrote, in what is shown of a case: opened all at once, and only where some of it is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from chalicelib.cases.case import Case
from chalicelib.cases.words import ERASED, found
from chalicelib.ports.world import World


@dataclass(frozen=True)
class Sealed:
    """Stands for a text in what is going to be shown; left there it could not be sent."""

    name: str


def text(name: str | None) -> Sealed | None:
    """A text that the case holds the name of, if it holds one."""
    return None if name is None else Sealed(name)


def told(value: BaseModel, exclude: Collection[str] = ()) -> dict[str, Any]:
    """A value as JSON values, texts standing in the place of their names."""
    content = value.model_dump(mode="json", exclude=set(exclude))
    for (*way, last), name in found(value):
        at: Any = content
        for step in way:
            at = at[step]
        at[last] = Sealed(name)
    return content


def opened(world: World, case: Case, content: dict[str, Any]) -> dict[str, Any]:
    """
    What is shown of a case, with its texts; of those that were erased, or are about to be, that they were.

    Raises:
        SealError: a text cannot be opened. Nothing is shown.
    """
    names = {each.name for each in _sealed(content)}
    if not names:
        return content
    texts = world.cases.texts(case.no, names) if case.erased is None else {}
    shown: dict[str, Any] = _with(content, texts)
    return shown


def _sealed(content: Any) -> Iterator[Sealed]:
    if isinstance(content, Sealed):
        yield content
    elif isinstance(content, dict | list):
        for each in content.values() if isinstance(content, dict) else content:
            yield from _sealed(each)


def _with(content: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(content, Sealed):
        return texts.get(content.name, ERASED)
    if isinstance(content, dict):
        return {name: _with(each, texts) for name, each in content.items()}
    return [_with(each, texts) for each in content] if isinstance(content, list) else content
