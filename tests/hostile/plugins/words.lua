--- Patterns for others: a grammar that uses them is built where it is needed, not when its plugin is read.
return {
  api        = 1,
  name       = "words",
  summary    = "Patterns for others",
  vocabulary = function(g) return { a = g.P"a" } end,
}
