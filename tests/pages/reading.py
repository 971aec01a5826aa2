"""A page as somebody meets it: what it says, where it leads, which fields it has; and whether it is sound."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from chalice.test import HTTPResponse

from tests.adapters.office import Office

_SILENT = {"script", "style", "title"}
_LOADING = {"link", "script", "img", "iframe"}
_VOID = {"meta", "link", "input", "br", "img", "path", "circle", "rect", "hr"}
_LISTS, _LINES = {"ul", "ol", "dl", "tbody", "select"}, {"li", "dt", "tr", "option"}
_CODE = re.compile(
    r"[a-z]+_[a-z]+|\b(?:None|True|False|null|undefined)\b|<built-in|\{\{|\bitem\.|application\."
)
"""What belongs to programs: names of fields, values of theirs, templates that were not filled in."""

_TIGHT = re.compile(r"[年月日]至\d")
"""How days that stand inside a Chinese sentence must not be written."""

_LOOSE = re.compile(r"[一-鿿）] [一-鿿]")
"""A space inside a Chinese sentence, where it goes on behind a day or a name."""


@dataclass
class Page(HTMLParser):
    """An answer taken apart."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)
    """Where those forms lead that do something."""
    loaded: list[str] = field(default_factory=list)
    """Addresses of styles, scripts, pictures and frames, but for those of a store elsewhere."""
    ids: list[str] = field(default_factory=list)
    language: str = ""
    status: int = 0
    said_by: dict[str, list[str]] = field(default_factory=dict)
    """By the name of a field, the ids of what says more of it: its hint, and what is wrong in it."""
    text_of: dict[str, str] = field(default_factory=dict)
    """By id, what an element says."""
    lines_of: dict[str, int] = field(default_factory=dict)
    """By id, how many lines of lists stand in an element."""
    told: dict[str, str] = field(default_factory=dict)
    """By address, what a link says."""
    empty: list[str] = field(default_factory=list)
    """Lists and tables in which nothing stands: whoever has nothing is told so in words instead."""
    loose: list[str] = field(default_factory=list)
    """Where a Chinese sentence goes on behind a tag with a space."""
    _open: list[str] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)
    """Of each open list how many lines it has so far."""
    _labels: set[str] = field(default_factory=set)
    _unlabelled: list[str] = field(default_factory=list)
    _described: list[str] = field(default_factory=list)
    _inside: list[tuple[str, str]] = field(default_factory=list)
    """Of each open tag its id and where it leads to."""
    _ended: bool = False
    """Whether a tag was closed, and nothing has come since."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._opened(tag, given)
        assert "style" not in given, "the policy forbids style in tags"
        assert not any(name.startswith("on") for name in given), "the policy forbids script in tags"
        self.ids += [given["id"]] if "id" in given else []
        self._described += given.get("aria-describedby", "").split()
        source = given.get("href" if tag == "link" else "src", "") if tag in _LOADING else ""
        self.loaded += [source] if source and "://" not in source else []
        match tag:
            case "html":
                self.language = given["lang"]
            case "a":
                self.links.append(given["href"])
            case "form":
                self.forms.append(given["action"])
                self.posted += [given["action"]] if given.get("method") == "post" else []
            case "label":
                self._labels.add(given.get("for", ""))
            case "input" | "select" | "textarea":
                self._field(given)

    def _opened(self, tag: str, given: dict[str, str]) -> None:
        self._ended = False
        self._open.append(tag)
        self._inside.append((given.get("id", ""), given.get("href", "")))
        if tag in _LINES and self._lines:
            self._lines[-1] += 1
            for one, _ in self._inside:
                self.lines_of[one] = self.lines_of.get(one, 0) + 1
        if tag in _LISTS:
            self._lines.append(0)

    def _field(self, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if "aria-describedby" in given:
            self.said_by[name] = given["aria-describedby"].split()
        if kind in ("radio", "checkbox"):
            self.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                self.fields[name] = given.get("value", "on")
        elif name:
            self.fields[name] = given.get("value", "")
        if kind != "hidden" and "aria-label" not in given:
            self._unlabelled.append(given.get("id", f"{name} without id"))

    def handle_endtag(self, tag: str) -> None:
        self._ended = True
        if tag in _LISTS and self._lines.pop() == 0:
            self.empty.append(tag)
        if tag in self._open:
            while self._open.pop() != tag:
                self._inside.pop()
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not _SILENT & set(self._open):
            said = data.replace("\u00a0", " ")
            if self._ended and _LOOSE.match(self.text[-1:] + said):
                self.loose.append(self.text[-10:] + said[:10])
            self._ended = False
            self.text += said
            for one, leads_to in self._inside:
                self.text_of[one] = self.text_of.get(one, "") + said
                self.told[leads_to] = self.told.get(leads_to, "") + said

    def beside(self, name: str) -> str:
        """What stands beside a field: its hint, and what is wrong in it."""
        return "\n".join(self.text_of[one].strip() for one in self.said_by.get(name, ()))

    @property
    def _leading(self) -> list[str]:
        return [*self.links, *self.forms, *self.loaded]

    @property
    def unsound(self) -> list[str]:
        """What is wrong with it, whatever it is about."""
        found = [f"two of id {one}" for one in sorted(set(self.ids)) if self.ids.count(one) > 1]
        found += [f"no label: {one}" for one in self._unlabelled if one not in self._labels]
        found += [f"nothing stands in a {one}" for one in self.empty]
        found += [f"describes nothing: {one}" for one in self._described if one not in self.ids]
        found += [f"a word of programs: {one}" for one in _CODE.findall(self.text)]
        found += [f"no space between words and numbers: {one}" for one in _TIGHT.findall(self.text)]
        found += [f"a space inside a Chinese sentence: {one}" for one in self.loose]
        found += [f"leads out of the stage: {one}" for one in self._leading if one[:1] == "/"]
        return found


def read(answer: HTTPResponse, status: int = 200) -> Page:
    """An answer as a page; it is one, sound, and may run and load nothing but its own."""
    assert answer.status_code == status, answer.body.decode()[:2_000]
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert str(headers["content-type"]).startswith("text/html")
    assert "unsafe" not in str(headers["content-security-policy"])
    assert "default-src 'none'" in str(headers["content-security-policy"])
    page = Page(status=status)
    page.feed(answer.body.decode())
    assert not page.unsound, page.unsound
    return page


@dataclass
class Browser:
    """Somebody with a browser that runs no script: it keeps cookies and sends forms."""

    office: Office
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = ""

    def get(self, path: str, **headers: str) -> HTTPResponse:
        return self._ask("GET", path, None, **headers)

    def send(self, path: str, fields: dict[str, str], **more: str) -> HTTPResponse:
        """Send a form; where that leads on, nothing is followed."""
        return self._ask("POST", path, urlencode(fields).encode(), **more)

    def follow(self, answer: HTTPResponse) -> HTTPResponse:
        """The page that a sent form leads to."""
        assert answer.status_code == 303, answer.body.decode()[:2_000]
        location = str(answer.headers["Location"])
        return self.get("/" + re.sub(r"^(\.\.?/)+", "", location))

    def _ask(self, method: str, path: str, body: bytes | None, **more: str) -> HTTPResponse:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        kind = {} if body is None else form
        headers = {"Accept": "text/html,*/*", "Cookie": kept, **kind, **more}
        answer = self.office.ask(method, path, body, **headers)
        self.at = path
        for cookie in answer.headers.get("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        return answer
