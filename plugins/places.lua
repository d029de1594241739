--- Places: countries, regions, cities, mountains, rivers, with the country they lie in; a capital that speaks stands
-- for its government.
--
-- Adjectives and peoples ("Iranian", "Danes") are no places here: they are in the roles and countries of people and
-- organisations.

local PLACE <const> = 3

-- What is asked of found.names and found.marks (see _pieces).
local COUNTRIES <const> = 1
local SPEECH <const> = 1 << 19
local COMMA <const> = 1 << 42

-- Kinds by the word that a place is called by.
local kinds = {
  river = "river", lake = "lake", sea = "sea", ocean = "ocean", bay = "sea", gulf = "sea", strait = "strait",
    island = "island",
  islands = "island", mountain = "mountain", mountains = "mountain", mount = "mountain", valley = "region",
    desert = "desert",
  peninsula = "region", province = "province", county = "county", district = "district", region = "region",
    state = "state",
  prefecture = "prefecture", governorate = "governorate", city = "city", town = "city", village = "city",
    cape = "region", canal = "canal",
}
local landmarks = "airport port bridge park street road avenue square palace stadium prison mosque cathedral hospital museum hotel station"
for name in landmarks:gmatch("%a+") do kinds[name] = "landmark" end

-- Evidence in words is shared by all mentions with the same evidence and nothing to add.
local evidence = {}

-- What each country is called in the document: by its usual name if that stands in the text, else by its longest.
local function country_names(doc, found, rows)
  local longest, usual = {}, {}
  for k = 1, found.count do
    if found.kind[k] == PLACE and found.listed[k] then
      local row = doc:row(found.listed[k])
      rows[k] = row
      if row.alpha3 and not usual[row.country] then
        local text = doc.slice(found.from[k], found.to[k])
        local other = longest[row.country]
        if row.kind == "name" then
          usual[row.country] = text
        elseif not other or #text > #other then
          longest[row.country] = text
        end
      end
    end
  end
  return usual, longest
end

return {
  api = 1,
  name = "places",
  summary = "Places by name, with kind, country and what a capital stands for",
  provides = {places = {name = "string", kind = "string", country = "string", metonym_of = "string", how = "string"}},
  requires = {"_names"},
  scope = "document",
  data = {metonyms = {file = "metonyms.tsv", match = "name"}},
  columns = {"line", "name", "kind", "country", "metonym_of"},

  annotate = function(unit, add)
    local doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.places == 0 then return end
    local found, word = record.found, doc.word
    local names, marks = found.names, found.marks
    local metonym_end, metonym_row
    local rows = {}
    local usual, longest = country_names(doc, found, rows)

    for k = 1, found.count do
      if found.kind[k] == PLACE then
        local first, last, bits = found.from[k], found.to[k], found.why[k]
        local text = doc.slice(first, last)
        local row = rows[k]
        local country, kind, name, how, metonym
        if row then
          country, kind = row.country, row.kind
          if row.alpha3 then
            kind, name = "country", usual[country] or longest[country]
          else
            name = row.place
          end
        end
        if not kind then
          kind = kinds[word(last)] or kinds[word(first)]
          -- "Chabahar, Iran"
          if not country and last + 2 <= doc.count and marks[last + 1] & COMMA ~= 0 then
            local behind = names[last + 2 << 4 | COUNTRIES]
            country = behind and doc:row(behind).country
          end
        end
        if last < doc.count and marks[last + 1] & SPEECH ~= 0 or first > 1 and marks[first - 1] & SPEECH ~= 0 then
          if not metonym_end then metonym_end, metonym_row = doc:starts"metonyms" end
          if metonym_end[first] == last then
            metonym = doc:row(metonym_row[first]).org
          elseif kind == "capital" and country then
            metonym = "government of " .. country
          end
        end
        if name and name ~= text then how = "alias" else name, how = text, "name" end
        local why = evidence[bits]
        if not why then
          why = found.evidence(bits)
          evidence[bits] = why
        end
        if metonym then
          why = table.move(why, 1, #why, 1, {})
          why[#why + 1] = ("a verb of speech beside it: it stands for the %s"):format(metonym)
        end
        local score = found.score[k]
        add(first, last, {
          name = name, kind = kind == "capital" and "city" or kind, country = country or nil, metonym_of = metonym,
            how = how, why = why,
          confidence = score >= 3.5 and "high" or score >= 2.2 and "medium" or "low",
        })
      end
    end
  end,

  examples = {
    {"Tehran said talks in Vienna would go on.",
      {"Tehran", country = "IR", kind = "city", metonym_of = "government of IR"}, {"Vienna", country = "AT"}},
    {"They crossed the Tana River in Kenya.", {"Tana River"}, {"Kenya", country = "KE", kind = "country"}},
    {"The US and the United States are one.", {"US", name = "United States", how = "alias"},
      {"United States", country = "US"}},
    {"Iranian officials met Danes."},
  },
}
