--- A grammar whose captures fill the memory.
-- captures: ^(memory limit|time limit)$
-- repeat: ATTACK captures %s 200000 a,

return {
  api      = 1,
  name     = "captures",
  summary  = "Captures everything again and again",
  provides = { captures = { kind = "string" } },
  scope    = "document",
  always   = true,

  grammar = function(g)
    local many = g.P"a"
    for _ = 1, 6 do many = g.list("all", many * g.P(true)) end
    return {
      "plain", "all",
      all = g.P"captures " * (many * g.P(",") * g.list("rest", #g.upto(g.P"z")))^1,
      plain = g.field("kind", g.oneof({ All = "done" })),
    }
  end,

  build = function(m)
    return { kind = m.kind or ("x"):rep(1 << 28) .. #m.all }
  end,
}
