## Jianbao: one command for each job. Needs Python 3.11 or newer; installs everything else itself,
## into .venv of this folder.
##
##   make site                 build content/ into site/
##   make serve                show the site on this machine and build it again on every change
##   make check                report everything that is wrong with content/, change nothing
##   make convert FILES="..."  turn documents as received, or folders of them, into content/
##   make ocr                  install what reads scans and photos too (a few hundred megabytes)
##   make quick                rules, types and the tests that need no browser, in about a minute
##   make test                 run all tests and checks, as .ci/run does
##   make explore              try new random examples in the tests that generate them, ROUNDS=10 times
##   make weights              train the labels of a document's blocks again, after a change of jianbao/convert/label
##   make dist                 make the wheel and the source archive in dist/, the same bytes every time
##   make clean                remove what this Makefile made
##
## Another Python than the first that fits: make site PYTHON=/path/to/python3

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The Nu HTML checker: npm's vnu-jar.
VNU_VERSION := 26.9.27
VNU := $(CURDIR)/$(VENV)/vnu-$(VNU_VERSION)
VNU_JAR := $(VNU)/node_modules/vnu-jar/build/dist/vnu.jar

# An upgrade of the system may remove the environment's Python: then make the environment again.
$(shell test ! -e $(VENV) || $(BIN)/python -c '' 2>/dev/null || rm -f $(VENV)/installed*)

.DEFAULT_GOAL := help
.PHONY: help site serve check convert ocr quick test explore rules js programs vnu weights dist clean

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

site: $(VENV)/installed
	@$(BIN)/python build.py

serve: $(VENV)/installed
	@$(BIN)/python build.py serve

check: $(VENV)/installed
	@$(BIN)/python build.py check

convert: $(VENV)/installed
	@$(BIN)/python build.py convert $(FILES)

ocr: $(VENV)/installed
	@$(PIP) install --editable '.[convert,ocr]'

# Tests are divided among the processors; a worker that has finished takes tests from another one.
PYTEST := $(BIN)/pytest --numprocesses auto --dist worksteal

quick: $(VENV)/installed-test rules
	$(PYTEST) -m "not browser and not slow"

test: $(VENV)/installed-test programs vnu rules js
	JIANBAO_VNU="$${JIANBAO_VNU:-$(VNU_JAR)}" $(PYTEST)

# Hypothesis prints how to repeat what it finds.
ROUNDS := 10
explore: $(VENV)/installed-test
	for round in $$(seq $(ROUNDS)); do \
	  $(PYTEST) -m hypothesis --hypothesis-profile=random || exit; \
	done

rules: $(VENV)/installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The scripts of the site: types, rules and tests, if Node is there; continuous integration needs it.
js:
	@if command -v npm >/dev/null; then \
	  cd tests/js && { [ node_modules -nt package.json ] || \
	    npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts </dev/null; } && \
	  touch node_modules && npm test --silent; \
	elif [ "$$CI" = true ]; then \
	  echo "Node and npm are needed to check the scripts of the site" >&2; exit 1; \
	else \
	  echo "npm is not here: the scripts of the site are not checked"; \
	fi

# What the tests drive: a browser with a Chinese font, Debian's if it can be installed, otherwise the one
# that Playwright brings; Firefox, if Debian has it; and the servers of docs/deploy.md, only
# where Debian's policy-rc.d keeps a new server from starting, as in containers.
programs: $(VENV)/installed-test
	@PATH="$$PATH:/usr/sbin"; browser=; firefox=; servers=; \
	{ [ -n "$$JIANBAO_CHROMIUM" ] || command -v chromium; } >/dev/null && \
	  fc-list :lang=zh 2>/dev/null | grep -q . || browser="chromium fontconfig fonts-noto-cjk"; \
	{ [ -n "$$JIANBAO_FIREFOX" ] || command -v firefox || command -v firefox-esr; } >/dev/null || \
	  firefox=firefox-esr; \
	{ command -v apache2 && command -v nginx && command -v rsync; } >/dev/null || \
	  [ ! -x /usr/sbin/policy-rc.d ] || servers="apache2-bin media-types nginx rsync"; \
	if [ -z "$$browser$$firefox$$servers" ]; then \
	  :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  $(apt_get) update && \
	  { [ -z "$$browser$$servers" ] || $(apt_get) install $$browser $$servers || exit 1; } && \
	  { [ -z "$$firefox" ] || $(apt_get) install $$firefox || \
	    echo "$$firefox cannot be installed here: its tests are skipped"; }; \
	elif [ -n "$$browser" ]; then \
	  $(BIN)/playwright install chromium; \
	fi

# apt-get, when no other package manager holds its locks: `update` does not wait for them by itself.
apt_get = sh tests/apt-get.sh

# Only if Java is installed; pages are checked in other ways too.
vnu: $(VENV)/installed-test
	@if [ -z "$$JIANBAO_VNU" ] && [ ! -f "$(VNU_JAR)" ] && command -v java >/dev/null && command -v npm >/dev/null; then \
	  npm install --silent --no-save --no-audit --no-fund --ignore-scripts --fetch-retries=1 \
	    --prefix "$(VNU)" vnu-jar@$(VNU_VERSION) </dev/null && [ -f "$(VNU_JAR)" ] || \
	    echo "npm could not get vnu-jar $(VNU_VERSION): the Nu HTML checker is skipped"; \
	fi

# A changed pyproject.toml installs again; a second run installs nothing.
$(VENV)/installed: pyproject.toml
	@$(make_environment)
	@echo "installing into $(VENV) ..."
	@$(PIP) install --editable '.[convert]'
	@touch $@

$(VENV)/installed-test: pyproject.toml
	@$(make_environment)
	@echo "installing into $(VENV) what the tests need ..."
	@$(PIP) install --editable '.[test]'
	@touch $@ $(VENV)/installed

weights: $(VENV)/installed-test
	$(BIN)/python -m jianbao.convert.training

# SOURCE_DATE_EPOCH, the date of the last commit, is what the archives give as the date of every file.
dist: $(VENV)/installed-test
	rm -rf dist
	SOURCE_DATE_EPOCH="$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)}" \
	  $(BIN)/python -P -m build --outdir dist

FITS := import sys; sys.exit(sys.version_info < (3, 11))
define make_environment
	if ! $(BIN)/python -c '$(FITS)' 2>/dev/null; then \
	  for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
	    "$$python" -c '$(FITS)' 2>/dev/null || continue; \
	    found=$$python; \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	    echo "making $(VENV) with $$("$$python" --version) ..."; \
	    rm -rf $(VENV); \
	    exec "$$python" -m venv $(VENV); \
	  done; \
	  if [ -n "$$found" ]; then \
	    echo "$$found cannot make environments: install its venv module" \
	      "(on Debian and Ubuntu: apt install python3-venv), then try again" >&2; \
	  else \
	    echo "no Python of at least 3.11 here: install one (https://www.python.org)," \
	      "or name one: make PYTHON=/path/to/python3 ..." >&2; \
	  fi; \
	  exit 1; \
	fi
endef

# A site/ that the build did not make is not deleted: it is somebody else's.
clean:
	@if [ -f site/.jianbao-site ]; then rm -rf site; fi
	rm -rf $(VENV) tests/js/node_modules .jianbao .mypy_cache .pytest_cache .ruff_cache .hypothesis
