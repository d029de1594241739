--- What is reported without marks: "X said that ...", "..., according to X".
--
-- Content that holds words in marks belongs to quotes. Which verbs report a clause, an object ("announced a deal") or
-- what follows a preposition ("called for talks") is data (en.cues.tsv).

local HEADLINE <const> = 5 -- tokens behind a name and a colon

-- A passive or a bare participle has no speaker: "it was said that", "asked whether".
local function names_nobody(form, opening, kind)
  if form == "passive" then return opening == "that" or kind.addressee and (opening == "clause" or opening == "question") end
  return form == "past" and opening ~= "about" and opening ~= "colon"
end

-- Whom headlines name without a name.
local headline_sources = word_set[[army attorney authorities court doctors experts family governor judge lawyer lawyers mayor military
  minister ministry official officials police poll president prosecutors report reports researchers scientists sheriff source sources study
  survey witnesses]]

-- Is tokens first..last, told by a speaker, the rest of a headline: "Solvang: The Ships Will Sail on Monday"?
local function is_headline(first, last, speaker)
  return last - first >= HEADLINE - 1 and speaker and (speaker.layer == "people" or headline_sources[speaker.text:lower()])
end

-- The quotations of the document that have marks, how many of them end before what was asked for last, and whether there are
-- any without: turns of a transcript, whose labels are no headlines.
local quotes, passed, has_turns

local function take_quotes(list)
  quotes, passed, has_turns = list, 0, false
  for n = 1, #list do
    if not list[n].marks then
      if not has_turns then quotes, has_turns = table.move(list, 1, n - 1, 1, {}), true end
    elseif has_turns then
      quotes[#quotes + 1] = list[n]
    end
  end
end

-- The first words in marks that are speech of tokens first..last, or nil. Quotes do not overlap, and it is asked for in
-- nearly the order of the text.
local function speech_in(first, last)
  local n = passed
  while n > 0 and quotes[n].last >= first do n = n - 1 end
  while quotes[n + 1] and quotes[n + 1].last < first do n = n + 1 end
  passed = n
  repeat
    n = n + 1
    local quote = quotes[n]
    if not quote or quote.first > last then return nil end
  until quote.kind ~= "scare"
  return quotes[n]
end

local FIELDS <const> = {"kind", "class", "group", "speaker", "how", "why", "confidence", "cue", "addressee", "venue", "time",
  "via", "nested_in", "negated"}

-- The names of the first groups: most documents have no more.
local groups_of = {}
for n = 1, 40 do groups_of[n] = "s" .. n end

return {
  api = 1,
  name = "statements",
  summary = "Reported speech and thought without quotation marks, with its speaker",
  language = "en",
  provides = {statements = {kind = "string", class = "string", cue = {lemma = "string", class = "string"},
    speaker = {role = "string", org = "string", country = "string", gender = "string", how = "string"},
    addressee = "mention", venue = "mention", time = "mention", via = "mention", negated = "boolean", how = "string",
    group = "string", nested_in = "mention"}},
  columns = {"line", "speaker", "cue", "class", "text"},
  requires = {"_attributions", "_speakers", "quotes"},
  scope = "document",

  annotate = function(unit, add)
    local doc = unit.doc
    local attributions, by_attribution = doc:layer"_attributions"[1], doc:layer"_speakers"[1]
    if not attributions then return end
    take_quotes(doc:layer"quotes")
    local groups = 0
    local told, speakers, reasons, tell = attributions.list, by_attribution.list, by_attribution.reasons, by_attribution.tools.tell
    local openings, reports, content_first, content_last = told.opening, told.reports, told.content_first, told.content_last
    for n = 1, told.count do
      local opening, from, to, speaker = openings[n], content_first[n], content_last[n], speakers[n]
      local rest, speech = told.rest_first[n], nil
      local taken = (reports[n] or opening == "headline" and not has_turns and is_headline(from, to, speaker)) and to > from
        and (speaker or names_nobody(told.form[n], opening, told.kind[n]))
      if taken then
        speech = speech_in(from, to)
        if speech then -- "The port, he said, is “a ruin”"
          from, to = rest, told.rest_last[n]
          taken = rest and opening ~= "before" and not speech_in(from, to)
        end
      end
      if taken then
        if not speech then groups = groups + 1 end
        local how, group = speaker and speaker.how or nil, speech and speech.group or groups_of[groups] or "s" .. groups
        local clear = opening == "that" or opening == "before" or opening == "according"
        local why = {"cue \"" .. doc.slice(told.first[n], told.last[n]) .. "\": " .. opening, reasons[n] or "a passive names nobody"}
        local confidence = clear and how == "named" and "high" or "medium"
        repeat
          add(from, to, FIELDS, "indirect", told.kind[n].class, group, speaker or nil, how, why, confidence, tell(doc, told, n))
          from, to = from ~= rest and rest, told.rest_last[n]
        until not from
      end
    end
  end,

  examples = {
    {"Throughout the talks Solvang said no ships came.", {"no ships came", speaker = "Solvang"}},
    {"The Nordhavn Research Center said that the ports were full.",
      {"the ports were full", speaker = {name = "Nordhavn Research Center"}, how = "named"}},
    -- behind the cue
    {"Solvang said that the talks had failed.", {"the talks had failed", speaker = "Solvang", kind = "indirect",
      class = "say"}},
    {"Solvang said the talks had failed.", {"the talks had failed", speaker = "Solvang"}},
    {"Solvang told reporters in Oslo on Monday that the talks had failed.",
      {"the talks had failed", speaker = "Solvang", addressee = "reporters", venue = "in Oslo", time = "on Monday"}},
    {"Solvang asked whether the ships would sail.", {"whether the ships would sail", cue = "asked"}},
    {"Solvang promised to open the port.", {"to open the port", cue = "promised"}},
    {"Solvang called for talks on the port.", {"talks on the port", cue = "called", venue = false}},
    {"Solvang announced a new port for the town.", {"a new port for the town", cue = "announced"}},
    -- before it, and around it
    {"The talks had failed, Solvang said.", {"The talks had failed", speaker = "Solvang"}},
    {"The talks had failed, said Joseph Wanjala.", {"The talks had failed", speaker = "Joseph Wanjala"}},
    {"The talks had failed, Kvale said in a talk that opened late.", {"The talks had failed", speaker = "Kvale",
      venue = "in a talk"}},
    {"The talks had failed, according to the ministry.", {"The talks had failed", speaker = "the ministry",
      cue = "according to"}},
    {"According to the ministry, nobody was hurt.", {"nobody was hurt", speaker = "the ministry"}},
    {"Police: The ships will sail on Monday.", {"The ships will sail on Monday", speaker = {text = "Police"}}},
    {"OSLO: Ships sank, Kvale said on Monday.", {"Ships sank", speaker = "Kvale"}},
    {"The port was shut, reports the Oslo Post.", {"The port was shut", speaker = {name = "Oslo Post"}}},
    {"Kvale said in a talk on Monday, adding that it was late.", {"it was late", speaker = "Kvale"}},
    {"It is hard to say that it was late."},
    {"The storm led Kvale to say that it was late.", {"it was late", speaker = "Kvale"}},
    {"Kvale said without the port, ships would sink.", {"without the port, ships would sink", speaker = "Kvale"}},
    {"Kvale has vowed, however, to sail on Monday.", {"to sail on Monday", speaker = "Kvale"}},
    {"Kvale announced on Monday a new plan.", {"a new plan", speaker = "Kvale", time = "on Monday"}},
    {"The airline claims that it was late.", {"it was late", speaker = {text = "The airline"}}},
    {"As the Oslo Post disclosed yesterday, crews slept.", {"crews slept", speaker = {name = "Oslo Post"}}},
    {"Kvale told crews this month, however, that it was late.", {"it was late", addressee = "crews", time = "this month"}},
    {"The ministry warns some bodies of water are late.", {"some bodies of water are late", addressee = false}},
    {"Kvale spoke, citing unnamed sources in Oslo.", {"unnamed sources in Oslo", cue = "citing"}},
    {"Four men said it was late.", {"it was late", speaker = {text = "Four men"}}},
    {"Kvale told a panel of eight women and four men that it was late.", {"it was late", speaker = "Kvale"}},
    {"Kvale agreed in May to sail.", {"to sail", speaker = "Kvale"}},
    {"Kvale urged crews, pilots, and captains to sail.", {"to sail", addressee = "crews, pilots, and captains"}},
    {"The court heard Kvale was late. He heard it was late.", {"Kvale was late", speaker = "The court"}},
    {"A captain who died of wounds sustained in Oslo said it was late.", {"it was late", speaker = {text = "A captain"}}},
    {"The port is shut, officials said this week.", {"The port is shut", speaker = "officials", time = "this week"}},
    {"Officials said Dec. 5 the port is shut.", {"the port is shut", speaker = "Officials", time = "Dec. 5"}},
    {"Kvale said the meeting was long but did not confirm that it was late.", {"the meeting was long", speaker = "Kvale"},
      {"it was late", speaker = "Kvale", negated = true}},
    {"Kvale said the talks went well but declined to say whether it was late.", {"the talks went well", speaker = "Kvale"},
      {"whether it was late", speaker = "Kvale", cue = "declined to say"}},
    {"President Ida Holm left. The Holm administration said it was late.", {"it was late", speaker = {name = "Holm administration"}}},
    {"Crews found a ship anchored off Oslo. Captains found ships sank.", {"ships sank", speaker = "Captains"}},
    {"The port, officials said, has become a ruin.", {"The port", group = "s1"}, {"has become a ruin", group = "s1",
      speaker = "officials"}},
    {"Ships to Sail on Monday, Minister Says.", {"Ships to Sail on Monday", speaker = "Minister"}},
    {"The trouble, he told me on Friday, is that the ships are late.", {"The trouble", group = "s1"},
      {"is that the ships are late", group = "s1", speaker = "he"}},
    {"Ships, he said, will sail.", {"Ships", group = "s1"}, {"will sail", group = "s1"}},
    {"An old port, he said, “is a ruin.” If it rains, said Kvale, “we shut it.” In Oslo, he said, “we sail.”",
      {"An old port", group = "q1", speaker = "he"}, {"If it rains", group = "q2", speaker = "Kvale"}},
    {"The new port, Kvale said, is “half closed”.", {"The new port", group = "q1", speaker = "Kvale"}},
    {"The trouble, says Kvale, a captain, is the ice.", {"The trouble", speaker = "Kvale"}, {"is the ice", group = "s1"}},
    {"The line thrived, Kvale said, until it went bankrupt.", {"The line thrived", group = "s1"}, {"until it went bankrupt",
      group = "s1"}},
    {"It helps the town, he says, to open the port.", {"It helps the town", group = "s1"}, {"to open the port", group = "s1"}},
    {"The port is shut, Kvale said, and crews are late.", {"The port is shut", group = "s1"}, {"and crews are late"}},
    {"Nor are the ships late, said Kvale.", {"Nor are the ships late", speaker = "Kvale"}},
    {"The port is shut, captains and port officials told Al Bahr.", {"The port is shut",
      speaker = {text = "captains and port officials"}}},
    {"Though it rained, the port was open, Kvale said.", {"the port was open", cue = "said"}},
    {"Marit Solvang: The ships will sail on Monday.", {"The ships will sail on Monday", speaker = "Marit Solvang"}},
    {"Note: The ships will sail on Monday."},
    {"Marit Solvang: Closing time."},
    {"The Ships Will Sail on Monday: Marit Solvang\n\nThe port was shut.", {"The Ships Will Sail on Monday",
      speaker = "Marit Solvang", cue = ":"}},
    {"The port, as the Oslo Post reported in May, was shut.", {"The port", group = "s1"}, {"was shut", group = "s1"}},
    {"The port is shut, as officials have said.", {"The port is shut", speaker = "officials"}},
    {"As Kvale put it in Oslo on Monday, the port is shut.", {"the port is shut", speaker = "Kvale", cue = "put it"}},
    {"As officials have said, the port is shut.", {"the port is shut", speaker = "officials"}},
    {"As first reported by the Oslo Post, the port is shut.", {"the port is shut", speaker = {text = "the Oslo Post"}}},
    {"Kvale told the crews to leave the port.", {"to leave the port", speaker = "Kvale", addressee = "the crews"}},
    {"Kvale spoke warmly of the crews.", {"the crews", cue = "spoke"}},
    {"Asked why the port was shut, Kvale said he was late.", {"why the port was shut", cue = "Asked"},
      {"he was late", speaker = "Kvale"}},
    {"The poll of captains showed a wide lead.", {"a wide lead", cue = "showed"}},
    {"Channels showed live images of the port."},
    {"Solvang, speaking later in Oslo, rejected the offer as “tired” and insisted Norway would wait.", {"Norway would wait",
      cue = "insisted", speaker = "Solvang"}},
    {"One of them, who asked not to be named, said the ships were late.", {"the ships were late", speaker = "One of them"}},
    {"Marit Solvang came. The ministry issued a statement saying the port was shut.", {"the port was shut",
      speaker = {text = "a statement", name = "The ministry"}}},
    {"The port is late, he said, adding that ships burned.", {"The port is late", cue = "said"}, {"ships burned", speaker = "he"}},
    {"He ended by stating that ships burned.", {"ships burned", speaker = "He", cue = "stating"}},
    {"They wrote opinions stating that it was void.", {"it was void", speaker = {text = "opinions"}, cue = "stating"}},
    {"Kvale, who sails, left, saying that it was late.", {"it was late", speaker = "Kvale"}},
    {"Photo posted by Kvale of the day the ship sank."},
    {"According to Ahmed Kvale, the spokesman of the port, ships were late.", {"ships were late", speaker = "Ahmed Kvale"}},
    {"The port was shut, according to Kvale, the Oslo Post reported.", {"The port was shut, according to Kvale", speaker = "Oslo Post"},
      {"The port was shut", speaker = "Kvale"}},
    {"He's said it was late.", {"it was late", speaker = "He"}},
    {"The crews were told it was late.", {"it was late", speaker = false, cue = "were told"}},
    {"Kvale said: The port is shut.", {"The port is shut", speaker = "Kvale"}},
    {"Kvale while praising the crews said it was late.", {"it was late", speaker = "Kvale"}},
    {"Telling the media, the captains, led by Kvale, said it was late.", {"it was late", speaker = {text = "the captains"}}},
    {"A study out Monday in the Oslo Post says it was late.", {"it was late", speaker = {text = "A study"}}},
    {"Holm, who held a brief for Kvale, a captain, said it was late.", {"it was late", speaker = "Holm"}},
    {"Kvale criticised the crews demanding that they leave.", {"they leave", speaker = "Kvale"}},
    {"According to him, the port is shut.", {"the port is shut", speaker = "him"}},
    {"Kvale said Monday third-quarter sales fell.", {"third-quarter sales fell", speaker = "Kvale"}},
    {"Kvale asked for a pause in May.", {"a pause in May", cue = "asked"}},
    {"Kvale said it was late, while its captain, Holm, said it was not.", {"it was late", speaker = "Kvale"},
      {"it was not", speaker = {text = "its captain"}}},
    {"The ships were late and according to Kvale, crews slept.", {"crews slept", speaker = "Kvale"}},
    {"Another shows that crews sleep.", {"crews sleep", speaker = {text = "Another"}}},
    {"On Monday, Kvale, chairman of the port, testified."},
    {"Experts note that ships sank. But crews claim it was late.", {"ships sank", speaker = "Experts"}, {"it was late", speaker = "crews"}},
    {"Captains who say the port is shut were late.", {"the port is shut", speaker = {name = "Captains"}}},
    {"Kvale left out whom Holm would call but said it was late.", {"it was late", speaker = "Kvale"}},
    {"Kvale - a captain - warned that it was late.", {"it was late", speaker = "Kvale"}},
    {"Kvale, head of a group that has sued the port, said it was late.", {"it was late", speaker = "Kvale"}},
    {"Crews found the ship, reported it to the port, and left."},
    {"Kvale responded by saying it was late.", {"it was late", speaker = "Kvale"}},
    {"Crews better known as pirates left."},
    {"The crews, better known as pirates, left."},
    {"It states that crews sleep.", {"crews sleep", speaker = "It"}},
    {"The post showed a man in a hat.", {"a man in a hat", speaker = "The post"}},
    {"A study that appeared in May found that crews sleep.", {"crews sleep", speaker = {text = "A study"}}},
    {"Holm explained, in all seriousness, that it was late.", {"it was late", speaker = "Holm"}},
    {"Holm told Kvale, a captain, that it was late.", {"it was late", speaker = "Holm"}},
    {"Holm explained to Kvale why it was late.", {"why it was late", speaker = "Holm"}},
    {"But as the Post reported, even if ships sail, they are late.", {"even if ships sail, they are late",
      speaker = {text = "the Post"}}},
    {"He denied the charges through his lawyer.", {"the charges", speaker = "He"}},
    {"Kvale said, that it was late.", {"it was late", speaker = "Kvale"}},
    {"Kvale said about half of the ships sank.", {"about half of the ships sank", speaker = "Kvale"}},
    {"Kvale announced that calls to sail are late.", {"calls to sail are late", speaker = "Kvale"}},
    {"Kvale (captain) of Oslo said it was late.", {"it was late", speaker = {text = "Kvale (captain) of Oslo"}}},
    {"He denied that it was late, however.", {"it was late", speaker = "He"}},
    {"The storm, they concluded, never came.", {"The storm", group = "s1"}, {"never came", group = "s1"}},
    {"A Norwegian monitoring group says it was late.", {"it was late", speaker = {text = "A Norwegian monitoring group"}}},
    {"Kvale made it clear the port is shut.", {"the port is shut", cue = "made it clear"}},
    {"They left after the crews on Monday announced that it was late.", {"it was late", speaker = {text = "the crews"}}},
    {"Holm, whose goods include ships, masts and oars, said it was late.", {"it was late", speaker = "Holm"}},
    {"The jury were told how the ship sank.", {"how the ship sank", cue = "were told"}},
    {"Holm, told that the port was shut, said it was late.", {"it was late", speaker = "Holm"}},
    {"Solvang, unlike Ida Holm, said it was late.", {"it was late", speaker = "Solvang"}},
    {"Solvang, to whom Ida Holm spoke, said it was late.", {"it was late", speaker = "Solvang"}},
    {"Holm met ten crews who had left, without saying why they left.", {"why they left", speaker = "Holm"}},
    {"The port, which shut in May, issued a statement reporting that it was late.", {"it was late", speaker = {name = "The port"}}},
    {"Republic of Ireland harbour minister Ida Holm said that it was late.", {"it was late", speaker = {name = "Ida Holm"}}},
    {"Holm sailed. He met Rolf Rowe. He said that it was late.", {"it was late", speaker = {name = "Holm", how = "pronoun"}}},
    {"Rolf Holm saw Jon Rowe's ships, he said. Holm knew Rowe's crews. He said that it was late.", {"Rolf Holm saw Jon Rowe's ships"},
      {"it was late", speaker = {name = "Rolf Holm"}}},
    {"Rolf Holm sailed. The Norwegian envoy said that it was late. He added that nobody was hurt.",
      {"it was late", speaker = {name = false}}, {"nobody was hurt", speaker = {name = "The Norwegian envoy", country = "NO"}}},
    {"He came from Norway. Minister Ida Holm said that it was late.", {"it was late", speaker = {name = "Ida Holm", country = false}}},
    {"Minister Ida Holm said that it was late. The official added that it rained.", {"it was late"},
      {"it rained", speaker = {name = "Ida Holm"}}},
    {"The Norwegian port ministry said that it was late. The ministry added that it rained.", {"it was late"},
      {"it rained", speaker = {name = "Norwegian port ministry", how = "description"}}},
    {"World Bank President Ida Holm met President Rolf Rowe. The president of the World Bank said that it was late.",
      {"it was late", speaker = {name = "Ida Holm"}}},
    {"Minister Ida Holm met Prime Minister Rolf Rowe. The minister said that it was late.", {"it was late",
      speaker = {name = "Ida Holm"}}},
    {"Ida Holm, while she met the captain, said that it was late.", {"it was late", speaker = {name = "Ida Holm", role = false}}},
    {"Polls there show that it was late. It is worth noting that it rained.", {"it was late", speaker = {text = "Polls"}}},
    {"For Norway there was no change, saying it was late."},
    {"Sales of ships fell, according to a recently published report.",
      {"Sales of ships fell", speaker = {text = "a recently published report"}}},
    {"A Nordhavn reporter who saw the ships asked why it was late.", {"why it was late", speaker = {text = "A Nordhavn reporter"}}},
    {"Ten of the voters polled said it was late.", {"it was late", speaker = {text = "Ten of the voters"}}},
    {"The authors, which include Ida Holm, combed through it and found that it was late.",
      {"it was late", speaker = {name = "The authors"}}},
    {"That said, the port is shut. Research along the coast suggests that it was late.",
      {"it was late", speaker = {text = "Research"}}},
    {"The Harbour Office less than two weeks ago said it was late.", {"it was late", speaker = {name = "Harbour Office"}}},
    {"Crews marching through Oslo said it was late.", {"it was late", speaker = {text = "Crews"}}},
    {"Holm, whose term was marked by storms, said it was late.", {"it was late", speaker = "Holm"}},
    {"Ships across the north warn that it is late.", {"it is late", speaker = {text = "Ships"}}},
    {"The force said a man, 22, died in the port.", {"a man, 22, died in the port", speaker = {text = "The force"}}},
    {"Kvale denied any theft and has maintained that it was late.", {"any theft", cue = "denied"},
      {"it was late", speaker = "Kvale"}},
    {"There was still hope that ships sail."},
    {"They were asked about it."},
    {"She points out that the port is shut.", {"the port is shut", cue = "points out", speaker = "She"}},
    {"Crews want her to say that the port is open.", {"the port is open", speaker = "her"}},
    {"The ships will sail, the office announced late on Monday.", {"The ships will sail", speaker = "the office",
      time = "on Monday"}},
    {"Kvale said that he was late, while Solvang went further, saying that the port was shut.",
      {"he was late, while Solvang went further", speaker = "Kvale"}, {"the port was shut", speaker = "Solvang"}},
    {"He said, as captains, they should go home.", {"as captains, they should go home", speaker = "He"}},
    {"Kvale described how the ship sank.", {"how the ship sank", cue = "described"}},
    {"Some of the crews say he was late.", {"he was late", speaker = {text = "Some of the crews"}}},
    {"They have both vowed to sail.", {"to sail", speaker = "They"}},
    {"She has since said he was late.", {"he was late", cue = "has since said"}},
    {"Kvale warned the crews against seeing that as a win.", {"seeing that as a win", cue = "warned"}},
    {"All told, ten ships were late."},
    {"The court heard that the ships were late.", {"the ships were late", cue = "heard", class = "think"}},
    {"A sailor accused of theft walked away."},
    {"He said first-quarter sales fell.", {"first-quarter sales fell", speaker = "He"}},
    {"Holm hinted in her statement that it was late.", {"it was late", cue = "hinted"}},
    {"I remind you that, as captains, we are late.", {"as captains, we are late", cue = "remind"}},
    {"Kvale told the port desk clerk he was late.", {"he was late", cue = "told"}},
    {"He said being late was a habit.", {"being late was a habit", speaker = "He"}},
    {"Before sailing to Oslo, Kvale said that the port was shut.", {"the port was shut", venue = false}},
    {"Kvale asked who had shut the port.", {"who had shut the port", cue = "asked"}},
    {"Kvale says he overloads his ships.", {"he overloads his ships", speaker = "Kvale"}},
    {"Kvale met Prado, who in 2010 said the port was too small.", {"the port was too small", how = "relative"}},
    {"Kvale agreed with Prado to open the port.", {"to open the port", cue = "agreed", venue = false}},
    {"Solvang called for more ships in a statement on Monday.", {"more ships", cue = "called"}},
    {"Solvang wrote an editorial in the Oslo Post in which she said the crews think the port is shut.",
      {"the crews think the port is shut", cue = "said"}, {"the port is shut", speaker = "the crews"}},
    {"Solvang said Monday's talks had failed.", {"Monday's talks had failed", speaker = "Solvang", time = false}},
    {"Within crews, they said, women have more power.", {"Within crews", group = "s1"},
      {"women have more power", group = "s1"}},
    {"Now, according to the poll, some are leaving.", {"some are leaving", speaker = "the poll"}},
    {"They left because, according to Kvale, ships burned.", {"ships burned", speaker = "Kvale"}},
    {"Despite the storm, ships sailed, according to Kvale.", {"ships sailed", speaker = "Kvale"}},
    {"The ships sank, according to Kvale, and crews left.", {"The ships sank", group = "s1"}, {"and crews left", group = "s1"}},
    {"The trouble, according to Kvale, a captain, is ice.", {"The trouble", group = "s1"}, {"is ice", group = "s1"}},
    {"In Oslo, according to Kvale, ships burned.", {"In Oslo", group = "s1"}, {"ships burned", group = "s1"}},
    {"The plans, which officials said are old, will stay.", {"are old", speaker = "officials"}},
    {"Kvale was shown plans they said are old.", {"are old", speaker = "they"}},
    {"Kvale met what he said was a storm.", {"was a storm", speaker = "he"}},
    {"What he said was late."},
    {"Kvale announced a deal and praised the crews.", {"a deal", cue = "announced"}},
    {"Crews who want to leave the port said it was shut.", {"it was shut", speaker = "Crews"}},
    {"Crews I met in the port said it was shut.", {"it was shut", speaker = "Crews"}},
    {"Kvale was late, then said he was ill.", {"he was ill", speaker = "Kvale"}},
    {"The Oban, Scotland, company said it was shut.", {"it was shut", speaker = {text = "The Oban, Scotland, company"}}},
    {"A captain watching the ships said it was late.", {"it was late", speaker = "A captain"}},
    {"Crews of Oslo's largely poor north said it was late.", {"it was late", speaker = {text = "Crews of Oslo's largely poor north"}}},
    {"The ships could sink with the crews, Holm and Kvale said.", {"The ships could sink with the crews",
      speaker = {text = "Holm and Kvale"}}},
    {"Ports Board records show Kvale has left.", {"Kvale has left", cue = "show"}},
    {"The survey found no proof that ships sail.", {"no proof that ships sail", speaker = "The survey"}},
    {"Kvale announced a ship that will sail to Oslo.", {"a ship that will sail to Oslo", cue = "announced"}},
    {"Kvale said last week that crews slept.", {"crews slept", speaker = "Kvale"}},
    {"Though the port is small, he said, leaving it would be hard.", {"Though the port is small", group = "s1"},
      {"leaving it would be hard", group = "s1"}},
    {"The survey found Kvale leading Holm.", {"Kvale leading Holm", speaker = "The survey"}},
    {"Officials, who said the port was shut, have left.", {"the port was shut", speaker = {name = "Officials"}}},
    {"Al Bahr quoted Kvale, a captain, as saying that it was late.", {"it was late", speaker = "Kvale", via = "Al Bahr"}},
    -- where it ends
    {"No group claimed the attack but the head of a port, Kvale said the port was shut.", {"the attack", cue = "claimed"},
      {"the port was shut", speaker = "Kvale"}},
    {"Kvale said the port was shut; nobody had asked him.", {"the port was shut"}},
    {"He said the text was bad and added that nobody would sign it.",
      {"the text was bad", cue = "said"}, {"nobody would sign it", cue = "added", speaker = "He"}},
    {"Kvale said the port was closed, adding that nobody was hurt.", {"the port was closed"},
      {"nobody was hurt", cue = "adding",
      speaker = "Kvale"}},
    {"While Kvale said the port was closed, the ships went on sailing.", {"the port was closed"}},
    {"Kvale said the port was closed, but Solvang said it was open.", {"the port was closed", speaker = "Kvale"},
      {"it was open",
      speaker = "Solvang"}},
    {"When I asked Kvale whether ships would sail, he left.", {"whether ships would sail", speaker = "I"}},
    {"Solvang said the port, seen from the sea, is a ruin.", {"the port, seen from the sea, is a ruin"}},
    {"Kvale, who says the port is shut, added that ships sail.", {"the port is shut", cue = "says"}, {"ships sail", speaker = "Kvale"}},
    {"They met, Kvale saying he was late and Holm saying she was not.", {"he was late", speaker = "Kvale"},
      {"she was not", speaker = "Holm"}},
    {"Solvang announced a new port on Monday.", {"a new port", cue = "announced"}},
    {"Kvale said he was ill because crews had asked for it.", {"he was ill because crews had asked for it",
      speaker = "Kvale"}},
    {"Kvale left, noting that ships were late and implying that crews slept.", {"ships were late", cue = "noting"},
      {"crews slept", cue = "implying"}},
    {"One thing is clear: ships are late, according to Kvale.", {"ships are late", speaker = "Kvale"}},
    {"Kvale vowed not to sail and left.", {"not to sail", cue = "vowed"}},
    {"Kvale said the port is shut and praised the crews.", {"the port is shut", cue = "said"}},
    {"Kvale said the port had failed, and when asked he left.", {"the port had failed", cue = "said"}},
    {"Kvale has said he is late but has not left.", {"he is late", cue = "has said"}},
    {"Kvale called for new ports, including Oslo.", {"new ports, including Oslo", cue = "called"}},
    -- whose it is
    {"Kvale, the chairman of Nordhavn, said that the ships would sail.", {"the ships would sail", speaker = "Kvale"}},
    {"Kvale came by train and said that the ships would sail.", {"the ships would sail", speaker = "Kvale"}},
    {"It was said in Oslo that the talks had failed.", {"the talks had failed", speaker = false, cue = "was said"}},
    {"Kvale did not deny that the ships had sailed.", {"the ships had sailed", negated = true, speaker = "Kvale"}},
    {"Kvale's claim that the port was open surprised the town.", {"the port was open surprised the town", cue = "claim",
      speaker = "Kvale"}},
    {"Kvale reported that Solvang denied that the port was open.",
      {"Solvang denied that the port was open", speaker = "Kvale"},
        {"the port was open", speaker = "Solvang", nested_in = "reported"}},
    {"Kvale believes that the port is open.", {"the port is open", class = "think"}},
    {"The company in a statement said that the port was shut.", {"the port was shut", speaker = "The company"}},
    {"Crews at the port who said that the ships were late left.", {"the ships were late",
      speaker = {name = "Crews at the port"}}},
    {"80 per cent of the crews said it was late.", {"it was late", speaker = "80 per cent of the crews"}},
    -- nothing is said
    {"Nobody knew when the port would open."},
    {"No one said it was late."},
    {"The coming days will show whether the ships can sail."},
    {"Norway is seeking European guarantees that the port is open."},
    {"The report praised the plan."},
    {"The United States signed the statement in Oslo."},
    {"The poll showed Kvale leading Holm, with 5 percent undecided.", {"Kvale leading Holm, with 5 percent undecided"}},
    {"Kvale spoke of her gifts as a captain, her love of ships and the crews.", {"her gifts as a captain, her love of ships and the crews",
      cue = "spoke"}},
    {"Kvale called for the toll, now $7, to be raised.", {"the toll, now $7, to be raised", cue = "called"}},
    {"Kvale announced a deal, and the crews also left.", {"a deal", cue = "announced"}},
    {"Kvale announced a new port in June 2031, and the crews left.", {"a new port", cue = "announced"}},
    {"It was late, and while Kvale said he would sail, the crews left.", {"he would sail", speaker = "Kvale"}},
    {"Kvale said it was late, and nearly ten of the crews said they slept.", {"it was late", speaker = "Kvale"}, {"they slept"}},
    {"The port could still sink, warned the captains.", {"The port could still sink", speaker = {text = "the captains"}}},
    {"The captains late on Monday said it was late.", {"it was late", speaker = {text = "The captains"}}},
    {"They said reports are false and made up.", {"reports are false and made up", speaker = "They"}},
    {"Kvale, asked about the storm on the coast, was late."},
    {"They refused to comment."},
    {"The crews requested anonymity to speak."},
    {"Repeated gaffes by Kvale hurt him."},
    {"Norway won, claiming the top prize."},
    {"He told them when asked about the port."},
    {"He went, as the Post reported a day later."},
  },
}
