--- Tides line by line: a report whose rows stream, for the tests of the command line.

return {
  api      = 1,
  name     = "tide_table",
  summary  = "Tides, a row each",
  requires = { "tides" },
  options  = { feet = { type = "boolean", default = false, help = "heights in feet" } },

  report = {
    columns = { "line", "kind", "height" },
    row = function(doc, emit, options)
      for _, tide in ipairs(doc:layer "tides") do
        local height = tide.height
        if height and options.feet then height = math.floor(height * 100 / 30.48 + 0.5) end
        emit { line = tide.line, kind = tide.kind, height = height }
      end
    end,
  },

  examples = {
    { "A high tide of 3 metres, then a low tide.", options = { feet = true }, rows = { { 1, "high", 10 }, { kind = "low" } } },
  },
}
