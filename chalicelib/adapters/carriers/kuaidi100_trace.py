"""
Kuaidi100's answers, read line by line 物流轨迹.

What can be read is read; an odd line is kept as text without a status and takes no other line along. The
document (api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc) shows times as ``2012-08-28 16:33:19``; public
fault reports show every other form that is read here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

from chalicelib.adapters.carriers.kuaidi100_codes import STATE_NAMES, finer, status_of
from chalicelib.cases.parcels.shipments import FAR, LONGEST_TEXT, TrackingEvent, event_key
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.texts.signs import shown
from chalicelib.texts.typed import narrow

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time without daylight saving; the answers' times are in it and do not say so."""

MOST_LINES = 2000
"""Lines of an answer that are read: its first and its last, wherever it puts the newest."""

LONGEST_READ = 1000
"""Characters of a name, a number or a time that are read: signs that are put in order cost their square."""

_GOES_BACK = frozenset({"203", "14", "6"})
"""拒收、拒签、退回: after these a bare signature may be the sender's."""

_WAY_BACK = re.compile(
    "退[回件货貨还還寄签簽运運改至给換换仓倉库]|返[件程还還仓倉库货貨]|寄回|发回寄|返回(?:寄|发|發|始发)|原[路址]返"
    "|截[回单單留停]|撤[回件单單]|拒[收签簽绝]|召回|拦截|攔截"
    "|[寄发發]件(?:人|方|客户|公司|网点|地)[^，。；：,.;:]{0,4}(?:签收|簽收|取回|领取|收回)|[签簽]收人[:：]?[寄发發]件"
    r"|return|refus(?:ed|al)|rejected|to(?:the)?(?:sender|shipper|origin)|sentback|undeliver|(?-i:(?<![A-Z])RT[OS](?![A-Z]))",
    re.IGNORECASE,
)
"""
How carriers' texts (here without blanks) speak of a way back, or of the sender as the one who signed, also
where the code beside them says something else. What speaks of it without meaning it costs a person a look.
"""

_BY_ANOTHER = re.compile(
    "代[签簽收领領取拿为為转轉]|[他别別旁]人|非(?:收件人)?本人|(?:收件人|客[户戶]|本人)不在|[柜櫃]|快件箱|智能箱|信[报報]?箱|奶箱|格口"
    "|[丰豐蜂]巢|菜[鸟鳥]|兔喜|熊猫快收|速递易|近邻宝|[Ee][栈棧]|[驿驛]站|自提|自取|入[库庫]|服务站|服務站|代[办辦]?点|快递[点站]|网点[签自]"
    "|[门門][卫衛衞岗崗口外旁]|保安|警[卫衛]|[岗崗]亭|物[业業管]|管理[处處]|管家|大堂|(?:前|总|服务)[台臺]|接待|收[发發]|[传傳][达達]室"
    "|值班|宿[管舍]|保洁|阿姨|班主任|单位[签收]|公章|[签簽]收章|村[委口]|居委|小店|便民|店[员員]|营业员"
    "|[邻鄰]居|家[人属屬里裡]|[亲親][友属屬戚]|朋友|同事|同[学學]|室友|秘书|秘書|助理|保姆"
    "|妻|丈夫|[爱愛]人|老[公婆]|配偶|太太|夫人|媳妇|女婿|父[亲親母]|母[亲親]|岳[父母]|爸|妈|媽|爷爷|奶奶|外[公婆]|姥|叔叔|舅|儿[子媳]|女儿"
    "|孙子|孙女(?!士)|兄弟|姐|妹|(?<!小)哥|便利店|超市|小卖部|楼下|投递至|放[在于至置到]|存[放入至]|投放"
    "|neighbou?r|proxy|reception|frontdesk|guard|security|locker|cabinet|station|mail(?:box|room)|letterbox|po\\.?box"
    "|(?:parcel|drop)box|pick-?up|left(?:at|in|on|with)|porch|shop|family|spouse|wife|husband|relative|colleague|janitor"
    "|concierge|onbehalf|thirdparty|toanagent|toagent|by(?:his|her|the)?(?:son|daughter|mother|father|parent)",
    re.IGNORECASE,
)
"""
How texts (here without blanks) tell that someone else has signed, or a locker or a doorstep, also where the
code says that it was the addressee (301), as habit has it. Papers are then booked to the addressee by
a person who has asked, not by the text: what names another without meaning it costs that one question.
"""

_CONDITION = re.compile("(?:[如若](?:您|有|未|果|需|遇|无|無|没)|倘若)[^，。；！,.;!]*")
"""What a text says for the case that something happens: 如未签收请联系快递员 is no news."""

_NOT_SIGNED = re.compile(
    "[未没沒待无無](?:人|有|能|被|法|成功)*(?:[签簽接]收|妥投|送[达達到])"
    "|(?:[签簽]收|妥投|投递)(?:失[败敗]|不成功|异常(?!后)|有误)|(?:取消|撤销|虚假|误)[签簽]收"
    "|(?:not|never|n['’]t|cannot)(?:yet|ableto)?(?:be(?:en)?)?(?:signed|delivered|received)|unsigned"
    "|(?:noone|nobody)(?:has)?(?:signed|received)|failed(?:to)?deliver|deliver(?:y|yattempt)(?:has)?failed",
    re.IGNORECASE,
)
"""How texts (without blanks) tell that nobody has signed: then no code beside them makes it a signature."""

_ZONE = r" *(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?)?"
_OFFSET = re.compile(r"([+-])(\d\d?):?(\d\d)?$")
_WEEKDAY = re.compile("(?:星期|周)[一二三四五六日天]")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日[T ]*|[T ]+)"
    rf"(\d{{1,2}})[:时点](\d{{1,2}})(?:分|[:分](\d{{1,2}})(?:[.,]\d+)?秒?)?{_ZONE}",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(
    rf"(\d{{4}})(\d\d)(\d\d)[T ]*(\d\d)(?::?(\d\d)(?::?(\d\d))?)?{_ZONE}", re.ASCII | re.IGNORECASE
)
_SECONDS = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?", re.ASCII)


def read_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object in an answer, all numbers as text; None if there is none. Bad bytes spoil one text."""
    try:
        answer = json.loads(
            body.decode("utf-8-sig", "replace"),
            strict=False,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def text_of(line: Mapping[str, Any], name: str) -> str:
    """The text of a field, on one line; nothing where it is missing or no text."""
    value = line.get(name)
    return shown(value) if isinstance(value, str) else ""


def plain_number(number: str) -> str:
    """A parcel's number in the one form it is kept and compared in: capital, narrow, without blanks."""
    return "".join(_narrow(shown(number)).split()).upper()


def _narrow(text: str) -> str:
    """Full-width digits, letters and blanks as the usual ones; of a text without end its beginning."""
    return unicodedata.normalize("NFKC", text[:LONGEST_READ])


def lines_of(data: object) -> list[object] | None:
    """
    The lines of an answer's ``data``: a list, nothing, one line by itself, or lines by their numbers, as some
    writers of JSON put a list; None if it is none of them.
    """
    if isinstance(data, dict):
        alone = not all(isinstance(line, dict) for line in data.values())
        return [data] if alone else list(data.values())
    return data if isinstance(data, list) else None if data else []


class _Line(NamedTuple):
    """One line as it is read: its moment, the words for it, and the carrier's text and codes."""

    at: datetime | None
    told: str
    text: str
    state: str
    sub_state: str


def read_lines(
    carrier: str, number: str, lines: Sequence[object], now: datetime, state: str = ""
) -> tuple[TrackingEvent, ...]:
    """
    The events of an answer's ``data``.

    Args:
        now: when the carrier answered; what lies far from it is no time.
        state: the whole answer's, for the newest line if that has no code of its own or a coarser one; not
            used where a line without a readable time may be newer.
    """
    half = MOST_LINES // 2
    few = lines if len(lines) <= MOST_LINES else (*lines[:half], *lines[-half:])
    read = [_line(line, now) for line in few]
    moments = [line.at for line in read if line.at is not None]
    newest = max(moments) if len(moments) == len(read) else None
    return tuple(_event(carrier, number, line, state if line.at == newest else "") for line in read)


def _line(line: object, now: datetime) -> _Line:
    if not isinstance(line, dict):
        return _Line(None, "", shown(str(line)[:LONGEST_TEXT]), "", "")
    whole, plain = text_of(line, "ftime"), text_of(line, "time")
    at = moment(whole, now) or moment(plain, now)
    name, sub_state = (_narrow(text_of(line, key)) for key in ("status", "statusCode"))
    return _Line(
        at=at,
        told=whole or plain,
        text=text_of(line, "context"),
        state=STATE_NAMES.get(name, name if name.isdigit() else ""),
        sub_state=sub_state,
    )


def _event(carrier: str, number: str, line: _Line, state: str) -> TrackingEvent:
    whole = "" if line.at is None else state
    own = finer(line.state or whole, whole)
    sub_state = finer(line.sub_state, whole)
    code = (sub_state or own)[:20]
    words = "".join(narrow(line.text).split())
    status = status_of(own, sub_state) if code and line.at is not None else None
    if status is not None and status.delivered:
        status = _signed(status, words)
    return TrackingEvent(
        at=line.at,
        status=status,
        code=code,
        text=line.text[:LONGEST_TEXT],
        key=event_key(carrier, number, line.at or line.told, line.text),
        back=not _GOES_BACK.isdisjoint({own, sub_state}) or bool(_WAY_BACK.search(words)),
    )


def _signed(status: ShipmentStatus, words: str) -> ShipmentStatus:
    """A signature as the words beside its code tell of it: by another, or none at all."""
    told = _CONDITION.sub("", words)
    if _NOT_SIGNED.search(told):
        return ShipmentStatus.ATTEMPT_FAILED
    return ShipmentStatus.DELIVERED_PROXY if _BY_ANOTHER.search(told) else status


def moment(text: str, now: datetime) -> datetime | None:
    """
    The moment (aware UTC) that a text tells, in China's time unless it says otherwise; None if it tells none.

    Seconds may be missing, 24:00 is the end of the day. Digits alone are a day and its time, from the hour
    on, or unix time in seconds or milliseconds; which of them, and whether a text tells the time of any
    parcel at all, shows by lying near ``now``.
    """
    text = _WEEKDAY.sub(" ", _narrow(text)).strip()
    told = _told(_MOMENT.fullmatch(text) or _COMPACT.fullmatch(text))
    unix = _SECONDS.fullmatch(text)
    since_1970 = None if unix is None else datetime.fromtimestamp(int(unix[1]), UTC)
    return next((at for at in (told, since_1970) if at is not None and abs(at - now) <= FAR), None)


def _told(found: re.Match[str] | None) -> datetime | None:
    if found is None or not 2000 <= int(found[1]) <= 2099:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in found.groups()[:5])
    second = min(int(found[6] or 0), 59)
    midnight = (hour, minute, second) == (24, 0, 0)
    try:
        at = datetime(year, month, day, 0 if midnight else hour, minute, second, tzinfo=_zone(found[7]))
    except ValueError:
        return None
    return (at + timedelta(days=midnight)).astimezone(UTC)


def _zone(offset: str | None) -> timezone:
    """The zone of ``Z``, ``+08``, ``+08:00`` or ``GMT+8``; else China's. Raises ValueError beyond a day."""
    if offset is None:
        return SHANGHAI
    told = _OFFSET.search(offset)
    if told is None:
        return UTC
    away = timedelta(hours=int(told[2]), minutes=int(told[3] or 0))
    return timezone(-away if told[1] == "-" else away)
