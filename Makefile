# readout: build, test, measure. `make help` lists the targets.

VERSION = 0.1.0
BUILD   ?= build
READOUT ?= readout
CC      ?= cc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local

PACKAGES = lua5.4 lua5.4-lpeg libcjson libutf8proc libarchive libseccomp gumbo expat
WARN = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DREADOUT_VERSION='"$(VERSION)"' $(WARN) $(CFLAGS) $(shell pkg-config --cflags $(PACKAGES))
LIBS = -Wl,-Bstatic $(shell pkg-config --libs lua5.4-lpeg lua5.4) -Wl,-Bdynamic \
       $(shell pkg-config --libs libcjson libutf8proc libarchive libseccomp gumbo expat) -lm -ldl

DEPS = gcc make pkg-config liblua5.4-dev lua-lpeg-dev libcjson-dev libutf8proc-dev libarchive-dev libseccomp-dev \
       libgumbo-dev libexpat1-dev perl python3

STOREYS = base text model match source writer run host
C_FILES = $(foreach s,$(STOREYS),$(wildcard core/$(s)/*.c)) core/main.c
OBJECTS = $(C_FILES:%.c=$(BUILD)/%.o) $(BUILD)/image.o
TOOL_C  = $(wildcard core/base/*.c core/text/*.c core/match/*.c) core/tools/pack.c
PACKED  = $(wildcard core/lua/*.lua plugins/*.lua plugins/data/*.tsv)

.PHONY: all clean deps check

all: $(READOUT)

$(READOUT): $(OBJECTS)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(dir $@)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The image: Lua modules, plugins, data and the index of all shipped name lists, one read-only block.
$(BUILD)/pack: $(TOOL_C)
	@mkdir -p $(dir $@)
	$(CC) $(ALL_CFLAGS) -o $@ $^ $(shell pkg-config --libs libutf8proc) -lm

$(BUILD)/image.bin: $(BUILD)/pack $(PACKED)
	$(BUILD)/pack $@ $(PACKED)

$(BUILD)/image.o: $(BUILD)/image.bin
	@mkdir -p $(dir $@)
	printf '.section .rodata\n.balign 64\n.global readout_image\nreadout_image:\n.incbin "%s"\n.global readout_image_end\nreadout_image_end:\n.byte 0\n.section .note.GNU-stack,"",%%progbits\n' $< \
	  | $(CC) -c -x assembler -o $@ -

deps:
	apt-get update -qq
	apt-get install -y --no-install-recommends $(DEPS)

clean:
	rm -rf $(BUILD) $(READOUT)

-include $(OBJECTS:.o=.d)
