--- Where clauses begin and where what a cue reports ends (internal).
--
-- Rules over the letters of `_tags`, no parser. What is reported ends with its clause, where the next report begins, where
-- its speaker goes on ("said it is late and left"), or with its phrase ("announced a deal, saying"). A position k counts
-- letters.

local find, match = string.find, string.match

-- Letters, as `_tags` lists them; each in a `local` of its own, for only so they are constants of the code.
local ARTICLE <const> = 100 local DAY <const> = 107 local VERB <const> = 118 local PARTICIPLE <const> = 101 local GERUND <const> = 103
local MODAL <const> = 109 local AUXILIARY <const> = 120 local ADVERB <const> = 121 local NOT <const> = 126 local TO <const> = 116
local PREPOSITION <const> = 114 local SUBORDINATE <const> = 115 local AND <const> = 99 local COMMA <const> = 44 local MARK <const> = 34
local END <const> = 124 local PRONOUN <const> = 112
local finite, noun = byte_set"vxm", byte_set"nN"

-- The letters of the document, as `_tags` has them, as a string and as a list of bytes, and what it reads in them; the words. Of the
-- sentence being read: what its positions are more than its tokens, its first and last one, the first finite verb, or one behind it.
local letters, c, has_finite, phrase_end, next_break
local words
local shift, low, high, first_finite
local semicolon_ahead -- the first semicolon from its first position on, if need be behind it

-- The cues of the document, as `_cues` has them.
local lasts, starts, kinds, forms, speaker_first, hows, orders, mains

-- A question word is one of these letters, or inside marks, or has a capital.
local maybe_question = byte_set"qNQ\""

-- The first comma of the sentence at or behind k, or nil.
local function next_comma(k)
  local comma = find(letters, ",", k, true)
  return comma and comma <= high and comma or nil
end

local in_time, after_subordinate = word_set"as after before since", byte_set"dnN9'piy"
local clause_first = byte_set"yc\"dnN9pigzQ'sqk"

-- Does a clause begin at k: a noun phrase and then a finite verb, perhaps behind a relative clause or something else
-- put in; or a conjunction?
local function is_clause(k)
  if c[k] == PARTICIPLE and noun[c[k + 1]] then k = k + 1 end -- "armed men came"
  if not clause_first[c[k]] then return false end
  if c[find(letters, "[vxm|]", k)] == END then return find(letters, "^[^.;|]-,[dN9][nN9'r]*,e", k) end
  local _, verb = find(letters, "^[yc\"]*[dnN9pigzQ'k][dnN9'kripoyegtbcQ\"()z~]*[vxm]", k)
  if verb then
    local j = verb - 1
    while after_subordinate[c[j]] do j = j - 1 end
    if c[j] == PREPOSITION and j > k and in_time[words[j - shift]] then return false end -- "a deal after crews left"
    if c[verb - 1] ~= AND or verb - 1 == k then return true end
    return c[verb] == VERB and finite[c[verb + 1]] -- but "a deal and praised them", "a deal and has praised them"
  end
  return (find(letters, "^[yc\"]*[dnN9pigQ'k][dnN9'kripoyegtbQ\"()]*,?[wT][^.;]-[vxm][^.;]-[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'k][dnN9'kripoyegtbcQ\"()]*,[^;vxm|]-,y*[vxm]", k)
    or find(letters, "^y*[sq][^.;]-[vxm]", k))
end

local narrow = {object = true, infinitive = true, gerund = true, about = true}
local behind_verb = byte_set"dN9o'iQtry" -- of a verb that might be a noun
local ends_phrase = byte_set",.;:wT-"
local opens_other = byte_set"wsqrgevxmypdicA" -- behind a comma, something else than the next noun of a list
local before_participle, before_speaker, content_edge = byte_set",\"-)s", byte_set"cs;-", byte_set".,;:-cs"
local lead, conjunction, begins_aside = byte_set"cy", byte_set"srq", byte_set"sq"
local behind_passive = byte_set".,r" -- behind what may go on a passive: "is false and made up", "is made and sold in"
local asked, perfects = word_set"asked pressed questioned", word_set"has have"
local present = word_set"is are am 's 're 'm has have will 'll can may must do does"
local contrasts = word_set"while whereas although though"
local irregular = word_set"went gave took made left began said told got came led held met kept sent"
local on_in, passed = word_set"on in", word_set"earlier today yesterday"
local by_way_of = word_set"in through via"
local spoken_in = word_set"statement interview letter post tweet speech spokesman spokeswoman spokesperson lawyer"

-- Is the word at k a finite verb that cannot go on an infinitive: "to sail and left", not "to sail and leave"?
local function is_told_of(k)
  local word = words[k - shift]
  return finite[c[k]] and (c[k] ~= VERB or find(word, "ed$") or irregular[word])
end

-- Does a phrase go on behind the comma at k: with the next noun of a list, an example, "to" behind what is put in?
local function phrase_goes_on(k, class)
  local following = c[k + 1]
  if not opens_other[following] then return not find(letters, "^,[nN9]+[xm]", k) end
  local word = words[k - shift + 1]
  if word == "including" or word == "such" or word == "with" and class == "show" then return true end
  local _, last = find(letters, "^,d?[nN9'][dnN9'r]*,?c[dnN9'r]+", k)
  if not last and following == AND then _, last = find(letters, "^,c[dnN9'r]+", k) end
  return last and ends_phrase[c[last + 1]] or find(letters, "^,[^,;wT|]*,t", k)
end

-- The end of a phrase that begins at `at`, told by a cue of a class: before a comma that opens something else, and before
-- "when".
local function narrow_end(at, how, class)
  local last = high
  local comma = next_comma(at)
  while comma do
    if not phrase_goes_on(comma, class) then
      last = comma - 1
      break
    end
    comma = next_comma(comma + 1)
  end
  local bytes, maybe = c, maybe_question
  for k = at + 1, last do
    local letter = bytes[k]
    if maybe[letter] then
      if words[k - shift] == "when" then return k - 1 end
    elseif letter == TO then
      how = "infinitive"
    elseif letter == DAY and (how == "object" or how == "about") and on_in[words[k - shift - 1]]
      and find(letters, class == "show" and "^k9?%." or "^k9?[,.]", k) then
      return k - 2 -- "announced a deal on Monday"
    elseif letter == DAY and how == "object" and noun[bytes[k - 1]] and words[k - shift] == "last" and find(letters, "^k+[,.]", k) then
      return k - 1 -- "announced a deal last week"
    elseif letter == AND and how == "object" and words[k - shift] == "but" and is_clause(k + 1) then
      return k - 1
    elseif letter == AND and (how == "object" and (bytes[k + 1] == VERB and behind_verb[bytes[k + 2]]
      or bytes[k + 1] == AUXILIARY) or how == "infinitive" and is_told_of(k + 1)) then
      if not has_finite(at, k - 1) then return k - 1 end -- "announced a deal and praised the crews"
    elseif letter == PREPOSITION and bytes[k + 1] == ARTICLE and k > at + 1 and by_way_of[words[k - shift]] then
      local phrase = words[k + 1 - shift] ~= "the" and phrase_end(k + 1)
      if phrase and spoken_in[words[phrase - shift]] then return k - 1 end -- "called for talks in a statement"
    end
  end
  return last
end

local in_marks, behind_marks, ends_marks = {mark = true, ["object mark"] = true}, byte_set"qsrp", word_set", ? !"

-- Where words in marks from `at` on end what is said: by the comma before the mark that closes them (“We go on,” as he
-- puts it; called it “a trap,” but came), or by what goes on (calling it “a trap” and leaving).
local function marks_end(at, form, class)
  local _, close = find(letters, "^[^\"|]*\"Q+\"", at)
  if not close or close >= high then return nil end
  local following = c[close + 1]
  if ends_marks[words[close - shift - 1]] and (behind_marks[following] or find(letters, "^cy*[vxm]", close + 1))
    or following == AND and (form == "participle" and c[close + 2] == GERUND or find(letters, "^cp[vxm]", close + 1)
      or class == "weak" and form == "finite" and is_told_of(close + 2)) then
    return close
  end
end

-- "While he said it would rain, the match went on": does the sentence begin with such a clause, in which f speaks?
local function is_aside(f)
  if begins_aside[c[f - 1]] then return true end
  if first_finite < f then return false end
  local k = low
  while lead[c[k]] do k = k + 1 end
  return conjunction[c[k]] and (c[k] ~= PREPOSITION or in_time[words[k - shift]])
end

-- Where content of cue n that begins at `from` stops for another cue, or nil.
local function stop_before(other, n, from)
  local start, form, f, how = starts[other], forms[other], speaker_first[other], hows[other]
  local class = kinds[other].class
  while c[start - 1] == ADVERB do start = start - 1 end
  local before = c[start - 1]
  if form == "according" then
    if start > from + 1 then return start - 1 end
  elseif form == "participle" and class ~= "think"
    and (before_participle[before] or before == AND and forms[n] == "participle" and has_finite(from, start - 2)) then
    return start - 1
  elseif form == "participle" and how == "named" and f > from and (words[f - shift - 1] == "with" or c[f - 1] == AND) then
    return f - 2 -- "he was late, with Holm saying", "and Holm saying"
  elseif how == "shared" and (before == AND or before == COMMA) and form == "finite"
    and kinds[other].base == kinds[n].base and class ~= "think"
    and not (c[start] == AUXILIARY or c[start] == MODAL or c[start] == NOT) then
    return start - 1
  elseif before == COMMA and (orders[other] == "VS" or how == "apposition" and form == "finite" and f < starts[n]) then
    return start - 1 -- "Kvale, who said he was late, added"
  elseif orders[other] == "SV" and f > from + 1 then
    while c[f - 1] == ADVERB do f = f - 1 end
    local edge = c[f - 1]
    if class == "say" or class == "write" then
      local j = f - 1
      while j > from + 1 and not finite[c[j]] do -- "claimed the attack but its leader, Kvale, said"
        if c[j] == AND and words[j - shift] == "but" then return j - 1 end
        j = j - 1
      end
    end
    if before_speaker[edge] and (how == "named" or how == "apposition") and (class == "say" or class == "write")
      and (edge ~= AND or has_finite(from, f - 2)) and (edge ~= SUBORDINATE or contrasts[words[f - shift - 1]]) then
      return f - 1
    end
    if (edge == COMMA or edge == MARK) and how ~= "relative" then
      local k = lasts[other]
      local addressed = kinds[other].addressee and "^[dnN9ok'r()]*[.,]" or "^y*[rk]?[dnN9k']*[.,]" -- "said on Monday"
      if find(letters, addressed, k + 1) then return f - 1 end
    end
  end
end

-- Do the words from..to, told in the past, stand in the present, without a participle that an "and" could go on?
local function is_present(from, to)
  local verb = from
  while verb <= to and not finite[c[verb]] do verb = verb + 1 end
  local participle = find(letters, "[ez]", from)
  if verb > to or participle and participle <= to then return false end
  local word = words[verb - shift]
  return present[word] or c[verb] == VERB and find(word, "s$") ~= nil
end

-- Where a clause told by cue n ends, before an "and" or "but" behind which its speaker goes on: "said it is late and left",
-- "said it was late, and when asked", "has said it is late but has not left".
local function before_main_verb(n, from, last)
  if forms[n] ~= "finite" then return last end
  local base = kinds[n].base
  local perfect = c[starts[n]] == AUXILIARY and words[starts[n] - shift]
  local k = find(letters, "c", from + 2, true)
  while k and k <= last do
    local verb = k + 1
    while c[verb] == ADVERB do verb = verb + 1 end
    local word = words[verb - shift]
    if word == "when" and asked[words[verb - shift + 1]]
      or not base and c[verb] == VERB and (find(word, "ed$") or irregular[word]) and not behind_passive[c[verb + 1]]
        and is_present(from, k - 1)
      or (word == "declined" or (word == "did" or word == "refused") and words[k - shift] == "but") and has_finite(from, k - 1)
      or word == perfect and perfects[word] and is_present(from, k - 1) then return k - 1 end
    k = find(letters, "c", k + 1, true)
  end
  return last
end

-- The last position of the content of cue n that begins at `from`; the last cue of the sentence is `to`.
local function content_end(n, to, from, how)
  local form, f, main = forms[n], speaker_first[n], mains[n]
  local last = narrow[how] and narrow_end(from, how, kinds[n].class) or in_marks[how] and marks_end(from, form, kinds[n].class) or high
  if how ~= "as" and (f or form == "passive") and is_aside(f or starts[n]) then
    local comma = next_break(from, shift)
    if comma and is_clause(comma + 1) then last = comma - 1 end
  end
  if form == "past" and starts[n] == low then
    local comma = next_break(from, shift) -- "Asked why he left, Kvale said"
    while comma and not is_clause(comma + 1) do comma = next_break(comma + 1, shift) end
    if comma and comma < last then last = comma - 1 end
  end
  if main or hows[n] == "relative" then
    local comma = main or next_break(from, shift)
    if comma and comma > from and (has_finite(comma, high) or c[comma + 1] == PARTICIPLE) then last = comma - 1 end
    local verb, own = match(letters, "^[^vxm,;|]*()[vxm][^vxm,;cswTq|]*()y*[vxm]", from) -- "who say it is late | left"
    local belongs = main or not own or own > last or first_finite < f or c[verb - 1] == PRONOUN or n < to and lasts[n + 1] < own
    if not belongs then last = own - 1 end
  elseif how == "gap" then
    local _, comma = find(letters, "^[^.;|]-,[vxme]", from) -- "plans, which he said are old, will"
    if comma then last = comma - 2 end
  end
  for m = n + 1, to do
    local start = starts[m]
    local stop = start > from and start <= last and stop_before(m, n, from)
    if stop then
      last = stop
      break
    end
  end
  if how == "that" or how == "clause" then last = before_main_verb(n, from, last) end
  local semicolon = semicolon_ahead <= high and find(letters, ";", from, true)
  if semicolon and semicolon < last and (form == "noun" or is_clause(semicolon + 1)) then last = semicolon end
  while last > from and content_edge[c[last]] do last = last - 1 end
  if c[last] == ADVERB and c[last - 1] == COMMA and last - from > 2 then last = last - 2 end -- ", however"
  while how == "object" and last > from and passed[words[last - shift]] do last = last - 1 end -- "reported the loss earlier today"
  return last
end

-- Sets the sentence that the others read: its first and last position, what positions are more than its tokens, its first
-- finite verb.
local function read_sentence(first, last, more, verb)
  low, high, shift, first_finite = first, last, more, verb
  if semicolon_ahead < first then semicolon_ahead = find(letters, ";", first, true) or math.huge end
end

local readings = {read_sentence = read_sentence, next_comma = next_comma, is_clause = is_clause, content_end = content_end}

return {
  api = 1,
  name = "content_ends",
  summary = "Where clauses begin and reported content ends (internal)",
  language = "en",
  provides = {_content_ends = {readings = "table"}},
  requires = {"_tags", "_cues", "_subjects"},
  scope = "document",

  --- One annotation for the document: `readings` has functions of the positions of `_tags` and the numbers of `_cues`.
  -- First read_sentence(first, last, what positions are more than tokens, its first finite verb), then next_comma, is_clause,
  -- content_end tell of that sentence what stands above them here.
  annotate = function(unit, add)
    local doc = unit.doc
    local cues = doc:layer"_cues"[1]
    if not cues then return end
    cues = cues.list
    local tags = doc:layer"_tags"[1].sentences
    letters, c, words, semicolon_ahead = tags.letters, tags.bytes, doc.words, 0
    has_finite, phrase_end, next_break = tags.has_finite, tags.phrase_end, doc:layer"_subjects"[1].readings.next_break
    lasts, starts, kinds, forms, hows, orders = cues.at, cues.start, cues.kind, cues.form, cues.how, cues.order
    speaker_first, mains = cues.first, cues.main
    add(unit.first, unit.last, {readings = readings})
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"Solvang said that the talks had failed."}},
    {"The ships sail on Monday."},
  },
}
