from __future__ import annotations

import struct
import zlib

import pytest

from chalicelib.formats.examine import examine
from chalicelib.formats.verdict import Fault, Verdict
from infra.local.samples import jpeg, png


def tiff(order: str = "<", *, pages: int = 1, strip: int = 4) -> bytes:
    """A TIFF of one white pixel a page."""
    content = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(order + "I", 12) + b"\xff" * 4
    for page in range(pages):
        rows = [(256, 4, 1, 1), (257, 4, 1, 1), (273, 4, 1, 8), (279, 4, 1, strip)]
        after = len(content) + 2 + 12 * len(rows) + 4
        content += struct.pack(order + "H", len(rows))
        content += b"".join(struct.pack(order + "HHII", *row) for row in rows)
        content += struct.pack(order + "I", after if page + 1 < pages else 0)
    return content


def webp() -> bytes:
    data = b"WEBPVP8L" + struct.pack("<I", 6) + b"\x2f\x00\x00\x00\x00\x00"
    return b"RIFF" + struct.pack("<I", len(data)) + data


GOOD = {"jpeg": jpeg(), "png": png(), "tiff": tiff(pages=2), "webp": webp()}


@pytest.mark.parametrize("kind", GOOD)
def test_a_whole_picture_is_taken_for_what_it_is(kind: str) -> None:
    assert examine(GOOD[kind]) == Verdict(kind)


@pytest.mark.parametrize("kind", GOOD)
def test_a_picture_cut_off_anywhere_is_damaged(kind: str) -> None:
    for length in range(12, len(GOOD[kind]) - (kind == "webp")):
        assert examine(GOOD[kind][:length]) == Verdict(kind, Fault.DAMAGED), length


@pytest.mark.parametrize(
    ("content", "kind"), [(b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"II*\x00", "tiff")]
)
def test_the_first_bytes_alone_are_no_picture(content: bytes, kind: str) -> None:
    assert examine(content) == Verdict(kind, Fault.DAMAGED)


@pytest.mark.parametrize("after", [b"\x00" * 99, b"ftypmp42" * 999, b"<script>", b"\xff\xd8\xff"])
def test_what_phones_append_to_a_jpeg_is_left(after: bytes) -> None:
    assert examine(jpeg() + after) == Verdict("jpeg")


def test_the_end_of_a_preview_inside_is_not_the_end_of_the_picture() -> None:
    preview = jpeg()
    inside = b"\xff\xe1" + struct.pack(">H", len(preview) + 2) + preview
    content = jpeg()[:2] + inside + jpeg()[2:]
    assert examine(content) == Verdict("jpeg")
    assert examine(content[:-2]) == Verdict("jpeg", Fault.DAMAGED)


def test_bytes_that_a_scanner_leaves_between_the_parts_of_a_jpeg_are_passed_over() -> None:
    content = jpeg()
    part = 4 + int.from_bytes(content[4:6], "big")
    spread = content[:part] + bytes(7) + content[part:]
    assert examine(spread) == Verdict("jpeg")
    for length in range(3, len(spread)):
        assert examine(spread[:length]) == Verdict("jpeg", Fault.DAMAGED)


def test_stuffed_bytes_and_restarts_in_a_jpeg_are_no_marks() -> None:
    content = jpeg()
    assert examine(content[:-3] + b"\x12\xff\x00\xd9\xff\xd0\x3f\xff\xd1\x3f\xff\xff\xd9") == Verdict("jpeg")


def test_a_jpeg_of_several_scans_is_followed_to_its_end() -> None:
    content = jpeg()
    scan = content[content.index(b"\xff\xda") : -2]
    assert examine(content[:-2] + scan * 3 + b"\xff\xd9") == Verdict("jpeg")
    assert examine(content[:-2] + scan * 3) == Verdict("jpeg", Fault.DAMAGED)


def test_a_jpeg_of_endless_segments_is_too_much() -> None:
    assert examine(jpeg()[:2] + b"\xff\xe0\x00\x02" * 500_000) == Verdict("jpeg", Fault.TOO_COMPLEX)


@pytest.mark.parametrize("at", [16, 20, 24, 29, 40, 45])
def test_a_png_whose_sums_are_wrong_is_damaged(at: int) -> None:
    content = png()
    spoilt = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    assert examine(spoilt) == Verdict("png", Fault.DAMAGED)


def test_a_png_without_a_picture_or_of_no_size_is_damaged() -> None:
    content = png()
    start, end = content.index(b"IDAT") - 4, content.index(b"IEND") - 4
    assert examine(content[:start] + content[end:]) == Verdict("png", Fault.DAMAGED)
    assert examine(content[:8] + content[end:]) == Verdict("png", Fault.DAMAGED)


def test_a_picture_of_a_thousand_million_points_is_too_much() -> None:
    content = jpeg()
    at = content.index(b"\xff\xc0") + 5
    assert examine(content[:at] + b"\xff\xff\xff\xff" + content[at + 4 :]) == Verdict(
        "jpeg", Fault.TOO_COMPLEX
    )


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_of_either_order_is_taken(order: str) -> None:
    assert examine(tiff(order)) == Verdict("tiff")
    assert examine(tiff(order, strip=4000)) == Verdict("tiff", Fault.DAMAGED)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_as_older_scanners_write_it_is_taken_and_cut_off_it_is_damaged(order: str) -> None:
    content = tiff(order)
    places, lengths = (struct.pack(order + "HHI", tag, 4, 1) for tag in (273, 279))
    as_jpeg = content.replace(places, struct.pack(order + "HHI", 513, 4, 1)).replace(
        lengths, struct.pack(order + "HHI", 514, 4, 1)
    )
    for whole in (as_jpeg, tiff(order, strip=0)):
        assert examine(whole) == Verdict("tiff")
        assert examine(whole[:-5]) == Verdict("tiff", Fault.DAMAGED)
    far = as_jpeg.replace(
        struct.pack(order + "HHII", 514, 4, 1, 4), struct.pack(order + "HHII", 514, 4, 1, 4000)
    )
    assert examine(far) == Verdict("tiff", Fault.DAMAGED)


def test_a_tiff_whose_pages_go_round_in_a_circle_is_too_much() -> None:
    content = tiff()
    assert examine(content[:-4] + struct.pack("<I", 12)) == Verdict("tiff", Fault.TOO_COMPLEX)


def test_a_picture_of_endless_filling_bytes_costs_one_look_at_each() -> None:
    """A pattern that began anew at each of them would need some weeks for this one."""
    assert examine(jpeg()[:-2] + b"\xff" * (4 << 20)) == Verdict("jpeg", Fault.DAMAGED)
    assert examine(jpeg()[:-2] + b"\xff" * (1 << 20) + b"\xd9") == Verdict("jpeg")


def png_of(*data: bytes) -> bytes:
    """The sample with other packed data, one chunk each."""
    content = png()
    start, end = content.index(b"IDAT") - 4, content.index(b"IEND") - 4
    chunks = [
        struct.pack(">I", len(each)) + b"IDAT" + each + struct.pack(">I", zlib.crc32(b"IDAT" + each))
        for each in data
    ]
    return content[:start] + b"".join(chunks) + content[end:]


@pytest.mark.parametrize("data", [b"", b"hello", bytes(500), zlib.compress(b""), zlib.compress(bytes(9))[:2]])
def test_a_png_out_of_which_no_point_comes_is_damaged(data: bytes) -> None:
    assert examine(png_of(data)) == Verdict("png", Fault.DAMAGED)


def test_the_data_of_a_png_may_lie_in_pieces_of_any_size() -> None:
    packed = zlib.compress(bytes(range(256)) * 40)
    assert examine(png_of(b"", *(packed[n : n + 1] for n in range(len(packed))))) == Verdict("png")


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    data = b"WEBP" + b"".join(
        name + struct.pack("<I", len(each)) + each + bytes(len(each) % 2) for name, each in chunks
    )
    return b"RIFF" + struct.pack("<I", len(data)) + data


LOSSLESS = (b"VP8L", b"\x2f" + bytes(5))
LOSSY = (b"VP8 ", b"\x10\x02\x00\x9d\x01\x2a\x01\x00\x01\x00" + bytes(8))
CANVAS = (b"VP8X", bytes(10))


@pytest.mark.parametrize(
    "content",
    [
        riff(LOSSY),
        riff(CANVAS, LOSSLESS),
        riff(CANVAS, (b"ALPH", b"\x00\x00"), LOSSY, (b"EXIF", b"x")),
        riff(CANVAS, (b"ANIM", bytes(6)), *[(b"ANMF", bytes(16) + riff(LOSSLESS)[12:])] * 3),
    ],
    ids=["lossy", "extended", "transparent", "animation"],
)
def test_a_webp_of_every_form_is_taken(content: bytes) -> None:
    assert examine(content) == Verdict("webp")


@pytest.mark.parametrize(
    "content",
    [
        riff((b"VP8 ", b""), (b"EXIF", b"")),
        riff((b"VP8L", b""), (b"EXIF", b"")),
        riff((b"VP8 ", bytes(100))),
        riff((b"VP8L", bytes(100))),
        riff((b"VP8 ", LOSSY[1][:6] + bytes(12))),
        riff(CANVAS, (b"ANMF", b"")),
        riff(CANVAS, (b"ANMF", bytes(16) + b"VP8 " + bytes(4))),
        riff(CANVAS, (b"ICCP", bytes(9))),
    ],
    ids=range(8),
)
def test_a_webp_without_a_picture_in_it_is_damaged(content: bytes) -> None:
    assert examine(content) == Verdict("webp", Fault.DAMAGED)


def test_a_canvas_or_a_page_larger_than_any_sheet_is_too_much() -> None:
    assert examine(riff((b"VP8X", bytes(4) + b"\xff" * 6), LOSSLESS)) == Verdict("webp", Fault.TOO_COMPLEX)
    for order in "<>":
        sized = tiff(order)
        for tag in (256, 257):
            row = struct.pack(order + "HHI", tag, 4, 1)
            sized = sized.replace(
                row + struct.pack(order + "I", 1), row + struct.pack(order + "I", 4_000_000)
            )
        assert examine(sized) == Verdict("tiff", Fault.TOO_COMPLEX)


@pytest.mark.parametrize("tag", [256, 257])
def test_a_page_of_a_tiff_without_a_size_is_damaged(tag: int) -> None:
    row = struct.pack("<HHI", tag, 4, 1)
    for other in (row + bytes(4), struct.pack("<HHII", 254, 4, 1, 1)):
        assert examine(tiff().replace(row + struct.pack("<I", 1), other)) == Verdict("tiff", Fault.DAMAGED)


def test_a_jpeg_with_no_points_or_far_too_few_is_damaged() -> None:
    content = jpeg()
    for scan in (b"", b"\xff" * 9):
        assert examine(content[:-3] + scan + b"\xff\xd9") == Verdict("jpeg", Fault.DAMAGED)
    assert examine(content[:-3] + b"\xff\xfe\x00\x04ab\xff\xd9") == Verdict("jpeg", Fault.DAMAGED)
    at = content.index(b"\xff\xc0") + 5
    large = content[:at] + struct.pack(">HH", 800, 800) + content[at + 4 : -3]
    assert examine(large + bytes(100) + b"\xff\xd9") == Verdict("jpeg", Fault.DAMAGED)
    assert examine(large + bytes(1250) + b"\xff\xd9") == Verdict("jpeg")


def png_sized(header: tuple[int, ...], points: int) -> bytes:
    """A PNG of any header with so many bytes of points, and filters before their rows."""
    content = png_of(zlib.compress(bytes(points)))
    head = b"IHDR" + struct.pack(">IIBBBBB", *header)
    return content[:12] + head + struct.pack(">I", zlib.crc32(head)) + content[33:]


@pytest.mark.parametrize(
    ("header", "points"),
    [
        ((1000, 1000, 8, 2, 0, 0, 0), 1000 * 3001),
        ((1000, 1000, 8, 6, 0, 0, 0), 1000 * 4001),
        ((9, 3, 1, 0, 0, 0, 0), 3 * 3),
        ((5, 2, 4, 3, 0, 0, 0), 2 * 4),
        ((8, 8, 8, 0, 0, 0, 1), 2 + 2 + 3 + 2 * 3 + 2 * 5 + 4 * 5 + 4 * 9),
        ((1, 1, 16, 4, 0, 0, 1), 5),
    ],
)
def test_a_png_with_fewer_points_than_it_has_room_for_is_damaged(
    header: tuple[int, ...], points: int
) -> None:
    assert examine(png_sized(header, points)) == Verdict("png")
    assert examine(png_sized(header, points + 9)) == Verdict("png")
    for less in (points - 1, points // 2, 2):
        assert examine(png_sized(header, less)) == Verdict("png", Fault.DAMAGED)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_whose_unpacked_points_do_not_fill_its_size_is_damaged(order: str) -> None:
    row = struct.pack(order + "HHI", 256, 4, 1)
    for width, verdict in ((32, Verdict("tiff")), (1000, Verdict("tiff", Fault.DAMAGED))):
        sized = tiff(order).replace(row + struct.pack(order + "I", 1), row + struct.pack(order + "I", width))
        assert examine(sized) == verdict
