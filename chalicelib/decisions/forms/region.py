"""
The forms of a region's own settings: departments, hall, uploads, couriers, calendars, published figures.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait. Defaults are
constructed, not checked: to check one would build its form on import.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.decisions.forms.form import Basis, ChannelName, Form, InEnglish, Name, Text, Where

Hour = Annotated[int, Field(ge=0, le=23)]


class Address(Form):
    """A postal address for couriers."""

    name: str
    phone: str
    address: str


Opening = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""From when until when, on the clock of the region: 09:00-12:00."""


class Hall(Address):
    """
    Where couriers bring papers and fetch results. ``hours``: when it is open on working days. A release of
    before halls told their hours has none. Couriers read the Chinese; ``name_en`` and ``address_en`` are what
    English pages and notices call it.
    """

    name_en: InEnglish | None = None
    address_en: InEnglish | None = None
    hours: tuple[Opening, ...] = Field(default=(), max_length=4)

    @property
    def title(self) -> Text:
        """What it is called, in Chinese where there is no English."""
        return Text(zh=self.name, en=self.name_en or self.name)

    @property
    def place(self) -> Text:
        """Where it is, likewise."""
        return Text(zh=self.address, en=self.address_en or self.address)

    @property
    def open_hours(self) -> tuple[Opening, ...]:
        """The hours; where none are told those of most offices."""
        return self.hours or ("09:00-12:00", "14:00-17:00")


class Uploads(Form):
    """
    What an applicant may upload. ``max_bytes`` a file; ``kinds`` by content, never by name. The list of kinds
    is closed: those whose content can be checked, and that an officer's machine opens without a new program.
    """

    max_bytes: int = Field(ge=1, le=104_857_600)
    kinds: tuple[Literal["pdf", "jpeg", "png", "ofd", "docx", "tiff", "webp"], ...] = Field(
        min_length=1, max_length=7
    )


class Most(Form):
    """How many there may be in an hour and in a day."""

    hour: int = Field(ge=1, le=1_000_000)
    day: int = Field(ge=1, le=1_000_000)


class Openings(Form):
    """
    How many cases may be opened for one telephone, and from one network address 申请数量上限. Anyone may open
    one. An office, a school or an agent's counter shares an address; so do the callers of a portal that
    passes requests on from its own server.
    """

    phone: Most = Field(default_factory=lambda: Most(hour=20, day=50))
    source: Most = Field(default_factory=lambda: Most(hour=200, day=1000))


class Totals(Form):
    """
    Published figures that the catalogue must reproduce 公布数据, by the items and rules in effect on the
    day ``as_of``; without it, as releases of before have it, on the day of the check.
    """

    licence_items: int
    channels: dict[ChannelName, int]
    zero_errand_percent: str
    source: str
    as_of: date | None = None

    @property
    def told_source(self) -> Text:
        """Where they were published: in Chinese, and behind a " / " in English, where that is given."""
        zh, _, en = self.source.partition(" / ")
        return Text(zh=zh, en=en or zh)


class Remedies(Form):
    """
    Who reviews a decision of this region's offices, and which court it is sued at 救济途径 (行政复议法 (2023)
    art. 24, 行政诉讼法 arts. 14 and 18; written from knowledge of the texts).
    """

    review_body: Text
    court: Text


class Retention(Form):
    """
    How long after the close of a case its parties are kept, in ``years``, and by which ``basis`` 保存期限.
    Then they are erased by themselves, with their files (个人信息保护法 arts. 19, 47; 档案法 and the period
    tables of archives say how long. Written from knowledge of the texts, which were not looked up).
    """

    years: int = Field(ge=1, le=100)
    basis: Basis


class Region(Form):
    """
    A region 地区: one folder under rules/. ``code`` is the six digits of GB/T 2260. ``notice`` is said
    of every item's attributes as long as they are not settled by the departments (demonstration data).
    """

    region: Name
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    name: Text
    notice: Text | None = None
    time_zone: str
    carrier: Name
    hall: Hall
    uploads: Uploads
    openings: Openings = Field(default_factory=Openings)
    remedies: Remedies | None = None
    retention: Retention | None = None
    published: Totals

    @property
    def told_remedies(self) -> Text:
        """
        What can be done against a refusal, which has to say it (行政许可法 art. 38): the general periods of
        行政复议法 (2023) art. 20 and 行政诉讼法 (2017) art. 46.
        """
        named = self.remedies or _OF_LAW
        return Text(
            zh=f"如不服本决定，可以自收到之日起六十日内向{named.review_body.zh}申请行政复议，或者六个月内向"
            f"{named.court.zh}提起行政诉讼；法律另有规定的，从其规定。",
            en=f"You may ask {named.review_body.en} for administrative review within sixty days of receiving "
            f"this decision, or sue at {named.court.en} within six months; where a law sets other periods, "
            "those hold.",
        )


_OF_LAW = Remedies(
    review_body=Text(zh="依法有管辖权的行政复议机关", en="the review body that the law names"),
    court=Text(zh="依法有管辖权的人民法院", en="the people's court that the law names"),
)
"""Where a region does not say: none of its notices tells of them, the check sees to that."""


class Interval(Form):
    """The next query of a parcel in status ``status`` comes after ``minutes`` (30 is the floor)."""

    status: str
    minutes: int = Field(ge=30, le=1440)


CarrierCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]


class Courier(Form):
    """
    A courier company as the region uses it 快递. ``code`` is its code at Kuaidi100. Times are local,
    ``night`` the hours in which nothing is asked. ``silent_hours`` without an event: delayed; after
    ``give_up_days`` it is not asked after any more. The bounds are what is plausible for a parcel in China:
    an interval of a day at most, a month of silence, half a year until a parcel is given up.
    """

    courier: Name
    name: Text
    code: CarrierCode
    phone_needed: bool
    polling: tuple[Interval, ...] = Field(min_length=1, max_length=50)
    night: tuple[Hour, Hour]
    silent_hours: int = Field(ge=12, le=720)
    give_up_days: int = Field(ge=3, le=180)
    where: Where


class Calendar(Form):
    """
    Working days of a year 工作日历: weekdays off, weekend days worked (调休), by official notice.
    ``extra``: how many of the days off a special notice gives beyond the law's, which were two at most from
    2004 to 2026; the source names it.
    """

    year: int
    off: tuple[date, ...] = Field(max_length=366)
    worked: tuple[date, ...] = Field(max_length=366)
    extra: int = Field(default=0, ge=0, le=5)
    source: str
    where: Where
