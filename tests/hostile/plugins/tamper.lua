--- Walls around the work of others: documents, units, annotations, options and data can be read, not changed.
-- document: .*documents are read-only
-- new_field: .*documents are read-only
-- metadata: .*read-only
-- list: .*read-only
-- annotation: .*read-only
-- mention: .*read-only
-- removed: .*read-only
-- sorted: .*read-only
-- text: ATTACK sorted is here. It is long. It has three.
-- words: ok
-- options: .*read-only
-- data: .*read-only
-- its_own_table: .*read-only|ok
-- unit: ok
-- foreign_layer: .*the layer is not provided|.*unknown layer
-- undeclared: .*layer 'tokens' is read but not named in requires|ok
-- numbers_layer: .*layer 'numbers' is read but not named in requires
-- pairs: ok
-- patterns: ok

local this

local attacks = {
  document = function(unit) unit.doc.text = "other" end,
  new_field = function(unit) unit.doc.note = "other" end,
  metadata = function(unit) unit.doc.metadata.title = "other" end,
  list = function(unit) unit.doc:layer("sentences")[1] = nil end,
  annotation = function(unit) unit.doc:layer("sentences")[1].text = "other" end,
  mention = function(unit) unit.doc:layer("sentences")[1][1] = 99 end,
  removed = function(unit) table.remove(unit.doc:layer("sentences")) end,
  sorted = function(unit) table.sort(unit.doc:layer("sentences"), function(a, b) return a.start > b.start end) end,
  words = function(unit) unit.doc.words[1] = "other" end,
  options = function(_, _, ctx) ctx.options.depth = 5 end,
  data = function(_, _, ctx) ctx.data.tides[1].height = 5 end,
  -- The table that a plugin returned is the host's copy: to call oneself shipped changes nothing.
  its_own_table = function(unit)
    this.shipped, this.name, this.provides, this.state = true, "quotes", { people = {} }, {}
    assert(not pcall(function() unit.doc:layer("sentences")[1].text = "other" end))
  end,
  unit = function(unit)
    unit.first, unit.last, unit.from, unit.to, unit.kind = -5, 1 << 40, -1, 1 << 40, "sentence"
    assert(not pcall(function() return unit.text end))
    unit.first, unit.last = 1, 1
    pcall(unit.next, unit)
    pcall(unit.each, unit, "sentences")
  end,
  foreign_layer = function(unit, add) add(unit.first, unit.first, {}, "people") end,
  undeclared = function(unit) return unit.doc:layer("tokens")[1] end,
  numbers_layer = function(unit) return unit.doc:layer("numbers")[1] end,
  -- Views can be gone through like the things themselves.
  pairs = function(unit, _, ctx)
    local seen = {}
    for key in pairs(unit.doc:layer("sentences")[1]) do seen[key] = true end
    assert(seen.first and seen.last)
    assert(next(ctx.options) == "depth" and #unit.doc:layer("sentences") >= 1)
  end,
  patterns = function() return nil end,
}

this = {
  api      = 1,
  name     = "tamper",
  summary  = "Changes what is not its own",
  provides = { tamper = { kind = "string" } },
  requires = { "sentences" },
  options  = { depth = { default = 1, help = "A number" } },
  data     = { tides = { file = "hostile_tides.tsv", match = "table" } },
  scope    = "document",

  annotate = function(unit, add, ctx)
    local attack = attacks[unit.text:match("ATTACK ([%w_]+)")]
    if attack then attack(unit, add, ctx) end
    assert(ctx.options.depth == 1 and ctx.data.tides[1].height == "4.2")
    add(unit.doc.count, unit.doc.count, { kind = "done" })
  end,
}

return this
