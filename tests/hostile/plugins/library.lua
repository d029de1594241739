--- The patterns that the vocabulary offers must not lead to the library behind them.
-- library: ok

return {
  api      = 1,
  name     = "library",
  summary  = "Looks behind the vocabulary",
  provides = { library = { kind = "string" } },
  always   = true,

  grammar = function(g)
    local function has(holder, name)
      local ok, value = pcall(function() return holder[name] end)
      return ok and value ~= nil
    end
    for _, name in ipairs({ "Cmt", "Cb", "Carg", "setmaxstack", "ptree", "pcode", "locale", "type", "version" }) do
      if has(g, name) or has(g.P(1), name) or has(g.space, name) then error(name .. " is in reach") end
    end
    if pcall(function() g.space.match = nil end) then error("a shared pattern was changed") end
    return { "plain", plain = g.field("kind", g.oneof({ All = "done", ATTACK = "done" })) }
  end,
}
