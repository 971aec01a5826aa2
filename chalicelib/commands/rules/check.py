"""
``rules check``: every mistake of a region's folder, and the proofs.

What checks the files, and what tells of it, is loaded while another core reads them.
"""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial

from chalicelib.authoring.agreement.budget import EVERYDAY, PUBLICATION
from chalicelib.authoring.agreement.forked import can_fork, forked
from chalicelib.authoring.reading.ahead import read_ahead
from chalicelib.commands.command import Arguments, Command, Exit, region_folder, today
from chalicelib.commands.language import word
from chalicelib.commands.progress import Progress


def run(arguments: Arguments) -> Exit:
    on, two_cores = today("Asia/Shanghai"), can_fork()
    with Progress() as work, forked(partial(read_ahead, arguments.dir), apart=two_cores) as files:
        from chalicelib.authoring.check import check

        checked = check(
            arguments.dir,
            on,
            budget=PUBLICATION if arguments.all else EVERYDAY,
            progress=partial(work.tell, word("询问引擎", "asking engines")),
            apart=two_cores,
            ahead=files.result if two_cores else None,
        )
    from chalicelib.commands.rules.shown.check_screen import show_checked

    show_checked(checked, json=arguments.json, all_asked=arguments.all)
    return Exit.DONE if checked.ok else Exit.WRONG


def _arguments(parser: ArgumentParser) -> None:
    region_folder(parser)
    parser.add_argument(
        "--all",
        action="store_true",
        help="询问引擎的情形与发布时一样多，可能要几分钟 / "
        "ask engines as much as publishing does; it may take minutes",
    )


COMMAND = Command(
    ("rules", "check"),
    "检查全部规则文件 / check every rule file, and prove what must hold in every situation",
    _arguments,
    run,
)
