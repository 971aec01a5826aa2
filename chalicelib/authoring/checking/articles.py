"""
Check how a law and an article of it are cited: 第三十八条, 第四十二条第二款.

Numbers are written as laws write them. An entry of an annex or a list (附件第75项), a section of a standard
(4.2), a year and the number of a document (2022年第5号) keep their own.
"""

from __future__ import annotations

import re

_NUMBER = "[〇零一二两三四五六七八九十百千]+"
_DIGITS = re.compile(r"\s*([0-9]{1,4})\s*")
_BEGINS = re.compile(f"[第0-9]|{_NUMBER}")
_NO_ARTICLE = re.compile(r"[0-9][.．\-–][0-9]|[0-9]年|[0-9]{5}")
_ENGLISH = re.compile(r"(?:articles?|art\.?)\s*", re.IGNORECASE)
_CITED = re.compile(rf"第?({_NUMBER})条?((?:第{_NUMBER}[款项])*)")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_SIGNS = "〇一二三四五六七八九"
_NO_ARTICLE_OF_ANY = re.compile("第?(?:[二两三四五六七八九十百]+千|一千[三四五六七八九]百)")
"""Beyond 1300: the longest law, 民法典, has 1260 articles."""
_BRACKETS = re.compile(r"[（(〔\[][^）)〕\]]*[）)〕\]]|[《》〈〉\s]")
_BEHIND = re.compile(
    "等$|(?:附件|附录)?第[〇零一二两三四五六七八九十百千0-9]+[条项款].*|[0-9]{4}年?(?:修正|修订|修改)[本版]?$"
)
"""What is written behind a title and is none of it: an article, a year."""
_LAW = re.compile(
    ".*(?:法|法典|条例|规定|办法|决定|决议|细则|规则|准则|解释|通则|国际.*公约)|.*(?:国务院|主席)令第.*号"
)
_MEETING = re.compile("会议|办公会|[局部委院厅处科股]务会")
_RULE = re.compile("(?!.*(?:国务院|省|自治区|北京市|天津市|上海市|重庆市)).*(?:办法|细则)")
_REGULATIONS = frozenset(
    {
        *("互联网信息服务管理办法", "旅馆业治安管理办法", "放射性药品管理办法", "医疗用毒性药品管理办法"),
        *("矿产资源开采登记管理办法", "矿产资源勘查区块登记管理办法", "探矿权采矿权转让管理办法"),
    }
)
"""Of the State Council though they are called 办法."""
_OF_THE_OFFICE = re.compile(
    "(?!.*(?:国务院|中央|人民政府|部关于|部办公厅))"
    ".*(?:纪要|务会|办公会|党组会|会议|制度|手册|方案|流程|台账|[局办]通知|函)(?:决定)?"
)
"""How titles of laws, regulations and rules end, or how orders are numbered; what an office writes itself."""
_NO_LEGISLATOR = re.compile(
    "[本我](?:区|县|局|委|办|科|院|站|所|部门|单位|机关|中心|大厅|街道|地区)|[区县](?:人民)?政府"
    "|(?:政务|政务服务|行政服务|便民服务|行政审批|办事|审批)?(?:服务)?(?:大厅|窗口)"
    "|(?:政务服务|行政服务|便民服务|行政审批)(?:服务)?(?:中心|局)"
    "|(?:.{2,3}[市州盟])?(?!贫困|脱贫|欠发达|各区|市区)[^省市、大管各]{2,3}县(?![级乡城域际区市道以])"
    "|(?!国家|中国|国务院|全国).*[省市区县旗州盟](?!级)[^省市区县旗州盟、]*(?<![总布格])[局厅](?:关于|的|规定|办法|细则)"
)
"""How titles begin of what a district, a bureau or a hall made, of which none may legislate."""


def article_meant(article: str) -> str | None:
    """How an article was most likely meant to be written; None if it is so, or in a way of its own."""
    plain = _ENGLISH.sub("", article.translate(_WIDE)).strip()
    if not _BEGINS.match(plain) or _NO_ARTICLE.search(plain):
        return None
    numbered = _DIGITS.sub(lambda found: in_chinese(int(found[1])), plain)
    found = _CITED.fullmatch(numbered)
    meant = numbered if found is None else f"第{found[1]}条{found[2]}"
    return None if meant == article else meant


def beyond_any_law(article: str) -> bool:
    """Whether no law has an article of this number."""
    return _NO_ARTICLE_OF_ANY.match(article) is not None


def may_be_law(title: str) -> bool:
    """Whether a text is a law, regulation or rule by the form of its title; minutes and notices are none."""
    plain = _plain(title)
    return _LAW.fullmatch(plain) is not None and _MEETING.search(plain) is None


def is_rule(title: str) -> bool:
    """
    Whether a text is likely a rule of a ministry or below by the form of its title: 办法 or 细则, though the
    State Council has some of these as well, and provinces.
    """
    plain = _plain(title)
    return _RULE.fullmatch(plain) is not None and plain not in _REGULATIONS


def is_law(title: str, name: str) -> bool:
    """Whether a text is the law of this name, and not one that carries it out (实施办法)."""
    return _plain(title).endswith(name)


def made_below(title: str, makers: tuple[str, ...]) -> bool:
    """
    Whether a text was by its title made by who makes no laws, regulations or rules: provinces and cities that
    have districts do, and so do self-governing counties (立法法 (2023) arts. 80, 81, 85, 93; not looked up).

    Args:
        makers: the names of such, beside those that any region has: the region's own and its units'.
    """
    plain = _plain(title)
    return plain.startswith(makers) or _NO_LEGISLATOR.match(plain) is not None


def of_the_office(title: str) -> bool:
    """Whether a text is by its title what an office writes for itself, such as the minutes of a meeting."""
    return _OF_THE_OFFICE.fullmatch(_BRACKETS.sub("", title)) is not None


def _plain(title: str) -> str:
    """A title without brackets, what stands in them, and what is written behind it."""
    return _BEHIND.sub("", _BRACKETS.sub("", title))


def in_chinese(number: int) -> str:
    """A number below ten thousand as laws write it: 121 is 一百二十一, 103 一百零三, 12 十二."""
    written, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            first_ten = unit == 10 and digit == 1 and not written
            written += ("零" if gap else "") + ("" if first_ten else _SIGNS[digit]) + sign
        gap = bool(written) and not digit and bool(number)
    return written or _SIGNS[0]
