"""
The kinds of rule files, one entry each: where a kind lies, what it holds, what it is called.

Reading, the schemas of editors, Excel and what approvers read all go by this table, and a test holds the page
for policy staff to it. What the keys of a form are called stands in ``schemas/fields.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.authoring.reading.conditions.conditions import Facts
from chalicelib.authoring.reading.plans.part import Part, PlanFile
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import CHANNEL, Form, Text
from chalicelib.decisions.forms.model import DecisionTable, Demand, Example, Fact, Invariant, Item, Rule
from chalicelib.decisions.forms.notice import NoticeTemplate
from chalicelib.decisions.forms.region import Calendar, Courier, Region
from chalicelib.decisions.forms.unit import Unit
from chalicelib.decisions.tables import scopes_known

Tested = Callable[[Facts, Node], Facts]
"""Which of the region's facts may be tested, in a file of this content."""


def _as_declared(facts: Facts, _: Node) -> Facts:
    return facts


def _with_attributes(facts: Facts, _: Node) -> Facts:
    return facts.with_attributes


def _without_day(facts: Facts, _: Node) -> Facts:
    return facts.without_day


def _of_decision(facts: Facts, table: Node) -> Facts:
    asked, each = table.map.get("asked"), table.map.get("each")
    return facts.within(*scopes_known(asked and asked.value, each and each.value))


@dataclass(frozen=True)
class Listed:
    """
    A list of forms under a key of a file, a part of the release; an ``optional`` one may be missing. ``also``
    is the kind of file that has such forms of its own under the same key.
    """

    form: type[Form]
    title: Text
    tested: Tested = _as_declared
    optional: bool = False
    also: str | None = None


@dataclass(frozen=True)
class Kind:
    """
    A kind of rule file. ``name`` is its schema's; ``place`` a file, or the folder of its files, which lie
    ``depth`` folders deep in the region's. A file holds one ``form``, whose ``title`` is that of the part of
    the release that comes of it, or ``lists`` by key. ``about`` is what an editor says of the file. Of a kind
    that is ``own`` a region has a schema of its own, in which its facts and names show. ``says`` are keys
    that hold one value. An ``optional`` file may be missing.
    """

    name: str
    place: str
    about: str
    depth: int = 0
    form: type[Form] | None = None
    title: Text | None = None
    lists: Mapping[str, Listed] = field(default_factory=dict)
    tested: Tested = _as_declared
    own: bool = False
    says: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False

    @property
    def parts(self) -> dict[str, Text]:
        """The parts of a release that come of it, with what people call them."""
        whole = {} if self.title is None else {self.key: self.title}
        return whole | {key: listed.title for key, listed in self.lists.items()}

    @property
    def key(self) -> str:
        """Under which name the folder and the release hold what stands in these files."""
        return self.place.removesuffix(".yaml")


def _list(name: str, form: type[Form], zh: str, en: str, about: str, tested: Tested = _as_declared) -> Kind:
    """A file that is one list."""
    lists = {name: Listed(form, Text(zh=zh, en=en), tested)}
    return Kind(name, f"{name}.yaml", about, lists=lists, own=tested is _with_attributes)


def _folder(
    name: str, form: type[Form], zh: str, en: str, about: str, *, own: bool = False, depth: int = 1
) -> Kind:
    """A folder with a file for each form, by whose name the file is called."""
    return Kind(name, f"{name}s", about, depth, form, Text(zh=zh, en=en), own=own)


_CHANNELS = {
    "rules": Listed(Rule, Text(zh="渠道规则", en="channel rules"), also="item"),
    "examples": Listed(Example, Text(zh="示例", en="examples"), optional=True),
}
_INVARIANTS = {
    "invariants": Listed(Invariant, Text(zh="不变式", en="invariants")),
    "demands": Listed(Demand, Text(zh="法定环节", en="demands of the law"), _without_day, optional=True),
}
KINDS = (
    Kind(
        "region",
        "region.yaml",
        "地区设置 settings of a region",
        form=Region,
        title=Text(zh="地区设置", en="settings of the region"),
    ),
    _list("units", Unit, "办理单位", "units", "办理单位 units"),
    _list("clocks", Clock, "计时", "clocks", "计时 clocks", _with_attributes),
    _list("facts", Fact, "要素", "facts", "判断要素 facts that rules may test"),
    Kind(
        "channels",
        "channels.yaml",
        "渠道规则，自上而下第一条符合的决定 channel rules; the first that matches decides",
        lists=_CHANNELS,
        own=True,
        says={"decision": CHANNEL},
    ),
    Kind(
        "invariants",
        "invariants.yaml",
        "不变式 invariants",
        lists=_INVARIANTS,
        own=True,
        optional=True,
    ),
    Kind("part", "parts", "流程段 part of a plan", 1, Part, tested=_with_attributes, own=True),
    Kind(
        "plan",
        "plans",
        "办理流程 plan of a channel",
        1,
        PlanFile,
        Text(zh="办理流程", en="plans"),
        tested=_with_attributes,
        own=True,
    ),
    _folder("item", Item, "事项", "items", "政务服务事项 approval item", own=True, depth=2),
    _folder("notice", NoticeTemplate, "文书", "notices", "文书 notice"),
    Kind(
        "decision",
        "decisions",
        "决策 policy decision",
        1,
        DecisionTable,
        Text(zh="决策", en="decisions"),
        tested=_of_decision,
        own=True,
    ),
    _folder("courier", Courier, "快递公司", "couriers", "快递公司 courier"),
    _folder("calendar", Calendar, "工作日历", "calendars", "工作日历 working days of a year"),
)
FILES = tuple(kind.place for kind in KINDS if not kind.depth)
FOLDERS = {kind.place: kind.depth for kind in KINDS if kind.depth}
"""The folders with files of a kind, and how deep these lie."""


def forms() -> Iterator[type[Form]]:
    """The forms that rule files hold."""
    for kind in KINDS:
        if kind.form is not None:
            yield kind.form
        yield from (listed.form for listed in kind.lists.values())
