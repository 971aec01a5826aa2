#!/usr/bin/env bash
# Makes sure that browser tests have Debian's Chromium and Chinese fonts: bash infra/browser.sh
# As root it installs them; anybody else is told how. Without a browser its tests are skipped, and say so.
set -euo pipefail

chinese() { fc-list :lang=zh 2>/dev/null | grep -q .; }

if { command -v chromium || command -v chromium-browser; } >/dev/null && chinese; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "安装浏览器 / installing chromium fonts-noto-cjk"
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      chromium fonts-noto-cjk fontconfig >/dev/null; then exit 0; fi
fi
printf '%s\n' "浏览器测试将跳过:未找到 Chromium 或中文字体。Debian/Ubuntu: sudo apt-get install chromium fonts-noto-cjk" \
  "Browser tests will be skipped: no Chromium or no Chinese fonts. Debian/Ubuntu: sudo apt-get install chromium fonts-noto-cjk" >&2
