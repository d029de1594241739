-- Who is named with whom: pairs of people and organisations in one sentence, and how often. As CSV it is the list of edges that
-- programs for networks read.
--
--   readout run named_together news/*.txt
--   readout run named_together news/*.txt -f csv -o edges.csv -- 3      pairs named together at least three times

local least = tonumber(arg[1]) or 1

return sentences:map(function(sentence, doc)
  local names, seen, found = {}, {}, {}
  for one in doc:sentence(doc.sentence_of(sentence.first)):each "entities" do
    if (one.kind == "person" or one.kind == "org") and not seen[one.name] then
      seen[one.name] = true
      names[#names + 1] = one.name
    end
  end
  table.sort(names)
  for i = 1, #names do
    for j = i + 1, #names do found[#found + 1] = names[i] .. "\t" .. names[j] end
  end
  return #found > 0 and { pair = found } or nil -- a list counts for each of its items
end):count "pair":map(function(row)
  local source, target = row.pair:match "^(.*)\t(.*)$"
  return row.n >= least and { source = source, target = target, n = row.n } or nil
end):pick("source", "target", "n")
