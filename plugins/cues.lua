--- Cues of reported speech and thought, each with its speaker (internal).
--
-- Rules over the letters of `_tags`, no parser. A cue is a verb of the list (en.cues.tsv: a file of that name beside
-- your own plugins adds to it), "according to", or a noun ("his claim that"). Its speaker is the subject of the verb, as
-- `_subjects` finds it, or stands behind it ("said Solvang"). A position k counts letters.

local LONGEST_NAME <const> = 5 -- tokens of a name beside a colon
local HEADLINE <const> = 5 -- the place of the first token of the document

local find, match, sub = string.find, string.match, string.sub

local has = word_set"has have had 've 'd"
local possessive = word_set"his her their its my our"

-- Letters, as `_tags` lists them; each in a `local` of its own, for only so they are constants of the code.
local PREPOSITION <const> = 114 local COMMA <const> = 44 local MARK <const> = 34 local MARKED <const> = 81 local NUMBER <const> = 57
local POSSESSIVE <const> = 39 local PRONOUN <const> = 112 local THIS <const> = 105 local OBJECT <const> = 111
local PARTICIPLE <const> = 101 local GERUND <const> = 103 local BASE <const> = 98 local AUXILIARY <const> = 120 local BEEN <const> = 122
local NOT <const> = 126 local COLON <const> = 58 local CLOSE <const> = 41 local STOP <const> = 46 local NOUN <const> = 110
local ARTICLE <const> = 100 local VERB <const> = 118 local ADVERB <const> = 121 local NAME <const> = 78 local THAT <const> = 84
local TO <const> = 116 local AND <const> = 99
local finite = byte_set"vxm"
local noun = byte_set"nN"
local plain, noun_end = byte_set"dnN9'", byte_set"nN9)" -- of a noun phrase; what it can end in
local group_part = byte_set"xzm~y" -- of a verb group before its last verb

-- The letters of the document, as `_tags` has them, as a string and as a list of bytes, and what it reads in them; its words. Of the
-- sentence being read: what its positions are more than its tokens, its first and last one, the first finite verb, or one behind it.
local letters, c
local words, shapes
local shift, low, high, first_finite
local beside_marks -- words in marks stand in the sentence
local listed -- the lists of cues

-- What `_subjects` reads.
local read_subjects, phrase_start, phrase_end, group_start
local subject, main_subject, main_clause, last_clause, nearest_subject, following_subject, is_told, spoken_in

-- The words that rules ask for are these letters, or inside marks, or have a capital.
local maybe_hyphen, maybe_according = byte_set"nNQ\"", byte_set"ANQ\""
local ends_report, begins = byte_set",\"", byte_set".,cs\"" -- before a report's verb and its subject

-- Does one of two letters stand at positions from..to?
local function stands(from, to, letter, other)
  for k = from, to do
    if c[k] == letter or c[k] == other then return true end
  end
  return false
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

-- A kind of cue is {class, lemma, takes = set, addressee, base, marked}; what it `takes` is what it reports without marks:
-- clause, object ("announced a deal"), to, ing, prepositions ("called for"), court (a clause without "that" only where a court
-- heard it); `marked`: it only stands beside marks.
local colon = {class = "say", lemma = ":", takes = {clause = true}}
local according = {class = "say", lemma = "according to"}
local clear = {class = "say", lemma = "make clear", takes = {clause = true, question = true, object = true}}
local makes = word_set"make makes made making"

-- The kinds of words that were met: of a row of the list, its base form and the others; of a word, false where it is none.
local kinds_of, verb_of, noun_of = {}, {}, {}

local function new_kind(row, base)
  local kind = {class = row.class, lemma = row.lemma, takes = word_set(row.takes or ""), addressee = row.addressee == "yes",
    base = base, particle = row.particle, marked = not row.takes and row.class == "weak"}
  if row.particle and row.class ~= "weak" then -- without it, the verb is weak
    kind.alone = {class = "weak", lemma = kind.lemma, takes = kind.takes, addressee = kind.addressee, base = base}
  end
  return kind
end

-- The kind of a verb, or false.
local function verb_kind(word)
  local row = listed.cues[word]
  local kind = false
  if row then
    local kinds = kinds_of[row] or {base = new_kind(row, true), other = new_kind(row, false)}
    kinds_of[row] = kinds
    kind = word == row.lemma and kinds.base or kinds.other
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

local verbal, opens_told = byte_set"vegb", byte_set"Tpd"

-- The cues of the document, a list for each thing that is told of them: see annotate.
local COLUMNS <const> = {"at", "start", "kind", "form", "first", "last", "how", "order", "sentences", "ends", "marked"}
local cues
local at, starts, kinds, forms, speaker_first, speaker_last, hows, orders, negated, before_first, before_last, mains

-- Opens the lists for a document of at most `size` cues. Those of COLUMNS hold what the one before left.
local function open_cues(doc, size)
  cues = doc:kept(1, size)
  for i = 1, cues.count and 0 or #COLUMNS do cues[COLUMNS[i]] = {} end
  cues.negated, cues.before_first, cues.before_last, cues.main = {}, {}, {}, {} -- few cues have these
  at, starts, kinds, forms = cues.at, cues.start, cues.kind, cues.form
  speaker_first, speaker_last, hows, orders = cues.first, cues.last, cues.how, cues.order
  negated, before_first, before_last, mains = cues.negated, cues.before_first, cues.before_last, cues.main
end

-- Takes away what stands behind the first `count` cues.
local function close_cues(count)
  local before = cues.count or 0
  for i = 1, count < before and #COLUMNS or 0 do
    local list = cues[COLUMNS[i]]
    for n = count + 1, before do list[n] = nil end
  end
  cues.count = count
end

-- Cue n stands at start..k.
local function set_cue(n, start, k, kind, form)
  at[n], starts[n], kinds[n], forms[n] = k, start, kind, form
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

-- Makes cue n of the verb at k, a word, if it is one without the particle that follows its like ("went on").
local function set_verb(n, k, kind, word)
  local bytes, i = c, k - shift
  local letter, before, following, left = bytes[k], bytes[k - 1], bytes[k + 1], words[i - 1]
  if left == "-" and maybe_hyphen[before] or left == "worth" and letter == GERUND then return false end -- "so-called", "worth saying"
  if following == COMMA and (before == THIS and kind.lemma == "tell" or k == low + 1 and left == "that") then
    return false -- "all told,", "That said, ..."
  end
  if letter == VERB and (kind.lemma == "accuse" and words[i + 1] == "of" -- "a man accused of theft"
    or before == NUMBER and (noun[following] or following == COMMA) and kind.lemma ~= "say") then return false end -- "54 suspected cases"
  if (letter == PARTICIPLE or word == "known") and (noun_end[before] and words[i + 1] == "by" -- "photo posted by Kvale"
    or kind.class == "think" and words[i + 1] == "as" and not group_part[before]) then return false end -- "better known as"
  local start, last = k, k
  if before == TO or group_part[before] then start = group_start(k) end
  if kind.particle then
    if words[i + 1] == kind.particle then last = k + 1 else kind = kind.alone end
    if not kind then return false end
  end
  at[n], starts[n], kinds[n], forms[n] = last, start, kind, letter == VERB and "finite" or form_of(k, start)
  if start < k and stands(start, k, NOT) then negated[n] = true end
  return true
end

-- Where a verb behind "as" begins that ends at k: "as | first reported"; or nil.
local function behind_as(k)
  while c[k - 1] == ADVERB do k = k - 1 end
  return words[k - shift - 1] == "as" and k or nil
end

local ends_marks = word_set", ? ! ?! !? !! ??"
local named = byte_set"dnN9'r"

-- Does a phrase stand between the noun at k and the marks before it: “...,” Kvale points out; “...,” the old captain states?
local function is_told_behind(k)
  local j = k - 1
  while named[c[j]] do j = j - 1 end
  return j < k - 1 and c[j] == MARK and ends_marks[words[j - shift - 1]]
end

-- Makes cue n of the noun at k, if it is one: "made it clear that", "as reported by the Oslo Post", "his claim that". The
-- cues of the sentence begin with cue `first`.
local function set_noun(n, k, first)
  local word, following = words[k - shift], c[k + 1]
  local inverted = ends_report[c[k - 1]] and find(letters, "^[dN][dnN9']*%.%.|", k + 1)
  local maybe = beside_marks and (following == STOP or following == PREPOSITION)
  local tells = inverted or following == ADVERB or following == THIS or maybe
  local verb = tells and (word == "put" or sub(word, -1) == "s") and verb_kind(word)
  local particle = verb and verb.particle == words[k - shift + 1]
  if verb and (particle or verb.class == "say" and (inverted or following == STOP and not verb.particle))
    and (not maybe or inverted or is_told_behind(k)) then
    set_cue(n, k, particle and k + 1 or k, verb, "finite") -- "ships sail, reports the Oslo Post.", "Kvale points out that"
    return true
  end
  local made = word == "clear" and (c[k - 1] == THIS and k - 2 or k - 1)
  if made and makes[words[made - shift]] then
    local start = group_start(made)
    set_cue(n, start, k, clear, form_of(made, start))
    return true
  end
  if following == PREPOSITION then
    local start = words[k - shift + 1] == "by" and behind_as(k)
    local kind, agent = start and verb_kind(word), start and phrase_end(k + 2)
    if not (kind and agent) then return false end
    set_cue(n, start, k, kind, "agent")
    speaker_first[n], speaker_last[n], hows[n], orders[n] = k + 2, agent, "named", "VS"
    return true
  end
  if opens_told[following] and first_finite > k and (k == low + 1 or c[k - 1] == NOUN) and not finite[c[k + 2]] and verb_kind(word)
    and (sub(word, -1) == "s") ~= (sub(words[k - shift - 1], -1) == "s") then
    local f = phrase_start(k)
    if (c[f] == ARTICLE or k == low + 1) and begins[c[f - 1]] then
      set_cue(n, k, k, verb_kind(word), "finite") -- "the airline claims that", "Experts note that"
      return true
    end
  end
  if following ~= THAT or verbal[c[k - 1]]
    or n > first and find(sub(letters, at[n - 1] + 1, k), "^rd?[nN']*n$") then return false end -- "hinted in his statement that"
  local kind = noun_of[word]
  if kind == nil then kind = noun_kind(word) end
  if kind then set_cue(n, k, k, kind, "noun") end
  return kind
end

local persons = {he = true, she = true}
local causes = word_set[[forced forces forcing led leads leading prompted prompts prompting compelled compels compelling caused causes
  causing]]

-- Makes cue n of the colon at k, if it is one: "Kvale: “We agree.”", "Kvale: We Agree", "Port to Stay Open: Kvale",
-- "Kvale was blunt: “No.”"; but "OSLO: The port is shut" is a place.
local function set_colon(n, k, first)
  local marked = c[k + 1] == MARK
  local name = (marked or k - low < LONGEST_NAME and c[k + 1] ~= STOP and shapes[low - shift] ~= "XX") and name_upto(k - 1)
  if not marked and low == HEADLINE and k == low + 1 and c[low] == NOUN then name = low end -- "Police: Ships Will Sail"
  local f, l, how, order = low, name, "named", "SV"
  if not name and low == HEADLINE and high - k <= LONGEST_NAME
    and find(letters, "^[^vxm|]*[vxm][^:|]*:[nN9']*N%.|", low) then
    f, l, order = k + 1, high, "VS"
  elseif not name then
    local verb = marked and n == first and find(letters, "[vxm]", low)
    if not verb or verb >= k then return false end
    f, l, how = subject(verb - 1)
    local from = f and match(letters, "^d?n+()r", f)
    if from and words[from - shift] == "from" and spoken_in[words[from - shift - 1]] then f = from + 1 end -- "the reply from Kvale was"
    if not f or stands(f, l, PREPOSITION)
      or not (c[l] == NAME or how == "apposition" or persons[words[l - shift]] or spoken_in[words[l - shift]]) then return false end
  end
  set_cue(n, k, k, colon, "name")
  speaker_first[n], speaker_last[n], hows[n], orders[n] = f, l, how, order
  return true
end

-- Makes cues of the sentence, behind the first `count`; those that can be one are stops[i] and what follows. Returns how many there
-- are then, and the place of the first stop behind the sentence.
local function find_cues(count, stops, i, marked)
  local first, last, k = count + 1, high, stops[i]
  repeat
    local found, letter = false, c[k]
    if verbal[letter] then
      local word = words[k - shift]
      local kind = verb_of[word]
      if kind == nil then kind = verb_kind(word) end
      found = kind and (marked or not kind.marked) and set_verb(count + 1, k, kind, word)
    elseif letter == NOUN then
      found = set_noun(count + 1, k, first)
    elseif letter == COLON then
      found = set_colon(count + 1, k, first)
    elseif letter == NAME and k == low and (c[k + 1] == NAME or c[k + 1] == ARTICLE) then
      local kind = verb_kind(words[k - shift])
      found = kind and kind.class == "say"
      if found then set_cue(count + 1, k, k, kind, "finite") end -- "Says Kvale: “We sail”"
    elseif maybe_according[letter] and words[k - shift] == "according" and words[k - shift + 1] == "to" then
      found = true
      set_cue(count + 1, k, k + 1, according, "according")
    end
    if found then count = count + 1 end
    i = i + 1
    k = stops[i]
  until not k or k > last
  return count, i
end

local subject_first, goes_on, has_clause, modifier = byte_set"dnN9pi", byte_set"vxmT", byte_set"xm", byte_set"nN9y"

-- "Kvale's claim that", "his claim that"
local function find_owner(k)
  while modifier[c[k]] do k = k - 1 end
  if c[k] == POSSESSIVE and k > low then return phrase_start(k - 1), k - 1, "named", "noun" end
  if c[k] == ARTICLE and possessive[words[k - shift]] then return k, k, "named", "noun" end
end

-- "said ... and added": the cue before cue n, of those from `from` on, that reports in the same form.
local function joined_to(n, from)
  local form, base = forms[n], kinds[n].base
  local helped = base and starts[n] < at[n] -- "said ... but did not confirm", "but declined to say"
  if helped and finite[c[starts[n]]] then form = "finite" end
  for m = n - 1, from, -1 do
    local class = kinds[m].class
    if speaker_first[m] and forms[m] == form and (helped or kinds[m].base == base) and orders[m] ~= "VS"
      and (class == "say" or class == "write" or class == kinds[n].class or form == "finite" and c[at[m]] == PARTICIPLE) then return m end
  end
end

-- Whom the participle at k is by: "described by Kvale as “...”", "denounced as “...” by Kvale"; nil for nobody.
local function agent_behind(k)
  if words[k - shift + 1] == "as" then
    local _, marked = find(letters, "^r[dnN9']*\"Q+\"", k + 1)
    k = marked or k
  end
  if c[k + 1] ~= PREPOSITION or words[k - shift + 1] ~= "by" then return nil end
  local last = phrase_end(k + 2)
  return last and k + 2, last
end

-- Do the marks that end at k hold a noun with its article: the “trap” said
local function is_noun_marked(k)
  local open = k - 1
  while c[open] == MARKED do open = open - 1 end
  return c[open] == MARK and c[open - 1] == ARTICLE
end

-- Who stands behind cue n, which is finite and behind the letter `left`, one of `ends_report` or a stop: “...,” said Solvang.
-- "..., warned the captains."
local function behind_cue(n, left)
  local k, start, addressee = at[n], starts[n], kinds[n].addressee
  local closed = left == MARK and ends_marks[words[start - shift - 2]]
  local first = closed and c[k + 1] == PARTICIPLE and noun_end[c[k + 2]] and k + 2 or k + 1 -- "said retired captain Ida Holm"
  if not subject_first[c[first]] or left ~= MARK and addressee and not find(letters, "^[dnN9']+%.%.|", k + 1) then return nil end
  if words[first - shift] == "it" then return nil end -- "found it, reported it"
  if not closed and (find(letters, "^[^,;.:wT|]-[vxm]", k + 1) or is_noun_marked(start - 1)) then return nil end
  local last = phrase_end(first)
  if not last or (closed and has_clause or goes_on)[c[last + 1]] then return nil end
  if closed and addressee and find(letters, "^[rkdnN9']*t", last + 1) then return nil end -- “...,” urged crews to sail
  if left == COMMA and c[k] ~= NOUN and subject(start - 1) then return nil end
  return k + 1, last
end

-- Who stands behind a closed quotation and before the cue at `start`, past all that a comma adds: “...,” Kvale, 30, of Oslo,
-- Norway, who sails, said.
local function behind_mark(start)
  local mark = start - 1
  while mark > low and c[mark] ~= MARK do mark = mark - 1 end
  if mark <= low or words[mark - shift - 1] ~= "," then return nil end
  local last = phrase_end(mark + 1)
  if not last or c[last + 1] ~= COMMA then return nil end
  local verb = find(letters, "[vxm]", last)
  if verb and verb < start and not find(sub(letters, last, verb), "w", 1, true) then return nil end
  return mark + 1, last
end

-- The cue before cue n, of those from `from` < n on, whose speaker is that of cue n too: "said ... and added", "he said on Monday,
-- adding that".
local function lending_cue(from, n, left)
  if left == AND then return joined_to(n, from) end
  local m = n - 1
  if forms[n] == "participle" and left == COMMA and speaker_first[m]
    and (kinds[m].class == "say" or kinds[m].class == "write")
    and match(letters, "^[rdnN9'ky]*,()", (orders[m] == "VS" and speaker_last[m] or at[m]) + 1) == starts[n] then return m end
end

-- The subject that cue n, a participle or behind a comma, has from another verb: first, last and how.
local function lent_subject(n, left)
  local start = starts[n]
  local f, l, how
  if left ~= PREPOSITION or c[start - 2] == COMMA then -- ", without saying"
    f, l, how = main_subject(last_clause(start - 1), start - 1)
    if not f then f, l, how = main_subject(main_clause(start - 1), start - 1) end
  else
    f, l, how = nearest_subject(start - 2) -- "by saying"
  end
  if not f then
    local comma
    f, l, how, comma = following_subject(start, at[n], left)
    mains[n] = f and comma or false
  end
  return f, l, how
end

-- Who says in the infinitive at `start` what another makes, asks or expects him to: "expect her to say", "forced Kvale to say".
local function made_to(start)
  local last = start - 2
  if c[last] == OBJECT or words[last - shift] == "her" then return last, last end
  local first = (noun_end[c[last]] or c[last] == THIS) and phrase_start(last)
  if first and causes[words[first - shift - 1]] then return first, last end
end

-- Of the phrase f..l before a participle: where its speaker begins ("it grew bitter, with Kvale | saying"); and whose words they
-- are if the phrase names nobody: "Kvale continued the talk of the town demanding that".
local function before_participle(f, l)
  for j = f + 1, l - 1 do
    if words[j - shift] == "with" and (c[j + 1] == NAME or words[j - shift + 1] == "the") then f = j + 1 end
  end
  for j = f - 1, first_finite, -1 do
    if finite[c[j]] then
      local first, last, how, who_first, who_last = subject(group_start(j) - 1)
      if how == "relative" then return f, who_first, who_last end -- "the port, which was shut, issued a statement saying"
      return f, first, last
    end
  end
  return f
end

local tells_speaker = {name = true, agent = true}
local quotes = word_set"quote cite"

-- The speaker of cue n, of which none is known yet: first, last, how and order, or nil; the cues of its sentence begin with
-- cue `from`.
local function find_speaker(from, n)
  local k, start, form = at[n], starts[n], forms[n]
  if form == "passive" or form == "past" then
    local first, last = agent_behind(k)
    if first then return first, last, "named", "by" end
    if form == "passive" then return nil end
  elseif form == "noun" then
    return find_owner(start - 1)
  elseif form == "according" then
    local l = c[k + 1] == OBJECT and k + 1 or phrase_end(k + 1)
    return l and k + 1, l, "named", "according"
  end
  local left = c[start - 1]
  local quoted = n > from and form == "participle" and words[start - shift - 1] == "as" and at[n - 1] + 1
  if quoted and quotes[kinds[n - 1].lemma] and quoted < start - 1 and c[quoted] ~= PREPOSITION then
    return quoted, phrase_end(quoted) or start - 2, "named", "shared" -- "quoted Holm as saying"
  end
  if left == ADVERB and c[start - 2] == COMMA then left = COMMA end -- ", then said"
  if form == "finite" and (ends_report[left] or left == STOP) and kinds[n].class ~= "show" then
    local first, last = behind_cue(n, left)
    if first then return first, last, "named", "VS" end
  end
  local m = n > from and lending_cue(from, n, left)
  if m then
    before_first[n], before_last[n] = before_first[m], before_last[m]
    return speaker_first[m], speaker_last[m], "shared", "shared"
  end
  if form == "infinitive" and left == TO then
    local first, last = made_to(start)
    if first then return first, last, "named", "shared" end
  end

  local f, l, how, af, al = subject(start - 1)
  local order = "SV"
  if beside_marks and form == "finite" and not (f and c[f - 1] == MARK) then
    local first, last = behind_mark(start)
    if first then f, l, how, af = first, last, "apposition", nil end
  end
  if not f and (form == "participle" or left == COMMA) or form == "participle" and how == "apposition" then
    order, f, l, how = "shared", lent_subject(n, left)
  end
  if not f and left == COMMA and (form == "finite" or form == "participle") and first_finite >= start
    and not stands(low, start - 1, MARK) then
    -- "Marit Solvang of the institute, says": a comma that nothing opens; "Solvang, the captain, phoned them, saying".
    l = phrase_end(low)
    if l and (form == "finite" or find(sub(letters, l, start - 2), ",e", 1, true)) then f, how, order = low, "apposition", "SV" end
  end
  if not f and form == "infinitive" then
    order, f, l, how = "shared", nearest_subject(start - 1)
    if f and c[f] == THIS and c[f + 1] == AUXILIARY then return nil end -- "it is hard to say"
  end
  if not f then return nil end
  if form == "finite" and c[f - 1] == GERUND and sub(words[k - shift], -1) == "s" then return nil end -- "seeking Norwegian guarantees that"
  if form == "participle" and how == "named" then f, af, al = before_participle(f, l) end
  -- "Kvale, told that ..., left"
  if left == COMMA and l == start - 2 and is_told(k) and find(letters, "^[^,|]*,[vxe]", k) then return nil end
  if af then before_first[n], before_last[n] = af, al end
  return f, l, how, order
end

return {
  api = 1,
  name = "cues",
  summary = "Cues of reported speech and thought with their speakers (internal)",
  language = "en",
  provides = {_cues = {list = "table"}},
  requires = {"_tags", "_subjects"},
  scope = "document",
  data = {cues = {file = "en.cues.tsv", match = "lemma"}, nouns = {file = "en.cue_nouns.tsv", match = "lemma"}},

  --- One annotation for the document: `list` tells of its cues, each thing in a list of its own, false or nil where there is none:
  -- of the words start..at; kind {class, lemma, takes, addressee, base}, form, negated; of the speaker first and last, how,
  -- order, and before_first and before_last, the antecedent; main, the comma before the main clause. All in positions of the
  -- letters of `_tags`. And `count`; `sentences`, the numbers of those that have cues, `ends`, the last cue of each, `marked`,
  -- whether marks stand in it.
  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local tags = doc:layer"_tags"[1]
    if not tags then return end
    listed = ctx.data
    tags, words, shapes = tags.sentences, doc.words, doc.shapes
    letters, c = tags.letters, tags.bytes
    local readings = doc:layer"_subjects"[1].readings
    readings.know_cues(listed.cues)
    read_subjects, phrase_start, phrase_end, group_start = readings.read_sentence, readings.phrase_start,
      readings.phrase_end, readings.group_start
    subject, main_subject, main_clause = readings.subject, readings.main_subject, readings.main_clause
    last_clause, nearest_subject = readings.last_clause, readings.nearest_subject
    following_subject, is_told, spoken_in = readings.following_subject, readings.is_told, readings.spoken_in
    local firsts, lasts, places, stops, verbs = tags.firsts, tags.lasts, tags.starts, tags.stops, tags.sought
    open_cues(doc, #stops)
    local sentences, ends, marked, many = cues.sentences, cues.ends, cues.marked, 0
    local count, from, mark, stop = 0, 1, 0, stops[1] or math.huge
    for n = 1, #firsts do
      local start = places[n]
      local more = start - firsts[n]
      local last = lasts[n] + more
      if stop <= last then
        local before = count
        if mark < start then mark = find(letters, "\"", start, true) or math.huge end
        low, high, shift, first_finite, beside_marks = start, last, more, verbs[n], mark <= last
        read_subjects(start, last, more, first_finite)
        count, from = find_cues(count, stops, from, beside_marks or c[last] == COLON)
        stop = stops[from] or math.huge
        if count > before then
          for m = before + 1, count do
            if not tells_speaker[forms[m]] then
              speaker_first[m], speaker_last[m], hows[m], orders[m] = find_speaker(before + 1, m)
            end
          end
          many = many + 1
          sentences[many], ends[many], marked[many] = n, count, beside_marks
        end
      end
    end
    for i = many + 1, #sentences do sentences[i], ends[i], marked[i] = nil, nil, nil end
    close_cues(count)
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
      list = {kind = {{lemma = "say"}}, form = {"passive"}}}},
    {"According to the ministry, nobody was hurt.", {"According to the ministry, nobody was hurt.",
      list = {kind = {{lemma = "according to"}}, first = {7}, last = {8}}}},
    {"Kvale's claim that ships sail is old.", {"Kvale's claim that ships sail is old.",
      list = {kind = {{lemma = "claim"}}, form = {"noun"}, first = {5}, last = {5}}}},
    {"The state of the union is strong."},
  },
}
