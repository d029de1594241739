--- Cues of reported speech and thought, each with its speaker (internal).
--
-- Rules over the letters of `_tags`, no parser. A cue is a verb of the list (en.cues.tsv: a file of that name beside
-- your own plugins adds to it),
-- "according to", or a noun ("his claim that"). Its speaker is the noun phrase before it, past appositions and relative
-- clauses, or shared with
-- the verb before an "and"; or it stands behind ("said Solvang"). A position k counts tokens of the sentence.

local LONGEST_PHRASE = 40 -- tokens of a noun phrase

local find, sub = string.find, string.sub

local inside_phrase = {}
for word in ("of for from at in on with to about against by"):gmatch("%S+") do inside_phrase[word] = true end
local has = {has = true, have = true, had = true, ["'ve"] = true, ["'d"] = true}
local possessive = {his = true, her = true, their = true, its = true, my = true, our = true}

-- The sentence being read: its letters behind four dots and before one, the words of the document and where position 0
-- lies among them, its first and last position.
local letters, words, base, low, high

local function letter_at(k) return sub(letters, k, k) end

-- Does `pattern`, which begins with ^, match at k?
local function is(k, pattern) return find(letters, pattern, k) ~= nil end

local function word_at(k) return words[base + k] or "" end

local function open_sentence(text, first, last)
  letters, base = text, first - 5
  low, high = 5, last - base
end

-- Where the noun phrase that ends at k begins.
local function phrase_start(k)
  if is(k, "^[pio]") then return k end
  local j = k
  local joined = false
  while j > low and k - j < LONGEST_PHRASE do
    local before = letter_at(j - 1)
    if is(j, "^d") and not find(before, "[rcd]") then break end -- an article begins its phrase
    if before == "r" then
      if not (inside_phrase[word_at(j - 1)] and is(j - 2, "^[nN9)ioeg]")) then break end
      j = j - 2
    elseif before == "c" then
      if not (is(j - 2, "^[nN9)]") and word_at(j - 1) ~= "but") or find(sub(letters, low, j - 2),
        "[vxm]") then break end
      j, joined = j - 2, true
    elseif before == "," and joined and is(j - 2, "^[nN]") then
      j = j - 2
    elseif before == ")" then
      local open = j - 1
      while open > low and letter_at(open) ~= "(" do open = open - 1 end
      if open <= low then break end
      j = open
    elseif before == "\"" then
      -- A nickname or title in marks inside the phrase.
      local open = j - 2
      while open > low and letter_at(open) == "Q" and j - open < 6 do open = open - 1 end
      if open <= low or not is(open, "^\"") or not is(open - 1, "^[dnN]") or word_at(j - 2) == "," then break end
      j = open - 1
    elseif before == "d" or before == "n" or before == "N" or before == "9" or before == "'" then
      j = j - 1
    elseif before == "e" and is(j - 2, "^[d9]") then
      j = j - 1
    else
      break
    end
  end
  while j < k and is(j, "^[)('c,]") do j = j + 1 end
  return j
end

-- Where the noun phrase that begins at k ends; nil when none begins there.
local function phrase_end(k)
  if is(k, "^[pi]") then return k end
  if not is(k, "^[dnN9\"]") then return nil end
  local j = k
  while j < high and j - k < LONGEST_PHRASE do
    if is(j + 1, "^[nN9']") or is(j + 1, "^d") and is(j, "^[d']") then
      j = j + 1
    elseif is(j + 1, "^r[dnN9]") and inside_phrase[word_at(j + 1)] and not is(j, "^[d']") then
      j = j + 2
    elseif is(j + 1, "^c[dnN9]") and word_at(j + 1) ~= "but" then
      j = j + 2
    elseif is(j + 1, "^%(") then
      local close = find(letters, ")", j + 1, true)
      if not close then break end
      j = close
    elseif is(j + 1, "^\"Q") then
      local _, close = find(letters, "^\"Q+\"", j + 1)
      if not close or close - j > 6 then break end
      j = close
    else
      break
    end
  end
  return j
end

-- Does a clause begin at k: a noun phrase and then a finite verb?
local function is_clause(k)
  return find(letters, "^[yc\"]*[dnN9pigQ'][dnN9'kripaoyegtbcQ\"()z~]*[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripaoyegtbQ\"()]*,?[wT][^.;]-[vxm][^.;]-[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripaoyegtbQ\"()]*,[^,;vxm]-,y*[vxm]", k)
    or find(letters, "^[sq][^.;]-[vxm]", k)
end

-- The first token of the verb group that ends at k: auxiliaries, adverbs, negation, "to" and what governs it.
local function group_start(k)
  local j = k
  while j > low do
    if is(j - 1, "^[xzm~y]") then j = j - 1
    elseif is(j - 2, "^[vegbzx]t") and j - 2 >= low then j = j - 2
    else break end
  end
  while j < k and is(j, "^y") do j = j + 1 end
  return j
end

-- The subject of the verb group that begins behind k: first, last, how ("named", "apposition", "relative", "shared"),
-- and for a relative the antecedent's first and last. nil when there is none.
local function subject(k, depth)
  depth = depth or 0
  while k >= low and is(k, "^[y~]") do k = k - 1 end
  if k < low or depth > 6 then return nil end
  local letter = letter_at(k)
  if letter == "p" or letter == "i" then
    if word_at(k - 1) == "what" then return nil end
    return k, k, "named"
  end
  if letter == "w" then
    local j = k - 1
    if is(j, "^,") then j = j - 1 end
    if is(j, "^[nN9)io]") then return k, k, "relative", phrase_start(j), j end
    return nil
  end
  if letter == "n" or letter == "N" or letter == "9" or letter == "'" or letter == ")" or letter == "d"
    or letter == "k" then
    if letter == "k" then
      -- "Solvang on Monday said"
      local j = k - 1
      if is(j, "^r") then j = j - 1 end
      if is(j - 1, "^[nN)][ve]") then j = j - 1 end -- "a report published on Monday said"
      if not is(j, "^[nNpi)]") then return nil end
      return subject(j, depth + 1)
    end
    local first = phrase_start(k)
    -- ", of Ohio," belongs to what stands before it.
    if is(first - 3, "^[nN)],r") then
      local f, l, how = subject(first - 3, depth + 1)
      if f then return f, l, how end
    end
    -- "Kvale, the chairman, who ..., said": the apposition belongs to what stands before it.
    if depth > 0 and is(first, "^d") and is(first - 2, "^[nN)],") then
      local f, l, how = subject(first - 2, depth + 1)
      if f then return f, l, how end
    end
    if word_at(first - 1) == "what" then return nil end -- "what the minister says"
    if is(first - 3, "^[nN)k][ve]r") then return subject(first - 3, depth + 1) end -- "polls taken in the south show"
    if is(first - 2, "^[vxegbt]r")
      or is(first - 1, "^t") then return nil end -- the object of a preposition: "taken from the reports"
    return first, k, "named"
  end
  if letter == "\"" and word_at(k - 1) == "," then letter = "," end
  if letter == "," or letter == "-" then
    -- A parenthesis: what stands before it, if that ends in a noun.
    local j = k - 1
    while j >= low and letter_at(j) ~= letter do
      if is(j, "^;") then return nil end
      j = j - 1
    end
    if j > low and k - j > 1 and is(j - 1, "^[nN9)p']") then
      local within = sub(letters, j + 1, k - 1)
      if not find(within, "[vxm]") or find(within, "^[wr]") then
        local f, l, how = subject(j - 1, depth + 1)
        if f then return f, l, how == "named" and "apposition" or how end
      end
    end
    return nil
  end
  if letter == "c" then
    for j = k - 1, low, -1 do
      if is(j, "^[vxm]") then
        local f, l = subject(group_start(j) - 1, depth + 1)
        if f then return f, l, "shared" end
      end
    end
  end
  return nil
end

-- The subject of the first finite verb between `from` and `to`.
local function main_subject(from, to)
  for j = from, to do
    if is(j, "^[vxm]") then
      local f, l = subject(j - 1)
      if f and f >= from then return f, l, "shared" end
    end
  end
end

-- What kind of verb group ends at the cue k: finite, passive, participle, infinitive, past (a participle without
-- auxiliary).
local function form_of(k, start, letter)
  local group = sub(letters, start, k)
  if letter == "g" then return find(group, "[xz]") and "finite" or "participle" end
  if letter == "b" then return (find(group, "t") or is(start - 1, "^t")) and "infinitive" or "finite" end
  if letter ~= "e" then return "finite" end
  if find(group, "z[y~]*e$") then return word_at(start) == "having" and "participle" or "passive" end
  if find(group, "x[y~]*e$") then
    local aux = find(group, "x[y~]*e$")
    return has[word_at(start + aux - 1)] and "finite" or "passive"
  end
  return is(k - 1, "^[,\"c%-)]") and "finite" or "past"
end

-- The words that may be cues: {verb = row, noun = row, takes = set, weak = may only stand beside marks}. `takes` is
-- what the cue reports without
-- marks: clause, object ("announced a deal"), to, ing, prepositions ("called for").
local candidates -- made of the lists on first use

local function read_lists(data)
  candidates = {according = {}}
  local sets = {}
  for form, row in pairs(data.cues) do
    local takes = sets[row]
    if not takes then
      takes = {}
      for word in (row.takes or ""):gmatch("%S+") do takes[word] = true end
      sets[row] = takes
    end
    candidates[form] = {verb = row, takes = takes, weak = not row.takes and row.class == "weak"}
  end
  for form, row in pairs(data.nouns) do
    candidates[form] = candidates[form] or {}
    candidates[form].noun = row
  end
end

local noun_takes = {clause = true}
local verbal = {v = true, e = true, g = true, b = true}

local function add_verb(found, k, letter, candidate)
  local row, start = candidate.verb, group_start(k)
  local particle = row.particle and word_at(k + 1) == row.particle
  local word = word_at(k)
  found[#found + 1] = {
    k = particle and k + 1 or k, start = start, class = (not row.particle or particle) and row.class or "weak",
      takes = candidate.takes,
    lemma = row.lemma, addressee = row.addressee == "yes", form = form_of(k, start, letter),
    negated = start < k and find(sub(letters, start, k), "~", 1, true) ~= nil,
      past = word ~= row.lemma and sub(word, -1) ~= "s"}
end

-- All cues of the sentence; those that can be one stand at the tokens stops[from..to].
local function find_cues(stops, from, to)
  local found = {}
  local marked = find(letters, "\"", 5, true) ~= nil
  if marked then
    -- "Kvale: “We agree.”"
    local _, open = find(letters, "^[nN9d']+:\"", low)
    if open and (find(letters, "N", low, true) or open) < open then
      found[1] = {k = open - 1, start = open - 1, class = "say", lemma = ":", takes = noun_takes, form = "name",
        f = low, l = open - 2,
        how = "named", order = "SV"}
    end
  end
  for n = from, to do
    local k = stops[n] - base
    local candidate = candidates[words[stops[n]]]
    do
      local letter = letter_at(k)
      if candidate.verb and verbal[letter] then
        if (marked or not candidate.weak) and word_at(k - 1) ~= "-" then add_verb(found, k, letter, candidate) end
      elseif candidate.noun and is(k, "^nT") and not is(k - 1, "^[vbge]") then
        local noun = candidate.noun
        found[#found + 1] = {k = k, start = k, class = noun.class, lemma = noun.noun, takes = noun_takes, form = "noun"}
      elseif word_at(k) == "according" and word_at(k + 1) == "to" then
        found[#found + 1] = {k = k + 1, start = k, lemma = "according to", class = "say", form = "according"}
      end
    end
  end
  return found
end

-- The speaker of a cue; fills f, l, how, order.
local function find_speaker(found, n)
  local cue = found[n]
  local k, start = cue.k, cue.start
  local left = start == low and "." or letter_at(start - 1)
  local f, l, how, af, al
  if cue.form == "according" then
    l = phrase_end(k + 1)
    if l then cue.f, cue.l, cue.how, cue.order = k + 1, l, "named", "according" end
    return
  end
  if cue.form == "passive" or cue.form == "name" then return end
  if cue.form == "noun" then
    -- "Kvale's claim that", "his claim that"
    while is(start - 1, "^[nN9y]") do start = start - 1 end
    if is(start - 1, "^'") then
      cue.f, cue.l, cue.how, cue.order = phrase_start(start - 2), start - 2, "named", "noun"
    elseif is(start - 1, "^d") and possessive[word_at(start - 1)] then
      cue.f, cue.l, cue.how, cue.order = start - 1, start - 1, "named", "noun"
    end
    return
  end
  local inverted = (left == "\"" or left == "," or left == ".") and cue.form == "finite"
    and not (cue.addressee and left ~= "\"")
    and is(k + 1, "^[dnN9pi]")
  if inverted and (is(k + 1, "^[dnN9piQ'][^vxm]*,") or not is_clause(k + 1))
    and not (left == "," and subject(start - 1)) then
    l = phrase_end(k + 1)
    if l and not is(l + 1, "^[vxmT]") then
      cue.f, cue.l, cue.how, cue.order = k + 1, l, "named", "VS"
      return
    end
  end
  if left == "c" and (cue.form == "finite" or cue.form == "participle") then
    -- "said ... and added": the verb before that reports in the same form.
    for m = n - 1, 1, -1 do
      local other = found[m]
      if other.f and other.form == cue.form and other.past == cue.past
        and (other.class == "say" or other.class == "write")
        and other.order ~= "VS" then
        cue.f, cue.l, cue.how, cue.order, cue.antecedent = other.f, other.l, "shared", "shared", other.antecedent
        return
      end
    end
  end
  f, l, how, af, al = subject(start - 1)
  local order = "SV"
  if not f and cue.form == "participle" or not f and left == "," or cue.form == "participle"
    and how == "apposition" then
    order = "shared"
    if left == "r" then
      -- "by saying": of the nearest verb before.
      for j = start - 2, low, -1 do
        if not f and is(j, "^[vxm]") then
          f, l = subject(group_start(j) - 1)
          how = f and "shared"
        end
      end
    else
      f, l, how = main_subject(low, start - 1)
    end
    if not f then
      local comma = find(letters, ",", k, true)
      if comma then f, l, how = main_subject(comma + 1, high) end
      if f then cue.before_main = comma end
    end
  end
  if not f and left == "," and cue.form == "finite" and not find(sub(letters, low, start - 1), "[vxm\"]") then
    -- "Marit Solvang of the institute, says": a comma that nothing opens.
    l = phrase_end(low)
    if l then f, how, order = low, "apposition", "SV" end
  end
  if not f and cue.form == "infinitive" then
    order = "shared"
    f, l, how = main_subject(low, start - 1)
  end
  if cue.form == "participle" and order == "SV" and how == "named" and not af then
    -- "Kvale continued the talk of the town demanding that": whose words they are if the phrase names nobody.
    for j = f - 1, low, -1 do
      if is(j, "^[vxm]") then
        af, al = subject(group_start(j) - 1)
        break
      end
    end
  end
  if f then cue.f, cue.l, cue.how, cue.order, cue.antecedent = f, l, how, order, af and {af, al} end
end

return {
  api = 1,
  name = "cues",
  summary = "Cues of reported speech and thought with their speakers (internal)",
  language = "en",
  provides = {_cues = {sentences = "table"}},
  requires = {"_tags"},
  scope = "document",
  data = {cues = {file = "en.cues.tsv", match = "lemma"}, nouns = {file = "en.cue_nouns.tsv", match = "lemma"}},

  --- One annotation for the document: `sentences` is a list of {first, last, letters, list}, list one of {k, start,
  -- lemma, class, takes, form,
  -- f, l, how, order, antecedent, ...}. Positions count from 5, so that a rule may look four back.
  annotate = function(unit, add, ctx)
    local all_words = unit.doc.words
    local tags = unit.doc:layer"_tags"[1]
    if not tags then return end
    if not candidates then read_lists(ctx.data) end
    local sentences = {}
    local read = tags.sentences
    local firsts, lasts, all_letters, stops = read.firsts, read.lasts, read.letters, read.stops
    words = all_words
    local from = 1
    for n = 1, #firsts do
      local first, last = firsts[n], lasts[n]
      local to = from
      while stops[to] and stops[to] <= last do to = to + 1 end
      open_sentence(all_letters[n], first, last)
      local found = find_cues(stops, from, to - 1)
      from = to
      if #found > 0 then
        for m = 1, #found do find_speaker(found, m) end
        sentences[#sentences + 1] = {first = first, last = last, letters = letters, list = found}
      end
    end
    if #sentences > 0 then add(unit.first, unit.last, {sentences = sentences}) end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"Solvang said that the talks had failed.",
      sentences = {{list = {{lemma = "say",
      form = "finite", order = "SV", f = 5, l = 5}}}}}},
    {"The talks had failed, said Joseph Wanjala.", {"The talks had failed, said Joseph Wanjala.",
      sentences = {{list = {{lemma = "say",
      order = "VS", f = 11, l = 12}}}}}},
    {"Kvale, the chairman of Nordhavn, has told them.",
      {"Kvale, the chairman of Nordhavn, has told them.", sentences = {{list = {{lemma = "tell", how = "apposition",
        f = 5, l = 5}}}}}},
    {"He said it was bad and added more.", {"He said it was bad and added more.",
      sentences = {{list = {{lemma = "say"}, {lemma = "add",
      how = "shared", f = 5}}}}}},
    {"It was said in Oslo that he left.", {"It was said in Oslo that he left.", sentences = {{list = {{lemma = "say",
      form = "passive"}}}}}},
    {"According to the ministry, nobody was hurt.", {"According to the ministry, nobody was hurt.",
      sentences = {{list = {{lemma = "according to", f = 7, l = 8}}}}}},
    {"Kvale's claim that ships sail is old.", {"Kvale's claim that ships sail is old.",
      sentences = {{list = {{lemma = "claim",
      form = "noun", f = 5, l = 5}}}}}},
    {"The state of the union is strong."},
  },
}
