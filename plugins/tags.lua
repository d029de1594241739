--- A letter for each token of the sentences in which somebody may be quoted: a light part of speech (internal).
--
-- No parser and no training: function words are listed, verbs are listed with how often they are nouns, the rest goes
-- by its ending and its left neighbour. The letters make the rules that follow short ("[dn]*[vmx]" is a noun phrase
-- and a finite verb):
--
--   n noun, adjective or unknown   N capitalised name   9 number   d article or possessive   ' possessive 's   k day or month
--   p he she they we I             i it this those some o him them ...                        w who which       T that
--   v finite verb                  e -ed form, not finite   g -ing form   b base form   m will can ...   x is has did ...   z be been
--   y adverb  ~ not  t to  r preposition  s because while ...  q what whether ...  c and or but  , ; : - ( ) .
--   " a quotation mark   Q a token inside marks   A "according", whose "to" is a preposition   | the end of a sentence

local MARK <const> = 34 -- "
local INSIDE <const> = 81 -- Q

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word end
  return list
end

-- What a word can be before its neighbours are asked: a letter, or one of these readings.
local PAST, GERUND = "E", "G" -- -ed form, -ing form
local ENDS_ING = "G?" -- what no list knows and ends so: "Boeing"
local SAID = "said" -- the -ed form that is no passive before "by"
local READ = "read" -- the same, and the base form
local TOLD = "told" -- an -ed form that is hardly ever an adjective: "some told us"
local THIRD = {[""] = "V", often = "V-", mostly = "V="} -- -s form, by how often the word is something else
local BASE = {[""] = "B", often = "B-", mostly = "B="}
local CUE = "B," -- base form of a saying verb
local SAY = "say" -- the same, hardly ever a noun
local THINK = "think" -- the same, but in "think tank"
local BOTH, SINCE = "both", "since"
local CLITIC = "S" -- 's
local HYPHEN = "H" -- "-": a part of a word such as "Bagheri-Kani", or a dash
local I = "I"
local THIS, LAST, PERIOD = "this", "last", "period" -- "this week" is a day
local PER = "per"
local UNKNOWN = "?" -- a verb behind "he", "they"

local classes = {
  det = "d", poss = "d", prep = "r", sub = "s", question = "q", rel = "w", conj = "c", be = "x", have = "x",
  ["do"] = "x", modal = "m", ["not"] = "~", adv = "y", subject = "p", object = "o", pron = "i", that = "T", to = "t",
  nonfinite = "z", past = "v", participle = "e",
}

local days = words[[monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
  october november december jan. feb. feb mar. apr. apr aug. aug sep. sept. sept oct. oct nov. nov dec. dec]]
local periods = words[[week weekend month quarter year morning afternoon evening night spring summer autumn winter]]

local gerund = {["d'hlj"] = "n", ["*"] = "g"}
local past = {["xz"] = "e", ["d'rhlj"] = "n", p = "v", ["nNiwk)9T\"Qcu"] = "unless by", ["*"] = "e"}

local tagger = {
  -- The first that fits a word counts.
  readings = {
    {is = "'", word = "'"}, {is = CLITIC, word = "'s"}, {is = HYPHEN, word = "-"}, {is = "A", word = "according"},
    {is = I, word = "i"}, {is = PER, word = PER}, {is = SAID, word = words"said responded reacted replied"}, {is = READ, word = "read"},
    -- Articles or pronouns; behind those of one thing an -s form is a verb.
    {is = "h", word = {"these", "those"}}, {is = "l", word = {"few", "many", "most", "several", "some"}},
    {is = "j", word = {"another", "one"}}, {is = THIS, word = THIS},
    {is = LAST, word = {"last", "next"}}, {is = PERIOD, word = periods},
    {is = BOTH, word = {"all", "both", "each"}}, {is = SINCE, word = "since"}, {is = "u", word = "once"},
    {is = ",", word = ","}, {is = ";", word = ";"}, {is = ":", word = ":"}, {is = "-", word = {"--", "—"}},
    {is = "(", word = {"(", "["}}, {is = ")", word = {")", "]"}}, {is = ".", word = {".", "!", "?", "...", "…"}},
    {is = "n", word = "%"}, {is = "9", word = "$"}, {is = "c", word = {"&", "/"}},
    {list = "function_words", by = "class", is = classes},
    {is = "k", word = days},
    {is = PAST, word = "found"}, -- of "find", not the base of "found"
    {is = "n", word = "men"}, {is = THIRD.often, word = "suspects"}, -- hardly ever of "man" and "suspect"
    {is = "n", word = words[[polling briefing filing clear meeting funding trading banking engineering marketing
      manufacturing mining farming shipping nursing broadcasting accounting advertising publishing]]},
    {is = THINK, word = "think"},
    {is = SAY, word = words[[say believe argue agree suggest insist know predict feel warn acknowledge admit contend expect]]},
    {is = TOLD, word = words[[told asked vowed argued insisted urged warned agreed complained threatened]]},
    {forms_of = "verbs", base = true, among = "cues", by = "other", is = {[""] = CUE}},
    {forms_of = "verbs", base = true, by = "other", is = BASE},
    {forms_of = "verbs", ends = "ing", is = GERUND},
    {forms_of = "verbs", ends = "s", by = "other", is = THIRD},
    {forms_of = "verbs", is = PAST},
    {forms_of = "cues", base = true, is = CUE},
    {forms_of = "cues", ends = "ing", is = GERUND},
    {forms_of = "cues", ends = "s", is = THIRD[""]},
    {forms_of = "cues", is = PAST},
    -- Nouns and adjectives that end like adverbs.
    {is = "n", word = words[[early daily weekly monthly yearly family rally reply ally supply assembly friendly likely
      unlikely quarterly anomaly bully elderly costly deadly monopoly lonely lovely holy ugly belly jelly lily melancholy homily
      only]]},
  },
  unlisted = {
    {is = "9", shape = "9"}, {is = ";", shape = "-", class = "punctuation"}, {is = "n", shape = "-"},
    {is = ENDS_ING, ends = "ing", least = 5}, {is = PAST, ends = "ed", least = 4}, {is = "y", ends = "ly", least = 3},
    {is = UNKNOWN, shape = "xx"}, {is = "n"},
  },

  -- The letter of a reading behind each letter; "*" is behind any other.
  behind = {
    [PAST] = past,
    [SAID] = {["xz"] = "e", ["d'rh"] = "n", ["nNpiwk)9T\"Qcluj-"] = "v", ["*"] = "e"},
    [READ] = {["tmx"] = "b", ["d'rh"] = "n", ["nNpiwk)9T\"Qclu"] = "v", ["*"] = "e"},
    [TOLD] = {["xz"] = "e", ["d'rh"] = "n", p = "v", ["nNiwk)9T\"Qcluj-"] = "unless by", ["*"] = "e"},
    [GERUND] = gerund,
    [ENDS_ING] = gerund,
    V = {["d'rbvhl"] = "n", ["nNpiwk)9T\"Qc,uj"] = "v", ["*"] = "n"},
    ["V-"] = {["piwTk)9\"Q"] = "v", N = "unless told", ["*"] = "n"}, -- "Ports Board records show"
    ["V="] = {["pwi"] = "v", ["*"] = "n"},
    B = {["tmx"] = "b", ["pwiNc"] = "v", n = "of plural", ["*"] = "n"},
    [CUE] = {["tmx"] = "b", ["pwiNc,\""] = "v", n = "of plural", ["*"] = "n"},
    [SAY] = {["tmx"] = "b", ["pwinNkoc9),\"l-"] = "unless in", ["*"] = "n"}, -- "a larger say in"
    [THINK] = {["tmx"] = "b", ["pwinNkoc9),\"l"] = "unless tank", ["*"] = "n"},
    ["B-"] = {["tmx"] = "b", ["pwi"] = "v", n = "of several", ["*"] = "n"},
    ["B="] = {["tm"] = "b", ["pwi"] = "v", ["*"] = "n"},
    [CLITIC] = {["piTqwyh"] = "x", ["*"] = "'"},
    x = {["mt"] = "z", ["*"] = "x"},
    T = {r = "i", ["*"] = "T"},
    t = {A = "r", ["*"] = "t"},
    [BOTH] = {x = "y", ["*"] = "l"}, -- "have both said"
    [SINCE] = {x = "y", ["*"] = "r"}, -- "has since said"
    [HYPHEN] = {["*"] = "hyphen"},
    [I] = {d = "n", ["*"] = "p"},
    [PER] = {["*"] = "unless cent"},
    [UNKNOWN] = {p = "v", ["*"] = "n"},
    [THIS] = {["*"] = "this period"}, [LAST] = {["Npwx"] = "last time", ["*"] = "last period"}, [PERIOD] = {k = "k", ["*"] = "n"},
  },
  choices = {
    ["unless by"] = {next = "by", is = "e", otherwise = "v"},
    ["unless tank"] = {next = "tank", is = "n", otherwise = "v"},
    ["unless told"] = {next_among = "telling", is = "n", otherwise = "v"},
    ["unless cent"] = {next = "cent", is = "n", otherwise = "r"},
    ["unless in"] = {next = "in", is = "n", otherwise = "v"},
    ["this period"] = {next_among = "periods", is = "k", otherwise = "j"},
    ["last period"] = {next_among = "periods", is = "k", otherwise = "n"},
    ["last time"] = {next_among = "periods", is = "k", otherwise = "y"},
    ["of plural"] = {ends_before = "s", is = "v", otherwise = "n"}, ["of several"] = {ends_before = "s", is = "fn", otherwise = "n"},
    hyphen = {compound = true, is = "n'", otherwise = "-"}, -- what follows the hyphen is no verb
  },
  passed = "y~",
  sought = "vxm", -- a finite verb

  settled = {
    {letter = "h", next = "nNk9", is = "d", otherwise = "i"},
    {letter = "l", next = "nNk9d'h", is = "d", otherwise = "i"},
    {letter = "j", next = "nNk9d'h", is = "d", otherwise = "i"},
    {letter = "t", next = "dN9oihlj", is = "r"}, -- "the letter to the town"
    {letter = "f", next = "Tpdihlj", is = "v", otherwise = "n"}, {letter = "u", next = "vxm", is = "y", otherwise = "s"}, -- "he once said"
    {letter = "T", next = "xmv", after = "nNQ)9k", is = "i"}, -- "But that is wrong", "said that was wrong": a pronoun
  },

  -- A capital inside the sentence is a name, but "I" and days; at its start only what is no function word. In the
  -- title of an article capitals say nothing of verbs.
  capital = {is = "N", but = {"k", I},
    first = {"n", "V", "V-", "V=", "B", CUE, READ, "B-", "B=", SAY, THINK, CLITIC, HYPHEN, ENDS_ING}},
  title = {longest = 31, capitals = 3, short = 4},

  -- Sentences with a cue are read, and where marks stand, those with anything that can be one; where it stands is told.
  wanted = "\"",
  groups = {
    wanted = {{word = ":"}, {forms_of = "cues", except = {class = "weak"}}, {forms_of = "cues", except = {takes = ""}},
      {word = {"according", "clear"}}},
    stops = {{forms_of = "cues"}, {forms_of = "nouns"}, {word = {"according", "clear", ":"}}},
    cues = {{forms_of = "cues"}},
    periods = {{word = periods}, {word = days}}, telling = {{word = words[[show say said told insist argue believe warn think]]}},
  },
  edges = {"....", ".|"}, -- a rule may look four back; a sentence ends at the bar
}

local finite, phrase_part, phrase_last = byte_set"vxm", byte_set"dnN9'", byte_set"nN9"

-- What the plugins that read the letters of a document ask of them alike: whether a finite verb stands at positions from..to;
-- where the noun phrase that begins at k ends, or nil.
local function readings(bytes)
  local function has_finite(from, to)
    for k = from, to do
      if finite[bytes[k]] then return true end
    end
    return false
  end
  local function phrase_end(k)
    local last
    while phrase_part[bytes[k]] do
      if phrase_last[bytes[k]] then last = k end
      k = k + 1
    end
    return last
  end
  return has_finite, phrase_end
end

return {
  api = 1,
  name = "tags",
  summary = "A letter for each token of sentences with a cue or a quotation mark (internal)",
  language = "en",
  provides = {_tags = {sentences = "table"}},
  requires = {"_marks"},
  scope = "document",
  data = {
    cues = {file = "en.cues.tsv", match = "mark"},
    nouns = {file = "en.cue_nouns.tsv", match = "mark"},
    verbs = {file = "en.verbs.tsv", match = "mark"},
    function_words = {file = "en.function_words.tsv", match = "mark"},
  },
  tagger = tagger,

  --- One annotation for the document: `sentences` is what doc:tags gives, with two functions on its letters (see
  -- readings); its stops are what can be a cue.
  annotate = function(unit, add)
    local over, n = {}, 0
    local marks, tokens = unit.doc:layer"_marks", unit.doc.words
    for m = 1, #marks do
      local pair = marks[m]
      if pair.depth == 1 then
        local first, last = pair.first, pair.last
        local ends = pair.closed and (tokens[last + 2] == "'" and tokens[last + 1] == "''" and last + 2 or last + 1) or last
        over[n + 1], over[n + 2], over[n + 3] = pair.open and first - 1 or first, ends, MARK
        over[n + 4], over[n + 5], over[n + 6] = first, last, INSIDE
        n = n + 6
      end
    end
    local sentences = unit.doc:tags(over)
    sentences.has_finite, sentences.phrase_end = readings(sentences.bytes)
    if sentences.firsts[1] then add(unit.first, unit.last, {sentences = sentences}) end
  end,

  examples = {
    {"The minister said he would not sign the text.", {"The minister said he would not sign the text.",
      sentences = {letters = "....dnvpm~bdn..|"}}},
    {"Solvang said the ships' owners have been warned.",
      {"Solvang said the ships' owners have been warned.", sentences = {letters = "....Nvdn'nxze..|", stops = {6, 13}}}},
    {"Kvale says that is wrong. These ports, he adds, are “open”.",
      {"Kvale says that is wrong. These ports, he adds, are “open”.",
        sentences = {letters = "....Nvixn..|....dn,pv,x\"Q\"..|", firsts = {1, 7}, lasts = {6, 17}, starts = {5, 17}}}},
    {"People say they found the letter to the town.",
      {"People say they found the letter to the town.", sentences = {letters = "....Nvpvdnrdn..|"}}},
    {"Tolving said tolving was wrong.", {"Tolving said tolving was wrong.", sentences = {letters = "....Nvgxn..|"}}},
    {"Minister Says Talks On Track", {"Minister Says Talks On Track", sentences = {letters = "....nvnNn.|"}}},
    {"The ships sail on Monday."},
  },
}
