"""Take a wrong file back 撤下, before the application is submitted or while it is being corrected."""

from __future__ import annotations

from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.uploads.files import UploadedFile
from chalicelib.cases.uploads.materials import may_take_back
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.files.look_at_files import look_at_files
from chalicelib.services.errors import VersionConflictError, not_found


def take_back_file(ports: Ports, loaded: Loaded, name: str) -> Loaded:
    """
    The case without the file of this id, which the store keeps no longer. Taken back again it stays so.

    Raises:
        Problem: 404, the case has no such file.
        NotPossible: the application is submitted, and no correction asks for the material.
        RetryableError: a newer version has just come, or the store is not to be had just now.
    """
    file = loaded.files.of(name)
    if file is None:
        raise not_found(
            "本办件没有这个文件，请核对文件清单", "the case has no such file; see its list of files"
        )
    if not file.taken_back:
        _check(loaded, file)
        if not ports.cases.take_back(loaded.case.no, file.withdrawn(ports.clock.now())):
            raise VersionConflictError("a newer version of the file has come")
    ports.files.remove(file.key, file.version)
    again = ports.cases.load_with_files(loaded.case.no)
    return loaded if again is None else look_at_files(ports, again)


def _check(loaded: Loaded, file: UploadedFile) -> None:
    if not may_take_back(loaded.case, file.material):
        raise NotPossible(
            "submitted_already",
            "申请已经提交，文件不能再撤下；可用同名文件替换，或请审批部门退回补正",
            "the application is submitted and no file can be taken back any more; replace it under the same "
            "name, or ask the department for a correction notice",
        )
