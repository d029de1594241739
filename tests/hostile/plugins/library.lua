--- The patterns that the vocabulary offers must not lead to the library behind them.
-- library: ok

return {
  api      = 1,
  name     = "library",
  summary  = "Looks behind the vocabulary",
  provides = { library = { kind = "string" } },
  always   = true,

  grammar = function(g)
    for _, name in ipairs({ "Cmt", "Cb", "Carg", "setmaxstack", "ptree", "pcode", "locale", "type", "version" }) do
      if g[name] ~= nil or g.P(1)[name] ~= nil or g.space[name] ~= nil then error(name .. " is in reach") end
    end
    if pcall(function() g.space.match = nil end) then error("a shared pattern was changed") end
    return { "plain", plain = g.field("kind", g.oneof({ All = "done", ATTACK = "done" })) }
  end,
}
