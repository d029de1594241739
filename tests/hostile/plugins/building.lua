--- A grammar that is never built: each document that needs it meets the limit, and says where.
-- building: ^(time|memory) limit$

return {
  api      = 1,
  name     = "building",
  summary  = "Builds a grammar without end",
  provides = { building = { kind = "string" } },
  triggers = { "attack" },

  uses = { "words" },

  grammar = function(g)
    local p = g.P"a"
    while true do p = g.P"a" * g.P"b" end
    return { "plain", plain = p }
  end,
}
