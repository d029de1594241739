# readout: build, test, measure. `make help` lists the targets.

VERSION = 0.1.0
BUILD   ?= build
READOUT ?= readout
CC      ?= cc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local

PACKAGES = lua5.4 lua5.4-lpeg libcjson libutf8proc libarchive zlib libseccomp gumbo expat
WARN = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DREADOUT_VERSION='"$(VERSION)"' $(WARN) $(CFLAGS) $(shell pkg-config --cflags $(PACKAGES))
LIBS = -Wl,-Bstatic $(shell pkg-config --libs lua5.4-lpeg lua5.4) -Wl,-Bdynamic \
       $(shell pkg-config --libs libcjson libutf8proc libarchive zlib libseccomp gumbo expat) -lm -ldl

DEPS = gcc make pkg-config liblua5.4-dev lua-lpeg-dev libcjson-dev libutf8proc-dev libarchive-dev zlib1g-dev libseccomp-dev \
       libgumbo-dev libexpat1-dev lua5.4 python3
DEPS_ENGINES = parallel slurmctld slurmd slurm-client munge python3-distributed
DEPS_DEV = clang clang-tidy clang-format lua-check valgrind

STOREYS = base text match source writer run host
C_FILES = $(foreach s,$(STOREYS),$(wildcard core/$(s)/*.c))
OBJECTS = $(C_FILES:%.c=$(BUILD)/%.o)
TOOL_C  = $(wildcard core/base/*.c core/text/*.c core/match/*.c) core/tools/pack.c
TOOL_H  = $(wildcard core/base/*.h core/text/*.h core/match/*.h)
PACKED  = $(wildcard plugins/*.lua plugins/data/*.tsv scripts/*.lua)
LUA     = $(patsubst %.lua,%.luac,$(wildcard core/lua/*.lua plugins/*.lua))
FUZZERS = $(filter-out replay,$(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
TESTS_C = $(patsubst tests/core/%.c,$(BUILD)/tests/%,$(wildcard tests/core/*_test.c)) $(FUZZERS:%=$(BUILD)/tests/fuzz_%_test)

.PHONY: all help deps deps-dev unicode-table clean tests-c check asan memcheck oom fuzz lint lint-format lint-lua lint-tidy \
        format storeys accuracy bench bench-peers soak test-engines \
        install uninstall dist

# Commands are shown short; `make V=1` shows them whole.
Q   = $(if $(V),,@)
say = @printf '  %-5s %s\n' $(1) $@

all: $(READOUT) ## build ./readout

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' Makefile

# --- the program

$(READOUT): $(BUILD)/core/main.o $(BUILD)/libreadout.a
	$(call say,link)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

# All of the core but main: what tests, fuzzers and small benchmarks link with.
$(BUILD)/libreadout.a: $(OBJECTS) $(BUILD)/image.o
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

$(BUILD)/%.o: %.c
	$(call say,cc)
	@mkdir -p $(dir $@)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The image: Lua modules and plugins (compiled, so that nothing is parsed at start), the plugins' texts, their data and the
# index of all shipped name lists, one read-only block.
$(BUILD)/lua/%.luac: %.lua
	@mkdir -p $(dir $@)
	$(Q)luac5.4 -o $@ $<

$(BUILD)/pack: $(TOOL_C) $(TOOL_H)
	$(call say,cc)
	@mkdir -p $(dir $@)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(TOOL_C) $(shell pkg-config --libs libutf8proc) -lm

$(BUILD)/image.bin: $(BUILD)/pack $(PACKED) $(LUA:%=$(BUILD)/lua/%) core/lua/api.lua
	$(call say,pack)
	$(Q)$(BUILD)/pack $@ $(PACKED) types.lua=core/lua/api.lua $(foreach f,$(LUA),$(f)=$(BUILD)/lua/$(f))

$(BUILD)/image.o: $(BUILD)/image.bin
	@mkdir -p $(dir $@)
	$(Q)printf '.section .rodata\n.balign 64\n.global readout_image\nreadout_image:\n.incbin "%s"\n.global readout_image_end\nreadout_image_end:\n.byte 0\n.section .note.GNU-stack,"",%%progbits\n' $< \
	  | $(CC) -c -x assembler -o $@ -

deps: ## install what the build needs (Debian)
	apt-get update -qq
	apt-get install -y --no-install-recommends $(DEPS)

unicode-table: ## make core/text/unicode_table.c anew from the installed utf8proc
	@mkdir -p $(BUILD)
	$(CC) $(ALL_CFLAGS) -o $(BUILD)/unicode_table core/tools/unicode_table.c $(shell pkg-config --libs libutf8proc)
	$(BUILD)/unicode_table > core/text/unicode_table.c

deps-dev: deps ## install what lint, memcheck and fuzz need as well
	apt-get install -y --no-install-recommends $(DEPS_DEV)

clean: ## remove everything that was built
	rm -rf $(BUILD) $(READOUT)

# --- tests

$(BUILD)/tests/%: tests/core/%.c $(wildcard tests/core/*.h) $(BUILD)/libreadout.a
	@mkdir -p $(dir $@)
	$(call say,cc)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(BUILD)/libreadout.a $(LIBS)

# What fuzzing found, and its seeds, as tests.
$(BUILD)/tests/fuzz_%_test: tests/fuzz/%.c tests/fuzz/replay.c tests/fuzz/lua_target.h $(BUILD)/libreadout.a
	$(call say,cc)
	@mkdir -p $(dir $@)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< tests/fuzz/replay.c $(BUILD)/libreadout.a $(LIBS)

tests-c: $(TESTS_C)

RUN_TESTS = BUILD=$(BUILD) READOUT=$(abspath $(READOUT)) tests/run

check: $(READOUT) tests-c ## all tests; ends with "N passed, M failed, K skipped"
	@$(RUN_TESTS)

# The same program with other flags, in a folder of its own below $(BUILD).
variant = @$(MAKE) --no-print-directory BUILD=$(BUILD)/$(1) READOUT=$(BUILD)/$(1)/readout

SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined

asan: ## the tests under AddressSanitizer and UndefinedBehaviorSanitizer
	$(call variant,asan) CFLAGS='$(SANITIZE)' check

memcheck: ## valgrind over the C tests and one run of each verb
	$(call variant,memcheck) CFLAGS='-O1 -g -DREADOUT_NO_SLABS' all tests-c
	tests/memcheck $(BUILD)/memcheck

oom: ## fail the first allocation, the second, ... and expect a clean end each time
	$(call variant,oom) CFLAGS='$(SANITIZE) -DREADOUT_TEST_ALLOC' all
	tests/oom $(BUILD)/oom/readout

SOAK_DOCUMENTS ?= 100000

soak: $(READOUT) ## SOAK_DOCUMENTS small documents (default 100000) with every fault injected: count in = count out
	tests/soak --readout $(READOUT) --documents $(SOAK_DOCUMENTS)

test-engines: $(READOUT) ## one corpus through serial, -j2, parallel, Dask and Slurm on this machine: the same bytes
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(DEPS_ENGINES)
	tests/engines/run --readout $(READOUT)

FUZZ_SECONDS ?= 60

fuzz: ## libFuzzer over tests/fuzz, FUZZ_SECONDS each (default 60); findings go to $(BUILD)/fuzz/found
	$(call variant,fuzz) CC=clang CFLAGS='$(SANITIZE) -fsanitize=fuzzer-no-link' $(BUILD)/fuzz/libreadout.a
	$(call variant,fuzz) CC=clang CFLAGS='$(SANITIZE) -fsanitize=fuzzer' $(FUZZERS:%=$(BUILD)/fuzz/fuzz/%)
	tests/fuzz/run $(BUILD)/fuzz $(FUZZ_SECONDS)

$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/lua_target.h $(BUILD)/libreadout.a
	@mkdir -p $(dir $@)
	$(call say,cc)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(BUILD)/libreadout.a $(LIBS)

# --- the look of the code

# Generated tables are laid out by their generators.
GENERATED = core/text/unicode_table.c
FORMATTED = $(filter-out $(GENERATED),$(wildcard core/*.c core/*/*.[ch] tests/core/*.[ch] tests/fuzz/*.c tests/bench/*.c))
TIDIED    = $(filter-out $(GENERATED),$(C_FILES)) core/main.c

lint: storeys lint-format lint-lua lint-tidy ## clang-format, clang-tidy, luacheck, and the storeys of core (-k: all of them)

lint-format:
	@for file in $(FORMATTED); do \
	   clang-format $$file | cmp -s - $$file || { echo "$$file: not laid out as .clang-format says: make format"; bad=1; }; \
	 done; test -z "$$bad"

lint-lua:
	luacheck -q core/lua plugins scripts tests

lint-tidy:
	clang-tidy --quiet $(TIDIED) -- $(ALL_CFLAGS)

format: ## lay out the C files
	clang-format -i $(FORMATTED)

storeys: ## check that no folder of core includes from one above it
	python3 core/tools/storeys.py

# --- measures

DIR ?= ../shared/eval/dev

accuracy: $(READOUT) ## measure against texts with known answers: make accuracy DIR=...
	READOUT=$(abspath $(READOUT)) tests/accuracy/run $(DIR)

BENCH_MB ?= 100

$(BUILD)/bench/%: tests/bench/%_bench.c $(BUILD)/libreadout.a
	$(call say,cc)
	@mkdir -p $(dir $@)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(BUILD)/libreadout.a $(LIBS)

bench: $(READOUT) $(BUILD)/bench/segment $(BUILD)/bench/match ## speed and memory on a corpus of BENCH_MB megabytes (default 100) made for it
	tests/bench/run --readout $(READOUT) --build $(BUILD) --mb $(BENCH_MB)

bench-peers: $(READOUT) ## the same beside wink-nlp, compromise and ucto, which it installs into $(BUILD)
	tests/bench/peers --readout $(READOUT) --build $(BUILD)

# --- delivery

# The manual page, with the options as the program has them.
$(BUILD)/readout.1: core/readout.1 core/tools/manual.lua core/lua/options.lua
	$(Q)lua5.4 core/tools/manual.lua > $@

install: $(READOUT) $(BUILD)/readout.1 ## to DESTDIR and PREFIX (default /usr/local)
	install -Dm755 $(READOUT) $(DESTDIR)$(PREFIX)/bin/readout
	install -Dm644 $(BUILD)/readout.1 $(DESTDIR)$(PREFIX)/share/man/man1/readout.1

uninstall: ## take it away again
	rm -f $(DESTDIR)$(PREFIX)/bin/readout $(DESTDIR)$(PREFIX)/share/man/man1/readout.1

dist: ## a source archive of the last commit in $(BUILD)
	@mkdir -p $(BUILD)
	git archive --prefix=readout-$(VERSION)/ -o $(BUILD)/readout-$(VERSION).tar.gz HEAD

# --- name lists

.PHONY: gazetteers
gazetteers: ## make the name lists of plugins/data again from their sources (needs npm, apt-get, python3)
	scripts/gazetteers/fetch $(BUILD)/gazetteers
	python3 -B scripts/gazetteers/make.py $(BUILD)/gazetteers

-include $(OBJECTS:.o=.d) $(BUILD)/core/main.d
