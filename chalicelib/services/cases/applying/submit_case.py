"""Submit 提交 the application, or what was asked for since: a correction, a failing put right."""

from __future__ import annotations

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.commands import Submit, SubmitTask
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case, files_of, trigger_of, used_by
from chalicelib.services.cases.files.look_at_files import look_at_files


def submit_case(
    ports: Ports,
    who: Actor,
    loaded: Loaded,
    task: str | None = None,
    *,
    incomplete: bool = False,
    key: str | None = None,
) -> Loaded:
    """
    The case after its application is submitted, or after an applicant's ``task`` has ended (None: the one
    that is open), with the files as they are.

    Args:
        incomplete: the applicant has been told what is lacking, and submits all the same.
        key: sent again under the same one, it is submitted once.

    Raises:
        PermanentError: there is no such case.
        NotPossible: something is lacking, told one by one; or nothing is asked of her.
    """
    files, seen = files_of(ports, loaded), loaded.files

    def ask(case: Case) -> Submit | SubmitTask:
        nonlocal seen
        seen = files(case)
        at, listed = ports.clock.now(), seen.listed
        if task is None and case.stage is Stage.MATERIALS:
            return Submit(at=at, by=who, files=listed, incomplete=incomplete)
        name = task or asked_of_applicant(case)
        asked = case.tasks.get(name)
        renewed = frozenset[str]() if asked is None else seen.since(asked.since)
        return SubmitTask(at=at, by=who, task=name, files=listed, renewed=renewed, incomplete=incomplete)

    trigger = trigger_of(ports, "submission", f"{loaded.case.no}#{used_by(who)}", key)
    case = change_case(ports, loaded.case, trigger, ask, fingerprint=f"{task} {incomplete}")
    return _with_late_files(ports, Loaded(case, seen))


def asked_of_applicant(case: Case) -> str:
    """
    The one open task that is the applicant's; where none is, a name that no task has.

    Raises:
        NotPossible: there are several; they are named.
    """
    names = [task.id for task in case.tasks.values() if task.by == "applicant"]
    if len(names) > 1:
        raise NotPossible(
            "several_tasks",
            f"有多项待您补充或整改：{'、'.join(names)}，请指明其中一项（task）",
            f"several things are asked of you: {', '.join(names)}; name one of them (task)",
        )
    return next(iter(names), "")


def _with_late_files(ports: Ports, loaded: Loaded) -> Loaded:
    """A file that came while the case was submitted found it not submitted yet: it is looked at now."""
    again = ports.cases.load_with_files(loaded.case.no)
    return loaded if again is None else look_at_files(ports, again)
