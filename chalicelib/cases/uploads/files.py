"""
Files of a case 文件: what is known of each, kept beside the case and read together with it.

A case does not change with every file. It looks at its files when it is submitted, and knows since then of
which materials it has some.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.cases.values import Active, FileList, Reason, Unfit, Value


def later(sequencer: str, other: str) -> bool:
    """
    Whether the first of two changes of one S3 key came later.

    Sequencers are hexadecimal texts: the shorter is padded with zeros on the right, then they
    compare as text (Amazon S3 user guide, event message structure).
    """
    return padded(sequencer) > padded(other)


def padded(sequencer: str) -> str:
    """A sequencer as text that sorts by time."""
    return sequencer.ljust(_WIDTH, "0")


_WIDTH = 64
"""S3's sequencers have some 18 digits."""


UNNAMED = "file"
"""What a file is called that nobody gave a name."""

_TOKEN = re.compile(r"place-[0-9a-f]{32}", re.ASCII)
"""The last part of a key that stands for a name: a number, which tells nothing of it."""

_FIRST_AT_RANDOM = 1 << 64
"""Numbers from here on are those of places that an earlier program gave, which chose them at random."""


class FilePlace(NamedTuple):
    """
    A place 上传位置 for the files of one name: what is put there replaces what was there before. ``key``
    names it in the store; the name lies ``sealed``, in the form of this number, beside the case.
    """

    material: str
    key: str
    sealed: bytes = b""
    form: int = 0

    @property
    def token(self) -> str:
        """What stands for the name."""
        return last_part(self.key)


def file_key(no: str, material: str, last: str = UNNAMED) -> str:
    """How a file of a case is named in the store; ``last`` is what stands for the name it was given."""
    return f"uploads/{no}/{material}/{last}"


def token_of(digits: str) -> str:
    """What is to stand for a name, from 32 hexadecimal digits."""
    return f"place-{digits}"


def last_part(key: str) -> str:
    return key.rsplit("/", 1)[-1]


def _number(key: str) -> int:
    """The number of a place among those of its material; 0 where it has none."""
    last = last_part(key)
    number = int(last.removeprefix("place-"), 16) if _TOKEN.fullmatch(last) else 0
    return number if number < _FIRST_AT_RANDOM else 0


class UploadedFile(Value):
    """
    What is known of one file: its newest version that was taken; or the newest that was not, and why
    (``refused``); or that its applicant has ``taken_back`` 撤下 the file. ``key`` names it in the store,
    ``sequencer`` orders its versions, ``at`` is when it had been looked at and was written down. ``size`` in
    bytes; ``kind`` is what its bytes say it is, one of ``file_kinds``; ``sha256`` names its content.
    ``replaced`` is the version that counted until then: should this one have come too late, that still does.
    ``case_version`` is that of the case it was looked at for.
    """

    material: str
    key: str
    version: str
    sequencer: str
    at: datetime
    size: int = 0
    kind: str | None = None
    sha256: str = ""
    refused: Reason | None = None
    active: Active | None = None
    taken_back: bool = False
    replaced: UploadedFile | None = None
    case_version: int = 0

    @property
    def id(self) -> str:
        """16 hexadecimal digits for the key, which may be long."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:16]

    @property
    def name(self) -> str | None:
        """What its key says that it is called; None where its place was given for a name that lies sealed."""
        last = last_part(self.key)
        return None if _TOKEN.fullmatch(last) else last

    @property
    def taken(self) -> bool:
        return self.refused is None and not self.taken_back

    @property
    def counts(self) -> bool:
        """Whether it says what counts under its name: a file, or none any more."""
        return self.refused is None

    def withdrawn(self, at: datetime) -> UploadedFile:
        """The file once it has been taken back: nothing is left of its content."""
        bare = {"size": 0, "kind": None, "sha256": "", "refused": None, "active": None, "replaced": None}
        return self.model_copy(update={**bare, "at": at, "taken_back": True})

    def in_time(self, closed_at: datetime | None) -> Iterator[UploadedFile]:
        """
        The file as it counts where none of its material was taken any more after ``closed_at``: one written
        down later came too late, and what it replaced counts.
        """
        if not self.taken or closed_at is None or self.at <= closed_at:
            yield self
            return
        yield self.model_copy(update={"refused": Reason.NOT_ASKED, "replaced": None})
        if self.replaced is not None:
            yield self.replaced

    @property
    def unfit(self) -> Unfit | None:
        """Why it was not taken."""
        if self.refused is None:
            return None
        return Unfit(reason=self.refused, size=self.size, kind=self.kind, active=self.active)


class CaseFiles(NamedTuple):
    """All that is known of the files of a case, and by key the ``places`` that were given for names."""

    known: tuple[UploadedFile, ...] = ()
    places: Mapping[str, FilePlace] = MappingProxyType({})

    def next_place(self, no: str, material: str) -> FilePlace:
        """A place for a name that has none yet: by the number after the last one of the material."""
        keys = [*self.places, *(file.key for file in self.known)]
        numbers = [_number(key) for key in keys if key.startswith(file_key(no, material, ""))]
        return FilePlace(material, file_key(no, material, token_of(f"{max(numbers, default=0) + 1:032x}")))

    def in_time(self, closed: Mapping[str, datetime]) -> CaseFiles:
        """
        The files as they count for a case that takes none any more of these materials, each since its moment.
        That is worked out whenever they are read: nobody who writes a file down has to look again.
        """
        return CaseFiles(
            tuple(each for file in self.known for each in file.in_time(closed.get(file.material))),
            self.places,
        )

    def taken(self, material: str | None = None) -> tuple[UploadedFile, ...]:
        """Files that count, of one material or of all, in the order in which they came."""
        found = [file for file in self.known if file.taken and material in (None, file.material)]
        return tuple(sorted(found, key=lambda file: (file.at, file.key)))

    def refused(self) -> dict[str, UploadedFile]:
        """By material: the last file that was not taken, unless a good one has come since."""
        told: dict[str, UploadedFile] = {}
        for file in sorted(self.known, key=lambda file: (file.at, padded(file.sequencer))):
            if file.refused is not None and not self._settled(file):
                told[file.material] = file
        return told

    def _settled(self, refused: UploadedFile) -> bool:
        """Of the same name one was taken or taken back after it, or another of its material came later."""
        same = self.counted(refused.key)
        if same is not None and same is not refused and not later(refused.sequencer, same.sequencer):
            return True
        return any(file.at > refused.at for file in self.taken(refused.material) if file.key != refused.key)

    def counted(self, key: str) -> UploadedFile | None:
        """What was taken under this name, or taken back."""
        return next((file for file in self.known if file.key == key and file.counts), None)

    def newest(self, key: str) -> UploadedFile | None:
        """The newest version under this name of which anything is known."""
        same = (file for file in self.known if file.key == key)
        return max(same, key=lambda file: padded(file.sequencer), default=None)

    def of(self, name: str) -> UploadedFile | None:
        """The file with this id as it is now; None also for one that was never there."""
        return next((self.newest(file.key) for file in self.known if file.id == name), None)

    @property
    def last_at(self) -> datetime | None:
        """When anything became known of any of them for the last time: taken, refused, or taken back."""
        return max((file.at for file in self.known), default=None)

    @property
    def supplied(self) -> tuple[str, ...]:
        """The materials that have a file."""
        return tuple(sorted({file.material for file in self.taken()}))

    def since(self, at: datetime) -> frozenset[str]:
        """The materials of which a file was taken after ``at``."""
        return frozenset(file.material for file in self.taken() if file.at > at)

    @property
    def listed(self) -> FileList:
        """The files that count, as a case records them."""
        counted = sorted(self.taken(), key=lambda file: file.key)
        lines = "".join(f"{file.key}\t{file.sha256}\n" for file in counted)
        digest = hashlib.sha256(lines.encode()).hexdigest()
        return FileList(supplied=self.supplied, count=len(counted), digest=digest)
