--- A pattern nested so deep that LPeg's own recursion over it fills the stack: a crash costs the documents that need it.
-- recursive: ^(crash \(signal 11\)|memory limit|time limit|.*too (complex|big|many).*)$

return {
  api      = 1,
  name     = "recursive",
  summary  = "Crashes the worker",
  provides = { recursive = { kind = "string" } },
  triggers = { "attack" },

  uses = { "words" },

  grammar = function(g)
    local p = g.P"a"
    for _ = 1, 30000 do p = -p end
    return { "plain", plain = p }
  end,
}
