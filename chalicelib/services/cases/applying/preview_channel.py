"""Which channel an item would take: asked before anyone applies, nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.facts.amounts import from_json
from chalicelib.decisions.forms.form import FactValue
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.applying.application import find_item
from chalicelib.services.days import local_day


def preview_channel(ports: Ports, item: str, facts: Mapping[str, FactValue]) -> Decision:
    """
    The decision of today for ``item`` under the release in force: undetermined if it is not in effect. Of
    the application, what ``facts`` leave out counts as usual; facts of the item that they name stand
    instead of its own ("what if").

    Raises:
        Problem: 404 unknown item.
    """
    release = ports.releases.get(ports.releases.active(ports.region))
    today = local_day(release, ports.clock.now())
    find_item(release, item, today)
    given = usual_facts(release) | from_json(release.facts, facts)
    return what_if(release, item, given, today)
