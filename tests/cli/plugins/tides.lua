--- High and low water, for the tests of the command line: they must not change with the shipped plugins.

local kinds = { high = "high", low = "low" }

return {
  api      = 1,
  name     = "tides",
  summary  = "Tides with their height in metres",
  provides = { tides = { height = "number", kind = "string", where = "mention" } },
  triggers = { "tide" },

  grammar = function(g)
    local V = g.V
    return {
      "named",
      named = g.field("kind", g.word_of(kinds)) * g.gap * "tide" * g.boundary * (V"height" + V"place")^0,
      height = g.gap * "of" * g.gap * g.field("height", g.number) * g.gap * "metres",
      place = g.gap * "at" * g.gap * g.field("where", g.capitals),
    }
  end,

  build = function(m)
    return { kind = m.kind, height = m.height, where = m.where }
  end,

  examples = {
    { "a high tide of 4.2 metres at Port Ellen, then a low tide",
      { "high tide of 4.2 metres at Port Ellen", kind = "high", height = 4.2 },
      { "low tide", kind = "low" } },
    { "the tide turned" },
  },
}
