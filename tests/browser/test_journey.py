"""The whole way of a food licence in the packaged app: files go from browser to store and are judged."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from infra.local.cloud import EmbeddedCloud
from infra.local.publish import put_in_force
from infra.local.samples import pdf
from infra.package import ROOT, Package
from tests.browser.test_pages import fill

WAIT = 60_000
"""Milliseconds: a function of the embedded cloud may have to be started first."""

_PHOTO = """() => { const c = document.createElement("canvas"); c.width = 3000; c.height = 2250;
    const g = c.getContext("2d"), d = g.createImageData(3000, 2250);
    for (let i = 0; i < d.data.length; i++) d.data[i] = i % 4 == 3 ? 255 : (i * 2654435761 >>> 7) & 255;
    g.putImageData(d, 0, 0); return c.toDataURL("image/jpeg", 0.92).split(",")[1]; }"""


@pytest.fixture(scope="module")
def portal(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an office of its own, with Licang's rules in force."""
    with EmbeddedCloud(folder=tmp_path_factory.mktemp("pages")) as cloud:
        put_in_force(cloud, ROOT / "rules" / "licang")
        yield cloud.portal_url


def apply(page: Page, portal: str) -> None:
    page.goto(f"{portal}/items/food-business-licence")
    page.get_by_role("button", name="开始办理").click()
    fill(page)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("上传材料")


def submit(page: Page) -> None:
    page.get_by_role("link", name="下一步：核对").click()
    expect(page.get_by_text("还缺")).to_have_count(0)
    page.get_by_label("以上内容和材料都是真实的").check()
    page.get_by_role("button", name="提交申请").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已收到", timeout=WAIT)
    page.get_by_role("link", name="查看进度").click()
    expect(page.get_by_text("正在办：网上预审")).to_be_visible(timeout=WAIT)


def test_several_files_are_sent_by_telephone_shrunk_judged_and_submitted(
    chromium: Browser, portal: str, screens: Path
) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}) as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        apply(page, portal)
        photo = base64.b64decode(page.evaluate(_PHOTO))
        assert len(photo) > 1_500_000
        plan = page.locator("#m-floor-plan")
        plan.locator("input[type=file]").set_input_files(
            [
                FilePayload(name="第1页.jpg", mimeType="image/jpeg", buffer=photo),
                FilePayload(name="第2页.pdf", mimeType="application/pdf", buffer=pdf("2")),
            ]
        )
        expect(plan.get_by_text("可以用")).to_have_count(2, timeout=WAIT)
        shrunk = plan.locator("li", has_text="第1页.jpg").inner_text()
        assert re.search(r"JPEG \d", shrunk)
        expect(plan.get_by_text("第2页.pdf").first).to_be_visible()
        browser.set_offline(True)
        form = page.locator("#m-application-form")
        form.locator("input[type=file]").set_input_files(
            FilePayload(name="申请书.pdf", mimeType="application/pdf", buffer=pdf("form"))
        )
        expect(form.get_by_text("网络断了")).to_be_visible(timeout=WAIT)
        page.screenshot(path=screens / "offline.zh.phone.png", full_page=True)
        browser.set_offline(False)
        expect(form.get_by_text("可以用")).to_be_visible(timeout=WAIT)
        for name in ("lease", "id-card"):
            section = page.locator(f"#m-{name}")
            section.locator("input[type=file]").set_input_files(
                FilePayload(name=f"{name}.pdf", mimeType="application/pdf", buffer=pdf(name))
            )
            expect(section.get_by_text("可以用")).to_be_visible(timeout=WAIT)
        page.screenshot(path=screens / "sent.zh.phone.png", full_page=True)
        submit(page)


def test_the_whole_way_goes_without_any_script(chromium: Browser, portal: str, tmp_path: Path) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(pdf("scan"))
    with chromium.new_context(java_script_enabled=False) as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        apply(page, portal)
        for name in ("application-form", "floor-plan", "lease", "id-card"):
            section = page.locator(f"#m-{name}")
            section.get_by_role("link").first.click()
            page.get_by_label("选一个文件").set_input_files(file)
            page.get_by_role("button", name="上传").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("上传材料")
            for _ in range(100):  # somebody without a script looks again, until the verdict is there
                if section.get_by_text("可以用").count():
                    break
                page.get_by_role("link", name="看结果").click()
            expect(section.get_by_text("可以用")).to_be_visible()
        submit(page)
