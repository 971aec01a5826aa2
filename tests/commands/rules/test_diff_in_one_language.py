"""``rules diff`` says as much in one language as in the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.__main__ import main
from tests.authoring.region import spoil, write_region


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_difference_names_its_example_and_its_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    old, new = (write_region(tmp_path / name) for name in ("old", "new"))
    spoil(new, "channels.yaml", "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31")
    call = ["rules", "diff", str(old), str(new), "--since", "2026-12-01"]
    assert main([*call, "--lang", language]) == 0
    told = capsys.readouterr().out
    [example] = [line for line in told.splitlines() if line.strip().startswith(("例：", "e.g."))]
    assert " food" in example
    days = told.split("生效或失效的日期" if language == "zh" else "takes effect or ends", 1)[1]
    assert "2027-01-01" in days.splitlines()[1]
