--- Who is the source of what: every cue with its speaker and the extent of what it reports (internal). quotes and
-- statements are made from these.
--
-- Rules over the letters of `_tags`, no parser. Content runs from the cue to the end of its clause, or from the start
-- of the sentence to the
-- comma before the speaker; it ends where the next report begins. A position k counts tokens of the sentence.

local ADDRESSEE = 16 -- tokens between a cue and "that"

local find, sub = string.find, string.sub

-- The sentence being read: its letters (as `_cues` has them), the words of the document and where position 0 lies among
-- them, its first and last position.
local letters, words, base, low, high

local function letter_at(k) return sub(letters, k, k) end

-- Does `pattern`, which begins with ^, match at k?
local function is(k, pattern) return find(letters, pattern, k) ~= nil end

local function word_at(k) return words[base + k] or "" end

local function open_sentence(sentence, all_words)
  letters, words, base = sentence.letters, all_words, sentence.first - 5
  low, high = 5, sentence.last - base
end

-- Does a clause begin at k: a noun phrase and then a finite verb?
local function is_clause(k)
  return find(letters, "^[yc\"]*[dnN9pigQ'][dnN9'kripaoyegtbcQ\"()z~]*[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripaoyegtbQ\"()]*,?[wT][^.;]-[vxm][^.;]-[vxm]", k)
    or find(letters, "^[yc\"]*[dnN9piQ'][dnN9'kripaoyegtbQ\"()]*,[^,;vxm]-,y*[vxm]", k)
    or find(letters, "^[sq][^.;]-[vxm]", k)
end

-- Where the noun phrase that begins at k ends.
local function phrase_end(k)
  local _, last = find(letters, "^d?d?[nN9'd]*[nN9]", k)
  return last
end

local frames = {that = "clause", question = "clause", clause = "clause", before = "clause", parenthesis = "clause",
  infinitive = "to",
  gerund = "ing",
                object = "object"}

-- Does the cue report what stands in `opening`, if no marks stand around it?
local function reports(cue, report)
  if cue.form == "according" then return true end
  local opening = report.opening
  if opening == "about" then return cue.takes[word_at(report.content[1] - 1)] == true end
  local frame = frames[opening]
  if cue.form == "infinitive" and frame ~= "clause" then return false end
  if opening == "object" and report.content[2] - report.content[1] < (cue.lemma == "say" and 3
    or 1) then return false end
  return frame ~= nil and cue.takes[frame] == true
end

-- Where reported content begins behind position k (the cue, or its speaker behind it): position, and how it was
-- reached.
local function content_start(k, cue)
  local addressee = cue.addressee
  local function is_question(at)
    local word = word_at(at)
    return cue.form == "according" or cue.takes.question or word ~= "when" and word ~= "where" and word ~= "if"
  end
  local i = k + 1
  local letter = letter_at(i)
  if letter == "T" then return i + 1, "that" end
  if letter == ":" then return i + 1, "colon" end
  if letter == "\"" then return i, "mark" end
  if letter == "," then
    if is(i + 1, "^\"") then return i + 1, "mark" end
    if is(i + 1, "^T") then return i + 2, "that" end
    local _, aside = find(letters, "^,r[^,vxm\"]*,T", i) -- "explains, in all seriousness, that"
    if aside then return aside + 1, "that" end
    return nil
  end
  if letter == "q" then return is_question(i) and i or nil, "question" end
  -- Time, place and addressee between the cue and "that" or a mark.
  local clause = not addressee and not is(i, "^n+T") and is_clause(i)
  if addressee or not clause or is(i, "^[yrkgo]") or is(i, "^dnk?T") then
    local _, j = find(letters, "^[nN9dkro'i()ygp]*", i)
    j = math.min(j + 1, i + ADDRESSEE)
    if j > i then
      local next_letter = letter_at(j)
      if next_letter == "T" then return j + 1, "that" end
      if next_letter == ":" then return j + 1, "colon" end
      if next_letter == "q" and addressee and is_question(j) then return j, "question" end
      if next_letter == "\"" then
        -- "said in a statement “...”", but "countered policies “that ...”" has the marks in its object.
        return j, (addressee or is(i, "^[rkyog]")) and "mark" or "object mark", i
      end
      if is(j, "^,\"") then return j + 1, "mark", i end
      if is(j, "^,T") then return j + 2, "that" end
      if is(j, "^,[^,\"]*,?\"") and not find(letters, "^,[^,\"]*[vxm][^,\"]*,?\"", j) then
        return (find(letters, "\"", j, true)), "mark", i
      end
      if next_letter == "t" and addressee then return j, "infinitive", i end
      if addressee then
        for of = i + 1, j - 1 do
          if is(of, "^r") and cue.takes[word_at(of)] then return of + 1, "about" end
        end
      end
    end
  end
  if addressee then
    -- "told him he would", "told reporters the plan was".
    for at = i + 1, i + ADDRESSEE do
      if is(at, "^[dpNniq]") and is(at - 1, "^[nNo9k)ip]") and not is(at - 1, "^NN")
        and (is(at, "^[dpiq]") or is(at - 1, "^[nopi]"))
        and is_clause(at) then
        return at, "clause"
      end
      if not is(at, "^[nN9dkro'i()yp]") then break end
    end
    local that = find(letters, "T", i, true)
    if that and not find(sub(letters, i, that), "[,;:.wQ]") then return that + 1, "that" end
  elseif clause or is(i, "^[rk]") then
    -- "said Monday the plan", "said in Oslo he"
    if is(i, "^[rk]") then
      for at = i + 1, i + ADDRESSEE do
        if is(at, "^[dpi]") and is(at - 1, "^[nNk9)]") and is_clause(at) then return at, "clause" end
        if not is(at, "^[nN9dkr'()y]") then break end
      end
    end
    if not clause then return i + 1, "about" end
    while is(i, "^y[dpiNn]") do i = i + 1 end
    return i, "clause"
  end
  letter = letter_at(i)
  if letter == "t" then return i, "infinitive" end
  if letter == "r" then return i + 1, "about" end
  if is(i, "^[dnN9o'iQ]") then return i, "object" end
  if letter == "g" then return i, "gerund" end
end

-- The last position of the content of found[n] that begins at `at`.
local function content_end(found, at, n, opening)
  local cue = found[n]
  local last = high
  if opening == "object" or opening == "infinitive" or opening == "gerund" or opening == "about" then
    -- A phrase ends at a comma that opens something else than the next of its nouns.
    local comma = find(letters, ",[wsqrgeypdicA]", at)
    if comma and not find(letters, "^,d?[nN9]+,?c", comma) then last = comma - 1 end
    for i = at + 1, last do
      if word_at(i) == "when" then
        last = i - 1
        break
      end
    end
  end
  if cue.f and not find(sub(letters, low, cue.f - 1), "[vxm]") and find(letters, "^[cy]*[srq]", low) then
    -- "While he said it would rain, the match went on"
    local word = word_at(find(letters, "[srq]", low))
    if find(letters, "^[cy]*[sq]", low) or word == "as" or word == "after" or word == "before" or word == "since" then
      local comma = find(letters, ",", at, true)
      if comma and is_clause(comma + 1) then last = comma - 1 end
    end
  end
  if cue.how == "relative" or cue.before_main then
    local comma = cue.before_main or find(letters, ",", at, true)
    if comma and comma > at and find(letters, "[vxm]", comma) then last = comma - 1 end
  end
  for m = n + 1, #found do
    local other = found[m]
    local start = other.start
    if start > at and start <= last then
      local before = letter_at(start - 1)
      local stop
      if other.form == "according" and start > at + 1 then stop = start - 1
      elseif other.form == "participle" and find(before, "[,\"%-)s]") and other.class ~= "think" then stop = start - 1
      elseif other.form == "participle" and other.how == "named" and other.f > at
        and word_at(other.f - 1) == "with" then stop = other.f - 2
      elseif other.how == "shared" and (before == "c" or before == ",") and other.form == "finite"
        and other.past == cue.past
        and other.class ~= "think" and not is(start, "^[xm]") then stop = start - 1
      elseif other.order == "VS" and before == "," then stop = start - 1
      elseif other.order == "SV" and other.f and other.f > at + 1 then
        local edge = letter_at(other.f - 1)
        if find(edge, "[cs;]") and other.how == "named" and other.class == "say" then stop = other.f - 1
        elseif (edge == "," or edge == "\"") and other.how ~= "relative"
          and is(other.k + 1, "^[.,]") then stop = other.f - 1 end
      end
      if stop then
        last = stop
        break
      end
    end
  end
  if cue.form == "participle" then
    local verb = find(letters, ",?cv", at) -- "..., saying it was late, and left"
    if verb and verb <= last and verb > at + 2 and find(letters, ",c[vx]", at) == verb or verb
      and opening == "infinitive" then
      last = math.min(last, verb - 1)
    end
  end
  local participle = find(letters, ",y*er", at)
  if participle and participle <= last then last = participle - 1 end
  while last > at and is(last, "^[.,;:%-cs]") do last = last - 1 end
  return last
end

-- Whom, where and when: what stands between positions i and j, beside the cue.
local function read_setting(report, addressee, i, j)
  local first = i
  if addressee and is(i, "^[dnNpoi]") then
    local last = is(i, "^[po]") and i or phrase_end(i)
    if last then
      -- "reporters in Munich": the place is none of the addressee.
      local place = find(sub(letters, i, last), "r", 1, true)
      if place and word_at(i + place - 1) ~= "of" and word_at(i + place - 1) ~= "from" then last = i + place - 2 end
      if last < j then report.whom, first = {i, last}, last + 1 end
    end
  end
  while first < j do
    local from, to = find(letters, "^r?d?k[9k]*", first)
    if from and to < j then
      report.time = report.time or {from, to}
      first = to + 1
    elseif is(first, "^r[dnN]") then
      local last = phrase_end(first + 1)
      if not last then break end
      local day = find(sub(letters, first, last), "r?k")
      last = math.min(day and day > 1 and first + day - 2 or last, j - 1)
      report.venue = report.venue and {report.venue[1], last} or {first, last}
      first = last + 1
    else
      first = first + 1
    end
  end
end

-- What found[n] reports: {content = {first, last}, rest, opening, whom, venue, time}.
local function find_content(found, n)
  local cue, report = found[n], {}
  local k, f, l = cue.k, cue.f, cue.l
  if cue.form == "according" then
    if not l then return report end
    if cue.start <= low + 1 then
      local comma = find(letters, ",", l + 1, true)
      if comma then report.content, report.opening = {comma + 1, content_end(found, comma + 1, n)}, "according" end
    else
      local last = cue.start - 1
      while last > low and is(last, "^[,%-]") do last = last - 1 end
      if last - low >= 2 then report.content, report.opening = {low, last}, "according" end
    end
    return report
  end
  local inverted = cue.order == "VS"
  if cue.form == "name" then
    report.content, report.opening = {k + 1, content_end(found, k + 1, n)}, "mark"
    return report
  end
  if cue.form == "noun" then
    report.content, report.opening = {k + 2, content_end(found, k + 2, n)}, "that"
    return report
  end
  local edge = inverted and cue.start - 1 or (f and (cue.how == "named" or cue.how == "apposition")) and f - 1 or 0
  local at, how, object = content_start(inverted and l or k, cue)
  if object and how == "object mark" and cue.takes.mark then at = object end -- "called it “a trap”"
  local strong = at and (how == "that" or how == "colon" or how == "clause" or how == "question" or how == "mark"
    or how == "object mark")
  if inverted and how ~= "mark" then strong = false end
  local fronted = edge > low and is(edge, "^[,\"]") and not strong and cue.form == "finite"
  local after = (inverted and l or k) + 1
  if fronted and not inverted and is(edge, "^\"")
    and word_at(edge - 1) == "." then fronted = false end -- "We go on.” He added: ..."
  if fronted and is(edge, "^,") and not is(edge - 1, "^\"") then
    -- Words before the comma are content when they are a clause and nothing else is.
    local head = sub(letters, low, edge - 1)
    local begins = find(head, "^[cy]*[srq]") and find(head, ",[^,]*[vxm]") or 0
    fronted = begins and find(head, "[vxm]") and (inverted or is(after, "^[.,ryk;]") or cue.addressee)
      and (begins > 0 or not find(head, "^[cy]*[srq]") and is_clause(low))
  end
  if fronted then
    local last = edge
    while last > low and is(last, "^[,\"]") do last = last - 1 end
    report.content, report.opening = {low, last}, "before"
    if is(after, "^,") and is_clause(after + 1) and not is(after + 1, "^[cgrewT]") and not inverted then
      report.rest = {after + 1, content_end(found, after + 1, n)}
    end
  elseif not at and cue.form == "finite" and cue.class == "say" and not inverted and edge > 0
    and is(after, "^,[dnN9pixvmik]")
    and (edge < low or is(edge, "^[,c]")) and high - after > 3 then
    -- "Mr Kvale, officials said, has become ...": a parenthesis within what is reported.
    report.content, report.opening = {after + 1, content_end(found, after + 1, n)}, "parenthesis"
    local last = edge
    while last > low and is(last, "^[,c]") do last = last - 1 end
    if last > low and not is(low, "^[rsg]") then report.rest = {low, last} end
  elseif at and at <= high and not (inverted and how ~= "mark") then
    local last = content_end(found, at, n, how)
    if last >= at then report.content, report.opening = {at, last}, how end
  end
  -- "told reporters in Munich on Monday"; "In an interview with Al Bahr, he said"
  local content = report.content
  if content then
    local stop = content[1] > after and content[1] or find(letters, "[,.;:\"]", after) or after
    read_setting(report, cue.addressee, after, stop)
    if f and not inverted and content[1] > f and not report.venue and find(sub(letters, low, f - 1),
      "^[rk][^vxm;]*$") then
      read_setting(report, false, low, is(f - 1, "^,") and f - 1 or f)
    end
  end
  return report
end

-- The report, among those of the sentence, in whose content cue n stands; the shortest of several.
local function outer_report(reported, n, cue)
  local outer, length
  for m, other in ipairs(reported) do
    local content = m ~= n and other.accepted and other.content
    if content and content[1] <= cue.start and cue.k <= content[2] and (not length
      or content[2] - content[1] < length) then
      outer, length = m, content[2] - content[1]
    end
  end
  return outer
end

-- Tokens of positions, {first, last}, or nil.
local function tokens(first, last) return first and {first = base + first, last = base + last} or nil end

local function tokens_of(span) return span and {first = base + span[1], last = base + span[2]} or nil end

return {
  api = 1,
  name = "attributions",
  summary = "Cues with their speaker and the extent of what they report (internal)",
  language = "en",
  provides = {_attributions = {list = "table"}},
  requires = {"_cues", "_marks"},
  scope = "document",

  --- One annotation for the document. `list` has, in the order of the text, {first, last (tokens of the cue), lemma,
  -- class, form, order, how, opening,
  -- negated, reports, and as {first, last}: speaker, antecedent, content, rest, whom, venue, time, via, nested_in}.
  annotate = function(unit, add)
    local doc = unit.doc
    local all_words = doc.words
    local cues = doc:layer"_cues"[1]
    if not cues then return end
    -- The end of the pair of marks that is open at the end of a sentence.
    local runs_on = {}
    for mark in doc:each"_marks" do
      if mark.depth == 1 then runs_on[#runs_on + 1] = mark end
    end
    local function end_of_marks(token)
      for n = #runs_on, 1, -1 do
        local mark = runs_on[n]
        if mark.first <= token then return mark.last >= token and mark.last or nil end
      end
    end
    local list = {}
    for _, sentence in ipairs(cues.sentences) do
      open_sentence(sentence, all_words)
      local marked = find(letters, "\"", 5, true)
      local found, reported = sentence.list, {}
      for n, cue in ipairs(found) do
        local report = find_content(found, n)
        local content = report.content
        if content and content[1] > content[2] then report.content, content = nil, nil end
        report.accepted = content and reports(cue, report)
        if content then
          local last = is(content[2], "^Q") and end_of_marks(base + content[2])
          if last and last > sentence.last then content[2] = last - base end
        end
        reported[n] = report
      end
      for n, cue in ipairs(found) do
        local report = reported[n]
        -- Beside marks whatever the verb; without them only what it reports.
        local from = marked and cue.f and (cue.order == "VS" and cue.start or cue.f) or cue.f == low and low
        local beside = from and (from == low or is(from - 1, "^\"") and (cue.order == "VS" or word_at(from - 2) ~= "."))
        if report.accepted or marked and report.content or beside then
          local outer = outer_report(reported, n, cue)
          local around = outer and found[outer]
          local via = around and around.form == "according" and tokens(around.f, around.l)
          list[#list + 1] = {
            first = base + cue.start, last = base + cue.k, lemma = cue.lemma, class = cue.class, form = cue.form,
              order = cue.order,
              how = cue.how,
            opening = report.opening, negated = cue.negated or nil, reports = report.accepted or nil,
            speaker = tokens(cue.f, cue.l), antecedent = tokens_of(cue.antecedent), content = tokens_of(report.content),
              rest = tokens_of(report.rest),
            whom = tokens_of(report.whom), venue = tokens_of(report.venue), time = tokens_of(report.time),
              via = via or nil,
            nested_in = around and not via and tokens(around.start, around.k) or nil}
        end
      end
    end
    if #list > 0 then add(unit.first, unit.last, {list = list}) end
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
