--- Places: countries, regions, cities, mountains, rivers, with the country they lie in; a capital that speaks stands
-- for its government.
--
-- Adjectives and peoples ("Iranian", "Danes") are no places here: they are in the roles and countries of people and
-- organisations.

local PLACE <const> = 3

-- What is asked of found.names and found.marks (see _words).
local COUNTRIES <const> = 1
local UPPER <const> = 1 << 1
local SPEECH <const> = 1 << 19
local COMMA <const> = 1 << 42

-- Kinds by the word that a place is called by.
local kinds = {}
for kind, words in pairs {river = "river", lake = "lake", sea = "sea bay gulf", ocean = "ocean", strait = "strait", canal = "canal",
  island = "island islands", mountain = "mountain mountains mount", desert = "desert", region = "region valley peninsula cape",
  province = "province", county = "county", district = "district", state = "state", prefecture = "prefecture",
  governorate = "governorate", city = "city town village", landmark = [[airport port bridge park street road avenue square palace
  stadium prison mosque cathedral hospital museum hotel station]]} do
  for word in words:gmatch"%a+" do kinds[word] = kind end
end

-- What each country is called: by its usual name in the list, whatever the text writes.
local usual

local function usual_names(countries)
  local names = {}
  for _, row in ipairs(countries) do
    if row.kind == "name" then names[row.country] = row.name end
  end
  return names
end

-- What the list tells of a place, by the number of its row: {country =, kind =, name =}; kept once it was asked for.
local known_places = {}

local function read_row(doc, packed)
  local row = doc:row(packed)
  local known = {country = row.country, kind = row.kind, name = row.place, written = row.name}
  if row.alpha3 then
    known.kind, known.name = "country", row.kind == "historic" and row.name or usual[row.country] or row.name
  end
  known_places[packed] = known
  return known
end

local unlisted = {}

-- A place in capitals, as datelines write it, as it is written elsewhere: "OSLO" is Oslo. `written`: in the list.
local function without_capitals(text, written)
  if #text < 4 or not text:find"^[%u %-]+$" then return text end
  return written or (text:gsub("(%u)(%u+)", function(first, others) return first .. others:lower() end))
end

-- What a verb of speech beside a place says that it stands for: tokens first to last, in a country or nil.
local metonym_end, metonym_row -- of doc:starts, once asked for

local function metonym_of(doc, first, last, kind, country)
  if not metonym_end then metonym_end, metonym_row = doc:starts"metonyms" end
  if metonym_end[first] == last then return doc:row(metonym_row[first]).org end
  if kind == "capital" and country then return "government of " .. country end
end

local waters = {ocean = true, sea = true} -- kinds: a Pacific island is not the Pacific

-- What an island is called where the text names it without that word too: "Tolvu Island" is Tolvu; nil else.
local function without_island(doc, found, first, last)
  local short = doc.slice(first, last - 1)
  for k = 1, found.count do
    local listed = found.listed[k]
    if found.kind[k] == PLACE and found.to[k] - found.from[k] == last - 1 - first and doc.slice(found.from[k], found.to[k]) == short
      and not (listed and waters[doc:cell(listed, "kind")]) then
      return short
    end
  end
end

local FIELDS <const> = {"name", "kind", "country", "metonym_of", "how", "why", "confidence"}

return {
  api = 1,
  name = "places",
  summary = "Places by name, with kind, country and what a capital stands for",
  provides = {places = {name = "string", kind = "string", country = "string", metonym_of = "string", how = "string"}},
  requires = {"_names"},
  scope = "document",
  data = {metonyms = {file = "metonyms.tsv", match = "name"}, countries = {file = "countries.tsv", match = "table"}},
  columns = {"line", "name", "kind", "country", "metonym_of"},

  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.places == 0 then return end
    local found, word, slice, count = record.found, doc.word, doc.slice, doc.count
    local names, marks, from, to = found.names, found.marks, found.from, found.to
    local kinds_of, listed, bits_of, scores, in_words = found.kind, found.listed, found.why, found.score, found.evidence
    usual = usual or usual_names(ctx.data.countries)
    metonym_end = nil

    for k = 1, found.count do
      if kinds_of[k] == PLACE then
        local first, last, score = from[k], to[k], scores[k]
        local row = listed[k]
        local known = row and (known_places[row] or read_row(doc, row)) or unlisted
        local country, kind, name, metonym = known.country, known.kind, known.name, nil
        if not kind then
          kind = kinds[word(last)] or kinds[word(first)]
          -- "Chabahar, Iran"
          if not country and last + 2 <= count and marks[last + 1] & COMMA ~= 0 then
            local behind = names[last + 2 << 4 | COUNTRIES] or from[k + 1] == last + 2 and kinds_of[k + 1] == PLACE and listed[k + 1]
            country = behind and doc:row(behind).country or nil
          end
        end
        if last < count and marks[last + 1] & SPEECH ~= 0 or first > 1 and marks[first - 1] & SPEECH ~= 0 then
          metonym = metonym_of(doc, first, last, kind, country)
        end
        local why = in_words(bits_of[k])
        if metonym then
          why = table.move(why, 1, #why, 1, {})
          why[#why + 1] = ("a verb of speech beside it: it stands for the %s"):format(metonym)
        end
        local text = slice(first, last)
        if first < last and kinds[word(last)] == "island" then name = without_island(doc, found, first, last) or name end
        local called = name or marks[first] & UPPER ~= 0 and without_capitals(text, known.written) or text
        add(first, last, FIELDS, called, kind == "capital" and "city" or kind, country, metonym,
          name and name ~= text and "alias" or "name", why, score >= 3.5 and "high" or score >= 2.2 and "medium" or "low")
      end
    end
  end,

  examples = {
    {"Udelo, a small village in Kenya, was shut, as was the road to Kvamba. Soldiers entered Norkele.", {"Udelo"}, {"Kenya"},
      {"Kvamba"}, {"Norkele"}},
    {"He left Mexico City for La Paz. The Arctic has no Arctic wolves, Caribbean.", {"Mexico City"}, {"La Paz"}, {"Arctic"}},
    {"He left Cambridge, Massachusetts. The Lebanese army went to Tripoli.", {"Cambridge", country = "US"}, {"Massachusetts"},
      {"Tripoli", country = "LB"}},
    {"They left Geneva, Ill., for Lebanon, Pa., and London, Ontario. Ill. is Illinois.", {"Geneva", country = "US"},
      {"Ill.", name = "Illinois", kind = "state"}, {"Lebanon", country = "US", kind = false}, {"Pa."}, {"London", country = "CA"},
      {"Ontario", country = "CA"}, {"Ill.", country = "US"}, {"Illinois"}},
    {"Ships from Lebanon, Texas and Oman came.", {"Lebanon", country = "LB"}, {"Texas"}, {"Oman"}},
    {"The mayor flew from Oslo to Wash-\nington.", {"Oslo"}, {"Wash-\nington", name = "Washington"}},
    {"OSLO -- It rained in Oslo.", {"OSLO", name = "Oslo", country = "NO", how = "name"}, {"Oslo", name = "Oslo"}},
    {"Tehran said talks in Vienna would go on.",
      {"Tehran", country = "IR", kind = "city", metonym_of = "government of IR"}, {"Vienna", country = "AT"}},
    {"They crossed the Tana River in Kenya.", {"Tana River"}, {"Kenya", country = "KE", kind = "country"}},
    {"The US and the United States are one.", {"US", name = "United States", how = "alias"}, {"United States", country = "US"}},
    {"The UK spoke with Myanmar, once Burma.", {"UK", name = "United Kingdom", how = "alias"},
      {"Myanmar"}, {"Burma", country = "MM"}},
    {"OBAN (Reuters) - They met in Panama City and King County.", {"OBAN"}, {"Panama City", kind = "city"}, {"King County"}},
    {"They left Tolvu Nagar and Udelo Chowk for the Kvale police station, the Oban Conference Centre and Greater Lisbon.",
      {"Tolvu Nagar"}, {"Udelo Chowk"}, {"Kvale"}, {"Oban Conference Centre"}, {"Greater Lisbon"}},
    {"The mayor of Tolvu Burkanu met the Udelo governor.", {"Tolvu Burkanu"}, {"Udelo"}},
    {"They chose Miss Uganda.", {"Uganda"}},
    {"They went to Tolvu Island. It rained in Tolvu and in Kvale Island.", {"Tolvu Island", name = "Tolvu", how = "alias"},
      {"Tolvu", name = "Tolvu"}, {"Kvale Island", name = "Kvale Island"}},
    {"Iranian officials met Danes."},
  },
}
