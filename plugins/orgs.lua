return {
  api = 1, name = "orgs", summary = "Organisations by name", provides = {orgs = {name = "string"}}, requires = {"_names"}, scope = "document",
  annotate = function(unit, add)
    for name in unit:each"_names" do
      if name.type == "org" then add(name, {name = name.text, why = name.why, confidence = name.confidence}) end
    end
  end,
}
