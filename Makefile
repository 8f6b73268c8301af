# `make run` starts Effigy, `make test` checks everything; both first install what is missing.
# Nothing is rebuilt when nothing changed: cargo knows for Rust, the rules below for the site.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:

# release: the file to hand out, long to build. dev: what `make run` and the tests use.
PROFILE ?= release
ADDRESS ?= 127.0.0.1:3000
# Whether `make run` builds graphics cards in, which takes twice as long: where the system has one, unless told otherwise.
GPU ?= $(if $(or $(filter Darwin,$(shell uname -s)),$(wildcard /dev/dri/renderD* /dev/nvidia0 /dev/dxg)),1,0)
OUT ?= target/experiments/small

ifeq ($(PROFILE),release)
  WEB_PROFILE := wasm-release
  NATIVE_FLAGS := --release
  NATIVE_DIR := release
  SASS_STYLE := compressed
  BROTLI_QUALITY := 11
else ifeq ($(PROFILE),dev)
  WEB_PROFILE := wasm-dev
  NATIVE_FLAGS := --features embed
  NATIVE_DIR := debug
  SASS_STYLE := expanded
  BROTLI_QUALITY := 3
else
  $(error PROFILE is release or dev, not "$(PROFILE)")
endif

# LINTED=1 lints our code in the very build that is tested. Lints by themselves have all dependencies checked once more,
# which pays where one works, and not where everything is built once.
LINTED ?= 0
ifeq ($(LINTED),1)
  export RUSTC_WORKSPACE_WRAPPER := $(CURDIR)/.ci/clippy
endif

EFFIGY := target/$(NATIVE_DIR)/effigy
NODE_MODULES := end2end/node_modules/.package-lock.json
NODE_BIN := end2end/node_modules/.bin

# The frontend has a target folder of its own: it must never be built in one call with the server (`app` would be
# compiled for both sides at once), and so neither build waits for the other's lock.
WEB := target/web
WASM_DIR := $(WEB)/wasm32-unknown-unknown/$(WEB_PROFILE)
BINDGEN := $(WEB)/wasm-dev/bindgen
WEB_CARGO := --target-dir $(WEB) --target wasm32-unknown-unknown -p frontend --bins

# What rustc uses of WebAssembly by default; the stripped file does not say so itself.
WASM_FEATURES := --enable-bulk-memory --enable-bulk-memory-opt --enable-nontrapping-float-to-int --enable-sign-ext \
  --enable-mutable-globals --enable-multivalue --enable-reference-types

# Small rather than fast. What the passes may take for granted: memory begins as zeros, and its first kilobyte is unused,
# where the linker puts the far end of the stack.
WASM_PASSES := -Oz --converge --low-memory-unused --zero-filled-memory

SITE := target/site
SITE_PROFILE := $(WEB)/site-profile
SITE_PUBLIC := $(WEB)/site-public
# Sections of the site, each with code of its own: what a browser loads for it.
SECTIONS := $(basename $(notdir $(wildcard frontend/src/bin/*.rs)))
SITE_FILES := $(SITE_PUBLIC) $(SECTIONS:%=$(SITE)/pkg/%_bg.wasm) $(SITE)/pkg/effigy.css
SITE_ENCODED := $(WEB)/site-encoded

# One selection for building, linting and testing, so that shared dependencies are built with one set of features.
NATIVE_PACKAGES := -p effigy-engine -p effigy-kernels -p effigy-onnx -p effigy-operation -p effigy-primitives -p effigy-pytorch -p server -p app -p view-model -p wire --features server/embed,app/ssr

.PHONY: help
help:
	@echo 'make run         build Effigy and start it on http://$(ADDRESS) (ADDRESS=...)'
	@echo 'make test        format, lints, tests of the engine, the server, the page and the browser'
	@echo 'make experiment  FACES=DIR: the small experiment on DIR/identities and DIR/public, into OUT=$(OUT)'
	@echo 'make build       the binary alone, with the site in it'
	@echo 'make site        the site alone, in $(SITE)'
	@echo 'make watch       rebuild and reload while working on the pages (needs cargo-leptos)'
	@echo 'make measure     how fast pages come alive and how smoothly they show a run, in Chromium'
	@echo 'make fmt, lint, unit, end2end, clean'

# Using it

# The quick profile, whose build the tests share; the arithmetic is fully optimised in it all the same.
.PHONY: run
run:
	$(MAKE) --no-print-directory build PROFILE=dev $(if $(filter 0,$(GPU)),CARDS=--no-default-features)
	target/debug/effigy serve --demo --listen $(ADDRESS) --open

.PHONY: build
build: site | rust
	cargo build $(NATIVE_FLAGS) $(CARDS) -p server --bin effigy

.PHONY: experiment
experiment: build
	@[[ -d "$(FACES)/identities" && -d "$(FACES)/public" ]] || { echo 'Say where the faces are: make experiment FACES=DIR, with one folder per identity in DIR/identities, and other faces in DIR/public.'; exit 2; }
	$(EFFIGY) experiment server/experiments/small.toml --faces "$(FACES)/identities" --public "$(FACES)/public" --out "$(OUT)" $(ARGS)

# Working on it

.PHONY: watch
watch: $(NODE_MODULES) | rust
	@cargo leptos --version >/dev/null 2>&1 || { echo 'make watch needs cargo-leptos: cargo install --locked cargo-leptos@0.3.10'; exit 1; }
	PATH="$(CURDIR)/$(NODE_BIN):$$PATH" cargo leptos watch -- serve --demo

.PHONY: fmt
fmt: | rust
	cargo fmt --all

.PHONY: clean
clean:
	rm -rf target end2end/node_modules end2end/results

# Checking it

.PHONY: test
test: fmt-check lint unit end2end

.PHONY: fmt-check
fmt-check: | rust
	cargo fmt --all --check

# The server reads the site at compile time, hence `site`. Dependencies of the browser side are checked in the profile
# that it is built in, which shares their macros and build scripts.
.PHONY: lint
lint: | rust
	$(MAKE) --no-print-directory site PROFILE=dev
ifeq ($(LINTED),1)
	cargo build $(NATIVE_PACKAGES) --all-targets
else
	cargo clippy --profile wasm-dev $(WEB_CARGO) -- -D warnings
	cargo clippy --profile wasm-dev --target-dir $(WEB) -p bindgen -- -D warnings
	cargo clippy $(NATIVE_PACKAGES) --all-targets -- -D warnings
endif

# `--no-fail-fast`: one broken test must not hide the others. The engine's tests of whatever computes on tensors run
# twice: on the processor, and on a graphics device, which without a card is the software driver that Chromium brings.
# Tests of the store run on SQLite and on a private PostgreSQL server. `--tests`: examples are built by the lints, and no
# documentation has code to run.
# Tests of the program wait for it more than they compute, hence two for each core at a time.
.PHONY: unit
unit: | rust chromium postgres
	$(MAKE) --no-print-directory site PROFILE=dev
	RUST_TEST_THREADS=$${RUST_TEST_THREADS:-$$((2 * $$(getconf _NPROCESSORS_ONLN)))} .ci/postgres cargo test $(NATIVE_PACKAGES) --tests --no-fail-fast
	.ci/software-gpu cargo test $(NATIVE_PACKAGES) --lib --no-fail-fast -- inversion:: recognizer:: pixels:: device::

# The tests have built the binary already; this call finds nothing to do after `make unit`.
.PHONY: end2end
end2end: $(NODE_MODULES) | rust chromium
	$(MAKE) --no-print-directory site PROFILE=dev
	cargo build $(NATIVE_PACKAGES) --bins
	cd end2end && npm test --silent

# Figures of the pages in Chromium; judges nothing. With PROFILE=dev, those of the quick build.
.PHONY: measure
measure: build $(NODE_MODULES) | chromium
	cd end2end && EFFIGY_BINARY=$(EFFIGY) npm run measure --silent

# The site: bindings and WASM, styles, pictures, each compressed beside itself

.PHONY: site
site: $(SITE_ENCODED)

# All sections in one call: what they share is compiled once. A file that cargo leaves alone keeps its time.
$(SECTIONS:%=$(WASM_DIR)/%.wasm) &: FORCE | rust
	cargo build --profile $(WEB_PROFILE) $(WEB_CARGO)

$(BINDGEN): FORCE | rust compiler
	cargo build --profile wasm-dev --target-dir $(WEB) -p bindgen

define SECTION
$(SITE)/pkg/$(1)_bg.wasm: $(WASM_DIR)/$(1).wasm $(BINDGEN) $(SITE_PROFILE) $(NODE_MODULES)
	mkdir -p $(WEB)/pkg/$(1) $$(@D)
	$(BINDGEN) $$< $(WEB)/pkg/$(1) $(1)
ifeq ($(PROFILE),release)
	$(NODE_BIN)/wasm-opt $(WASM_PASSES) $(WASM_FEATURES) $(WEB)/pkg/$(1)/$(1)_bg.wasm -o $(WEB)/pkg/$(1)/$(1)_bg.wasm
endif
	cp -R $(WEB)/pkg/$(1)/. $$(@D)/
	touch $$@
endef
$(foreach section,$(SECTIONS),$(eval $(call SECTION,$(section))))

$(SITE)/pkg/effigy.css: $(shell find style -name '*.scss') $(SITE_PROFILE) $(NODE_MODULES)
	$(NODE_BIN)/sass --no-source-map --style=$(SASS_STYLE) style/main.scss $@

$(SITE_PUBLIC): $(shell find public)
	mkdir -p $(SITE)
	find $(SITE) -mindepth 1 -maxdepth 1 ! -name pkg -exec rm -rf {} +
	cp -R public/. $(SITE)/
	mkdir -p $(@D) && touch $@

$(SITE_ENCODED): $(SITE_FILES) end2end/build/compress.js
	node end2end/build/compress.js $(SITE) $(BROTLI_QUALITY)
	@touch $@

# Changes only when the profile does, so that a site of one profile is never taken for the other's.
$(SITE_PROFILE): FORCE
	@mkdir -p $(@D)
	@[[ "$$(cat $@ 2>/dev/null)" == $(PROFILE) ]] || echo $(PROFILE) > $@

FORCE: ;

# What is missing is installed, or it is said how

.PHONY: rust
rust: compiler
	@command -v cargo >/dev/null || { echo 'Effigy is built with Rust: install rustup from https://rustup.rs, then run make again.'; exit 1; }
	@if command -v rustup >/dev/null; then \
	  rustup target list --installed 2>/dev/null | grep -q '^wasm32-unknown-unknown$$' && cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 \
	  || rustup toolchain install; \
	fi

.PHONY: compiler
compiler:
	@command -v cc >/dev/null || .ci/apt-install build-essential 'a C compiler and linker'

.PHONY: chromium
chromium:
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || .ci/apt-install chromium 'the browser that the browser tests drive'

.PHONY: postgres
postgres:
	@[[ -n "$${EFFIGY_POSTGRES:-}" ]] || command -v pg_ctl >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' >/dev/null \
	  || .ci/apt-install postgresql 'the database server that the store is also tested on'

$(NODE_MODULES): end2end/package-lock.json end2end/package.json
	@command -v npm >/dev/null || { echo 'Effigy needs Node.js 20 or newer with npm: https://nodejs.org (Debian: apt-get install nodejs npm).'; exit 1; }
	npm ci --prefix end2end
	@touch $@
