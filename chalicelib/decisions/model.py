"""
The forms of the rule files: what a region's folder holds once it is read.

YAML is turned into these by ``authoring.load``; a release is their canonical JSON, and a function
in the cloud reads nothing else. Every form is frozen and refuses a key it does not know.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
FactName = Annotated[str, Field(pattern=r"^(item|application)\.[a-z][a-z0-9_]*$", max_length=60)]
FactValue = bool | int | str


class Channel(StrEnum):
    """How an approval reaches the office and comes back. 办理渠道."""

    OUTBOUND_COURIER = "outbound_courier"
    TWO_WAY_COURIER = "two_way_courier"
    INSPECTION_COLLECTION = "inspection_collection"
    FULLY_ONLINE = "fully_online"
    ONE_VISIT = "one_visit"
    UNDETERMINED = "undetermined"


class Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Text(Form):
    """A label in both languages of the office."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Basis(Form):
    """A legal basis 设定依据: the text that allows a rule, by title and article."""

    title: str = Field(min_length=2)
    article: str | None = None
    url: str | None = None


class Where(Form):
    """The place in a rule file, for people: path below the region's folder, line from 1."""

    file: str
    line: int


class Value(Form):
    value: str
    title: Text


class Fact(Form):
    """
    A fact that a rule may test 判断要素. Anything not declared here cannot be tested.

    ``usual`` is the answer of the ordinary applicant; it stands in only where an item is looked at
    without an application (the catalogue's totals), never in a case. ``computed`` names the way an
    item's fact is worked out from its materials instead of being written down.
    """

    fact: FactName
    title: Text
    type: Literal["bool", "one_of", "whole_number", "date"]
    values: tuple[Value, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    usual: FactValue | None = None
    computed: Literal["paper_originals", "paper_copies"] | None = None


class Condition(Form):
    """
    One test of one fact, in normal form. Exactly one kind is set:

    ``any_of``: the value is one of these; ``none_of``: it is none of these;
    ``at_least`` / ``at_most``: a whole number (or an ISO date as text) within bounds, inclusive.
    """

    fact: FactName
    any_of: tuple[FactValue, ...] = ()
    none_of: tuple[FactValue, ...] = ()
    at_least: int | str | None = None
    at_most: int | str | None = None


class Rule(Form):
    """A channel rule 渠道规则: all of ``when`` must hold. In effect ``from`` … ``until``, both inclusive."""

    rule: Name
    title: Text
    when: tuple[Condition, ...]
    choose: Channel
    basis: tuple[Basis, ...] = Field(min_length=1)
    from_: date = Field(alias="from")
    until: date | None = None
    where: Where


class Example(Form):
    """A decision someone has confirmed 示例; it is taken again on every check."""

    name: str
    item: Name
    facts: dict[FactName, FactValue] = {}
    on: date | None = None
    expect: Channel
    by: Name | None = None
    where: Where


class Invariant(Form):
    """What must hold in every situation 不变式: wherever ``when`` holds the channel is one of ``expect``."""

    invariant: Name
    title: Text
    when: tuple[Condition, ...]
    expect: tuple[Channel, ...] = Field(min_length=1)
    where: Where


class Totals(Form):
    """Published figures that the catalogue must reproduce 公布数据."""

    licence_items: int
    channels: dict[Channel, int]
    zero_errand_percent: str
    source: str


# --- the item ------------------------------------------------------------------------------------


class ItemType(StrEnum):
    """Item type 事项类型, GB/T 39046-2020 table A.1 (version 2020)."""

    LICENCE = "01"
    CONFIRMATION = "07"
    OTHER = "10"
    PUBLIC_SERVICE = "20"


class Material(Form):
    """
    A document the applicant must give 申请材料.

    ``format`` paper: no upload, only the sheet itself; electronic: upload only; both: a scan is
    uploaded for the pre-review and the sheet follows. ``originals`` and ``copies`` count sheets.
    ``return_original`` sends the original back with the licence.
    """

    material: Name
    name: Text
    format: Literal["paper", "electronic", "both"]
    originals: int = Field(ge=0, le=20)
    copies: int = Field(default=0, ge=0, le=20)
    need: Literal["required", "optional"] = "required"
    return_original: bool = False

    @property
    def uploaded(self) -> bool:
        return self.format != "paper"

    @property
    def on_paper(self) -> bool:
        return self.originals + self.copies > 0


class Limits(Form):
    """Time limits in working days 工作日: statutory 法定, promised 承诺 (never longer)."""

    statutory: int = Field(ge=1)
    promised: int = Field(ge=0)


class Result(Form):
    """What the applicant gets in the end 结果: paper, electronic, or both."""

    name: Text
    form: Literal["paper", "electronic", "both"]


class Item(Form):
    """An approval item 政务服务事项. Its code is its file's name. ``facts`` is what the rules read of it."""

    item: Name
    name: Text
    department: Name
    type: ItemType
    basis: tuple[Basis, ...] = Field(min_length=1)
    facts: dict[str, FactValue]
    visit_reason: Text | None = None
    acceptance_trigger: Literal["prereview", "paper"]
    limits: Limits
    materials: tuple[Material, ...]
    result: Result
    joint_departments: tuple[Name, ...] = ()
    rules: tuple[Rule, ...] = ()
    where: Where


# --- plans ---------------------------------------------------------------------------------------


class Party(StrEnum):
    """Who can hold a paper 持有人."""

    APPLICANT = "applicant"
    COURIER = "courier"
    INSPECTORS = "inspectors"
    OFFICE = "office"


class HandOver(Form):
    """
    Papers change hands when an outcome is recorded 材料交接. ``papers`` are all that the giver
    holds; ``missing`` those that the outcome names as not found.
    """

    what: Literal["papers", "missing"]
    from_: Party = Field(alias="from")
    to: Party


class Outcome(Form):
    """
    What may come of a step, and the step that follows.

    ``accepts``: for items with this ``acceptance_trigger`` the outcome is the acceptance 受理 and
    starts the clocks. ``licence``: the outcome brings the licence into being and needs its number.
    """

    outcome: Name
    title: Text
    next: Name
    hand_over: HandOver | None = None
    accepts: Literal["prereview", "paper"] | None = None
    licence: bool = False


class Skip(Form):
    """Leave the step out where all of ``when`` holds; go on with ``next``."""

    when: tuple[Condition, ...] = Field(min_length=1)
    next: Name


class Step(Form):
    """
    A step of a plan 环节. ``by`` says who ends it:

    staff: an outcome over HTTP by the item's department. applicant: a corrected upload.
    pick_up: a courier brings the papers in. delivery: the result goes out, the first of ``ways``
    that the application and the result allow, or straight on with ``if_nothing`` where the office
    holds nothing that is the applicant's. end: nothing follows; ``state`` is the national code
    of case states (1-15, list BLZT) that it is reported as.
    """

    step: Name
    title: Text
    by: Literal["staff", "applicant", "pick_up", "delivery", "end"]
    outcomes: tuple[Outcome, ...] = ()
    ways: tuple[Literal["courier", "electronic", "counter"], ...] = ()
    skip: Skip | None = None
    if_nothing: Name | None = None
    days: int | None = None
    late: Name | None = None
    state: int | None = Field(default=None, ge=1, le=15)


class Plan(Form):
    """
    A channel's steps 办理流程. ``paper_in`` says how paper arrives; ``visits`` how often the
    applicant must come. ``days`` of a step are working days from its start; then ``late`` is the
    outcome that happens by itself (silence is acceptance, 行政许可法 art. 32), or if there is none
    the step is only reported late.
    """

    plan: Channel
    title: Text
    paper_in: Literal["none", "courier", "inspection", "counter"]
    visits: int = Field(ge=0, le=1)
    start: Name
    steps: tuple[Step, ...] = Field(min_length=2)
    where: Where


# --- region --------------------------------------------------------------------------------------


class Department(Form):
    department: Name
    name: Text


class Address(Form):
    """A postal address for couriers."""

    name: str
    phone: str
    address: str


class Uploads(Form):
    """What an applicant may upload. ``max_bytes`` a file; ``kinds`` by content, never by name."""

    max_bytes: int = Field(ge=1)
    kinds: tuple[Literal["pdf", "jpeg", "png", "ofd", "docx"], ...]


class Region(Form):
    """A region 地区: one folder under rules/. ``code`` is the six digits of GB/T 2260."""

    region: Name
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    name: Text
    time_zone: str
    carrier: Name
    hall: Address
    uploads: Uploads
    departments: tuple[Department, ...]
    published: Totals


class Interval(Form):
    """The next query of a parcel in status ``status`` comes after ``minutes`` (30 is the floor)."""

    status: str
    minutes: int = Field(ge=30)


class Courier(Form):
    """
    A courier company as the region uses it 快递. ``code`` is its code at Kuaidi100. Times are local,
    ``night`` the hours in which nothing is asked. ``silent_hours`` without an event: delayed.
    """

    courier: Name
    name: Text
    code: str
    phone_needed: bool
    polling: tuple[Interval, ...]
    night: tuple[int, int]
    silent_hours: int
    give_up_days: int
    where: Where


class Calendar(Form):
    """Working days of a year 工作日历: weekdays off, weekend days worked (调休), by official notice."""

    year: int
    off: tuple[date, ...]
    worked: tuple[date, ...]
    source: str
    where: Where


class Release(Form):
    """
    One region's rule files, whole and checked 规则版本. Never changed once made; its name is the
    digest of its canonical JSON.
    """

    region: Region
    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    items: dict[str, Item]
    plans: dict[Channel, Plan]
    couriers: dict[str, Courier]
    calendars: dict[int, Calendar]
    invariants: tuple[Invariant, ...]
    examples: tuple[Example, ...]

    def canonical(self) -> bytes:
        """UTF-8 JSON with sorted keys and no white space: the same rules give the same bytes anywhere."""
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def digest(self) -> str:
        """The name of this release: SHA-256 of its canonical JSON, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which works out its own name: it may hold other rules."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("digest", None)
        return copied
