--- People: each name with its parts, title, role, organisation, country and gender, and the full name that a short one
-- stands for.
--
-- Which capitals are names `_names` has decided, whose `_persons`, and what the text tells of them `_roles`; a role holds for all
-- mentions that have none of their own. What the text does not tell the list of offices may.

-- What is asked of found.names and found.marks (see _words).
local OFFICES <const> = 7
local END <const> = 40
local OFFICE <const> = 1 << 56

-- How a mention is named that is no part of a longer name.
local unjoined = {["full name"] = true, variant = true, ["only name"] = true, ["same name"] = true}

local doc, slice -- the document being read: set by annotate

-- What the list of offices knows of a full name: the country, and the role when the document is of that time.
local function read_office(person, office)
  local role = person.role
  if role and (person.country or not office.country or role.role == office.role) then
    person.country = person.country or office.country
    return
  end
  local year = doc.date and tonumber(doc.date:sub(1, 4))
  local held = year and year >= tonumber(office.from or 9999) and year <= tonumber(office.to or 9999)
  -- Of an office that the text knows nothing of, and that may be long past, nothing is said.
  if held or not role or role.class == "office" and not role.org then person.country = person.country or office.country end
  if held and not role then
    person.role = {role = office.role, org = office.org, country = office.country, listed = office}
  end
end

-- Evidence in words: of the piece, of how the name was joined, and where its role is from. Two mentions with the same
-- evidence share the list.
local function evidence_of(list, person, how, role)
  local own, held, joined = role and role.role, person.role, how ~= "full name" and how ~= "only name"
  if not (own or held or joined) then return list end
  local told, n = {nil, nil, nil, nil, nil, nil}, #list
  for i = 1, n do told[i] = list[i] end
  if joined then
    n = n + 1
    told[n] = how .. " of " .. person.name .. ", line " .. doc.line_of(person.first)
  end
  if own then
    told[n + 1] = ("role in %q"):format(slice(role.first, role.last))
    if role.copied then told[n + 2] = "as the counterpart of the " .. own .. ", line " .. doc.line_of(role.copied.at) end
  elseif held and held.listed then
    told[n + 1] = ("list of offices: %s from %s to %s"):format(held.role, held.listed.from, held.listed.to or "now")
  elseif held then
    told[n + 1] = "role at line " .. doc.line_of(held.at)
  end
  return told
end

local FIELDS <const> = {"name", "given", "family", "title", "role", "org", "country", "gender", "how", "why", "confidence"}

return {
  api = 1,
  name = "people",
  summary = "People by name, with role, organisation, country and gender",
  provides = {
    people = {name = "string", given = "string", family = "string", title = "string", role = "string", org = "string",
      country = "string", gender = "string", how = "string"},
  },
  requires = {"_names", "_persons", "_roles"},
  scope = "document",
  columns = {"line", "name", "role", "org", "country", "gender", "how"},

  annotate = function(unit, add)
    doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.people == 0 then return end
    local found = record.found
    local names, marks, from, to, row = found.names, found.marks, found.from, found.to, doc.row
    slice = doc.slice
    local persons, told = doc:layer"_persons"[1], doc:layer"_roles"[1]
    local pieces, person_of, how_of, gender_told = persons.pieces, persons.people, persons.hows, persons.tools.gender_told
    local role_at, title_of, total = told.roles, told.titles, #pieces

    for n = 1, total do
      local k, person = pieces[n], person_of[n]
      local office = marks[from[k]] & OFFICE ~= 0 and not person.office and unjoined[how_of[n]] and names[from[k] << 4 | OFFICES]
      if office and office >> END == to[k] then
        office = row(doc, office)
        if not office.styled or title_of[n] then
          person.office = office
          read_office(person, office)
        end
      end
    end

    for n = 1, total do
      local k, person, role, how = pieces[n], person_of[n], role_at[n], how_of[n]
      if role and role.class == "family" and person.role then role = false end
      local own = role and role.role
      local held = own and role or person.role
      local bits, score = found.why[k], found.score[k]
      local why = not own and person.why_bits == bits and person.why_how == how and person.why
      if not why then
        why = evidence_of(found.evidence(bits), person, how, role)
        if not own then person.why, person.why_bits, person.why_how = why, bits, how end
      end
      if person.gender == nil then
        person.gender = gender_told(person) or person.likely or false
      end
      add(from[k], to[k], FIELDS, person.name, person.given, person.family, title_of[n] or nil, held and held.role,
        held and held.org or person.org, role and role.country or held and held.country or person.country,
        person.gender or nil, how, why,
        (score >= 4 or score >= 2.6 and how ~= "only name") and "high" or score >= 2 and "medium" or "low")
    end
  end,

  examples = {
    {"They met Deputy Secretary of the Treasury Wally Kvale.", {"Wally Kvale", role = "deputy secretary of the treasury"}},
    {"Deputy Foreign Minister Faisal Kvale AP Photo/Ana Holm", {"Faisal Kvale", role = "deputy foreign minister"},
      {"Ana Holm"}},
    {"The advocate A M Kvale met Ana delos Santos. Later delos Santos left.", {"A M Kvale"}, {"Ana delos Santos"},
      {"delos Santos", name = "Ana delos Santos"}},
    {"They met Ida Holm, also", {"Ida Holm"}},
    {"Chancellor Ann Holm of Norway met Tom Rowe of the Kvale Institute.", {"Ann Holm", role = "chancellor", country = "NO"},
      {"Tom Rowe", org = "Kvale Institute"}},
    {"Ann Rowe, from the Kvale Institute, met Tom Holm, an Oslo-based analyst at Oxfam.", {"Ann Rowe", org = "Kvale Institute"},
      {"Tom Holm", role = "analyst", org = "Oxfam"}},
    {"Ann Rowe, who leads Oxfam, met Tom Holm, a 34-year-old analyst, and Ida Berg, their lawyer.",
      {"Ann Rowe", role = "leader", org = "Oxfam"}, {"Tom Holm", role = "analyst"}, {"Ida Berg", role = "lawyer"}},
    {"Norwegian and Danish foreign ministers Ola Kvern and Lars Hvid met Jan Berg, 52, and Ida Holm, founders of Oxfam.",
      {"Ola Kvern", role = "foreign minister", country = "NO"}, {"Lars Hvid", role = "foreign minister", country = "DK"},
      {"Jan Berg", role = "founder"}, {"Ida Holm", role = "founder", org = "Oxfam"}},
    {"Ola Kvern, president and chief executive of Oxfam, met Ann Rowe, safety and security manager for the Norway-based Kvale Institute.",
      {"Ola Kvern", role = "president", org = "Oxfam"}, {"Ann Rowe", role = "manager", org = "Kvale Institute", country = "NO"}},
    {"Lars Hvid, Operations Director of Oxfam, met Tom Rowe, head of the Gulf and Cape unit at UNICEF, and his wife, Ann Rowe. Rowe left.",
      {"Lars Hvid", role = "director", org = "Oxfam"}, {"Tom Rowe", role = "head", org = "UNICEF"}, {"Ann Rowe", role = "wife"},
      {"Rowe", name = "Tom Rowe"}},
    {"Ola Kvern is head of Oxfam. Ann Rowe served as ambassador to Kenya. The wife of Lars Hvid is a mayor, and Jan Berg a guest.",
      {"Ola Kvern", role = "head", org = "Oxfam"}, {"Ann Rowe", role = "ambassador"}, {"Lars Hvid", role = false}, {"Jan Berg"}},
    {"US Secretary of State Ann Rowe left.", {"Ann Rowe", role = "secretary of state", country = "US"}},
    {"Nehru Meets Mandela in Oban\n\nThe talks went on for two days, and nobody knew how they would end.", {"Nehru"}, {"Mandela"}},
    {"Ida Holm Ties Ola Kvern In Norway Poll.", {"Ida Holm"}, {"Ola Kvern"}},
    {"Governor Ola Ridge met Mr. Forest on Prince Edward Island.", {"Ola Ridge", role = "governor"}, {"Forest"}},
    {"Ida King met crews in May. King said it was late. Mr. Rose and Mrs. May left the king.", {"Ida King"}, {"King", name = "Ida King"},
      {"Rose"}, {"May"}},
    {"Tom Church said it was late. Mr. Church met John Hill in John Street.", {"Tom Church"}, {"Church", name = "Tom Church"},
      {"John Hill"}},
    {"Wen Jiaren met Yi Lindgren and Wang Qiang. Wang left.", {"Wen Jiaren", given = "Jiaren", gender = false},
      {"Yi Lindgren", given = "Yi", gender = "m"}, {"Wang Qiang", family = "Wang"}, {"Wang", name = "Wang Qiang", how = "surname"}},
    {"Will Rowe left. Will Rowe come?", {"Will Rowe"}, {"Rowe"}},
    {"Mark Kvale has not replied. In Bill Rowe they trust.", {"Mark Kvale"}, {"Bill Rowe"}},
    {"They met Khalid ibn al-Walid and the plan of Martin Luther Kvale Jr. failed.", {"Khalid ibn al-Walid"},
      {"Martin Luther Kvale Jr."}},
    {"A spokesman for Yasser Mahdi met the head of LEBA Fatallah Fawzi.", {"Yasser Mahdi"}, {"Fatallah Fawzi", org = "LEBA"}},
    {"Crown Prince Tor Kvale met Lord Rowe.", {"Tor Kvale", role = "crown prince"}, {"Rowe", role = "lord"}},
    {"The spokesman of President Ann Holm left.", {"Ann Holm", role = "president"}},
    {"Kenyan Ann Rowe beat Norway's Ola Kvern, and Jan Holm (Denmark) the Swede Lars Hvid. Tom Oakes left Norway.",
      {"Ann Rowe", country = "KE"}, {"Ola Kvern", country = "NO"}, {"Jan Holm", country = "DK"}, {"Lars Hvid", country = "SE"},
      {"Tom Oakes", country = false}},
    {"Mandela met Nehru. Trump Tower was shut.", {"Mandela"}, {"Nehru"}},
    {"Tim Baker told Julie May that Susan Hill was ill. Julie May 5 was wrong.", {"Tim Baker"}, {"Julie May"}, {"Susan Hill"}, {"Julie"}},
    {"The U.S. Ambassador to the United Nations Linda Kvale left, and Oman's envoy to the UN Mona Salim stayed.",
      {"Linda Kvale", role = "ambassador", org = "United Nations", country = "US"},
      {"Mona Salim", role = "envoy", org = "UN", country = "OM"}},
    {"Xu Zhenlin met Ri Sol Ju and Ri Sol-min, then Tran Thi Hoa. Mr. Xu left with Sol Ju, Hoa and Lee Harmon.",
      {"Xu Zhenlin", family = "Xu", given = "Zhenlin"}, {"Ri Sol Ju", family = "Ri"}, {"Ri Sol-min", name = "Ri Sol-min"},
      {"Tran Thi Hoa", family = "Tran"}, {"Xu", name = "Xu Zhenlin", how = "surname"},
      {"Sol Ju", name = "Ri Sol Ju"}, {"Hoa", name = "Tran Thi Hoa", how = "given name"}, {"Lee Harmon", family = "Harmon"}},
    {"Police Chief Ida Holm left with the Minister for Rural Affairs Dr Tova Berran and Ann Rowe, the president's spokeswoman.",
      {"Ida Holm", role = "police chief", gender = "f"}, {"Tova Berran", role = "minister"}, {"Ann Rowe", role = "spokesperson"}},
    {"Jan Holm met April Jones. It rained in April. Jones left on Jan 5.", {"Jan Holm", gender = "m"}, {"April Jones", gender = "f"},
      {"Jones", name = "April Jones"}},
    {"The World Bank's president Jonas Berg met Ida Holm, Oxfam's director.",
      {"Jonas Berg", role = "president", org = "World Bank"}, {"Ida Holm", role = "director", org = "Oxfam"}},
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Marit Solvang", given = "Marit", family = "Solvang", role = "foreign minister", country = "NO", gender = "f"},
      {"Joseph Wanjala", gender = "m"}},
    {"Norway's president, Reza Karimi, the International Maritime Court said, must appear.", {"Reza Karimi", role = "president"}},
    {"Marit Solvang spoke. Mr. Wanjala left with Solvang.",
      {"Marit Solvang", name = "Marit Solvang"}, {"Wanjala", title = "Mr.", gender = "m"},
      {"Solvang", name = "Marit Solvang", how = "surname"}},
    {"Norway's defence minister Marit Solvang and her Danish counterpart Lars Hvidberg met then-US President Tom Oakes.",
      {"Marit Solvang", role = "defence minister", country = "NO"}, {"Lars Hvidberg", role = "defence minister", country = "DK"},
      {"Tom Oakes", role = "president", country = "US"}},
    {"Joseph Wanjala, the chairman of the Ministry of Fisheries, met State Department spokesperson Ann Rowe.",
      {"Joseph Wanjala", role = "chair", org = "Ministry of Fisheries"},
      {"Ann Rowe", role = "spokesperson", org = "State Department", country = "US"}},
    {"The secretary-general of the council, Mr. Wanjala, met Iran's chief negotiator, Reza Karimi-Fard.",
      {"Wanjala", role = "secretary-general"},
      {"Reza Karimi-Fard", role = "chief negotiator", country = "IR", family = "Karimi-Fard"}},
    {"The mother of Karl Luis Wanjala met Tom Baker, the envoy for Iran Rob Oakes and Solat Chan-o-da.",
      {"Karl Luis Wanjala"}, {"Tom Baker"}, {"Rob Oakes"}, {"Solat Chan-o-da"}},
    {"They praised Tolvu Berrangat, Marit Solvang and Krasna Dvorilek. Nordhavn's Wong Tal-dan left.",
      {"Tolvu Berrangat"}, {"Marit Solvang"}, {"Krasna Dvorilek"}, {"Wong Tal-dan"}},
    {"They met Steve and Robert. Then they left with Steven.", {"Steve"}, {"Robert"}, {"Steven", name = "Steve"}},
    {"Kim Min-woo met Kim Sol-wook.", {"Kim Min-woo", name = "Kim Min-woo"}, {"Kim Sol-wook", name = "Kim Sol-wook"}},
    {"President Lim Jun-ho met Mary June Oakes on May 5.", {"Lim Jun-ho"}, {"Mary June Oakes"}},
    {"Minister of State for Fisheries and Ports Marriyum Nakken met Minister for Health and Social Care Ida Holm.",
      {"Marriyum Nakken", role = "minister"}, {"Ida Holm", title = "Minister for Health and Social Care"}},
    {"The Minister of Finance, Planning and Trade Ola Kvern left.", {"Ola Kvern"}},
    {"The Minister of Planning and Regional Trade Rania Haddad met Secretary for Culture, Sports and Tourism Tibor Oakes.",
      {"Rania Haddad", role = "minister", title = "Minister of Planning and Regional Trade"}, {"Tibor Oakes"}},
    {"Amanda Kvale-Rowe spoke. Kvale-Rowe left with Vijay Mohan (Bittu) Rao, and Han In-so and T. Baker stayed.",
      {"Amanda Kvale-Rowe"}, {"Kvale-Rowe", name = "Amanda Kvale-Rowe", how = "surname"}, {"Vijay Mohan (Bittu) Rao"},
      {"Han In-so"}, {"T. Baker"}},
    {"Lagos State Commissioner for Trade, Mr. Ade Olonga, Esq., paid N1 billion.", {"Ade Olonga", role = "commissioner"}},
    {"The spokeswoman of the United Nations Ana Tove and Queen Marit II left.",
      {"Ana Tove", role = "spokesperson", org = "United Nations"}, {"Marit II", given = "Marit", family = false}},
    {"They quoted the head of the Standing Committee of the National Council of Oban, Wu Jianta.",
      {"Wu Jianta", role = "head", org = "Standing Committee of the National Council of Oban"}},
    {"Omar \"The Hook\" Kven saw Ana Solvang 'Tova'.", {"Omar \"The Hook\" Kven", family = "Kven"}, {"Ana Solvang"},
      {"Tova", name = "Ana Solvang", how = "nickname"}},
    {"They met Tolo Kven (Bibi) Rao, then Tolderup and Marit Solvang.", {"Tolo Kven (Bibi) Rao"}, {"Tolderup"},
      {"Marit Solvang"}},
    {"The envoy to Kenya Kvalo Tolberg met the head of KLU (Latif Dolura), a former director of finance in Oban, Jonas Udelo.",
      {"Kvalo Tolberg", role = "envoy"}, {"Latif Dolura"}, {"Jonas Udelo", role = "director"}},
    {"Ana Tolberg Rowe spoke. Tolberg Rowe left with Kilo Min Read.", {"Ana Tolberg Rowe"},
      {"Tolberg Rowe", name = "Ana Tolberg Rowe", how = "variant"}, {"Kilo Min Read"}},
    {"He met the leader of the Rural Union (RU) Ana Solvang.", {"Ana Solvang", role = "leader", org = "Rural Union"}},
    {"Judge Slaps Oakvik Over Missing Trade Papers\n\nA court fined Ana Oakvik. Oakvik left.", {"Oakvik", name = "Ana Oakvik"},
      {"Ana Oakvik"}, {"Oakvik", name = "Ana Oakvik"}},
    {"By Ana Kvale OSLO (Reuters) - General Secretary To Lan met Harun-or-Rahman and Daniel arap Kven.",
      {"Ana Kvale"}, {"To Lan", family = "To"}, {"Harun-or-Rahman"}, {"Daniel arap Kven"}},
    {"Doctors Say They've Found a New Kind of Fish\n\nFishermen say so."},
    {"Tolvek Dorane (53) married a daughter of Sella Burkanu. Dorane retired, Udell's late mother said.", {"Tolvek Dorane"},
      {"Sella Burkanu"}, {"Dorane", name = "Tolvek Dorane"}, {"Udell"}},
    {"They beat Perrik Lonu (Norway) in Norway's Jungle Gateway.", {"Perrik Lonu"}},
    {"It upset Tolvek, president of the village. Nobody saw the guard, Ann Rowe said.", {"Tolvek"}, {"Ann Rowe", role = false}},
    {"Mayor Shah met Sgt Rev Tolvu Udelo and Inspector Tony Hill.", {"Shah", role = "mayor"}, {"Tolvu Udelo"}, {"Tony Hill"}},
    {"The Udelo government fell. Drew Holm left with Sun Yun-hwa.", {"Udelo"}, {"Drew Holm"}, {"Sun Yun-hwa"}},
    {"The aide of Judge Carlos Alberto Udelo met Marine Le Kven and Christian R. Voldane, and President von der Kvale left.",
      {"Carlos Alberto Udelo", role = "judge"}, {"Marine Le Kven"}, {"Christian R. Voldane"}, {"von der Kvale", role = "president"}},
    {"He asked Kvaley Tae-bon, Sheriff Donnie Barrera and Farid Jan there. Kvaley and Jimmy Will met Bolek Arvune.",
      {"Kvaley Tae-bon"}, {"Donnie Barrera", role = "sheriff"}, {"Farid Jan"}, {"Kvaley", name = "Kvaley Tae-bon"}, {"Jimmy Will"},
      {"Bolek Arvune"}},
    {"Somehow Tolvek Arvane was there. They took a Burkanu Udelo home, drank the old Tolvu Berrangat in Dorane Kvalu and"
      .. " read \"Selka Burdane\".", {"Tolvek Arvane"}},
    {"The letter names Tolvek Dorane. It also names Dorane's horse.", {"Tolvek Dorane"}, {"Dorane", how = "surname"}},
    {"The Solvang administration fell. Customer Support was closed.", {"Solvang"}},
    {"Robert Kvale and Mohammed Dolura met Ana B. Holm. Bob Kvale and Mohamed Dolura saw Ana D. Holm, and Dollura said no.",
      {"Robert Kvale"}, {"Mohammed Dolura"}, {"Ana B. Holm"}, {"Bob Kvale", name = "Robert Kvale"},
      {"Mohamed Dolura", name = "Mohammed Dolura"}, {"Ana D. Holm", name = "Ana D. Holm"}, {"Dollura", name = "Mohammed Dolura"}},
    {"Ana de la Tova Rowe spoke. De la Tova was alone, and Ana Maria de la Tova was not.", {"Ana de la Tova Rowe"},
      {"De la Tova", name = "Ana de la Tova Rowe"}, {"Ana Maria de la Tova", name = "Ana Maria de la Tova"}},
    {"Marit Kvale spoke. Marit \"Tova\" Kvale left, and Tova came again.", {"Marit Kvale"},
      {"Marit \"Tova\" Kvale", how = "variant"}, {"Tova", name = "Marit \"Tova\" Kvale"}},
    {"Tom Rowe Jr. met Daniel Holm, Daniela Holm and Tom Rowe. Rowe left.", {"Tom Rowe Jr.", family = "Rowe"}, {"Daniel Holm"},
      {"Daniela Holm", name = "Daniela Holm"}, {"Tom Rowe", name = "Tom Rowe"}, {"Rowe", name = "Tom Rowe"}},
    {"Tom and Marit Solvang left. Mr. Solvang came back with Jan Kvale, but Mrs. Kvale did not. The brothers James and Lars Rowe stayed.",
      {"Tom", name = "Tom Solvang", how = "shared family name"}, {"Marit Solvang"}, {"Solvang", name = "Tom Solvang"}, {"Jan Kvale"},
      {"Kvale", name = "Mrs. Kvale", gender = "f"}, {"James", name = "James Rowe"}, {"Lars Rowe"}},
    {"Jan Kvale met President Tor Kvale. President Kvale left.", {"Jan Kvale"}, {"Tor Kvale"}, {"Kvale", name = "Tor Kvale"}},
    {"King Harald met Tor Harald. Harald left, and so did King Harald.", {"Harald", name = "Harald", role = "king"}, {"Tor Harald"},
      {"Harald", name = "Tor Harald"}, {"Harald", name = "Harald"}},
    {"Marit Solvang and Lars Solvang met. Lars Solvang left.",
      {"Marit Solvang", name = "Marit Solvang"}, {"Lars Solvang", name = "Lars Solvang"},
        {"Lars Solvang", name = "Lars Solvang"}},
  },
}
