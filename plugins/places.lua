return {
  api = 1, name = "places", summary = "Places by name", provides = {places = {name = "string"}}, requires = {"_names"}, scope = "document",
  annotate = function(unit, add)
    for name in unit:each"_names" do
      if name.type == "place" then add(name, {name = name.text, why = name.why, confidence = name.confidence}) end
    end
  end,
}
