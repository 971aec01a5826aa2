"""
The kinds of rule files, one entry each: where a kind lies, what of a release it gives, what it is called.

Reading, the schemas of editors, and what approvers read all go by this table; a test holds the page for
policy staff to it. The form of a kind is read in ``folder.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.decisions.forms.form import Text


@dataclass(frozen=True)
class Kind:
    """
    A kind of rule file. ``name`` is its schema's; ``place`` a file, or the folder of its files, which lie
    ``depth`` folders deep in the region's. ``parts`` are the parts of a release that come of it, with what
    people call them; ``about`` is what an editor says of the file. In one that is ``own`` a region's facts
    and names show, so each region has a schema of it.
    """

    name: str
    place: str
    about: str
    depth: int = 0
    parts: Mapping[str, Text] = field(default_factory=dict)
    own: bool = False


KINDS = (
    Kind(
        "region",
        "region.yaml",
        "地区设置 settings of a region",
        parts={"region": Text(zh="地区设置", en="settings of the region")},
    ),
    Kind("units", "units.yaml", "办理单位 units", parts={"units": Text(zh="办理单位", en="units")}),
    Kind("clocks", "clocks.yaml", "计时 clocks", parts={"clocks": Text(zh="计时", en="clocks")}, own=True),
    Kind(
        "facts",
        "facts.yaml",
        "判断要素 facts that rules may test",
        parts={"facts": Text(zh="要素", en="facts")},
    ),
    Kind(
        "channels",
        "channels.yaml",
        "渠道规则 channel rules",
        parts={
            "rules": Text(zh="渠道规则", en="channel rules"),
            "examples": Text(zh="示例", en="examples"),
        },
        own=True,
    ),
    Kind(
        "invariants",
        "invariants.yaml",
        "不变式 invariants",
        parts={
            "invariants": Text(zh="不变式", en="invariants"),
            "demands": Text(zh="法定环节", en="demands of the law"),
        },
        own=True,
    ),
    Kind("part", "parts", "流程段 part of a plan", depth=1, own=True),
    Kind(
        "plan",
        "plans",
        "办理流程 plan of a channel",
        depth=1,
        parts={"plans": Text(zh="办理流程", en="plans")},
        own=True,
    ),
    Kind(
        "item",
        "items",
        "政务服务事项 approval item",
        depth=2,
        parts={"items": Text(zh="事项", en="items")},
        own=True,
    ),
    Kind("notice", "notices", "文书 notice", depth=1, parts={"notices": Text(zh="文书", en="notices")}),
    Kind(
        "decision",
        "decisions",
        "决策 policy decision",
        depth=1,
        parts={"decisions": Text(zh="决策", en="decisions")},
        own=True,
    ),
    Kind(
        "courier",
        "couriers",
        "快递公司 courier",
        depth=1,
        parts={"couriers": Text(zh="快递公司", en="couriers")},
    ),
    Kind(
        "calendar",
        "calendars",
        "工作日历 working days of a year",
        depth=1,
        parts={"calendars": Text(zh="工作日历", en="calendars")},
    ),
)
FILES = tuple(kind.place for kind in KINDS if not kind.depth)
FOLDERS = {kind.place: kind.depth for kind in KINDS if kind.depth}
"""The folders with files of a kind, and how deep these lie."""
