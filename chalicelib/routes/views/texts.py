"""
What people wrote, in what is shown of a case, and what they called their files: opened all at once, and only
where some of it is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from chalicelib.cases.case import Case
from chalicelib.cases.uploads.files import CaseFiles, FilePlace, UploadedFile
from chalicelib.cases.words import ERASED, found
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.ports import Ports
from chalicelib.routes.views.words import in_office_time


@dataclass(frozen=True)
class Sealed:
    """Stands for a text in what is going to be shown; left there it could not be sent."""

    name: str


@dataclass(frozen=True)
class FileName:
    """Stands for the name that a file was given."""

    place: FilePlace


def file_name(file: UploadedFile, files: CaseFiles) -> str | FileName:
    """The name of a file, where it was given one; else what its key says. ``ERASED`` where it was erased."""
    place = files.places.get(file.key)
    return (file.name or ERASED) if place is None else FileName(place)


def text(name: str | None) -> Sealed | None:
    """A text that the case holds the name of, if it holds one."""
    return None if name is None else Sealed(name)


def told(release: Release, value: BaseModel, exclude: Collection[str] = ()) -> dict[str, Any]:
    """A value as JSON values, its times those of the office, texts standing in the place of their names."""
    content: dict[str, Any] = in_office_time(release, value.model_dump(exclude=set(exclude)))
    content = to_jsonable_python(content)
    for (*way, last), name in found(value):
        at: Any = content
        for step in way:
            at = at[step]
        at[last] = Sealed(name)
    return content


def opened(ports: Ports, case: Case, content: dict[str, Any]) -> dict[str, Any]:
    """
    What is shown of a case, with its texts and the names of its files; of those that were erased, or are
    about to be, that they were.

    Raises:
        SealError: a text or a name cannot be opened. Nothing is shown.
    """
    sealed = list(_sealed(content))
    if not sealed:
        return content
    texts: dict[str, str] = {}
    if case.erased is None:
        places = {each.place for each in sealed if isinstance(each, FileName)}
        texts.update(ports.cases.texts(case.no, {each.name for each in sealed if isinstance(each, Sealed)}))
        texts.update(ports.cases.file_names(case.no, places))
    shown: dict[str, Any] = _with(content, texts)
    return shown


def _sealed(content: Any) -> Iterator[Sealed | FileName]:
    if isinstance(content, Sealed | FileName):
        yield content
    elif isinstance(content, dict | list):
        for each in content.values() if isinstance(content, dict) else content:
            yield from _sealed(each)


def _with(content: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(content, Sealed):
        return texts.get(content.name, ERASED)
    if isinstance(content, FileName):
        return texts.get(content.place.key, ERASED)
    if isinstance(content, dict):
        return {name: _with(each, texts) for name, each in content.items()}
    return [_with(each, texts) for each in content] if isinstance(content, list) else content
