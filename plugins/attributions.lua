--- Who is the source of what: every cue with its speaker and the extent of what it reports (internal). quotes and
-- statements are made from these.
--
-- Rules over the letters of `_tags`, no parser. Content runs from the cue to the end of its clause, or from the start
-- of the sentence to the comma before the speaker; it ends where the next report begins. A position k counts letters.

local HEADLINE = 5 -- the place of the first token of the document
local ADDRESSEE = 16 -- tokens between a cue and "that"

local byte, find = string.byte, string.find

local function set(letters)
  local result = {}
  for i = 1, #letters do result[byte(letters, i)] = true end
  return result
end

-- Letters, as `_tags` lists them.
local NOUN, NAME, NUMBER, ARTICLE, DAY, PRONOUN, OBJECT, THAT = byte("nN9dkpoT", 1, -1)
local VERB, PARTICIPLE, GERUND, MODAL, AUXILIARY = byte("vegmx", 1, -1)
local ADVERB, TO, PREPOSITION, AND, QUESTION, WHO = byte("ytrcqw", 1, -1)
local COMMA, COLON, DASH, STOP, MARK, MARKED = byte(",:-.\"Q", 1, -1)
local finite = set"vxm"

-- The letters of the document, as `_tags` has them, as a string and as a list of bytes, and its words. Of the sentence
-- being read: what its positions are more than its tokens, its first and last position and its first finite verb, once
-- it was looked for.
local letters, c, words
local shift, low, high, first_verb

-- What each cue of the document, by its number, reports: positions, or false.
local opening, content_first, content_last, rest_first, rest_last, accepted = {}, {}, {}, {}, {}, {}

-- A question word is one of these letters, or inside marks, or has a capital.
local maybe_question = set"qNQ\""

-- The first finite verb of the sentence; behind its end when there is none.
local function first_finite()
  if not first_verb then
    local _, before = find(letters, "^[^vxm|]*", low)
    first_verb = before + 1
  end
  return first_verb
end

local function has_finite(from, to)
  for k = from, to do
    if finite[c[k]] then return true end
  end
  return false
end

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

local clause_first = set"yc\"dnN9pigQ'sq"

-- Does a clause begin at k: a noun phrase and then a finite verb, perhaps behind a relative clause or something else
-- put in; or a conjunction?
local function is_clause(k)
  return clause_first[c[k]] and (find(letters, "^[yc\"]*[dnN9pigQ'][dnN9'kripoyegtbcQ\"()z~]*[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripoyegtbQ\"()]*,?[wT][^.;]-[vxm][^.;]-[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripoyegtbcQ\"()]*,[^;vxm|]-,y*[vxm]", k)
    or find(letters, "^[^.;vxm|]-,9,[ve]", k) -- "Kvale, the captain, 52, left"
    or find(letters, "^[sq][^.;]-[vxm]", k))
end

local phrase_part, phrase_last = set"dnN9'", set"nN9"

-- Where the noun phrase that begins at k ends, or nil.
local function phrase_end(k)
  local last
  while phrase_part[c[k]] do
    if phrase_last[c[k]] then last = k end
    k = k + 1
  end
  return last
end

local frames = {that = "clause", question = "clause", clause = "clause", before = "clause", parenthesis = "clause",
  infinitive = "to", gerund = "ing", object = "object"}

-- Does cue n report what stands in its content, if no marks stand around it?
local function reports(cue, n)
  if cue.form == "according" then return true end
  local how, takes = opening[n], cue.kind.takes
  if how == "about" then return takes[words[content_first[n] - shift - 1]] == true end
  local frame = frames[how]
  if cue.form == "infinitive" and frame ~= "clause" then return false end
  if how == "object" and content_last[n] - content_first[n] < (cue.kind.lemma == "say" and 3 or 1) then return false end
  return frame ~= nil and takes[frame] == true
end

-- May the question word at k open what the cue reports?
local function is_question(k, takes)
  if takes.question then return true end
  local word = words[k - shift]
  return word ~= "when" and word ~= "where" and word ~= "if"
end

local setting, between = set"yrkgo", set"nN9dkro'i()ygpz" -- what begins, what makes time, place and addressee
local told, told_first, told_clause = set"nN9dkro'i()yp", set"dpNniq", set"dpiq"
local told_last, told_whom = set"nNo9k)ip", set"nopi"
local placed, placed_first, placed_last = set"nN9dkr'()y", set"dpi", set"nNk9)"
local object_first, behind_adverb = set"dnN9o'iQ", set"dpiNn"

-- The first position behind a preposition that the cue takes, of those that stand from i up to before j; or nil.
local function behind_preposition(i, j, takes)
  for of = i, j - 1 do
    if c[of] == PREPOSITION and takes[words[of - shift]] then return of + 1 end
  end
end

-- Time, place and addressee between the cue and "that" or a mark, from i on: what content_start returns.
local function behind_setting(i, addressee, takes)
  local j, limit, bytes, skipped = i, i + ADDRESSEE, c, between
  while skipped[bytes[j]] and j < limit do j = j + 1 end
  if j == i then return nil end
  local letter = c[j]
  if letter == THAT then
    local of = not (addressee or takes.with) and behind_preposition(i, j, takes)
    if of then return of, "about" end -- "complained of fees to the point that"
    return j + 1, "that"
  end
  if letter == COLON then return j + 1, "colon" end
  if letter == MARK then
    local _, that = find(letters, "^\"Q+\"T", j)
    if addressee and that then return that + 1, "that" end -- "told the “Morning Post” that"
    -- "said in a statement “...”", but "countered policies “that ...”" has the marks in its object.
    return j, (addressee or setting[c[i]]) and "mark" or "object mark", i
  end
  if letter == COMMA then
    if c[j + 1] == MARK then return j + 1, "mark", i end
    if c[j + 1] == THAT then return j + 2, "that" end
    local _, that = find(letters, "^,N+,T", j) -- "said in Bergen, Norway, that"
    if that then return that + 1, "that" end
    local _, mark = find(letters, "^,[^,\"vxm|]*,?\"", j)
    if mark then return mark, "mark", i end
  end
  if not addressee then return nil end
  if letter == QUESTION and is_question(j, takes) then return j, "question" end
  if letter == TO then return j, "infinitive", i end
  local of = behind_preposition(i + 1, j, takes)
  return of, of and "about"
end

-- "told him he would", "told reporters the plan was"; "told them long ago that".
local function behind_addressee(i)
  for k = i + 1, i + ADDRESSEE do
    local letter, before = c[k], c[k - 1]
    if told_first[letter] and told_last[before] and not (before == NAME and letter == NAME)
      and (told_clause[letter] or told_whom[before]) and is_clause(k) then
      return k, "clause"
    end
    if not told[letter] then break end
  end
  local _, that = find(letters, "^[^,;:.wQT|]*T", i)
  if that then return that + 1, "that" end
end

-- "said Monday the plan", "said in Oslo he"
local function behind_place(i)
  for k = i + 1, i + ADDRESSEE do
    if placed_first[c[k]] and placed_last[c[k - 1]] and is_clause(k) then return k, "clause" end
    if not placed[c[k]] then break end
  end
end

local counted, governs = set"9", set"rq"

-- Where reported content begins behind position k (the cue, or its speaker behind it): position, how it was reached,
-- and where an object before it begins.
local function content_start(k, cue)
  local takes, addressee = cue.kind.takes, cue.kind.addressee
  local i = k + 1
  local letter = c[i]
  if letter == THAT then return c[i + 1] == COMMA and i + 2 or i + 1, "that" end
  if letter == COLON then return i + 1, "colon" end
  if letter == MARK then return i, "mark" end
  if letter == COMMA then
    if c[i + 1] == MARK then return i + 1, "mark" end
    if c[i + 1] == THAT then return i + 2, "that" end
    local _, aside = find(letters, "^,r[^,vxm\"|]*,T", i) -- "explains, in all seriousness, that"
    if aside then return aside + 1, "that" end
    return nil
  end
  if letter == PREPOSITION and words[i - shift] == "about" and counted[c[i + 1]] then i, letter = i + 1, NUMBER end
  if letter == ADVERB and governs[c[i + 1]] then i, letter = i + 1, c[i + 1] end -- "spoke warmly of"
  if letter == QUESTION then return is_question(i, takes) and i or nil, "question" end
  local clause = takes.clause and not addressee and not (letter == NOUN and find(letters, "^n+T", i)) and is_clause(i)
  if not clause or setting[letter] or letter == ARTICLE and find(letters, "^dnk?T", i) then
    local at, how, object = behind_setting(i, addressee, takes)
    if at then return at, how, object end
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
    while c[i] == ADVERB and behind_adverb[c[i + 1]] do i = i + 1 end
    return i, "clause"
  end
  if letter == TO then return i, "infinitive" end
  if letter == PREPOSITION then return i + 1, "about" end
  if object_first[letter] then return i, "object" end
  if letter == GERUND then return i, "gerund" end
end

local narrow = {object = true, infinitive = true, gerund = true, about = true}
local opens_other = set"wsqrgevypdicA" -- behind a comma, something else than the next noun of a list
local before_participle, before_speaker, content_edge = set",\"-)s", set"cs;-", set".,;:-cs"
local lead, conjunction = set"cy", set"srq"
local in_time = {as = true, after = true, before = true, since = true}

-- The end of a phrase that begins at `at`: before a comma that opens something else than the next of its nouns, and
-- before "when".
local function narrow_end(at)
  local last = high
  local comma = next_comma(at)
  while comma do
    if opens_other[c[comma + 1]] then
      if not find(letters, "^,d?[nN9]+,?c", comma) then last = comma - 1 end
      break
    end
    comma = next_comma(comma + 1)
  end
  local bytes, maybe = c, maybe_question
  for k = at + 1, last do
    if maybe[bytes[k]] and words[k - shift] == "when" then return k - 1 end
  end
  return last
end

local in_marks, behind_marks = {mark = true, ["object mark"] = true}, set"qsrp"
local ends_marks = {[","] = true, ["?"] = true, ["!"] = true}

-- Where words in marks from `at` on end what is said, by the comma before the mark that closes them: “We go on,” as he
-- puts it; called it “a trap,” but came.
local function marks_end(at)
  local _, close = find(letters, "^[^\"|]*\"Q+\"", at)
  if close and close < high and ends_marks[words[close - shift - 1]]
    and (behind_marks[c[close + 1]] or find(letters, "^cy*[vxm]", close + 1)) then return close end
end

-- "While he said it would rain, the match went on": does the sentence begin with such a clause, in which f speaks?
local function is_aside(f)
  local k = low
  while lead[c[k]] do k = k + 1 end
  return conjunction[c[k]] and first_finite() >= f and (c[k] ~= PREPOSITION or in_time[words[k - shift]])
end

-- Where content that begins at `at` and ends at `last` stops for another cue, or nil.
local function stop_before(other, cue, at)
  local start, form, order, f = other.start, other.form, other.order, other.f
  local class = other.kind.class
  while c[start - 1] == ADVERB do start = start - 1 end
  local before = c[start - 1]
  if form == "according" then
    if start > at + 1 then return start - 1 end
  elseif form == "participle" and before_participle[before] and class ~= "think" then
    return start - 1
  elseif form == "participle" and other.how == "named" and f > at and words[f - shift - 1] == "with" then
    return f - 2
  elseif other.how == "shared" and (before == AND or before == COMMA) and form == "finite"
    and (other.kind.past == cue.kind.past or c[cue.k] == GERUND) and class ~= "think"
    and not (c[start] == AUXILIARY or c[start] == MODAL) then
    return start - 1
  elseif order == "VS" and before == COMMA then
    return start - 1
  elseif order == "SV" and f and f > at + 1 then
    local edge = c[f - 1]
    if before_speaker[edge] and other.how == "named" and (class == "say" or class == "write")
      and (edge ~= AND or has_finite(at, f - 2)) then return f - 1 end
    if edge == MARK and words[f - shift - 2] == "," then return f - 1 end
    if (edge == COMMA or edge == MARK) and other.how ~= "relative"
      and (c[other.k + 1] == STOP or c[other.k + 1] == COMMA
        or other.kind.addressee and find(letters, "^[dnN9ok'r()]*[.,]", other.k + 1)) then return f - 1 end
  end
end

-- "..., saying it was late, and left": the end of what a participle reports, before a verb that goes on.
local function before_verb(at, last, how)
  local auxiliary = false -- ", and was": the sentence may go on there
  for k = at, last + 1 do
    if c[k] == AND then
      local comma = k > at and c[k - 1] == COMMA
      if c[k + 1] == VERB then
        local verb = comma and k - 1 or k
        local ends = how == "infinitive" or comma and not auxiliary and verb > at + 2
        return ends and math.min(last, verb - 1) or last
      end
      auxiliary = auxiliary or comma and c[k + 1] == AUXILIARY
    end
  end
  return last
end

-- The last position of the content of list[n] that begins at `at`; the cues of the sentence end at list[to].
local function content_end(list, n, to, at, how)
  local cue = list[n]
  local last = narrow[how] and narrow_end(at) or in_marks[how] and marks_end(at) or high
  if cue.f and is_aside(cue.f) then
    local comma = next_break(at)
    if comma and is_clause(comma + 1) then last = comma - 1 end
  end
  if cue.how == "relative" or cue.before_main then
    local comma = cue.before_main or next_break(at)
    if comma and comma > at and has_finite(comma, high) then last = comma - 1 end
  end
  for m = n + 1, to do
    local other = list[m]
    local stop = other.start > at and other.start <= last and stop_before(other, cue, at)
    if stop then
      last = stop
      break
    end
  end
  if cue.form == "participle" then last = before_verb(at, last, how) end
  -- ", seen from the sea"
  local comma = next_comma(at)
  while comma and comma <= last do
    local k = comma + 1
    while c[k] == ADVERB do k = k + 1 end
    if c[k] == PARTICIPLE and c[k + 1] == PREPOSITION and words[k - shift + 1] ~= "to" then
      last = comma - 1
      break
    end
    comma = next_comma(comma + 1)
  end
  local _, semicolon = find(letters, "^[^;|]*;", at)
  if semicolon and semicolon < last and is_clause(semicolon + 1) and cue.form ~= "according" then last = semicolon end
  while last > at and content_edge[c[last]] do last = last - 1 end
  return last
end

local maybe_as = set"rsNQ"
local strong_openings = {that = true, colon = true, clause = true, question = true, mark = true, ["object mark"] = true}
local after_fronted, no_rest, goes_on_with, no_start = set".,ryk;", set"cgrewT", set"dnN9pixvmk", set"rsg"

local function set_content(n, how, first, last)
  opening[n], content_first[n], content_last[n] = how, first, last
end

-- Are the words up to the comma at `edge` what is said: a clause, and nothing else is?
local function is_fronted_clause(edge, after, cue, inverted)
  if not (inverted or after_fronted[c[after]] or cue.kind.addressee) then return false end
  -- "Ships to Sail, Minister Says"
  if c[after] == STOP and cue.kind.class == "say" and edge - low > 2 then return true end
  if first_finite() >= edge then return false end
  local k = low
  while lead[c[k]] do k = k + 1 end
  if not conjunction[c[k]] then return is_clause(low) end
  local comma = next_comma(low)
  return comma < edge and has_finite(comma + 1, edge - 1)
end

-- The comma behind addressee, time and place that begin at k, when the predicate of the sentence follows it.
local function end_of_aside(k)
  local _, comma = find(letters, "^[dnN9okr']+,", k)
  return comma and finite[c[comma + 1]] and comma
end

-- The content of a cue that has its speaker beside it, or none.
local function find_told(list, n, to)
  local cue = list[n]
  local k, f, l, form = cue.k, cue.f, cue.l, cue.form
  local inverted = cue.order == "VS"
  local edge = inverted and cue.start - 1 or f and (cue.how == "named" or cue.how == "apposition") and f - 1 or 0
  local after = (inverted and l or k) + 1
  local at, how, object = content_start(after - 1, cue)
  if object and how == "object mark" then at = object end -- "called it “a trap”"
  local strong = at and strong_openings[how] and not (inverted and how ~= "mark")
  local fronted = false
  if edge > low and not strong and form == "finite" then
    if c[edge] == MARK then
      fronted = inverted or words[edge - shift - 1] ~= "." -- “We go on.” He added: ...
    elseif c[edge] == COMMA then
      fronted = c[edge - 1] == MARK or not cue.negated and is_fronted_clause(edge, after, cue, inverted)
    end
  end
  if edge > low and maybe_as[c[edge]] and words[edge - shift] == "as" and (c[edge - 1] == COMMA or c[edge - 1] == MARK)
    and not at and after_fronted[c[after]] and is_clause(low) then
    edge, fronted = edge - 1, true -- "The port is shut, as officials have said."
  end
  local aside = not fronted and edge > low and c[edge] == COMMA and first_finite() >= edge and end_of_aside(after)
  if aside then
    -- "The trouble, he told me on Friday, is ..."
    set_content(n, "parenthesis", aside + 1, content_end(list, n, to, aside + 1))
    rest_first[n], rest_last[n] = low, edge - 1
  elseif fronted then
    local last = edge
    while last > low and (c[last] == COMMA or c[last] == MARK) do last = last - 1 end
    set_content(n, "before", low, last)
    if not inverted and c[after] == COMMA and not no_rest[c[after + 1]] and is_clause(after + 1) then
      rest_first[n], rest_last[n] = after + 1, content_end(list, n, to, after + 1)
    end
  elseif not at and form == "finite" and cue.kind.class == "say" and not inverted and edge > 0
    and c[after] == COMMA and (goes_on_with[c[after + 1]] or first_finite() > edge and c[after + 1] == PARTICIPLE)
    and (edge < low or c[edge] == COMMA or c[edge] == AND)
    and high - after > 3 then
    -- "Mr Kvale, officials said, has become ...": a parenthesis within what is reported.
    set_content(n, "parenthesis", after + 1, content_end(list, n, to, after + 1))
    local last = edge
    while last > low and (c[last] == COMMA or c[last] == AND) do last = last - 1 end
    if last > low and not no_start[c[low]] then rest_first[n], rest_last[n] = low, last end
  elseif edge == low and maybe_as[c[low]] and words[low - shift] == "as"
    and (not at or how == "about" and not cue.kind.takes[words[at - shift - 1]]) then
    local _, comma = find(letters, "^[dnN9okr']*,", after)
    if comma and is_clause(comma + 1) then -- "As Kvale put it in Oslo, the port is shut."
      set_content(n, "clause", comma + 1, content_end(list, n, to, comma + 1))
    end
  elseif at and at <= high and not (inverted and how ~= "mark") then
    local last = content_end(list, n, to, at, how)
    if last >= at then set_content(n, how, at, last) end
  end
end

-- What list[n] reports.
local function find_content(list, n, to)
  local cue = list[n]
  local k, form = cue.k, cue.form
  opening[n], content_first[n], rest_first[n] = false, false, false
  if form == "name" then
    if c[k + 1] == MARK then
      set_content(n, "mark", k + 1, content_end(list, n, to, k + 1))
    elseif low == HEADLINE or is_clause(k + 1) then -- "Solvang: The Ships Will Sail"
      set_content(n, "headline", k + 1, content_end(list, n, to, k + 1))
    end
  elseif form == "noun" then
    set_content(n, "that", k + 2, content_end(list, n, to, k + 2))
  elseif form ~= "according" then
    find_told(list, n, to)
  elseif cue.l and cue.start <= low + 1 then
    local comma = next_comma(cue.l + 1)
    if comma then set_content(n, "according", comma + 1, content_end(list, n, to, comma + 1)) end
  elseif cue.l then
    local last = cue.start - 1
    while last > low and (c[last] == COMMA or c[last] == DASH) do last = last - 1 end
    if last - low >= 2 then set_content(n, "according", low, last) end
  end
  if content_first[n] and content_first[n] > content_last[n] then content_first[n] = false end
end

-- The number of the cue of the sentence, from..to, in whose content cue n stands; the shortest content of several.
local function outer_report(list, from, to, n)
  local cue = list[n]
  local outer, length
  for m = from, to do
    local first, last = content_first[m], content_last[m]
    if m ~= n and accepted[m] and first <= cue.start and cue.k <= last and (not length or last - first < length) then
      outer, length = m, last - first
    end
  end
  return outer
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

-- The tokens of positions first..last.
local function tokens(first, last) return {first = first - shift, last = last - shift} end

local addressed, time_or_place, later_day, place_first = set"dnNpoi", set"rdk", set"9k", set"dnN"

-- Where a day that begins at k ends, or nil: "Monday", "on Monday", "on 5 May".
local function end_of_day(k)
  if c[k] == PREPOSITION then k = k + 1 end
  if c[k] == ARTICLE then k = k + 1 end
  if c[k] ~= DAY then return nil end
  while later_day[c[k + 1]] do k = k + 1 end
  return k
end

-- Whom, where and when: what stands between positions i and j, beside the cue.
local function read_setting(attribution, addressee, i, j)
  local k = i
  if addressee and addressed[c[i]] then
    local last = (c[i] == PRONOUN or c[i] == OBJECT) and i or phrase_end(i)
    if last and last < j then
      attribution.whom = tokens(i, last)
      k = last + 1
    end
  end
  local bytes, starts = c, time_or_place
  while k < j do
    local last = k
    if starts[bytes[k]] then
      local day = end_of_day(k)
      if day and day < j then
        attribution.time = attribution.time or tokens(k, day)
        last = day
      elseif bytes[k] == PREPOSITION and place_first[bytes[k + 1]] and words[k - shift] ~= "to" then
        last = phrase_end(k + 1)
        if not last then break end
        last = math.min(last, j - 1)
        if attribution.venue then
          attribution.venue.last = last - shift
        else
          attribution.venue = tokens(k, last)
        end
      end
    end
    k = last + 1
  end
end

-- "told reporters in Munich on Monday"; "In an interview with Al Bahr, he said": beside a cue whose content begins at
-- `first`.
local function add_setting(attribution, cue, first)
  local f, inverted = cue.f, cue.order == "VS"
  local after = (inverted and cue.l or cue.k) + 1
  read_setting(attribution, cue.kind.addressee, after, first > after and first or find(letters, "[,.;:\"]", after))
  if f and f > low and not inverted and first > f and not attribution.venue then
    local _, last = find(letters, "^[rk][^vxm;|]*", low)
    if last and last >= f - 1 then read_setting(attribution, false, low, c[f - 1] == COMMA and f - 1 or f) end
  end
end

local without_setting = {name = true, noun = true, according = true}

-- Are the words of list[n] told by list[outer], in whose content it stands: "said they want “a port”"? Those of "The
-- papers show, he said, that ..." and of "a paper in which he said" are not.
local function is_told(list, n, outer)
  local cue, around = list[n], list[outer]
  local f, class, how = cue.f, around.kind.class, opening[outer]
  if not around.f or around.form ~= "finite" or class ~= "say" and class ~= "write" then return false end
  if f and (c[f - 1] == WHO or how == "parenthesis" and f == content_first[outer] and cue.kind.class == "say") then
    return false
  end
  return frames[how] == "clause"
end

local function new_attribution(list, n, outer)
  local cue = list[n]
  local kind, form, f, first = cue.kind, cue.form, cue.f, content_first[n]
  local attribution = {
    first = cue.start - shift, last = cue.k - shift, lemma = kind.lemma, class = kind.class, form = form,
    order = cue.order, how = cue.how, opening = opening[n] or nil, reports = accepted[n] or nil,
    speaker = f and tokens(f, cue.l) or nil, content = first and tokens(first, content_last[n]) or nil,
  }
  if first and not without_setting[form] then add_setting(attribution, cue, first) end
  if cue.negated then attribution.negated = true end
  if cue.antecedent then attribution.antecedent = tokens(cue.antecedent[1], cue.antecedent[2]) end
  if rest_first[n] then attribution.rest = tokens(rest_first[n], rest_last[n]) end
  if outer then
    local around = list[outer]
    if around.form == "according" then
      attribution.via = tokens(around.f, around.l)
    else
      attribution.nested_in = tokens(around.start, around.k)
      attribution.told = is_told(list, n, outer) or nil
    end
  end
  return attribution
end

-- Do words in marks stand right before the speaker, or the cue where the speaker is behind it; or is that the start of
-- the sentence?
local function is_beside(cue, marked)
  local f = cue.f
  if not f or cue.form == "name" then return false end
  if not marked then return f == low end
  local from = cue.order == "VS" and cue.start or f
  return from == low or c[from - 1] == MARK and (cue.order == "VS" or words[from - shift - 2] ~= ".")
end

return {
  api = 1,
  name = "attributions",
  summary = "Cues with their speaker and the extent of what they report (internal)",
  language = "en",
  provides = {_attributions = {list = "table"}},
  requires = {"_tags", "_cues", "_marks"},
  scope = "document",

  --- One annotation for the document. `list` has, in the order of the text, {first, last (tokens of the cue), lemma,
  -- class, form, order, how, opening, negated, reports, told (by the cue around it), and as {first, last}: speaker,
  -- antecedent, content, rest, whom, venue, time, via, nested_in}.
  annotate = function(unit, add)
    local doc = unit.doc
    local cues = doc:layer"_cues"[1]
    if not cues then return end
    local tags, marks = doc:layer"_tags"[1].sentences, doc:layer"_marks"
    letters, c, words = tags.letters, tags.bytes, doc.words
    local list, result = cues.list, {}
    local from, mark = 1, 0
    for s = 1, #cues.sentences do
      local sentence, to = cues.sentences[s], cues.ends[s]
      low = tags.starts[sentence]
      shift = low - tags.firsts[sentence]
      high = tags.lasts[sentence] + shift
      first_verb = nil
      if mark < low then mark = find(letters, "\"", low, true) or math.huge end
      for n = from, to do
        find_content(list, n, to)
        accepted[n] = content_first[n] and reports(list[n], n)
        if content_first[n] and c[content_last[n]] == MARKED then
          local last = end_of_marks(marks, content_last[n] - shift)
          if last and last + shift > high then content_last[n] = last + shift end
        end
      end
      local marked = mark <= high
      for n = from, to do
        -- Beside marks whatever the verb; without them only what it reports.
        if accepted[n] or (marked or opening[n] == "headline") and content_first[n] or is_beside(list[n], marked) then
          result[#result + 1] = new_attribution(list, n, to > from and outer_report(list, from, to, n))
        end
      end
      from = to + 1
    end
    if #result > 0 then add(unit.first, unit.last, {list = result}) end
  end,

  examples = {
    {"Solvang said that the talks had failed.",
      {"Solvang said that the talks had failed.", list = {{lemma = "say", order = "SV", speaker = {first = 1, last = 1},
        content = {first = 4, last = 7}}}}},
    {"The talks had failed, said Joseph Wanjala.",
      {"The talks had failed, said Joseph Wanjala.", list = {{order = "VS", content = {first = 1, last = 4},
        speaker = {first = 7,
        last = 8}}}}},
    {"The talks had failed, he told reporters in Oslo on Monday.",
      {"The talks had failed, he told reporters in Oslo on Monday.",
       list = {{content = {first = 1, last = 4}, whom = {first = 8, last = 8}, venue = {first = 9, last = 10},
         time = {first = 11,
         last = 12}}}}},
    {"According to the ministry, nobody was hurt.",
      {"According to the ministry, nobody was hurt.", list = {{speaker = {first = 3, last = 4},
        content = {first = 6, last = 8}}}}},
    {"He said the text was bad and added that nobody would sign it.",
      {"He said the text was bad and added that nobody would sign it.",
       list = {{content = {first = 3, last = 6}}, {speaker = {first = 1, last = 1},
         content = {first = 10, last = 13}}}}},
    {"Mr Kvale, officials said, has become careful.",
      {"Mr Kvale, officials said, has become careful.", list = {{opening = "parenthesis",
        content = {first = 7, last = 9},
        rest = {first = 1, last = 2}}}}},
    {"She called for talks on ships.", {"She called for talks on ships.",
      list = {{opening = "about", content = {first = 4, last = 6}}}}},
    {"The report praised the plan."},
  },
}
