--- Organisations: each name with its kind, country, acronym, and the name that other forms of it stand for.
--
-- Two names are one organisation when the list of organisations says so, when one is the acronym of the other (defined
-- in brackets, or by its initials), when one lacks only the nation before it, or when a bare "Court" follows the name
-- of one.

local ORG <const> = 2

-- What is asked of found.names and found.marks (see _pieces).
local COUNTRIES <const>, DEMONYMS <const> = 1, 2
local END <const> = 40
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local HEAD <const> = 1 << 21
local OPEN <const> = 1 << 43
local CLOSE <const> = 1 << 44

-- The document being read: set by annotate.
local doc, word, slice, names, marks

local function row_at(first, list) return doc:row(names[first << 4 | list]) end

-- The country that stands before token i: "Iranian", "US", "Iran's".
local function nation_before(i)
  local first = names[-(i - 1 << 4 | DEMONYMS)]
  if first then return row_at(first, DEMONYMS).country end
  local last = i > 2 and word(i - 1) == "'s" and i - 2 or i - 1
  first = names[-(last << 4 | COUNTRIES)]
  return first and row_at(first, COUNTRIES).country
end

-- The country that the name itself begins or ends with ("Iranian Foreign Ministry", "Central Bank of Iraq"); the first
-- token behind it.
local function nation_within(first, last)
  for list = COUNTRIES, DEMONYMS do
    local name = names[first << 4 | list]
    if name and name >> END < last then return doc:row(name).country, (name >> END) + 1 end
  end
  local at = names[-(last << 4 | COUNTRIES)]
  if at and at > first then return row_at(at, COUNTRIES).country end
end

-- The initials of the capitalised words of a name.
local function initials_of(first, last)
  local letters = {}
  for i = first, last do
    if marks[i] & CAPITAL ~= 0 then letters[#letters + 1] = word(i):match("^" .. utf8.charpattern) end
  end
  return table.concat(letters)
end

-- Evidence in words is shared by all mentions with the same evidence and nothing to add.
local evidence = {}

return {
  api = 1,
  name = "orgs",
  summary = "Organisations by name, with kind, country and acronym",
  provides = {orgs = {name = "string", kind = "string", country = "string", acronym = "string", how = "string"}},
  requires = {"_names"},
  scope = "document",
  data = {heads = {file = "org_heads.tsv", match = "word"}},
  columns = {"line", "name", "kind", "country", "acronym", "how"},

  annotate = function(unit, add, ctx)
    doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.orgs == 0 then return end
    local found, heads = record.found, ctx.data.heads
    names, marks, word, slice = found.names, found.marks, doc.word, doc.slice
    local kind, from, to = found.kind, found.from, found.to
    local by_key, by_plain, by_initials, by_head = {}, {}, {}, {}
    local org_of, how_of = {}, {}

    for k = 1, found.count do
      if kind[k] == ORG then
        local first, last = from[k], to[k]
        local text = slice(first, last)
        local key = first == last and word(first) or text:lower()
        local row = found.listed[k] and doc:row(found.listed[k]) or nil
        local listed = row and row.org and row.org:lower() or nil
        local org, how = listed and by_key[listed] or by_key[key], "same name"
        local nation, plain
        if not org then
          if last > first then
            local after_nation
            nation, after_nation = nation_within(first, last)
            plain = after_nation and slice(after_nation, last):lower() or key
          end
          nation = nation or first > 1 and nation_before(first) or nil
          if first == last then
            if marks[first] & UPPER ~= 0 then
              org, how = by_initials[key], "acronym"
            elseif marks[first] & HEAD ~= 0 then
              org, how = by_head[key], "the word it is called by"
            end
          elseif not listed then
            -- "Foreign Ministry" is the "Iranian Foreign Ministry" named before, unless another nation stands before
            -- it.
            local other = by_plain[plain]
            if other and (not nation or not other.country or nation == other.country) then org, how = other,
              "without its nation" end
          end
        end
        if not org then
          local head = heads[word(last)] or heads[word(first)]
          org = {name = text, first = first, kind = row and row.kind or head and head.kind or nil,
            country = row and row.country or nation,
                 acronym = row and row.acronym or nil}
          how = "full name"
          if last > first then by_initials[initials_of(first, last)] = org end
        elseif how == "same name" and text ~= org.name then
          how = org.acronym == text and "acronym" or "alias"
          -- The longest form is the name.
          if #text > #org.name then org.name = text end
        end
        org.country = org.country or nation or nil
        by_key[key] = org
        if listed then by_key[listed] = org end
        if last > first then
          by_plain[plain or key] = by_plain[plain or key] or org
          if marks[last] & HEAD ~= 0 then by_head[word(last)] = org elseif marks[first] & HEAD ~= 0 then by_head[word(first)] = org end
          -- "Long Name (LN)"
          if last + 3 <= doc.count and marks[last + 1] & OPEN ~= 0 and marks[last + 2] & UPPER ~= 0
            and marks[last + 3] & CLOSE ~= 0 then
            by_key[word(last + 2)] = by_key[word(last + 2)] or org
            org.acronym = org.acronym or doc.surface(last + 2)
          end
        end
        org_of[k], how_of[k] = org, how
      end
    end

    for k = 1, found.count do
      local org = org_of[k]
      if org then
        local bits, how = found.why[k], how_of[k]
        local why = evidence[bits]
        if not why then
          why = found.evidence(bits)
          evidence[bits] = why
        end
        if how ~= "full name" and how ~= "same name" then
          why = table.move(why, 1, #why, 1, {})
          why[#why + 1] = ("%s: %s, line %d"):format(how, org.name, doc.line_of(org.first))
        end
        local score = found.score[k]
        add(from[k], to[k], {
          name = org.name, kind = org.kind, country = org.country, acronym = org.acronym, how = how, why = why,
          confidence = score >= 4 and "high" or score >= 2.4 and "medium" or "low",
        })
      end
    end
  end,

  examples = {
    {"The Maritime Inspection Authority (MIA) met in Oslo. The MIA left.",
      {"Maritime Inspection Authority", kind = "agency", acronym = "MIA"},
        {"MIA", name = "Maritime Inspection Authority"},
      {"MIA", name = "Maritime Inspection Authority", how = "acronym"}},
    {"The Norwegian Fisheries Ministry said nothing. The Fisheries Ministry is in Oslo.",
      {"Norwegian Fisheries Ministry", country = "NO", kind = "ministry"},
      {"Fisheries Ministry", name = "Norwegian Fisheries Ministry", country = "NO"}},
    {"They left the United Nations and the IMF.", {"United Nations", kind = "body"}, {"IMF", acronym = "IMF"}},
    {"Nobody came to the party."},
  },
}
