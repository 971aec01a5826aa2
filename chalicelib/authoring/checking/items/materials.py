"""Materials that contradict themselves: asked for and shared, seen and counted, deferred on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.authoring.checking.plans.places import of_outcome
from chalicelib.authoring.findings.problems import Problem, Say
from chalicelib.authoring.reading.conditions import UNKNOWN
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.names import known_name
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.authoring.reading.wording import wording
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.form import Condition
from chalicelib.decisions.material import Material
from chalicelib.decisions.model import Item
from chalicelib.decisions.plan import Milestone
from chalicelib.decisions.unit import Unit, every_unit

_ASKED = ("format", "originals", "copies", "original", "deferrable", "committed")
"""What cannot be said of a material that nobody asks the applicant for."""


def check_materials(item: Read[Item], units: Sequence[Unit]) -> None:
    """
    Report what is wrong with an item's materials.

    Args:
        units: the region's; empty when units.yaml could not be read.
    """
    names = [unit.unit for unit in every_unit(units)]
    for number, material in enumerate(item.form.materials):
        for path, code, say in _wrong(material):
            item.report(item.node.find("materials", number, *path), code, say)
        if material.shared is not None and names:
            known_name(
                item, ("materials", number, "shared", "from"), material.shared.from_, names, "unit", "单位"
            )


def unawaited(plan: ReadPlan, items: Sequence[Read[Item]]) -> Iterator[Problem]:
    """Licences of a plan that would be made without what some item wants before."""
    wanting = next((one.form for one in items if any(map(_before_made, one.form.materials))), None)
    if wanting is None:
        return
    for step in plan.form.steps:
        for outcome in step.outcomes:
            if outcome.marks is Milestone.MADE and outcome.waits_for != "deferred":
                place = of_outcome(plan, step, outcome)
                yield place.tell("deferred-not-awaited", _not_awaited(wanting))


def unsaid_promises(item: Read[Item]) -> Iterator[Problem]:
    """
    Materials that a promise stands in for, of which nobody is told what is promised 告知承诺.

    国办发〔2020〕42号 wants all of it told at once, before she promises (written from knowledge of that text,
    which was not looked up). A warning: whether it is told elsewhere, on paper, this program does not know.
    """
    for number, material in enumerate(item.form.materials):
        if material.committed is not None and material.committed.text is None:
            at = item.node.find("materials", number, "committed")
            yield item.told(at, "promise-unsaid", _UNSAID, "warning")


def _before_made(material: Material) -> bool:
    return material.deferrable is not None and material.deferrable.before == "made"


_Found = tuple[tuple[str, ...], str, Say]


def _wrong(material: Material) -> Iterator[_Found]:
    yield from _conditions(material)
    if material.shared is not None:
        written = [key for key in _ASKED if key in material.model_fields_set]
        yield from (((key,), "shared-asked", _SHARED) for key in written)
        return
    if material.format is None:
        yield (), *wording("missing", "format", {}, ())
        return
    yield from _sheets(material)
    if material.deferrable is not None and (material.format != "electronic" or material.need == "optional"):
        yield ("deferrable",), "deferrable", _DEFERRABLE
    if material.committed is not None and material.need == "optional":
        yield ("committed",), "committed-optional", _COMMITTED


def _conditions(material: Material) -> Iterator[_Found]:
    """What is needed hangs on what the applicant says when she applies, and on nothing that changes later."""
    places: list[tuple[tuple[str, ...], tuple[Condition, ...]]] = [(("when",), material.when)]
    if material.committed is not None:
        places.append((("committed", "when"), material.committed.when))
    for path, tests in places:
        for test in tests:
            if test.fact == UNKNOWN:
                continue
            if test.fact.startswith("item."):
                yield (*path, test.fact), "material-condition", _OF_ITEM
            elif test.fact == CONSENT:
                yield (*path, test.fact), "material-condition", _CONSENT


def _sheets(material: Material) -> Iterator[_Found]:
    counted = material.originals + material.copies
    if material.format == "electronic" and counted:
        key = "originals" if material.originals else "copies"
        yield (key,), "sheets-not-taken", _ELECTRONIC
    elif material.original == "seen" and material.originals:
        yield ("originals",), "sheets-not-taken", _SEEN
    elif material.original == "returned" and not material.originals_taken:
        yield ("original",), "nothing-returned", _RETURNED
    elif material.format != "electronic" and material.original != "seen" and not counted:
        yield ("format",), "no-sheets", _NO_SHEETS


def _not_awaited(item: Item) -> Say:
    return Say(
        f"“{item.name.zh}”（{item.item}）等事项容缺的材料须在制证前补齐，这个结果却不等它就制证。",
        f"'{item.name.en}' ({item.item}) and perhaps others want what may follow later before the licence is "
        "made, and this outcome makes it without.",
        "请在这个结果上写 waits_for: deferred，并为始终没有补齐的写另一个结果。",
        "Write waits_for: deferred at this outcome, and another outcome for what never comes.",
    )


_OF_ITEM = Say(
    "材料的适用情形不能判断事项要素：事项要素在本文件里已经写定。",
    "A material cannot hang on a fact of the item: that is written in this very file.",
    "总是需要的，删去这个条件；从不需要的，删去这项材料。",
    "Remove the condition where it always holds, the material where it never does.",
)
_CONSENT = Say(
    f"材料的适用情形不能判断 {CONSENT}：申请人可以随时改变是否使用快递。",
    f"A material cannot hang on {CONSENT}: the applicant may change her mind about couriers at any time.",
    "请改用别的申请要素。",
    "Test another fact of the application.",
)
_SHARED = Say(
    "由数据共享取得的材料不向申请人收取，不能再写形式、份数、容缺或承诺。",
    "What the office has by sharing is not asked for: it has no format, no sheets, and is neither deferred "
    "nor promised.",
    "请删去这一项；确须申请人提交的，删去 shared。",
    "Remove this; or remove 'shared' if the applicant really has to give it.",
)
_DEFERRABLE = Say(
    "容缺只用于必要的、只上传的材料（format: electronic）：纸质材料随其他纸质件一次交接。",
    "Only a required material that is uploaded (format: electronic) can follow later: papers change hands "
    "together, once.",
    "请改为 format: electronic，或删去 deferrable；可不交的材料不用容缺。",
    "Make it format: electronic, or remove 'deferrable'; what is optional need not be deferred.",
)
_COMMITTED = Say(
    "可不交的材料不用承诺代替。",
    "What is optional needs no promise in its place.",
    "请删去 need: optional 或 committed。",
    "Remove 'need: optional' or 'committed'.",
)
_UNSAID = Say(
    "以告知承诺代替的材料没有写承诺内容：申请人不知道自己承诺什么（国办发〔2020〕42号要求一次性告知）。",
    "A promise stands in for this material, and nobody is told what is promised; all of it has to be told at "
    "once, before (国办发〔2020〕42号).",
    "请写 text: {zh: …, en: …}，用申请人的口吻写明承诺内容。",
    "Write text: {zh: ..., en: ...}: what the applicant promises, in her own voice.",
)
_ELECTRONIC = Say(
    "只上传的材料不收纸质件，份数不会被计入。",
    "What is uploaded only is not taken on paper: its sheets would not count.",
    "请删去份数，或改为 format: both。",
    "Remove the number of sheets, or make it format: both.",
)
_SEEN = Say(
    "只核验的原件不收取，份数不会被计入。",
    "An original that is only seen is not taken: it would not count.",
    "请删去 originals；要收取的，写 original: kept 或 returned。",
    "Remove 'originals'; if it is taken, write original: kept or returned.",
)
_RETURNED = Say(
    "没有收取原件，无从退还。",
    "No original is taken, so that none can go back.",
    "请写 originals 的份数，或删去 original: returned；只看不收的，写 original: seen。",
    "Write how many originals, or remove 'original: returned'; write original: seen if it is only shown.",
)
_NO_SHEETS = Say(
    "要交纸质件，却没有写份数。",
    "Sheets are asked for, and their number is not written.",
    "请写 originals 或 copies 的份数；只看不收的，写 original: seen；不交纸质件的，写 format: electronic。",
    "Write how many originals or copies; original: seen if it is only shown; format: electronic if there "
    "are none.",
)
