--- Grammars: the vocabulary `g` of both tapes, and the search that the host builds around what a plugin describes. The
-- only file that requires lpeg.
--
-- A search over text runs once a sentence and tries the plugin's alternatives at every word start. It yields a list of
-- matches {alternative, from, lists..., to, field = {from, value..., to}}, positions from 1. A search over the token tape
-- runs once a document and has many matches: it yields one flat list, in which each match is its alternative, from, labels
-- with what they label, and to.

local lpeg = require "lpeg"
local core = require "core"
local guest = require "guest"
local suggest = require "suggest"

local M = {}

-- What a pattern answers to: it must not hand on the rest of the library (match-time captures, the stack's size).
debug.getmetatable(lpeg.P(true)).__index = {match = lpeg.match}

local P, R, S, V, B = lpeg.P, lpeg.R, lpeg.S, lpeg.V, lpeg.B
local C, Cc, Cg, Cp, Ct = lpeg.C, lpeg.Cc, lpeg.Cg, lpeg.Cp, lpeg.Ct

--- The version of LPeg in use, "1.0.2".
M.version = tostring(type(lpeg.version) == "function" and lpeg.version() or lpeg.version):gsub("^LPeg ", "")

-- A letter or digit in UTF-8: ASCII, and every character beyond it but Latin-1 signs, general punctuation and currency.
local continuation = R"\x80\xBF"
local word_character = R("az", "AZ", "09") + R"\xC3\xDF" * continuation + P"\xC2" * S"\xAA\xB5\xBA"
  + R"\xE0\xE1" * continuation ^ 2 + R"\xE3\xEF" * continuation ^ 2 + R"\xF0\xF4" * continuation ^ 3
local character = R"\0\x7F" + R"\xC2\xDF" * continuation + R"\xE0\xEF" * continuation ^ 2 + R"\xF0\xF4" * continuation ^ 3
local space = S" \t\r\n\f\v" + P"\xC2\xA0" + P"\xE2\x80\xAF" + P"\xE2\x80\x89"
local digit = R"09"
-- The end of a match: not in the middle of a word.
local boundary = -word_character + B(R("\0/", ":@", "[`", "{\x7F"))

local apostrophe = P"'" + P"’"

--- Returns a pattern that matches `text` whatever its case (ASCII letters).
local function caseless(text)
  local pattern = P(true)
  for c in text:gmatch(utf8.charpattern) do
    local lower, upper = c:lower(), c:upper()
    if c == "'" then
      pattern = pattern * apostrophe
    elseif c == " " then
      pattern = pattern * space ^ 1
    elseif c == "-" then
      pattern = pattern * (P"-" + P"‐" + P"‑")
    elseif lower ~= upper then
      pattern = pattern * S(lower .. upper)
    else
      pattern = pattern * P(c)
    end
  end
  return pattern
end

-- The ordered choice of a list of patterns, as a balanced tree: LPeg copies both operands of every `+`.
local function choice_of(list, first, last)
  if first > last then return P(false) end
  if first == last then return list[first] end
  local middle = (first + last) // 2
  return choice_of(list, first, middle) + choice_of(list, middle + 1, last)
end

-- A trie over the (lower-case) keys of `map`; each leaf yields the key's value, longest key first. Runs of characters
-- without a branch become one literal.
local function trie(map, literal, ending)
  local root = {}
  for key, value in core.pairs(map) do
    local node = root
    for c in (literal and key or key:lower()):gmatch(utf8.charpattern) do
      node[c] = node[c] or {}
      node = node[c]
    end
    node[0] = {value}
  end
  local text = literal and P or caseless
  local function build(node)
    local branches = {}
    for c, child in core.pairs(node) do
      if c ~= 0 then
        local run = c
        while not child[0] do
          local only = next(child)
          if next(child, only) ~= nil then break end
          run, child = run .. only, child[only]
        end
        branches[#branches + 1] = text(run) * build(child)
      end
    end
    if node[0] then
      local value = node[0][1]
      branches[#branches + 1] = value == true and ending or ending * Cc(value)
    end
    return choice_of(branches, 1, #branches)
  end
  return build(root)
end

-- A list becomes a map to true (no value).
local function as_map(words)
  words = guest.open(words)
  if type(words) ~= "table" then error(("a list or a map of words expected, got %s"):format(type(words)), 0) end
  if #words == 0 then return words end
  local map = {}
  for _, word in ipairs(words) do map[word] = true end
  return map
end

local function number_of(text)
  return tonumber((text:gsub(",", "")))
end

local grouped = digit * digit ^ -2 * (P"," * digit * digit * digit) ^ 1 * -digit
local integer = (grouped + digit ^ 1) / number_of
local number = (grouped * (P"." * digit ^ 1) ^ -1 + digit ^ 1 * (P"." * digit ^ 1) ^ -1) / number_of

local captured = {} -- names of the fields of the grammar that is being built

-- The name of a field, which stands before its pattern.
local function field_name(name)
  if type(name) ~= "string" then error(("a field's name stands before its pattern; got %s"):format(type(name)), 0) end
  captured[name] = true
  return name
end

local function text_vocabulary()
  local g = {}
  --- A rule of the plugin's grammar by its name.
  g.V = V
  --- Names a capture: its value is what `p` converts to, else a mention.
  g.field = function(name, p) return Cg(Ct(Cp() * p * Cp()), field_name(name)) end
  --- Collects every occurrence of `p` into a list under `name`.
  g.list = function(name, p) return Ct(Cc(field_name(name)) * Ct(Cp() * p * Cp())) end
  --- Marks the span of the annotation (default: the whole match).
  g.span = function(p) return Cg(Cp(), "_from") * p * Cg(Cp(), "_to") end
  --- A constant field.
  g.constant = function(name, value)
    if type(value) == "table" then return Cg(Ct(Cp() * Cc(value) * Cp()), field_name(name)) end
    return Cg(Cc(value), field_name(name)) -- matching.lua takes what is no table as it is
  end
  --- Literal text, exact case; a number n is any n bytes; true and false as in LPeg.
  g.P = P
  --- One byte of a set, of a range. ASCII only.
  g.S, g.R = S, R
  --- Look-behind at a pattern of fixed length.
  g.B = B
  --- Any one character (code point).
  g.any = character
  --- A letter or digit; a run of them with inner apostrophes and hyphens.
  g.letter = word_character
  g.word = word_character ^ 1 * ((apostrophe + S"-") * word_character ^ 1) ^ 0
  --- A word that begins with a capital (ASCII or Latin, Greek, Cyrillic capitals by their first byte), a run of them.
  g.capital = (R"AZ" + P"\xC3" * R"\x80\x9E" + R"\xC4\xC5" * continuation + R"\xCE\xD0" * continuation)
    * word_character ^ 0 * ((apostrophe + S"-.") * word_character ^ 1) ^ 0
  g.capitals = g.capital * (space ^ 1 * g.capital) ^ 0
  --- White space, line breaks included: at least one character, exactly one.
  g.gap = space ^ 1
  g.space = space
  g.digit = digit
  --- Not in the middle of a word.
  g.boundary = boundary
  --- A number in digits with , and . ; one without a fraction. Yields its value.
  g.number = number
  g.integer = integer
  --- Everything before the first `p`, `p` not included.
  g.upto = function(p) return (character - p) ^ 0 end
  --- One of the keys of a map (exact case, longest first), yielding its value; a list yields no value.
  g.oneof = function(map) return trie(as_map(map), true, P(true)) end
  --- The same for whole words, case ignored, a blank in a key is any white space.
  g.word_of = function(map) return trie(as_map(map), false, V"_boundary") end
  --- Text whatever its case.
  g.caseless = caseless
  --- Yields the text of `p`, for a conversion with `/`.
  g.capture = C
  --- Words in quotation marks of any kind; yields nothing.
  g.quote_pair = P"“" * (character - P"”") ^ 0 * P"”" + P'"' * (character - P'"') ^ 0 * P'"' + P"«" * (character - P"»") ^ 0 * P"»"
    + P"„" * (character - (P"“" + P"”")) ^ 0 * (P"“" + P"”")
  return g
end

local operators = {mul = "*", add = "+", sub = "-", div = "/", pow = "^", unm = "-", len = "#"}

-- What LPeg says of patterns, with what helps.
local explained = {
  {"^loop body may accept empty string$", "a loop (^) over a pattern that may match nothing would never end"},
  {"^empty loop in rule '_search'$", "an alternative may match nothing at all; what is searched for begins with something"},
  {"^(rule '.-') may be left recursive$", "%1 may be left recursive: it can come to itself again before anything is matched"},
  {"^bad argument #%d to 'B' %(pattern may not have fixed length%)$", "g.B and g.behind look back at patterns of one length only"},
  {"^bad argument #%d to '(%a+)' %(lpeg%-pattern expected, got (.*)%)$", function(name, got)
    local where = operators[name] and "beside " .. operators[name] or "by " .. name
    return ("a pattern expected %s, got %s"):format(where, got)
  end},
}

-- A message of LPeg's without its place. rules: those of the grammar, if it is about one.
local function lpeg_problem(message, rules)
  message = tostring(message):gsub("^.-:%d+: ", "")
  local lost = message:match("^rule '(.-)' undefined in given grammar$")
  if lost then return ("g.V'%s': no such rule%s"):format(lost, suggest.hint(lost, suggest.names(rules or {}))) end
  for _, one in ipairs(explained) do
    local text, found = message:gsub(one[1], one[2])
    if found > 0 then return text end
  end
  return message
end

-- The rules and alternatives of what grammar(g) returned.
local function read_rules(plugin, result)
  local rules, names = {}, {}
  for key, value in pairs(result) do
    if math.type(key) == "integer" then
      names[key] = value
    else
      rules[key] = value
    end
  end
  for i, name in ipairs(names) do
    if type(name) ~= "string" or rules[name] == nil then
      error(("%s: grammar: alternative %d, '%s', is no rule of the grammar%s"):format(plugin.path, i, tostring(name),
        suggest.hint(tostring(name), suggest.names(rules))), 0)
    end
  end
  if #names == 0 then
    local some = suggest.names(rules)[1] or "a"
    error(("%s: grammar: no alternative is named: {\"%s\", %s = ...}"):format(plugin.path, some, some), 0)
  end
  return rules, names
end

--- Called for each rule that succeeds when coverage is measured (readout test --coverage).
M.coverage = nil

local one_unit = P(1) -- of the token tape

local tape_vocabulary

-- Refuses a word that a vocabulary has not, with one that it has: `prefix` is "g" or "g.words", `what` what the word is none of.
local function strict(words, prefix, what)
  return setmetatable(words, {__index = function(_, word)
    word = tostring(word)
    local on_tape = prefix == "g" and not rawget(words, "gap")
    local others = prefix == "g" and (on_tape and text_vocabulary() or tape_vocabulary("")) or {}
    local hint = others[word] and (on_tape and ", but one of grammars over text" or ", but one of the token tape")
      or suggest.hint(word, suggest.names(words))
    if hint == "" and on_tape then hint = "; classes of tokens are named in tape" end
    error(("%s.%s: no such %s%s"):format(prefix, word, what, hint), 0)
  end})
end

-- Calls f while a text that stands in a pattern is refused: on the token tape it would be bytes of some classes.
local function without_texts(f, ...)
  local meta, own = debug.getmetatable(one_unit), {}
  for _, operator in ipairs {"__mul", "__add", "__sub"} do
    own[operator] = meta[operator]
    meta[operator] = function(a, b)
      local text = type(a) == "string" and a or type(b) == "string" and b
      if text then error(("'%s': no text stands on the token tape; a class of tape has words: {word = {...}}"):format(text), 0) end
      return own[operator](a, b)
    end
  end
  local results = table.pack(pcall(f, ...))
  for operator, one in pairs(own) do meta[operator] = one end
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

-- What a plugin's `grammar` or `vocabulary` (the name) returns; its errors are told with the plugin's line, a word that is
-- not there with one that is.
local function call_with(g, plugin, name)
  strict(g, "g", "word of the vocabulary")
  if g.words then strict(g.words, "g.words", "list in data") end
  local function told(problem)
    for level = 2, 20 do
      local frame = debug.getinfo(level, "Sl")
      if frame and frame.source == "@" .. plugin.path then
        return ("%s:%d: %s: %s"):format(plugin.path, frame.currentline, name, lpeg_problem(problem))
      end
    end
    return ("%s: %s: %s"):format(plugin.path, name, lpeg_problem(problem))
  end
  local ok, result
  if rawget(g, "gap") then ok, result = xpcall(plugin[name], told, g) else ok, result = without_texts(xpcall, plugin[name], told, g) end
  setmetatable(g, nil)
  if not ok then error(result, 0) end
  if type(result) ~= "table" then
    error(("%s: %s: a table such as {NAME = pattern} expected, got %s"):format(plugin.path, name,
      lpeg.type(result) or type(result)), 0)
  end
  return result
end

-- `wrap` makes of the captures of a match what the list of matches has of it. Returns the search, and the set of the names of
-- fields that the grammar captures; nil where it uses patterns of others, which have theirs.
local function build(plugin, g, ending, skip, wrap)
  captured = {}
  local rules, names = read_rules(plugin, call_with(g, plugin, "grammar"))
  local fields = #plugin.uses == 0 and captured or nil
  local whole = {"_search"}
  for name, rule in pairs(rules) do
    local fine, pattern = pcall(P, rule)
    if not fine then
      error(("%s: grammar: rule '%s': %s"):format(plugin.path, tostring(name), lpeg_problem(pattern)), 0)
    end
    if M.coverage and name ~= "starter" then
      local hit = M.coverage(plugin, name)
      pattern = pattern * lpeg.Cmt(P(true), function() hit() return true end)
    end
    whole[name] = pattern
  end
  local choice
  for _, name in ipairs(names) do
    local alternative = wrap(Cc(name) * Cp() * V(name) * ending * Cp())
    choice = choice and choice + alternative or alternative
  end
  whole._boundary = boundary
  -- A tape grammar may name in `starter` the classes that can begin a match: runs of other units are passed over at
  -- once.
  local idle = rules.starter and skip == one_unit and (one_unit - P(rules.starter)) ^ 1
  whole._search = Ct(((idle or P(false)) + choice + skip) ^ 0)
  local fine, search = pcall(P, whole)
  if not fine then error(("%s: grammar: %s"):format(plugin.path, lpeg_problem(search, rules)), 0) end
  return search, fields
end

-- The vocabulary of one plugin: with its word lists, and with the patterns of the plugins that it uses under their names.
local function vocabulary_of(words, shared)
  local g = text_vocabulary()
  g.words = {}
  for name, list in pairs(words) do g.words[name] = g.word_of(list) end
  for name, patterns in pairs(shared) do g[name] = patterns end
  return g
end

--- Returns the search of a plugin over text, and what build returns besides. `words`: its word lists; `shared`: what it uses,
-- {plugin = its patterns}.
function M.text_search(plugin, words, shared)
  local number_run = digit ^ 1 * (S".,:/" * digit ^ 1) ^ 0
  local skip = (number_run * word_character ^ 0 + word_character ^ 1 + character) * space ^ 0 + 1
  return build(plugin, vocabulary_of(words, shared), boundary, skip, Ct)
end

--- Returns the patterns that a plugin shares (its `vocabulary`).
function M.vocabulary(plugin, words, shared) return call_with(vocabulary_of(words, shared), plugin, "vocabulary") end

--- Returns the pattern that a user wrote as an LPeg expression, "P'* '"; nil where it is none.
function M.pattern(text)
  local chunk = load("return " .. text, "=pattern", "t", setmetatable({lpeg = lpeg}, {__index = lpeg}))
  local done, pattern = pcall(function() return P(chunk()) end)
  return done and pattern or nil
end

--- The kinds of the labels {name, value} in what a search over the token tape yields. One stands before what it labels:
-- "field" and "list" before {from, to}, "from" and "to" before a position; a "constant" has its value itself.
M.labels = setmetatable({}, {__mode = "k"})

local function label(kind, name, value)
  local made = {name, value}
  M.labels[made] = kind
  return Cc(made)
end

function tape_vocabulary(all)
  local from, to = label("from"), label("to")
  local function place(p) return Ct(Cp() * (P(p) / 0) * Cp()) end
  local g = {}
  --- A rule of the plugin's grammar by its name.
  g.V = V
  --- Names a capture: the annotation when it is exactly one, else a mention.
  g.field = function(name, p) return label("field", field_name(name)) * place(p) end
  --- Collects every occurrence of `p` into a list under `name`.
  g.list = function(name, p) return label("list", field_name(name)) * place(p) end
  --- Marks the span of the annotation (default: the whole match).
  g.span = function(p) return from * Cp() * p * to * Cp() end
  --- A constant field.
  g.constant = function(name, value) return label("constant", field_name(name), value) end
  g.any = S(all)
  --- The start and the end of the subject's sentence (or paragraph).
  g.start = -B(g.any)
  g.finish = -g.any
  --- The unit before this one is in the class `p`.
  g.behind = B
  --- Everything before the first `p`, within the subject.
  g.upto = function(p) return (g.any - p) ^ 0 end
  --- Between `low` and `high` units of `p` (default: any), as many as there are.
  g.between = function(low, high, p)
    if not (math.type(low) and math.type(high) and low <= high) then error("g.between(low, high, p): two numbers, the smaller first", 0) end
    p = p or g.any
    local exactly = P(true)
    for _ = 1, low do exactly = exactly * p end
    return exactly * p ^ -(high - low)
  end
  return g
end

--- Returns the same for a plugin with a token tape. `classes` maps each class to the string of its bytes, `all` is the string
-- of all bytes.
function M.tape_search(plugin, classes, all)
  local g = tape_vocabulary(all)
  g.words = {}
  for name, bytes in pairs(classes) do
    if g[name] ~= nil then
      error(("%s: tape: class '%s' would hide g.%s; rename it"):format(plugin.path, name, name), 0)
    end
    g[name] = bytes == "" and P(false) or S(bytes)
    g.words[name] = g[name]
  end
  return build(plugin, g, P(true), one_unit, P)
end

--- The names of the vocabulary of both tapes, sorted: for the test that holds api.lua against them.
function M.names()
  local text, tape = {}, {}
  for name in core.pairs(text_vocabulary()) do text[#text + 1] = name end
  for name in core.pairs(tape_vocabulary("")) do tape[#tape + 1] = name end
  return {text = text, tape = tape}
end

return M
