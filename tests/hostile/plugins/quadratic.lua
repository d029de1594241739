--- A grammar that takes quadratic time in one call of lpeg.match, which no hook can interrupt.
-- quadratic: ^time limit$
-- repeat: ATTACK quadratic %s 400000 a,

return {
  api      = 1,
  name     = "quadratic",
  summary  = "Looks ahead to the end of the text at every word",
  provides = { quadratic = { kind = "string" } },
  scope    = "document",
  always   = true,

  grammar = function(g)
    return {
      "plain", "far",
      far = g.P"a" * g.upto(g.P"z") * g.P"z",
      plain = g.field("kind", g.oneof({ All = "done" })),
    }
  end,
}
