--- Where noun phrases begin and end, and which is the subject of a verb (internal).
--
-- Rules over the letters of `_tags`, no parser: the subject is the noun phrase before the verb, past appositions and
-- relative clauses, or that of the verb before an "and". A position k counts letters.

local LONGEST_PHRASE <const> = 40 -- tokens of a noun phrase
local DEEPEST <const> = 6 -- appositions and clauses in each other

local find, match, sub = string.find, string.match, string.sub

local inside_phrase = word_set"of for from at in on with to about against by"
local late = word_set"late early"
local all = word_set"all both each"
local joins, contrasts = byte_set"scr", word_set"while but whereas"
local passing = word_set"day days week weeks month months year years hour hours minute minutes time"
local spoken_in = word_set[[advice affidavit answer article column complaint email filing interview judgment lawsuit letter message note
  petition plea post release reply report reports response ruling speech statement statements testimony tweet verdict warning
  words]]
local opens_clause, in_time = word_set"as with after before since", word_set"as after before since until"
local names_things = word_set[[call calls called describe describes described term terms termed dub dubs dubbed label labels labelled
  labeled brand brands branded]]
local amounts = word_set[[a an less more than few several some couple of one two three four five six seven eight nine ten]]
local source = word_set"from by to with against about"
local asked = word_set"contacted interviewed polled questioned quizzed sampled surveyed"
local degrees = word_set"md m.d. phd ph.d. mph mba msc bsc rn frs jr jr. sr sr. qc kc obe mbe cbe"
local spans = word_set"across along among around between into near over since through throughout under within without"

-- Letters, as `_tags` lists them; each in a `local` of its own, for only so they are constants of the code.
local NOUN <const> = 110 local NAME <const> = 78 local NUMBER <const> = 57 local ARTICLE <const> = 100 local DAY <const> = 107
local PRONOUN <const> = 112 local OBJECT <const> = 111 local THIS <const> = 105 local WHO <const> = 119 local PARTICIPLE <const> = 101
local GERUND <const> = 103 local AUXILIARY <const> = 120 local ADVERB <const> = 121 local NOT <const> = 126 local TO <const> = 116
local PREPOSITION <const> = 114 local AND <const> = 99 local COMMA <const> = 44 local SEMICOLON <const> = 59 local DASH <const> = 45
local OPEN <const> = 40 local CLOSE <const> = 41 local MARK <const> = 34 local MARKED <const> = 81 local MODAL <const> = 109
local finite, noun, subordinate = byte_set"vxm", byte_set"nN", byte_set"sq"
local noun_end = byte_set"nN9)" -- what a noun phrase can end in
local maybe_what = byte_set"qNQ\"" -- "what", inside marks or with a capital

-- The letters of the document, as `_tags` has them, as a string and as a list of bytes, and what it reads in them; its words. Of the
-- sentence being read: what its positions are more than its tokens, its first and last one, the first finite verb, or one behind it.
local letters, c, has_finite
local words, shapes
local shift, low, high, first_finite
local listed -- the list of cues

local may_stand_before = byte_set"rcd" -- an article within its phrase
local governor = byte_set"nN9)ioeg" -- a preposition behind it belongs to the phrase
local day_part = byte_set"'k9" -- behind a day in a phrase
local opener = byte_set"gr" -- "Speaking in Oslo, Kvale and Holm said"
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

-- Where a phrase begins whose town stands before the comma before j: "the Oban, Calif., | company"; or nil.
local function before_town(j)
  local i = j - 2
  while c[i] == NAME do i = i - 1 end
  if i == j - 2 or c[i] ~= COMMA then return nil end
  local last = i - 1
  i = last
  while c[i] == NAME do i = i - 1 end
  return i < last and c[i] == ARTICLE and i
end

-- Where the noun phrase that ends at k begins.
local function phrase_start(k)
  local bytes, j = c, k
  if pronoun[bytes[k]] then return k end
  if bytes[k] == CLOSE then -- "Prado (the captain)"
    while j > low and k - j < LONGEST_PHRASE and bytes[j] ~= OPEN do j = j - 1 end
    if j == low or bytes[j] ~= OPEN then j = k end
  end
  local joined, from = false, k - LONGEST_PHRASE
  if from < low then from = low end
  while j > from do
    local here, before = bytes[j], bytes[j - 1]
    if here == ARTICLE and not may_stand_before[before] then break end -- an article begins its phrase
    if plain[before] or before == DAY and day_part[here] then -- "last week's talks", "a Feb. 1 letter"
      j = j - 1
    elseif before == PREPOSITION then
      local word = words[j - shift - 1]
      if governor[bytes[j - 2]] and inside_phrase[word] and not (bytes[j - 2] == PARTICIPLE and word == "by") then -- "denied by two men"
        j = j - 2
        if bytes[j] == CLOSE then -- "Prado (the captain) of Oslo"
          while j > low and bytes[j] ~= OPEN do j = j - 1 end
        end
      elseif bytes[j - 2] == AND and noun_end[bytes[j - 3]] then
        j = j - 3 -- "in the port and around the town"
      else
        break
      end
    elseif before == AND then
      if not noun_end[bytes[j - 2]] or words[j - shift - 1] == "but" then break end
      if first_finite <= j - 2 then
        j = first_joined(j - 2, bytes[j] == NAME, k) or j
        break
      end
      j, joined = j - 2, true
    elseif before == COMMA and joined and noun[bytes[j - 2]] and not (opener[bytes[low]] and find(letters, ",", low, true) == j - 1) then
      j = j - 2
    elseif before == COMMA and bytes[j] == NOUN then
      local first = before_town(j)
      if not first then break end
      j = first
    elseif before == CLOSE then
      local open = j - 1
      while open > low and bytes[open] ~= OPEN do open = open - 1 end
      if open <= low then break end
      j = open
    elseif before == MARK then
      -- A nickname or title in marks inside the phrase.
      local open = j - 2
      while open > low and bytes[open] == MARKED and j - open < 6 do open = open - 1 end
      if open <= low or bytes[open] ~= MARK or not titled[bytes[open - 1]] or words[j - shift - 2] == "," then break end
      j = open - 1
    elseif before == GERUND and noun[bytes[j]] and noun[bytes[j - 2]] then
      j = j - 2 -- "a Norwegian monitoring group"
    elseif before == PARTICIPLE and counted[bytes[j - 2]]
      or before == ADVERB and bytes[j] == NOUN and sub(words[j - shift - 1], -2) == "ly"
        and (possessor[bytes[j - 2]] or words[j - shift] == "-") then -- "its newly built port", "newly-built ships"
      j = j - 1
    else
      break
    end
  end
  while j < k and phrase_edge[bytes[j]] do j = j + 1 end
  return j
end

local phrase_first, phrase_part, phrase_goes_on = byte_set"dnN9\"", byte_set"dnN9", byte_set"nN9'"

local modifies = byte_set"yekg" -- what stands between an article and its noun

-- Where the noun phrase that begins at k ends; nil when none begins there.
local function phrase_end(k)
  if c[k] == PRONOUN or c[k] == THIS then return k end
  if not phrase_first[c[k]] then return nil end
  -- "the recently released book", "a May 2031 report", "a leading daily"
  local j = c[k] == ARTICLE and modifies[c[k + 1]] and match(letters, "^[yekg9%-]*[nN]()", k + 1)
  j = j and j - 1 <= high and j - 1 or k
  while j < high and j - k < LONGEST_PHRASE do
    local following = c[j + 1]
    if phrase_goes_on[following] or following == ARTICLE and possessor[c[j]] then
      j = j + 1
    elseif following == PREPOSITION and phrase_part[c[j + 2]] and not possessor[c[j]]
      and inside_phrase[words[j - shift + 1]] then
      if c[j + 2] == ARTICLE and (spoken_in[words[j - shift + 3]] -- "said Kvale in a statement", "said Kvale at a talk"
        or c[j] == NAME and words[j - shift + 2] == "a") then break end
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
  local bytes, part, from, j = c, group_part, low, k
  while j > from do
    local before = bytes[j - 1]
    if part[before] then j = j - 1
    elseif before == TO and governs_to[bytes[j - 2]] and j - 2 >= from then j = j - 2
    else break end
  end
  while j < k and bytes[j] == ADVERB do j = j + 1 end
  return j
end

local subject_end, antecedent, apposed, dated = byte_set"nN9')dk", byte_set"nN9)io", byte_set"nN9)", byte_set"nN)k"
local opens_relative = byte_set"wpTd"
local before_said = byte_set"kyr9" -- between a subject and the end of the day
local before_day, published, takes_object = byte_set"nNpi),", byte_set"ve", byte_set"vxegbt"
local told_what = byte_set"Tqwr" -- "told that", "asked whether", "asked who", "asked about"
local before_aside, aside = byte_set"nN9)p'o", byte_set"wr" -- "who ...", "of ..."

-- Is this "what Kvale said"? But in "saw what Kvale said was ice", Kvale said it was ice; and in "what Kvale called ice" he did.
local function follows_what(first, last)
  if words[first - shift - 1] ~= "what" then return false end
  local _, verb = find(letters, "^[xy]*[vxe]", last + 1)
  if verb and names_things[words[verb - shift]] then return false end
  return not (first_finite < first and find(letters, "^y*[vx]e?y*[vxm]", last + 1))
end

-- The antecedent of a relative clause of which the phrase from `first` on, behind a verb, is the end, when the sentence has no
-- other verb yet: "crews who want to leave the port said", "crews I met in the port said".
local function before_relative(first)
  local verb = first_finite
  local who = verb - 1
  while c[who] == ADVERB do who = who - 1 end
  if plain[c[who]] and verb > low + 3 then -- ", whose products include"
    while plain[c[who]] and words[who - shift] ~= "whose" do who = who - 1 end
    if words[who - shift] ~= "whose" then return nil end
  end
  local last_noun = c[who - 1] == COMMA and c[who] ~= PRONOUN and who - 2 or who - 1
  if not opens_relative[c[who]] or not noun_end[c[last_noun]] then return nil end
  local upto = c[first - 1] == AND and "^[^;vxm|]*" or "^[^,;vxm|]*"
  local _, last = find(letters, upto, verb + 1)
  if find(letters, "^nvr", last) and sub(words[last - shift + 1], -2) == "ed" then
    _, last = find(letters, upto, last + 2) -- "who died of wounds sustained in the port said"
  end
  if last < first - 1 then return nil end
  return phrase_start(last_noun), last_noun, "named"
end

local subject

local function relative_subject(k)
  local j = k - 1
  if words[j - shift] == "of" and j > low then return phrase_start(j - 1), k, "named" end -- "many of whom"
  if c[j] == COMMA or c[j] == DASH then j = j - 1 end
  if c[j] == DAY and not noun_end[c[j + 1]] then j = c[j - 1] == PREPOSITION and j - 2 or j - 1 end -- "a note on Monday that says"
  if not antecedent[c[j]] then return nil end
  local first = phrase_start(j)
  for i = j, first + 1, -1 do -- "a letter from crews who said", "the fate of crews who said", but "the captain of Oslo, who said"
    if c[i] == PREPOSITION and (source[words[i - shift]] or j == k - 1 and sub(words[j - shift], -1) == "s") then
      first = i + 1
      break
    end
  end
  return k, k, "relative", first, j
end

-- Before a day that ends at k: "Solvang on Monday said", "Solvang earlier this week said", "Solvang two weeks ago said".
local function subject_before_day(k, depth)
  local ago, j = words[k - shift] == "ago", k - 1
  while before_said[c[j]] or late[words[j - shift]] or ago and (passing[words[j - shift]] or amounts[words[j - shift]]) do j = j - 1 end
  if published[c[j]] and apposed[c[j - 1]] then j = j - 1 end -- "a report published on Monday said"
  if before_day[c[j]] then return subject(j, depth) end
end

-- The subject that ends at k, in a noun phrase.
local function subject_phrase(k, depth, shared)
  local first = phrase_start(k)
  if first <= low + 1 and opener[c[low]] then
    local name = match(letters, "^g?r?d?n+()N", first) -- "after the talks Oban said", "referring to the talks Oban said"
    if name and name <= k then first = name end
  end
  local before, second = c[first - 1], c[first - 2]
  -- ", of Ohio," belongs to what stands before it.
  if before == PREPOSITION and second == COMMA and apposed[c[first - 3]] and not opens_clause[words[first - shift - 1]] then
    local f, l, how = subject(first - 3, depth + 1)
    if f then return f, l, how end
  end
  -- "Kvale, the chairman, who ..., said": the apposition belongs to what stands before it.
  if before == COMMA and depth > 0 and not shared and apposed[second]
    and (c[first] == ARTICLE or second == NAME and c[first] == NOUN and c[first + 1] == PREPOSITION -- ", head of a bank in Oslo, Ohio,"
      or first == k and (c[first] == NUMBER or degrees[words[k - shift]])) then -- ", 52, of Oslo,", ", PhD, of Oslo,"
    local f, l, how = subject(first - 2, depth + 1)
    local _, opening = find(letters, "^[gery]*", low)
    if f and (f == low or f > opening + 1) then return f, l, how end -- but "Telling the media, the crews, led by Kvale, said"
  end
  if before == COMMA and depth == 0 and second == NAME and c[first] == ARTICLE then
    -- “...,” Kvale, a villager in Oslo told us: a comma that nothing closes.
    local f = phrase_start(first - 2)
    if c[f - 1] == MARK then return f, first - 2, "apposition" end
  end
  if maybe_what[before] and follows_what(first, k) then return nil end -- "what the minister says"
  local f, l, how
  if first_finite < first then
    f, l, how = before_relative(first)
    if f then return f, l, how end
  end
  if before == PREPOSITION then
    if second == DAY and not in_time[words[first - shift - 1]] then
      return subject(first - 2, depth + 1) -- "a report out on Monday in the south shows"
    end
    if published[second] and dated[c[first - 3]] and (second == PARTICIPLE or first_finite == first - 2)
      and not in_time[words[first - shift - 1]] then
      return subject(first - 3, depth + 1) -- "polls taken in the south show"
    end
    if second == GERUND and noun_end[c[first - 3]] and first_finite > k then
      return subject(first - 3, depth + 1) -- "crews marching through the streets chanted"
    end
    local j = first - 2
    while c[j] == ADVERB do j = j - 1 end
    -- The object of a preposition: "taken from the reports".
    if takes_object[c[j]] and not in_time[words[first - shift - 1]] then return nil end
    if noun_end[second] and spans[words[first - shift - 1]] then -- "ships across the north warn"
      f, l, how = subject(first - 2, depth + 1)
      if f and c[f - 1] ~= PREPOSITION and (first_finite > k or listed[words[f - shift - 1]]) then return f, l, how end
    end
  end
  if before == TO then return nil end
  if before == GERUND and c[first] == ARTICLE then
    if noun_end[second] then return subject(first - 2, depth + 1) end -- "a man watching the ships said"
    if subordinate[second] then return subject(first - 3, depth + 1) end -- "a man while watching the ships said"
  end
  return first, k, "named"
end

-- "asked whether ...", "told that ..." at k, of whoever was asked.
local function is_told(k)
  local row = c[k] == PARTICIPLE and listed[words[k - shift]]
  return row and row.addressee and told_what[c[k + 1]]
end

-- Does an aside with a verb of its own begin at k: "who ...", "of whom ...", "whose ships ...", "two and ...", "a man sailing ..."?
local function opens_aside(k)
  return aside[c[k]] or words[k - shift] == "whose" or is_told(k) or find(letters, "^[dnN9'rtoi()]*[wT]", k)
    or find(letters, "^y?9c", k) or find(letters, "^d[nN9]+g", k)
end

-- Before a parenthesis that ends at k, if a noun stands there: "Kvale, who sails, said".
local function subject_before_aside(k, letter, depth)
  local j = k - 1
  while j >= low and c[j] ~= letter do
    if c[j] == SEMICOLON then return nil end
    j = j - 1
  end
  if j > low and k - j > 1 and before_aside[c[j - 1]]
    and (opens_aside(j + 1) or not has_finite(j + 1, k - 1)) then
    local f, l, how = subject(j - 1, depth + 1)
    if f then return f, l, how == "named" and "apposition" or how end
  end
end

local joined = false -- the subject of a verb before an "and" is looked for

-- The subject of a verb before the "and" at k.
local function shared_subject(k, depth)
  joined = true -- the verbs before an "and" before are among these
  local f, l, how, antecedent_first, antecedent_last
  for j = k - 1, first_finite, -1 do
    if finite[c[j]] then
      f, l, how, antecedent_first, antecedent_last = subject(group_start(j) - 1, depth + 1, true)
      if f and not (c[j] == MODAL and first_finite < j and opens_relative[c[f - 1]]) then break end -- "asked whom he might call but said"
    end
  end
  joined = false
  if how == "relative" then return f, l, how, antecedent_first, antecedent_last end
  if f then return f, l, "shared" end
end

-- The subject of the verb group that begins behind k: first, last, how ("named", "apposition", "relative", "shared"),
-- and for a relative the antecedent's first and last. nil when there is none. `shared`: it is that of a verb before an "and".
function subject(k, depth, shared)
  depth = depth or 0
  local name, letter = k, c[k]
  while k >= low and (letter == ADVERB or letter == NOT) do
    k = k - 1
    letter = c[k]
  end
  if k < low and name == low and (finite[c[low + 1]] or c[low + 1] == PARTICIPLE) and shapes[low - shift] ~= "xx"
    and sub(words[low - shift], -2) == "ly" then
    return low, low, "named" -- "Kelly said"
  end
  if k < low or depth > DEEPEST then return nil end
  if words[name - shift] == "ago" then return subject_before_day(name, depth) end
  if letter == NAME then return subject_phrase(k, depth, shared) end
  if letter == PRONOUN or letter == THIS then
    if words[k - shift] == "there" then -- "crews there say"
      if noun_end[c[k - 1]] and c[k + 1] ~= AUXILIARY then return subject(k - 1, depth + 1) end
      return nil -- "there is"
    end
    if all[words[k - shift]] and (noun_end[c[k - 1]] or c[k - 1] == PRONOUN) then return subject(k - 1, depth) end
    if maybe_what[c[k - 1]] and follows_what(k, k) then return nil end
    return k, k, "named"
  end
  if letter == WHO then return relative_subject(k) end
  local before = c[k - 1]
  if letter == DAY then return subject_before_day(k, depth) end
  if letter == NUMBER and before == PREPOSITION and (c[k - 2] == WHO or before_day[c[k - 2]])
    and find(words[k - shift], "^[12]%d%d%d$") then return subject(k - 2, depth) end -- "Kvale in 2010 said"
  if letter == OBJECT and before == PREPOSITION and (noun_end[c[k - 2]] or c[k - 2] == THIS) then
    return phrase_start(k - 2), k, "named" -- "those close to him"
  end
  if letter == NOUN then
    local word = words[k - shift]
    if passing[word] then -- "the coming days will show", but "polls of two weeks show"
      local first = phrase_start(k)
      if c[first] ~= NUMBER and c[first - 1] ~= PREPOSITION and not find(sub(letters, first, k), "r", 1, true) then return nil end
    elseif spoken_in[word] then -- "The company in a statement said"
      local j = k - 1
      while noun[c[j]] do j = j - 1 end
      if c[j] == ARTICLE and c[j - 1] == PREPOSITION and words[j - shift - 1] == "in" and before_day[c[j - 2]] then
        return subject(j - 2, depth + 1)
      end
    end
  end
  if subject_end[letter] then return subject_phrase(k, depth, shared) end
  if before == NOUN and asked[words[k - shift]] then return subject(k - 1, depth + 1) end -- "voters polled said"
  if letter == MARK and words[k - shift - 1] == "," then letter = COMMA end
  if letter == COMMA or letter == DASH then return subject_before_aside(k, letter, depth) end
  if letter == AND and not joined then return shared_subject(k, depth) end
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

-- Where the main clause of the sentence up to `last` begins: behind the comma of one with "when", "while", "because".
local function main_clause(last)
  if not subordinate[c[low]] then return low end
  local _, comma = find(letters, "^[^,|]*,", low)
  return comma and comma < last and has_finite(comma + 1, last) and comma + 1 or low
end

-- The subject of the nearest verb before k that has one.
local function nearest_subject(k)
  for j = k, first_finite, -1 do
    if finite[c[j]] then
      local f, l = subject(group_start(j) - 1)
      if f then return f, l, "shared" end
    end
  end
end

-- The first comma behind k, or mark that closes behind a comma: “so far,” she left; `more`: what positions are more than tokens.
local function next_break(k, more)
  local _, comma = find(letters, "^[^,\"|]*[,\"]", k)
  while comma and c[comma] == MARK and words[comma - more - 1] ~= "," do
    _, comma = find(letters, "^[^,\"|]*[,\"]", comma + 1)
  end
  return comma
end

-- The subject of the main clause behind the cue at start..k, whose left neighbour is `left`: first, last, how, and the
-- comma before it.
local function following_subject(start, k, left)
  local comma = next_break(k, shift)
  if not comma or comma >= high then return nil end
  local f, l, how
  -- "Kvale, citing ..., said", "Kvale while citing ..., said"
  if (left == COMMA or subordinate[left]) and published[c[comma + 1]] then f, l, how = subject(start - 2) end
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

-- Sets the sentence that the others read: its first and last position, what positions are more than its tokens, its first finite
-- verb; before, the list of cues.
local function read_sentence(first, last, more, verb)
  low, high, shift, first_finite = first, last, more, verb
end
local function know_cues(cues) listed = cues end

local readings = {is_told = is_told, know_cues = know_cues, read_sentence = read_sentence, phrase_start = phrase_start,
  phrase_end = phrase_end, group_start = group_start, subject = subject, main_subject = main_subject, main_clause = main_clause,
  last_clause = last_clause, nearest_subject = nearest_subject, following_subject = following_subject, next_break = next_break,
  spoken_in = spoken_in}

return {
  api = 1,
  name = "subjects",
  summary = "Noun phrases and the subjects of verbs (internal)",
  language = "en",
  provides = {_subjects = {readings = "table"}},
  requires = {"_tags"},
  scope = "document",

  --- One annotation for the document: `readings` has functions of the positions of `_tags`. First know_cues(the list of cues)
  -- and read_sentence(first, last, what positions are more than tokens, its first finite verb), then phrase_start,
  -- phrase_end, group_start, subject, main_subject, main_clause, last_clause, nearest_subject, next_break, following_subject tell of that
  -- sentence what stands above them here. And the set spoken_in.
  annotate = function(unit, add)
    local doc = unit.doc
    local tags = doc:layer"_tags"[1]
    if not tags then return end
    tags, words, shapes, joined = tags.sentences, doc.words, doc.shapes, false
    letters, c, has_finite = tags.letters, tags.bytes, tags.has_finite
    add(unit.first, unit.last, {readings = readings})
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"Solvang said that the talks had failed."}},
    {"The ships sail on Monday."},
  },
}
