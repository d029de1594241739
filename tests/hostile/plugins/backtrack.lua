--- A grammar that takes exponential time where a text says so.
-- exponential: ^time limit$
-- text: ATTACK exponential aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

return {
  api      = 1,
  name     = "backtrack",
  summary  = "Backtracks without end",
  provides = { backtrack = { kind = "string" } },
  always   = true,

  grammar = function(g)
    return {
      "plain", "nested",
      nested = g.V"run" * g.P"b",
      run = g.P"a" * g.V"run" * g.P"b" + g.P"a" * g.V"run" * g.P"c" + g.P"a",
      plain = g.field("kind", g.oneof({ All = "done" })),
    }
  end,
}
