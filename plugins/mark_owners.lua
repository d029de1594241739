--- Which cue, of `_attributions`, each pair of quotation marks belongs to (internal).
--
-- A cue asks for the marks in what it reports and for those beside it, more or less strongly; the one that asks most gets
-- them. Pairs within pairs belong to none. Whether such words are said or are a title, quotes decides.

local BESIDE <const> = 3 -- tokens between marks and the cue behind them
local ASIDE <const> = 16 -- tokens between a cue and the marks behind an aside

-- The document being read: set by annotate.
local doc, words, shapes
local marks -- its outermost pairs of marks in the order of the text
local firsts, near -- their first tokens, with one before and behind them all; where one was looked for
local owner, rejected, rank -- by pair: the number of the attribution that it was given to, how well it fits; of one that it was not
local told, speakers -- what `_attributions` and `_speakers` tell

-- Reads the outermost pairs of marks; returns how many there are.
local function read_marks(all)
  local count = 0
  for n = 1, #all do
    local mark = all[n]
    if mark.depth == 1 then
      count = count + 1
      marks[count], owner[count], rejected[count], rank[count] = mark, false, false, false
      firsts[count] = mark.first
    end
  end
  firsts[0], firsts[count + 1], near = 0, math.huge, 0
  for n = count + 1, #marks do marks[n] = nil end
  return count
end

local ends_sentence = word_set". ! ? ?! !? !! ?? ... …"
local clitic = word_set"'s n't 're 've 'll 'd 'm"

-- How many words stand in tokens first..last; counting ends at `enough`.
local function words_in(first, last, enough)
  local n = 0
  for i = first, last do
    if shapes[i] ~= "-" and not clitic[words[i]] then
      n = n + 1
      if n == enough then return n end
    end
  end
  return n
end

-- Number of the last pair of marks that begins at token `token` or before; 0 when there is none. It is asked for in
-- nearly the order of the text, and looked for from the last answer on.
local function last_mark(token)
  local n = near
  while firsts[n] > token do n = n - 1 end
  while firsts[n + 1] <= token do n = n + 1 end
  near = n
  return n
end

local links = word_set"also read watch see more related image note update breaking listen"

-- Is who stands in a headline, apart from its colon, no one of a known name: "Fire leaves town in ashes: “We lost all”"?
local function is_nobody(speaker, colon)
  if speaker and links[words[speaker.first]] then return true end
  return speaker and speaker.how == "named" and not speaker.layer and not speaker.country and speaker.last < colon - 1
    and shapes[speaker.last + 1] ~= "-"
end

local narrow = word_set"object about infinitive" -- openings of less than a clause
local BESIDE_CUE <const> = 5 -- how strongly a cue asks for the marks beside it

-- How strongly attribution a asks for the marks in its content, 0 to 5, or nil.
local function strength(a)
  local opening, speaker = told.opening[a], speakers[a]
  if told.form[a] == "name" and is_nobody(speaker, told.first[a]) then return nil end
  if opening == "headline" and not (speaker and speaker.layer == "people") then return nil end
  if told.told[a] then return 0 end
  if not speaker then return 1 end
  if told.kind[a].class == "think" then return 2 end
  if opening == "object mark" then return 4 end
  if narrow[opening] then return told.kind[a].class == "weak" and 3 or 4 end -- "published letters in which she promised “a ship”"
  return told.reports[a] and 5 or 3
end

-- Does the sentence that ends in mark n go on with attribution a, whose speaker or cue stands at token `from`: “Why now?”
-- asked Kvale.
local function goes_on(n, from, a)
  local last, class = marks[n].last, told.kind[a].class
  local ends = words[last]
  if class == "think" and shapes[last] ~= "-" and doc.sentence_of(from) == doc.sentence_of(last) then
    return false -- “the last thing” he wanted
  end
  local whole = not told.content_first[a] and told.opening[a] ~= "other"
  local other = owner[n]
  if not whole and other and ends ~= "," and doc.sentence_of(from) == doc.sentence_of(last)
    and told.content_first[other] and told.content_first[other] < marks[n].opens then
    return false -- while Kvale said it was “madness”, Rowe praised ...
  end
  if doc.sentence_of(from) == doc.sentence_of(last) then return true end
  if doc.paragraph_of(from) ~= doc.paragraph_of(last) then return ends == "," end
  return whole and ends_sentence[ends]
end

local finite = word_set"is are was were has have had will can died"

-- Is this the title of a book, a film, a show: every longer word with a capital, and no stop at its end? One word may be
-- something else.
local function is_title(first, last)
  local ends = words[last]
  if ends == "," or ends_sentence[ends] then return false end
  for i = first, last do
    if shapes[i] == "xx" and (#words[i] > 4 or finite[words[i]]) then return false end
  end
  return shapes[first] ~= "xx" and shapes[last] ~= "xx"
end

local works = word_set[[album anthem ballad blockbuster book comedy documentary drama film game hit magazine movie musical novel opera
  painting play podcast poem programme series show single sitcom song thriller track tune video]]
local titles = word_set"titled entitled captioned headlined tagged themed"

local before_name = word_set"of on in for from as the 's"

-- Do the marks hold the title of a show, a paper: on the “Evening News,” she said?
local function is_named(mark)
  local last = mark.last
  if words[last] == "," or words[last] == "." then last = last - 1 end
  return before_name[words[mark.opens - 1]] and last > mark.first and is_title(mark.first, last)
end

-- Do the marks hold the words of a title: a statement titled: “The harbour shall be ours”?
local function is_titled(mark)
  local open = mark.opens
  return titles[words[open - 1]] or (words[open - 1] == ":" or words[open - 1] == ",") and titles[words[open - 2]]
end

-- Do the marks in what attribution a reports hold the title of a work: promoting “Harbour,” told “Good Morning Oslo”, said
-- the film “Harbour” was bad?
local function is_work(mark, a)
  local first, last, opening, kind = mark.first, mark.last, told.opening[a], told.kind[a]
  local open = mark.opens
  local before = words[open - 1]
  if last > first and (words[last] == "," or words[last] == "." and opening ~= "mark") then last = last - 1 end
  if shapes[open - 1] == "Xx" or not is_title(first, last) then return false end -- in a headline all words have capitals
  if opening == "mark" then return kind.lemma ~= "say" end
  return works[before] or narrow[opening]
end

-- Gives mark n to attribution a unless it has a better one.
local function claim(n, a, value)
  local best = rank[n]
  if not best or value > best then
    rejected[n] = owner[n]
    owner[n], rank[n] = a, value
  elseif owner[n] ~= a then
    rejected[n] = a
  end
end

-- Claims for attribution a the marks in tokens first..last of what it reports.
local function claim_within(a, first, last)
  local n = last_mark(last)
  if n == 0 or firsts[n] < first and marks[n].last < first then return end
  local value = strength(a)
  if not value then return end
  while n > 1 and marks[n - 1].last >= first do n = n - 1 end
  while marks[n] and marks[n].first <= last do
    claim(n, a, value)
    n = n + 1
  end
end

-- The pair of marks behind attribution a and an aside between commas, or nil: Holm said, in a letter to the crews, “...”
local function behind_aside(a)
  local last = told.last[a]
  local mark = words[last + 1] == "," and marks[last_mark(last) + 1]
  local follows = mark and mark.opens - last <= ASIDE and mark.opens > last + 2 and words[mark.opens - 1] == ","
  return follows and doc.sentence_of(mark.first) == doc.sentence_of(last) and not is_title(mark.first, mark.last - 1)
    and last_mark(last) + 1 or nil
end

-- Claims for attribution a the marks that end right before its speaker or cue, the first of which stands at `from`.
local function claim_before(a, from)
  local n = last_mark(from - 1)
  if n > 0 and marks[n].last >= from - BESIDE and words_in(marks[n].last + 1, from - 1, 1) == 0
    and not is_named(marks[n]) and goes_on(n, from, a) then claim(n, a, BESIDE_CUE) end
end

-- The attribution of each pair of marks: one whose content is in or around it, or that stands beside it.
local function find_owners()
  local content_first, content_last, rest_first = told.content_first, told.content_last, told.rest_first
  local speaker_first, cue_first, cue_last, vias = told.speaker_first, told.first, told.last, told.via_first
  for a = 1, told.count do
    local first, speaker, cue = content_first[a], speaker_first[a], cue_first[a]
    local from, high = cue, first and content_last[a] or cue_last[a] + ASIDE + 1
    if speaker and speaker < from then from = speaker end
    if vias[a] and vias[a] < from then from = vias[a] end -- the Oslo Post quoted Holm as saying
    if from > high then high = from end
    local n = last_mark(high)
    local last = n > 0 and marks[n].last or 0
    if last >= from - BESIDE or first and last >= first or rest_first[a] then -- most stand far from any marks
      if first then claim_within(a, first, content_last[a]) end
      if rest_first[a] then claim_within(a, rest_first[a], told.rest_last[a]) end
      if speaker then -- “...,” said X / “...,” X said
        claim_before(a, from)
        n = speaker < cue and not first and behind_aside(a)
        if n then claim(n, a, 1) end
      end
    end
  end
end

local readings = {words_in = words_in, last_mark = last_mark, is_nobody = is_nobody, is_title = is_title, is_named = is_named,
  is_titled = is_titled, is_work = is_work}

return {
  api = 1,
  name = "mark_owners",
  summary = "Which cue each pair of quotation marks belongs to (internal)",
  language = "en",
  provides = {_mark_owners = {list = "table", readings = "table"}},
  requires = {"_marks", "_attributions", "_speakers"},
  scope = "document",

  --- One annotation for a document with marks: `list` has `count`, and for each outermost pair `marks`, the annotation of
  -- `_marks`, `owner`, the number of its attribution, and `rejected`, that of another one, or false. `readings` has functions
  -- of tokens and pairs: what stands above them here.
  annotate = function(unit, add)
    doc = unit.doc
    local all = doc:layer"_marks"
    if not all[1] then return end
    words, shapes = doc.words, doc.shapes
    marks, owner, rejected, rank, firsts = doc:kept(5, #all)
    local count = read_marks(all)
    local attributions = doc:layer"_attributions"[1]
    if attributions then
      told, speakers = attributions.list, doc:layer"_speakers"[1].list
      find_owners()
    end
    add(unit.first, unit.last, {list = {count = count, marks = marks, owner = owner, rejected = rejected}, readings = readings})
  end,

  examples = {
    {"“It is late,” Holm said. He read “The Long Harbour” there.", {"“It is late,” Holm said. He read “The Long Harbour” there.",
      list = {count = 2, owner = {1, 2}}}},
    {"The ships sail on Monday."},
  },
}
