--- A grammar that recurses as deep as the text is nested: LPeg's stack of 400 ends it.
-- nested: .*(stack overflow|too many)
-- repeat: ATTACK nested %s 5000 (

return {
  api      = 1,
  name     = "nested",
  summary  = "Recurses with the text",
  provides = { nested = { kind = "string" } },
  scope    = "document",
  always   = true,

  grammar = function(g)
    return {
      "plain", "inner",
      inner = g.P"nested " * g.V"pair",
      pair = g.P"(" * g.V"pair"^-1 * g.P")"^-1,
      plain = g.field("kind", g.oneof({ All = "done" })),
    }
  end,
}
