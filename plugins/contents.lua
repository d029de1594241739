--- What each cue reports (internal).
--
-- Rules over the letters of `_tags`, no parser. Content runs from the cue to the end of its clause, or from the start
-- of the sentence to the comma before the speaker; it ends where the next report begins. A position k counts letters.

local HEADLINE <const> = 5 -- the place of the first token of the document
local ADDRESSEE <const> = 16 -- tokens between a cue and "that"

local find = string.find

-- Letters, as `_tags` lists them.
local NOUN <const> = 110 -- n
local NAME <const> = 78 -- N
local NUMBER <const> = 57 -- 9
local ARTICLE <const> = 100 -- d
local DAY <const> = 107 -- k
local OBJECT <const> = 111 -- o
local THIS <const> = 105 -- i
local THAT <const> = 84 -- T
local VERB <const> = 118 -- v
local PARTICIPLE <const> = 101 -- e
local GERUND <const> = 103 -- g
local BASE <const> = 98 -- b
local MODAL <const> = 109 -- m
local AUXILIARY <const> = 120 -- x
local ADVERB <const> = 121 -- y
local TO <const> = 116 -- t
local PREPOSITION <const> = 114 -- r
local AND <const> = 99 -- c
local QUESTION <const> = 113 -- q
local WHO <const> = 119 -- w
local SUBORDINATE <const> = 115 -- s
local NOT <const> = 126 -- ~
local BEEN <const> = 122 -- z
local COMMA <const> = 44 -- ,
local COLON <const> = 58 -- :
local DASH <const> = 45 -- -
local OPEN <const> = 40 -- (
local CLOSE <const> = 41 -- )
local STOP <const> = 46 -- .
local MARK <const> = 34 -- "
local MARKED <const> = 81 -- Q
local POSSESSIVE <const> = 39 -- '
local ACCORDING <const> = 65 -- A
local finite, noun_end = byte_set"vxm", byte_set"nN9"

-- The letters of the document, as `_tags` has them, as a string and as a list of bytes, and what it reads in them; the
-- words. Of the sentence being read: what its positions are more than its tokens, its first and last position.
local letters, c, first_finite, has_finite, phrase_end
local words
local shift, low, high
local semicolon_ahead -- the first semicolon from its first position on, if need be behind it

-- The cues of the document, as `_cues` has them.
local lasts, starts, kinds, forms, speaker_first, speaker_last, hows, orders, negated, mains

-- What each cue of the document, by its number, reports: positions, or false.
local opening, content_first, content_last, rest_first, rest_last, accepted

-- A question word is one of these letters, or inside marks, or has a capital.
local maybe_question = byte_set"qNQ\""

-- The first comma of the sentence at or behind k, or nil.
local function next_comma(k)
  local comma = find(letters, ",", k, true)
  return comma and comma <= high and comma or nil
end

-- The next one, or the next mark that closes behind a comma: “so far,” she left.
local function next_break(k)
  local _, comma = find(letters, "^[^,\"|]*[,\"]", k)
  while comma and c[comma] == MARK and words[comma - shift - 1] ~= "," do
    _, comma = find(letters, "^[^,\"|]*[,\"]", comma + 1)
  end
  return comma
end

local in_time, after_subordinate = word_set"as after before since", byte_set"dnN9'piy"
local clause_first = byte_set"yc\"dnN9pigzQ'sq"

-- Does a clause begin at k: a noun phrase and then a finite verb, perhaps behind a relative clause or something else
-- put in; or a conjunction?
local function is_clause(k)
  if not clause_first[c[k]] then return false end
  local _, verb = find(letters, "^[yc\"]*[dnN9pigzQ'][dnN9'kripoyegtbcQ\"()z~]*[vxm]", k)
  if verb then
    local j = verb - 1
    while after_subordinate[c[j]] do j = j - 1 end
    if c[j] == PREPOSITION and j > k and in_time[words[j - shift]] then return false end -- "a deal after crews left"
    if c[verb - 1] ~= AND or verb - 1 == k then return true end
    return c[verb] == VERB and finite[c[verb + 1]] -- but "a deal and praised them", "a deal and has praised them"
  end
  return (find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripoyegtbQ\"()]*,?[wT][^.;]-[vxm][^.;]-[vxm]", k)
    or find(letters, "^[pnN9d'][dnN9']*c[dnN9ri]*w[^.;,|]-[vxm][^.;,|]-[vxm]", k) -- "he and those who sailed left"
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripoyegtbcQ\"()]*,[^;vxm|]-,y*[vxm]", k)
    or find(letters, "^[^.;vxm|]-,9,[ve]", k) -- "Kvale, the captain, 52, left"
    or find(letters, "^y*[sq][^.;]-[vxm]", k))
end


local frames = {that = "clause", colon = "clause", question = "clause", clause = "clause", gap = "clause",
  before = "clause", parenthesis = "clause", infinitive = "to", gerund = "ing", object = "object"}

-- What tells something by showing it.
local telling = word_set[[poll polls polling study studies report reports data figures survey surveys research analysis
  statistics records documents evidence results findings estimates numbers review average footage video videos recording search
  post posts photo photos picture pictures image images chart charts map maps email emails it]]

-- Does the speaker of cue n, a poll or a report, tell something: "the poll showed a lead", not "channels showed images"?
local function is_telling(n)
  for k = speaker_first[n] or 1, speaker_first[n] and speaker_last[n] or 0 do
    if telling[words[k - shift]] then return true end
  end
  return false
end

local past_time = word_set"ago earlier later"

-- Does cue n report what stands in its content, if no marks stand around it?
local function reports(n)
  local form, how, kind = forms[n], opening[n], kinds[n]
  if form == "according" then return true end
  if how == "about" then
    local first = content_first[n]
    return kind.takes[words[first - shift - 1]] and (c[first] ~= OBJECT or c[first + 1] == TO) -- but "asked about them"
  end
  local frame = frames[how]
  if not frame or form == "infinitive" and frame ~= "clause" then return false end
  if not kind.takes[frame] and (not kind.takes[how] or how == "question" and kind.class == "think") then return false end
  if how == "colon" then return content_first[n] == lasts[n] + 2 and is_clause(content_first[n]) end
  local first, last = content_first[n], content_last[n]
  if how == "infinitive" then return last - first ~= 2 or words[last - shift] ~= "so" end -- but "to do so"
  if how ~= "object" then return true end
  if form == "past" and c[starts[n] - 1] ~= ADVERB then return false end -- "repeated gaffes"
  if kind.class == "show" and not is_telling(n) then return false end
  if kind.lemma == "claim" and form == "participle" or words[first - shift] == "anonymity"
    or last - first < 4 and past_time[words[last - shift]] then return false end -- "claiming the title", "reported a day later"
  return last - first >= (kind.lemma == "say" and 3 or 1)
end

-- May the question word at k open what the cue reports?
local function is_question(k, takes)
  if takes.question then return words[k - shift] ~= "when" or c[k + 1] ~= PARTICIPLE end -- but "told him when asked"
  local word = words[k - shift]
  return word ~= "when" and word ~= "where" and word ~= "if"
end

local setting, between = byte_set"yrkgo", byte_set"nN9dkro'i()ygpz" -- what begins, what makes time, place and addressee
local told, told_first, told_clause = byte_set"nN9dkro'i()yp", byte_set"dpNniq", byte_set"dpiq"
local told_last, told_whom = byte_set"nNo9k)ip", byte_set"nopi"
local placed, placed_first, placed_last = byte_set"nN9dkr'()y", byte_set"dpi", byte_set"nNk9)"
local object_first, behind_adverb, behind_verb = byte_set"dnN9o'iQ", byte_set"dpiNn", byte_set"dN9o'iQtry"

-- The first position behind a preposition that the cue takes, of those that stand from i up to before j; or nil.
local function behind_preposition(i, j, takes)
  for of = i, j - 1 do
    if c[of] == PREPOSITION and takes[words[of - shift]] then return of + 1 end
  end
end

local when = word_set"week month year day morning afternoon evening night weekend ago time"
local signs = word_set"evidence proof sign signs reason"
local works = word_set"article book column editorial essay letter memo memoir note novel piece play poem report song story thesis"

-- Is the noun before "that" what a verb reports? But "said last week that", "promised the crews that", "expressed hope that".
local function is_content(noun, lemma)
  if lemma == "show" then return signs[noun] end
  return lemma ~= "promise" and lemma ~= "express" and not (when[noun] or works[noun])
end

-- Time, place and addressee between the cue and "that" or a mark, from i on: what content_start returns; false and "other"
-- when nothing is told there.
local function behind_setting(i, kind, addressee)
  local takes, lemma = kind.takes, kind.lemma
  local j, limit, bytes, skipped = i, i + ADDRESSEE, c, between
  while skipped[bytes[j]] and j < limit do j = j + 1 end
  if j == i then return nil end
  local letter = c[j]
  if letter == THAT and c[j - 1] ~= GERUND then -- but "against seeing that as a threat", "wrote letters saying that"
    local noun = takes.object and c[j - 1] == NOUN and find(letters, "^[dnN9'][nN9']*T", i)
    if noun and not addressee and is_content(words[j - shift - 1], lemma) then -- "found no proof that ships sail", "a ship that sails"
      return i, finite[c[j + 1]] and "object" or "clause"
    end
    if finite[c[j + 1]] then return false, "other" end -- "said in a talk that aired on Monday"
    local of = not (addressee or takes.with) and behind_preposition(i, j, takes)
    if of then return of, "about" end -- "complained of fees to the point that"
    return c[j + 1] == COMMA and j + 2 or j + 1, "that"
  end
  if letter == COLON then return j + 1, "colon" end
  if letter == MARK then
    local _, that = find(letters, "^\"Q+\"T", j)
    if addressee and that then return that + 1, "that" end -- "told the “Morning Post” that"
    -- "said in a statement “...”", but "countered policies “that ...”" has the marks in its object.
    return j, (addressee or setting[c[i]] and c[i] ~= OBJECT) and "mark" or "object mark", i
  end
  if letter == COMMA then
    if addressee then
      -- "urged rulers, elders and crews to go"
      local _, to = find(letters, "^,[dnN9'r][dnN9'r,]*c[dnN9'r]+tb", j)
      if to then return to - 1, "infinitive", i end
    end
    if c[j + 1] == MARK then return j + 1, "mark", i end
    if c[j + 1] == THAT then return j + 2, "that" end
    local _, that = find(letters, "^,N+,?T", j) -- "said in Bergen, Norway, that"
    if that then return that + 1, "that" end
    local _, mark = find(letters, "^,[^,\"vxme|]*,?\"", j)
    if mark then return mark, "mark", i end
  end
  local told_to = addressee or words[i - shift] == "to" and find(letters, "^r[dnN9'o]+q", i) -- "explained to Kvale why"
  if letter == QUESTION and told_to and is_question(j, takes) then return j, "question" end
  if not addressee then return nil end
  if letter == TO or letter == NOT and c[j + 1] == TO then return j, "infinitive", i end
  local of = behind_preposition(i + 1, j, takes)
  return of, of and "about"
end

-- "told him he would", "told reporters the plan was"; "told them long ago that".
local function behind_addressee(i)
  for k = i + 1, i + ADDRESSEE do
    local letter, before = c[k], c[k - 1]
    if told_first[letter] and told_last[before] and not (before == NAME and letter == NAME)
      and (told_clause[letter] or told_whom[before] and not find(letters, "^[nN']+[dpi]", k)) and is_clause(k) then
      return k, "clause"
    end
    if not told[letter] then break end
  end
  local _, that = find(letters, "^[^,;:.wQT|]*T", i)
  if not that then _, that = find(letters, "^[dnN9r']*,[^,;:wQT|]*,[^,;:.wvxmQT|]*T", i) end -- "told Kvale, a captain, that"
  if that then return that + 1, "that" end
end

-- "said Monday the plan", "said in Oslo he"
local function behind_place(i)
  for k = i + 1, i + ADDRESSEE do
    if placed_first[c[k]] and placed_last[c[k - 1]] and is_clause(k) then return k, "clause" end
    if not placed[c[k]] then break end
  end
end

local governs, subject_first, after_day = byte_set"rq", byte_set"dnNpi", byte_set"nN9'"
local late = word_set"late early"

-- Where reported content begins behind position k (the cue, or its speaker behind it): position, how it was reached,
-- and where an object before it begins. `addressee`: whom it was said to may stand between.
local function content_start(k, kind, addressee)
  local takes = kind.takes
  local i = k + 1
  local letter = c[i]
  if letter == AND then return nil end
  if letter == THAT or letter == THIS and kind.particle and words[i - shift] == "that" then -- "pointed out that"
    if c[i + 1] == PREPOSITION and find(letters, "^[^vxm\"|]*|", i + 1) then return false, "other" end -- "declared that as valid"
    return c[i + 1] == COMMA and i + 2 or i + 1, "that"
  end
  if letter == COLON then return i + 1, "colon" end
  if letter == MARK then return i, "mark" end
  if letter == COMMA then
    if c[i + 1] == MARK then return i + 1, "mark" end
    if c[i + 1] == THAT then return i + 2, "that" end
    local _, aside = find(letters, "^,r[^,vxm\"|]*,T", i) -- "explains, in all seriousness, that"
    if aside then return aside + 1, "that" end
    _, aside = find(letters, "^,[rsq][^,vxm\"|]*,", i) -- "said, as captains, they should go"
    if aside and takes.clause and not addressee and subject_first[c[aside + 1]] and is_clause(aside + 1) then
      return aside + 1, "clause"
    end
    return nil
  end
  if letter == DAY and takes.clause and not addressee and after_day[c[i + 1]] and is_clause(i + 1) then
    return c[i + 1] == POSSESSIVE and i or i + 1, "clause" -- "said Monday's talks had failed", "said Monday ships sail"
  end
  if letter == ACCORDING and takes.clause then
    local _, aside = find(letters, "^Ar[dnN9'r]*,", i)
    if aside and is_clause(aside + 1) then return aside + 1, "clause" end -- "said according to Kvale, the ships sailed"
  end
  if letter == PREPOSITION and words[i - shift] == "about" and c[i + 1] == NUMBER then i, letter = i + 1, NUMBER end
  if letter == ADVERB and governs[c[i + 1]] then i, letter = i + 1, c[i + 1] end -- "spoke warmly of"
  if letter == QUESTION then return is_question(i, takes) and i or nil, "question" end
  if letter == WHO and takes.question then return i, "question" end -- "asked who had left"
  if letter == PREPOSITION and addressee and takes[words[i - shift]] then return i + 1, "about" end -- "asked for help"
  if letter == PREPOSITION and takes.to and words[i - shift] == "with" then
    local _, to = find(letters, "^r[dnN9'o]+tb", i)
    if to then return to - 1, "infinitive", i end -- "agreed with Kvale to go"
  end
  local work = letter == ARTICLE and kind.class == "write" and not find(letters, "^[^|vxm]*T", i) and phrase_end(i)
  if work and works[words[work - shift]] then return nil end -- "wrote a letter in which he said"
  local clause = takes.clause and not addressee and not (letter == NOUN and find(letters, "^n+T", i)) and is_clause(i)
  if not clause or setting[letter] or letter == ARTICLE and find(letters, "^dnk?T", i) then
    local at, how, object = behind_setting(i, kind, addressee)
    if at ~= nil then return at, how, object end
  end
  if addressee then
    local at, how = behind_addressee(i)
    if at then return at, how end
  elseif clause or letter == PREPOSITION or letter == DAY then
    if letter == PREPOSITION or letter == DAY then
      local at, how = behind_place(i)
      if at then return at, how end
    end
    if not clause then return i + 1, "about" end
    while c[i] == ADVERB and behind_adverb[c[i + 1]] and words[i - shift + 1] ~= "-" do i = i + 1 end -- but "first-quarter sales"
    return i, "clause"
  end
  if letter == NOT and c[i + 1] == TO and addressee and c[i + 2] == BEEN then return nil end -- "asked not to be named"
  if letter == TO or letter == NOT and c[i + 1] == TO then return i, "infinitive" end
  if letter == PREPOSITION then return i + 1, "about" end
  if object_first[letter] then return i, "object" end
  if letter == GERUND then return i, "gerund" end
end

local narrow = {object = true, infinitive = true, gerund = true, about = true}
local ends_phrase = byte_set",.;:wT-"
local opens_other = byte_set"wsqrgevypdicA" -- behind a comma, something else than the next noun of a list
local before_participle, before_speaker, content_edge = byte_set",\"-)s", byte_set"cs;-", byte_set".,;:-cs"
local lead, conjunction, begins_aside, opens_clause = byte_set"cy", byte_set"srq", byte_set"sq", byte_set":;vT" -- ... of "according to"
local asked, perfects = word_set"asked pressed questioned", word_set"has have"
local present = word_set"is are am 's 're 'm has have will 'll can may must do does"
local contrasts = word_set"while whereas although though"
local irregular = word_set"went gave took made left began said told got came led held met kept sent"
local on_in = word_set"on in"
local by_way_of = word_set"in through via"
local spoken_in = word_set"statement interview letter post tweet speech spokesman spokeswoman spokesperson lawyer"

-- Is the word at k a finite verb that cannot go on an infinitive: "to sail and left", not "to sail and leave"?
local function is_told_of(k)
  local word = words[k - shift]
  return finite[c[k]] and (c[k] ~= VERB or find(word, "[^e]s$") or find(word, "ed$") or irregular[word])
end

-- Does a phrase go on behind the comma at k: with the next noun of a list, an example, "to" behind what is put in?
local function phrase_goes_on(k, class)
  local following = c[k + 1]
  if not opens_other[following] then return not find(letters, "^,[nN9]+[xm]", k) end
  local word = words[k - shift + 1]
  if word == "including" or word == "such" or word == "with" and class == "show" then return true end
  local _, last = find(letters, "^,d?[nN9'][dnN9'r]*,?c[dnN9'r]+", k)
  if not last and following == AND then _, last = find(letters, "^,c[dnN9'r]+", k) end
  return last and ends_phrase[c[last + 1]] or find(letters, "^,d?[nN9]+,?c", k) or find(letters, "^,[^,;wT|]*,t", k)
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
    elseif letter == AND and (how == "object" and (bytes[k + 1] == VERB and behind_verb[bytes[k + 2]]
      or bytes[k + 1] == AUXILIARY) or how == "infinitive" and is_told_of(k + 1)) then
      if not has_finite(at, k - 1) then return k - 1 end -- "announced a deal and praised the crews"
    elseif letter == PREPOSITION and bytes[k + 1] == ARTICLE and k > at + 1 and by_way_of[words[k - shift]] then
      local noun = words[k + 1 - shift] ~= "the" and phrase_end(k + 1)
      if noun and spoken_in[words[noun - shift]] then return k - 1 end -- "called for talks in a statement"
    end
  end
  return last
end

local strong_openings = {that = true, colon = true, clause = true, gap = true, question = true, mark = true, ["object mark"] = true}
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
  if first_finite(low) < f then return false end
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
    and (kinds[other].past == kinds[n].past or c[lasts[n]] == GERUND) and class ~= "think"
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
    if edge == MARK and words[f - shift - 2] == "," then return f - 1 end
    if (edge == COMMA or edge == MARK) and how ~= "relative" then
      local k = lasts[other]
      if c[k + 1] == STOP or c[k + 1] == COMMA
        or kinds[other].addressee and find(letters, "^[dnN9ok'r()]*[.,]", k + 1) then return f - 1 end
    end
  end
end

-- "..., saying it was late, and left": the end of what a participle reports, before a verb that goes on.
local function before_verb(from, last, how)
  local auxiliary = false -- ", and was": the sentence may go on there
  for k = from, last + 1 do
    if c[k] == AND then
      local comma = k > from and c[k - 1] == COMMA
      if c[k + 1] == VERB then
        local verb = comma and k - 1 or k
        local ends = how == "infinitive" or comma and not auxiliary and verb > from + 2
        return ends and math.min(last, verb - 1) or last
      end
      auxiliary = auxiliary or comma and c[k + 1] == AUXILIARY
    end
  end
  return last
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
  local form, past = forms[n], kinds[n].past
  if form ~= "finite" then return last end
  local perfect = c[starts[n]] == AUXILIARY and words[starts[n] - shift]
  local k = find(letters, "c", from + 2, true)
  while k and k <= last do
    local verb = k + 1
    while c[verb] == ADVERB do verb = verb + 1 end
    local word = words[verb - shift]
    if word == "when" and asked[words[verb - shift + 1]]
      or past and c[verb] == VERB and (find(word, "ed$") or irregular[word]) and is_present(from, k - 1)
      or (word == "declined" or past and word == "did" and words[k - shift] == "but") and has_finite(from, k - 1)
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
    local comma = next_break(from)
    if comma and is_clause(comma + 1) then last = comma - 1 end
  end
  if form == "past" and starts[n] == low then
    local comma = next_break(from) -- "Asked why he left, Kvale said"
    while comma and not is_clause(comma + 1) do comma = next_break(comma + 1) end
    if comma and comma < last then last = comma - 1 end
  end
  if main or hows[n] == "relative" then
    local comma = main or next_break(from)
    if comma and comma > from and (has_finite(comma, high) or c[comma + 1] == PARTICIPLE) then last = comma - 1 end
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
  if form == "participle" then last = before_verb(from, last, how) end
  if how == "that" or how == "clause" then last = before_main_verb(n, from, last) end
  -- ", seen from the sea"
  local comma = next_comma(from)
  while comma and comma <= last do
    local k = comma + 1
    while c[k] == ADVERB do k = k + 1 end
    if c[k] == PARTICIPLE and c[k + 1] == PREPOSITION and words[k - shift + 1] ~= "to" and has_finite(from, comma)
      and not find(letters, "^[^,.;|]*,y*[vxm]", k) and not find(letters, "^[^,.;|]*,?ce", k) then
      last = comma - 1
      break
    end
    comma = next_comma(comma + 1)
  end
  local semicolon = semicolon_ahead <= high and find(letters, ";", from, true)
  if semicolon and semicolon < last and (form == "noun" or is_clause(semicolon + 1)) and form ~= "according" then last = semicolon end
  while last > from and content_edge[c[last]] do last = last - 1 end
  if c[last] == ADVERB and c[last - 1] == COMMA and last - from > 2 then last = last - 2 end -- ", however"
  return last
end

local maybe_as, after_fronted, no_rest, goes_on_with = byte_set"rsNQ", byte_set".,ryk;", byte_set"cgrewT", byte_set"dnN9pixvmk"
local ends_clause, piece = byte_set".;", byte_set"nNpigy"
local more = word_set"including because unless until for by from without"
local added = word_set"which with"
local concessive = word_set"though although despite"

local function set_content(n, how, first, last)
  opening[n], content_first[n], content_last[n] = how, first, last
end

-- Are the words up to the comma at `edge` what is said: a clause, and nothing else is?
local function is_fronted_clause(edge, after, kind, inverted)
  if not (inverted or after_fronted[c[after]] or kind.addressee) then return false end
  -- "Ships to Sail, Minister Says"; verbs are taken for nouns: "candidates need ships, said Kvale"
  if kind.class == "say" and edge - low > 2 and (inverted or ends_clause[c[after]])
    and (inverted or has_finite(low, edge) or not setting[c[low]] or next_comma(low) == edge) then return true end
  if first_finite(low) >= edge then return false end
  local k = low
  while lead[c[k]] do k = k + 1 end
  if not conjunction[c[k]] then return is_clause(low) end
  local comma = next_comma(low)
  return comma < edge and has_finite(comma + 1, edge - 1)
end

-- The comma behind addressee, time, place and apposition that begin at k, when the predicate of the sentence follows it.
local function end_of_aside(k)
  local _, verb = find(letters, "^[dnN9okr']*,[y~]*[vxm]", k)
  if not verb then _, verb = find(letters, "^,[dnN9okr'e]+,[y~]*[vxm]", k) end
  while verb and c[verb] ~= COMMA do verb = verb - 1 end
  return verb
end

-- Does the subject of a verb without one stand before the speaker at f: "plans that officials said were old", "saw plans
-- they said were old", "saw what they said was old"?
local function is_gap(f)
  if c[f - 1] == WHO or words[f - shift - 1] == "that" and noun_end[c[f - 2]] then return true end
  return first_finite(low) < f and (words[f - shift - 1] == "what" or noun_end[c[f - 1]] and told_clause[c[f]])
end

-- Behind "the ships sail, he said," do the words from k on belong to what is said: "until May", "to fish", "but not far"?
local function goes_on(k)
  local letter, word = c[k], words[k - shift]
  if finite[letter] or letter == TO and c[k + 1] == BASE or more[word] then return true end
  if letter == AND then return c[k + 1] ~= VERB and (finite[c[k + 1]] or is_clause(k + 1)) end
  return not no_rest[letter] and is_clause(k)
end

-- What cue n with its speaker beside it reports.
local function find_told(n, to)
  local kind, form, k, f, how_named = kinds[n], forms[n], lasts[n], speaker_first[n], hows[n]
  local inverted = orders[n] == "VS"
  local edge = inverted and starts[n] - 1 or f and (how_named == "named" or how_named == "apposition") and f - 1 or 0
  local after = (inverted and speaker_last[n] or k) + 1
  if c[after] == NOUN and late[words[after - shift]] and governs[c[after + 1]] then after = after + 1 end -- "said late on Monday"
  local from, how, object = content_start(after - 1, kind, kind.addressee and form ~= "passive")
  if (finite[c[after]] or c[after] == PARTICIPLE and kind.class ~= "think") and kind.takes.clause and not kind.addressee
    and f and not inverted and is_gap(f) then
    from, how = after, "gap"
  elseif n < to and starts[n + 1] == after and forms[n + 1] == "participle" and not is_clause(after) then
    from = nil -- "“...,” he said adding that"
  end
  if object and how == "object mark" then from = object end -- "called it “a trap”"
  if inverted and how ~= "mark" and how ~= "colon" then from = nil end -- "Said Kvale: ..."
  local strong = from and strong_openings[how]
  local fronted, before = false, edge > low and c[edge] or 0
  if before ~= 0 and not strong and form == "finite" then
    if before == MARK then
      local ends = words[edge - shift - 1]
      if find(letters, "^r[^vxm,|\"]*\"Q+\"", low) then ends = "." end -- "On the “Evening News,” he said"
      fronted = inverted or ends ~= "." -- “We go on.” He added: ...
      if kind.class == "think" and not ends_marks[ends] then fronted = false end -- “the last thing” he wanted
    elseif before == COMMA then
      fronted = c[edge - 1] == MARK or not negated[n] and is_fronted_clause(edge, after, kind, inverted)
    end
  end
  if maybe_as[before] and words[edge - shift] == "as" and (c[edge - 1] == COMMA or c[edge - 1] == MARK)
    and not from and after_fronted[c[after]] and is_clause(low) then
    edge, fronted = edge - 1, true -- "The port is shut, as officials have said."
  end
  local aside = edge > low and c[edge] == COMMA and first_finite(low) >= edge and end_of_aside(after)
  if aside then
    -- "The trouble, he told me on Friday, is ..."
    set_content(n, "parenthesis", aside + 1, content_end(n, to, aside + 1))
    rest_first[n], rest_last[n] = low, edge - 1
  elseif fronted then
    local first, last = low, edge
    while last > low and (c[last] == COMMA or c[last] == MARK) do last = last - 1 end
    local comma = concessive[words[low - shift]] and next_comma(low)
    if comma and comma < last then first = comma + 1 end -- "Though it rains, ..., he said"
    set_content(n, "before", first, last)
    if not inverted and c[after] == COMMA and goes_on(after + 1) then
      rest_first[n], rest_last[n] = after + 1, content_end(n, to, after + 1)
    end
  elseif not from and form == "finite" and kind.class == "say" and not inverted and edge > 0
    and c[after] == COMMA and (goes_on_with[c[after + 1]] or is_clause(after + 1)
      or first_finite(low) > edge and c[after + 1] == PARTICIPLE)
    and (edge < low or c[edge] == COMMA or c[edge] == AND)
    and high - after > 3 then
    -- "Mr Kvale, officials said, has become ...": a parenthesis within what is reported.
    set_content(n, "parenthesis", after + 1, content_end(n, to, after + 1))
    local last = edge
    while last > low and (c[last] == COMMA or c[last] == AND) do last = last - 1 end
    local start = last
    while start > low and c[start - 1] ~= COLON do start = start - 1 end -- "is clear: Ships, he said, sail"
    if last > start or last == start and piece[c[last]] then rest_first[n], rest_last[n] = start, last end
  elseif edge >= low and maybe_as[c[edge]] and words[edge - shift] == "as"
    and (edge == low or edge == low + 1 and lead[c[low]] or c[edge - 1] == COMMA and first_finite(low) > edge)
    and (not from or how == "about" and not kind.takes[words[from - shift - 1]]) then
    local _, comma = find(letters, "^[dnN9okr']*,", after)
    if comma and (edge > low and finite[c[comma + 1]] or is_clause(comma + 1)) then -- "As Kvale put it in Oslo, the port is shut."
      set_content(n, "clause", comma + 1, content_end(n, to, comma + 1, "as"))
      if edge > low + 2 then rest_first[n], rest_last[n] = low, edge - 2 end -- "The port, as Kvale put it, is shut."
    end
  elseif from and from <= high then
    local last = content_end(n, to, from, how)
    if last >= from then set_content(n, how, from, last) end
  elseif how == "other" then
    opening[n] = how
  end
end

-- Where the words up to `last` begin that a source behind them tells: "One thing is clear: | ships sail", "They left
-- (| ships sail", "Ships sail, | with most of them late", "Though it rains, | ships sail".
local function told_from(last)
  local k = last
  while k > low and c[k] ~= COLON and c[k] ~= OPEN do
    if c[k] == CLOSE then
      while k > low and c[k] ~= OPEN do k = k - 1 end
    elseif c[k] == COMMA and added[words[k - shift + 1]] and not find(letters, "^,[^,|]*,", k) then
      return k + 1
    end
    k = k - 1
  end
  if k > low and c[k + 1] ~= MARK and last - k > 2 then return k + 1 end
  local comma = concessive[words[low - shift]] and next_comma(low)
  return comma and comma < last and is_clause(comma + 1) and comma + 1 or low
end

-- What cue n reports.
local function find_content(n, to)
  local k, form = lasts[n], forms[n]
  opening[n], content_first[n], rest_first[n] = false, false, false
  if form == "name" then
    if orders[n] == "VS" then
      set_content(n, "headline", low, k - 1)
    elseif c[k + 1] == MARK then
      set_content(n, "mark", k + 1, content_end(n, to, k + 1))
    elseif low == HEADLINE or is_clause(k + 1) then -- "Solvang: The Ships Will Sail"
      set_content(n, "headline", k + 1, content_end(n, to, k + 1))
    end
  elseif form == "noun" then
    set_content(n, "that", k + 2, content_end(n, to, k + 2))
  elseif form ~= "according" then
    find_told(n, to)
  elseif not speaker_last[n] then
    return
  else
    local start, l = starts[n], speaker_last[n]
    local last = start - 1
    while last > low and (c[last] == COMMA or c[last] == DASH) do last = last - 1 end
    local comma = next_comma(l + 1)
    if start <= low + 1 or opens_clause[c[start - 1]] or c[start - 1] == AND and comma and is_clause(comma + 1)
      or c[start - 1] == COMMA and (begins_aside[c[start - 2]] or in_time[words[start - shift - 2]]) then
      if comma then set_content(n, "according", comma + 1, content_end(n, to, comma + 1)) end
    elseif comma == l + 1
      and (end_of_aside(comma) and find(letters, "^[^w|]*A", low) or first_finite(low) > start and is_clause(l + 2)) then
      -- "In the north, according to Kvale, ships sailed"; "The port, according to Kvale, the captain, is shut"
      comma = end_of_aside(comma) or comma
      set_content(n, "according", comma + 1, content_end(n, to, comma + 1))
      if last > low then rest_first[n], rest_last[n] = low, last end
    elseif last - low >= 2 then
      set_content(n, "according", told_from(last), last)
      if comma == l + 1 and (words[l - shift + 2] == "and" and is_clause(comma + 2) or words[l - shift + 2] == "because") then
        rest_first[n], rest_last[n] = comma + 1, content_end(n, to, comma + 1)
      end
    end
  end
  if content_first[n] and content_first[n] > content_last[n] then content_first[n] = false end
end

-- The last token of the pair of marks in which a token stands, or nil.
local function end_of_marks(marks, token)
  local from, to = 0, #marks
  while from < to do
    local middle = (from + to + 1) // 2
    if marks[middle].first <= token then from = middle else to = middle - 1 end
  end
  while from > 0 and marks[from].depth ~= 1 do from = from - 1 end
  local mark = marks[from]
  return mark and mark.last >= token and mark.last or nil
end

-- What the cues from..to, those of one sentence, report.
local function read_sentence(from, to, marks)
  for n = from, to do
    find_content(n, to)
    accepted[n] = content_first[n] and reports(n)
    if content_first[n] and c[content_last[n]] == MARKED then
      local last = end_of_marks(marks, content_last[n] - shift)
      if last and last + shift > high then content_last[n] = last + shift end
    end
  end
end

return {
  api = 1,
  name = "contents",
  summary = "What each cue of speech and thought reports (internal)",
  language = "en",
  provides = {_contents = {list = "table"}},
  requires = {"_tags", "_cues", "_marks"},
  scope = "document",

  --- One annotation for the document: `list` tells of each cue, by its number in `_cues`, in lists of their own, false
  -- where there is none: opening, how the content was reached; first and last, its positions; rest_first and rest_last,
  -- those of its other piece; reports, whether it is reported if no marks stand around it.
  annotate = function(unit, add)
    local doc = unit.doc
    local cues = doc:layer"_cues"[1]
    if not cues then return end
    cues = cues.list
    local tags, marks = doc:layer"_tags"[1].sentences, doc:layer"_marks"
    letters, c, words = tags.letters, tags.bytes, doc.words
    first_finite, has_finite, phrase_end = tags.first_finite, tags.has_finite, tags.phrase_end
    lasts, starts, kinds, forms, hows, orders = cues.at, cues.start, cues.kind, cues.form, cues.how, cues.order
    speaker_first, speaker_last, negated, mains = cues.first, cues.last, cues.negated, cues.main
    opening, content_first, content_last, rest_first, rest_last, accepted = doc:kept(6, cues.count)
    local sentences, ends = cues.sentences, cues.ends
    local from = 1
    semicolon_ahead = 0
    for s = 1, #sentences do
      local sentence, to = sentences[s], ends[s]
      low = tags.starts[sentence]
      shift = low - tags.firsts[sentence]
      high = tags.lasts[sentence] + shift
      if semicolon_ahead < low then semicolon_ahead = find(letters, ";", low, true) or math.huge end
      read_sentence(from, to, marks)
      from = to + 1
    end
    add(unit.first, unit.last, {list = {opening = opening, first = content_first, last = content_last, rest_first = rest_first,
      rest_last = rest_last, reports = accepted}})
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"Solvang said that the talks had failed.",
      list = {opening = {"that"}, first = {8}, last = {11}, reports = {true}}}},
    {"The port, he said, is shut.", {"The port, he said, is shut.",
      list = {opening = {"parenthesis"}, first = {11}, last = {12}, rest_first = {5}, rest_last = {6}}}},
    {"The report praised the plan."},
  },
}
