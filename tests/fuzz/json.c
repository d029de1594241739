/*
 * Any bytes as a JSON value from outside (a partial answer, metadata, a manifest) and as text in an answer: what is read can be
 * written, what is written is valid UTF-8 on one line and reads back as the same, and so does any string of bytes.
 */

static const char prelude[] =
    "local core = require 'core'\n"
    "return function(text)\n"
    "  local value, at = core.json_decode(text)\n"
    "  assert(value ~= nil or at == nil or at >= 1 and at <= #text + 1, 'no place')\n"
    "  local once = core.json_encode(value)\n"
    "  assert(utf8.len(once) and not once:find('[\\n\\r]'))\n"
    "  assert(core.json_encode(core.json_decode(once)) == once, once)\n"
    "  for _, ascii in ipairs { false, true } do\n"
    "    core.set_output { offsets = 'char', ascii = ascii }\n"
    "    local written = core.json_encode { text = text }\n"
    "    assert(utf8.len(written) and (not ascii or not written:find('[\\x80-\\xFF]')))\n"
    "    local back = core.json_decode(written)\n"
    "    assert(text:find('\\0', 1, true) or not utf8.len(text) or back.text == text, written)\n"
    "  end\n"
    "  core.set_output { offsets = 'char', ascii = false }\n"
    "end\n";

#include "lua_target.h"
