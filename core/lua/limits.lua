--- `readout limits`: every limit of the program, from where it is decided. What goes beyond one is an error that names
-- it; nothing is cut silently.

local core = require "core"
local articles = require "articles"
local data = require "data"
local guest = require "guest"
local matching = require "matching"
local plugin = require "plugin"
local run = require "run"
local verbs = require "verbs"

local M = {}

-- LPeg 1.0.2 and 1.1 allow as many calls and choices within each other where nobody asks for more; nobody can.
local LPEG_STACK = 400

local function size(bytes)
  for _, unit in ipairs({ { 30, "G" }, { 20, "M" }, { 10, "K" } }) do
    if bytes >= 1 << unit[1] and bytes % (1 << unit[1]) == 0 then return ("%d%s"):format(bytes >> unit[1], unit[2]) end
  end
  return ("%d"):format(bytes)
end

--- Returns the limits as rows {limit, value, meaning}; `limits` are those of one record, as set.
function M.rows(limits)
  local c, load = core.limits(), plugin.load_limits
  return {
    { "time", ("%gs"):format(limits.seconds), "CPU time on one record (--limits time=)" },
    { "mem", size(limits.memory), "memory for one record, above what a worker starts with (--limits mem=)" },
    { "output", size(limits.output), "answer on one record (--limits output=)" },
    { "record", size(c.record), "one record: a file of text, a line of JSON, a mail, a page, as read and as text" },
    { "searched text", size(articles.longest), "a longer text is not searched for several articles (--split)" },
    { "searched lines", articles.most_lines, "nor is one of more lines" },
    { "listed path", size(c.path), "bytes of a file's name in a list (--files)" },
    { "folders", c.folders, "folders within each other" },
    { "archives", c.archives, "archives and compressions within each other" },
    { "archive members", c.members, "members of one archive" },
    { "JSON depth", c.json_input_depth, "arrays and objects within each other in input" },
    { "HTML depth", c.html_depth, "elements within each other" },
    { "HTML attributes", c.html_attributes, "attributes of one element" },
    { "XML depth", c.xml_depth, "elements within each other" },
    { "mail depth", c.mail_depth, "parts of a mail within each other" },
    { "token", size(c.normal), "bytes of a word's normal form; longer words are compared by these" },
    { "answer depth", c.json_depth, "tables within each other in what a plugin, query or report gives" },
    { "error message", size(run.message_bytes), "bytes of a plugin's message that an error record keeps" },
    { "plugin file", size(load.file), "text of one plugin that is not shipped" },
    { "plugin load time", ("%gs"):format(load.seconds), "CPU time for loading one, in a process of its own" },
    { "plugin load memory", size(load.memory), "memory for loading one; what workers load again falls under time and mem" },
    { "plugin table depth", guest.copy_depth, "tables within each other in what it returns" },
    { "data file", size(data.limit), "one data file of a plugin" },
    { "text subject", size(matching.subject_bytes),
      "bytes of a sentence, paragraph or document that a grammar over text reads; a note tells of longer ones" },
    { "text grammars", c.trigger_sets, "grammars over text with triggers, in all" },
    { "tape classes", c.tape_classes, "classes of one token tape, word lists included" },
    { "tape combinations", c.tape_combinations, "sets of classes that a unit can be in, on one tape" },
    { "tape layers", c.tape_layers, "layers that collapse on one tape" },
    { "tape words", c.tape_words, "words that one word of a tape class stands for ({1..31})" },
    { "tagged sentence", c.tagged, "tokens of a sentence that a tagger reads at once; a longer one is read in pieces" },
    { "LPeg stack", LPEG_STACK, "rules and choices within each other in one match" },
    { "workers", c.workers, "worker processes (-j)" },
    { "queue", c.queue_jobs, "records at one worker" },
    { "queue bytes", size(c.queue_bytes), "bytes at one worker, after which no second record is sent" },
    { "hold", size(c.hold), "bytes of records and answers that wait for their turn, beyond one of each" },
    { "real time", "none", "it would depend on what else the machine does; nothing but the coordinator can make a "
      .. "confined worker wait" },
    { "stopped worker", ("%ds"):format(c.stopped), "that a worker may be stopped from outside before it is replaced and "
      .. "its records done again" },
    { "last output", ("%ds"):format(c.patience), "for a reader that takes nothing, once a signal has asked to end" },
    { "confinement", core.confine_status(), "what the kernel refuses to workers" },
  }
end

--- Runs the verb.
function M.run(session)
  local rows = {}
  for i, row in ipairs(M.rows(session:limits())) do
    rows[i] = { limit = row[1], value = row[2], meaning = row[3] }
  end
  verbs.write_rows(session, { "limit", { path = "value", wrap = true }, { path = "meaning", wrap = true } }, rows)
end

return M
