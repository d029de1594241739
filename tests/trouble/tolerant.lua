--- Reads what it requires only where the text asks it to, and goes on after errors in it.
return {
  api = 1,
  name = "tolerant",
  summary = "Reads the layer trouble where it stands: READ; twice: READ READ",
  provides = {tolerant = {found = "number"}},
  requires = {"trouble"},
  scope = "document",

  annotate = function(unit, add)
    local doc, found = unit.doc, nil
    for _ in doc.text:gmatch("READ") do
      local ok, list = pcall(doc.layer, doc, "trouble")
      found = ok and #list or 0
    end
    add(unit.first, unit.last, {found = found})
  end,

  examples = {{"All is well.", {"All is well."}}, {"READ this.", {"READ this.", found = 1}}},
}
