--- Walls around answers: whatever a plugin answers, the record is written whole or its document is an error.
-- moved_before: .*stays as it is|.*no field|.*read-only
-- moved_behind: .*stays as it is|.*no field
-- layer_changed: .*field 'layer' stays as it is
-- function_set: .*kind: string expected, got function
-- table_set: .*kind: string expected, got table
-- unknown_set: .*unknown field 'kynd'
-- tokens_swapped: .*last token 1 before first 2
-- tokens_zero: .*token 0 is outside
-- tokens_far: .*token 1099511627776 is outside
-- tokens_text: .*add: first token: integer expected
-- tokens_nan: .*integer expected
-- mention_swapped: .*the last token stands before the first
-- mention_far: .*token \d+ is outside
-- mention_moved: .*a span outside of its document
-- mention_text: .*a span outside of its document
-- mention_foreign: .*a span without a document
-- mention_numbers: ok
-- cycle: .*more than 64 levels
-- deep: .*more than 64 levels
-- wide: ^(output limit|time limit|memory limit)$
-- functions: .*a function cannot be written
-- numbers: ok
-- bytes: ok
-- kept: .*'kept' is assigned for each document
-- error_table: .*an error that is no text, but a table
-- error_fault: .*an error that is no text, but a table
-- error_nil: .*an error without a message
-- error_long: ^.*xxx \.\.\.$
-- error_escape: .*
-- list_key: ok

local kept -- of an earlier document

local attacks = {
  moved_before = function(unit, add) add(unit.first, unit.first, {})[1] = -1 end,
  moved_behind = function(unit, add) add(unit.first, unit.first, {}).last = 1 << 40 end,
  layer_changed = function(unit, add) add(unit.first, unit.first, {}).layer = "people" end,
  function_set = function(unit, add) add(unit.first, unit.first, {}).kind = function() end end,
  table_set = function(unit, add) add(unit.first, unit.first, {}).kind = {} end,
  unknown_set = function(unit, add) add(unit.first, unit.first, {}).kynd = "x" end,
  tokens_swapped = function(_, add) add(2, 1, {}) end,
  tokens_zero = function(_, add) add(0, 1, {}) end,
  tokens_far = function(_, add) add(1, 1 << 40, {}) end,
  tokens_text = function(_, add) add("one", 1, {}) end,
  tokens_nan = function(_, add) add(0 / 0, 1, {}) end,
  mention_swapped = function(unit) return unit:mention(3, 1) end,
  mention_far = function(unit) return unit:mention(1, 99999) end,
  mention_moved = function(unit, add)
    local mention = unit:mention(1, 1)
    mention[2] = 1 << 40
    add(1, 1, { who = mention })
  end,
  mention_text = function(unit, add)
    local mention = unit:mention(1, 1)
    mention[1], mention[2] = "x", {}
    add(1, 1, { who = mention })
  end,
  mention_foreign = function(unit, add)
    local mention = unit:mention(1, 1)
    mention[3] = {}
    add(1, 1, { who = mention })
  end,
  mention_numbers = function(unit, add) add(1, 1, { who = unit:mention(1, 1, { [2] = 1 << 40, [3] = {}, how = "x" }) }) end,
  cycle = function(_, add)
    local t = {}
    t.t = t
    add(1, 1, { who = t })
  end,
  deep = function(_, add)
    local t = {}
    for _ = 1, 100000 do t = { t } end
    add(1, 1, { who = t })
  end,
  wide = function(_, add)
    local t = { "x" }
    for _ = 1, 60 do t = { t, t } end
    add(1, 1, { who = t })
  end,
  functions = function(_, add) add(1, 1, { who = { f = function() end } }) end,
  numbers = function(_, add)
    add(1, 1, { n = 0 / 0 })
    add(1, 1, { n = math.huge })
    add(1, 1, { n = -math.huge })
    add(1, 1, { n = math.mininteger })
    add(1, 1, { n = 1e308 })
    add(1, 1, { n = -0.0 })
  end,
  bytes = function(_, add)
    for _, text in ipairs({ "\xFF", "\xE2\x80", "\xF0", "\xF0\x9F", "\0", "\xED\xA0\x80", "a\xC3", "\xC2", ("\x80"):rep(100) }) do
      add(1, 1, { kind = text })
    end
  end,
  kept = function(unit, add)
    kept = kept or add(1, 1, { kind = "first" })
    add(1, 1, { who = kept })
    return unit
  end,
  error_table = function() error({ what = "all is well", where = "nowhere" }) end,
  -- What a fault of the user's own looks like: it must not end the run.
  error_fault = function() error({ message = "stop everything", code = 0 }) end,
  error_nil = function() error(nil) end,
  error_long = function() error(("x"):rep(1 << 20), 0) end,
  error_escape = function() error("\27]0;owned\7\27[2J\xFF", 0) end,
  list_key = function(_, add) add(1, 1, { [1] = "x", [2.5] = "y", [true] = "z", kind = "w" }) end,
}

return {
  api      = 1,
  name     = "answer",
  summary  = "Answers what cannot be written",
  provides = { answer = { kind = "string", who = "mention", n = "number" } },
  scope    = "document",

  annotate = function(unit, add, ctx)
    local attack = attacks[unit.text:match("ATTACK ([%w_]+)")]
    if attack then attack(unit, add, ctx) end
    add(unit.doc.count, unit.doc.count, { kind = "done" })
  end,
}
