# Everything that a developer runs. It sets up what it needs below .build/, once for each version of Python.
#
# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

ifeq ($(origin PYTHON), undefined)
PYTHON := $(firstword $(foreach python,python3 python3.13 python3.12 python3.11,\
	$(shell $(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
endif
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2] * (sys.version_info >= (3, 11)))' 2>/dev/null)

# An environment of the caller's must not decide what is tested.
unexport PYTHONPATH VIRTUAL_ENV ANSIBLE_CONFIG ANSIBLE_COLLECTIONS_PATH
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# What lies below .build is ignored by git, and tools that ask git for their files must not take it for empty.
export GIT_CEILING_DIRECTORIES = $(CURDIR)/.build

WORK := $(CURDIR)/.build/python$(VERSION)
ENV := $(WORK)/env
TOOLS := $(WORK)/tools
LOWEST := $(WORK)/lowest
AWX := $(WORK)/awx
EDA := $(WORK)/eda
SITE := $(WORK)/site
RELEASE := $(WORK)/release
COPY := $(WORK)/copy/ansible_collections/contactops/amazon_connect
SITE_PACKAGES = $(ENV)/lib/python$(VERSION)/site-packages

# What one file's tests play through both hosts is compared, so they stay in one process.
PARALLEL := -n auto --dist loadfile

INSTALLED := $(ENV)/.installed
TEST_INSTALLED := $(ENV)/.test-installed
BENCH_INSTALLED := $(ENV)/.bench-installed
TOOLS_INSTALLED := $(TOOLS)/.installed
AWX_INSTALLED := $(AWX)/.installed
EDA_INSTALLED := $(EDA)/.installed
LOWEST_INSTALLED := $(LOWEST)/.installed

.PHONY: help demo standin test pytest copy lint sanity docs changelog licenses importer release test-lowest test-eda bench bench-events faults fuzz clean

help:
	@echo 'make demo           play the main job against a local stand-in for Amazon Connect'
	@echo 'make test           run every test and gate'
	@echo 'make docs           build the guides and the modules pages as HTML'
	@echo 'make standin        run the stand-in until it is interrupted; ARGS="--port 8080" and such'
	@echo 'make test-lowest    run the tests on the lowest supported versions (Python 3.11)'
	@echo 'make release        build the tarball, check it, install it, and play the demo from it'
	@echo 'make test-eda       test the rulebooks with ansible-rulebook, which needs Java 17'
	@echo 'make bench          measure our task beside its peers, for a quarter of an hour, and write docs/benchmark.*'
	@echo 'make bench-events   measure how long the rulebooks take, for two minutes'
	@echo 'make faults         write docs/faults.md anew'
	@echo 'make fuzz           play SCENARIOS=5000 random scenarios of each kind, some ten minutes'
	@echo 'make clean          delete all that this Makefile made'
	@echo 'With PYTHON=python3.12, each of them uses that Python; 3.11 is the lowest.'

demo: $(INSTALLED)
	@PATH="$(ENV)/bin:$$PATH" $(ENV)/bin/python -B examples/demo/play.py $(WORK)/demo

standin: $(INSTALLED)
	@PYTHONPATH=tests $(ENV)/bin/python -B -m standin $(ARGS)

test: pytest lint sanity docs changelog licenses importer
	@echo 'All tests and gates passed with Python $(VERSION).'

pytest: $(TEST_INSTALLED) $(TOOLS_INSTALLED) $(AWX_INSTALLED)
	PATH="$(ENV)/bin:$$PATH" AWS_CLI="$(TOOLS)/bin/aws" AWX_COLLECTIONS="$(AWX)" $(ENV)/bin/python -B -m pytest $(PARALLEL) $(ARGS)

# Some tools take a collection only where Ansible would find it, as a repository of its own, with others beside it.
copy: $(TEST_INSTALLED) $(AWX_INSTALLED)
	rm -rf $(WORK)/copy
	mkdir -p $(COPY)
	git ls-files -z --cached --others --exclude-standard | tar -c --null -T - | tar -x -C $(COPY)
	git init -q $(COPY)
	ln -s $(SITE_PACKAGES)/ansible_collections/amazon $(WORK)/copy/ansible_collections/amazon
	ln -s $(AWX)/ansible_collections/awx $(WORK)/copy/ansible_collections/awx

lint: copy
	cd $(COPY) && PATH="$(ENV)/bin:$$PATH" ANSIBLE_HOME=$(WORK)/ansible ANSIBLE_COLLECTIONS_PATH=$(WORK)/copy \
		ansible-lint --offline

# ansible-test would download a script that installs pip, unless there is one.
sanity: copy
	mkdir -p $(WORK)/home/.ansible/test/cache
	for core in 24_2 25_2; do \
		printf 'import ensurepip\nensurepip.bootstrap(default_pip=True)\n' > $(WORK)/home/.ansible/test/cache/get_pip_$$core.py; \
	done
	cd $(COPY) && PATH="$(ENV)/bin:$$PATH" PIP_CONFIG_FILE="$${PIP_CONFIG_FILE:-$$HOME/.config/pip/pip.conf}" \
		HOME=$(WORK)/home ansible-test sanity --local --python $(VERSION) --color no

# antsibull-docs takes no folder that others may write to, and leaves pictures behind.
docs: copy
	PATH="$(ENV)/bin:$$PATH" antsibull-docs lint-collection-docs --plugin-docs .
	rm -rf $(SITE)
	mkdir -p -m 755 $(SITE)/rst
	PATH="$(ENV)/bin:$$PATH" ANSIBLE_HOME=$(WORK)/ansible ANSIBLE_COLLECTIONS_PATH=$(WORK)/copy antsibull-docs collection \
		--use-current --squash-hierarchy --fail-on-error --dest-dir $(SITE)/rst contactops.amazon_connect
	cp -R docs/docsite/rst/images $(SITE)/rst/docsite
	$(ENV)/bin/sphinx-build -q -W --keep-going -c docs/docsite/site $(SITE)/rst $(SITE)/html
	@echo 'The documentation is in $(SITE)/html/index.html'

changelog: $(TEST_INSTALLED)
	$(ENV)/bin/antsibull-changelog lint

licenses: $(TOOLS_INSTALLED)
	$(TOOLS)/bin/reuse lint -q || $(TOOLS)/bin/reuse lint

# galaxy-importer ends well even where it could not read the documentation, so its log is looked at as well. Its ansible-lint finds
# no playbook by name, unlike ours, since it has the collection in another place than Ansible would.
importer: $(TOOLS_INSTALLED)
	rm -rf $(WORK)/importer
	mkdir -p $(WORK)/importer
	$(ENV)/bin/ansible-galaxy collection build --output-path $(WORK)/importer
	cd $(WORK)/importer && PATH="$(TOOLS)/bin:$$PATH" ANSIBLE_HOME=$(WORK)/ansible \
		$(TOOLS)/bin/python -m galaxy_importer.main contactops-amazon_connect-*.tar.gz > log 2>&1; status=$$?; cat log; \
		! grep ERROR log | grep -v 'Failed to find contactops.amazon_connect' && exit $$status

# The tarball, checked, installed into an empty environment, and played from there: story, stand-in and all.
release: $(INSTALLED)
	rm -rf $(RELEASE)
	mkdir -p $(RELEASE)
	$(ENV)/bin/ansible-galaxy collection build --output-path $(RELEASE)
	$(ENV)/bin/python -B .ci/release.py $(RELEASE)
	$(PYTHON) -m venv $(RELEASE)/env
	$(RELEASE)/env/bin/pip install -q -r requirements/run.txt
	cd $(RELEASE) && export PATH="$(RELEASE)/env/bin:$$PATH" ANSIBLE_HOME=$(RELEASE)/ansible && \
		ansible-galaxy collection install --offline -p installed contactops-amazon_connect-*.tar.gz && \
		python -B installed/ansible_collections/contactops/amazon_connect/examples/demo/play.py $(RELEASE)/demo \
			$(RELEASE)/contactops-amazon_connect-*.tar.gz

test-lowest: $(LOWEST_INSTALLED)
	PATH="$(LOWEST)/bin:$$PATH" $(LOWEST)/bin/python -B -m pytest $(PARALLEL) $(ARGS)

test-eda: $(EDA_INSTALLED)
	PATH="$(EDA)/bin:$$PATH" $(EDA)/bin/python -B -m pytest tests/eda $(ARGS)

bench-events: $(EDA_INSTALLED)
	PATH="$(EDA)/bin:$$PATH" $(EDA)/bin/python -B tests/eda/latency.py

# What the tests found out about every fault, once somebody has looked at what changed.
faults: $(TEST_INSTALLED)
	WRITE_FAULTS=1 $(ENV)/bin/python -B -m pytest -q tests/integration/test_faults.py

fuzz: $(TEST_INSTALLED)
	FUZZ_SCENARIOS=$(or $(SCENARIOS),5000) $(ENV)/bin/python -B -m pytest -q tests/integration/test_random_scenarios.py $(ARGS)

# A run that is quicker, and proves less: ARGS="--rounds 1 --contacts 50".
bench: copy $(BENCH_INSTALLED) $(TOOLS_INSTALLED)
	cd tests && PATH="$(ENV)/bin:$$PATH:$(TOOLS)/bin" ANSIBLE_HOME=$(WORK)/ansible ANSIBLE_COLLECTIONS_PATH=$(WORK)/copy \
		$(ENV)/bin/python -B -m bench --output $(CURDIR)/docs $(ARGS)

clean:
	rm -rf .build

# The environments. A changed list of requirements is installed over what is there.

.PRECIOUS: %/bin/python
%/bin/python:
	$(if $(VERSION),,$(error Python 3.11 or later is needed, and PYTHON=$(PYTHON) is not it))
	$(PYTHON) -m venv $*

$(INSTALLED): requirements/run.txt | $(ENV)/bin/python
	@echo 'Installing Ansible below .build, which may take a minute or two.'
	$(ENV)/bin/pip install -q -r $<
	@touch $@

$(TEST_INSTALLED): requirements/test.txt $(INSTALLED)
	$(ENV)/bin/pip install -q -r $< -r requirements/run.txt
	@touch $@

$(BENCH_INSTALLED): requirements/bench.txt $(INSTALLED)
	$(ENV)/bin/pip install -q -r $<
	@touch $@

$(TOOLS_INSTALLED): requirements/tools.txt $(INSTALLED) | $(TOOLS)/bin/python
	$(TOOLS)/bin/pip install -q -r $<
	mkdir -p $(TOOLS)/lib/python$(VERSION)/site-packages/ansible_collections
	ln -sfn $(SITE_PACKAGES)/ansible_collections/amazon $(TOOLS)/lib/python$(VERSION)/site-packages/ansible_collections/amazon
	@touch $@

# Of the ansible package, which no longer has it, only the collection awx.awx is wanted.
$(AWX_INSTALLED): requirements/awx.txt $(INSTALLED)
	rm -rf $(AWX)
	$(ENV)/bin/pip download -q --no-deps --dest $(AWX) -r $<
	$(ENV)/bin/python -c 'import sys, zipfile; wheel = zipfile.ZipFile(sys.argv[2]); \
		wheel.extractall(sys.argv[1], [name for name in wheel.namelist() if name.startswith("ansible_collections/awx/")])' \
		$(AWX) $(AWX)/ansible-*.whl
	rm $(AWX)/ansible-*.whl
	@touch $@

$(EDA_INSTALLED): requirements/eda.txt requirements/run.txt | $(EDA)/bin/python
	$(EDA)/bin/pip install -q -r $< -r requirements/run.txt
	@touch $@

# The ansible package asks for a later ansible-core than the lowest one; only its collections are wanted.
$(LOWEST_INSTALLED): requirements/lowest.txt | $(LOWEST)/bin/python
	$(LOWEST)/bin/pip install -q -r $<
	$(LOWEST)/bin/pip install -q --no-deps ansible==12.0.0
	@touch $@
