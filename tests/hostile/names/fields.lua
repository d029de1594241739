--- Fields whose names are no identifiers: for tests of what JSON makes of them.
return {
  api      = 1,
  name     = "fields",
  summary  = "Fields with a quotation mark, a control character and an umlaut in their names",
  provides = { fields = { ['a"b\\'] = "string", ["tab\t"] = "string", ["größe"] = "string" } },
  triggers = { "cell" },

  grammar = function(g) return { "cell", cell = g.P"Cell" } end,
  build = function() return { ['a"b\\'] = "1", ["tab\t"] = "2", ["größe"] = "3" } end,
}
