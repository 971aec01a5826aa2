# One command each; `make help` lists them. Everything runs in .venv, made on first use.
# 每个命令做一件事;首次使用时自动建立 .venv。
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.ready

# Compiled modules are kept, whatever the surroundings say: hundreds of tests start a process of their own.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export REGION PORT DATA ONCE ITEMS CLOCK_RATE CLOUD_PORT

.PHONY: help run test check package bench rule-pages format clean .venv

help: ## this list 本列表
	@sed -nE 's/^([.a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

.venv: $(STAMP) ## the environment only 只建立运行环境

$(STAMP): requirements.txt requirements-dev.txt infra/setup.sh infra/dmn/package-lock.json infra/browser/package-lock.json
	@bash infra/setup.sh $(VENV)
	@touch $@

run: $(STAMP) ## start the embedded cloud, deploy, publish, replay, serve 启动内嵌云并演示全部事项 (REGION= PORT= DATA= ONCE=1 ITEMS=n CLOCK_RATE=n)
	@exec $(PY) -m infra.local

# One more at work than there are cores: some tests wait for a clock.
test: $(STAMP) ## every test 全部测试
	@bash infra/browser.sh
	@$(PY) -m pytest -n $$(($$(nproc) + 1)) --dist loadfile --no-loadscope-reorder

check: $(STAMP) ## format, lint, types, walls 格式、规范、类型、层次
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

package: $(STAMP) ## build/: template and zip, import-tested 部署包
	@$(PY) -m infra.package

bench: $(STAMP) ## benchmarks, also in build/bench.json 性能基准
	@$(PY) -m tests.bench

rule-pages: $(STAMP) ## build/rules.html: what every finding code means 检查结果说明合成一页
	@mkdir -p build
	@$(PY) -m tests.office_page build/rules.html

format: $(STAMP) ## put the code in its form, mend what ruff can 整理代码格式
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

clean: ## remove what was built 清除生成物
	rm -rf build .chalice/deployments .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
