"""Uploaded files: whether they can be taken for a case, and if not, why in words."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.uploads.file_kinds import KINDS
from chalicelib.cases.uploads.files import CaseFiles, UploadedFile
from chalicelib.cases.uploads.most import MOST_FILES, MOST_IN_ALL, MOST_NAMES
from chalicelib.cases.values import Active, Reason, Unfit
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.region import Uploads

_ACTIVE = {
    Active.SCRIPT: Text(zh="脚本（JavaScript）", en="scripts (JavaScript)"),
    Active.ACTION: Text(zh="会自行启动程序或发送数据的动作", en="actions that start programs or send data"),
    Active.EMBEDDED: Text(
        zh="内嵌的其他文件（附件；只接受 XML、CSV、文本等数据附件，如电子发票的数据文件）",
        en="other files attached inside it (those of data are taken, such as XML, CSV and text of invoices)",
    ),
    Active.XFA: Text(zh="动态表单（XFA）", en="a dynamic form (XFA)"),
    Active.MEDIA: Text(zh="音视频或三维等多媒体内容", en="sound, video or 3D"),
    Active.MACROS: Text(zh="宏", en="macros"),
    Active.EXTERNAL: Text(
        zh="打开时会从其他地方加载的内容（外部模板或图片）",
        en="things loaded from elsewhere when it is opened (a template, pictures)",
    ),
    Active.OBJECT: Text(
        zh="内嵌的对象或控件（OLE、ActiveX）", en="embedded objects or controls (OLE, ActiveX)"
    ),
    Active.LINK: Text(
        zh="指向程序、本机文件或共享文件夹的链接（只接受网页、电子邮件和电话链接）",
        en="links to programs, files of a machine or shared folders "
        "(those to the web, mail and telephones are taken)",
    ),
}


def why(unfit: Unfit, uploads: Uploads) -> Text:
    """What the file is, why it was not taken, and what to do, for the applicant; with the region's limits."""
    return _WORDS[unfit.reason](unfit, uploads)


def limits(uploads: Uploads) -> Text:
    """What may be uploaded: kinds, the size of a file, how many."""
    kinds = [kind.upper() for kind in uploads.kinds]
    return Text(
        zh=f"可接收 {'、'.join(kinds)}，每个文件不超过 {_size(uploads.max_bytes)}，"
        f"每项材料最多 {MOST_FILES} 个文件，每个办件最多 {MOST_IN_ALL} 个",
        en=f"taken are {', '.join(kinds)}, {_size(uploads.max_bytes)} a file at most, {MOST_FILES} files a "
        f"material, {MOST_IN_ALL} a case",
    )


def _size(count: int) -> str:
    """Bytes as people read them: rounded up, so that what is too large never looks as if it were not."""
    for unit, name in ((1 << 20, "MB"), (1 << 10, "KB")):
        if count >= unit:
            tenths = -(-count * 10 // unit)
            return f"{tenths // 10}{f'.{tenths % 10}' if tenths % 10 else ''} {name}"
    return f"{count} B"


def _empty(unfit: Unfit, uploads: Uploads) -> Text:
    blank = unfit.size > 0
    return Text(
        zh=f"文件为空（{'只有空白' if blank else '0 字节'}），请检查后重新上传；{limits(uploads).zh}",
        en=f"The file is empty{' but for blanks' if blank else ''}; please check it and upload it again "
        f"({limits(uploads).en})",
    )


def _too_large(unfit: Unfit, uploads: Uploads) -> Text:
    most = _size(uploads.max_bytes)
    return Text(
        zh=f"文件有 {_size(unfit.size)}，超过每个文件 {most} 的上限，请压缩、降低扫描分辨率或拆分后重新上传",
        en=f"The file has {_size(unfit.size)}, more than the {most} that one may have; please compress it, "
        "scan it at a lower resolution, or split it, and upload it again",
    )


def _wrong_kind(unfit: Unfit, uploads: Uploads) -> Text:
    known = KINDS.get(unfit.kind or "")
    taken = limits(uploads)
    if known is None:
        return Text(
            zh=f"文件内容无法识别，不能接收；请转换为可接收的格式后重新上传。{taken.zh}",
            en="The content is of no known kind and cannot be taken; please convert it and upload it again "
            f"({taken.en})",
        )
    return Text(
        zh=f"文件是{_spaced(known.name.zh)}，不能接收；请{known.mend.zh}。{taken.zh}",
        en=f"The file is {known.name.en}, which is not taken; please {known.mend.en} ({taken.en})",
    )


def _spaced(name: str) -> str:
    """A name as it follows on Chinese words: a space stands before Latin letters."""
    return f" {name}" if name[0].isascii() else name


def _named(unfit: Unfit) -> Text:
    known = KINDS.get(unfit.kind or "")
    return (
        Text(zh="文件", en="The file")
        if known is None
        else Text(zh=f"这个{_spaced(known.name.zh)}", en=f"This file, {known.name.en},")
    )


def _damaged(unfit: Unfit, _: Uploads) -> Text:
    name = _named(unfit)
    return Text(
        zh=f"{name.zh}已损坏或不完整，无法打开，请在自己的设备上打开确认，重新导出或扫描后再上传",
        en=f"{name.en} is damaged or cut off and cannot be opened; please open it on your own device, export "
        "or scan it again and upload that",
    )


def _password(unfit: Unfit, _: Uploads) -> Text:
    name = _named(unfit)
    return Text(
        zh=f"{name.zh}设有打开密码，工作人员无法查看，请去除打开密码后重新上传；请勿把密码写在文件名中",
        en=f"{name.en} needs a password to be opened, so nobody here can read it; please remove the password "
        "and upload it again; do not write it into the file's name",
    )


def _active(unfit: Unfit, _: Uploads) -> Text:
    name = _named(unfit)
    what = _ACTIVE.get(unfit.active) if unfit.active else None
    told = what or Text(zh="活动内容", en="active content")
    return Text(
        zh=f"{name.zh}含有{told.zh}，为安全起见不能接收；请用“打印为 PDF”或“另存为 PDF”生成不含此类内容的"
        "文件后重新上传，内嵌的文件请单独上传",
        en=f'{name.en} holds {told.en}, which is not taken for safety; please make one without by "Print to '
        'PDF" or "Save as PDF" and upload that; upload files inside it by themselves',
    )


def _too_complex(unfit: Unfit, _: Uploads) -> Text:
    name = _named(unfit)
    return Text(
        zh=f"{name.zh}的结构过于复杂，或展开后过大，无法在限定的时间和内存内检查；"
        "请用“打印为 PDF”重新生成，或拆分后上传",
        en=f"{name.en} is too complicated, or too large once unpacked, to be checked within the bounds set; "
        'please make it anew by "Print to PDF", or split it, and upload that',
    )


def _unknown_material(_: Unfit, __: Uploads) -> Text:
    return Text(
        zh="本办件没有需要上传的这项材料（清单中没有，或只收纸质件、由部门共享取得、按申请情形不需要），"
        "文件未计入；请按材料清单核对，选对材料后重新上传",
        en="No such material is to be uploaded for this case (it is not on the list, or is handed in on "
        "paper only, comes from another office, or is not needed here), so the file does not count; please "
        "go by the list of materials",
    )


def _not_asked(_: Unfit, __: Uploads) -> Text:
    return Text(
        zh="此项材料目前不需要上传；如需更换，请联系审批部门退回补正",
        en="This material is not asked for now; to replace it, please ask the department for a correction "
        "notice",
    )


def _too_many(_: Unfit, __: Uploads) -> Text:
    return Text(
        zh=f"文件数量已达上限（每项材料 {MOST_FILES} 个，每个办件 {MOST_IN_ALL} 个），请合并为一个文件后，"
        "以已有的文件名上传，或先撤下不需要的文件",
        en=f"There are as many files as there may be ({MOST_FILES} of a material, {MOST_IN_ALL} of a case); "
        "please merge them and upload under a name in use, or take back what is not needed",
    )


_WORDS: dict[Reason, Callable[[Unfit, Uploads], Text]] = {
    Reason.EMPTY: _empty,
    Reason.TOO_LARGE: _too_large,
    Reason.WRONG_KIND: _wrong_kind,
    Reason.DAMAGED: _damaged,
    Reason.PASSWORD: _password,
    Reason.ACTIVE: _active,
    Reason.TOO_COMPLEX: _too_complex,
    Reason.UNKNOWN_MATERIAL: _unknown_material,
    Reason.NOT_ASKED: _not_asked,
    Reason.TOO_MANY: _too_many,
}


def belongs_to(key: str) -> tuple[str, str] | None:
    """Case number and material in the key ``uploads/<case>/<material>/<file>``; None if it is no such key."""
    folder, no, material, file = (key.split("/") + 3 * [""])[:4]
    well_formed = folder == "uploads" and is_case_number(no) and material and file and key.count("/") == 3
    return (no, material) if well_formed else None


def objection(case: Case, files: CaseFiles, file: UploadedFile, uploads: Uploads) -> Reason | None:
    """Why ``file`` cannot be taken for this case now, by what is known of it; None if it can."""
    need = case.needs.get(file.material)
    if need is None or not need.uploaded:
        return Reason.UNKNOWN_MATERIAL
    if file.material not in case.open_materials:
        return Reason.NOT_ASKED
    if is_full(files, file.material, file.key):
        return Reason.TOO_MANY
    return _fault(file, uploads)


def is_full(files: CaseFiles, material: str, key: str) -> bool:
    """Whether there is no room for a file of this name; one that is there already can still be replaced."""
    counted = files.counted(key)
    if counted is not None and counted.taken:
        return False
    names = {file.key for file in files.known} | files.places.keys()
    if key not in names and len(names) >= MOST_NAMES:
        return True
    return len(files.taken(material)) >= MOST_FILES or len(files.taken()) >= MOST_IN_ALL


def _fault(file: UploadedFile, uploads: Uploads) -> Reason | None:
    if file.size == 0:
        return Reason.EMPTY
    if file.size > uploads.max_bytes:
        return Reason.TOO_LARGE
    if file.kind is not None and file.kind not in uploads.kinds:
        return Reason.WRONG_KIND
    return file.refused or (None if file.kind is not None else Reason.WRONG_KIND)


def may_take_back(case: Case, material: str) -> bool:
    """
    Whether a file may still be taken back: nobody has received it yet, or a correction asks for the material
    anew.
    """
    if not case.submitted:
        return case.stage is Stage.MATERIALS
    asked = case.correction_task is not None and any(line.material == material for line in case.correction)
    return asked and material in case.open_materials
