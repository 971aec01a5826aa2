"""``cases strays``, ``polling resume``: what operators look after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import Arguments, Command, Exit, as_json, plain, show, show_json
from chalicelib.commands.language import spoken

if TYPE_CHECKING:
    pass


def strays(arguments: Arguments) -> Exit:
    """Files that came for no case. They lie in the uploads bucket until a person has looked."""
    found = in_cloud(lambda cloud: cloud.cases.strays(cloud.region))
    if arguments.json:
        show_json([{"file": file, "at": at} for file, at in found])
    else:
        for file, at in found:
            show(f"{at}  {plain(file)}")
        if not found:
            show(spoken("没有这样的文件", "there are none"))
    return Exit.DONE


def resume(arguments: Arguments) -> Exit:
    """Ask suspended carriers again at once; by itself each is tried again after half a day at most."""
    was = in_cloud(lambda cloud: cloud.cases.resume(cloud.region))
    if arguments.json:
        show_json({"resumed": was})
    else:
        show(
            spoken("已恢复查询", "couriers are asked again")
            if was
            else spoken("没有停止查询的快递公司", "no carrier was suspended")
        )
    return Exit.DONE


STRAYS = Command(("cases", "strays"), "列出找不到办件的文件 / files that came for no case", as_json, strays)
RESUME = Command(
    ("polling", "resume"), "立即恢复快递查询 / ask suspended carriers again at once", as_json, resume
)
