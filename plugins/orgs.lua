--- Organisations: each name with its kind, country, acronym, and the name that other forms of it stand for.
--
-- Two names are one organisation when the list of organisations says so, when one is the acronym that the text defines of the other, or when
-- one is the other without the nation before it.

local ORG <const> = 2

local function set(words)
  local result = {}
  for word in words:gmatch("%S+") do result[word] = true end
  return result
end

local small = set"of the and for on in to a an de des du la le der die das und für & with against by at"

-- The kind that the last (or first) word of a name tells: {word = kind}, from the list of heads.
local function kind_of(doc, first, last, heads)
  local row = heads[doc.word(last)] or heads[doc.word(first)]
  for i = first + 1, last - 1 do row = row or heads[doc.word(i)] end
  return row and row.kind
end

-- Whether `letters` are the initials of tokens first to last.
local function are_initials(doc, letters, first, last)
  local n = 0
  for i = first, last do
    local word = doc.word(i)
    local letter = word:match("^[%a\128-\255]") and word:match("^" .. utf8.charpattern)
    if not letter then
      if word ~= "-" then return false end
    elseif letter == letters:sub(n + 1, n + #letter) then
      n = n + #letter
    elseif not small[word] then
      return false
    end
  end
  return n == #letters
end

return {
  api = 1,
  name = "orgs",
  summary = "Organisations by name, with kind, country and acronym",
  provides = {orgs = {name = "string", kind = "string", country = "string", acronym = "string", how = "string"}},
  requires = {"_names"},
  scope = "document",
  data = {heads = {file = "org_heads.tsv", match = "word"}, acronyms = {file = "acronyms.tsv", match = "name"}},
  columns = {"line", "name", "kind", "country", "acronym", "how"},

  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local names = doc:layer"_names"[1]
    if not names or names.orgs == 0 then return end
    local found, words = names.found, doc.words
    local listed_names = found.names
    local function last_at(first, list)
      local name = listed_names[first << 4 | list]
      return name and name >> 40
    end
    local function first_at(last, list) return listed_names[-(last << 4 | list)] end
    local function row_at(first, list) return listed_names[first << 4 | list] end
    local acronym_end, acronym_row = doc:starts"acronyms"

    -- The country that stands before token i: "Iranian", "US", "Iran's".
    local function nation_before(i)
      local last = i - 1
      if last < 1 then return nil end
      local first = first_at(last, 2)
      if first then return doc:row(row_at(first, 2)).country end
      if words[last] == "'s" then last = last - 1 end
      first = first_at(last, 1)
      return first and doc:row(row_at(first, 1)).country or nil
    end

    -- The country that the name itself begins or ends with: "Iranian Foreign Ministry", "Central Bank of Iraq".
    local function nation_within(first, last)
      local at = last_at(first, 2)
      if at and at < last then return doc:row(row_at(first, 2)).country, at + 1 end
      at = last_at(first, 1)
      if at and at < last then return doc:row(row_at(first, 1)).country, at + 1 end
      at = first_at(last, 1)
      if at and at > first then return doc:row(row_at(at, 1)).country end
    end

    local orgs, mentions, by_key, by_plain, acronyms = {}, {}, {}, {}, {}
    for k = 1, found.count do
      if found.kind[k] == ORG then
        local first, last = found.from[k], found.to[k]
        local text = doc.slice(first, last)
        local key = text:lower()
        local row = found.listed[k] and doc:row(found.listed[k]) or nil
        if row and not row.org then row = nil end
        local mention = {k = k, first = first, last = last, text = text}
        local listed = row and row.org:lower()
        local org, how = by_key[listed or key] or by_key[key], "same name"
        local nation, plain_first = nation_within(first, last)
        nation = nation or nation_before(first)
        if not org and first == last and acronyms[text] then org, how = acronyms[text], "acronym" end
        if not org and not listed and last > first then
          -- "Foreign Ministry" is the "Iranian Foreign Ministry" named before, unless another nation stands before it.
          local plain = plain_first and doc.slice(plain_first, last):lower() or key
          local other = by_plain[plain]
          if other and (not nation or not other.country or nation == other.country) then org, how = other, "without its nation" end
        end
        if not org then
          local kind = row and row.kind or kind_of(doc, first, last, ctx.data.heads)
          local country = row and row.country or nation
          local short = row and row.acronym or nil
          if not row and acronym_end[first] == last then
            local known = doc:row(acronym_row[first])
            kind, country = kind or known.kind, country or known.country
          end
          org = {name = text, kind = kind, country = country, acronym = short, first = first, listed = listed ~= nil}
          orgs[#orgs + 1] = org
          how = "full name"
        elseif org.first == first then
          how = "full name"
        elseif how == "same name" and key ~= org.name:lower() then
          how = (row and row.acronym == text or acronyms[text] == org) and "acronym" or "alias"
        end
        -- The longest form is the name, an acronym only where nothing else stands.
        if #text > #org.name and (how == "alias" or how == "without its nation" or how == "acronym") then org.name = text end
        org.country = org.country or nation
        by_key[key] = org
        if listed then by_key[listed] = org end
        if last > first then
          local plain = plain_first and doc.slice(plain_first, last):lower() or key
          by_plain[plain] = by_plain[plain] or org
        end
        -- "Long Name (LN)" and "LN (Long Name)".
        local open = words[last + 1]
        if open and words[last + 2] and (open == "(" or open == "[") then
          local close = words[last + 3]
          if (close == ")" or close == "]") and doc.shape(last + 2) == "XX" then
            local short = doc.surface(last + 2)
            if last > first and are_initials(doc, doc.word(last + 2), first, last) or not acronyms[short] and last > first and #short > 1 then
              acronyms[short] = org
              org.acronym = org.acronym or short
            end
          end
        end
        mention.org, mention.how, mention.row = org, how, row
        mentions[#mentions + 1] = mention
      end
    end

    for _, mention in ipairs(mentions) do
      local org, k = mention.org, mention.k
      local why = found.evidence(found.why[k])
      if mention.how ~= "full name" then why[#why + 1] = ("%s: %s, line %d"):format(mention.how, org.name, doc.line_of(org.first)) end
      local score = found.score[k]
      add(mention.first, mention.last, {
        name = org.name, kind = org.kind, country = org.country, acronym = org.acronym, how = mention.how, why = why,
        confidence = score >= 4 and "high" or score >= 2.4 and "medium" or "low",
      })
    end
  end,

  examples = {
    {"The Maritime Inspection Authority (MIA) met in Oslo. The MIA left.",
      {"Maritime Inspection Authority", kind = "agency", acronym = "MIA"}, {"MIA", name = "Maritime Inspection Authority"},
      {"MIA", name = "Maritime Inspection Authority", how = "acronym"}},
    {"The Norwegian Fisheries Ministry said nothing. The Fisheries Ministry is in Oslo.",
      {"Norwegian Fisheries Ministry", country = "NO", kind = "ministry"}, {"Fisheries Ministry", name = "Norwegian Fisheries Ministry", country = "NO"}},
    {"They left the United Nations and the IMF.", {"United Nations", kind = "body"}, {"IMF", acronym = "IMF"}},
    {"Nobody came to the party."},
  },
}
