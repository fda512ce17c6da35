# What a contributor runs. Only Go is needed; the tools build themselves from
# internal/tools/go.mod, so that users of the library inherit none of them.

GO       ?= go
GOTOOL    = $(GO) tool -modfile=internal/tools/go.mod
LINT      = $(GOTOOL) golangci-lint
FUZZTIME ?= 10s
BENCH    ?= .
COUNT    ?= 1
COVER    ?= cover.out

.PHONY: help
help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: ## answer the founding question over the embedded seeds
	$(GO) run ./cmd/ascribe ask "which states were attributed without sanctions?" --as-of 2021-07-31

.PHONY: build
build: ## the command, as bin/ascribe
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/ascribe ./cmd/ascribe

.PHONY: test
test: ## all tests
	$(GO) test ./...

.PHONY: check
check: format lint vet fix race tidy ## everything that a change must pass

.PHONY: format
format: ## fail if a file is not formatted
	@bad=$$($(GOTOOL) gofumpt -l .); test -z "$$bad" || { echo "not formatted (run make write):"; echo "$$bad"; exit 1; }
	$(LINT) fmt --diff ./...

.PHONY: write
write: ## format the files
	$(LINT) fmt ./...

.PHONY: lint
lint: ## golangci-lint, as .golangci.yml says
	$(LINT) run ./...

.PHONY: vet
vet: ## go vet for each system that we build for
	$(GO) vet ./...
	GOOS=windows $(GO) vet ./...
	GOOS=darwin $(GO) vet ./...

# The library also runs in a browser; the command does not.
LIBRARY = ./graph/... ./seeds ./schema ./schema/check
WASM    = GOOS=js GOARCH=wasm
.PHONY: portable
portable: ## build the library for js, and try it there if node is installed
	$(WASM) $(GO) vet $(LIBRARY) ./internal/portable
	@if command -v node >/dev/null; then \
		$(WASM) $(GO) test -exec="$$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec" ./internal/portable; \
	else echo "no node on PATH: the library is built for js, not run there"; fi

RELEASE ?= dist
.PHONY: release
release: ## archives of each system, checksums and bills of materials, in RELEASE
	$(GO) run ./internal/release -out $(RELEASE)

.PHONY: fix
fix: ## fail if the code has a newer Go for it
	$(GO) fix -diff ./...

.PHONY: race
race: ## all tests under the race detector
	$(GO) test -race -timeout 30m ./...

.PHONY: tidy
tidy: ## fail if go.mod or go.sum would change
	$(GO) mod tidy -diff

.PHONY: vuln
vuln: ## known vulnerabilities (needs the network)
	$(GOTOOL) govulncheck ./...

.PHONY: bench
bench: ## benchmarks; BENCH=regexp COUNT=10 for benchstat
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) ./...

.PHONY: fuzz
fuzz: ## each fuzz target for FUZZTIME
	@set -e; for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
		for target in $$($(GO) test -list '^Fuzz' $$dir | grep '^Fuzz'); do \
			echo "$$dir $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$dir; \
		done; \
	done

.PHONY: image
image: ## the embedded image of the seeds, after one of their files changed
	$(GO) generate ./seeds

.PHONY: paraphrases
paraphrases: ## what is learned from the banks of paraphrases, after one of them changed
	$(GO) generate ./graph/ask

PICTURES = docs/pictures
ASCRIBE  = $(GO) run ./cmd/ascribe
JULY     = draw "Exchange hack" --graph seeds:record-2021 --as-of 2021-07-31 \
	--stance asserts,supports,reports,acknowledges,condemns,denies,suspects
# MISP is threat-actor.json of the MISP galaxy (https://github.com/MISP/misp-galaxy),
# from which the dossier of a group with many names is drawn; without it that
# picture stays as it is.
MISP    ?= $(wildcard ../shared/data/misp-galaxy/threat-actor.json)
.PHONY: pictures
pictures: ## draw docs/pictures from the starter set
	mkdir -p $(PICTURES)
	$(ASCRIBE) $(JULY) --title "Microsoft Exchange, 19 July 2021" -o $(PICTURES)/exchange-2021-07-19.svg
	$(ASCRIBE) $(JULY) --title "Microsoft Exchange, 19 July 2021" --dark -o $(PICTURES)/exchange-2021-07-19-dark.svg
	$(ASCRIBE) $(JULY) --title "Microsoft Exchange, 19 juli 2021" --lang nl --dark -o $(PICTURES)/exchange-2021-07-19-nl-dark.svg
	$(ASCRIBE) draw APT28 -o $(PICTURES)/apt28.svg
	$(ASCRIBE) draw APT40 -o $(PICTURES)/apt40.svg
	$(ASCRIBE) draw Russia -o $(PICTURES)/russia-summarised.svg
	$(ASCRIBE) path "Exchange hack" China --all --edges 'attributed to,linked to,part of,officer of' --draw $(PICTURES)/path-exchange-china.svg >/dev/null
	$(ASCRIBE) path "five officers of PLA Unit 61398" "Wu Shurong" --edges 'officer of,part of,acts for,^part of,^officer of,^acts for' \
		--draw $(PICTURES)/path-seven-hops.svg >/dev/null
	$(ASCRIBE) timeline Russia --since 2015 --draw $(PICTURES)/timeline-ten-years.svg >/dev/null
	$(ASCRIBE) compare --left '--by CyberX' --right '--by "United States"' --about Triton --draw $(PICTURES)/comparison-triton.svg >/dev/null
	$(ASCRIBE) compare "United States" China --about "Exchange hack" --draw $(PICTURES)/comparison-exchange.svg >/dev/null
ifneq ($(MISP),)
	rm -rf bin/misp.ascribe* && mkdir -p bin
	$(ASCRIBE) --graph bin/misp.ascribe init --empty
	$(ASCRIBE) --graph bin/misp.ascribe import $(MISP) >/dev/null 2>&1
	$(ASCRIBE) --graph bin/misp.ascribe draw APT28 --title "APT28 in the MISP galaxy" -o $(PICTURES)/names-apt28-misp.svg
endif

.PHONY: docs
docs: pictures ## draw the pictures, run the examples and sessions that the documents show
	$(GO) test -count=1 -run '^(Example|TestREADME|TestDocs|TestScript)' ./...

# Jupyter and pandas are Debian's: PYTHON=/usr/bin/python3 where another python3
# comes first.
PYTHON ?= python3

.PHONY: python
python: build ## test contrib/python against the command, with pandas and without
	cd contrib/python && ASCRIBE=$(CURDIR)/bin/ascribe PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m unittest discover -s tests -t .
	cd contrib/python && ASCRIBE=$(CURDIR)/bin/ascribe PYTHONDONTWRITEBYTECODE=1 ASCRIBE_WITHOUT_PANDAS=1 $(PYTHON) -m unittest discover -s tests -t .

.PHONY: networks
networks: ## run docs/networks, examples of centrality and communities that need gonum
	cd docs/networks && $(GO) vet ./... && $(GO) test ./...

.PHONY: notebooks
notebooks: ## run docs/notebooks headless, fail where an output is not the one kept
	$(PYTHON) docs/notebooks/run.py

.PHONY: cover
cover: ## coverage of all packages by all tests, in COVER
	$(GO) test -coverpkg=./... -coverprofile=$(COVER) ./...
	$(GO) tool cover -func=$(COVER) | tail -1
