--- What stands between "Cell" and "here": for tests of what formats do with it.
return {
  api      = 1,
  name     = "cells",
  summary  = "What stands between “Cell” and “here”",
  provides = { cells = { inner = "string" } },
  triggers = { "cell" },

  grammar = function(g)
    return { "cell", cell = g.P"Cell " * g.span(g.upto(g.P" here")) * g.P" here" }
  end,
}
