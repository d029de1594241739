--- Cuts the capitals of a text into pieces that may be names (internal; `_names` weighs them and decides).
--
-- Runs of capitals are cut where titles, countries and demonyms show a border. Tokens are read as marks (integers),
-- pieces are kept in flat lists: this runs on every capital of every text, so what is asked often is asked first and by
-- one test of bits.

-- Classes of tokens: marks of _words that are asked here.
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local LOWER <const> = 1 << 2
local DIGIT <const> = 1 << 3
local JOINED <const> = 1 << 4
local COMPOUND <const> = 1 << 5
local FUNCTION <const> = 1 << 7
local COMMON <const> = 1 << 8
local PERSONAL <const> = 1 << 9 -- common words that are names of people too
local CALENDAR <const> = 1 << 10
local PARTICLE <const> = 1 << 11
local OF <const> = 1 << 12
local AND <const> = 1 << 13
local THE <const> = 1 << 14
local ARTICLE <const> = 1 << 15
local IN <const> = 1 << 16
local TO <const> = 1 << 17
local HEAD <const> = 1 << 21 -- "Ministry", anywhere in a name
local TEAM <const> = 1 << 23
local COMPANY <const> = 1 << 24
local FACILITY <const> = 1 << 25
local PLACE_END <const> = 1 << 26
local PLACE_FRONT <const> = 1 << 27
local NO_NAME <const> = 1 << 29
local THING <const> = 1 << 30
local TEAM_VERB <const> = 1 << 32
local FRONT <const> = 1 << 33
local TAIL <const> = 1 << 36
local LINEAGE <const> = 1 << 37
local COMMA <const> = 1 << 42
local OPEN <const> = 1 << 43
local CLOSE <const> = 1 << 44
local OPENER <const> = 1 << 45
local AMPERSAND <const> = 1 << 46
local STOP <const> = 1 << 48
local FIRST <const> = 1 << 49
local FAMILY <const> = 1 << 50
local TITLE <const> = 1 << 51
local COUNTRY <const> = 1 << 52
local DEMONYM <const> = 1 << 53
local LISTED_PLACE <const> = 1 << 54
local LISTED_ORG <const> = 1 << 55
local VERB <const> = 1 << 59 -- verbs of headlines
local KIND <const> = 1 << 61 -- common words that tell what kind of park or airport a name is of

local LISTED <const> = COUNTRY | LISTED_PLACE | LISTED_ORG
local ENDINGS <const> = HEAD | TEAM | COMPANY | FACILITY | PLACE_END -- what shows that a name goes on to there
local SPEECH <const> = 1 << 19
local SPLITS <const> = FUNCTION | CALENDAR | TITLE | DEMONYM | LISTED | COMMON
local PROPER <const> = FIRST | FAMILY | LISTED | DEMONYM
local DOUBTFUL <const> = FUNCTION | CALENDAR | TITLE | DEMONYM | HEAD -- "Rose", "May", "King", "French", "Church"
local RUNS_ON <const> = CAPITAL | COMPOUND | PARTICLE | AMPERSAND
local GOES_ON <const> = RUNS_ON | OF

-- The lists, by their place in `names`; a name there is its last token << END | the number of its row.
local TITLES <const> = 0
local COUNTRIES <const> = 1
local DEMONYMS <const> = 2
local PLACES <const> = 5
local ORGS <const> = 6
local END <const> = 40
local ROW <const> = (1 << 40) - 1

-- How a piece is cut: in a headline; its first token has a capital for no other reason than where it stands, which is told
-- by what opens before it; a country that needs no weighing; from bit CASE on, how its sentence uses capitals.
local HEADLINE <const> = 1 << 23
local LEAD <const> = OPENER
local COUNTRY_ALONE <const> = 1 << 0
local CASE <const> = 1

-- The document being read: set by annotate.
local doc, marks, low, high
local caps -- 0: capitals mark names in this sentence; 1: a headline, most words are capitalised; 2: all letters are capitals
local case -- the same as it is told of a piece
local names -- what the lists know: see doc:name_index
local is_family_first, case_of, is_verb, is_border_title -- see _words
local fields_end, two_fields_end, office_before, over_end, minister_of, may_begin -- see _words

-- The pieces found, by number: first and last token; how they are cut (THE, LEAD, HEADLINE, COUNTRY_ALONE, CASE); the
-- first token of the title before one, or false; the token before an "of" that one goes over, or false.
-- The lists are used again for the next document: `_names` reads them at once, nobody else does.
local count
local from, to, how_cut, title_at, over = {}, {}, {}, {}, {}
local cuts = {count = 0, from = from, to = to, how = how_cut, title = title_at, over = over}

local surnames -- those of people named in full so far that are also other words: see DOUBTFUL
local begun -- common words that a name of several began with within a sentence so far: the word behind each; ")" behind letters
-- What matters of a row, kept by its number once it was asked for.
local modifiers, whole_titles = {}, {}
local learn -- asks what is kept of a row: see _words

local function is_modifier(row) return doc:cell(row, "class") == "modifier" end

-- Whether a title is one by all its words, as a "police chief" is.
local function has_words(row) return doc:cell(row, "role"):find(" ", 1, true) ~= nil end

-- Whether the title that begins at t only modifies another: "former", "acting".
local function modifies(t)
  return learn(modifiers, names[t << 4 | TITLES] & ROW, is_modifier)
end

-- Whether the capital at token k, whose mark is m, is a name though a month is called so: "Lim Jun-ho", "Mary June Oakes", but
-- not "told Ann May 5". Called like a day only families are, behind a given name: "Emmanuel Sunday", but not "Ida Holm Tuesday".
local function is_month_name(k, m)
  local before = marks[k - 1]
  if (m & FAMILY == 0 or before & FIRST == 0) and m & CALENDAR ~= 0 and doc.word(k):sub(-3) == "day" then return false end
  return m & (CALENDAR | JOINED) == CALENDAR and m & (FIRST | FAMILY) ~= 0 and before & (FIRST | FAMILY) ~= 0
    and before & CALENDAR == 0 and (k == high or marks[k + 1] & DIGIT == 0)
end

-- Whether the title at token t is of several people: "Barbers".
local function is_plural(t) return doc:cell(names[t << 4 | TITLES] & ROW, "plural") ~= nil end

local function is_office(t) return doc:cell(names[t << 4 | TITLES] & ROW, "class") == "office" end

-- Whether the capital at token p begins the name of a person who is called like a month or a day: "Jan Holm", "April Kvale", "Sun
-- Yun-hwa", but not "in April Kvale left".
local function is_called_as_month(p, last)
  if p >= last then return false end
  local m, next = marks[p], marks[p + 1]
  if m & FAMILY ~= 0 and next & CALENDAR == 0 and is_family_first(p, last) then return true end
  if m & (CALENDAR | FIRST) ~= CALENDAR | FIRST or p > low and marks[p - 1] & (IN | TO | OF) ~= 0 then return false end
  return next & (CAPITAL | FAMILY | CALENDAR) == CAPITAL | FAMILY
    or doc.word(p) == "jan" and next & (CAPITAL | FUNCTION | COMMON | CALENDAR | TITLE | DEMONYM | LISTED) == CAPITAL
end

local quotes = {["\""] = true, ["''"] = true, ["``"] = true, ["'"] = true}

-- Where a name that begins at `first` goes on behind the bracket or the quote at token j: "Ana (Tove) | Solvang",
-- "Ana "The Hook" | Solvang"; nil where it does not.
local function nickname_end(first, j)
  if marks[j] & OPEN ~= 0 then
    return j + 3 <= high and marks[j + 1] & (CAPITAL | UPPER | LISTED | COMMON) == CAPITAL and marks[j + 2] & CLOSE ~= 0
      and marks[j + 3] & (CAPITAL | COMMON | FAMILY) == CAPITAL | FAMILY and j + 3 or nil
  end
  if not quotes[doc.word(j)] or first > low and quotes[doc.word(first - 1)] then return nil end
  local e = j + 1
  while e < high and e < j + 4 and marks[e] & (CAPITAL | COMPOUND) ~= 0 do e = e + 1 end
  if e == j + 1 or e == high or not quotes[doc.word(e)] then return nil end
  e = e + 1
  if marks[e] & (PARTICLE | CAPITAL) == PARTICLE and e < high then e = e + 1 end -- "Ana "Bibi" de | Kvale"
  return marks[e] & (CAPITAL | COMMON | UPPER | FUNCTION) == CAPITAL
    and (marks[e] & FAMILY ~= 0 or marks[e] & LISTED == 0) and e or nil
end

-- What stands inside a name with hyphens, and behind the comma in that of a company.
local inner = word_set"or ur us ud uz al el de la le les du des en au aux sur sous am an on upon"
local forms = word_set"inc inc. ltd ltd. llc llp lp l.p. plc corp corp. s.a. n.v. co co."

-- Whether the form of a company stands behind the comma at token j: "Kvale|, Inc."
local function is_form(j)
  return j < high and marks[j + 1] & COMPANY ~= 0 and forms[doc.word(j + 1)]
end

-- What alone belongs to who has an office: "the Sheriff's Office".
local seats = word_set"office offices chambers department bureau forum council club"

-- Where a name goes on behind its token k and the "'s" or "'" behind that; nil where it does not.
local function owner_end(k, run_end)
  local mk, text = marks[k], doc.word(k + 1)
  if k + 2 > high or marks[k + 2] & CAPITAL == 0 or mk & (HEAD | TITLE) == HEAD or text ~= "'s" and text ~= "'" then return nil end
  if mk & TITLE ~= 0 and seats[doc.word(k + 2)] then return k + 2 end
  local e = run_end(k + 2)
  return (marks[e] & (HEAD | TEAM | FACILITY) ~= 0 or e == k + 2 and marks[e] & PLACE_END ~= 0) and e or nil
end

-- Whether a small word at token j behind a family name begins a given name: "Han In-su".
local function begins_given(last, j)
  return marks[last] & FAMILY ~= 0 and j + 2 <= high and marks[j + 1] & COMPOUND ~= 0
    and marks[j + 2] & (COMPOUND | LOWER | TAIL) == COMPOUND | LOWER
end

local saints = word_set"st st. saint" -- "St. Ana's | Hospital"
local pictures = word_set"photo photos image images file"

-- Whether the token is a plural that a verb of a headline may follow: "Allies | Express Doubts".
local function are_doers(i)
  return marks[i] & (COMMON | TITLE) ~= 0 and marks[i] & (FAMILY | UPPER) == 0 and doc.word(i):byte(-1) == 115
end

local run_end

-- The last token of the run of name words that begins at i: capitals, hyphened pieces, particles between capitals.
function run_end(i)
  local last = i
  if i < high and marks[i + 1] & (JOINED | CAPITAL) == JOINED and marks[i] & PROPER == 0 then last = owner_end(i, run_end) or i end
  while last < high do
    local j = last + 1
    local m = marks[j]
    if m & CAPITAL ~= 0 then
      if m & (JOINED | CALENDAR) ~= 0 and m & COMPOUND == 0 and not is_month_name(j, m) then break end
      if m & UPPER ~= 0 and caps == 0 and marks[last] & (UPPER | LOWER) == 0
        and (m & (COUNTRY | LISTED_PLACE) ~= 0 and #doc.word(j) > 3 or j < high and pictures[doc.word(j + 1)]) then
        break -- "Ana Kvale | OBAN (Reuters)", "Ana Kvale | NTB Photo"
      end
      if caps > 0 and (is_verb(m) or m & VERB ~= 0 and are_doers(last) and j < high and marks[j + 1] & COMMON ~= 0) then break end
      local given = false
      if m & FUNCTION ~= 0 and (m & UPPER == 0 or caps == 2) and m & CALENDAR == 0 then
        given = begins_given(last, j)
        if not given and (marks[last] & FIRST == 0 or m & FAMILY == 0 or caps > 0) then
          break -- "So | They Say", but "Kim So Yun-hwa", "Jimmy Will"
        end
      end
      if caps > 0 and m & COMMON ~= 0
        and m & (FIRST | FAMILY | HEAD | COMPANY) == 0
        and not (caps == 1 and m & KIND ~= 0 and j < high and marks[j + 1] & (FACILITY | PLACE_END) ~= 0) then
        break -- "Kvale | Fears Talks", "Lisbon and Oban | Express Doubts"; but "Tana National Park"
      end
      last = given and j + 2 or j
    elseif m & COMPOUND ~= 0 then
      local piece = j < high and marks[j + 1] or 0
      if piece & COMPOUND == 0 then break end
      if piece & CAPITAL == 0 and j + 3 <= high and marks[j + 2] & marks[j + 3] & COMPOUND ~= 0 and marks[j + 3] & CAPITAL ~= 0
        and inner[doc.word(j + 1)] then
        last = j + 3 -- "Kvale-ur-Rahman"
        goto continue
      end
      if piece & CAPITAL == 0 then
        -- "Young-hoon" but not "US-led", "Nour-2" but not "COVID-19".
        if marks[last] & CAPITAL ~= 0 and marks[last] & (UPPER | COUNTRY | DEMONYM | NO_NAME) ~= 0 or piece & TAIL ~= 0
          or piece & (COMMON | FUNCTION) ~= 0 and piece & PARTICLE == 0 and (last == i or marks[last] & COMMON ~= 0) then
          break
        end
      end
      last = j + 1
    elseif m & (PARTICLE | AMPERSAND) ~= 0 and j < high and m & JOINED == 0 then
      local following = marks[j + 1]
      if following & CAPITAL ~= 0 then
        last = j + 1
      elseif m & PARTICLE ~= 0 and following & (PARTICLE | COMPOUND) ~= 0 and j + 2 <= high
        and marks[j + 2] & CAPITAL ~= 0 then
        last = j + 2
      elseif m & following & PARTICLE ~= 0 and j + 3 <= high and marks[j + 2] & marks[j + 3] & COMPOUND ~= 0
        and marks[j + 3] & CAPITAL ~= 0 then
        last = j + 3 -- "ibn al-Walid"
      else
        break
      end
    elseif m & (OPEN | OPENER) ~= 0 and (marks[last] & FIRST ~= 0 or last > i and marks[last] & (COMMON | UPPER) == 0)
      and marks[last] & TITLE == 0 then
      local e = nickname_end(i, j)
      if not e then break end
      last = e
    elseif m & COMMA ~= 0 and is_form(j) then
      return j + 1
    else
      local owns = m & JOINED ~= 0 and (marks[last] & PROPER == 0 or marks[i] & PLACE_FRONT ~= 0 and saints[doc.word(i)])
      local e = owns and owner_end(last, run_end)
      if not e then break end
      last = e
    end
    ::continue::
  end
  return last
end

local function store(p, q, how, title, joined)
  local k = count + 1
  count = k
  from[k], to[k], how_cut[k], title_at[k], over[k] = p, q, how, title, joined
end

-- Keeps tokens p to q. `the`: THE when that stands before; `lead`: LEAD when the capital of the first token says nothing;
-- `title`: first token of the title before it, or false; `joined`: the token before an "of" that it goes over, or false.
local function keep(p, q, the, lead, title, joined)
  if q == p + 1 and marks[q] & DOUBTFUL ~= 0 and marks[q] & FAMILY ~= 0 and marks[p] & FIRST ~= 0 then surnames[doc.word(q)] = true end
  if lead == 0 and q > p and marks[p] & (COMMON | FIRST) == COMMON and caps == 0 then begun[doc.word(p)] = doc.word(p + 1) end
  store(p, q, the | lead | case, title, joined)
end

-- Whether the title at token k of the run from p to q is a name there: "Omar Sultan Karimi", "Tom Baker",
-- "Ann al Baker".
local function is_named(p, k, q)
  local m = marks[k]
  if doc.word(p):byte(2) == 46 then return k == q end -- "T. Baker"
  if k == p + 1 and marks[p] & FIRST ~= 0 then
    return (m & FIRST ~= 0 or k == q - 1 and m & marks[q] & FAMILY ~= 0 and marks[p] & LISTED == 0) and (k == q or not is_office(k))
      or k == q and m & FAMILY ~= 0
  end
  return k == q and m & FAMILY ~= 0 and marks[k - 1] & LINEAGE ~= 0
end

local offices = word_set"press cabinet" -- "Kvale | Press Secretary"

-- Where the piece that begins at p ends, at most at q. `known`: the end of what the lists of organisations, countries and places
-- know there (0: nothing).
local function piece_end(p, q, known)
  if known > 0 and known < q and marks[known + 1] & COMPOUND ~= 0 and known + 2 <= high then
    local other = marks[known + 2]
    if other & (COUNTRY | LISTED_PLACE | DEMONYM) ~= 0 or other & (LISTED_ORG | UPPER) == LISTED_ORG | UPPER then
      return known -- "Norway-Kenya", "Norway-EU"
    end
  end
  local m = marks[p] -- a given name may be a place's, too: "a spokesman for Martin Luther Kvale"
  local place = known > 0 and (known > p or m & COUNTRY ~= 0 or m & (FIRST | FAMILY) == 0) and known
    or m & UPPER ~= 0 and not doc.word(p):find(".", 1, true) and p -- or letters: "the head of LEBA | Ana Kvale"
  if place and place < q and marks[q] & ENDINGS == 0 and office_before(p, low) then
    local next = marks[place + 1]
    if next & (COMPOUND | UPPER) == 0 and next & (COMMON | FIRST) ~= COMMON then return place end -- "the envoy to Norway | Ana Kvale"
  end
  for k = p + 1, q do
    local mk = marks[k]
    if mk & TITLE ~= 0 and k > known then
      local e = names[k << 4] >> END
      if is_border_title(k) and not (mk & HEAD ~= 0 and e == k and (marks[k + 1] or 0) & FIRST == 0)
        -- "Kvale County | Commissioner", "Kvale Party | chief".
        and not (mk & (PLACE_END | FACILITY | HEAD) ~= 0 and e > k and not offices[doc.word(k)])
        and not (k == q and marks[p] & FIRST ~= 0 and is_plural(k) and (q == high or doc.word(q + 1) ~= "'")) -- "Ann Barbers"
        and not is_named(p, k, q) and not (e < q and marks[q] & (HEAD | FACILITY | COMPANY) ~= 0) then
        q = k - 1
        if q == p + 1 and m & UPPER ~= 0 and marks[q] & KIND ~= 0 then q = p end -- "KLP | National Spokesperson"
        break
      end
    end
  end
  -- Not what a name of the lists ends with, if no word stands alone there: "Christie's".
  while q > p and marks[q] & (CAPITAL | COMPOUND) == 0 and (q ~= known or marks[q] & (LOWER | JOINED) == LOWER) do
    q = q - 1
  end
  return q
end

-- Whether the small word at token p, written with a capital, begins a name that goes on to `last`: "To Lan", "First Kvale Bank".
local function begins_name(p, last, m)
  if m & FAMILY ~= 0 and is_family_first(p, last) then return true end
  if doc.word(p) == "a" then return p + 1 < last and #doc.word(p + 1) == 1 end -- "A M Kvale"
  return doc.word(p) == "first" and marks[p + 1] & (CAPITAL | TITLE) == CAPITAL and not doc.word(p + 1):find"^nation"
end

-- Whether the given name at p, which is a verb too, opens a name, not a question: "Will Kvale left.", "Drew Holm left."
local function opens_name(p) return marks[p + 1] & FAMILY ~= 0 and doc.word(high) ~= "?" end

-- Whether no noun follows token p: "the Arctic has", but not "the Arctic sea".
local function stands_alone(p) return p == high or marks[p + 1] & (FUNCTION | COMMA | STOP | CLOSE | JOINED) ~= 0 end

-- Whether a title, p to t, is somebody's whose name ends at `last` as those of places do: "Inspector Tony Hill", "Mr. Ridge",
-- but not "Prince Edward Island".
local function is_called_as_place(p, t, last)
  local m = marks[last]
  if m & (COMPANY | FAMILY) == COMPANY or not is_border_title(p) then return false end
  if m & HEAD ~= 0 and (m & FAMILY == 0 or last == t + 1 and doc.word(t):byte(-1) ~= 46) then return false end -- "Mr. Church"
  if last == t + 1 then return m & FAMILY ~= 0 or m & FACILITY == 0 and doc.word(t):byte(-1) == 46 end
  return last == t + 2 and marks[t + 1] & (FIRST | COMMON) == FIRST
end

-- Whether the common word at p, which opens a sentence, is no part of the name behind it, which goes on to q: "Talks | Kvale", but
-- "Mark Kvale", "Home Ministry", "Radio Kvale", and "Natural Kvale" where that was named before.
local function opens_only(p, q)
  local m, next, last = marks[p], marks[p + 1], marks[q]
  if m & FRONT ~= 0 or m & FAMILY ~= 0 and is_family_first(p, q) or begun[doc.word(p)] == doc.word(p + 1) then return false end
  if last & ENDINGS == 0 and m & FIRST == 0
    and not (q == p + 1 and p == low and last & (COMMON | FIRST | TITLE) == COMMON and q < high and marks[q + 1] & SPEECH ~= 0) then
    return true
  end
  return next & (FIRST | TITLE | COUNTRY | DEMONYM) ~= 0 and next & (HEAD | COMMON) ~= HEAD | COMMON
    and not (q == p + 1 and m & FIRST ~= 0 and last & FAMILY ~= 0)
end

-- Whether the capitals at p, which are a title elsewhere, are the letters of an organisation that they stand behind in brackets here,
-- "the Seamen's Party (SP)", or did before.
local function are_letters(p, before, following)
  if before & OPEN ~= 0 and following & CLOSE ~= 0 and count > 0 and to[count] == p - 2 and from[count] < p - 2 then
    begun[doc.word(p)] = ")"
  end
  return begun[doc.word(p)] == ")"
end

-- Whether the small word at p, written with a capital, is no part of a name that goes on to `last`.
local function is_small_word(p, last, m, lead)
  if m & UPPER ~= 0 and caps ~= 2 then return false end
  if lead == 0 then return not (p < last and (m & FIRST ~= 0 or caps == 0 and begins_name(p, last, m))) end
  return not (p + 1 == last and m & FIRST ~= 0 and opens_name(p))
end

-- Whether the capital at p of a headline, where an organisation of the list ends at o, is a word that begins no name.
local function is_headline_word(p, m, o)
  if o == p and p < high and marks[p + 1] & (VERB | TITLE) ~= 0 then return false end
  return m & COMMON ~= 0 and (m & (FIRST | HEAD) == 0 or m & SPEECH ~= 0) or is_verb(m)
end

-- Whether the title of the lists from p to t, in a run that goes on to `last`, is one here. `titled`: whether a title stands before.
local function is_title(p, t, last, m, titled)
  if t < last and marks[last] & (HEAD | FACILITY | PLACE_END | COMPANY) ~= 0 and last - p <= 3 and not is_called_as_place(p, t, last) then
    return false -- "Prince Edward Island"
  end
  return not (p == last and m & (FAMILY | COMMON) == FAMILY and titled) -- "Mayor Shah"
    and not (m & DEMONYM ~= 0 and names[p << 4 | DEMONYMS] >> END > t) -- "Sri Lankan"
    and not (m & FIRST ~= 0 and (marks[t + 1] or 0) & (PARTICLE | CAPITAL) == PARTICLE | CAPITAL) -- "Marine Le Kven"
    and (t < last or not modifies(p)) -- what goes on was asked already
end

-- Where the title from p to t begins behind what it is of, which ends at o if the lists know it: "State Department | spokesman"; p
-- when it is of nothing.
local function title_start(p, t, o)
  for k = p + 1, t do
    if marks[k] & TITLE ~= 0 and names[k << 4] >> END == t
      and (o == k - 1 or marks[k - 1] & HEAD ~= 0 and not (k == p + 1 and learn(whole_titles, names[p << 4 | TITLES] & ROW, has_words)))
      and not (k > p + 1 and marks[k - 1] & TITLE ~= 0 and names[k - 1 << 4] >> END == t) then
      return k
    end
  end
  return p
end

-- Whether the people of a nation at p, in a run that goes on to `last`, are no place, "the Arctic", and nobody's name, "German Kvale".
local function is_nation(p, last, m, the)
  if the ~= 0 and m & LISTED_PLACE ~= 0 and p == last and stands_alone(p) then return false end
  return not (m & FIRST ~= 0 and p < last
    and (marks[p + 1] & (FAMILY | FIRST | COMMON | TITLE | HEAD) == FAMILY or doc.word(p + 1):byte(2) == 46))
end

-- Whether the name of an organisation that goes on to `last` begins with a nation that ends at e: "American Academy".
local function is_national(e, last)
  return e < last
    and (marks[last] & (HEAD | COMPANY | THING) ~= 0 or marks[last - 1] & HEAD ~= 0 and marks[last] & PLACE_END ~= 0)
    and (marks[e + 1] & (TITLE | FIRST) == 0 or marks[e + 1] & LISTED_ORG ~= 0)
end

-- Where what the lists know to go on from p to q beyond its run ends, and the run with it. `is_org`: it is an organisation.
local function beyond_run(p, q, is_org)
  if is_org and marks[p] & HEAD ~= 0 then
    local e = fields_end(q, high)
    if e > q and (marks[e] & HEAD == 0 or doc.word(e) == "government") then q = e end -- "Ministry of Trade | and Fisheries"
  end
  local last = run_end(q)
  if last == q + 1 and marks[last] & COMPANY ~= 0 or not is_org and marks[last] & HEAD ~= 0 then
    return last, last -- "Five One | Corp.", "Bosnia and Herzegovina | Fishing Union"
  end
  if is_org and last > q and marks[q + 1] & COMPOUND == 0 then last = q end
  return q, last
end

-- Reads the run that begins at i, whose mark is m, as `following` is that of the next token of the sentence (0: there is
-- none): from left to right, at each token what can begin there, the longest first. Returns the token to go on from.
local function read(i, m, following)
  local before = marks[i - 1]
  if i == low then before = OPENER end
  local lead, the = before & OPENER, before & THE
  local title = before & (LOWER | COMPOUND) ~= 0 and names[-(i - 1 << 4)] or false -- "defence minister | Kvale"
  if title and (m & JOINED ~= 0 or modifies(title)) then title = false end
  local nicked, listed = false, false
  if following & (OPEN | OPENER | JOINED | COMMA | AND) ~= 0 then
    nicked = following & (OPEN | OPENER) ~= 0 and m & FIRST ~= 0
      or following & JOINED ~= 0 and m & PROPER == 0 and owner_end(i, run_end)
      or following & COMMA ~= 0 and i + 2 <= high and marks[i + 2] & COMPANY ~= 0 and is_form(i + 1)
    listed = before & (OF | AND) ~= 0 and following & (AND | COMMA) ~= 0 -- "Minister of Fisheries and Ports Ida Holm"
  end
  if following & GOES_ON == 0 and m & SPLITS == 0 and not nicked and not listed then
    store(i, i, the | lead | case, title, false) -- one word of which the lists know nothing that could divide it
    return i + 1
  end
  local p, last = i, (nicked or following & RUNS_ON ~= 0) and run_end(i) or i
  if last < high and marks[last + 1] & AND ~= 0 and (lead == 0 or last > i) then last = two_fields_end(last, high) or last end
  if before & (OF | AND | COMMA) ~= 0 and m & FIRST == 0 then
    local minister, start = minister_of(i, last, before, low, high)
    if minister then
      p, title, lead, the = start, minister, 0, 0
      last = run_end(p)
    end
  end
  while p <= last do
    m = marks[p]
    local o, c, t = 0, 0, 0 -- where an organisation, a country or place, and a title of the lists end
    if m & (LISTED | TITLE) ~= 0 then
      if m & LISTED_ORG ~= 0 then
        o = names[p << 4 | ORGS] >> END
      end
      if m & COUNTRY ~= 0 then c = names[p << 4 | COUNTRIES] >> END end
      if m & LISTED_PLACE ~= 0 then
        local e = names[p << 4 | PLACES] >> END
        if e > c then c = e end -- "Panama | City"
      end
      if m & THE ~= 0 and o < last and c < last then o, c = 0, 0 end -- "The Valley", but not "The | Valley Farming Union"
      if m & TITLE ~= 0 then t = names[p << 4] >> END end
    end
    local known = o > c and o or c
    if title and caps == 0 and p == last and m & DOUBTFUL ~= 0 and m & FAMILY ~= 0 and (t == 0 or is_border_title(title))
      and (p == high or marks[p + 1] & OF == 0) then
      surnames[doc.word(p)] = true
      keep(p, p, 0, 0, title, false) -- "Mr. King", "Mrs. May", "Minister Long"
      p = p + 1
    elseif m & CAPITAL == 0 or m & CALENDAR ~= 0 and known <= p and not is_called_as_month(p, last) then
      p, title, the = p + 1, false, 0
    elseif t > 0 and t >= known and t < last and modifies(p) then
      p, lead, the = t + 1, 0, 0
    elseif m & FUNCTION ~= 0 and known <= p and t <= p
      and (lead ~= 0 and m & (FIRST | UPPER) == 0 or is_small_word(p, last, m, lead)) then -- most are "The"
      the = m & THE
      p, lead, title = p + 1, p == low and the ~= 0 and LEAD or 0, false
    elseif caps > 0 and known <= p and t == 0 and is_headline_word(p, m, o) then
      p, lead, title, the = p + 1, 0, false, 0
    elseif t > 0 and t >= known and is_title(p, t, last, m, title and the == 0)
      and not (m & UPPER ~= 0 and caps == 0 and are_letters(p, before, following)) then
      title = p < t and title_start(p, t, o) or p
      if title > p then keep(p, title - 1, the, lead, false, false) end
      lead, the = 0, 0
      local e = t + 2 <= high and marks[t + 1] & JOINED ~= 0 and owner_end(t, run_end)
      if e and p < t then -- "the Attorney General's Office"
        keep(p, e, 0, 0, false, false)
        title, last, t = false, e, e
      end
      p = t + 1
      if t >= last then
        if not may_begin(p, high) then return p end
        last = run_end(p)
      end
    elseif m & DEMONYM ~= 0 and known <= names[p << 4 | DEMONYMS] >> END and is_nation(p, last, m, the) then
      local e = names[p << 4 | DEMONYMS] >> END
      if is_national(e, last) then
        local q = last < high and over_end(p, last, low, high, caps) or last -- "American Academy of Arts"
        keep(p, q, the, lead, false, q > last and last)
        p = q + 1
        if q > last then last = run_end(q) end
      else
        p, the = e + 1, 0
        if e < last then lead = 0 end
      end
    else
      local q = last
      if known > q then q, last = beyond_run(p, known, o > c) end
      if q > p then q = piece_end(p, q, title and m & COUNTRY == 0 and o <= c and 0 or known) end
      if lead ~= 0 and q > p and m & COMMON ~= 0 and known <= p and t == 0 and opens_only(p, q) then
        p, lead = p + 1, 0
      else
        local after = q < high and marks[q + 1] or 0
        local joins = q == last and (c ~= q or marks[q] & HEAD ~= 0) and (after & OF ~= 0 or after & FUNCTION ~= 0 and marks[q] & HEAD ~= 0)
        local ends = joins and over_end(p, q, low, high, caps)
        if ends then
          keep(p, ends, the, lead, false, q)
          q = ends
          if q > last then last = run_end(q) end
        elseif c == q and m & COUNTRY ~= 0 and (q > p or m & PERSONAL == 0) and not title
          and names[p << 4 | COUNTRIES] >> END == q then
          store(p, q, COUNTRY_ALONE | case, false, false)
        else
          keep(p, q, the, lead, title, false)
        end
        title = p == i and q < last and before & (OF | TO | THE) ~= 0 and office_before(i, low) or false
        p, the, lead = q + 1, 0, 0
      end
    end
  end
  return last + 1
end

-- The title right before the capital at i, which it makes a surname: "Mr. Rose", "Mrs. May"; or false.
local function titled_by(i)
  local title = i > low and names[-(i - 1 << 4)]
  return title and is_border_title(title) and title or false
end

-- Whether the capital at i, whose mark is m, before one whose mark is `behind`, is the surname of somebody named in full before:
-- "Tim King came. King said", but not "the King", "King Ola", "in May", "French ships".
local function is_surname(i, m, behind)
  if caps > 0 or behind & (CAPITAL | DIGIT) ~= 0 or not surnames[doc.word(i)] then return false end
  local before = i > low and marks[i - 1] or 0
  if before & (THE | ARTICLE) ~= 0 or m & CALENDAR ~= 0 and before & (IN | OF | TO) ~= 0 then return false end
  return (i > low and m & DEMONYM == 0) or behind & (SPEECH | JOINED | COMMA | STOP) ~= 0
end

local SHORT <const> = 7 -- tokens of a headline that one verb shows

local function read_all(sentences, capitals)
  local tokens = marks
  local beyond = doc.count + 1
  local number, next = 0, sentences[1]
  local last, following = 0, 0 -- of the sentence; the token to go on from
  for c = 1, #capitals do
    local i = capitals[c]
    if i >= following then
      local m = tokens[i]
      if i > last then
        while next <= i do
          number = number + 1
          low, next = next, sentences[number + 1] or beyond
        end
        last = next - 1
        high = last
        caps, case = 0, 0
        -- Another capital close by, or a word that is all capitals: with four capitals at the least, or two such words, it
        -- may be a headline.
        local other = capitals[c + 1] or beyond
        if (other <= last and other <= i + 2 or i < last and m & UPPER ~= 0)
          and ((capitals[c + 3] or beyond) <= last or last - low < SHORT or (m | (tokens[other] or 0)) & UPPER ~= 0) then
          caps = case_of(low, last)
          if caps > 0 then case = HEADLINE | caps << CASE end
        end
      end
      -- Most runs are one word that the lists know well.
      local behind = i < last and tokens[i + 1] or 0
      following = i + 1
      local doubtful = m & FAMILY ~= 0 and m & DOUBTFUL ~= 0
      local titled = doubtful and caps == 0 and behind & (RUNS_ON | OF | DIGIT) == 0 and titled_by(i)
      if doubtful and (titled or is_surname(i, m, behind)) then
        keep(i, i, 0, i == low and LEAD or 0, titled, false)
        surnames[doc.word(i)] = true
      elseif behind & GOES_ON ~= 0 then
        following = read(i, m, behind)
      elseif m & (COUNTRY | PERSONAL) == COUNTRY and names[i << 4 | COUNTRIES] >> END == i
        and behind & (TEAM_VERB | DIGIT) == 0 and (m & (FUNCTION | CALENDAR) == 0 or m & UPPER ~= 0) then
        store(i, i, COUNTRY_ALONE | case, false, false)
      elseif (m & (FUNCTION | CALENDAR) == 0 or m & UPPER ~= 0)
        and (m & (DEMONYM | LISTED) ~= DEMONYM or names[i << 4 | DEMONYMS] >> END ~= i) then
        following = read(i, m, behind)
      end
    end
  end
end

local FIELDS <const> = {"count", "cuts", "words"}

return {
  api = 1,
  name = "name_pieces",
  summary = "Pieces of capitals that may be names (internal)",
  provides = {_pieces = {cuts = "table", words = "table", count = "number"}},
  requires = {"_words"},
  scope = "document",
  annotate = function(unit, add)
    doc = unit.doc
    local record = doc:layer"_words"[1]
    if not record then return end
    local words = record.words
    marks, names, is_family_first, learn = words.marks, words.names, words.is_family_first, words.learn
    case_of, is_verb, is_border_title = words.case_of, words.is_verb, words.is_border_title
    local joining = words.joining
    joining.begin(run_end)
    fields_end, two_fields_end, over_end = joining.fields_end, joining.two_fields_end, joining.over_end
    office_before, minister_of, may_begin = joining.office_before, joining.minister_of, joining.may_begin
    count, surnames, begun = 0, {}, {}
    read_all(words.sentences, words.capitals)
    if count == 0 then return end
    cuts.count = count
    add(1, doc.count, FIELDS, count, cuts, words)
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.", count = 3}},
    {"But the talks failed. However, nobody left."},
  },
}
