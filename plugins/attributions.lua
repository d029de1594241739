--- Who is the source of what: every cue with its speaker and what it reports (internal), for quotes and statements.
--
-- Beside the content of a cue, whom it was said to, where and when, and the cue around it. Rules over the letters of
-- `_tags`; a position k counts letters.

local find = string.find

-- Letters, as `_tags` lists them.
local ARTICLE <const> = 100 -- d
local DAY <const> = 107 -- k
local PRONOUN <const> = 112 -- p
local OBJECT <const> = 111 -- o
local WHO <const> = 119 -- w
local PREPOSITION <const> = 114 -- r
local COMMA <const> = 44 -- ,
local COLON <const> = 58 -- :
local MARK <const> = 34 -- "

-- The letters of the document, as `_tags` has them, as a string and as a list of bytes, and what it reads in them; the
-- words; what positions are more than tokens in the sentence being read, and its first position.
local letters, c, phrase_end, words
local shift, low
local mark_ahead -- the first mark from its first position on, if need be behind it

-- The cues of the document, as `_cues` has them, and what they report, as `_contents`.
local lasts, starts, kinds, forms, speaker_first, speaker_last, hows, orders, negated, before_first, before_last
local opening, content_first, content_last, rest_first, rest_last, accepted

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
local COLUMNS <const> = {"first", "last", "kind", "form", "order", "how", "opening", "negated", "reports", "told",
  "speaker_first", "speaker_last", "before_first", "before_last", "content_first", "content_last", "rest_first",
  "rest_last"}
local RARE <const> = {"whom_first", "whom_last", "venue_first", "venue_last", "time_first", "time_last", "via_first",
  "via_last", "outer_first", "outer_last"} -- what few attributions have
local list

-- Opens the lists for a document of at most `size` attributions. They hold what the one before left.
local function open_list(doc, size)
  local kept = doc:kept(1, size)
  for i = 1, #RARE do kept[RARE[i]] = {} end
  if kept == list then return end
  list = kept
  for _, name in ipairs(COLUMNS) do list[name] = list[name] or {} end
  list.count = list.count or 0
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
  if c[k] == ARTICLE then k = k + 1 end
  if c[k] ~= DAY then return nil end
  while later_day[c[k + 1]] do k = k + 1 end
  return k
end

-- Whom, where and when: what stands between positions i and j, beside the cue of attribution r.
local function read_setting(r, addressee, i, j)
  local k = i
  if addressee and addressed[c[i]] then
    local last = (c[i] == PRONOUN or c[i] == OBJECT) and i or phrase_end(i)
    if last and last < j then
      list.whom_first[r], list.whom_last[r] = i - shift, last - shift
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
        if not list.time_first[r] then list.time_first[r], list.time_last[r] = k - shift, day - shift end
        last = day
      elseif letter == PREPOSITION and place_first[bytes[k + 1]] and words[k - shift] ~= "to"
        and (list.venue_first[r] or not no_venue[words[k - shift]]) then
        last = phrase_end(k + 1)
        if not last then break end
        if last >= j then last = j - 1 end
        if not list.venue_first[r] then list.venue_first[r] = k - shift end
        list.venue_last[r] = last - shift
      end
    end
    k = last + 1
  end
end

-- "told reporters in Munich on Monday"; "In an interview with Al Bahr, he said": beside cue n, attribution r, whose content
-- begins at `first`.
local function add_setting(r, n, first)
  local f, inverted, addressee = speaker_first[n], orders[n] == "VS", kinds[n].addressee
  local after = (inverted and speaker_last[n] or lasts[n]) + 1
  if first ~= after then
    read_setting(r, addressee, after, first > after and first or find(letters, "[,.;:\"]", after))
  end
  if f and f > low and not inverted and first > f and not list.venue_first[r] then
    local following = c[low + 1] -- "In Oslo", but "Before sailing to Oslo"
    local _, last = find(letters, "^[rk][^vxm;|]*", low)
    if c[low] == PREPOSITION and not place_first[following] and following ~= DAY then last = nil end
    if last and last >= f - 1 then read_setting(r, false, low, c[f - 1] == COMMA and f - 1 or f) end
  end
end

local whole = word_set"that question clause gap before parenthesis" -- openings of a clause
local without_setting = {name = true, noun = true, according = true}

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

-- Makes attribution r of cue n, which stands in the content of the cue `outer`, if of any.
local function set_attribution(r, n, outer)
  local f, first, rest, before = speaker_first[n], content_first[n], rest_first[n], before_first[n]
  local l, form = list, forms[n]
  l.first[r], l.last[r], l.kind[r], l.form[r] = starts[n] - shift, lasts[n] - shift, kinds[n], form
  l.order[r], l.how[r], l.opening[r], l.negated[r] = orders[n], hows[n], opening[n], negated[n]
  l.reports[r], l.told[r] = accepted[n], false
  l.speaker_first[r], l.speaker_last[r] = f and f - shift, f and speaker_last[n] - shift
  l.before_first[r], l.before_last[r] = before and before - shift, before and before_last[n] - shift
  l.content_first[r], l.content_last[r] = first and first - shift, first and content_last[n] - shift
  l.rest_first[r], l.rest_last[r] = rest and rest - shift, rest and rest_last[n] - shift
  if first and not without_setting[form] then add_setting(r, n, opening[n] == "about" and first - 1 or first) end
  if outer and forms[outer] == "according" then
    l.via_first[r], l.via_last[r] = speaker_first[outer] - shift, speaker_last[outer] - shift
  elseif outer then
    l.outer_first[r], l.outer_last[r] = starts[outer] - shift, lasts[outer] - shift
    l.told[r] = is_told(n, outer)
  end
end

-- Do words in marks stand right before the speaker, or the cue where the speaker is behind it; or is that the start of
-- the sentence?
local function is_beside(n, marked)
  local f = speaker_first[n]
  if not f or forms[n] == "name" then return false end
  if not marked then return f == low or orders[n] == "VS" and starts[n] == low end
  local from = orders[n] == "VS" and starts[n] or f
  return from == low or c[from - 1] == MARK and (orders[n] == "VS" or words[from - shift - 2] ~= ".")
end

-- Does cue n, in a sentence that ends in a colon, introduce what the next one says: "In a speech, he said this:"?
local function introduces(n)
  return speaker_first[n] and forms[n] ~= "name" and not find(letters, "^[^|]-[vxm]", lasts[n] + 1)
end

-- Makes attributions of the cues from..to, those of one sentence up to `high`, behind the first `count`; returns how many
-- there are then.
local function read_sentence(from, to, count, high)
  local marked, colon = mark_ahead <= high, c[high] == COLON
  for n = from, to do
    -- Beside marks whatever the verb; without them only what it reports.
    if accepted[n] or (marked or opening[n] == "headline") and content_first[n] or is_beside(n, marked) then
      count = count + 1
      set_attribution(count, n, to > from and outer_report(from, to, n))
    elseif colon and introduces(n) then
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
  requires = {"_tags", "_cues", "_contents"},
  scope = "document",

  --- One annotation for the document. `list` tells of its attributions in the order of the text, each thing in a list of its
  -- own, false or nil where there is none: first and last (tokens of the cue), kind {class, lemma}, form, order, how, opening,
  -- negated, reports, told (by the cue around it), and the first and last token of speaker, before (the antecedent),
  -- content, rest, whom, venue, time, via, outer (the cue around it): speaker_first, speaker_last. And `count`.
  annotate = function(unit, add)
    local doc = unit.doc
    local cues = doc:layer"_cues"[1]
    if not cues then return end
    cues = cues.list
    local tags, contents = doc:layer"_tags"[1].sentences, doc:layer"_contents"[1].list
    letters, c, phrase_end, words = tags.letters, tags.bytes, tags.phrase_end, doc.words
    lasts, starts, kinds, forms, hows, orders = cues.at, cues.start, cues.kind, cues.form, cues.how, cues.order
    speaker_first, speaker_last, negated = cues.first, cues.last, cues.negated
    before_first, before_last = cues.before_first, cues.before_last
    opening, content_first, content_last = contents.opening, contents.first, contents.last
    rest_first, rest_last, accepted = contents.rest_first, contents.rest_last, contents.reports
    open_list(doc, cues.count)
    local sentences, ends = cues.sentences, cues.ends
    local count, from = 0, 1
    mark_ahead = 0
    for s = 1, #sentences do
      local sentence, to = sentences[s], ends[s]
      low = tags.starts[sentence]
      shift = low - tags.firsts[sentence]
      if mark_ahead < low then mark_ahead = find(letters, "\"", low, true) or math.huge end
      count = read_sentence(from, to, count, tags.lasts[sentence] + shift)
      from = to + 1
    end
    close_list(count)
    if count > 0 then add(unit.first, unit.last, {list = list}) end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"Solvang said that the talks had failed.",
      list = {kind = {{lemma = "say"}}, order = {"SV"}, speaker_first = {1}, speaker_last = {1}, content_first = {4},
        content_last = {7}}}},
    {"The talks had failed, he told reporters in Oslo on Monday.",
      {"The talks had failed, he told reporters in Oslo on Monday.",
       list = {content_first = {1}, content_last = {4}, whom_first = {8}, whom_last = {8}, venue_first = {9},
         venue_last = {10}, time_first = {11}, time_last = {12}}}},
    {"Holm said that Kvale asked for a ship.", {"Holm said that Kvale asked for a ship.", list = {told = {false, true}}}},
    {"It was said that Kvale asked for a ship.", {"It was said that Kvale asked for a ship.", list = {told = {false, false}}}},
    {"The report praised the plan."},
  },
}
