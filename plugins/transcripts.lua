--- Words that somebody says without marks: turns of interviews, hearings, briefings and plays ("HOLM: We will sail.", "Q:"
-- and "A:"), statements under a line that tells whose they are, and posts with the name of an account.
--
-- One line that begins with a label may be a headline ("Minister: We will sail") or a field ("Venue: Lisbon"). Labels that
-- come back, or tell who speaks, before words that ask or say "I", "we" or "you", make a transcript. A turn goes on over
-- paragraphs without a label; each of them is a record, all of one group.

local LONGEST <const> = 80 -- bytes of a label
local BRACKETS <const> = 300 -- bytes of one with what stands in brackets
local WORDS <const> = 6 -- of the name or office in it
local EVIDENCE <const> = 60 -- tokens of a turn in which it asks, or says "I", "we" or "you"
local NAME <const> = 8 -- tokens of a name before an account
local QUESTIONS <const> = 3 -- without labels that make an interview
local HEAD <const> = 600 -- bytes in which it is told whose speech a text is
local SPARSE <const> = 6 -- paragraphs for each of them
local SPOKEN_WITH <const> = "the one interviewed"
local NEAR <const> = 12 -- tokens between "spoke" and the name of who was spoken with

local byte, find, format, match, sub = string.byte, string.find, string.format, string.match, string.sub
local max, min = math.max, math.min

local askers = word_set"q question interviewer reporter journalist press"
local answerers = word_set"a answer interviewee guest"
local offices = word_set[[ambassador anchor announcer attorney bailiff caller captain chair chairman chairperson chairwoman chancellor
  clerk co-host coach commissioner congressman congresswoman correspondent counsel court defendant delegate director female
  general governor host interpreter judge juror justice male man mayor member minister moderator narrator observer official
  operator participant presenter president prosecutor representative secretary secretary-general senator sheriff speaker spokesman
  spokesperson spokeswoman student teacher translator voice witness woman]]
local honorifics = word_set"mr mrs ms miss mx dr sir lord lady dame prof professor sen rep gov gen col capt lt sgt hon"
local particles = word_set"of the de la van von der den bin al el da di du and for to"
-- What stands before a colon and speaks not, in whatever case.
local fields = word_set[[also answers article background breaking by category cc chapter claim clarification conclusion contact correction
  credit credits date dates dateline day dear disclaimer editor email example fact fax from highlights how image listen live location
  method methods myth note notes objective phone photo photos picture place price pro pros con cons read related result results
  section see source sources step subject subscribe summary tags tel tickets time tip title to topic update venue verdict video warning
  watch web website what when where who why]]
local speech = word_set"i we you my our your me us ?"
local answering, asking = word_set"i we my our me us", word_set"you your"
local saying = word_set"said says read reads wrote writes add adds added following" -- at the end of a line over a statement
local interviews = word_set[[interview interviews interviewed interviewing spoke speaks talk talks talked conversation q&a chat chatted
  asked asks sat caught questions]]
local closing = word_set"interview conversation transcript podcast newsletter interviews edited condensed subscribe follow"
local interviewers = word_set"correspondent editor journalist reporter"
local stops = word_set". ! ?"
local announcing = {":\n", ",\n"}
local orations = {"Statement", "Remarks", "Speech", "Address"}
local ends_statement = word_set"\" ### editors"
local dashes = word_set"- – — ― --"
local opens, closes = word_set"( [", word_set") ]"

-- The document being read: set by annotate.
local doc, words, shapes, people
local meant -- key of a label -> see find_meant
local limit -- first token of the first label

-- The words before a colon as a label: how sure it is, the key by which it is counted, and "asker" or "answerer". An office or
-- a form of address is "sure"; nil when it can be no label.
local function judge(name)
  if name == "" or find(name, "[^%a .'&\128-\255-]") then return nil end
  local count, small, first, last = 0, false, nil, nil
  for word in name:gmatch"%S+" do
    local plain = word:lower():gsub("%.$", "")
    if count > 0 or plain ~= "the" then
      count, first, last = count + 1, first or plain, plain
    end
    small = small or not find(word, "^[%u\195-\206]") and not particles[plain]
  end
  if not first or count > WORDS or fields[first] then return nil end
  if count == 1 and askers[first] then return "sure", "q", "asker" end
  if count == 1 and answerers[first] then return "sure", "a", "answerer" end
  if offices[last] or offices[first] and count > 1 and not small then return "sure", name:lower() end
  if small then return nil end
  if honorifics[first] and count > 1 then return "sure", last end
  return find(name, "^[^%l]*%u[^%l]*%u[^%l]*$") and "capitals" or "name", name:lower()
end

-- A name alone on the line at byte `from`, as in records of parliaments: its first byte, the one behind it, and where the
-- speech begins.
local function name_alone(text, from)
  from = match(text, "^The %u[^\n:(]+%(()M[rs]s?%. [^\n()]+%)\n", from) or from -- "The Minister for Ships (Mr. Rolf Holm)"
  local to, behind = match(text, "^[HM][ors][ns]?%.? %u[%a'. -]+()%f[()%d\n]%(?[%a ,-]*%)?[%d:.amp ]*\n%s*()%u", from)
  if to and not find(sub(text, from + 4, to - 1), "%l%.") then return from, to, behind end -- not "Mr. Holm. We will sail."
end

local alone_first = byte_set"HMT" -- first letters of such a line

-- The label with which the line at byte `from` begins: {from, to, behind (the byte behind it), sure, key, part}, or nil.
-- `colon`: the next one.
local function label_at(text, from, colon)
  local first, letter, to, behind = byte(text, from)
  if first == 65 or first == 81 then
    letter, to, behind = match(text, "^([QA])%d?%d?()[.:)][%s*_]+()", from) -- "Q:", "A2."
    if not letter then letter, to, behind = match(text, "^([QA])()[ \t]+()%u", from) end
  end
  if letter then
    return {from = from, to = to - 1, behind = behind, sure = "sure", key = letter:lower(),
      part = letter == "Q" and "asker" or "answerer"}
  end
  local near, timed, spaced = colon and colon - from <= LONGEST, false, false
  local alone, open
  if alone_first[first] then alone, to, behind = name_alone(text, from) end
  if not alone and colon then open = find(sub(text, from, from + LONGEST), "(", 1, true) end
  if alone then
    from = alone
  elseif near and find(text, "^%d:%d%d", colon - 1) then
    to, behind = match(text, "^%u[%w'. -]*() +%(%d%d?:%d%d[%d:]*%):?()", from) -- "Holm (00:12):"
    timed = to ~= nil
  elseif near or open then
    -- "Holm (author of “Ships: A Life”): We will sail", "Holm (a captain) (14:20): We will"
    local line = open and sub(text, from, from + BRACKETS)
    to = line and (match(line, "^[^\n:(]+%b()():") or match(line, "^[^\n:(]+%b() %b()():"))
    to = to and from + to - 1 or near and colon or nil
    behind = to and to + 1
  else
    to, behind = match(text, "^%u%a+%.? %u[%a'-]+()%. ()%u", from) -- "Mr. Holm. We will sail", as in records of a parliament
    spaced = true
  end
  if not to then return nil end
  local name = sub(text, from, to - 1)
  if find(name, "\n", 1, true) then return nil end
  name = match(name, "^([^,;(%[*_/]*)"):gsub("%s+$", "")
  local sure, key, part = judge((name:gsub(" ?%d+$", "")))
  if not sure or spaced and sure ~= "sure" then return nil end
  return {from = from, to = from + #name - 1, behind = behind, sure = timed and "sure" or sure, key = key, part = part}
end

-- May the text have labels: two lines with a colon near their beginning, or a sign of those without? That is cheap to tell.
local signs = {"\nQ", "Chairman. ", "Chairwoman. ", "CHAIRMAN. "}
local function is_promising(text)
  for n = 1, #signs do
    if find(text, signs[n], 1, true) then return true end
  end
  local line = find(text, "\nM", 1, true)
  while line do
    local _, last = find(text, "^%s*M[rs]s?%.? %u[%a'-]+%.?", line)
    if last and (byte(text, last) == 46 or find(sub(text, last + 1, line + LONGEST), "\n", 1, true)) then return true end
    line = find(text, "\nM", line + 1, true)
  end
  local count, colon = 0, find(text, ":", 1, true)
  while colon and count < 2 do
    if colon <= LONGEST or find(sub(text, colon - LONGEST, colon), "\n", 1, true) then count = count + 1 end
    colon = find(text, ":", colon + 1, true)
  end
  return count > 1
end

-- The labels of a text, in order.
local function find_labels(text)
  local labels, from, colon = {}, 1, find(text, ":", 1, true)
  while from do
    local start = find(text, "[^%s*_>#\226\128\162-]", from) -- "•" and what marks lists and bold print
    if not start then break end
    local first = byte(text, start)
    if (first < 65 or first == 91) and match(text, "^[%[(]?%d%d?:%d%d", start) then
      start = find(text, "%a", start) or start
      first = byte(text, start)
    end
    if colon and colon < start then colon = find(text, ":", start, true) end
    if first >= 65 and (first <= 90 or first >= 0xC3) then labels[#labels + 1] = label_at(text, start, colon) end
    from = find(text, "\n", start, true)
  end
  return labels
end

-- The person named in tokens first..last, or nil.
local function person_in(first, last)
  for person in doc:paragraph(doc.paragraph_of(first)):each"people" do
    if person.first >= first then return person.last <= last and person or nil end
  end
end

-- Is one of tokens first..last, near their beginning, in a set of words: "I", "we" or "you"?
local function speaks(first, last, set)
  for i = first, min(last, first + EVIDENCE) do
    if set[words[i]] then return true end
  end
  return false
end

-- Finds the tokens of each label, `begins` behind it, and the person in it or in another one of its key; a label that nothing
-- follows is dropped. Returns how often each key comes.
local function read_labels(labels)
  local count, named = {}, {}
  for n = 1, #labels do
    local label = labels[n]
    label.first, label.last, label.begins = doc.token_at(label.from), doc.token_at(label.to), doc.token_at(label.behind)
    if label.begins then
      count[label.key] = (count[label.key] or 0) + 1
      label.person = label.to > label.from and person_in(label.first, label.begins - 1) -- "Q." is no given name
      named[label.key] = named[label.key] or label.person
    else
      labels[n] = nil -- the last one
    end
  end
  for n = 1, #labels do
    local label = labels[n]
    label.person = label.person or named[label.key]
    label.is_sure = label.sure == "sure" or label.person
  end
  return count
end

-- Are labels written in capitals, so that one which does not come back is one, too?
local function are_capitals(labels, count)
  local upper, kept = 0, 0
  for n = 1, #labels do
    if labels[n].is_sure or count[labels[n].key] > 1 then
      kept = kept + 1
      upper = upper + (shapes[labels[n].last] == "XX" and 1 or 0)
    end
  end
  return kept > 2 and upper * 3 >= kept * 2
end

-- Does label n of a list, whatever it is, ask something that one answers who speaks again: "Oslo Post: When will you sail?"
local function is_answered(labels, n, count)
  local label, answer = labels[n], labels[n + 1]
  if not answer or count[answer.key] < 2 or answer.key == label.key then return false end
  for i = label.begins, answer.first - 1 do
    if words[i] == "?" then return true end
  end
  return false
end

-- Is label n of a list the first words of a headline: the only one of its key, or not before a line with another?
local function is_headline(labels, n, count)
  return labels[n].first == 1 and doc:line_at(1).line_type == "title"
    and (count[labels[n].key] == 1 or labels[2].first > doc:paragraph(1).last + 1)
end

-- Are the turns those of a transcript? `turns.answers` is set where only those who answer have labels.
local function is_transcript(turns, count)
  local keys, several, sure, repeated = {}, 0, 0, 0 -- keys: how many, of sure labels, of those that come back
  local spoken, answers, upper = 0, 0, 0 -- turns that ask or say "I", that stand behind a question, with labels in capitals
  for n = 1, #turns do
    local turn, following = turns[n], turns[n + 1]
    if speaks(turn.begins, (following and following.first or doc.count + 1) - 1, speech) then spoken = spoken + 1 end
    if (turn.person or turn.part == "answerer") and words[turn.first - 1] == "?" then answers = answers + 1 end
    if shapes[turn.last] == "XX" then upper = upper + 1 end
    if not keys[turn.key] then
      keys[turn.key], several = true, several + 1
      sure = sure + (turn.is_sure and 1 or 0)
      repeated = repeated + (count[turn.key] > 1 and 1 or 0)
    end
  end
  turns.answers = answers > 1 and answers * 2 > #turns and (repeated == 0 or several == 1)
  local speeches = #turns > 1 and upper == #turns and sure == #turns and spoken == #turns
  local asked = count.q and (count.a or count.q > 1)
  if turns.answers or speeches or asked and #turns > 3 then return true end
  local alone = several == 1 and sure == 1 and turns[1].person -- the only one with a label, under topics
  local enough = asked or #turns > 2 and (several > 1 or alone) and repeated > 0 and (sure > 0 or repeated > 1)
  return enough and spoken * (sure > 0 and 3 or 2) >= #turns
end

-- The labels that are turns, or nil where the document is no transcript.
local function turns_of(labels)
  local count, turns = read_labels(labels), {}
  local capitals = are_capitals(labels, count)
  for n = 1, #labels do
    local label = labels[n]
    local is_one = label.is_sure or count[label.key] > 1 or capitals and label.sure == "capitals" or is_answered(labels, n, count)
    if is_one and not is_headline(labels, n, count) then turns[#turns + 1] = label end
  end
  if is_transcript(turns, count) then return turns end
  local one_question = #labels == 2 and labels[2].person and words[labels[2].first - 1] == "?"
  return one_question and labels or nil
end

-- Is a person whom the text names spoken with: "spoke with the minister, Ida Holm", not "an interview by Ida Holm", "spoke
-- to our reporter Ida Holm"?
local function is_spoken_with(person)
  if person.role and interviewers[person.role:match"%S+$"] then return false end
  local low = doc:sentence(doc.sentence_of(person.first)).first
  for i = person.first - 1, max(low, person.first - NEAR), -1 do
    local word = words[i]
    if word == "by" or word == "interview" and words[i + 1] == "to" then return false end
    if interviews[word] then return true end
  end
  return false
end

-- The one interviewed: spoken with before the first label, or who "talks of ships", or the only one named there, or in the
-- title.
local function interviewed(upto)
  local only, several, talks, titled
  for n = 1, #people do
    local person = people[n]
    if person.first >= upto then break end
    if is_spoken_with(person) then return person, SPOKEN_WITH end
    talks = talks or interviews[words[person.last + 1]] and person
    several = several or only and only.name ~= person.name
    titled = titled or several and only.first <= doc:paragraph(1).last and person.first > doc:paragraph(1).last and only
    only = only or person
  end
  if talks then return talks, SPOKEN_WITH end
  if only and not several then return only, "the only one named before" end
  if titled then return titled, SPOKEN_WITH end
end

-- The person whom a label without a name means: by initials, by a part of a name, by the office, if that is one alone; false
-- for none.
local function find_meant(key)
  local found = false
  for n = 1, #people do
    local person = people[n]
    local name = person.name or person.text
    local initials = name:gsub("(%a)%S*%s*", "%1"):lower()
    local office = (person.role or ""):match"%S+$"
    local titled = person.title and person.title:sub(1, 1):lower() .. initials
    if key == initials or key == titled or key == (person.given or ""):lower() or key == name:match"%S+$":lower()
      or office and office == key:match"%S+$" then
      if found and (found.name or found.text) ~= name then return false end
      found = person
    end
  end
  return found
end

local FIELDS <const> = {"kind", "how", "group", "why", "confidence", "speaker", "cue"}
local SPEAKER <const> = {"name", "role", "org", "country", "layer", "id", "how", "gender"}

local NOBODY <const> = {}

-- The mention of a speaker, tokens first..last: a person of the layer people, or nil with what name and role are known.
local function speaker_mention(first, last, person, how, name, role)
  person = person or NOBODY
  return doc:mention(first, last, SPEAKER, person.name or person.text or name, person.role or role, person.org, person.country,
    person.id and "people", person.id, how, person.gender)
end

-- Posts that end in a dash, a name and an account: "We will sail.\n— Ida Holm (@idaholm) May 4, 2031".
local function add_posts(text, add)
  local account, count = find(text, "(@", 1, true), 0
  while account do
    local at = doc.token_at(account)
    local dash = at
    while dash > 1 and at - dash < NAME and not dashes[words[dash]] do dash = dash - 1 end
    local paragraph = doc:paragraph(doc.paragraph_of(dash))
    if paragraph.first == dash then paragraph = paragraph:previous() end
    local first, last = paragraph and paragraph.first, paragraph and min(paragraph.last, dash - 1)
    local tag = first and words[first] == "<" and find(text, ">", paragraph.from, true) -- left-over markup
    first = tag and doc.token_at(tag + 1) or first
    if first and dashes[words[dash]] and first < last and words[first] ~= "\"" then
      local person = person_in(dash + 1, at - 1)
      count = count + 1
      add(first, last, FIELDS, "direct", "signed", "p" .. count, {"a post, which ends in the name of an account"}, "high",
        speaker_mention(dash + 1, at - 1, person, "signed", doc.slice(dash + 1, at - 1)))
    end
    account = find(text, "(@", account + 2, true)
  end
end

-- The speaker of a turn, why, and how sure that is.
local function speaker_of(label, answers, why)
  local person, reason = label.person, nil
  if label.part == "answerer" and not person then
    person, reason = answers, why
  elseif not person and not label.part then
    if meant[label.key] == nil then meant[label.key] = find_meant(label.key) end
    person = meant[label.key] or nil
    reason = person and "the one of that name or office"
  end
  return speaker_mention(label.first, label.last, person, "label", nil, label.part == "asker" and "interviewer" or nil), reason,
    person and not reason and "high" or "medium"
end

-- First and last token of what is said in tokens first..last, or nil: without what is left of bold print, not what stands in
-- brackets alone, nor in marks alone.
local function trim(first, last, ends_of)
  while first <= last and shapes[first] == "-" and not opens[words[first]] and not find(words[first], "^[%w\"'.?]") do
    first = first + 1
  end
  while last >= first and words[last] == "*" do last = last - 1 end
  if first > last then return nil end
  if words[last] == ":" and last - first < WORDS then return nil end -- "Members interjecting:"
  local ends = words[last] == "." and last - 1 or last
  if opens[words[first]] and closes[words[ends]] then return nil end
  if (ends_of[first] or 0) >= ends then return nil end
  return first, last
end

-- Lines that are no part of a turn.
local apart = {title = true, caption = true, dateline = true, byline = true}

-- Does a paragraph ask: end in a question that says "you", or neither "I" nor "we"?
local function is_question(paragraph)
  local first, last = paragraph.first, paragraph.last
  return words[last] == "?" and shapes[first] ~= "-" and (speaks(first, last, asking) or not speaks(first, last, answering))
end

-- The questions of an interview in which nobody has a label, as turns: paragraphs that ask, of which enough say "you" and
-- have an answer that says "I" or "we"; or nil.
local function find_questions()
  local questions, count, before = {}, 0, nil
  for p = 1, doc.paragraph_of(doc.count) do
    local paragraph = doc:paragraph(p)
    local first, last = paragraph.first, paragraph.last
    local asks = is_question(paragraph)
    if asks then
      questions[#questions + 1] = {first = first, begins = first, part = "asker", index = p}
    elseif before and speaks(first, last, answering) and speaks(before.first, before.last, asking) then
      count = count + 1
    end
    before = asks and paragraph
  end
  local dense = count >= QUESTIONS and questions[#questions].index - questions[1].index < count * SPARSE
  return dense and questions or nil
end

-- Does turn n end before its next paragraph begins..ends: behind the last turn all that says not "I" or tells of the text
-- itself, before an answer the question?
local function is_over(turns, n, begins, ends, high)
  if not turns[n + 1] then return speaks(begins, ends, closing) or not speaks(begins, ends, speech) end
  return turns.answers and ends == high and words[ends] == "?"
end

-- Adds the turns of a transcript.
local function add_turns(turns, add)
  local ends_of = {} -- first token of marks -> their last
  for pair in doc:each"_marks" do ends_of[pair.opens] = pair.closes end
  local answers, why = interviewed(turns[1].first)
  local unlabelled = true -- nobody but who asks has a label
  for n = 1, #turns do unlabelled = unlabelled and turns[n].part == "asker" end
  if not turns[1].last and why ~= SPOKEN_WITH then -- perhaps no interview, or not hers who is named before it
    if not speaks(1, turns[1].first, interviews) then return end
    answers, why = nil, nil
  end
  local groups = 0
  for n = 1, #turns do
    local turn = turns[n]
    local how = turn.last and "label" or "question"
    local label = turn.last and format("label %q", doc.slice(turn.first, turn.last)) or "a question that is answered"
    label = format("%s, line %d", label, doc.line_of(turn.first))
    local speaker, reason, confidence
    if turn.last then speaker, reason, confidence = speaker_of(turn, answers, why) end
    local begins, high = turn.begins, turns[n + 1] and turns[n + 1].first - 1 or doc.count
    groups = groups + 1
    while begins and begins <= high do
      local paragraph = doc:paragraph(doc.paragraph_of(begins))
      local ends = min(paragraph.last, high)
      local own = begins == turn.begins
      if not own and is_over(turns, n, begins, ends, high) then break end
      local first, last
      if own or not apart[paragraph.line_type] then first, last = trim(begins, ends, ends_of) end
      if first then
        add(first, last, FIELDS, "direct", how, "t" .. groups, {label, reason}, confidence or "low", speaker)
      end
      begins = ends + 1
      if own and unlabelled then
        how, label, reason, groups = "answer", "the answer to " .. label, why, groups + 1
        speaker = answers and speaker_mention(answers.first, answers.last, answers, "interviewed")
        confidence = speaker and "medium" or "low"
      end
    end
  end
end

-- The speaker of the attribution, or the person, with whom the line that ends at token `last` ends: "Ida Holm said:", "The
-- following is attributable to Spokesperson Ida Holm:"; and the cue.
local function announced(last, paragraph)
  local attributions = saying[words[last - 1]] and doc:layer"_attributions"[1]
  if attributions then
    local told, speakers = attributions.list, doc:layer"_speakers"[1]
    local a, high = 0, told.count -- the last one up to the line's end
    while a < high do
      local middle = (a + high + 1) // 2
      if told.first[middle] > last then high = middle - 1 else a = middle end
    end
    if a > 0 and told.first[a] >= max(paragraph.first, last - NAME) and told.speaker_first[a] then
      return speakers.list[a], speakers.tools.tell(doc, told, a, true)
    end
  end
  for person in paragraph:each"people" do
    if person.last == last - 1 and find(paragraph.text, "attributable to", 1, true) then
      return speaker_mention(person.first, person.last, person, "named")
    end
  end
end

-- Adds what stands from a paragraph on as the statement of one speaker: that paragraph, and those that go on with "I" or
-- "we", or all.
local function add_statement(following, whole, speaker, cue, count, why, add)
  repeat
    local first, last = trim(following.first, following.last, {})
    if first then add(first, last, FIELDS, "direct", "announced", "b" .. count, why, "medium", speaker, cue) end
    following = following:next()
  until not following or following.first >= limit or speaks(following.first, following.last, ends_statement)
    or not (whole or speaks(following.first, following.last, answering))
end

-- Does a full stop stand in tokens first..last?
local function has_stop(first, last)
  for i = first, last do
    if stops[words[i]] then return true end
  end
  return false
end

-- Adds the statements below lines that end in a colon and tell whose they are: all of the text where nothing but heads stands
-- above such a line.
local function add_announced(text, add)
  local count = 0
  for _, sign in ipairs(announcing) do
    local at = find(text, sign, 1, true)
    while at do
      local last = doc.token_at(at)
      local paragraph = doc:paragraph(doc.paragraph_of(last))
      local following = paragraph.last == last and paragraph:next()
      if following and shapes[following.first] == "Xx" and stops[words[following.last]] then
        local speaker, cue = announced(last, paragraph)
        local whole = speaker and not has_stop(1, doc:sentence(doc.sentence_of(last)).first - 1)
        if speaker then
          count = count + 1
          add_statement(following, whole, speaker, cue, count, {format("line %d tells whose it is", paragraph.line)}, add)
        end
        if whole then return end
      end
      at = find(text, sign, at + 1, true)
    end
  end
end

-- The paragraph near the beginning that tells whose speech or statement the text is, and the person: "Statement by Ambassador
-- Ida Holm at the Security Council"; nil where those below say "I" and "we" too rarely.
local function find_orator(text)
  local head, by = sub(text, 1, HEAD), nil
  for n = 1, #orations do
    local at = find(head, orations[n], 1, true)
    by = by or at and (at == 1 or byte(head, at - 1) == 10) and match(head, "^[^\n.]- by ()", at)
  end
  local token = by and doc.token_at(by)
  local paragraph = token and doc:paragraph(doc.paragraph_of(token))
  local orator = token and person_in(token, paragraph.last)
  local following, all, own = orator and paragraph:next(), 0, 0
  while following and not find(following.text, "^[\"'“‘]") do
    all, own = all + 1, own + (speaks(following.first, following.last, answering) and 1 or 0)
    following = following:next()
  end
  if own > 1 and own * 4 >= all then return paragraph, orator end
end

-- Does a text have at least so many lines that end in a question mark?
local function has_questions(text, least)
  local count, at = 0, find(text, "?\n", 1, true)
  while at and count < least do count, at = count + 1, find(text, "?\n", at + 1, true) end
  return count >= least
end

return {
  api = 1,
  name = "transcripts",
  summary = "Turns of interviews, hearings and briefings, by the labels before them, statements by the line above, signed posts",
  language = "en",
  provides = {quotes = {kind = "string", speaker = "mention", cue = "mention", marks = "mention", content = "mention",
    addressee = "mention", venue = "mention", time = "mention", via = "mention", negated = "boolean", how = "string",
    group = "string", nested_in = "mention", repaired = {"string"}}},
  requires = {"_marks", "people", "_attributions", "_speakers"},
  scope = "document",

  annotate = function(unit, add)
    doc = unit.doc
    local text = doc.text
    words, shapes, people, meant = doc.words, doc.shapes, doc:layer"people", {}
    local posts = find(text, "(@", 1, true)
    if posts then add_posts(text, add) end
    local labels = is_promising(text) and find_labels(text) or {}
    limit = labels[1] and doc.token_at(labels[1].from) or doc.count + 1
    local turns = #labels > 1 and turns_of(labels) or #labels < 2 and has_questions(text, QUESTIONS) and find_questions()
    if turns then
      add_turns(turns, add)
    elseif not posts then
      local paragraph, orator = nil, nil
      if #labels == 0 then paragraph, orator = find_orator(text) end
      if not orator then return add_announced(text, add) end
      local speaker = speaker_mention(orator.first, orator.last, orator, "named")
      add_statement(paragraph:next(), true, speaker, nil, 1, {format("line %d tells whose it is", paragraph.line)}, add)
    end
  end,

  examples = {
    -- interviews: the one interviewed, the only one named, answers without a label, initials, bold print
    {"Al Bahr spoke with the minister, Ida Holm, and Omar Haddad came.\n\nQ: Will you sail?\n\nA: We will.\n\nThe ice is gone.\n\n"
      .. "Q: When?\n\nA: In May.\n\nFollow us for more.", {"Will you sail?", speaker = {text = "Q", name = false}},
      {"We will.", speaker = {name = "Ida Holm", text = "A", how = "label"}, group = "t2", confidence = "medium"},
      {"The ice is gone.", group = "t2"}, {"When?"}, {"In May.", speaker = {name = "Ida Holm"}}},
    {"Ida Holm is a captain.\n\nQ. Will you sail?\n\nA. We will.\n\nQ. “When?”\n\nA. In May.",
      {"Will you sail?"}, {"We will.", speaker = {name = "Ida Holm"}}, {"When?", kind = "scare"},
      {"In May.", speaker = {name = "Ida Holm"}}},
    {"Ida Holm is a captain.\n\nQ: Will you sail?\n\nWe will.\n\nQ: When?\n\nI hope in May.",
      {"Will you sail?", speaker = "Q"}, {"We will.", speaker = {name = "Ida Holm", how = "interviewed"}}, {"When?"},
      {"I hope in May.", speaker = {name = "Ida Holm"}}},
    {"Ida Holm is a captain.\n\n**AB:** Will you sail?\n\n**IH:** We will.\n\n**AB:** When?\n\n**IH:** In May.",
      {"Will you sail?", speaker = {text = "AB", name = false}}, {"We will.", speaker = {name = "Ida Holm"}}, {"When?"},
      {"In May."}},
    {"The port wanted to know more.\n\nQ: Will you sail?\n\nA: We will.", {"Will you sail?", speaker = "Q"},
      {"We will.", speaker = {text = "A", name = false}}},
    {"Ida Holm met the committee.\n\nTHE CHAIRMAN: Will you sail?\n\nMS. HOLM: We will.\n\nThe ships are old.\n\n(Laughter.)\n\n"
      .. "THE CHAIRMAN: Thank you.", {"Will you sail?", speaker = "THE CHAIRMAN", how = "label", group = "t1"},
      {"We will.", speaker = {name = "Ida Holm"}, group = "t2"}, {"The ships are old.", group = "t2"},
      {"Thank you.", speaker = "THE CHAIRMAN"}},
    {"The Minister for Ships (Ida Holm): We will sail.\n\nMr Speaker: Order.\n\nThe Minister for Ships: I hope so.",
      {"We will sail.", speaker = {name = "Ida Holm"}}, {"Order.", speaker = "Mr Speaker"},
      {"I hope so.", speaker = {name = "Ida Holm"}}},
    {"    The Chairman. Will you sail?\n\n    Ms. Holm. We will.\n\n    The Chairman. When?", {"Will you sail?"},
      {"We will.", speaker = {name = "Holm"}}, {"When?", speaker = "The Chairman"}},
    {"QUESTION:  Will you sail?\n\nMS HOLM:  (Laughter.)  We will.\n\nQUESTION:  When?\n\n(The briefing ended at 3 p.m.)",
      {"Will you sail?"}, {"(Laughter.)  We will.", speaker = {name = "HOLM"}}, {"When?", speaker = "QUESTION"}},
    {"Omar Haddad and Matt Holm spoke.\n\nOmar (00:00):\nYou are early.\n\nMatt (00:02):\nI am.\n\nOmar (00:03):\nGood.",
      {"You are early.", speaker = {name = "Omar Haddad"}}, {"I am.", speaker = {name = "Matt Holm"}}, {"Good."}},
    -- no labels at all; labels of those who answer alone; names alone on a line
    {"Ida Holm sails\n\nIn this interview to Omar Haddad she tells why.\n\nDo you like ice?\n\nI do.\n\nWhy?\n\nWe all do.\n\n"
      .. "Have you sailed?\n\nI have.\n\nWill you sail?\n\nI hope so.", {"Do you like ice?", speaker = false, how = "question"},
      {"I do.", speaker = {name = "Ida Holm"}, how = "answer"}, {"Why?"}, {"We all do."}, {"Have you sailed?"}, {"I have."},
      {"Will you sail?"}, {"I hope so."}},
    {"Will you sail?\nIda Holm: We will.\n\nAnd you?\nOmar Haddad: I think so.", {"We will.", speaker = {name = "Ida Holm"}},
      {"I think so.", speaker = {name = "Omar Haddad"}}},
    {"The Minister for Ships (Mr. Rolf Holm)\n\nI thank the House.\n\nMs. Dana Ek (Oslo)\n\nWill you sail?\n\nMr. Holm\n\nI will.",
      {"I thank the House.", speaker = {name = "Rolf Holm"}}, {"Will you sail?", speaker = {name = "Dana Ek"}}, {"I will."}},
    {"Hansard\n\nMr First Deputy Speaker 11:05 a.m.\nMr Holm is shut out.\nMr Rolf K. Holm 11:06 a.m.\nMr Speaker, I am.\n"
      .. "Mr First Deputy Speaker 11:07 a.m.\nWe shall see.", {"Mr Holm is shut out."},
      {"Mr Speaker, I am.", speaker = {name = "Rolf K. Holm"}}, {"We shall see."}},
    {"Captain Ida Holm spoke with editor Omar Haddad.\n\nQ. Nordhavn is shut?\n\nA. It is.\n\nQ. When will you sail?",
      {"Nordhavn is shut?", speaker = {name = false}}, {"It is.", speaker = {name = "Ida Holm"}}, {"When will you sail?"}},
    -- statements below a line
    {"Call with Norway\n\nThe following is attributable to Spokesperson Ida Holm:\n\nThe ministers spoke today.\n\nThey will meet.",
      {"The ministers spoke today.", speaker = {name = "Ida Holm"}, how = "announced"}, {"They will meet.", group = "b1"}},
    {"It rained. Minister Ida Holm said:\n\nThe port is shut.\n\nWe are proud of the crews.\n\nThe crews left.",
      {"The port is shut.", speaker = {name = "Ida Holm"}, cue = "said"}, {"We are proud of the crews."}},
    {"Statement by Ambassador Ida Holm at the Harbour Council\n\nThe port is shut.\n\nWe are late.\n\nI thank the crews.",
      {"The port is shut.", speaker = {name = "Ida Holm"}}, {"We are late."}, {"I thank the crews."}},
    -- posts
    {"Holm wrote:\n\nWe will sail in May.\n\n— Ida Holm (@idaholm) May 4, 2031\n\nThe port was full. — Nordhavn (@port) May 5, 2031"
      .. "\n\n<tweet id=\"1\">It was late.\n— Omar Haddad (@oh)",
      {"We will sail in May.", speaker = {name = "Ida Holm"}, how = "signed"},
      {"The port was full.", speaker = {text = "Nordhavn"}}, {"It was late.", speaker = {name = "Omar Haddad"}}},
    -- two speeches; short turns; one question; what stands in brackets
    {"The talks\n\nMINISTER HOLM: I am glad that we met.\n\nPRESIDENT HADDAD: So are we.", {"I am glad that we met."},
      {"So are we.", speaker = "PRESIDENT HADDAD"}},
    {"MINISTER HOLM: Good morning.\n\nQUESTION: Good morning.\n\nQUESTION: Barely morning.\n\nMINISTER HOLM: Sit down.",
      {"Good morning."}, {"Good morning."}, {"Barely morning."}, {"Sit down."}},
    {"The port has plans.\n\nAL BAHR: Will you sail?\n\nIda Holm: We will.", {"Will you sail?", speaker = "AL BAHR"},
      {"We will.", speaker = {name = "Ida Holm"}}},
    {"Mr. BERG: Good evening.\n\nMs. IDA HOLM (Author, \"Ships: A Life\"): Thank you.\n\nMr. BERG: You came by ship.",
      {"Good evening."}, {"Ships: A Life"}, {"Thank you.", speaker = {name = "IDA HOLM"}}, {"You came by ship."}},
    {"The Hon. I. HOLM (Minister for Ships, for Harbours and for all that stands on the coast) (14:20): I will sail.\n\n"
      .. "Members interjecting:\n\nThe PRESIDENT: Order!\n\nThe Hon. I. HOLM: Will you?",
      {"I will sail.", speaker = {name = "I. HOLM"}}, {"Order!"}, {"Will you?"}},
    {"The port has plans.\nMr. Holm. We will sail.\nMr. Berg. When will you?\nMr. Holm. I think in May.", {"We will sail."},
      {"When will you?", speaker = {name = "Berg"}}, {"I think in May.", speaker = {name = "Holm"}}},
    {"Senator Ida Holm is a captain.\n\nQ: Will you sail?\n\nSIH: We will.\n\nQ: When?\n\nDANA EK: Soon?\n\nSIH: I think so.",
      {"Will you sail?"}, {"We will.", speaker = {name = "Ida Holm"}}, {"When?"}, {"Soon?", speaker = "DANA EK"},
      {"I think so."}},
    {"IDA HOLM/AL BAHR: Will you sail?\n\nSEC. HADDAD: We will.\n\nIDA HOLM/AL BAHR: When?", {"Will you sail?",
      speaker = {text = "IDA HOLM"}}, {"We will."}, {"When?"}},
    {"Senator Ida Holm spoke.\n\nOn the ships\n\nHolm: We shall sail.\n\nOn the port\n\nHolm: I think in May.\n\nHolm: I do.",
      {"We shall sail.", speaker = {name = "Ida Holm"}}, {"I think in May."}, {"I do."}},
    {"Minister Ida Holm spoke.\n\nOslo Post: When will you sail?\n\nIda Holm: In May, I think.\n\nNordhavn Daily: Where to?\n\n"
      .. "Ida Holm: We go north.",
      {"When will you sail?", speaker = {text = "Oslo Post"}}, {"In May, I think.", speaker = {name = "Ida Holm"}},
      {"Where to?", speaker = {text = "Nordhavn Daily"}}, {"We go north."}},
    -- headlines, fields, lists, links
    {"Minister: We will sail\n\nMinister Ida Holm: You shall see\n\nThe port is open."},
    {"Venue: Lisbon\nDate: We meet in May\nVenue: Oslo\nDate: When you like"},
    {"Ida Holm: 6 – Was late.\nOmar Haddad: 7 – Made two fine saves.\nIda Holm: 7 – Saved well."},
    {"READ MORE: What you need to know\n\nWATCH: Do you like ships?\n\nREAD MORE: Our ships\n\nWATCH: Your port"},
    {"President: Ida Holm\nSecretary: Omar Haddad\nTreasurer: Dana Ek"},
  },
}
