"""
What an edit changes besides channels 其他修改: limits, plans, settings, examples, whatever the files say.

A person who approves a release has to see all of it; where it stands in the file counts as no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.decisions.form import Form, Text
from chalicelib.decisions.model import Release


@dataclass(frozen=True)
class Amendment:
    """
    A form that is not as it was. ``fields`` are its keys that changed, none where it is new or gone.

    ``change`` is added, removed or changed.
    """

    kind: str
    name: str
    change: str
    fields: tuple[str, ...] = ()

    @property
    def words(self) -> Text:
        kind, change = _KINDS[self.kind], _CHANGES[self.change]
        zh = f"：{'、'.join(self.fields)}" if self.fields else ""
        en = f": {', '.join(self.fields)}" if self.fields else ""
        return Text(zh=f"{change.zh}{kind.zh} {self.name}{zh}", en=f"{kind.en} {self.name} {change.en}{en}")

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "name": self.name, "change": self.change, "fields": list(self.fields)}


def amendments(old: Release, new: Release) -> Iterator[Amendment]:
    """Every form that differs between two releases, kind by kind."""
    before, after = _of(old), _of(new)
    for kind in before:
        for name in dict.fromkeys([*before[kind], *after[kind]]):
            was, now = before[kind].get(name), after[kind].get(name)
            if was is None or now is None:
                yield Amendment(kind, name, "added" if was is None else "removed")
            elif was != now and (fields := _fields(_plain(was), _plain(now))):  # else it only moved
                yield Amendment(kind, name, "changed", fields)
    before_names, after_names = ([rule.rule for rule in one.rules] for one in (old, new))
    if _among(before_names, set(after_names)) != _among(after_names, set(before_names)):
        yield Amendment("order", "channels.yaml", "changed")


Plain = dict[str, Any]
"""A form as JSON without the places."""


def _of(release: Release) -> dict[str, Mapping[str, Form]]:
    return {
        "region": {release.region.region: release.region},
        "fact": {fact.fact: fact for fact in release.facts},
        "rule": {rule.rule: rule for rule in release.rules},
        "invariant": {one.invariant: one for one in release.invariants},
        "demand": {one.demand: one for one in release.demands},
        "example": {one.name: one for one in release.examples},
        "item": release.items,
        "plan": {channel.value: plan for channel, plan in release.plans.items()},
        "courier": release.couriers,
        "calendar": {str(year): one for year, one in release.calendars.items()},
    }


def _fields(was: Plain, now: Plain) -> tuple[str, ...]:
    return tuple(key for key in dict.fromkeys([*was, *now]) if was.get(key) != now.get(key))


def _plain(form: Form) -> Plain:
    plain: Plain = _placeless(form.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    return plain


def _placeless(value: Any) -> Any:  # JSON of any shape
    match value:
        case dict():
            return {key: _placeless(inner) for key, inner in value.items() if key != "where"}
        case list():
            return [_placeless(inner) for inner in value]
        case _:
            return value


def _among(names: list[str], others: set[str]) -> list[str]:
    return [name for name in names if name in others]


_CHANGES = {
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="删除", en="removed"),
    "changed": Text(zh="修改", en="changed"),
}
_KINDS = {
    "region": Text(zh="地区设置", en="settings of"),
    "fact": Text(zh="要素", en="fact"),
    "rule": Text(zh="规则", en="rule"),
    "invariant": Text(zh="不变式", en="invariant"),
    "demand": Text(zh="法定环节", en="demand"),
    "example": Text(zh="示例", en="example"),
    "item": Text(zh="事项", en="item"),
    "plan": Text(zh="流程", en="plan"),
    "courier": Text(zh="快递", en="courier"),
    "calendar": Text(zh="日历", en="calendar"),
    "order": Text(zh="规则次序", en="order of rules in"),
}
