# Short names for the sessions of noxfile.py. Each one sets up what it needs below .build/.
#
# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# PYTHON=3.12 makes a session use that Python, and ARGS="..." gives it arguments.

BOOT := $(firstword $(foreach python,python3 python3.13 python3.12 python3.11,\
	$(shell $(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
NOX = .build/nox-env/bin/nox -s
GATES := formatters codeqa yamllint typing antsibull-nox-config workflows ansible-lint license-check extra-checks \
	changelog docs-check docs ansible-test-sanity
MORE := docs-pages ansible-test-units ansible-test-integration build-import-check package eda
OLDER := $(foreach core,2.16-lowest 2.16 2.18 2.19 2.20 next,pytest-$(core)) \
	$(foreach kind,sanity units integration,ansible-test-$(kind)-2.16)
SESSIONS := demo standin unit pytest pictures bench bench-events faults fuzz mutate release collections $(GATES) $(MORE) $(OLDER)
.PHONY: help test gates ci trial $(SESSIONS)

help: .build/nox-env/installed
	@sed -n '/^# PYTHON/s/# //p' Makefile
	@.build/nox-env/bin/nox --list | sed -n 's/^[-*] /make /p'

# The gates need collections, which need not come from Galaxy.
$(SESSIONS): .build/nox-env/installed
	@$(NOX) $(if $(filter $@,$(GATES)),collections) $@ -- $(ARGS)

# It needs credentials and a region in the environment, as any AWS tool does, and a live call.
trial: .build/nox-env/installed
	@$(NOX) trial -- --instance "$(INSTANCE)" --contact "$(CONTACT)" --supervisor "$(SUPERVISOR)" $(if $(filter 1 yes true,$(YES)),--yes)

test: .build/nox-env/installed
	@echo 'Running the tests and the gates at the same time. Their output comes when they have ended.'
	@$(MAKE) --no-print-directory -j2 --output-sync=target pytest gates

gates: .build/nox-env/installed
	@$(NOX) collections $(GATES)

# The newest core runs everything, the others what can differ. What fails with the next core is only reported.
ci: export PYTHON ?= 3.13
ci:
	@$(MAKE) --no-print-directory demo test
	@$(NOX) $(MORE) $(filter pytest-%,$(OLDER)) ansible-test-sanity-2.16

.build/nox-env/installed: requirements/nox.txt
	$(if $(BOOT),,$(error Python 3.11 or later is needed))
	@echo 'Installing nox below .build, which takes some seconds.'
	@$(BOOT) -m venv .build/nox-env && .build/nox-env/bin/pip install -q -r $< && touch $@
