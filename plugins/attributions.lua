--- Who is the source of what: every cue with its speaker and the extent of what it reports (internal). quotes and statements are made from
-- these.
--
-- Rules over the letters of `_tags`, no parser. A speaker is the noun phrase before the cue (past appositions and relative clauses, or shared
-- with the verb before an "and"), or behind it ("said Solvang"). Content runs from the cue to the end of its clause, or from the start of the
-- sentence to the comma before the speaker. A position k counts tokens of the sentence; the letters before and behind it are ".".

local LONGEST_PHRASE = 40 -- tokens of a noun phrase
local ADDRESSEE = 16 -- tokens between a cue and "that"

local find, sub = string.find, string.sub

local inside_phrase = {}
for word in ("of for from at in on with to about against by"):gmatch("%S+") do inside_phrase[word] = true end
local has = {has = true, have = true, had = true, ["'ve"] = true, ["'d"] = true}

-- A reader of one sentence: its letters, and words by position in it. Position 1 is the "." before the first token.
local function reader(doc, sentence)
  local S = {letters = "." .. sentence.letters .. ".", base = sentence.first - 2, low = 2, high = sentence.last - sentence.first + 2, found = {}}
  local words, letters, base = doc.words, S.letters, S.base
  function S.letter(k) return sub(letters, k, k) end
  -- Does `pattern`, which begins with ^, match at k?
  function S.is(k, pattern) return k >= 1 and find(letters, pattern, k) ~= nil end
  function S.word(k) return words[base + k] or "" end
  return S
end

-- Where the noun phrase that ends at k begins.
local function phrase_start(S, k)
  if S.is(k, "^[pio]") then return k end
  local low = S.low
  local j = k
  local joined = false
  while j > low and k - j < LONGEST_PHRASE do
    local before = S.letter(j - 1)
    if S.is(j, "^d") and not find(before, "[rcd]") then break end -- an article begins its phrase
    if before == "r" then
      if not (inside_phrase[S.word(j - 1)] and S.is(j - 2, "^[nN9)ioeg]")) then break end
      j = j - 2
    elseif before == "c" then
      if not (S.is(j - 2, "^[nN9)]") and S.word(j - 1) ~= "but") or find(sub(S.letters, low, j - 2), "[vxm]") then break end
      j, joined = j - 2, true
    elseif before == "," and joined and S.is(j - 2, "^[nN]") then
      j = j - 2
    elseif before == ")" then
      local open = j - 1
      while open > low and S.letter(open) ~= "(" do open = open - 1 end
      if open <= low then break end
      j = open
    elseif before == "\"" then
      -- A nickname or title in marks inside the phrase.
      local open = j - 2
      while open > low and S.letter(open) == "Q" and j - open < 6 do open = open - 1 end
      if open <= low or not S.is(open, "^\"") or not S.is(open - 1, "^[dnN]") or S.word(j - 2) == "," then break end
      j = open - 1
    elseif before == "d" or before == "n" or before == "N" or before == "9" or before == "'" then
      j = j - 1
    elseif before == "e" and S.is(j - 2, "^[d9]") then
      j = j - 1
    else
      break
    end
  end
  while j < k and S.is(j, "^[)('c,]") do j = j + 1 end
  return j
end

-- Where the noun phrase that begins at k ends; nil when none begins there.
local function phrase_end(S, k)
  if S.is(k, "^[pi]") then return k end
  if not S.is(k, "^[dnN9\"]") then return nil end
  local j = k
  while j < S.high and j - k < LONGEST_PHRASE do
    if S.is(j + 1, "^[nN9']") or S.is(j + 1, "^d") and S.is(j, "^[d']") then
      j = j + 1
    elseif S.is(j + 1, "^r[dnN9]") and inside_phrase[S.word(j + 1)] and not S.is(j, "^[d']") then
      j = j + 2
    elseif S.is(j + 1, "^c[dnN9]") and S.word(j + 1) ~= "but" then
      j = j + 2
    elseif S.is(j + 1, "^%(") then
      local close = find(S.letters, ")", j + 1, true)
      if not close then break end
      j = close
    elseif S.is(j + 1, "^\"Q") then
      local _, close = find(S.letters, "^\"Q+\"", j + 1)
      if not close or close - j > 6 then break end
      j = close
    else
      break
    end
  end
  return j
end

-- Does a clause begin at k: a noun phrase and then a finite verb?
local function is_clause(S, k)
  local letters = S.letters
  return find(letters, "^[yc\"]*[dnN9pigQ'][dnN9'kripaoyegtbcQ\"()z~]*[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripaoyegtbQ\"()]*,?[wT][^.;]-[vxm][^.;]-[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripaoyegtbQ\"()]*,[^,;vxm]-,y*[vxm]", k)
    or find(letters, "^[sq][^.;]-[vxm]", k)
end

-- The first token of the verb group that ends at k: auxiliaries, adverbs, negation, "to" and what governs it.
local function group_start(S, k)
  local j = k
  while j > S.low do
    if S.is(j - 1, "^[xzm~y]") then j = j - 1
    elseif S.is(j - 2, "^[vegbzx]t") and j - 2 >= S.low then j = j - 2
    else break end
  end
  while j < k and S.is(j, "^y") do j = j + 1 end
  return j
end

-- The subject of the verb group that begins behind k: first, last, how ("named", "apposition", "relative", "shared"), and for a relative
-- the antecedent's first and last. nil when there is none.
local function subject(S, k, depth)
  depth = depth or 0
  local low = S.low
  while k >= low and S.is(k, "^[y~]") do k = k - 1 end
  if k < low or depth > 6 then return nil end
  local letter = S.letter(k)
  if letter == "p" or letter == "i" then
    if S.word(k - 1) == "what" then return nil end
    return k, k, "named"
  end
  if letter == "w" then
    local j = k - 1
    if S.is(j, "^,") then j = j - 1 end
    if S.is(j, "^[nN9)io]") then return k, k, "relative", phrase_start(S, j), j end
    return nil
  end
  if letter == "n" or letter == "N" or letter == "9" or letter == "'" or letter == ")" or letter == "d" or letter == "k" then
    if letter == "k" then
      -- "Solvang on Monday said"
      local j = k - 1
      if S.is(j, "^r") then j = j - 1 end
      if S.is(j - 1, "^[nN)][ve]") then j = j - 1 end -- "a report published on Monday said"
      if not S.is(j, "^[nNpi)]") then return nil end
      return subject(S, j, depth + 1)
    end
    local first = phrase_start(S, k)
    -- ", of Ohio," belongs to what stands before it.
    if S.is(first - 3, "^[nN)],r") then
      local f, l, how = subject(S, first - 3, depth + 1)
      if f then return f, l, how end
    end
    if S.word(first - 1) == "what" then return nil end -- "what the minister says"
    if S.is(first - 3, "^[nN)k][ve]r") then return subject(S, first - 3, depth + 1) end -- "polls taken in the south show"
    if S.is(first - 2, "^[vxegbt]r") or S.is(first - 1, "^t") then return nil end -- the object of a preposition: "taken from the reports"
    return first, k, "named"
  end
  if letter == "\"" and S.word(k - 1) == "," then letter = "," end
  if letter == "," or letter == "-" then
    -- A parenthesis: what stands before it, if that ends in a noun.
    local j = k - 1
    while j >= low and S.letter(j) ~= letter do
      if S.is(j, "^;") then return nil end
      j = j - 1
    end
    if j > low and k - j > 1 and S.is(j - 1, "^[nN9)p']") then
      local within = sub(S.letters, j + 1, k - 1)
      if not find(within, "[vxm]") or find(within, "^[wr]") then
        local f, l, how = subject(S, j - 1, depth + 1)
        if f then return f, l, how == "named" and "apposition" or how end
      end
    end
    return nil
  end
  if letter == "c" then
    for j = k - 1, low, -1 do
      if S.is(j, "^[vxm]") then
        local f, l = subject(S, group_start(S, j) - 1, depth + 1)
        if f then return f, l, "shared" end
      end
    end
  end
  return nil
end

-- The subject of the first finite verb between `from` and `to`.
local function main_subject(S, from, to)
  for j = from, to do
    if S.is(j, "^[vxm]") then
      local f, l = subject(S, j - 1)
      if f and f >= from then return f, l, "shared" end
    end
  end
end

-- What kind of verb group ends at the cue k: finite, passive, participle, infinitive, past (a participle without auxiliary).
local function form_of(S, k, start, letter)
  local group = sub(S.letters, start, k)
  if letter == "g" then return find(group, "[xz]") and "finite" or "participle" end
  if letter == "b" then return (find(group, "t") or S.is(start - 1, "^t")) and "infinitive" or "finite" end
  if letter ~= "e" then return "finite" end
  if find(group, "z[y~]*e$") then return S.word(start) == "having" and "participle" or "passive" end
  if find(group, "x[y~]*e$") then
    local aux = find(group, "x[y~]*e$")
    return has[S.word(start + aux - 1)] and "finite" or "passive"
  end
  return S.is(k - 1, "^[,\"c%-)]") and "finite" or "past"
end

-- What a cue reports without marks, as a set: clause, object ("announced a deal"), to, ing, prepositions ("called for").
local sets = {}
local function takes_of(row)
  local set = sets[row]
  if not set then
    set = {}
    for word in (row.takes or ""):gmatch("%S+") do set[word] = true end
    sets[row] = set
  end
  return set
end

local frames = {that = "clause", question = "clause", clause = "clause", before = "clause", parenthesis = "clause", infinitive = "to", gerund = "ing", object = "object"}

-- Does the cue report what stands in `opening`, if no marks stand around it?
local function reports(S, cue)
  if cue.form == "according" then return true end
  local opening = cue.opening
  if opening == "about" then return cue.takes[S.word(cue.content[1] - 1)] == true end
  local frame = frames[opening]
  if cue.form == "infinitive" and frame ~= "clause" then return false end
  if opening == "object" and cue.content[2] - cue.content[1] < (cue.lemma == "say" and 3 or 1) then return false end
  return frame ~= nil and cue.takes[frame] == true
end

-- All cues of the sentence.
local noun_takes = {clause = true}

local function find_cues(S, words, cues, nouns)
  local found = S.found
  for k = S.low, S.high do
    local word = words[S.base + k]
    local row = cues[word]
    if row then
      local letter = S.letter(k)
      if (letter == "v" or letter == "e" or letter == "g" or letter == "b") and S.word(k - 1) ~= "-" then
        local start = group_start(S, k)
        local particle = row.particle and S.word(k + 1) == row.particle
        local last = particle and k + 1 or k
        found[#found + 1] = {k = last, start = start, class = (not row.particle or particle) and row.class or "weak", takes = takes_of(row), lemma = row.lemma, addressee = row.addressee == "yes",
                             form = form_of(S, k, start, letter), negated = find(sub(S.letters, start, k), "~", 1, true) ~= nil,
                             past = word ~= row.lemma and sub(word, -1) ~= "s"}
      end
    elseif nouns[word] and S.is(k, "^nT") and not (S.is(k - 1, "^[vbge]")) then
      found[#found + 1] = {k = k, start = k, class = nouns[word].class, lemma = nouns[word].noun, takes = noun_takes, form = "noun"}
    elseif word == "according" and S.is(k + 1, "^t") then
      found[#found + 1] = {k = k + 1, start = k, lemma = "according to", class = "say", form = "according"}
    end
  end
  return found
end

local possessive = {his = true, her = true, their = true, its = true, my = true, our = true}

-- The speaker of a cue; fills f, l, how, order.
local function find_speaker(S, n)
  local cue = S.found[n]
  local k, start = cue.k, cue.start
  local left = start == S.low and "." or S.letter(start - 1)
  local f, l, how, af, al
  if cue.form == "according" then
    l = phrase_end(S, k + 1)
    if l then cue.f, cue.l, cue.how, cue.order = k + 1, l, "named", "according" end
    return
  end
  if cue.form == "passive" then return end
  if cue.form == "noun" then
    -- "Kvale's claim that", "his claim that"
    while S.is(start - 1, "^[nN9y]") do start = start - 1 end
    if S.is(start - 1, "^'") then
      cue.f, cue.l, cue.how, cue.order = phrase_start(S, start - 2), start - 2, "named", "noun"
    elseif S.is(start - 1, "^d") and possessive[S.word(start - 1)] then
      cue.f, cue.l, cue.how, cue.order = start - 1, start - 1, "named", "noun"
    end
    return
  end
  local inverted = (left == "\"" or left == "," or left == ".") and cue.form == "finite" and not (cue.addressee and left ~= "\"")
    and S.is(k + 1, "^[dnN9pi]")
  if inverted and (S.is(k + 1, "^[dnN9piQ'][^vxm]*,") or not is_clause(S, k + 1)) and not (left == "," and subject(S, start - 1)) then
    l = phrase_end(S, k + 1)
    if l and not S.is(l + 1, "^[vxmT]") then
      cue.f, cue.l, cue.how, cue.order = k + 1, l, "named", "VS"
      return
    end
  end
  if left == "c" and (cue.form == "finite" or cue.form == "participle") then
    -- "said ... and added": the verb before that reports in the same form.
    for m = n - 1, 1, -1 do
      local other = S.found[m]
      if other.f and other.form == cue.form and other.past == cue.past and (other.class == "say" or other.class == "write") and other.order ~= "VS" then
        cue.f, cue.l, cue.how, cue.order, cue.antecedent = other.f, other.l, "shared", "shared", other.antecedent
        return
      end
    end
  end
  f, l, how, af, al = subject(S, start - 1)
  local order = "SV"
  if not f and cue.form == "participle" or not f and left == "," or cue.form == "participle" and how == "apposition" then
    order = "shared"
    if left == "r" then
      -- "by saying": of the nearest verb before.
      for j = start - 2, S.low, -1 do
        if not f and S.is(j, "^[vxm]") then
          f, l = subject(S, group_start(S, j) - 1)
          how = f and "shared"
        end
      end
    else
      f, l, how = main_subject(S, S.low, start - 1)
    end
    if not f then
      local comma = find(S.letters, ",", k, true)
      if comma then f, l, how = main_subject(S, comma + 1, S.high) end
      if f then cue.before_main = comma end
    end
  end
  if not f and left == "," and cue.form == "finite" and not find(sub(S.letters, S.low, start - 1), "[vxm\"]") then
    -- "Marit Solvang of the institute, says": a comma that nothing opens.
    l = phrase_end(S, S.low)
    if l then f, how, order = S.low, "apposition", "SV" end
  end
  if not f and cue.form == "infinitive" then
    order = "shared"
    f, l, how = main_subject(S, S.low, start - 1)
  end
  if f then cue.f, cue.l, cue.how, cue.order, cue.antecedent = f, l, how, order, af and {af, al} end
end

-- Where reported content begins behind position k (the cue, or its speaker behind it): position, and how it was reached.
local function content_start(S, k, cue)
  local letters, addressee = S.letters, cue.addressee
  local function is_question(at)
    local word = S.word(at)
    return cue.form == "according" or cue.takes.question or word ~= "when" and word ~= "where" and word ~= "if"
  end
  local i = k + 1
  local letter = S.letter(i)
  if letter == "T" then return i + 1, "that" end
  if letter == ":" then return i + 1, "colon" end
  if letter == "\"" then return i, "mark" end
  if letter == "," then
    if S.is(i + 1, "^\"") then return i + 1, "mark" end
    if S.is(i + 1, "^T") then return i + 2, "that" end
    local _, aside = find(letters, "^,r[^,vxm\"]*,T", i) -- "explains, in all seriousness, that"
    if aside then return aside + 1, "that" end
    return nil
  end
  if letter == "q" then return is_question(i) and i or nil, "question" end
  -- Time, place and addressee between the cue and "that" or a mark.
  local clause = not addressee and not S.is(i, "^n+T") and is_clause(S, i)
  if addressee or not clause or S.is(i, "^[yrkgo]") or S.is(i, "^dnk?T") then
    local _, j = find(letters, "^[nN9dkro'i()ygp]*", i)
    j = math.min(j + 1, i + ADDRESSEE)
    if j > i then
      local next_letter = S.letter(j)
      if next_letter == "T" then return j + 1, "that" end
      if next_letter == ":" then return j + 1, "colon" end
      if next_letter == "q" and addressee and is_question(j) then return j, "question" end
      if next_letter == "\"" then
        -- "said in a statement “...”", but "countered policies “that ...”" has the marks in its object.
        return j, (addressee or S.is(i, "^[rkyog]")) and "mark" or "object mark", i
      end
      if S.is(j, "^,\"") then return j + 1, "mark", i end
      if S.is(j, "^,T") then return j + 2, "that" end
      if S.is(j, "^,[^,\"]*,?\"") and not find(letters, "^,[^,\"]*[vxm][^,\"]*,?\"", j) then
        return (find(letters, "\"", j, true)), "mark", i
      end
      if next_letter == "t" and addressee then return j, "infinitive", i end
      if addressee then
        for of = i + 1, j - 1 do
          if S.is(of, "^r") and cue.takes[S.word(of)] then return of + 1, "about" end
        end
      end
    end
  end
  if addressee then
    -- "told him he would", "told reporters the plan was".
    for at = i + 1, i + ADDRESSEE do
      if S.is(at, "^[dpNniq]") and S.is(at - 1, "^[nNo9k)ip]") and not S.is(at - 1, "^NN") and (S.is(at, "^[dpiq]") or S.is(at - 1, "^[nopi]"))
        and is_clause(S, at) then
        return at, "clause"
      end
      if not S.is(at, "^[nN9dkro'i()yp]") then break end
    end
    local that = find(letters, "T", i, true)
    if that and not find(sub(letters, i, that), "[,;:.wQ]") then return that + 1, "that" end
  elseif clause or S.is(i, "^[rk]") then
    -- "said Monday the plan", "said in Oslo he"
    if S.is(i, "^[rk]") then
      for at = i + 1, i + ADDRESSEE do
        if S.is(at, "^[dpi]") and S.is(at - 1, "^[nNk9)]") and is_clause(S, at) then return at, "clause" end
        if not S.is(at, "^[nN9dkr'()y]") then break end
      end
    end
    if not clause then return i + 1, "about" end
    while S.is(i, "^y[dpiNn]") do i = i + 1 end
    return i, "clause"
  end
  letter = S.letter(i)
  if letter == "t" then return i, "infinitive" end
  if letter == "r" then return i + 1, "about" end
  if S.is(i, "^[dnN9o'iQ]") then return i, "object" end
  if letter == "g" then return i, "gerund" end
end

-- The last position of the content of found[n] that begins at `at`.
local function content_end(S, at, n, opening)
  local found = S.found
  local cue = found[n]
  local last = S.high
  local letters = S.letters
  if opening == "object" or opening == "infinitive" or opening == "gerund" or opening == "about" then
    -- A phrase ends at a comma that opens something else than the next of its nouns.
    local comma = find(letters, ",[wsqrgeypdic]", at)
    if comma and not find(letters, "^,d?[nN9]+,?c", comma) then last = comma - 1 end
    for i = at + 1, last do
      if S.word(i) == "when" then
        last = i - 1
        break
      end
    end
  end
  if cue.f and not find(sub(letters, S.low, cue.f - 1), "[vxm]") and find(letters, "^[cy]*[srq]", S.low) then
    -- "While he said it would rain, the match went on"
    local word = S.word(find(letters, "[srq]", S.low))
    if find(letters, "^[cy]*[sq]", S.low) or word == "as" or word == "after" or word == "before" or word == "since" then
      local comma = find(letters, ",", at, true)
      if comma and is_clause(S, comma + 1) then last = comma - 1 end
    end
  end
  if cue.how == "relative" or cue.before_main then
    local comma = cue.before_main or find(S.letters, ",", at, true)
    if comma and comma > at and find(S.letters, "[vxm]", comma) then last = comma - 1 end
  end
  for m = n + 1, #found do
    local other = found[m]
    local start = other.start
    if start > at and start <= last then
      local before = S.letter(start - 1)
      local stop
      if other.form == "according" and start > at + 1 then stop = start - 1
      elseif other.form == "participle" and find(before, "[,\"%-)s]") and other.class ~= "think" then stop = start - 1
      elseif other.form == "participle" and other.how == "named" and other.f > at and S.word(other.f - 1) == "with" then stop = other.f - 2
      elseif other.how == "shared" and (before == "c" or before == ",") and other.form == "finite" and other.past == cue.past
        and other.class ~= "think" and not S.is(start, "^[xm]") then stop = start - 1
      elseif other.order == "VS" and before == "," then stop = start - 1
      elseif other.order == "SV" and other.f and other.f > at + 1 then
        local edge = S.letter(other.f - 1)
        if find(edge, "[cs;]") and other.how == "named" and other.class == "say" then stop = other.f - 1
        elseif (edge == "," or edge == "\"") and other.how ~= "relative" and S.is(other.k + 1, "^[.,]") then stop = other.f - 1 end
      end
      if stop then
        last = stop
        break
      end
    end
  end
  if cue.form == "participle" then
    local verb = find(letters, ",?cv", at) -- "..., saying it was late, and left"
    if verb and verb <= last and verb > at + 2 and find(letters, ",c[vx]", at) == verb or verb and opening == "infinitive" then last = math.min(last, verb - 1) end
  end
  local participle = find(S.letters, ",y*er", at)
  if participle and participle <= last then last = participle - 1 end
  while last > at and S.is(last, "^[.,;:%-cs]") do last = last - 1 end
  return last
end

-- Whom, where and when: what stands between positions i and j, beside the cue.
local function read_setting(S, cue, i, j)
  local letters = S.letters
  local first = i
  if cue.addressee and S.is(i, "^[dnNpoi]") then
    local last = S.is(i, "^[po]") and i or phrase_end(S, i)
    if last then
      -- "reporters in Munich": the place is none of the addressee.
      local place = find(sub(letters, i, last), "r", 1, true)
      if place and S.word(i + place - 1) ~= "of" and S.word(i + place - 1) ~= "from" then last = i + place - 2 end
      if last < j then cue.whom, first = {i, last}, last + 1 end
    end
  end
  while first < j do
    local from, to = find(letters, "^r?d?k[9k]*", first)
    if from and to < j then
      cue.time = cue.time or {from, to}
      first = to + 1
    elseif S.is(first, "^r[dnN]") then
      local last = phrase_end(S, first + 1)
      if not last then break end
      local day = find(sub(letters, first, last), "r?k")
      last = math.min(day and day > 1 and first + day - 2 or last, j - 1)
      cue.venue = cue.venue and {cue.venue[1], last} or {first, last}
      first = last + 1
    else
      first = first + 1
    end
  end
end

-- The content of found[n]; fills content {first, last}, rest, opening.
local function find_content(S, n)
  local cue = S.found[n]
  local k, f, l = cue.k, cue.f, cue.l
  local letters = S.letters
  if cue.form == "according" then
    if not l then return end
    if cue.start <= S.low + 1 then
      local comma = find(letters, ",", l + 1, true)
      if comma then cue.content, cue.opening = {comma + 1, content_end(S, comma + 1, n)}, "according" end
    else
      local last = cue.start - 1
      while last > S.low and S.is(last, "^[,%-]") do last = last - 1 end
      if last - S.low >= 2 then cue.content, cue.opening = {S.low, last}, "according" end
    end
    return
  end
  local inverted = cue.order == "VS"
  if cue.form == "noun" then
    cue.content, cue.opening = {k + 2, content_end(S, k + 2, n)}, "that"
    return
  end
  local edge = inverted and cue.start - 1 or (f and (cue.how == "named" or cue.how == "apposition")) and f - 1 or 0
  local at, how, object = content_start(S, inverted and l or k, cue)
  if object and how == "object mark" and cue.takes.mark then at = object end -- "called it “a trap”"
  local strong = at and (how == "that" or how == "colon" or how == "clause" or how == "question" or how == "mark" or how == "object mark")
  if inverted and how ~= "mark" then strong = false end
  local fronted = edge > S.low and S.is(edge, "^[,\"]") and not strong and cue.form == "finite"
  local after = (inverted and l or k) + 1
  if fronted and not inverted and S.is(edge, "^\"") and S.word(edge - 1) == "." then fronted = false end -- "We go on.” He added: ..."
  if fronted and S.is(edge, "^,") and not S.is(edge - 1, "^\"") then
    -- Words before the comma are content when they are a clause and nothing else is.
    local head = sub(letters, S.low, edge - 1)
    local begins = find(head, "^[cy]*[srq]") and find(head, ",[^,]*[vxm]") or 0
    fronted = begins and find(head, "[vxm]") and (inverted or S.is(after, "^[.,ryk;]") or cue.addressee)
      and (begins > 0 or not find(head, "^[cy]*[srq]") and is_clause(S, S.low))
  end
  if fronted then
    local last = edge
    while last > S.low and S.is(last, "^[,\"]") do last = last - 1 end
    cue.content, cue.opening = {S.low, last}, "before"
    if S.is(after, "^,") and is_clause(S, after + 1) and not S.is(after + 1, "^[cgrewT]") and not inverted then
      cue.rest = {after + 1, content_end(S, after + 1, n)}
    end
  elseif not at and cue.form == "finite" and cue.class == "say" and not inverted and edge > 0 and S.is(after, "^,[dnN9pixvmik]")
    and (edge < S.low or S.is(edge, "^[,c]")) and S.high - after > 3 then
    -- "Mr Kvale, officials said, has become ...": a parenthesis within what is reported.
    cue.content, cue.opening = {after + 1, content_end(S, after + 1, n)}, "parenthesis"
    local last = edge
    while last > S.low and S.is(last, "^[,c]") do last = last - 1 end
    if last > S.low and not S.is(S.low, "^[rsg]") then cue.rest = {S.low, last} end
  elseif at and at <= S.high and not (inverted and how ~= "mark") then
    local last = content_end(S, at, n, how)
    if last >= at then cue.content, cue.opening = {at, last}, how end
  end
  -- "told reporters in Munich on Monday"; "In an interview with Al Bahr, he said"
  local content = cue.content
  if content then
    local stop = content[1] > after and content[1] or find(letters, "[,.;:\"]", after) or after
    read_setting(S, cue, after, stop)
    if f and not inverted and content[1] > f and not cue.venue and find(sub(letters, S.low, f - 1), "^[rk][^vxm;]*$") then
      read_setting(S, cue, S.low, S.is(f - 1, "^,") and f - 1 or f)
    end
  end
end

return {
  api = 1,
  name = "attributions",
  summary = "Cues with their speaker and the extent of what they report (internal)",
  language = "en",
  provides = {_attributions = {speaker = "mention", antecedent = "mention", whom = "mention", venue = "mention", time = "mention", content = "mention", rest = "mention", lemma = "string", class = "string",
                               order = "string", opening = "string", form = "string", how = "string", negated = "boolean", reports = "boolean"}},
  requires = {"_tags", "_marks"},
  scope = "document",
  data = {cues = {file = "en.cues.tsv", match = "lemma"}, nouns = {file = "en.cue_nouns.tsv", match = "lemma"}},

  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local cues, words = ctx.data.cues, doc.words
    -- The end of the pair of marks that is open at the end of a sentence.
    local runs_on = {}
    for mark in doc:each"_marks" do
      if mark.depth == 1 then
        for i = mark.first, mark.last do runs_on[i] = mark.last end
      end
    end
    for sentence in unit:each"_tags" do
      local S = reader(doc, sentence)
      local base = S.base
      local function mention(span) return span and unit:mention(base + span[1], base + span[2]) or nil end
      local found = find_cues(S, words, cues, ctx.data.nouns)
      for n in ipairs(found) do find_speaker(S, n) end
      for n, cue in ipairs(found) do
        find_content(S, n)
        local content = cue.content
        if content and content[1] > content[2] then content = nil end
        if content then
          local last = runs_on[base + content[2]]
          if last and last > sentence.last then content[2] = last - base end
        end
        local from = cue.order == "VS" and cue.start or cue.f
        local beside_mark = from and (from == S.low or S.is(from - 1, "^\"") and (cue.order == "VS" or S.word(from - 2) ~= "."))
        if content or beside_mark then
          add(base + cue.start, base + cue.k, {
            reports = content and reports(S, cue) or nil,
            speaker = mention(cue.f and {cue.f, cue.l}), antecedent = mention(cue.antecedent), content = mention(content), rest = mention(cue.rest),
            whom = mention(cue.whom), venue = mention(cue.venue), time = mention(cue.time),
            lemma = cue.lemma, class = cue.class, order = cue.order, opening = cue.opening, form = cue.form, how = cue.how,
            negated = cue.negated or nil})
        end
      end
    end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"said", speaker = "Solvang", content = "the talks had failed", order = "SV"}},
    {"The talks had failed, said Joseph Wanjala.", {"said", speaker = "Joseph Wanjala", content = "The talks had failed", order = "VS"}},
    {"The talks had failed, the Kenyan minister told reporters.", {"told", speaker = "the Kenyan minister", content = "The talks had failed"}},
    {"According to the ministry, nobody was hurt.", {"According to", speaker = "the ministry", content = "nobody was hurt"}},
    {"Kvale, the chairman of Nordhavn, told reporters that the ships would sail.",
      {"told", speaker = "Kvale", content = "the ships would sail", opening = "that"}},
    {"He said the text was bad and added that nobody would sign it.",
      {"said", speaker = "He", content = "the text was bad"}, {"added", speaker = "He", content = "nobody would sign it"}},
  },
}
