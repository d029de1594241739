return {
  api = 1, name = "people", summary = "People by name", provides = {people = {name = "string"}}, requires = {"_names"}, scope = "document",
  annotate = function(unit, add)
    for name in unit:each"_names" do
      if name.type == "person" then add(name, {name = name.text, why = name.why, confidence = name.confidence}) end
    end
  end,
}
