--- Who is the source of what: every cue with its speaker and what it reports (internal), for quotes and statements.
--
-- Beside the content of a cue, whom it was said to, where and when, and the cue around it. Rules over the letters of
-- `_tags`, no parser. Content runs from the cue to the end of its clause, or from the start of the sentence to the comma
-- before the speaker; where it ends `_content_ends` tells. A position k counts letters.

local HEADLINE <const> = 5 -- the place of the first token of the document
local ADDRESSEE <const> = 16 -- tokens between a cue and "that"

local find, match, max = string.find, string.match, math.max

-- Letters, as `_tags` lists them; each in a `local` of its own, for only so they are constants of the code.
local DAY <const> = 107 local THAT <const> = 84 local TO <const> = 116 local PREPOSITION <const> = 114 local NAME <const> = 78
local AND <const> = 99 local COMMA <const> = 44 local MARK <const> = 34 local NUMBER <const> = 57 local PRONOUN <const> = 112
local OBJECT <const> = 111 local THIS <const> = 105 local PARTICIPLE <const> = 101 local GERUND <const> = 103 local BASE <const> = 98
local QUESTION <const> = 113 local WHO <const> = 119 local NOT <const> = 126 local BEEN <const> = 122 local COLON <const> = 58
local DASH <const> = 45 local CLOSE <const> = 41 local MARKED <const> = 81 local POSSESSIVE <const> = 39 local NOUN <const> = 110
local ARTICLE <const> = 100 local VERB <const> = 118 local ADVERB <const> = 121 local OPEN <const> = 40
local finite, noun_end = byte_set"vxm", byte_set"nN9"

-- The letters of the document, as `_tags` has them, as a string and as a list of bytes, and what it reads in them; the
-- words. Of the sentence being read: what its positions are more than its tokens, its first and last position, whether marks
-- stand in it, and the place of its first finite verb, behind it when there is none.
local letters, c, has_finite, phrase_end
local words, shapes
local shift, low, high, marked, first_finite

-- What `_content_ends` reads.
local read_ends, next_comma, is_clause, content_end

-- The cues of the document, as `_cues` has them.
local lasts, starts, kinds, forms, speaker_first, speaker_last, hows, orders, negated, before_first, before_last

-- What each cue of the document, by its number, reports: how its content was reached; its positions and those of its other
-- piece, or false; whether it is reported if no marks stand around it.
local opening, content_first, content_last, rest_first, rest_last, accepted

local frames = {that = "clause", colon = "clause", question = "clause", clause = "clause", gap = "clause",
  before = "clause", parenthesis = "clause", infinitive = "to", gerund = "ing", object = "object"}

-- What tells something by showing it.
local telling = word_set[[poll polls polling study studies report reports data figures survey surveys research analysis
  statistics records documents evidence results findings estimates numbers review average footage video videos recording search
  post posts photo photos picture pictures image images chart charts map maps email emails it]]

local courts = word_set"court courts hearing inquest inquiry judge judges jurors jury magistrates panel trial tribunal"

-- Does a word of a set stand in the speaker of cue n: "the poll showed a lead", not "channels showed images"?
local function is_among(n, set)
  for k = speaker_first[n] or 1, speaker_first[n] and speaker_last[n] or 0 do
    if set[words[k - shift]] then return true end
  end
  return false
end

local past_time = word_set"ago earlier later"

-- Is what begins at `first`, reached as `how`, something that cue n reports?
local function takes_content(n, how, first)
  local kind, form = kinds[n], forms[n]
  local takes = kind.takes
  -- but "asked about them"
  if how == "about" then return takes[words[first - shift - 1]] and (c[first] ~= OBJECT or c[first + 1] == TO) end
  if how == "question" and kind.class == "think" and c[starts[n] - 1] == PREPOSITION then return false end -- "a way of knowing how"
  local frame = frames[how]
  if not frame or frame ~= "clause" and form == "infinitive" then return false end
  if frame == "clause" and takes.court then return how == "that" or how == "before" or form == "finite" and is_among(n, courts) end
  return takes[frame] or takes[how] and (how ~= "question" or kind.class ~= "think")
end

local nobody = word_set"nobody none"

-- Is it nobody to whom cue n belongs: "nobody knew when", "no one said that"?
local function is_nobody(n)
  local f = speaker_first[n]
  local word = f and words[f - shift]
  return nobody[word] or word == "one" and words[f - shift - 1] == "no"
end

-- Does cue n report its content first..last, reached as `how`, if no marks stand around it? `takes`: whether it is something
-- that it reports, or nil where nobody asked yet.
local function reports(n, how, first, last, takes)
  local form, kind = forms[n], kinds[n]
  if form == "according" then return true end
  if takes == nil then takes = takes_content(n, how, first) end
  if not takes or is_nobody(n) then return false end
  if how == "colon" then return first == lasts[n] + 2 end
  if how == "that" and c[last] == DAY and not has_finite(first, last) then return false end -- "did not confirm that on Friday"
  if how == "infinitive" and words[lasts[n] - shift] == "expected" then -- but "crews expected to sail"
    return c[speaker_first[n]] == PRONOUN
  end
  if how == "clause" and kind.lemma == "find" and find(letters, "^dn[nN9']*v[r.,]", first) and words[first - shift] ~= "the"
    and not is_among(n, telling) then return false end -- "found a ship anchored off Oslo"
  if how ~= "object" then return true end
  if form == "past" and c[starts[n] - 1] ~= ADVERB then return false end -- "repeated gaffes"
  if kind.class == "show" and not is_among(n, telling) then return false end
  if kind.lemma == "claim" and form == "participle" or words[first - shift] == "anonymity" or find(letters, "^ir", first)
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
local object_first, behind_adverb = byte_set"dnN9o'iQk", byte_set"dpiNn"

-- The first position behind a preposition that the cue takes, of those that stand from i up to before j; or nil.
local function behind_preposition(i, j, takes)
  for of = i, j - 1 do
    if c[of] == PREPOSITION and takes[words[of - shift]] and words[of - shift] ~= "to" then return of + 1 end
  end
end

local when = word_set"week month year day morning afternoon evening night weekend ago time"
local opens_told = word_set"without with despite unlike given under like" -- of what is told, not of where and when
local works = word_set"article book column editorial essay letter memo memoir note novel piece play poem report song story thesis"

-- Is the noun before "that" what a verb reports? But "said last week that", "promised the crews that", "expressed hope that".
local function is_content(noun, lemma)
  return lemma ~= "promise" and lemma ~= "express" and not when[noun]
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
    if c[j + 1] == MARK then return j + 1, "mark", i end
    if c[j + 1] == THAT then return j + 2, "that" end
    local _, that = find(letters, "^,N+,?T", j) -- "said in Bergen, Norway, that"
    if that then return that + 1, "that" end
    local word = words[i - shift]
    if opens_told[word] and takes.clause and not (addressee or takes[word]) and is_clause(j + 1) then
      return i, "clause" -- "said without the ships, the port would shut"
    end
    local _, mark = find(letters, "^,[^,\"vxmeg|]*,?\"", j) -- "said in Oslo, Norway, “...”"
    if mark then return mark, "mark", i end
  end
  if letter == QUESTION and (addressee or words[i - shift] == "to") and is_question(j, takes) then return j, "question" end
  if not addressee then return nil end
  if letter == TO or letter == NOT and c[j + 1] == TO then return j, "infinitive", i end
  local _, first = find(letters, "^[dnN9'r]+c[dnN9']+T[^vxm]", i)
  if first then return first, "that" end -- "told a group of captains and crews that"
  local of = behind_preposition(i + 1, j, takes)
  if of and find(letters, "^[dnN9'kr]*[xm]", of) then return i, "clause" end -- "warns bodies of water are rising"
  return of, of and "about"
end

-- "told him he would", "told reporters the plan was"; "told them long ago that"; without an addressee, "said in Oslo he".
local function behind_whom(i, addressee)
  for k = i + 1, i + ADDRESSEE do
    local letter, before = c[k], c[k - 1]
    if told_first[letter] and (told_last[before] or before == ADVERB)
      and (told_clause[letter] and (addressee or letter ~= QUESTION)
        or addressee and told_whom[before] and not find(letters, "^[nN']+[dpi]", k)) and is_clause(k) then
      return k, "clause"
    end
    if not told[letter] then break end
  end
  if not addressee then return nil end
  local _, that = find(letters, "^[^,;:.wQT|]*T", i)
  if not that then _, that = find(letters, "^[dnN9okr'y]*,[^,;:wQT|]*,[^,;:.wvxmQT|]*T", i) end -- "told Kvale, a captain, that"
  if that then return that + 1, "that" end
end

local governs = byte_set"rqk"
local settles = word_set"with in at during after" -- whom, when and where a promise is made
local to_whom = word_set"to on"
local months = word_set[[january february march april may june july august september october november december jan. jan feb. feb mar.
  mar apr. apr jun. jun jul. jul aug. aug sep. sept. sept oct. oct nov. nov dec. dec]]
local late, roughly = word_set"late early", word_set"about around over"

-- Where reported content begins behind position k (the cue, or its speaker behind it): position, how it was reached,
-- and where an object before it begins. `addressee`: whom it was said to may stand between.
local content_start
function content_start(k, kind, addressee)
  local takes, i = kind.takes, k + 1
  local letter = c[i]
  if letter == AND then return nil end
  if letter == THAT or letter == THIS and words[i - shift] == "that" -- "pointed out that", "said that calls to sail have failed"
    and (kind.particle or takes.clause and find(letters, "^v[rtw]?[^vxm.,;|]*[vxm]", i + 1)) then
    return c[i + 1] == COMMA and i + 2 or i + 1, "that"
  end
  if letter == COLON then return i + 1, "colon" end
  if letter == MARK then return i, "mark" end
  if letter == COMMA then
    if c[i + 1] == MARK then return i + 1, "mark" end
    if c[i + 1] == THAT then return i + 2, "that" end
    local _, aside = find(letters, "^,[ryg][^,vxm\"|]*,T?", i) -- "explains, in all seriousness, that"
    if not aside then return nil end
    if c[aside] == THAT then return aside + 1, "that" end
    if c[i + 1] == ADVERB then return content_start(aside, kind, addressee) end -- "vowed, however, to sail"
    return takes.clause and settles[words[i - shift + 1]] and is_clause(aside + 1) and aside + 1 or nil, "clause"
  end
  if letter == ADVERB and governs[c[i + 1]] then i, letter = i + 1, c[i + 1] end -- "spoke warmly of", "said early on Monday"
  local date = c[i + 1] == NUMBER and months[words[i - shift]] or c[i + 1] == DAY and words[i - shift] == "on"
  if letter == DAY or date then
    local j = i + (date and 2 or 1)
    while c[j] == DAY or c[j] == COMMA and c[j + 1] == DAY and months[words[j + 1 - shift]] do j = j + 1 end
    if c[j] == NUMBER and months[words[j - 1 - shift]] then j = j + 1 end
    if c[j - 1] == NUMBER and c[j] == COMMA and (words[j + 1 - shift] or ""):find"^%d%d%d%d$" then j = j + 2 end -- "on May 5, 2031 that"
    if finite[c[j]] or c[j] == POSSESSIVE and is_clause(j) then return i, "clause" end -- "said this year was late"
    if c[j] ~= POSSESSIVE then return content_start(j - 1, kind, addressee) end -- "said Monday ships sail", "announced May 5 that"
  end
  if letter == PREPOSITION and roughly[words[i - shift]] and (c[i + 1] == NUMBER or words[i - shift + 1] == "half") then
    local at, how, object = content_start(i, kind, addressee)
    return at == i + 1 and i or at, how, object -- "said about 40 ships sank"
  end
  if letter == QUESTION then return is_question(i, takes) and i or nil, "question" end
  if letter == WHO and takes.question then return i, "question" end -- "asked who had left"
  if letter == PREPOSITION and takes.to and (settles[words[i - shift]] or c[i + 1] == NAME and words[i - shift] == "to") then
    local _, to = find(letters, "^r[dnN9'ok]+tb", i)
    if to then return to - 1, "infinitive", i end -- "agreed with Kvale to go", "agreed in May to go"
  end
  if addressee and takes.to and letter ~= PREPOSITION then
    local _, to = find(letters, "^[dnN9'ori]*[,c][dnN9'orc,iy]*tb", i)
    if not to then _, to = find(letters, "^[dnN9'or]*,w[^,;|]*,tb", i) end
    if to then return to - 1, "infinitive", i end -- "urged crews, pilots, and captains to go", "asked the crews, who came, to go"
  end
  if letter == PREPOSITION and takes[words[i - shift]] and (addressee or not takes.with)
    and not (to_whom[words[i - shift]] and find(letters, "^r[dnN9'r]*,?T[^vxm]", i)) then
    return i + 1, "about" -- "asked for help", but "admitted to the crews that"
  end
  local work = letter == ARTICLE and kind.class == "write" and not find(letters, "^[^|vxm]*T", i) and phrase_end(i)
  if work and works[words[work - shift]] then return nil end -- "wrote a letter in which he said"
  local clause = takes.clause and not addressee and not (letter == NOUN and find(letters, "^n+T", i)) and is_clause(i)
  if not clause or setting[letter] or letter == ARTICLE and find(letters, "^dnk?T", i) then
    local at, how, object = behind_setting(i, kind, addressee)
    if at ~= nil then return at, how, object end
  end
  if addressee or letter == PREPOSITION then
    local at, how = behind_whom(i, addressee)
    if at then return at, how end
  end
  if clause then
    while c[i] == ADVERB and behind_adverb[c[i + 1]] and words[i - shift + 1] ~= "-" do i = i + 1 end -- but "first-quarter sales"
    return i, "clause"
  end
  if letter == NOT and c[i + 2] == BEEN then return nil end -- "asked not to be named"
  if letter == TO or letter == NOT and c[i + 1] == TO then return i, "infinitive" end
  if letter == PREPOSITION then return i + 1, "about" end
  if object_first[letter] or letter == PARTICIPLE and noun_end[c[i + 1]] then return i, "object" end
  if letter == GERUND then return i, "gerund" end
end

local beside_verb = {named = true, apposition = true} -- how a speaker is found that stands before its verb
local strong_openings = {that = true, colon = true, clause = true, gap = true, question = true, mark = true, ["object mark"] = true}
local lead, conjunction, begins_aside, opens_clause = byte_set"cy", byte_set"srq", byte_set"sq", byte_set":;vT" -- ... of "according to"
local in_time, ends_marks = word_set"as after before since", word_set", ? !"
local maybe_as, after_fronted, no_rest = byte_set"rsNQ", byte_set".,ryk;", byte_set"cgrewT"
local ends_clause = byte_set".;"
local more = word_set"including because unless until for by from without"
local concessive = word_set"though although despite"

-- Where the words up to `last` begin that a source behind them tells: "One thing is clear: | ships sail", "They left
-- (| ships sail", "Though it rains, | ships sail", "OSLO: | ships sail".
local function told_from(last)
  local _, first = find(letters, "^[^:(|]*[:(]", low)
  local k = first and first < last and last or low
  while k > low and c[k] ~= COLON and c[k] ~= OPEN do
    if c[k] == CLOSE then
      while k > low and c[k] ~= OPEN do k = k - 1 end
    end
    k = k - 1
  end
  if k > low and c[k + 1] ~= MARK and last - k > 1 then return k + 1 end
  local comma = concessive[words[low - shift]] and next_comma(low)
  return comma and comma < last and is_clause(comma + 1) and comma + 1 or low
end

-- Are the words up to the comma at `edge` what is said: a clause, and nothing else is?
local function is_fronted_clause(edge, after, kind, inverted)
  if not (inverted or after_fronted[c[after]] or kind.addressee) then return false end
  -- "Ships to Sail, Minister Says"; verbs are taken for nouns: "candidates need ships, said Kvale"
  local last = ends_clause[c[after]] -- "..., Kvale said on Friday in Oslo."
    or (told_first[c[low]] or c[low] == DAY) and not kind.takes[words[after - shift]] and find(letters, "^[rk][rdnN9k'y]*%.%.|", after)
  if kind.class == "say" and (inverted or last and (has_finite(low, edge) or not setting[c[low]])) then
    return true
  end
  if first_finite >= edge then return false end
  local k = told_from(edge - 1)
  while lead[c[k]] or k > low and c[k] == COMMA do k = k + 1 end -- "Now, ships sail, he said"
  if not conjunction[c[k]] then return is_clause(k) end
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
  return first_finite < f and (words[f - shift - 1] == "what" or noun_end[c[f - 1]] and told_clause[c[f]])
end

-- Behind "the ships sail, he said," do the words from k on belong to what is said: "until May", "to fish", "but not far"?
local function goes_on(k)
  local letter, word = c[k], words[k - shift]
  if finite[letter] or letter == TO and c[k + 1] == BASE or more[word] then return true end
  if letter == AND then return c[k + 1] ~= VERB and (finite[c[k + 1]] or is_clause(k + 1)) end
  return not no_rest[letter] and is_clause(k)
end

-- Do the words in marks from `from` on, behind cue n, go on with what stands before the comma at `edge`: "The port, he said,
-- “is shut”", "If it rains, he said, “the port is shut”"; but "In Oslo, he said, “we sail”"?
local function is_resumed(n, edge, from)
  return edge > low and c[edge] == COMMA and c[from - 1] == COMMA and forms[n] == "finite" and kinds[n].class == "say"
    and (starts[n - 1] or 0) < low and shapes[from + 1 - shift] == "xx" and told_first[c[low]]
    and words[low - shift] ~= "when" and c[edge - 1] ~= MARK
end

-- What cue n reports that is told around it (see find_told), or nil: its speaker, or the cue, stands at edge + 1, `after` behind both,
-- and `from`, reached as `how`, is where content behind it begins. False: nothing is told, behind it neither.
local function told_around(n, to, edge, after, from, how, inverted)
  local bytes, kind, form = c, kinds[n], forms[n]
  local fronted, before = false, edge > low and bytes[edge] or 0
  if before == MARK and form == "finite" and not (from and strong_openings[how]) then
    local ends = words[edge - shift - 1]
    if find(letters, "^r[^vxm,|\"]*\"Q+\"", low) then ends = "." end -- On the “Evening News,” he said
    fronted = inverted or ends ~= "." -- “We go on.” He added: ...
    if kind.class == "think" and not ends_marks[ends] then fronted = false end -- “the last thing” he wanted
  elseif before == COMMA and form == "finite" and not (from and strong_openings[how]) then
    fronted = bytes[edge - 1] == MARK or not negated[n] and is_fronted_clause(edge, after, kind, inverted)
  end
  if maybe_as[before] and words[edge - shift] == "as" and (bytes[edge - 1] == COMMA or bytes[edge - 1] == MARK)
    and not from and after_fronted[bytes[after]] and is_clause(low) then
    edge, fronted = edge - 1, true -- "The port is shut, as officials have said."
  end
  -- "The trouble, he told me on Friday, is ...", "Mr Kvale, officials said, has become ...": a parenthesis within what is told.
  local aside = before == COMMA and first_finite >= edge and end_of_aside(after)
  if not (from or aside or fronted or inverted) and form == "finite" and kind.class == "say" and edge > 0 and bytes[after] == COMMA
    and starts[n + 1] ~= after + 1 and (edge < low or bytes[edge] == COMMA or bytes[edge] == AND) then aside = after end
  if how == "mark" and is_resumed(n, edge, from) then aside = from - 1 end
  if aside then
    local last = edge
    while last > low and (bytes[last] == COMMA or bytes[last] == AND) do last = last - 1 end
    if last > low or last == low and not lead[bytes[low]] then rest_first[n], rest_last[n] = low, last end
    return "parenthesis", aside + 1, content_end(n, to, aside + 1, how == "mark" and how or nil)
  end
  if fronted then
    local last = edge
    while last > low and (bytes[last] == COMMA or bytes[last] == MARK) do last = last - 1 end
    if not inverted and bytes[after] == COMMA and goes_on(after + 1) then
      rest_first[n], rest_last[n] = after + 1, content_end(n, to, after + 1)
    end
    return "before", told_from(last), last
  end
  if edge >= low and maybe_as[bytes[edge]] and words[edge - shift] == "as"
    and (edge == low or edge == low + 1 and lead[bytes[low]] or bytes[edge - 1] == COMMA and first_finite > edge)
    and (not from or how == "about" and not kind.takes[words[from - shift - 1]]) then
    local _, comma = find(letters, "^[dnN9okr'y]*,", after)
    if comma and (edge > low and finite[bytes[comma + 1]] or is_clause(comma + 1)) then -- "As Kvale put it in Oslo, the port is shut."
      if edge > low + 2 then rest_first[n], rest_last[n] = low, edge - 2 end -- "The port, as Kvale put it, is shut."
      return "clause", comma + 1, content_end(n, to, comma + 1, "as")
    end
    return false
  end
end

-- What cue n with its speaker beside it reports: how its content was reached, its first and last position, and whether it is
-- something that it reports, if that is known.
local function find_told(n, to)
  local bytes, kind, form, f = c, kinds[n], forms[n], speaker_first[n]
  local inverted = orders[n] == "VS"
  local mark = marked and orders[n] == "by" and kind.addressee and match(letters, "^\"Q+()\"[dnN9']+[x~y]*z*e", low)
  if mark then return "before", low, mark - 1 end -- “We are late,” the crew was told by Holm.
  local edge = inverted and starts[n] - 1 or f and beside_verb[hows[n]] and f - 1 or 0
  local after = (inverted and speaker_last[n] or lasts[n]) + 1
  if bytes[after] == NOUN and late[words[after - shift]] and governs[bytes[after + 1]] then after = after + 1 end -- "said late on Monday"
  local from, how, object = content_start(after - 1, kind, kind.addressee and form ~= "passive")
  if (finite[bytes[after]] or bytes[after] == PARTICIPLE and kind.class ~= "think") and f and is_gap(f) then
    from, how = after, "gap"
  elseif n < to and starts[n + 1] == after and not is_clause(after) then
    from = nil -- "“...,” he said adding that"
  end
  if object and how == "object mark" then from = object end -- called it “a trap”
  if form == "participle" and how == "clause" and bytes[from] == PARTICIPLE then how = "object" end -- "citing unnamed sources"
  if inverted and how ~= "mark" then from = nil end -- "Said Kvale: ..."
  if not from or edge >= low then
    local around, first, last = told_around(n, to, edge, after, from, how, inverted)
    if around ~= nil then return around or nil, first, last end
  end
  -- Where it ends matters if it is reported or in marks.
  if from and from <= high then
    local takes = takes_content(n, how, from) or false
    return how, from, (takes or marked) and content_end(n, to, from, how) or high, takes
  end
  return how == "other" and how
end

-- The same of "according to", cue n.
local function find_according(n, to)
  local start, l = starts[n], speaker_last[n]
  if not l then return nil end
  local before = c[start - 1]
  local last = start - 1
  while last > low and (c[last] == COMMA or c[last] == DASH) do last = last - 1 end
  local comma = next_comma(l + 1)
  if start <= low + 1 or opens_clause[before] or before == AND and comma and is_clause(comma + 1)
    or before == COMMA and (begins_aside[c[start - 2]] or in_time[words[start - shift - 2]]) then
    -- "According to Kvale, head of the port, ships sail"
    local aside = comma == l + 1 and match(letters, "^,d?[nN]+[ro][dnN9okr']+(),", comma)
    if aside and is_clause(aside + 1) then comma = aside end
    if comma then return "according", comma + 1, content_end(n, to, comma + 1) end
  elseif comma == l + 1 and (end_of_aside(comma) or first_finite > start and is_clause(l + 2))
    and (n == to or speaker_first[n + 1] ~= l + 2 or lasts[n + 1] < high - 1) then -- but "..., according to Kvale, the Post reported."
    -- "In the north, according to Kvale, ships sailed"; "The port, according to Kvale, the captain, is shut"
    comma = end_of_aside(comma) or comma
    if last > low then rest_first[n], rest_last[n] = low, last end
    return "according", comma + 1, content_end(n, to, comma + 1)
  elseif last - low >= 2 then
    if comma == l + 1 and words[l - shift + 2] == "and" and is_clause(comma + 2) then
      rest_first[n], rest_last[n] = comma + 1, content_end(n, to, comma + 1)
    end
    return "according", told_from(last), last
  end
end

-- The same of a name and a colon, cue n; of a noun.
local function find_named(n, to)
  local k = lasts[n]
  if orders[n] == "VS" then return "headline", low, k - 1 end
  if c[k + 1] == MARK then return "mark", k + 1, content_end(n, to, k + 1) end
  if low == HEADLINE or is_clause(k + 1) then return "headline", k + 1, content_end(n, to, k + 1) end -- "Solvang: The Ships Will Sail"
end
local function find_claimed(n, to) return "that", lasts[n] + 2, content_end(n, to, lasts[n] + 2) end

local without_verb = {name = find_named, noun = find_claimed, according = find_according}

-- The cue of the sentence, from..to, in whose content cue n stands; the shortest content of several.
local function outer_report(from, to, n)
  local start, k = starts[n], lasts[n]
  local outer, length
  for m = from, to do
    local first, last = content_first[m], content_last[m]
    if m ~= n and accepted[m] and first <= start and k <= last and (not length or last - first < length) then
      outer, length = m, last - first
    end
  end
  return outer
end

-- The attributions of the document, a list for each thing that is told of them: see annotate.
local list
local COLUMNS <const> = {"first", "last", "kind", "form", "how", "opening", "reports", "speaker_first", "speaker_last",
  "content_first", "content_last"}
local RARE <const> = {"more", "negated", "told", "before_first", "before_last", "rest_first", "rest_last", "whom_first", "whom_last",
  "venue_first", "venue_last", "time_first", "time_last", "via_first", "via_last", "outer_first", "outer_last"} -- few have these

-- Opens the lists for a document. Those of COLUMNS hold what the one before left.
local function open_list(kept)
  list = kept
  for n = 1, #RARE do list[RARE[n]] = {} end
  if list.count then return end
  for _, name in ipairs(COLUMNS) do list[name] = {} end
  list.count = 0
end

-- Takes away what stands behind the first `count` attributions.
local function close_list(count)
  for i = 1, count < list.count and #COLUMNS or 0 do
    local column = list[COLUMNS[i]]
    for n = count + 1, list.count do column[n] = nil end
  end
  list.count = count
end

local no_venue = word_set"by for of about with without as like than"
local addressed, time_or_place, later_day, place_first = byte_set"dnNpoi", byte_set"rdk", byte_set"9k", byte_set"dnN"

-- Where a day that begins at k ends, or nil: "Monday", "on Monday", "on 5 May".
local function end_of_day(k)
  if c[k] == PREPOSITION then k = k + 1 end
  local article = c[k] == ARTICLE
  if article then k = k + 1 end
  if c[k] ~= DAY and not (months[words[k - shift]] and c[k + 1] == NUMBER) then return nil end
  while later_day[c[k + 1]] do k = k + 1 end
  return c[k + 1] ~= POSSESSIVE and not (article and noun_end[c[k + 1]]) and k -- but "at the Monday meeting", "in Monday's paper"
end

-- Whom, where and when: what stands between positions i and j, beside the cue of attribution r.
local function read_setting(r, addressee, i, j)
  local k = i
  if addressee and addressed[c[i]] then
    local last = (c[i] == PRONOUN or c[i] == OBJECT) and i or phrase_end(i)
    if last and c[j] == TO and c[last + 1] == COMMA and c[last + 2] ~= WHO then -- "asked crews, pilots and captains to"
      last = c[j - 1] == COMMA and j - 2 or j - 1
    end
    if last and last < j then
      list.whom_first[r], list.whom_last[r], list.more[r] = i - shift, last - shift, true
      k = last + 1
    end
  end
  local bytes, begins = c, time_or_place
  while k < j do
    local last = k
    local letter = bytes[k]
    if begins[letter] then
      local day = end_of_day(k)
      if day and day < j then
        if not list.time_first[r] then list.time_first[r], list.time_last[r], list.more[r] = k - shift, day - shift, true end
        last = day
      elseif letter == PREPOSITION and place_first[bytes[k + 1]] and words[k - shift] ~= "to"
        and (list.venue_first[r] or not no_venue[words[k - shift]]) then
        local _, dated = find(letters, "^rdk[k9]*[nN]+", k) -- "at the Monday meeting"
        last = dated or phrase_end(k + 1)
        if not last or when[words[last - shift]] then break end -- "at the same time"
        if last >= j then last = j - 1 end
        if not list.venue_first[r] then list.venue_first[r] = k - shift end
        list.venue_last[r], list.more[r] = last - shift, true
      end
    end
    k = last + 1
  end
end

-- "In an interview with Al Bahr, he said": before the speaker at f of attribution r.
local function read_setting_before(r, f)
  local following = c[low + 1] -- "In Oslo", but "Before sailing to Oslo"
  local _, last = find(letters, "^[rk][^vxm;|]*", low)
  if c[low] == PREPOSITION and not place_first[following] and following ~= DAY then last = nil end
  if last and last >= f - 1 then read_setting(r, false, low, c[f - 1] == COMMA and f - 1 or f) end
end

local whole = word_set"that question clause gap before parenthesis" -- openings of a clause

-- Are the words of cue n told by cue `outer`, in whose content it stands: "said they want “a port”"? Those of "The
-- papers show, he said, that ..." and of "a paper in which he said" are not.
local function is_told(n, outer)
  local f, class, how = speaker_first[n], kinds[outer].class, opening[outer]
  if not speaker_first[outer] or forms[outer] ~= "finite" or class ~= "say" and class ~= "write" then return false end
  if f and (c[f - 1] == WHO or how == "parenthesis" and f == content_first[outer] and kinds[n].class == "say") then
    return false
  end
  return whole[how]
end

-- Does cue n - 1 quote the speaker of cue n: "the Oslo Post quoted Holm as saying"?
local function is_quoted(n)
  return words[starts[n] - shift - 1] == "as" and n > 1 and speaker_first[n] == lasts[n - 1] + 1 and forms[n - 1] ~= "name"
end

-- Who quoted the words of cue n, which stands behind "as", first and last position, or nil: "was quoted as saying by the Oslo
-- Post", "quoted by it as saying".
local function quoted_by(n)
  local as, by = starts[n] - 1, lasts[n] + 1
  if is_quoted(n) then return speaker_first[n - 1], speaker_last[n - 1] end
  if words[as - shift - 1] == "quoted" then return words[by - shift] == "by" and by + 1, phrase_end(by + 1) end
  local k = as - 1
  while k > low and words[k - shift] ~= "by" do k = k - 1 end
  if words[k - shift - 1] == "quoted" then return k + 1, as - 1 end
end

-- Makes attribution r of cue n, which stands in the content of the cue `outer`, if of any.
local function set_attribution(r, n, outer)
  local l, offset, form, start, last = list, shift, forms[n], starts[n], lasts[n]
  local f, first, rest, how = speaker_first[n], content_first[n], rest_first[n], opening[n]
  l.first[r], l.last[r], l.kind[r], l.form[r] = start - offset, last - offset, kinds[n], form
  l.how[r], l.opening[r], l.reports[r] = hows[n], how, accepted[n]
  local speaker_end = f and speaker_last[n]
  l.speaker_first[r], l.speaker_last[r] = f and f - offset, f and speaker_end - offset
  l.content_first[r], l.content_last[r] = first and first - offset, first and content_last[n] - offset
  if before_first[n] then l.before_first[r], l.before_last[r] = before_first[n] - offset, before_last[n] - offset end
  if rest then l.rest_first[r], l.rest_last[r] = rest - offset, rest_last[n] - offset end
  if negated[n] then l.negated[r] = true end
  if first and not without_verb[form] then
    -- "told reporters in Munich on Monday"
    local inverted, ends = orders[n] == "VS", how == "about" and first - 1 or first
    local after = (inverted and speaker_end or last) + 1
    if ends ~= after then
      read_setting(r, kinds[n].addressee, after, ends > after and ends or find(letters, "[,.;:\"]", after))
    end
    if f and f > low and not inverted and ends > f and not l.venue_first[r] then read_setting_before(r, f) end
  end
  local via, via_last
  if words[start - 1 - offset] == "as" then via, via_last = quoted_by(n) end
  if not (via and via_last) and outer and forms[outer] == "according" then via, via_last = speaker_first[outer], speaker_last[outer] end
  if via and via_last then
    l.via_first[r], l.via_last[r], l.more[r] = via - offset, via_last - offset, true
  elseif outer then
    l.outer_first[r], l.outer_last[r], l.told[r], l.more[r] = starts[outer] - offset, lasts[outer] - offset, is_told(n, outer), true
  end
end

-- Do words in marks stand right before the speaker, or the cue where the speaker is behind it; or is that the start of
-- the sentence?
local function is_beside(n)
  local f = speaker_first[n]
  if not f or forms[n] == "name" then return false end
  local inverted = orders[n] == "VS"
  local from = inverted and starts[n] or is_quoted(n) and speaker_first[n - 1] or f
  return from == low or marked and c[from - 1] == MARK and (inverted or words[from - shift - 2] ~= ".")
end

-- The last token of the pair of marks in which a token stands, or 0.
local function end_of_marks(marks, token)
  local from, to = 0, #marks
  while from < to do
    local middle = (from + to + 1) // 2
    if marks[middle].first <= token then from = middle else to = middle - 1 end
  end
  while from > 0 and marks[from].depth ~= 1 do from = from - 1 end
  local mark = marks[from]
  return mark and mark.last or 0
end

-- Makes attributions of the cues from..to, those of one sentence, behind the first `count`; returns how many there are then.
local function read_sentence(from, to, count, marks)
  for n = from, to do
    local how, first, last, takes = (without_verb[forms[n]] or find_told)(n, to)
    if first and first > last then first = nil end
    accepted[n] = first and reports(n, how, first, last, takes)
    if first and c[last] == MARKED then last = max(last, end_of_marks(marks, last - shift) + shift) end
    opening[n], content_first[n], content_last[n] = how, first, last
  end
  for n = from, to do
    -- Beside marks whatever the verb; without them only what it reports.
    if n < to and is_quoted(n + 1) and orders[n] ~= "VS" then -- but “...,” “The Post” quoted a captain as saying
      accepted[n] = false
    elseif accepted[n] or content_first[n] and (marked or opening[n] == "headline") or is_beside(n) then
      count = count + 1
      set_attribution(count, n, to > from and outer_report(from, to, n))
    elseif c[high] == COLON and speaker_first[n] and forms[n] ~= "name" and not find(letters, "^[^|]-[vxm]", lasts[n] + 1) then
      -- It introduces what the next sentence says: "In a speech, he said this:"
      content_first[n], opening[n], count = false, "colon", count + 1
      set_attribution(count, n, false)
    end
  end
  return count
end

return {
  api = 1,
  name = "attributions",
  summary = "Cues with their speaker and the extent of what they report (internal)",
  language = "en",
  provides = {_attributions = {list = "table"}},
  requires = {"_tags", "_cues", "_content_ends", "_marks"},
  scope = "document",

  --- One annotation for the document. `list` tells of its attributions in the order of the text, each thing in a list of its
  -- own, false or nil where there is none: first and last (tokens of the cue), kind {class, lemma}, form, how, opening,
  -- negated, reports, told (by the cue around it), and the first and last token of speaker, before (the antecedent),
  -- content, rest, whom, venue, time, via, outer (the cue around it): speaker_first, speaker_last; `more`: one of the last five is
  -- there. And `count`.
  annotate = function(unit, add)
    local doc = unit.doc
    local cues = doc:layer"_cues"[1]
    if not cues then return end
    cues = cues.list
    local tags, marks = doc:layer"_tags"[1].sentences, doc:layer"_marks"
    letters, c, words, shapes = tags.letters, tags.bytes, doc.words, doc.shapes
    has_finite, phrase_end = tags.has_finite, tags.phrase_end
    lasts, starts, kinds, forms, hows, orders = cues.at, cues.start, cues.kind, cues.form, cues.how, cues.order
    speaker_first, speaker_last, negated = cues.first, cues.last, cues.negated
    before_first, before_last = cues.before_first, cues.before_last
    local readings = doc:layer"_content_ends"[1].readings
    read_ends, next_comma = readings.read_sentence, readings.next_comma
    is_clause, content_end = readings.is_clause, readings.content_end
    local kept
    kept, opening, content_first, content_last, accepted = doc:kept(5, cues.count)
    rest_first, rest_last = {}, {} -- few contents have another piece
    open_list(kept)
    local sentences, ends, marked_in = cues.sentences, cues.ends, cues.marked
    local places, firsts, last_tokens, verbs = tags.starts, tags.firsts, tags.lasts, tags.sought
    local count, from = 0, 1
    for s = 1, #sentences do
      local sentence, to = sentences[s], ends[s]
      local start = places[sentence]
      local offset = start - firsts[sentence]
      local last = last_tokens[sentence] + offset
      low, high, shift, marked, first_finite = start, last, offset, marked_in[s], verbs[sentence]
      read_ends(start, last, offset, first_finite)
      count = read_sentence(from, to, count, marks)
      from = to + 1
    end
    close_list(count)
    if count > 0 then add(unit.first, unit.last, {list = list}) end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"Solvang said that the talks had failed.",
      list = {kind = {{lemma = "say"}}, speaker_first = {1}, speaker_last = {1}, content_first = {4},
        content_last = {7}}}},
    {"The talks had failed, he told reporters in Oslo on Monday.",
      {"The talks had failed, he told reporters in Oslo on Monday.",
       list = {content_first = {1}, content_last = {4}, whom_first = {8}, whom_last = {8}, venue_first = {9},
         venue_last = {10}, time_first = {11}, time_last = {12}}}},
    {"Holm said that Kvale asked for a ship.", {"Holm said that Kvale asked for a ship.", list = {told = {[2] = true}}}},
    {"It was said that Kvale asked for a ship.", {"It was said that Kvale asked for a ship.", list = {told = {[2] = false}}}},
    {"The port, he said, is shut.", {"The port, he said, is shut.",
      list = {opening = {"parenthesis"}, content_first = {7}, content_last = {8}, rest_first = {1}, rest_last = {2}}}},
    {"The report praised the plan."},
  },
}
