--- Places: countries, regions, cities, mountains, rivers, with the country they lie in; a capital that speaks stands for its government.
--
-- Adjectives and peoples ("Iranian", "Danes") are no places here: they are in the roles and countries of people and organisations.

local PLACE <const> = 3

local kinds = {river = "river", lake = "lake", sea = "sea", ocean = "ocean", bay = "sea", gulf = "sea", strait = "strait", island = "island", islands = "island", mountain = "mountain",
  mountains = "mountain", mount = "mountain", valley = "region", desert = "desert", peninsula = "region", province = "province", county = "county", district = "district", region = "region",
  state = "state", prefecture = "prefecture", governorate = "governorate", city = "city", town = "city", village = "city", airport = "landmark", port = "landmark", bridge = "landmark",
  park = "landmark", street = "landmark", road = "landmark", avenue = "landmark", square = "landmark", palace = "landmark", stadium = "landmark", prison = "landmark", mosque = "landmark",
  cathedral = "landmark", hospital = "landmark", museum = "landmark", hotel = "landmark", station = "landmark", cape = "region", canal = "canal"}

return {
  api = 1,
  name = "places",
  summary = "Places by name, with kind, country and what a capital stands for",
  provides = {places = {name = "string", kind = "string", country = "string", metonym_of = "string", how = "string"}},
  requires = {"_names"},
  scope = "document",
  data = {metonyms = {file = "metonyms.tsv", match = "name"}, cues = {file = "en.name_cues.tsv", match = "word"}, countries = {file = "countries.tsv", match = "name"}},
  columns = {"line", "name", "kind", "country", "metonym_of"},

  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local names = doc:layer"_names"[1]
    if not names or names.places == 0 then return end
    local found, words = names.found, doc.words
    local listed_names = found.names
    local function last_at(first, list)
      local name = listed_names[first << 4 | list]
      return name and name >> 40
    end
    local function first_at(last, list) return listed_names[-(last << 4 | list)] end
    local function row_at(first, list) return listed_names[first << 4 | list] end
    local metonym_end, metonym_row = doc:starts"metonyms"
    local cues = ctx.data.cues

    local function speaks(i)
      local cue = cues[words[i] or ""]
      return cue and cue.class == "speech"
    end

    -- What each country is called here: by its usual name if that stands in the text, else by its longest.
    local usual, rows = {}, {}
    for k = 1, found.count do
      if found.kind[k] == PLACE and found.listed[k] then
        local row = doc:row(found.listed[k])
        rows[k] = row
        if row.alpha3 then
          local text = doc.slice(found.from[k], found.to[k])
          local other = usual[row.country]
          if not other or row.kind == "name" or #text > #other and other ~= usual[row.alpha3] then usual[row.country] = text end
          if row.kind == "name" then usual[row.alpha3] = text end
        end
      end
    end
    for k = 1, found.count do
      if found.kind[k] == PLACE then
        local first, last = found.from[k], found.to[k]
        local text = doc.slice(first, last)
        local row = rows[k]
        local country, kind, name, how = row and row.country or nil, row and row.kind or nil, text, "name"
        if row and row.alpha3 then
          kind = "country"
          name = usual[country] or text
          if name ~= text then how = "alias" end
        elseif row and row.place then
          name, how = row.place, "alias"
        end
        if not kind then
          kind = kinds[words[last]] or kinds[words[first]]
          -- "Chabahar, Iran"
          if not country and words[last + 1] == "," and last_at(last + 2, 1) then country = doc:row(row_at(last + 2, 1)).country end
        end
        local metonym
        if speaks(last + 1) or speaks(first - 1) then
          if metonym_end[first] == last then
            metonym = doc:row(metonym_row[first]).org
          elseif kind == "capital" and country then
            metonym = "government of " .. country
          end
        end
        local why = found.evidence(found.why[k])
        if metonym then why[#why + 1] = ("a verb of speech beside it: it stands for the %s"):format(metonym) end
        local score = found.score[k]
        add(first, last, {name = name, kind = kind == "capital" and "city" or kind, country = country, metonym_of = metonym, how = how, why = why,
                          confidence = score >= 3.5 and "high" or score >= 2.2 and "medium" or "low"})
      end
    end
  end,

  examples = {
    {"Tehran said talks in Vienna would go on.", {"Tehran", country = "IR", kind = "city", metonym_of = "government of IR"}, {"Vienna", country = "AT"}},
    {"They crossed the Tana River in Kenya.", {"Tana River"}, {"Kenya", country = "KE", kind = "country"}},
    {"Iranian officials met Danes."},
  },
}
