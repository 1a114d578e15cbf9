# Everything is done by .ci/build.py; Windows users call that directly (see README.md).
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; \
	done; echo python3)
BUILD = $(PYTHON) .ci/build.py

.PHONY: help report test lab figures lint bench lock clean

help:  ## print these lines
	@sed -n 's/^\([a-z]*\):  ## \(.*\)/make \1	\2/p' Makefile | expand -t 15

report:  ## build everything from nothing, the report site last
	@$(BUILD) report

test:  ## run lint, types, unit tests with doctests, import contracts, notebooks
	@$(BUILD) test

lab:  ## open JupyterLab on the notebooks
	@$(BUILD) lab

figures:  ## draw every figure again
	@$(BUILD) figures

lint:  ## run only the checks that read the code
	@$(BUILD) lint

bench:  ## measure speed against other tools (an hour)
	@$(BUILD) bench

lock:  ## pin the packages anew (needs uv)
	@$(BUILD) lock

clean:  ## remove .venv, build and the caches
	@$(BUILD) clean
