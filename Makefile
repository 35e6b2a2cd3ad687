# Builds, tests and installs pressmark. GNU make 4.3; the only makefile.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	make			build/release/pressmark
#	make help		all targets
#	make V=1		show the commands
#	make VARIANT=asan	another variant, in build/asan
#
# Everything that is made is below build/$(VARIANT). Sources are found by
# folder and name: a new .c or .cc file needs no line here.

VARIANT ?= release
VARIANTS := release debug asan tsan cov fuzz
ifeq ($(filter $(VARIANT),$(VARIANTS)),)
$(error VARIANT is one of: $(VARIANTS))
endif

PREFIX ?= /usr/local
OUT := build/$(VARIANT)

# ---- Sources

# In the order of the layers; tests/lint/layers.sh holds them to it.
FOLDERS := base text shim bulk indexer query eval server cli

sources := $(foreach f,$(FOLDERS),$(wildcard $f/*.c $f/*.cc))
objects := $(patsubst %,$(OUT)/obj/%.o,$(basename $(sources)))
main_object := $(OUT)/obj/cli/main.o
library := $(OUT)/libpressmark.a
program := $(OUT)/pressmark
# A page for the program and one for each command.
pages := $(patsubst %,$(OUT)/man/%.1,pressmark \
	$(patsubst cli/cmd_%.c,pressmark-%,$(wildcard cli/cmd_*.c)))

test_names = $(patsubst tests/%.c,$(OUT)/tests/%,$(wildcard tests/$1/$2*.c))
unit_tests := $(call test_names,unit,test_)
prop_tests := $(call test_names,prop,prop_)
fuzz_targets := $(call test_names,fuzz,fuzz_)
# Small libraries for LD_PRELOAD that make system calls fail.
fault_libraries := $(addsuffix .so,$(call test_names,fault,))
# What else lies in tests/unit and tests/prop is linked to each test there.
unit_help := $(patsubst %.c,$(OUT)/obj/%.o,$(filter-out \
	tests/unit/test_%,$(wildcard tests/unit/*.c)))
prop_help := $(patsubst %.c,$(OUT)/obj/%.o,$(filter-out \
	tests/prop/prop_%,$(wildcard tests/prop/*.c)))

# ---- Flags

ifeq ($(VARIANT),fuzz)
CC := clang
CXX := clang++
endif

# Asked when a recipe first needs the answer, then remembered: reading this
# file needs neither pkg-config nor any library.
ask = $(eval $1 := $(shell pkg-config $2 2>/dev/null || echo $3))$($1)
# libmicrohttpd and libxml2 are loaded where they are needed (base/library.h); of
# these only tests link the second.
PACKAGES := xapian-core yaml-0.1 md4c jansson libxml-2.0 libdeflate libzstd
package_cflags = $(call ask,package_cflags,--cflags $(PACKAGES))
package_libs = $(call ask,package_libs,--libs $(PACKAGES),\
	-lxapian -lyaml -lmd4c -ljansson -lxml2 -ldeflate -lzstd)
cmocka_cflags = $(call ask,cmocka_cflags,--cflags cmocka)
cmocka_libs = $(call ask,cmocka_libs,--libs cmocka,-lcmocka)
sqlite_cflags = $(call ask,sqlite_cflags,--cflags sqlite3)
sqlite_libs = $(call ask,sqlite_libs,--libs sqlite3,-lsqlite3)
# libunistring comes without a .pc file. -lm and -pthread are libc's own.
libs = $(package_libs) -lunistring -lm -pthread -ldl

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wpointer-arith \
	-Wwrite-strings -Wformat=2
# A block longer than the stack must be an error, never a crash: no arrays of
# variable length, no alloca.
warnings += -Wvla -Walloca
# What is not static is declared in a header, with its parameters.
c_warnings := $(warnings) -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition
# A size that is cut in silence is how limits are passed by: every narrowing
# is written down. (Signs are left alone: most such casts would be noise.)
c_warnings += -Wconversion -Wno-sign-conversion
# A base class without a virtual destructor cannot be deleted.
cxx_warnings := $(warnings) -Wnon-virtual-dtor
# xap.h is C and cannot say noexcept; the shim's functions are all the same.
ifneq ($(findstring clang,$(CXX)),)
cxx_warnings += -Wno-missing-exception-spec
endif

# Hardening. All addresses bound at start (-z now): dearer than lazily in
# theory, measured cheaper for this program (1.8 ms against 2.0 ms), since a
# search uses most of them.
harden := -fstack-protector-strong -fstack-clash-protection
harden_link := -pie -Wl,-z,relro,-z,now -Wl,--as-needed
fortify := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
# The address sanitizer has its own, better copies of fortified functions.
sane := -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all \
	-U_FORTIFY_SOURCE -D_GLIBCXX_ASSERTIONS

build_release := -O2 -g $(harden) $(fortify)
build_debug := -Og -g3 $(harden) -D_GLIBCXX_ASSERTIONS
build_asan := $(sane) -fsanitize=address,undefined
build_tsan := $(sane) -fsanitize=thread
build_cov := -O0 -g --coverage
# The link of a fuzz target adds libFuzzer's main.
build_fuzz := $(sane) -fsanitize=fuzzer-no-link,address,undefined

build_flags := $(build_$(VARIANT)) -fPIE
link_flags := $(filter -fsanitize=% --coverage,$(build_flags)) $(harden_link)
ifeq ($(WERROR),1)
build_flags += -Werror
endif

# The user's own come last and so win.
common = -I. -D_POSIX_C_SOURCE=200809L -MMD -MP $(package_cflags) -pthread
c_flags = -std=c11 $(common) $(c_warnings) $(build_flags) \
	$(CPPFLAGS) $(CFLAGS)
# Only what shim/xap.h marks is visible.
cxx_flags = -std=c++17 $(common) -fvisibility=hidden $(cxx_warnings) \
	$(build_flags) $(CPPFLAGS) $(CXXFLAGS)
ld_flags = $(link_flags) $(LDFLAGS)

# ---- How things are made

# Quiet unless V=1: `$(say) CC file` prints, $(q) hides a command.
ifeq ($(V),1)
q :=
say := @:
else
q := @
say := @printf '  %-5s %s\n'
endif

# A word list as one word for the shell.
quote = '$(subst ','\'',$(strip $1))'

# Writes a text to a file if it differs from what is there, so that what is
# made with other flags, or from other files, is made anew.
remember = @mkdir -p $(@D); \
	printf '%s\n' $(call quote,$1) | cmp -s - $@ || \
	printf '%s\n' $(call quote,$1) >$@

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
.PHONY: FORCE
FORCE:

.PHONY: all
all: $(program) $(pages) ## build build/VARIANT/pressmark and its manual

# Says what is missing before a compiler does, once.
$(OUT)/found:
	$(q)CC='$(CC)' CXX='$(CXX)' sh .ci/deps.sh --check build
	$(q)mkdir -p $(@D) && touch $@

$(OUT)/flags: FORCE
	$(call remember,$(CC) $(c_flags) / $(CXX) $(cxx_flags) / $(ld_flags))

$(OUT)/members: FORCE
	$(call remember,$(objects))

$(OUT)/obj/%.o: %.c $(OUT)/flags | $(OUT)/found
	$(say) CC $<
	$(q)mkdir -p $(@D)
	$(q)$(CC) $(c_flags) $(extra_cflags) -c $< -o $@

$(OUT)/obj/%.o: %.cc $(OUT)/flags | $(OUT)/found
	$(say) CXX $<
	$(q)mkdir -p $(@D)
	$(q)$(CXX) $(cxx_flags) -c $< -o $@

# Files that it takes into the program, as they are and by gzip.
here_files := server/openapi.json $(wildcard web/*)
$(OUT)/obj/server/here.o: private extra_cflags = -Wa,-I$(OUT)/here
$(OUT)/obj/server/here.o: $(here_files) $(here_files:%=$(OUT)/here/%.gz)
$(OUT)/here/%.gz: %
	$(say) GZIP $<
	$(q)mkdir -p $(@D)
	$(q)gzip -9nc $< >$@

# Made anew each time: ar would keep the objects of files that are gone.
$(library): $(filter-out $(main_object),$(objects)) $(OUT)/members
	$(say) AR $@
	$(q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

# Linked by the C++ compiler, for its library.
$(program): $(main_object) $(library)
	$(say) LD $@
	$(q)$(CXX) $(ld_flags) $(filter %.o %.a,$^) $(libs) -o $@

# The program knows what is to be said of its options.
$(pages): $(OUT)/man/%.1: $(program)
	$(say) MAN $@
	$(q)mkdir -p $(@D)
	$(q)$(program) help --man $(patsubst pressmark-%,%,$(filter-out \
		pressmark,$*)) >$@

$(OUT)/obj/tests/%.o: private extra_cflags = $(cmocka_cflags) \
	-DTEST_DATA='"$(<D)"'

$(unit_tests): $(unit_help)
$(prop_tests): $(prop_help)
$(unit_tests) $(prop_tests): $(OUT)/tests/%: $(OUT)/obj/tests/%.o $(library)
	$(say) LD $@
	$(q)mkdir -p $(@D)
	$(q)$(CXX) $(ld_flags) $(filter %.o,$^) $(library) $(libs) \
		$(cmocka_libs) -o $@

# clang brings a main that makes inputs up; elsewhere tests/fuzz/replay.c is a
# main that replays the ones that are kept.
fuzz_main := $(if $(filter fuzz,$(VARIANT)),,$(OUT)/obj/tests/fuzz/replay.o)
$(fuzz_targets): $(OUT)/tests/%: $(OUT)/obj/tests/%.o $(fuzz_main) $(library)
	$(say) LD $@
	$(q)mkdir -p $(@D)
	$(q)$(CXX) $(if $(fuzz_main),,-fsanitize=fuzzer) $(ld_flags) \
		$(filter %.o %.a,$^) $(libs) -o $@

$(fault_libraries): $(OUT)/tests/%.so: tests/%.c $(OUT)/flags
	$(say) LD $@
	$(q)mkdir -p $(@D)
	$(q)$(CC) $(filter-out -fPIE,$(c_flags)) -MT $@ -fPIC -shared \
		$< -o $@ -ldl

# The generator of corpora stands alone.
$(OUT)/gen: corpus/gen.c $(OUT)/flags
	$(say) CC $<
	$(q)$(CC) $(c_flags) -MT $@ $(ld_flags) $< -o $@ -lm

# ---- Targets

# As many jobs as there are processors, unless the user said how many.
processors = $(shell nproc 2>/dev/null || echo 2)
jobs = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(processors))
again = --no-print-directory $(jobs)
deps = CC='$(CC)' CXX='$(CXX)' sh .ci/deps.sh

.PHONY: help
help: ## list the targets
	@echo 'make TARGET [VARIANT=$(VARIANT)] [V=1] [CFLAGS=... LDFLAGS=...]'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' Makefile | \
		expand -t 18
	@echo 'VARIANT is one of: $(VARIANTS)'

.PHONY: deps
deps: ## install what building and checking need, if it is missing
	$(q)$(deps) build check

# Prints a command as a heading, then runs it.
show = @printf '\n$$ pressmark %s\n' $(call quote,$1); \
	PRESSMARK_INDEX=build/demo-index build/release/pressmark $1

.PHONY: demo
demo: ## build, index the small corpus, search it
	$(q)$(deps) build
	$(q)$(MAKE) $(again) VARIANT=release all
	$(q)rm -rf build/demo-index
	$(call show,index corpus/small)
	$(call show,search -n 2 water treaty)
	$(call show,search -n 2 '"central bank" tag:trade')
	$(call show,search -n 2 --since 2021 'vaccin*')

.PHONY: parts
parts: ## build the program and the tests of VARIANT, run nothing
parts: $(if $(filter fuzz,$(VARIANT)),,$(program) $(OUT)/gen $(pages) $(unit_tests) \
	$(prop_tests) $(fault_libraries)) $(fuzz_targets)

run = perl tests/run.pl --jobs=$(processors)
# What a run is made of, as VARIANT:FILE.
lint_runs := $(addprefix lint:,$(filter-out %/tap.sh %/exports.sh,$(sort \
	$(wildcard tests/lint/*.sh tests/lint/*.pl))))
unit_runs = $(addprefix $1:,$(subst $(OUT)/,build/$1/,$(unit_tests)))
prop_runs = $(addprefix $1:,$(subst $(OUT)/,build/$1/,$(prop_tests)))
fuzz_runs = $(addprefix $1:,$(subst $(OUT)/,build/$1/,$(fuzz_targets)))
e2e_runs = $(addprefix $1:,$(wildcard tests/e2e/t*.sh))
fault_runs = $(addprefix $1:,$(wildcard tests/fault/t*.sh))

.PHONY: check
check: ## install what is missing, then run every test and lint
	$(q)$(deps) build check
	$(q)$(MAKE) $(again) -k WERROR=1 VARIANT=release parts
	$(q)$(MAKE) $(again) -k WERROR=1 VARIANT=asan parts
	$(q)CC='$(CC)' CXX='$(CXX)' $(run) $(lint_runs) \
		$(call unit_runs,release) $(call unit_runs,asan) \
		$(call prop_runs,release) $(call prop_runs,asan) \
		$(call fuzz_runs,asan) \
		$(call e2e_runs,release) $(call e2e_runs,asan) \
		$(call fault_runs,release)

.PHONY: lint
lint: ## run the lints alone
	$(q)$(deps) --check build check
	$(q)$(MAKE) $(again) VARIANT=release all
	$(q)CC='$(CC)' CXX='$(CXX)' $(run) $(lint_runs)

.PHONY: test
test: parts ## run the tests of VARIANT alone, without lints
	$(q)$(run) $(call unit_runs,$(VARIANT)) $(call prop_runs,$(VARIANT)) \
		$(if $(fuzz_main),$(call fuzz_runs,$(VARIANT))) \
		$(call e2e_runs,$(VARIANT)) \
		$(if $(filter release debug,$(VARIANT)),$(call \
		fault_runs,$(VARIANT)))

.PHONY: unit
unit: $(unit_tests) ## run the unit tests of VARIANT alone
	$(q)$(run) $(call unit_runs,$(VARIANT))

.PHONY: check-swap
check-swap: ## make an index anew 100 times while it is served
	$(q)$(MAKE) $(again) VARIANT=release all
	$(q)SERVE_CHANGES=100 sh tests/e2e/t0824-serve-life.sh

.PHONY: check-soak
check-soak: ## ask a server a million times, in ten minutes
	$(q)$(MAKE) $(again) VARIANT=release all
	$(q)SERVE_REQUESTS=1000000 sh tests/e2e/t0831-serve-soak.sh

.PHONY: budget
budget: ## write down how many instructions building and searching take
	$(q)$(deps) --check build check
	$(q)$(MAKE) $(again) VARIANT=release parts
	$(q)CC='$(CC)' BUDGET_WRITE=1 BUDGET_REASON='$(BUDGET_REASON)' \
		PRESSMARK_BUILD=build/release sh tests/e2e/t0880-budget.sh

.PHONY: check-browser
check-browser: ## try page and widget in headless Chromium, if there is one
	$(q)$(MAKE) $(again) VARIANT=release all
	$(q)sh tests/browser/check.sh build/release/pressmark build/browser

.PHONY: format
format: ## rewrite the sources as .clang-format says
	$(q)sh tests/lint/format.sh --write

.PHONY: coverage
coverage: ## run the tests with gcov, print what they reach
	$(q)find build/cov -name '*.gcda' -delete 2>/dev/null || :
	$(q)$(MAKE) $(again) VARIANT=cov test; status=$$?; \
		perl tests/coverage.pl build/cov/obj $(FOLDERS) && exit $$status

SECONDS ?= 60
.PHONY: fuzz
fuzz: ## make inputs up for SECONDS a target, with clang
	$(q)$(deps) build fuzz
	$(q)$(MAKE) $(again) VARIANT=fuzz parts
	$(q)sh tests/fuzz/run.sh build/fuzz $(SECONDS)

.PHONY: bench-deps
bench-deps: ## install what bench compares with
	$(q)$(deps) build bench

N ?= 10000
.PHONY: bench-gen
bench-gen: ## write N synthetic articles to build/bench-corpus
	$(q)$(MAKE) $(again) VARIANT=release build/release/gen
	$(q)rm -rf build/bench-corpus
	$(q)build/release/gen $(N) build/bench-corpus

bench_dir := build/release/tests/bench
# SQLite is not needed for anything else, so it may be absent.
bench_tools = $(addprefix $(bench_dir)/,extract measure termgenerator $(shell \
	pkg-config --exists sqlite3 && echo fts5 fts5_search))
CORPUS ?= build/bench-corpus
.PHONY: bench
bench: ## measure against other engines over CORPUS=folder
	$(q)$(MAKE) $(again) VARIANT=release all $(bench_tools)
	$(q)perl tests/bench/bench.pl '$(CORPUS)'

.PHONY: bench-read
bench-read: ## measure how fast articles are read over CORPUS=folder
	$(q)$(MAKE) $(again) VARIANT=release $(bench_dir)/read
	$(q)$(bench_dir)/read '$(CORPUS)'

INDEX ?= build/bench-index
search_tools = $(addprefix $(bench_dir)/,search extract measure termgenerator \
	queryparser $(shell pkg-config --exists sqlite3 && echo fts5 fts5_search))
.PHONY: bench-search
bench-search: ## measure searches of INDEX=folder, made from CORPUS if absent
	$(q)$(MAKE) $(again) VARIANT=release all $(search_tools)
	$(q)perl tests/bench/search.pl '$(CORPUS)' '$(INDEX)'

.PHONY: bench-suggest
bench-suggest: ## measure what each keystroke costs, of INDEX=folder
	$(q)$(MAKE) $(again) VARIANT=release $(bench_dir)/suggest
	$(q)$(bench_dir)/suggest '$(INDEX)'

# Who is root has to say so.
demo_user = $(if $(filter 0,$(shell id -u)),--user root)
.PHONY: demo-site
demo-site: all ## serve a search page for corpus/small until it is interrupted
	$(q)$(program) index -q --index $(OUT)/demo corpus/small
	$(q)$(program) serve -q --index $(OUT)/demo $(demo_user)

.PHONY: bench-serve
bench-serve: ## measure the server over CORPUS=folder, INDEX made if absent
	$(q)$(MAKE) $(again) VARIANT=release all $(bench_dir)/serve \
		$(bench_dir)/extract
	$(q)perl tests/bench/serve.pl '$(CORPUS)' '$(INDEX)'

# Judged collections; BEFORE=folder has runs to compare with.
RELEVANCE ?= ../shared/relevance
.PHONY: bench-relevance
bench-relevance: ## measure relevance over the collections of RELEVANCE=folder
	$(q)$(MAKE) $(again) VARIANT=release all
	$(q)perl tests/bench/relevance.pl $(if $(BEFORE),--before='$(BEFORE)') \
		'$(RELEVANCE)'

$(OUT)/obj/tests/bench/peers/fts5%.o: private extra_cflags = $(sqlite_cflags)
$(bench_dir)/extract: build/release/obj/tests/bench/extract.o $(library)
$(bench_dir)/read: build/release/obj/tests/bench/read.o $(library)
bench_ask := build/release/obj/tests/bench/ask.o
bench_pack := build/release/obj/tests/bench/peers/pack.o
$(bench_dir)/search: build/release/obj/tests/bench/search.o $(bench_ask) \
	$(library)
$(bench_dir)/suggest: build/release/obj/tests/bench/suggest.o $(bench_ask) \
	$(library)
$(bench_dir)/serve: build/release/obj/tests/bench/serve.o $(library)
$(bench_dir)/measure: build/release/obj/tests/bench/measure.o
$(bench_dir)/termgenerator: build/release/obj/tests/bench/peers/termgenerator.o \
	$(bench_pack)
$(bench_dir)/queryparser: build/release/obj/tests/bench/peers/queryparser.o \
	$(bench_ask)
$(bench_dir)/fts5: build/release/obj/tests/bench/peers/fts5.o $(bench_pack)
$(bench_dir)/fts5_search: build/release/obj/tests/bench/peers/fts5_search.o \
	$(bench_ask)
$(bench_dir)/fts5 $(bench_dir)/fts5_search: private libs = $(sqlite_libs)
$(bench_dir)/%:
	$(say) LD $@
	$(q)mkdir -p $(@D)
	$(q)$(CXX) $(ld_flags) $(filter %.o %.a,$^) $(libs) -o $@

# Installs what is built and builds nothing, so that root need not.
share = $(DESTDIR)$(PREFIX)/share
doc_dir = $(share)/doc/pressmark
man_dir = $(share)/man/man1
# Where each shell looks.
bash_file = $(share)/bash-completion/completions/pressmark
zsh_file = $(share)/zsh/site-functions/_pressmark
fish_file = $(share)/fish/vendor_completions.d/pressmark.fish
.PHONY: install
install: ## install below DESTDIR and PREFIX, without building
	$(q)test -x build/release/pressmark -a -e build/release/man/pressmark.1 || \
		{ echo "Nothing is built yet: run 'make' first." >&2; exit 1; }
	$(q)install -d '$(DESTDIR)$(PREFIX)/bin' '$(doc_dir)' '$(man_dir)' \
		'$(dir $(bash_file))' '$(dir $(zsh_file))' '$(dir $(fish_file))'
	$(q)install build/release/pressmark '$(DESTDIR)$(PREFIX)/bin'
	$(q)install -m 644 $(wildcard README.md NEWS.md LICENSE docs/*.md) \
		'$(doc_dir)'
	$(q)install -m 644 $(pages:$(OUT)/%=build/release/%) '$(man_dir)'
	$(q)install -m 644 cli/completion/pressmark.bash '$(bash_file)'
	$(q)install -m 644 cli/completion/_pressmark '$(zsh_file)'
	$(q)install -m 644 cli/completion/pressmark.fish '$(fish_file)'

.PHONY: uninstall
uninstall: ## remove what install put there
	$(q)rm -f '$(DESTDIR)$(PREFIX)/bin/pressmark' '$(bash_file)' \
		'$(zsh_file)' '$(fish_file)'
	$(q)cd '$(man_dir)' 2>/dev/null && rm -f $(notdir $(pages)) || :
	$(q)rm -rf '$(doc_dir)'

.PHONY: clean
clean: ## remove everything that was made
	$(q)rm -rf build

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
