--- Organisations: each name with its kind, country, acronym, and the name that other forms of it stand for.
--
-- Two names are one organisation when the list of organisations says so, when one is the acronym of the other (defined
-- in brackets, or by its initials), when one lacks only the nation before it, or when a bare "Court" follows the name
-- of one.

local ORG <const> = 2

-- What is asked of found.names and found.marks (see _words).
local COUNTRIES <const> = 1
local DEMONYMS <const> = 2
local ORGS <const> = 6
local END <const> = 40
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local JOINED <const> = 1 << 4
local COMMON <const> = 1 << 8
local HEAD <const> = 1 << 21
local COMPANY <const> = 1 << 24
local OF <const> = 1 << 12
local THE <const> = 1 << 14
local COMMA <const> = 1 << 42
local OPEN <const> = 1 << 43
local CLOSE <const> = 1 << 44
local COUNTRY <const> = 1 << 52
local DEMONYM <const> = 1 << 53
local ASSEMBLY <const> = 1 << 58

local SHORTEST <const> = 3 -- letters of an acronym that stands for the initials of a name further down

local LETTER <const> = "^" .. utf8.charpattern

-- The document being read: set by annotate.
local doc, word, slice, row, names, marks
local listed_country, nation_before -- see _names

-- Organisations by what they are called: by the number of the words, and how these name them again; by name, by name without the
-- nation, by initials, by the word for them, by the acronym in brackets behind them, by the first word.
local by_words, how_again, by_key, by_plain, by_initials, by_head, by_defined, by_first
local long, initialled -- those with long names; so many of them are in by_initials
local short -- those that only an acronym names so far
local letters_at -- acronyms by the last tokens of what they stand for

local function key_of(first, last) return first == last and word(first) or slice(first, last):lower() end

-- The country that the name itself begins or ends with ("Iranian Foreign Ministry", "Central Bank of Iraq"); first and last token
-- of what it is without.
local function nation_within(first, last)
  if marks[first] & (COUNTRY | DEMONYM) ~= 0 then
    for list = COUNTRIES, DEMONYMS do
      local name = names[first << 4 | list]
      local country = name and name >> END < last and row(doc, name).country -- none of "Communist"
      if country then return country, (name >> END) + 1, last end
    end
  end
  local at = names[-(last << 4 | COUNTRIES)]
  if at and at > first then
    local behind = marks[at - 1] & THE ~= 0 and at - 2 or at - 1
    if marks[behind] & OF == 0 or behind < first + 2 then behind = nil end -- not the "Bank of Iraq"
    return row(doc, names[at << 4 | COUNTRIES]).country, behind and first, behind and behind - 1
  end
end

-- What says of a company how it is owned, which is left out as often as not: "Nordhavn ASA", "Kvale Inc."
local legal = word_set[[inc inc. incorporated corp corp. corporation co co. company ltd ltd. limited plc llc llp lp ag as sa s.a. se asa
  ab nv n.v. gmbh oy oyj spa s.p.a. bhd bhd. group holdings]]

-- A name of several words in lower case, without that.
local function key_of_long(first, last)
  if legal[word(last)] then
    last = last - 1
    if last > first and marks[last] & COMMA ~= 0 then last = last - 1 end
  end
  return key_of(first, last)
end

-- A name of the list in lower case, kept once it was asked for.
local lower = {}

local function in_lower(name)
  local text = lower[name]
  if not text then
    text = name:lower()
    lower[name] = text
  end
  return text
end

-- The initials of the words of a name that have `class`: CAPITAL, or any.
local function initials_of(first, last, class)
  local letters, n = {}, 0
  for i = first, last do
    if marks[i] & class == class then
      n = n + 1
      letters[n] = word(i):match(LETTER)
    end
  end
  return table.concat(letters)
end

-- The organisation with a long name that has the initials `key`; of several the last before it.
local function by_acronym(key)
  for n = initialled + 1, #long do
    local org = long[n]
    if org.last > org.first + 1 or not legal[word(org.last)] then
      by_initials[initials_of(org.first, org.last, CAPITAL)] = org
      if marks[org.first + 1] & CAPITAL == 0 then by_initials[initials_of(org.first, org.last, 0)] = org end -- "DOKS"
    end
  end
  initialled = #long
  return by_initials[key]
end

-- The word that a name of several words is called by, or nil. "House" and "Senate" name something by themselves: they are
-- no short forms of the "White House" or the "Senate Ethics Committee".
local function head_of(first, last)
  if marks[last] & HEAD ~= 0 and not (marks[first] & HEAD ~= 0 and marks[first + 1] & OF ~= 0) then
    if marks[last] & ASSEMBLY == 0 then return word(last) end
    local _, plain = nation_within(first, last)
    return plain == last and word(last) or nil
  end
  if marks[first] & HEAD ~= 0 and (marks[first] & ASSEMBLY == 0 or marks[first + 1] & OF ~= 0) then return word(first) end
end

-- The same name the other way round, in lower case: "department of state" and "state department"; nil for others.
local function turned(plain)
  local at = plain:find(" of ", 1, true)
  if not at then return nil end
  local head, field = plain:sub(1, at - 1), plain:sub(at + 4)
  if field:sub(1, 4) == "the " then field = field:sub(5) end
  if field == "foreign affairs" then field = "foreign" end
  return field .. " " .. head
end

-- The name in the list, if the text has all its words: "State Department" for "US Department of State". Else what the text has,
-- as the list may mean another one: "Green Party".
local function name_of(text, listed)
  if not listed or listed == text or #listed > #text then return text end
  local words = (" %s "):format(text:lower())
  for one in listed:lower():gmatch"%S+" do
    if not words:find((" %s "):format(one), 1, true) then return text end
  end
  return listed
end

-- What kind of organisation a name tells by its words: by that before "of" ("the Norwegian Ministry of Trade"), unless it ends as
-- those of companies do, or by its last or first word.
local function kind_of(first, last, heads)
  local ending = word(last)
  local head = heads[ending]
  if not legal[ending] then
    for i = first, last - 1 do
      if marks[i + 1] & OF ~= 0 then
        head = heads[word(i)] or head
        break
      end
    end
  end
  head = head or heads[word(first)]
  if head then
    -- "Nordhavn Group" is what Nordhavn is.
    local name = ending == "group" and last > first and names[first << 4 | ORGS]
    return name and name >> END < last and row(doc, name).kind or head.kind
  end
  return last > first and legal[ending] and "company" or nil
end

-- Whether the letters in brackets behind a name are a medium that is not this name's.
local function is_other_medium(first, last)
  local name = names[last + 2 << 4 | ORGS]
  return name and row(doc, name).kind == "media" and initials_of(first, last, CAPITAL) ~= word(last + 2)
end

-- A new organisation, and under what others find it.
local function new_org(k, first, last, known, listed, nation, heads)
  local country, shared
  if known then country, shared = listed_country(doc, k) end
  local org = {name = name_of(slice(first, last), known and known.org), first = first, last = last,
    kind = known and known.kind or kind_of(first, last, heads), country = shared and nation or country or nation,
    acronym = known and known.acronym, listed = listed, head = nil, joined = nil, joined_how = nil}
  if first < last then
    long[#long + 1] = org
  elseif marks[first] & UPPER ~= 0 then
    short[#short + 1] = org
  end
  if first < last or marks[first] & (HEAD | COMMON) == 0 then
    local opening = word(first)
    local others = by_first[opening]
    if others then others[#others + 1] = org else by_first[opening] = {org} end
  end
  return org
end

-- "Long Name (LN)", but not the agency of a dateline, "UNITED NATIONS (AP)", or how else its letters are told (see acronyms).
local function read_definition(org, first, last)
  local letters = letters_at[last]
  if not letters then
    if marks[last + 1] & OPEN == 0 or last + 3 > doc.count or marks[last + 2] & UPPER == 0 or marks[last + 3] & CLOSE == 0
      or is_other_medium(first, last) then
      return
    end
    letters = doc.surface(last + 2)
  end
  local defined = letters:lower()
  by_key[defined] = by_key[defined] or org
  by_defined[defined] = by_defined[defined] or org
  if org.acronym and org.listed and org.acronym:gsub("%.", ""):lower() ~= letters:gsub("%.", ""):lower() then
    -- The list means another one: "National Liberation Front (NLF)" is not the FLN.
    org.acronym, org.country = letters, nation_within(first, last) or nation_before(first) or nil
  end
  org.acronym = org.acronym or letters
end

-- The organisation that a single word names, or nil, and how it is named.
local function by_one_word(first)
  if marks[first] & UPPER ~= 0 then return by_acronym(word(first)), "acronym" end
  if marks[first] & HEAD ~= 0 then return by_head[word(first)], "the word it is called by" end
end

-- The organisation that is called so without its nation, or of that nation, if one is known: "Foreign Ministry" is the "Iranian Foreign
-- Ministry" named before, unless another nation stands before it.
local function of_nation(plain, nation)
  local org = nation and by_plain[nation .. plain] or by_plain[plain]
  return org and (not nation or not org.country or nation == org.country) and org or nil
end

local function add_plain(plain, org)
  by_plain[plain] = by_plain[plain] or org
  if org.country then by_plain[org.country .. plain] = by_plain[org.country .. plain] or org end
end

-- The organisation of another nation than the one called in the same words, or that one: "Norway's Trade Ministry" and "Kenya's Trade
-- Ministry".
local function namesake(org, k, first, last, listed, heads)
  local nation, start = nation_before(first)
  if not nation or not org.country or nation == org.country then return org, nil end
  if listed then
    local country, shared = listed_country(doc, k)
    if country and not shared then return org, nil end
  end
  local name = slice(start, last)
  local other = of_nation(name:lower(), nation)
  if other then return other, "same name" end
  other = new_org(k, first, last, nil, nil, nation, heads)
  other.name, other.head = name, org.head
  add_plain(name:lower(), other)
  return other, "full name"
end

-- The organisation that piece k, the tokens from `first` to `last`, names for the first time in these words, made if it is new, and
-- how it is named. `known`: its row in the list of organisations, or nil.
local function read_words(k, first, last, known, heads)
  local single = first == last
  local key = single and word(first) or key_of_long(first, last)
  local listed = known and known.org and in_lower(known.org)
  local org, how = listed and by_key[listed] or by_key[key], nil
  if org then
    local text = slice(first, last)
    how = text == org.name and "same name" or org.acronym == text and "acronym" or "alias"
    -- The longest form is the name.
    local name = name_of(text, known and known.org)
    if #name > #org.name then org.name = name end
    -- What letters mean the text says: "NEC" behind a "National Election Commission", but "GM" is General Motors Corp.
    local letters = single and (marks[first] & UPPER ~= 0 or by_defined[key])
    if known and not org.listed and (not letters or listed and org.name:lower():find(listed, 1, true)) then
      org.kind, org.country = org.kind or known.kind, org.country or (listed_country(doc, k))
    end
  elseif single then
    org, how = by_one_word(first)
    if not org then org, how = new_org(k, first, last, known, listed, (nation_before(first)), heads), "full name" end
  end
  if not single then
    local plain, way_round = key, nil
    if not org then
      local nation, plain_first, plain_last = nation_within(first, last)
      if plain_first then plain = key_of(plain_first, plain_last) end
      nation = nation or nation_before(first)
      way_round = turned(plain)
      local other = not listed and (of_nation(plain, nation) or way_round and of_nation(way_round, nation))
      if other then
        org, how = other, "without its nation"
        local text = slice(first, last)
        if #text > #org.name and (org.country or not org.listed) then org.name = text end -- not "Norwegian World Court"
        org.country = org.country or nation
      else
        org, how = new_org(k, first, last, known, listed, nation, heads), "full name"
      end
    end
    add_plain(plain, org)
    if way_round then add_plain(way_round, org) end
    org.head = head_of(first, last) or org.head
  end
  by_key[key] = org
  if listed then by_key[listed] = org end
  return org, how
end

-- Joins acronyms that stood in the text before the long name.
local function read_short()
  for n = 1, #short do
    local org = short[n]
    local key = word(org.first)
    local other = by_defined[key] or not org.listed and #key >= SHORTEST and by_acronym(key)
    if other and other ~= org then
      org.joined, org.joined_how = other, "acronym"
      other.acronym = other.acronym or org.acronym or org.name
    end
  end
end

local own_name = {media = true, university = true, bank = true} -- kinds that are called by their names without the head

-- Whether a long name goes on behind its token `last`, where another name ends, so that both are one: "Nordhavn | Motors Inc.", "Oakes |
-- University", "Oakes Foundation | for Trade".
local function goes_on(org, last, part)
  local ending = marks[org.last]
  if marks[last] & HEAD ~= 0 and part.country and org.country and part.country ~= org.country then return false end
  if marks[last + 1] & OF ~= 0 then return marks[last] & HEAD ~= 0 end
  if legal[word(org.last)] or own_name[org.kind] or word(org.last - 1) == "news" then return true end
  -- "British Bank", "UN Fund" are others than what they begin with.
  if marks[last] & DEMONYM ~= 0 or part.listed and not org.listed and marks[last] & UPPER ~= 0 then return false end
  return ending & COMPANY ~= 0 or org.kind == "company" or org.last == last + 1 and ending & HEAD ~= 0
      and not part.listed and marks[last] & UPPER == 0
end

-- Joins names that a longer one begins with, whichever comes first; not where several longer ones do.
local function read_beginnings()
  for n = 1, #long do
    local org = long[n]
    local shorter = by_first[word(org.first)]
    for m = 1, shorter and #shorter or 0 do
      local part = shorter[m]
      local last = org.first + part.last - part.first
      if part ~= org and last < org.last and goes_on(org, last, part) and key_of(org.first, last) == key_of(part.first, part.last) then
        if part.joined_how == "beginning of the name" then
          part.joined = false
        elseif part.joined == nil then
          part.joined, part.joined_how = org, "beginning of the name"
          org.country = org.country or part.country
        end
      end
    end
  end
end

-- Of each mention its piece, its organisation and how it is named; used again for the next document.
local pieces, org_of, how_of = {}, {}, {}

local FIELDS <const> = {"name", "kind", "country", "acronym", "how", "why", "confidence"}

return {
  api = 1,
  name = "orgs",
  summary = "Organisations by name, with kind, country and acronym",
  provides = {orgs = {name = "string", kind = "string", country = "string", acronym = "string", how = "string"}},
  requires = {"_names", "acronyms"},
  scope = "document",
  data = {heads = {file = "org_heads.tsv", match = "word"}},
  columns = {"line", "name", "kind", "country", "acronym", "how"},

  annotate = function(unit, add, ctx)
    doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.orgs == 0 then return end
    local found, heads = record.found, ctx.data.heads
    names, marks, word, slice, row = found.names, found.marks, doc.word, doc.slice, doc.row
    listed_country, nation_before = found.listed_country, found.nation_before
    by_words, how_again, by_key, by_plain, by_initials, by_head, by_defined, by_first = {}, {}, {}, {}, {}, {}, {}, {}
    long, short, initialled = {}, {}, 0
    letters_at = {}
    for _, one in ipairs(doc:layer"acronyms") do
      if one.defined and one.kind == "expansion" then letters_at[one.long.last] = one.text end
    end
    local kind, from, to, listed, words = found.kind, found.from, found.to, found.listed, found.words
    local total = 0
    for k = 1, found.count do
      if kind[k] == ORG then
        local first, last, number = from[k], to[k], words[k]
        local org, how = by_words[number], how_again[number]
        if not org then
          org, how = read_words(k, first, last, listed[k] and row(doc, listed[k]) or nil, heads)
          by_words[number], how_again[number] = org, how == "full name" and "same name" or how
        elseif first < last and marks[first - 1] and marks[first - 1] & (CAPITAL | JOINED | DEMONYM) ~= 0 then
          local again
          org, again = namesake(org, k, first, last, listed[k], heads)
          by_words[number], how = org, again or how
        end
        if first < last then
          if org.head then by_head[org.head] = org end
          if marks[last + 1] then read_definition(org, first, last) end
        end
        total = total + 1
        pieces[total], org_of[total], how_of[total] = k, org, how
      end
    end

    read_short()
    read_beginnings()

    local bits_of, scores, in_words = found.why, found.score, found.evidence
    for n = 1, total do
      local k, org, how = pieces[n], org_of[n], how_of[n]
      if org.joined then
        if how == "full name" or how == "same name" then how = org.joined_how end
        org = org.joined.joined or org.joined
      end
      local score, why = scores[k], in_words(bits_of[k])
      if how ~= "full name" and how ~= "same name" then
        why = table.move(why, 1, #why, 1, {})
        why[#why + 1] = ("%s: %s, line %d"):format(how, org.name, doc.line_of(org.first))
      end
      add(from[k], to[k], FIELDS, org.name, org.kind, org.country, org.acronym, how, why,
        score >= 4 and "high" or score >= 2.4 and "medium" or "low")
    end
  end,

  examples = {
    {"The US Department of State said so; the State Department did.", {"US Department of State", name = "State Department"},
      {"State Department", name = "State Department"}},
    {"Norway's Trade Ministry and Kenya's Trade Ministry met the Trade Ministry of Kenya.",
      {"Trade Ministry", name = "Trade Ministry", country = "NO"}, {"Trade Ministry", name = "Trade Ministry of Kenya", country = "KE"},
      {"Trade Ministry of Kenya", country = "KE"}},
    {"Nordhavn ASA lost money, Nordhavn said.", {"Nordhavn ASA", kind = "company"},
      {"Nordhavn", name = "Nordhavn ASA", how = "alias"}},
    {"The Maritime Inspection Authority (MIA) met in Oslo. The MIA left.",
      {"Maritime Inspection Authority", kind = "agency", acronym = "MIA"}, {"MIA", name = "Maritime Inspection Authority"},
      {"MIA", name = "Maritime Inspection Authority", how = "acronym"}},
    {"The Norwegian Fisheries Ministry said nothing. The Fisheries Ministry is in Oslo.",
      {"Norwegian Fisheries Ministry", country = "NO", kind = "ministry"},
      {"Fisheries Ministry", name = "Norwegian Fisheries Ministry", country = "NO"}},
    {"The Oban Rescue Front, or ORF, met the Oban Bank (“OBK”). The ORF left.", {"Oban Rescue Front", acronym = "ORF"},
      {"ORF", name = "Oban Rescue Front"}, {"Oban Bank"}, {"OBK"}, {"ORF", name = "Oban Rescue Front", how = "acronym"}},
    {"The Oban National Liberation Front (ONLF) met the National Liberation Front (NLF).", {"Oban National Liberation Front"}, {"ONLF"},
      {"National Liberation Front", acronym = "NLF", country = false}, {"NLF", how = "acronym"}},
    {"They left the United Nations and the IMF.", {"United Nations", kind = "body"}, {"IMF", acronym = "IMF"}},
    {"The Norwegian Ministry of Energy, Fisheries and Trade met the Food and Seed Administration.",
      {"Norwegian Ministry of Energy, Fisheries and Trade", country = "NO"}, {"Food and Seed Administration"}},
    {"The MRO is small. The Maritime Rescue Organisation (MRO) was founded in Oslo.",
      {"MRO", name = "Maritime Rescue Organisation", how = "acronym"}, {"Maritime Rescue Organisation", acronym = "MRO"},
      {"MRO", name = "Maritime Rescue Organisation"}},
    {"A bill went to Parliament after the World Cup.", {"Parliament", kind = "body"}},
    {"The Treaty of Lisbon and the Cabinet of President Tom Oakes fell.", {"Cabinet"}},
    {"They sold it at Christie's and told Channel 4.", {"Christie's"}, {"Channel 4"}},
    {"The Norwegian Department of Trade replied; the Trade Department said no more.",
      {"Norwegian Department of Trade"}, {"Trade Department", name = "Norwegian Department of Trade"}},
    {"Kenya's Democratic Party and the Kenyan Ministry of Trade met Volkswagen Group and Nordhavn ASA in Nairobi. Nordhavn paid.",
      {"Democratic Party", country = "KE"}, {"Kenyan Ministry of Trade", kind = "ministry"}, {"Volkswagen Group", kind = "company"},
      {"Nordhavn ASA", kind = "company"}, {"Nordhavn", name = "Nordhavn ASA"}},
    {"Three sets of topics: Integrated Air and Missile Defense, and Nordhavn Air.", {"Nordhavn Air", kind = "company"}},
    {"The House of Representatives in Nairobi, Kenya, met.", {"House of Representatives", kind = "body", country = false}},
    {"They left the White House and wrote to the House.", {"White House"}, {"House", name = "House"}},
    {"The official Kvale news agency asked an analyst with Oakes Partners about Norway-EU talks.", {"Kvale"},
      {"Oakes Partners"}, {"EU"}},
    {"The Western Police District and a spokesman for Nasdaq OMX met, according to Tolberg.", {"Western Police District"},
      {"Nasdaq OMX"}, {"Tolberg"}},
    {"The National Bank of Norway met on Friday.", {"National Bank of Norway"}},
    {"Congress leader Anil Mehra met Senate leader Ann Rowe of Norway.", {"Congress", country = false},
      {"Senate", country = false}},
    {"Shares of Tolvu Dorane (NYSE: TVD) fell. The carrier Berran rose, and so did Oakes & Berrangat (HK:386).",
      {"Tolvu Dorane"}, {"NYSE"}, {"TVD"}, {"Berran"}, {"Oakes & Berrangat"}},
    {"The Yonhap news agency said the Fed would meet.", {"Yonhap", kind = "media"}, {"Fed", country = "US"}},
    {"They met the First Kvale Bank, Tolvu, Inc. and the Women's Farming Council. The Sheriff's Office is in Norway.",
      {"First Kvale Bank"}, {"Tolvu, Inc.", kind = "company"}, {"Women's Farming Council"}, {"Sheriff's Office"}},
    {"UNITED NATIONS (AP) -- The AP said the British Broadcasting Corporation (BBC) would close.", {"UNITED NATIONS"},
      {"AP", kind = "media", how = "full name"}, {"AP", kind = "media"},
      {"British Broadcasting Corporation"}, {"BBC", how = "acronym"}},
    {"Officials from Toyota told Morgan Stanley that Renault, not al-Qaeda, had left the Amazon.", {"Toyota"},
      {"Morgan Stanley", kind = "company"}, {"Renault", kind = "company"}, {"al-Qaeda", kind = "armed_group"}},
    {"News of Udelo reached the Senate Committee on Foreign Relations. The Council on Friday met.",
      {"Senate Committee on Foreign Relations", kind = "body"}},
    {"The Attorney General's Office (AGO) and the Citizens' Coalition for Change spoke.", {"Attorney General's Office"},
      {"AGO", how = "acronym"}, {"Citizens' Coalition for Change"}},
    {"The Farming Union of Norway (Kvale) met.", {"Farming Union of Norway"}, {"Kvale"}},
    {"They met the owner Tolvu Homes, the Centre for Ships and Trade and the Oban Food and Grain Research and Extension Institute.",
      {"Tolvu Homes", kind = "company"}, {"Centre for Ships and Trade"}, {"Oban Food and Grain Research and Extension Institute"}},
    {"The Bosnia and Herzegovina Fishing Union met the Valley Farming Union and the Georgia DOT, said fellow Bayern Munich player Ann.",
      {"Bosnia and Herzegovina Fishing Union"}, {"Valley Farming Union"}, {"Georgia DOT"}, {"Bayern Munich"}},
    {"The Ninth Circuit shut the Oban Museum of Art. The Department of Kvale Ships paid, and DOKS left.",
      {"Ninth Circuit", kind = "court"}, {"Oban Museum of Art"}, {"Department of Kvale Ships"},
      {"DOKS", name = "Department of Kvale Ships", how = "acronym"}},
    {"Berran fell. Shares of Berran Motors Inc. fell too, and Kvale, the owner of Kvale Energy and of Kvale Steel, sold Berran.",
      {"Berran", name = "Berran Motors Inc."}, {"Berran Motors Inc."}, {"Kvale"}, {"Kvale Energy"}, {"Kvale Steel"}, {"Berran"}},
    {"The Lotha Group and LG met the Bank of the Federation. The bank left the federation.", {"Lotha Group"}, {"LG", name = "LG"},
      {"Bank of the Federation"}},
    {"The Oakes Foundation for Trade paid. The Oakes Foundation is in Oban.", {"Oakes Foundation for Trade"},
      {"Oakes Foundation", name = "Oakes Foundation for Trade", how = "beginning of the name"}},
    {"Shares of Tolvanta fell. Norkvale said on Friday it would pay. She works at Kvalera, owned by Dorvanta, Quibex's chief said.",
      {"Tolvanta"}, {"Norkvale"}, {"Kvalera"}, {"Dorvanta"}, {"Quibex"}},
    {"Nobody came to the party."},
  },
}
