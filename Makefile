# make run        open the window (SITE=example.com scans that at once)
# make test       run all tests, with the race detector
# make ci         everything that must hold before a change goes in
# make help       all targets

# Without migrated_fynedo Fyne checks every call for its thread and tables
# crawl; without x11 it wants Wayland's headers, too.
TAGS := migrated_fynedo,x11
GO   := go

VERSION ?=
LDFLAGS := $(if $(VERSION),-X sitewell/app.release=$(VERSION))

.PHONY: help run build headless test fuzz e2e monkey pictures panels samples bench benchstat bench-window torture attack ci package package-check try-package try-windows try-sources format vet staticcheck deadcode modules vulnerabilities limits redirects schedules needs-build needs-test needs-screen needs-package needs-wine needs-try

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: needs-build ## open the window, or scan in the terminal where there is no display
	@$(GO) build -tags $(TAGS) -ldflags "$(LDFLAGS)" -o sitewell .
	@./sitewell $(if $(SITE),'$(SITE)'); code=$$?; [ $$code -le 1 ] || exit $$code

build: needs-build ## build ./sitewell
	$(GO) build -tags $(TAGS) -ldflags "$(LDFLAGS)" -o sitewell .

headless: ## build ./sitewell-headless, a command-line program that needs no graphics headers
	$(GO) build -tags headless -ldflags "$(LDFLAGS)" -o sitewell-headless .

PACKAGES ?= ./...
test: needs-test ## run all tests with the race detector, or those of PACKAGES=./scanner/...
	$(GO) test -race -timeout 30m -tags $(TAGS) $(PACKAGES)

# Every target by itself, since go test takes one at a time. What it finds is
# kept under testdata/fuzz and belongs in the commit that fixes it.
FUZZTIME ?= 10m
fuzz: ## look for inputs that break a parser's promises, FUZZTIME=10m for each
	@grep -rl '^func Fuzz' --include='*_test.go' . | sort | while read -r file; do \
		sed -n 's/^func \(Fuzz[A-Za-z0-9]*\).*/\1/p' "$$file" | while read -r target; do \
			echo "$$target ($$(dirname "$$file"))"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "./$$(dirname "$$file")" </dev/null || exit 1; \
		done || exit 1; \
	done

# SITEWELL is the program that the tests drive. With the tag e2e it tells them
# what its window shows.
e2e: needs-screen ## drive the real program in a real window
	$(GO) build -tags $(TAGS),e2e -o sitewell-e2e .
	SITEWELL="$(CURDIR)/sitewell-e2e" $(GO) test -count=1 -timeout 30m -tags $(TAGS),e2e ./app/e2e ./ui/outline

# MINUTES is how long, SEED repeats the choices of another run, and MONKEY is
# where the actions and what is known of a failure are kept.
MONKEY ?= $(CURDIR)/../sitewell-monkey
monkey: needs-screen ## press and type at random, MINUTES=30
	@mkdir -p '$(MONKEY)'
	$(GO) build -race -tags $(TAGS),e2e -o '$(abspath $(MONKEY))/sitewell' .
	$(GO) build -tags headless -o '$(abspath $(MONKEY))/monkey' ./app/monkey
	'$(abspath $(MONKEY))/monkey' -sitewell '$(abspath $(MONKEY))/sitewell' -out '$(abspath $(MONKEY))' -minutes $(or $(MINUTES),30) $(if $(SEED),-seed $(SEED))

# One walk through the window. Pictures that no page shows are removed. PICTURES=/elsewhere
# has every screen in every look, and the guide's stay as they are.
pictures: needs-screen ## film the window for docs/pictures
	$(GO) build -tags $(TAGS),e2e -o sitewell-e2e .
	SITEWELL="$(CURDIR)/sitewell-e2e" $(GO) test -count=1 -timeout $(if $(PICTURES),120m,15m) -tags $(TAGS),e2e ./app/e2e \
		-run '$(if $(PICTURES),^TestPictures$$,^TestThreeClicks$$)' -pictures "$(abspath $(or $(PICTURES),docs/pictures))"
	@for picture in docs/pictures/*.png; do \
		grep -qF "pictures/$$(basename "$$picture")" README.md docs/*.md || { echo "no page shows $$picture: removed"; rm "$$picture"; }; \
	done

# PANELS is the folder of the pictures. LANGUAGE=de draws German panels, and
# HEIGHT=2400 also shows what has to be scrolled to in the window.
PANELS ?= $(CURDIR)/../sitewell-panels
panels: needs-build ## draw the problem panel of every outcome, from real scans
	@mkdir -p '$(PANELS)'
	@rm -f '$(PANELS)'/history.db*
	$(GO) test -count=1 -timeout 20m -tags $(TAGS) ./app/panels -run TestEveryOutcomeIsProduced -args -history '$(abspath $(PANELS))/history.db'
	$(GO) run -tags $(TAGS) ./app/panels/draw -history '$(abspath $(PANELS))/history.db' -out '$(abspath $(PANELS))' $(if $(LANGUAGE),-lang $(LANGUAGE)) $(if $(HEIGHT),-height $(HEIGHT))

samples: ## write the reports of docs/samples again, from scans of the demo site
	@mkdir -p docs/samples
	$(GO) run -tags headless ./app/samples -out docs/samples

# SITE is a Debian package with HTML pages or a folder; MADE=1 adds a generated site
# of 30,000 pages. Other checkers run beside it where they are installed.
bench: headless ## measure a whole scan against the budgets
	$(GO) run -tags headless ./app/bench $(if $(SITE),-site '$(SITE)') $(if $(MADE),-made)

# BASE is a commit. The benchmarks of both are run in turns, six times.
benchstat: ## compare the Go benchmarks with those of the commit BASE
	$(GO) run -tags headless ./app/bench -runs 6 -against $(or $(BASE),HEAD)

# The first run makes a history of 1 GB in the folder for caches and keeps it.
bench-window: needs-screen build ## measure how soon the window is there, and whether a scan holds it up
	SITEWELL="$(CURDIR)/sitewell" $(GO) test -count=1 -timeout 30m -tags $(TAGS),e2e -run '^$$' -bench . -benchtime 5x ./app/e2e

torture: headless ## kill scans at random instants, resume them, and compare
	$(GO) run -tags headless ./app/torture $(if $(ROUNDS),-rounds $(ROUNDS))

# MINUTES is how long, SEED repeats the choices of another run, ROUND=31 ROUNDS=1 one
# round of it, FAULTS is a list with commas, and ATTACK is where a failure is kept.
ATTACK ?= $(CURDIR)/../sitewell-attack
attack: headless ## disturb the program in every way at random, MINUTES=30
	@mkdir -p '$(ATTACK)'
	$(GO) build -race -tags headless -o '$(abspath $(ATTACK))/sitewell-race' .
	$(GO) run -tags headless ./app/attack -sitewell ./sitewell-headless -race '$(abspath $(ATTACK))/sitewell-race' -out '$(abspath $(ATTACK))' \
		-minutes $(or $(MINUTES),30) $(if $(SEED),-seed $(SEED)) $(if $(ROUND),-round $(ROUND)) $(if $(ROUNDS),-rounds $(ROUNDS)) $(if $(FAULTS),-faults $(FAULTS)) $(if $(GO_ON),-go-on)

# ONLY is part of the name of a server.
limits: headless ## scan behind nginx and Apache that limit requests, where they are installed
	$(GO) run -tags headless ./app/limits $(if $(ONLY),-only '$(ONLY)')

redirects: ## load redirect rules into nginx, Apache and Caddy, where they are installed
	$(GO) run -tags headless ./app/redirectcheck

schedules: ## have systemd-analyze judge the units of schedules
	$(GO) run -tags headless ./app/schedulecheck

# What people install, for Linux and Windows, in dist; package/macos does the same on a
# Mac. The version is that of the git tag. SYSTEMS=linux leaves out Windows.
SYSTEMS ?= linux,windows
package: needs-package ## make the packages for Linux and Windows in dist
	cd package && $(GO) run . -root .. -out ../dist -systems $(SYSTEMS)

package-check: needs-package ## check the packages, and that two builds are equal byte for byte
	SYSTEMS=$(SYSTEMS) package/check

try-package: needs-try ## install dist's .deb in a fresh Debian, use it and remove it (as root)
	package/try deb

try-windows: needs-wine ## install dist's installer for Windows under Wine, use it and remove it
	package/try-windows

try-sources: needs-try ## make run and make test in a fresh Debian with Go and make (as root)
	package/try sources

# The cheap checks come first. Vet compiles both variants without the race
# detector, so that
# the builds after it (e2e builds the program with its window) find everything
# in the cache.
ci: ## the gate
	@$(MAKE) --no-print-directory format modules
	@$(MAKE) --no-print-directory vet staticcheck deadcode
	@$(MAKE) --no-print-directory headless
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory e2e
	@$(MAKE) --no-print-directory vulnerabilities

format: ## fail where a file is not formatted
	@files=$$($(GO) tool gofumpt -l .); [ -z "$$files" ] || { echo "not formatted, run: go tool gofumpt -w ."; echo "$$files"; exit 1; }

modules: ## fail where go.mod does not say what is used
	$(GO) mod verify
	$(GO) mod tidy -diff

vet: needs-build
	$(GO) vet -tags $(TAGS) ./...
	$(GO) vet -tags $(TAGS),e2e . ./app ./app/desktop ./app/e2e ./ui/outline
	$(GO) vet -tags headless . ./app/... ./scanner/... ./storage/... ./assets/...

# Tests do not count as users, but for packages that are for tests alone: there
# something has to call what they have.
FOR_TESTS := ^[^:]*test/|^ui/gallery/
deadcode: needs-build ## fail where a function is called by nothing, or by tests only
	@all=$$($(GO) tool deadcode -tags $(TAGS) ./...) && tested=$$($(GO) tool deadcode -test -tags $(TAGS) ./...) || exit 1; \
	dead=$$(echo "$$all" | grep -Ev '$(FOR_TESTS)'; echo "$$tested"); \
	[ -z "$$dead" ] || { echo "called by nothing, or by tests only:"; echo "$$dead" | sort -u; exit 1; }

staticcheck: needs-build
	$(GO) tool staticcheck -tags $(TAGS) ./...
	$(GO) tool staticcheck -tags headless . ./app/... ./scanner/... ./storage/... ./assets/...

# Where the vulnerability database can't be reached nothing is proved either
# way, which must not stop a change. What is found does, and so does any other
# failure.
vulnerabilities: ## look for known vulnerabilities in what is used
	@if out=$$($(GO) tool govulncheck -tags $(TAGS) ./... 2>&1); then \
		echo "govulncheck: no known vulnerability is called"; \
	elif echo "$$out" | grep -q 'fetching vulnerabilities'; then \
		echo "govulncheck: NOT CHECKED, the vulnerability database can't be reached"; \
	else \
		echo "$$out"; exit 1; \
	fi

needs-build:
	@.ci/needs build

needs-test:
	@.ci/needs test

needs-screen:
	@.ci/needs screen

needs-package:
	@.ci/needs package

needs-wine:
	@.ci/needs wine

needs-try:
	@.ci/needs try
