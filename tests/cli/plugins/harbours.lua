--- Tides by harbour: a report that adds up, for the tests of the command line.

return {
  api      = 1,
  name     = "harbours",
  summary  = "How many tides each harbour had, and how high",
  requires = { "tides" },
  options  = {
    least = { type = "number", default = 1, help = "leave out harbours with fewer tides" },
    order = { values = { "name", "tides" }, default = "name", help = "what the rows are sorted by" },
  },

  report = {
    map = function(doc)
      local state = { harbours = {}, n = 0 }
      for _, tide in ipairs(doc:layer "tides") do
        state.n = state.n + 1
        if tide.where then
          local name = tide.where.text
          local harbour = state.harbours[name] or { n = 0, highest = 0 }
          harbour.n = harbour.n + 1
          harbour.highest = math.max(harbour.highest, tide.height or 0)
          state.harbours[name] = harbour
        end
      end
      return state
    end,

    merge = function(a, b)
      a.n = a.n + b.n
      for name, from in pairs(b.harbours) do
        local into = a.harbours[name] or { n = 0, highest = 0 }
        into.n, into.highest = into.n + from.n, math.max(into.highest, from.highest)
        a.harbours[name] = into
      end
      return a
    end,

    render = function(state, options)
      local rows = {}
      for name, harbour in pairs(state.harbours) do
        if harbour.n >= options.least then rows[#rows + 1] = { name, harbour.n, harbour.highest } end
      end
      if options.order == "tides" then
        table.sort(rows, function(a, b)
          if a[2] ~= b[2] then return a[2] > b[2] end
          return a[1] < b[1]
        end)
      end
      return {
        { title = "Harbours", columns = { "harbour", "tides", "highest" }, rows = rows },
        { title = "Altogether", columns = { "tides" }, rows = { { state.n } }, notes = { "Tides without a place are counted here." } },
      }
    end,
  },

  examples = {
    { "A high tide of 4 metres at Oban, a low tide at Oban, a high tide at Port Ellen, a low tide.",
      rows = { { "Oban", 2, 4 }, { harbour = "Port Ellen", tides = 1 }, { 4 } } },
    { "A high tide of 4 metres at Oban, a low tide at Oban, a high tide at Port Ellen.",
      options = { least = 2 }, rows = { { "Oban", 2, 4 }, { 3 } } },
  },
}
