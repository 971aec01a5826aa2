"""The kinds of files that come in, each with its name and what an applicant can do with it."""

from __future__ import annotations

import re
from typing import NamedTuple

from chalicelib.decisions.forms.form import Text

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "tiff": "image/tiff",
    "webp": "image/webp",
}
"""Of the kinds that a region may take, as they are served. OFD's is not registered with IANA."""

ENDINGS = {
    "pdf": (".pdf",),
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "png": (".png",),
    "ofd": (".ofd",),
    "docx": (".docx",),
    "tiff": (".tif", ".tiff"),
    "webp": (".webp",),
}
"""Of file names; the first is put behind a name that has none of them."""


_TYPES = {
    "image/jpg": "jpeg",
    "image/pjpeg": "jpeg",
    "application/x-pdf": "pdf",
    "application/vnd.ofd": "ofd",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/svg+xml": "svg",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/rtf": "rtf",
    "application/vnd.ms-word.document.macroenabled.12": "docm",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "text/html": "html",
    "text/plain": "text",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/vnd.rar": "rar",
    "application/x-7z-compressed": "7z",
}
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices: no file can be stored under them, whatever its ending."""

_LONGEST_NAME = 80


def kind_of_type(media_type: str) -> str | None:
    """The kind that a declared media type stands for; None where it stands for none that is known."""
    named = next((kind for kind, known in MEDIA_TYPES.items() if known == media_type), None)
    if named is None and media_type.startswith(("video/", "audio/")):
        return media_type[:5]
    return named or _TYPES.get(media_type)


def download_name(name: str, kind: str) -> str:
    """
    A file's own name as it is handed out: nothing unseen or reserved in it, and an ending of its kind, so
    that no machine takes it for anything else.
    """
    seen = "".join(sign if sign.isprintable() else "_" for sign in name)
    plain = _UNSAFE.sub("_", seen).strip(" .")[:_LONGEST_NAME] or "file"
    plain = f"_{plain}" if _DEVICE.match(plain) else plain
    endings = ENDINGS.get(kind, (f".{kind}",))
    return plain if plain.lower().endswith(endings) else plain + endings[0]


class FileKind(NamedTuple):
    """``name`` completes "the file is …"; ``mend`` completes "please …"."""

    name: Text
    mend: Text


def _kind(zh: str, en: str, mend: Text) -> FileKind:
    return FileKind(Text(zh=zh, en=en), mend)


_PHOTO = Text(
    zh="在苹果手机的“设置—相机—格式”中选择“兼容性最佳”（安卓手机请在相机设置中关闭 HEIF/高效格式）"
    "后重新拍摄，或将照片另存为 JPEG 后上传",
    en='set the phone to take JPEG (iPhone: Settings, Camera, Formats, "Most Compatible"; Android: turn off '
    "HEIF or high efficiency in the camera's settings) and take it again, or save the photograph as JPEG",
)
_PICTURE = Text(
    zh="用看图软件打开并另存为 JPEG 或 PNG 后上传",
    en="open it in a picture viewer, save it as JPEG or PNG and upload that",
)
_PRINT = Text(
    zh="在软件中打开，用“另存为 PDF”或“打印为 PDF”转换后上传",
    en='open it in its program, save or print it as PDF ("Print to PDF") and upload that',
)
_WORD = Text(
    zh="用 Word 或 WPS 打开，另存为 PDF 后上传",
    en="open it in Word or WPS, save it as PDF and upload that",
)
_SCAN = Text(
    zh="将原件扫描或拍照，以 PDF、JPEG 等格式上传", en="scan or photograph the original and upload that"
)
_UNPACK = Text(
    zh="解压后逐个上传其中的文件（压缩包有密码的，请先解除密码）",
    en="unpack it (without its password, if it has one) and upload the files in it one by one",
)
_PLAIN = Text(
    zh="用 Word 或 WPS 打开，另存为 PDF（或不含宏的文档）后上传",
    en="open it in Word or WPS, save it as PDF (or without macros) and upload that",
)
_DECODE = Text(
    zh="上传文件本身（原始内容），不要先编码",
    en="upload the file itself, its bytes as they are, without encoding them first",
)
_CHOOSE = Text(
    zh="按材料清单选择正确的文件后上传", en="choose the right file by the list of materials and upload that"
)

KINDS = {
    "pdf": _kind("PDF 文件", "a PDF", _SCAN),
    "jpeg": _kind("JPEG 图片", "a JPEG picture", _PRINT),
    "png": _kind("PNG 图片", "a PNG picture", _PICTURE),
    "ofd": _kind("OFD 版式文件", "an OFD document", _PRINT),
    "docx": _kind("Word 文档（.docx）", "a Word document (.docx)", _PRINT),
    "tiff": _kind("TIFF 图片（多由扫描仪生成）", "a TIFF picture, as scanners make them", _PRINT),
    "webp": _kind("WebP 图片", "a WebP picture", _PICTURE),
    "heic": _kind("HEIC 照片（苹果等手机的默认格式）", "a HEIC photograph, as iPhones take them", _PHOTO),
    "heif": _kind("HEIF 照片（部分手机的默认格式）", "a HEIF photograph, as some phones take them", _PHOTO),
    "avif": _kind("AVIF 图片", "an AVIF picture", _PICTURE),
    "gif": _kind("GIF 图片", "a GIF picture", _PICTURE),
    "bmp": _kind("BMP 位图", "a BMP bitmap", _PICTURE),
    "svg": _kind("SVG 矢量图（可能含有脚本）", "an SVG drawing, which may hold scripts", _PICTURE),
    "jpeg2000": _kind("JPEG 2000 图片", "a JPEG 2000 picture", _PICTURE),
    "jpegxl": _kind("JPEG XL 图片", "a JPEG XL picture", _PICTURE),
    "photoshop": _kind("Photoshop 图像", "a Photoshop picture", _PICTURE),
    "djvu": _kind("DjVu 文档", "a DjVu document", _PRINT),
    "doc": _kind(
        "旧版 Word 或 WPS 文字文档（.doc、.wps）", "an old Word or WPS document (.doc, .wps)", _WORD
    ),
    "docm": _kind("含宏的 Word 文档（.docm）", "a Word document with macros (.docm)", _PLAIN),
    "dotx": _kind("Word 模板（.dotx）", "a Word template (.dotx)", _WORD),
    "odt": _kind("OpenDocument 文字文档（.odt）", "an OpenDocument text (.odt)", _WORD),
    "rtf": _kind("RTF 文档", "an RTF document", _WORD),
    "xls": _kind("旧版 Excel 或 WPS 表格（.xls、.et）", "an old Excel or WPS sheet (.xls, .et)", _PRINT),
    "xlsx": _kind("Excel 表格（.xlsx）", "an Excel workbook (.xlsx)", _PRINT),
    "ods": _kind("OpenDocument 表格（.ods）", "an OpenDocument sheet (.ods)", _PRINT),
    "ppt": _kind("旧版演示文稿（.ppt、.dps）", "an old presentation (.ppt, .dps)", _PRINT),
    "pptx": _kind("演示文稿（.pptx）", "a presentation (.pptx)", _PRINT),
    "odp": _kind("OpenDocument 演示文稿（.odp）", "an OpenDocument presentation (.odp)", _PRINT),
    "ole": _kind("旧版办公软件文件", "a file of an old office program", _PRINT),
    "visio": _kind("Visio 绘图", "a Visio drawing", _PRINT),
    "iwork": _kind("苹果 iWork 文档（Pages、Numbers、Keynote）", "an Apple iWork document", _PRINT),
    "dwg": _kind("CAD 图纸（.dwg）", "a CAD drawing (.dwg)", _PRINT),
    "xps": _kind("XPS 文档", "an XPS document", _PRINT),
    "epub": _kind("EPUB 电子书", "an EPUB book", _PRINT),
    "caj": _kind("CAJ 文献", "a CAJ document", _PRINT),
    "ceb": _kind("CEB 版式文件", "a CEB document", _PRINT),
    "postscript": _kind("PostScript 打印文件", "a PostScript print file", _PRINT),
    "html": _kind("网页（HTML），不是 PDF 或图片", "a web page (HTML), no PDF and no picture", _PRINT),
    "mhtml": _kind("存成单个文件的网页（MHTML）", "a saved web page (MHTML)", _PRINT),
    "eml": _kind("电子邮件", "an e-mail", _PRINT),
    "xml": _kind("XML 数据文件", "a file of XML data", _CHOOSE),
    "base64": _kind("Base64 编码的文字", "a file encoded as Base64", _DECODE),
    "text": _kind("纯文本", "plain text", _WORD),
    "zip": _kind("ZIP 压缩包", "a ZIP archive", _UNPACK),
    "rar": _kind("RAR 压缩包", "a RAR archive", _UNPACK),
    "7z": _kind("7z 压缩包", "a 7z archive", _UNPACK),
    "archive": _kind("压缩包", "an archive", _UNPACK),
    "video": _kind("视频", "a video", _SCAN),
    "audio": _kind("音频", "a sound recording", _SCAN),
    "program": _kind("程序或脚本", "a program or script", _CHOOSE),
}
