--- Cues of reported speech and thought, each with its speaker (internal).
--
-- Rules over the letters of `_tags`, no parser. A cue is a verb of the list (en.cues.tsv: a file of that name beside your own
-- plugins adds to it), "according to", or a noun ("his claim that"). Its speaker is the noun phrase before it, past appositions
-- and relative clauses, or shared with the verb before an "and"; or it stands behind ("said Solvang"). A position k counts tokens.

local LONGEST_PHRASE <const> = 40 -- tokens of a noun phrase
local LONGEST_NAME <const> = 5 -- tokens of a name beside a colon
local HEADLINE <const> = 5 -- the place of the first token of the document

local byte, find, sub = string.byte, string.find, string.sub

local subordinate = byte_set"sq"
local inside_phrase = word_set"of for from at in on with to about against by"
local periods = word_set"year month week weekend night summer winter spring autumn fall"
local pointers = word_set"last this next"
local all = word_set"all both each"
local joins, contrasts = byte_set"scr", word_set"while but whereas"
local passing = word_set"day days week weeks month months year years hour hours minute minutes time"
local spoken_in = word_set[[affidavit article column complaint email filing interview judgment lawsuit letter message note petition plea
  post release report reports ruling speech statement statements testimony tweet verdict]]
local opens_clause = word_set"as with after before since"
local has = word_set"has have had 've 'd"
local possessive = word_set"his her their its my our"

-- Letters, as `_tags` lists them.
local NOUN <const> = 110 -- n
local ARTICLE <const> = 100 -- d
local THIS <const> = 105 -- i
local VERB <const> = 118 -- v
local ADVERB <const> = 121 -- y
local PREPOSITION <const> = 114 -- r
local COMMA <const> = 44 -- ,
local NAME, NUMBER, POSSESSIVE, DAY, PRONOUN, OBJECT, WHO, THAT = byte("N9'kpowT", 1, -1)
local PARTICIPLE, GERUND, BASE, AUXILIARY, BEEN = byte("egbxz", 1, -1)
local NOT, TO, AND = byte("~tc", 1, -1)
local SEMICOLON, COLON, DASH, OPEN, CLOSE, STOP, MARK, MARKED = byte(";:-().\"Q", 1, -1)
local finite, noun = byte_set"vxm", byte_set"nN"
local noun_end = byte_set"nN9)" -- what a noun phrase can end in

-- The letters of the document, as `_tags` has them, as a string and as a list of bytes, and what it reads in them; its
-- words. Of the sentence being read: what its positions are more than its tokens, its first and last position.
local letters, c, first_finite, has_finite
local words, shapes
local shift, low, high
local listed -- the lists of cues

-- The words that rules ask for are these letters, or inside marks, or have a capital.
local maybe_what, maybe_hyphen, maybe_according = byte_set"qNQ\"", byte_set"-nNQ\"", byte_set"ANQ\""

local may_stand_before = byte_set"rcd" -- an article within its phrase
local governor = byte_set"nN9)ioeg" -- a preposition behind it belongs to the phrase
local plain = byte_set"dnN9'" -- of a phrase, whatever stands before
local titled, counted, phrase_edge, pronoun, possessor = byte_set"dnN", byte_set"d9", byte_set")('c,", byte_set"pio", byte_set"d'"

-- Where the phrase that ends at k begins, if a comma or a mark stands before it and `last` ends a report: “...,” captains
-- and Port Ellen officials said; with a name at k and behind "and", whatever follows.
local function first_joined(k, names, last)
  local j = k
  while names and c[j] == NAME do j = j - 1 end
  if (j == k or c[j] ~= COMMA and c[j] ~= MARK) and find(letters, "^.[vxe]+[dnN9okr'()]*[.,;]", last) then
    j = k
    while plain[c[j]] do j = j - 1 end
  end
  return j < k and (c[j] == COMMA or c[j] == MARK) and j + 1
end

-- Where a phrase begins whose town stands before the comma before j: "the Oban, Calif., | company", "the Oban, Calif.-based
-- company"; or nil.
local function before_town(j)
  local i = j - 2
  if c[j] == NOUN then
    while c[i] == NAME do i = i - 1 end
    if i == j - 2 or c[i] ~= COMMA then return nil end
    i = i - 1
  elseif words[j - shift + 1] ~= "-" then
    return nil
  end
  local last = i
  while c[i] == NAME do i = i - 1 end
  return i < last and c[i] == ARTICLE and i
end

-- Where the noun phrase that ends at k begins.
local function phrase_start(k)
  if pronoun[c[k]] then return k end
  local j = k
  if c[k] == CLOSE then -- "Prado (the captain)"
    while j > low and k - j < LONGEST_PHRASE and c[j] ~= OPEN do j = j - 1 end
    if j == low or c[j] ~= OPEN then j = k end
  end
  local joined = false
  while j > low and k - j < LONGEST_PHRASE do
    local before = c[j - 1]
    if c[j] == ARTICLE and not may_stand_before[before] then break end -- an article begins its phrase
    if plain[before] then
      j = j - 1
    elseif before == PREPOSITION then
      local word = words[j - shift - 1]
      if governor[c[j - 2]] and inside_phrase[word] and not (c[j - 2] == PARTICIPLE and word == "by") then -- "denied by two men"
        j = j - 2
      elseif c[j - 2] == AND and noun_end[c[j - 3]] then
        j = j - 3 -- "in the port and around the town"
      else
        break
      end
    elseif before == AND then
      if not noun_end[c[j - 2]] or words[j - shift - 1] == "but" then break end
      if first_finite(low) <= j - 2 then
        local first = first_joined(j - 2, c[j] == NAME, k)
        if first then j = first end
        break
      end
      j, joined = j - 2, true
    elseif before == COMMA and joined and noun[c[j - 2]] then
      j = j - 2
    elseif before == COMMA and plain[c[j]] then
      local first = before_town(j)
      if not first then break end
      j = first -- "the Oban, Scotland, company"
    elseif before == CLOSE then
      local open = j - 1
      while open > low and c[open] ~= OPEN do open = open - 1 end
      if open <= low then break end
      j = open
    elseif before == MARK then
      -- A nickname or title in marks inside the phrase.
      local open = j - 2
      while open > low and c[open] == MARKED and j - open < 6 do open = open - 1 end
      if open <= low or c[open] ~= MARK or not titled[c[open - 1]] or words[j - shift - 2] == "," then break end
      j = open - 1
    elseif before == PARTICIPLE and (counted[c[j - 2]] or c[j - 2] == MARK)
      or before == ADVERB and c[j] == NOUN and possessor[c[j - 2]] and sub(words[j - shift - 1], -2) == "ly" then
      j = j - 1
    else
      break
    end
  end
  while j < k and phrase_edge[c[j]] do j = j + 1 end
  return j
end

local phrase_first, phrase_part, phrase_goes_on = byte_set"dnN9\"", byte_set"dnN9", byte_set"nN9'"

-- Where the noun phrase that begins at k ends; nil when none begins there.
local function phrase_end(k)
  if c[k] == PRONOUN or c[k] == THIS then return k end
  if not phrase_first[c[k]] then return nil end
  local j = k
  while j < high and j - k < LONGEST_PHRASE do
    local following = c[j + 1]
    if phrase_goes_on[following] or following == ARTICLE and possessor[c[j]] then
      j = j + 1
    elseif following == PREPOSITION and phrase_part[c[j + 2]] and not possessor[c[j]]
      and inside_phrase[words[j - shift + 1]] then
      if c[j + 2] == ARTICLE and spoken_in[words[j - shift + 3]] then break end -- "said Kvale in a statement"
      j = j + 2
    elseif following == AND and phrase_part[c[j + 2]] and words[j - shift + 1] ~= "but" then
      j = j + 2
    elseif following == OPEN then
      local close = find(letters, ")", j + 1, true)
      if not close or close > high then break end
      j = close
    elseif following == MARK and c[j + 2] == MARKED then
      local _, close = find(letters, "^\"Q+\"", j + 1)
      if not close or close - j > 6 then break end
      j = close
    else
      break
    end
  end
  return j
end

local group_part, governs_to = byte_set"xzm~y", byte_set"vegbzx"

-- The first token of the verb group that ends at k: auxiliaries, adverbs, negation, "to" and what governs it.
local function group_start(k)
  local j = k
  while j > low do
    if group_part[c[j - 1]] then j = j - 1
    elseif c[j - 1] == TO and governs_to[c[j - 2]] and j - 2 >= low then j = j - 2
    else break end
  end
  while j < k and c[j] == ADVERB do j = j + 1 end
  return j
end

local subject_end, antecedent, apposed, dated = byte_set"nN9')dk", byte_set"nN9)io", byte_set"nN9)", byte_set"nN)k"
local before_day, published, takes_object = byte_set"nNpi),", byte_set"ve", byte_set"vxegbt"
local before_aside, aside = byte_set"nN9)p'o", byte_set"wr" -- "who ...", "of ..."

-- Is this "what Kvale said"? But in "saw what Kvale said was ice", Kvale said it was ice.
local function follows_what(first, last)
  return maybe_what[c[first - 1]] and words[first - shift - 1] == "what"
    and not (first_finite(low) < first and find(letters, "^y*[vx]e?y*[vxm]", last + 1))
end

-- The antecedent of a relative clause of which the phrase from `first` on is the end, when the sentence has no other verb
-- yet: "crews who want to leave the port said", "crews I met in the port said".
local function before_relative(first)
  local verb = first_finite(low)
  if verb >= first then return nil end
  local who = verb - 1
  while c[who] == ADVERB do who = who - 1 end
  if c[who] ~= WHO and c[who] ~= PRONOUN or not noun_end[c[who - 1]] then return nil end
  local _, last = find(letters, "^[^,;vxm|]*", verb + 1)
  local row = last >= first - 1 and listed.cues[words[verb - shift]]
  if last < first - 1 or row and find(row.takes or "", "clause", 1, true) then return nil end
  return phrase_start(who - 1), who - 1, "named"
end

local joined = false -- the subject of a verb before an "and" is looked for

-- The subject of the verb group that begins behind k: first, last, how ("named", "apposition", "relative", "shared"),
-- and for a relative the antecedent's first and last. nil when there is none. `shared`: it is that of a verb before an "and".
local function subject(k, depth, shared)
  depth = depth or 0
  local name = k
  while k >= low and (c[k] == ADVERB or c[k] == NOT) do k = k - 1 end
  if k < low and name == low and (finite[c[low + 1]] or c[low + 1] == PARTICIPLE) and shapes[low - shift] ~= "xx"
    and sub(words[low - shift], -2) == "ly" then
    return low, low, "named" -- "Kelly said"
  end
  if k < low or depth > 6 then return nil end
  local letter = c[k]
  if letter == PRONOUN or letter == THIS then
    if all[words[k - shift]] and (noun_end[c[k - 1]] or c[k - 1] == PRONOUN) then return subject(k - 1, depth) end
    if follows_what(k, k) then return nil end
    return k, k, "named"
  end
  if letter == WHO then
    local j = k - 1
    if words[j - shift] == "of" then return phrase_start(j - 1), k, "named" end -- "many of whom"
    if c[j] == COMMA then j = j - 1 end
    if not antecedent[c[j]] then return nil end
    local first = phrase_start(j)
    if published[c[first]] or c[first] == GERUND then first = first + 2 end -- "spared from fees, which"
    return k, k, "relative", first <= j and first or j, j
  end
  local period = letter == NOUN and pointers[words[k - shift - 1]] and periods[words[k - shift]]
  if letter == DAY or period then
    -- "Solvang on Monday said", "Solvang earlier this week said"
    local j = period and k - 2 or k - 1
    while c[j] == ADVERB do j = j - 1 end
    if c[j] == PREPOSITION then j = j - 1 end
    if published[c[j]] and apposed[c[j - 1]] then j = j - 1 end -- "a report published on Monday said"
    if not before_day[c[j]] then return nil end
    return subject(j, depth)
  end
  if letter == NOUN and passing[words[k - shift]] then -- "the coming days will show", but "polls of two weeks show"
    local first = phrase_start(k)
    if c[first] ~= NUMBER and c[first - 1] ~= PREPOSITION then return nil end
  end
  if letter == NUMBER and c[k - 1] == PREPOSITION and (c[k - 2] == WHO or before_day[c[k - 2]])
    and find(words[k - shift], "^[12]%d%d%d$") then return subject(k - 2, depth) end -- "Kvale in 2010 said"
  if letter == OBJECT and c[k - 1] == PREPOSITION and (noun_end[c[k - 2]] or c[k - 2] == THIS) then
    return phrase_start(k - 2), k, "named" -- "those close to him"
  end
  if letter == NOUN and spoken_in[words[k - shift]] then
    -- "The company in a statement said"
    local j = k - 1
    while c[j] == NOUN or c[j] == NAME do j = j - 1 end
    if c[j] == ARTICLE and c[j - 1] == PREPOSITION and words[j - shift - 1] == "in" and before_day[c[j - 2]] then
      return subject(j - 2, depth + 1)
    end
  end
  if subject_end[letter] then
    local first = phrase_start(k)
    local before, second, third = c[first - 1], c[first - 2], c[first - 3]
    -- ", of Ohio," belongs to what stands before it.
    if before == PREPOSITION and second == COMMA and apposed[third] and not opens_clause[words[first - shift - 1]] then
      local f, l, how = subject(first - 3, depth + 1)
      if f then return f, l, how end
    end
    -- "Kvale, the chairman, who ..., said": the apposition belongs to what stands before it.
    if depth > 0 and not shared and before == COMMA and apposed[second]
      and (c[first] == ARTICLE or c[first] == NUMBER and first == k) then -- ", 52, of Oslo,"
      local f, l, how = subject(first - 2, depth + 1)
      if f then return f, l, how end
    end
    if depth == 0 and before == COMMA and second == NAME and c[first] == ARTICLE then
      -- “...,” Kvale, a villager in Oslo told us: a comma that nothing closes.
      local f = phrase_start(first - 2)
      if c[f - 1] == MARK then return f, first - 2, "apposition" end
    end
    if follows_what(first, k) then return nil end -- "what the minister says"
    local f, l, how = before_relative(first)
    if f then return f, l, how end
    if before == PREPOSITION then
      if published[second] and dated[third] then return subject(first - 3, depth + 1) end -- "polls taken in the south show"
      local j = first - 2
      while c[j] == ADVERB do j = j - 1 end
      -- The object of a preposition: "taken from the reports".
      if takes_object[c[j]] and words[first - shift - 1] ~= "as" then return nil end
    end
    if before == TO then return nil end
    if before == GERUND and noun_end[second] and c[first] == ARTICLE then
      return subject(first - 2, depth + 1) -- "a man watching the ships said"
    end
    return first, k, "named"
  end
  if letter == MARK and c[k - 1] == MARKED and words[k - shift - 1] ~= "," then
    -- "Kvale of “Ships Weekly” says"
    local open = k - 1
    while c[open] == MARKED do open = open - 1 end
    local last = c[open - 1] == PREPOSITION and inside_phrase[words[open - shift - 1]] and open - 2
    if last and noun_end[c[last]] and k - open < 6 then return phrase_start(last), k, "named" end
  end
  if letter == MARK and words[k - shift - 1] == "," then letter = COMMA end
  if letter == COMMA or letter == DASH then
    -- A parenthesis: what stands before it, if that ends in a noun.
    local j = k - 1
    while j >= low and c[j] ~= letter do
      if c[j] == SEMICOLON then return nil end
      j = j - 1
    end
    if j > low and k - j > 1 and before_aside[c[j - 1]]
      and (aside[c[j + 1]] or find(letters, "^[dnN9'ro()]*w", j + 1) or find(letters, "^d[nN9]+g", j + 1)
        or not has_finite(j + 1, k - 1)) then
      local f, l, how = subject(j - 1, depth + 1)
      if f then return f, l, how == "named" and "apposition" or how end
    end
    return nil
  end
  if letter == AND and not joined then
    joined = true -- the verbs before an "and" before are among these
    local f, l
    for j = k - 1, first_finite(low), -1 do
      if finite[c[j]] then f, l = subject(group_start(j) - 1, depth + 1, true) end
      if f then break end
    end
    joined = false
    if f then return f, l, "shared" end
  end
  return nil
end

-- The subject of the first finite verb between `from` and `to`.
local function main_subject(from, to)
  for j = from, to do
    if finite[c[j]] then
      local f, l, how, antecedent_first, antecedent_last = subject(j - 1)
      if how == "relative" then f, l = antecedent_first, antecedent_last end -- "Kvale, who sails, left, saying"
      if f and f >= from and words[l - shift] ~= "that" then return f, l, "shared" end
    end
  end
end

-- Does one of two letters stand at positions from..to?
local function stands(from, to, letter, other)
  for k = from, to do
    if c[k] == letter or c[k] == other then return true end
  end
  return false
end

-- Where the main clause of the sentence up to `last` begins: behind the comma of one with "when", "while", "because".
local function main_clause(last)
  if not subordinate[c[low]] then return low end
  local _, comma = find(letters, "^[^,|]*,", low)
  return comma and comma < last and has_finite(comma + 1, last) and comma + 1 or low
end

local sets_off = byte_set",\"c-)"

-- What kind of verb group ends at the cue k: finite, passive, participle, infinitive, past (a participle without
-- auxiliary).
local function form_of(k, start)
  local letter = c[k]
  if letter == VERB then return "finite" end
  if letter == GERUND then return stands(start, k, AUXILIARY, BEEN) and "finite" or "participle" end
  if letter == BASE then return stands(start - 1, k, TO) and "infinitive" or "finite" end
  local j = k - 1
  while j >= start and (c[j] == ADVERB or c[j] == NOT) do j = j - 1 end
  if j >= start and c[j] == BEEN then return words[start - shift] == "having" and "participle" or "passive" end
  if j >= start and c[j] == AUXILIARY then
    local auxiliary = words[j - shift]
    if auxiliary == "'s" and c[j - 1] == PRONOUN and c[k + 1] ~= TO then return "finite" end -- "he's said", but "he's said to"
    return has[auxiliary] and "finite" or "passive"
  end
  local first = k == low and (shapes[k - shift] == "xx" or find(letters, "^e[dnN9']*N:", k)) -- "Said Kvale: ..."
  return (sets_off[c[k - 1]] or first) and "finite" or "past"
end

-- A kind of cue is {class, lemma, takes = set, addressee, past, marked}; what it `takes` is what it reports without marks:
-- clause, object ("announced a deal"), to, ing, prepositions ("called for"); `marked`: it only stands beside marks.
local colon = {class = "say", lemma = ":", takes = {clause = true}}
local according = {class = "say", lemma = "according to"}

-- The kinds of words that were met: of a row of the list, present and past; of a word, false where it is none.
local kinds_of, verb_of, noun_of = {}, {}, {}

local function new_kind(row, past)
  local kind = {class = row.class, lemma = row.lemma, takes = word_set(row.takes or ""), past = past,
    addressee = row.addressee == "yes", particle = row.particle, marked = not row.takes and row.class == "weak"}
  if row.particle and row.class ~= "weak" then -- without it, the verb is weak
    kind.alone = {class = "weak", lemma = kind.lemma, takes = kind.takes, past = past, addressee = kind.addressee}
  end
  return kind
end

-- The kind of a verb, or false.
local function verb_kind(word)
  local row = listed.cues[word]
  local kind = false
  if row then
    local kinds = kinds_of[row] or {present = new_kind(row, false), past = new_kind(row, true)}
    kinds_of[row] = kinds
    kind = word ~= row.lemma and sub(word, -1) ~= "s" and kinds.past or kinds.present
  end
  verb_of[word] = kind
  return kind
end

-- The kind of a noun, or false.
local function noun_kind(word)
  local row = listed.nouns[word]
  local kind = row and (kinds_of[row] or {class = row.class, lemma = row.noun, takes = colon.takes}) or false
  if row then kinds_of[row] = kind end
  noun_of[word] = kind
  return kind
end

local verbal = byte_set"vegb"

-- The cues of the document, a list for each thing that is told of them: see annotate.
local COLUMNS <const> = {"at", "start", "kind", "form", "first", "last", "how", "order", "negated", "before_first",
  "before_last", "main"}
local cues
local at, starts, kinds, forms, speaker_first, speaker_last, hows, orders, negated, before_first, before_last, mains

-- Opens the lists for a document of at most `size` cues. They hold what the one before left.
local function open_cues(doc, size)
  local kept = doc:kept(1, size)
  if kept == cues then return end
  cues = kept
  for _, name in ipairs(COLUMNS) do cues[name] = cues[name] or {} end
  cues.count, cues.sentences, cues.ends = cues.count or 0, cues.sentences or {}, cues.ends or {}
  at, starts, kinds, forms = cues.at, cues.start, cues.kind, cues.form
  speaker_first, speaker_last, hows, orders = cues.first, cues.last, cues.how, cues.order
  negated, before_first, before_last, mains = cues.negated, cues.before_first, cues.before_last, cues.main
end

-- Takes away what stands behind the first `count` cues of `sentences` sentences.
local function close_cues(count, sentences)
  for i = 1, count < cues.count and #COLUMNS or 0 do
    local list = cues[COLUMNS[i]]
    for n = count + 1, cues.count do list[n] = nil end
  end
  local numbers, ends = cues.sentences, cues.ends
  local s = sentences + 1
  while numbers[s] do
    numbers[s], ends[s] = nil, nil
    s = s + 1
  end
  cues.count = count
end

-- Cue n stands at start..k; of its speaker nothing is known.
local function set_cue(n, start, k, kind, form)
  at[n], starts[n], kinds[n], forms[n] = k, start, kind, form
  speaker_first[n], speaker_last[n], hows[n], orders[n] = false, false, false, false
  negated[n], before_first[n], before_last[n], mains[n] = false, false, false, false
end

local function set_speaker(n, f, l, how, order)
  speaker_first[n], speaker_last[n], hows[n], orders[n] = f, l, how, order
end

-- The last position of a name that is all of the sentence up to k: "Kvale: “We agree.”"; or nil.
local function name_upto(k)
  local named = false
  if c[k] == CLOSE then
    local _, open = find(letters, "^[nN9']+%(", low) -- "Kvale (of Nordhavn): ..."
    k = open and open < k and open - 1 or k
  end
  for i = k, low, -1 do
    if not plain[c[i]] then return false end
    named = named or c[i] == NAME and k
  end
  return named
end

-- Makes cue n of the verb at k, if it is one without the particle that follows its like ("went on").
local function set_verb(n, k, kind)
  local start, last, before = k, k, c[k - 1]
  if before == THIS and kind.past and verbal[c[k - 2]] and words[k - shift - 1] == "that"
    and find(letters, "^v[nN9]+[trnNd'9b]*[vxm]", k) then return false end -- "claim that repeated attempts failed"
  if before == NAME and words[k - shift] == kind.lemma and find(letters, "^vn+N", k) then
    return false -- "Harbour House press officer Anna Holm"
  end
  if c[k] == VERB and kind.lemma == "accuse" and words[k - shift + 1] == "of" then return false end -- "a man accused of theft"
  if before == THIS and kind.lemma == "tell" and c[k + 1] == COMMA then return false end -- "all told,"
  if c[k] == PARTICIPLE and words[k - shift + 1] == "by" and noun_end[before] and not kind.addressee then
    return false -- "photo posted by Kvale"
  end
  if before == TO or group_part[before] then start = group_start(k) end
  if kind.particle then
    if words[k - shift + 1] == kind.particle then last = k + 1 else kind = kind.alone end
    if not kind then return false end
  end
  set_cue(n, start, last, kind, c[k] == VERB and "finite" or form_of(k, start))
  if start < k and stands(start, k, NOT) then negated[n] = true end
  return true
end

local persons = {he = true, she = true}

-- Where a verb behind "as" begins that ends at k: "as | first reported"; or nil.
local function behind_as(k)
  while c[k - 1] == ADVERB do k = k - 1 end
  return words[k - shift - 1] == "as" and k or nil
end

-- Makes cues of the sentence, behind the first `count`; those that can be one are stops[from..to]. Returns how many
-- there are then.
local function find_cues(count, stops, from, to, marked)
  local before = count
  for i = from, to do
    local k = stops[i]
    local letter, found = c[k], false
    if verbal[letter] then
      local word = words[k - shift]
      local kind = verb_of[word]
      if kind == nil then kind = verb_kind(word) end
      if kind and (marked or not kind.marked) and not (maybe_hyphen[c[k - 1]] and words[k - shift - 1] == "-") then
        found = set_verb(count + 1, k, kind)
      end
    elseif letter == NOUN then
      local word = words[k - shift]
      if c[k + 1] == PREPOSITION then
        local start = words[k - shift + 1] == "by" and behind_as(k)
        local agent, kind = start and phrase_end(k + 2), start and verb_kind(word)
        if agent and kind then -- "as reported by the Oslo Post"
          set_cue(count + 1, start, k, kind, "agent")
          set_speaker(count + 1, k + 2, agent, "named", "VS")
          found = true
        end
      elseif c[k + 1] == THAT and not verbal[c[k - 1]]
        and not (count > before and find(sub(letters, at[count] + 1, k), "^rd?[nN']*n$")) then -- "hinted in his statement that"
        local kind = noun_of[word]
        if kind == nil then kind = noun_kind(word) end
        if kind then
          set_cue(count + 1, k, k, kind, "noun")
          found = true
        end
      end
    elseif letter == COLON then
      -- "Kvale: “We agree.”", "Kvale: We Agree"; but "OSLO: The port is shut" is a place.
      local name = c[k + 1] == MARK or k - low < LONGEST_NAME and c[k + 1] ~= STOP and shapes[low - shift] ~= "XX"
      name = name and name_upto(k - 1)
      if name then
        set_cue(count + 1, k, k, colon, "name")
        set_speaker(count + 1, low, name, "named", "SV")
        found = true
      elseif low == HEADLINE and high - k <= LONGEST_NAME and find(letters, "^[^vxm|]*[vxm][^:|]*:[nN9']*N%.|", low) then
        set_cue(count + 1, k, k, colon, "name") -- "Port to Stay Open: Kvale"
        set_speaker(count + 1, k + 1, high, "named", "VS")
        found = true
      elseif count == before and c[k + 1] == MARK then
        -- "Kvale was blunt: “No.”"
        local verb = find(letters, "[vxm]", low)
        local first, last, how
        if verb and verb < k then first, last, how = subject(verb - 1) end
        if first and (c[last] == NAME or how == "apposition" or persons[words[last - shift]])
          and not stands(first, last, PREPOSITION) then
          set_cue(count + 1, k, k, colon, "name")
          set_speaker(count + 1, first, last, how, "SV")
          found = true
        end
      end
    elseif maybe_according[letter] and words[k - shift] == "according" and words[k - shift + 1] == "to" then
      set_cue(count + 1, k, k + 1, according, "according")
      found = true
    end
    if found then count = count + 1 end
  end
  return count
end

local subject_first, goes_on, modifier = byte_set"dnN9pi", byte_set"vxmT", byte_set"nN9y"

-- "Kvale's claim that", "his claim that"
local function find_owner(n)
  local k = starts[n] - 1
  while modifier[c[k]] do k = k - 1 end
  if c[k] == POSSESSIVE then
    set_speaker(n, phrase_start(k - 1), k - 1, "named", "noun")
  elseif c[k] == ARTICLE and possessive[words[k - shift]] then
    set_speaker(n, k, k, "named", "noun")
  end
end

-- The subject of the nearest verb before k that has one.
local function nearest_subject(k)
  for j = k, first_finite(low), -1 do
    if finite[c[j]] then
      local f, l = subject(group_start(j) - 1)
      if f then return f, l, "shared" end
    end
  end
end

-- "said ... and added": the cue before cue n, of those from `from` on, that reports in the same form.
local function joined_to(n, from)
  local form, past = forms[n], kinds[n].past
  for m = n - 1, from, -1 do
    local other = kinds[m]
    local class = other.class
    if speaker_first[m] and forms[m] == form
      and (class == "say" or class == "write" or form == "finite" and c[at[m]] == PARTICIPLE)
      and (other.past == past or c[at[m]] == GERUND) and orders[m] ~= "VS" then return m end
  end
end

-- The subject of the main clause behind the cue at start..k, whose left neighbour is `left`: first, last, how, and the
-- comma before it.
local function following_subject(start, k, left)
  local _, comma = find(letters, "^[^,\"|]*[,\"]", k)
  while comma and c[comma] == MARK and words[comma - shift - 1] ~= "," do -- “so far,” she left
    _, comma = find(letters, "^[^,\"|]*[,\"]", comma + 1)
  end
  if not comma or comma >= high then return nil end
  local f, l, how
  if left == COMMA and published[c[comma + 1]] then f, l, how = subject(start - 2) end -- "Kvale, citing ..., said"
  if not f then f, l, how = main_subject(comma + 1, high) end
  return f, l, how, comma
end

-- Where the last clause up to `last` begins, behind ", while" or ", but"; behind `last` when there is none.
local function last_clause(last)
  for k = last, low + 1, -1 do
    if joins[c[k]] and c[k - 1] == COMMA and contrasts[words[k - shift]] then return k + 1 end
  end
  return last + 1
end

-- Whom the participle at k is by: "described by Kvale as “...”", "denounced as “...” by Kvale"; nil for nobody.
local function agent_behind(k)
  local j = k + 1
  local _, marked = find(letters, "^r[dnN9']*\"Q+\"", j)
  if marked and words[j - shift] == "as" then j = marked + 1 end
  if c[j] ~= PREPOSITION or words[j - shift] ~= "by" or c[j + 1] == NUMBER then return nil end
  local last = phrase_end(j + 1)
  return last and j + 1, last
end

-- The speaker of cue n; the cues of its sentence begin with cue `from`.
local function find_speaker(from, n)
  local k, start, form = at[n], starts[n], forms[n]
  if form == "name" or form == "agent" then return end
  if form == "passive" or form == "past" then
    local first, last = agent_behind(k)
    if first then return set_speaker(n, first, last, "named", "by") end
    if form == "passive" then return end
  end
  if form == "noun" then return find_owner(n) end
  if form == "according" then
    local l = phrase_end(k + 1)
    if l then set_speaker(n, k + 1, l, "named", "according") end
    return
  end
  local left = c[start - 1]
  if left == ADVERB and c[start - 2] == COMMA then left = COMMA end -- ", then said"
  if form == "finite" and (left == MARK or (left == COMMA or left == STOP) and not kinds[n].addressee)
    and (left ~= COMMA or kinds[n].lemma == "say" or shapes[k - shift] == "xx") -- "Crews Decry Fees, Reaffirm Rules"
    and subject_first[c[k + 1]] and (find(letters, "^[dnN9piQ'][^vxm,|]*,", k + 1) or not find(letters, "^[^,;.:wT|]-[vxm]", k + 1))
    and not (left == COMMA and subject(start - 1)) then
    -- “...,” said Solvang
    local l = phrase_end(k + 1)
    if l and not goes_on[c[l + 1]] then return set_speaker(n, k + 1, l, "named", "VS") end
  end
  if left == AND and (form == "finite" or form == "participle") then
    local m = joined_to(n, from)
    if m then
      before_first[n], before_last[n] = before_first[m], before_last[m]
      return set_speaker(n, speaker_first[m], speaker_last[m], "shared", "shared")
    end
  end
  local m = form == "participle" and left == COMMA and n > from and n - 1
  if m and speaker_first[m] and (orders[m] == "VS" and speaker_last[m] or at[m]) == start - 2 then
    return set_speaker(n, speaker_first[m], speaker_last[m], "shared", "shared") -- "he said, adding that"
  end
  local f, l, how, af, al = subject(start - 1)
  local order = "SV"
  if form == "participle" and left == NOUN then
    if f == l and c[l] == NOUN and c[f - 1] == AND then f = nil end -- "null and void citing"
    if not f and spoken_in[words[start - shift - 1]] then -- "in reaction to the report claiming that"
      f, l, how = phrase_start(start - 1), start - 1, "named"
    end
  end
  if not f and (form == "participle" or left == COMMA) or form == "participle" and how == "apposition" then
    order = "shared"
    if left ~= PREPOSITION then
      f, l, how = main_subject(last_clause(start - 1), start - 1)
      if not f then f, l, how = main_subject(main_clause(start - 1), start - 1) end
    elseif not f then
      f, l, how = nearest_subject(start - 2) -- "by saying"
    end
    if not f then
      local comma
      f, l, how, comma = following_subject(start, k, left)
      mains[n] = f and comma or false
    end
  end
  if not f and left == COMMA and form == "finite" and first_finite(low) >= start and not stands(low, start - 1, MARK) then
    -- "Marit Solvang of the institute, says": a comma that nothing opens.
    l = phrase_end(low)
    if l then f, how, order = low, "apposition", "SV" end
  end
  if form == "infinitive" and left == TO and (c[start - 2] == OBJECT or words[start - shift - 2] == "her") then
    return set_speaker(n, start - 2, start - 2, "named", "shared") -- "expect her to say"
  end
  if not f and form == "infinitive" then
    order = "shared"
    f, l, how = main_subject(low, start - 1)
  end
  if not f then return end
  if form == "finite" and how == "named" and order == "SV" and c[f - 1] == GERUND and sub(words[k - shift], -1) == "s" then
    return -- "seeking Norwegian guarantees that"
  end
  if form == "participle" and order == "SV" and how == "named" and not af then
    -- "Kvale continued the talk of the town demanding that": whose words they are if the phrase names nobody.
    for j = f - 1, first_finite(low), -1 do
      if finite[c[j]] then
        af, al = subject(group_start(j) - 1)
        break
      end
    end
  end
  set_speaker(n, f, l, how, order)
  if af then before_first[n], before_last[n] = af, al end
end

return {
  api = 1,
  name = "cues",
  summary = "Cues of reported speech and thought with their speakers (internal)",
  language = "en",
  provides = {_cues = {list = "table"}},
  requires = {"_tags"},
  scope = "document",
  data = {cues = {file = "en.cues.tsv", match = "lemma"}, nouns = {file = "en.cue_nouns.tsv", match = "lemma"}},

  --- One annotation for the document: `list` tells of its cues, each thing in a list of its own, false where there is none:
  -- of the words start..at; kind {class, lemma, takes, addressee, past}, form, negated; of the speaker first and last, how,
  -- order, and before_first and before_last, the antecedent; main, the comma before the main clause. All in positions of the
  -- letters of `_tags`. And `count`; `sentences`, the numbers of those that have cues, `ends`, the last cue of each.
  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local tags = doc:layer"_tags"[1]
    if not tags then return end
    listed, joined = ctx.data, false
    tags, words, shapes = tags.sentences, doc.words, doc.shapes
    letters, c, first_finite, has_finite = tags.letters, tags.bytes, tags.first_finite, tags.has_finite
    local firsts, lasts, places, stops = tags.firsts, tags.lasts, tags.starts, tags.stops
    open_cues(doc, #stops)
    local sentences, ends, many = cues.sentences, cues.ends, 0
    local count, from, mark, stop = 0, 1, 0, stops[1] or math.huge
    for n = 1, #firsts do
      low = places[n]
      shift = low - firsts[n]
      high = lasts[n] + shift
      if stop <= high then
        local to = from
        repeat
          to = to + 1
          stop = stops[to] or math.huge
        until stop > high
        if mark < low then mark = find(letters, "\"", low, true) or math.huge end
        local before = count
        count = find_cues(count, stops, from, to - 1, mark <= high)
        if count > before then
          for m = before + 1, count do find_speaker(before + 1, m) end
          many = many + 1
          sentences[many], ends[many] = n, count
        end
        from = to
      end
    end
    close_cues(count, many)
    if count > 0 then add(unit.first, unit.last, {list = cues}) end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"Solvang said that the talks had failed.",
      list = {kind = {{lemma = "say"}}, form = {"finite"}, order = {"SV"}, first = {5}, last = {5}}}},
    {"The talks had failed, said Joseph Wanjala.", {"The talks had failed, said Joseph Wanjala.",
      list = {kind = {{lemma = "say"}}, order = {"VS"}, first = {11}, last = {12}}}},
    {"Kvale, the chairman of Nordhavn, has told them.", {"Kvale, the chairman of Nordhavn, has told them.",
      list = {kind = {{lemma = "tell"}}, how = {"apposition"}, first = {5}, last = {5}}}},
    {"Kvale said no.\n\nNorway and Oman rose, from 4 to 3: “Sail.”", {"Kvale said no.\n\nNorway and Oman rose, from 4 to 3: “Sail.”",
      list = {kind = {{lemma = "say"}, {lemma = ":"}}, first = {5, 15}, last = {5, 17}}}},
    {"Kvale (the captain) has told them.", {"Kvale (the captain) has told them.",
      list = {kind = {{lemma = "tell"}}, first = {5}, last = {9}}}},
    {"A paper released last year said that he left.", {"A paper released last year said that he left.",
      list = {kind = {{lemma = "say"}}, first = {5}, last = {6}}}},
    {"Donnelly said that he left.", {"Donnelly said that he left.",
      list = {kind = {{lemma = "say"}}, first = {5}, last = {5}}}},
    {"Crews, many of whom say he left, wait.", {"Crews, many of whom say he left, wait.",
      list = {kind = {{lemma = "say"}}, first = {7}, last = {9}}}},
    {"Kvale, citing costs, said no.", {"Kvale, citing costs, said no.",
      list = {kind = {{lemma = "cite"}, {lemma = "say"}}, first = {5, 5}, last = {5, 5}}}},
    {"He said it was bad and added more.", {"He said it was bad and added more.",
      list = {kind = {{lemma = "say"}, {lemma = "add"}}, how = {"named", "shared"}, first = {5, 5}}}},
    {"It was said in Oslo that he left.", {"It was said in Oslo that he left.",
      list = {kind = {{lemma = "say"}}, form = {"passive"}, first = {false}}}},
    {"According to the ministry, nobody was hurt.", {"According to the ministry, nobody was hurt.",
      list = {kind = {{lemma = "according to"}}, first = {7}, last = {8}}}},
    {"Kvale's claim that ships sail is old.", {"Kvale's claim that ships sail is old.",
      list = {kind = {{lemma = "claim"}}, form = {"noun"}, first = {5}, last = {5}}}},
    {"The state of the union is strong."},
  },
}
