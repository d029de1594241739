--- How names go on over "of", "on", "and" and commas (internal; `_pieces` cuts with it).
--
-- "Ministry" goes on as "Ministry of Health and Social Affairs", "Food" as "Food and Drug Administration", and what a minister
-- is of is no name when his own stands behind it: "Minister of Fisheries and Ports | Ida Holm". Functions are told of the
-- sentence what they need: its first and last token (`low`, `high`) and how it uses capitals (`caps`, see _pieces).

-- Classes of tokens: marks of _words that are asked here.
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local JOINED <const> = 1 << 4
local FUNCTION <const> = 1 << 7
local COMMON <const> = 1 << 8
local CALENDAR <const> = 1 << 10
local OF <const> = 1 << 12
local AND <const> = 1 << 13
local THE <const> = 1 << 14
local TO <const> = 1 << 17
local HEAD <const> = 1 << 21
local TEAM <const> = 1 << 23
local COMPANY <const> = 1 << 24
local FACILITY <const> = 1 << 25
local PLACE_END <const> = 1 << 26
local THING <const> = 1 << 30
local ORDINARY <const> = 1 << 38
local COMMA <const> = 1 << 42
local FIRST <const> = 1 << 49
local FAMILY <const> = 1 << 50
local TITLE <const> = 1 << 51
local COUNTRY <const> = 1 << 52
local DEMONYM <const> = 1 << 53
local LISTED_PLACE <const> = 1 << 54
local LISTED_ORG <const> = 1 << 55

local LISTED <const> = COUNTRY | LISTED_PLACE | LISTED_ORG
local ENDINGS <const> = HEAD | TEAM | COMPANY | FACILITY | PLACE_END -- what shows that a name goes on to there

-- The lists, by their place in `names` (titles: 0); a name there is its last token << END | the number of its row.
local COUNTRIES <const> = 1
local PLACES <const> = 5
local END <const> = 40

-- The document being read: set by annotate.
local doc, marks, names, is_border_title
local run_end -- see _pieces, which tells it before it asks anything

-- Whether the capital at token i may be one of several fields that an organisation is named after ("Health and Human
-- Services"): no person, nation, title, acronym or organisation.
local function is_field(i)
  local m = marks[i]
  return m & (CAPITAL | COUNTRY | LISTED_PLACE | DEMONYM | TITLE | CALENDAR | FUNCTION | UPPER) == CAPITAL
    and m & (LISTED_ORG | COMMON) ~= LISTED_ORG -- "Science" is a journal too
end

local articled = word_set"environment arts interior regions islands" -- "Ministry of Trade and the | Environment"

-- Where a list of fields goes on behind token q: the last token of "Food | and Drug Administration", "Land |, Water and
-- Planning"; q if none follows.
local function fields_end(q, high)
  local at = q + 1
  while at < high and marks[at] & COMMA ~= 0 and is_field(at + 1) do at = run_end(at + 1) + 1 end
  if at > q + 1 and at < high and marks[at] & COMMA ~= 0 then at = at + 1 end
  if at >= high or marks[at] & AND == 0 then return q end
  if marks[at + 1] & THE ~= 0 and at + 2 <= high and articled[doc.word(at + 2)] then return at + 2 end
  return is_field(at + 1) and run_end(at + 1) or q
end

-- Where "Food", its last token at q, goes on as "Food and Drug Administration": the last token, or nil. "Gas" ends names
-- of companies too: then what follows must be a common word, as it is not in "Nordhavn Gas and Kvale Shipping".
local function two_fields_end(q, high)
  local m = marks[q]
  if q + 3 > high or marks[q + 1] & AND == 0 or m & (COMMON | ENDINGS) & ~COMPANY ~= COMMON or not is_field(q)
    or not is_field(q + 2) or m & COMPANY ~= 0 and marks[q + 2] & COMMON == 0 then
    return nil
  end
  local e = run_end(q + 2)
  return e > q + 2 and marks[e] & (HEAD | COMPANY) ~= 0 and e or nil
end

-- The title in "the head of LEBA" or "the envoy to the Council", of which a name begins at i: that of who is named behind it;
-- false for none.
local function office_before(i, low)
  local at = i - 1
  if at > low and marks[at] & THE ~= 0 then at = at - 1 end
  local office = at > low and marks[at] & (OF | TO) ~= 0 and names[-(at - 1 << 4)]
  return office and is_border_title(office) and office -- "the mother of Ana Tove" heads nothing
end

local houses = word_set"museum gallery hospital library" -- "Museum of Modern Ships"

-- Where "Ministry" goes on as "Ministry of Foreign Affairs", "Treaty" as "Treaty of Lisbon", an "of" standing behind q: the
-- last token, or nil.
local function joined_end(p, q, low, high, caps)
  if (marks[p] | marks[q]) & HEAD == 0 and marks[q] & TEAM == 0 and not (q == p and houses[doc.word(q)])
    and (marks[q] & THING == 0 or (marks[p] & FIRST | marks[q] & UPPER) ~= 0) then
    return nil
  end
  if q == p and doc.word(q) == "news" then return nil end -- "News of Kvale"
  if q == p + 1 and marks[p] & FIRST ~= 0 and marks[q] & (FAMILY | TEAM) == FAMILY then return nil end -- "Ida House of Oban"
  local at = q + 2
  if marks[at] & THE ~= 0 and at < high then at = at + 1 end
  local m = marks[at]
  if m & CAPITAL == 0 or m & (CALENDAR | JOINED) ~= 0 or caps > 0 and m & COMMON ~= 0 then return nil end
  if m & (UPPER | LISTED_ORG) ~= 0 and marks[q] & TEAM ~= 0 then return nil end -- "the League for FC Nordhavn"
  local ends = run_end(at)
  if ends > at + 1 and marks[ends - 1] & (FIRST | COMMON) == FIRST and m & (COMMON | ORDINARY) ~= 0 and marks[ends] & ENDINGS == 0
    and office_before(p, low) then
    ends = ends - 2 -- "head of the Ministry of Trade | Ana Kvale"
  end
  if m & TITLE ~= 0 and is_border_title(at) then
    local e = names[at << 4] >> END
    -- "the Cabinet of | President Tom Oakes"
    if e < ends and marks[e + 1] & COMMON == 0 and marks[e + 1] & (FIRST | FAMILY) ~= 0 then return nil end
  end
  if m & (COUNTRY | LISTED_PLACE) ~= 0 then
    local e = (names[at << 4 | COUNTRIES] or names[at << 4 | PLACES]) >> END
    return (e >= ends or marks[ends] & (HEAD | COMPANY) == 0) and e or nil -- "the Team of | Kenya Diabetes Association"
  end
  ends = fields_end(ends, high)
  if ends + 2 <= high and marks[ends + 1] & OF ~= 0 and marks[ends + 2] & CAPITAL ~= 0 then
    local following = ends + 2
    local name = names[following << 4 | COUNTRIES] or names[following << 4 | PLACES]
    ends = name and name >> END or run_end(following)
  end
  return ends
end

-- Whether a name may go on behind its token q over the "of" there, or the "on" in "Committee on Foreign Relations".
local function may_join(q, high)
  local m = marks[q + 1]
  return q + 2 <= high and (m & OF ~= 0 or m & FUNCTION ~= 0 and marks[q] & HEAD ~= 0 and doc.word(q + 1) == "on"
    and marks[q + 2] & CAPITAL ~= 0 and marks[q + 2] & (COMMON | ORDINARY) ~= 0 and marks[q + 2] & (CALENDAR | FIRST | LISTED) == 0)
end

-- Whether a run may go on at token i behind a title.
local function may_begin(i, high) return i <= high and marks[i] & (CAPITAL | JOINED | CALENDAR | FUNCTION) == CAPITAL end

-- Whether token i is what a minister may be of: "Trade", "Fisheries", "Care" before a given name.
local function is_subject(i)
  local m = marks[i]
  if m & (CAPITAL | TITLE | UPPER | LISTED_ORG) ~= CAPITAL then return false end
  if m & FIRST ~= 0 then return m & COMMON ~= 0 and (marks[i + 1] or 0) & FIRST ~= 0 end
  return m & (COMMON | ORDINARY) ~= 0 or m & (FAMILY | LISTED) == 0 and doc.word(i):byte(-1) == 115
end

-- What ministers are of: the last token of "Planning and International Cooperation | Rania Haddad", which begins at i, an
-- "of" or an "and" and the title before it; nil when no name stands behind it.
local function portfolio_end(i, high)
  local e, listed = i, false -- a comma waits for its "and"
  while e < high do
    local m = marks[e + 1]
    if m & (AND | COMMA) ~= 0 and e + 2 <= high then
      e, listed = e + 1, m & AND == 0
      if listed and marks[e + 1] & AND ~= 0 and e + 2 <= high then e, listed = e + 1, false end
      if not is_field(e + 1) then return nil end
    elseif not is_subject(e + 1) then
      break
    end
    e = e + 1
  end
  if listed then return nil end
  local m, following = marks[e + 1] or 0, marks[e + 2] or 0
  if m & (TITLE | FIRST | FAMILY) == TITLE and is_subject(e) and may_begin((names[e + 1 << 4] >> END) + 1, high) then
    return e -- "Trade | Dr Ana Kvale"
  end
  if e + 2 > high or m & FIRST == 0 and not is_subject(e) or m & (CAPITAL | JOINED | CALENDAR | TITLE) ~= CAPITAL
    or m & (COMMON | FIRST) == COMMON or m & FIRST == 0 and following & CAPITAL == 0 then
    return nil
  end
  return e
end

-- The minister whose portfolio the run from i to `last` begins, and where his name begins: "Minister of Fisheries and Ports | Ida
-- Holm"; nil for none.
local function minister_of(i, last, before, low, high)
  local minister = i - 2 >= low and names[-(i - 2 << 4)]
  local e = minister and is_border_title(minister) and is_subject(i) and marks[last] & HEAD == 0 and portfolio_end(i, high)
  if not e or before & COMMA ~= 0 and (e == i or marks[i] & (COMMON | ORDINARY) == 0) then return nil end
  local p = e + 1
  return minister, marks[p] & TITLE ~= 0 and (names[p << 4] >> END) + 1 or p
end

-- Where the name from p to q goes on over the "of" or "on" behind it: the last token, or nil.
local function over_end(p, q, low, high, caps)
  return may_join(q, high) and joined_end(p, q, low, high, caps) or nil
end

local joints = {
  begin = function(f) run_end = f end,
  fields_end = fields_end, two_fields_end = two_fields_end, office_before = office_before, over_end = over_end,
  minister_of = minister_of, may_begin = may_begin,
}

return {
  api = 1,
  name = "name_joints",
  summary = "How names go on over \"of\", \"and\" and commas (internal)",
  provides = {_joints = {joints = "table"}},
  requires = {"_words"},
  scope = "document",

  --- One annotation for a document with names: `joints`, functions that read it.
  annotate = function(unit, add)
    doc = unit.doc
    local record = doc:layer"_words"[1]
    if not record then return end
    local words = record.words
    marks, names, is_border_title = words.marks, words.names, words.is_border_title
    add(1, 1, {joints = joints})
  end,

  examples = {
    {"The Ministry of Health and Ports met.", {"The"}},
    {"it rained."},
  },
}
