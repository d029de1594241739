--- What help knows besides the tables of options, verbs and plugins: the words of queries and of grammars.

local M = {}

--- Words of queries: {name, how it is written, what it does}.
M.query = {
  { "filter", 'quotes{speaker="Price", kind={"direct","mixed"}}',
    "A layer is a set; calling it filters. On a plain field: equal, case ignored; * any run; < <= > >= ! in front compare. "
      .. "On a mention or link: whole words, in order, of name, text or alias. A table: any of. any: present. none: absent. "
      .. "As options: --speaker Price --kind direct; given twice, either; '*' is any, '!*' none." },
  { "any", "quotes{speaker=any}", "A filter that every record passes that has the field." },
  { "none", "quotes{speaker=none}", "A filter that every record passes that has not the field." },
  { "where", "quotes:where[[#text > 200 and line > 60]]",
    "One Lua expression with the record's fields in scope, or a function(record, doc). A missing value is nil; indexing it "
      .. "gives nil, ordering it is false." },
  { "pick", 'money:pick("text","value","speaker.name")', "Rows of just these fields, in this order. "
    .. "A column may be a table: {path=\"speaker.name\", title=\"who\", wrap=true}." },
  { "map", "quotes:map(function(q, doc) return q.text:upper() end)",
    "What the function returns for each record; nil drops it. doc has the fields of its document: doc.date, doc.title, "
      .. "doc.metadata.KEY; doc.slice(q.first - 5, q.first - 1) is the text of five tokens before. pick behind it orders columns." },
  { "text", 'quotes{speaker="Price"}:text()', "Just the text of each record, a line each." },
  { "inside", "people:inside(quotes)", "Records that lie within a record of the other set." },
  { "within", 'quotes:within(documents{date=">2023-02-01"})', "The same as inside." },
  { "outside", "people:outside(quotes)", "Records that lie within none of the other set." },
  { "near", 'quotes:near(money, "sentence")',
    'Records with one of the other set in the same "sentence" or "paragraph", or with at most n tokens between.' },
  { "count", 'quotes:count("speaker","kind")', "How many of each, most first; without fields: how many." },
  { "by", 'dates:by"value":top(10)', "Groups in the order of the field; then top, sum or count." },
  { "top", 'money:top(5, "value")', "The n largest groups, or the n records with the largest field." },
  { "sum", 'money:by"currency":sum"value"', "The total of a number, of all or of each group." },
  { "sort", 'quotes:sort("speaker","-line")', "In the order of the fields; - in front: largest first." },
  { "first", "quotes:first(3)", "The first n, in the order of the input." },
  { "rows", "for q in quotes:rows() do print(q.text) end",
    "Runs the query and goes through its rows, in the main process. What is not written with a record (its sentence, what a link "
      .. "leads to, its document) is picked before: pick(\"name\",\"person.gender\")." },
  { "list", "local all = quotes:list()", "Runs the query and returns its rows as an array." },
}

--- What other tools call words of queries -> how they are written here.
M.synonyms = {
  avg = "by and sum, or rows() in a script", distinct = "count", each = "rows", filter = "where, or {field=...}", find = "where",
  flatmap = "map", foreach = "rows", group = "by, or count", group_by = "by, or count", groupby = "by, or count", having = "where",
  head = "first", iter = "rows",
  join = "pick, which follows links: pick(\"name\", \"person.gender\"); or inside, near",
  len = "count", length = "count", limit = "first", mean = "by and sum, or rows() in a script",
  order_by = "sort", orderby = "sort", reduce = "count, sum, or rows() in a script", select = "pick", size = "count",
  sample = "first", sort_by = "sort", take = "first", total = "sum", unique = "count", uniq = "count",
}

--- Words of grammars (the vocabulary g): {name, what it matches or does}.
M.vocabulary = {
  { "g.number", "a number in figures; its value" },
  { "g.integer", "a whole number in figures; its value" },
  { "g.word", "one word" },
  { "g.capital", "one word with a capital" },
  { "g.capitals", "a run of capitalised words" },
  { "g.letter", "a letter or digit of any script" },
  { "g.digit", "one of 0 to 9" },
  { "g.gap", "white space" },
  { "g.space", "one character of it" },
  { "g.boundary", "the edge of a word" },
  { "g.any", "one character; on the token tape one unit but no break" },
  { "g.upto(p)", "everything before p" },
  { "g.oneof(map)", "one of the keys, longest first; its value" },
  { "g.word_of(list)", "one of the words, case ignored; of a map: its value" },
  { "g.caseless(s)", "the text in any case" },
  { "g.quote_pair", "words in a pair of marks" },
  { "g.field(name, p)", "p, captured under a name" },
  { "g.list(name, p)", "p, each time it comes, in a list" },
  { "g.span(p)", "p is the annotation's span (default: the whole match)" },
  { "g.constant(name, value)", "nothing, but the field has this value" },
  { "g.capture(p)", "the text of p, for a conversion with /" },
  { "g.words.NAME", "a word list of the plugin's data" },
  { "g.PLUGIN.NAME", "a pattern of a plugin named in uses" },
  { "g.V", "a rule of the grammar by name" },
  { "g.P", "a literal text" },
  { "g.S", "one of these bytes" },
  { "g.R", "one of a range of bytes" },
  { "g.B", "what stands before" },
  { "g.CLASS", "on the token tape: a unit in a class of it" },
  { "g.between(m, n, p)", "on the token tape: from m to n units of p (default: any), as many as there are: what stands behind is left out, "
    .. "g.small - g.visit" },
  { "g.behind(class)", "on the token tape: the unit before is in the class" },
  { "g.start", "on the token tape: the start of the sentence" },
  { "g.finish", "on the token tape: its end" },
}

--- Keys of a plugin's table: {key, what it is}.
M.contract = {
  { "api", "1, the version of the contract" },
  { "name", "the name of the file, without .lua" },
  { "summary", "one line on what the plugin finds or reports" },
  { "provides", "the layers that it fills: {LAYER = {FIELD = TYPE}}; a type is string, number, boolean, date, mention, table, "
    .. "a layer's name (a link), {TYPE} for a list, {PART = TYPE} for a mention with parts" },
  { "requires", "the layers that it reads" },
  { "triggers", "words, one of which stands in each sentence that the grammar is to read; \"19*\": beginnings" },
  { "always", "true: the grammar reads every sentence" },
  { "tape", "classes of tokens, {NAME = {word =, lemma =, shape =, class =, layer =, list =, where =}}: the grammar then reads "
    .. "one byte a token" },
  { "grammar", "function(g): {\"NAME\", NAME = what one occurrence looks like} (readout help g)" },
  { "build", "function(m, ctx): from what was captured to the fields, and second the layer; nil drops the match" },
  { "annotate", "function(unit, add, ctx): for what needs more than a grammar; add(first, last, fields, layer)" },
  { "scope", "what grammar and annotate see at once: sentence, paragraph or document" },
  { "report", "{columns, row = function(doc, emit, options)} or {map, merge, render}" },
  { "columns", "the columns of the listing" },
  { "data", "lists beside the plugin, in data/: {NAME = {file = \"FILE.tsv\", match = KIND}}; kinds are word, lemma, name, mark, "
    .. "table; columns = {\"name\", ...} names the columns of a file that has rows alone" },
  { "options", "{NAME = {default =, type =, values =, help =}}: --set PLUGIN.NAME=VALUE, or --NAME with its own verb" },
  { "vocabulary", "function(g): patterns for other plugins" },
  { "uses", "the plugins whose patterns the grammar uses, as g.PLUGIN.NAME" },
  { "language", "only documents of this language" },
  { "marks", "classes of tokens, read as bits, for an annotate that asks much of few tokens" },
  { "tagger", "one letter a token, a light part of speech" },
  { "examples", "{\"TEXT\", {\"SPAN\", FIELD = VALUE}, ...}: tests, help and documentation at once (readout test)" },
}

--- What stands in the tables of these keys: {name, of which key, what it is}.
M.inner = {
  { "word", "tape, marks", "the words of a class; \"{1..31}\" in one stands for each of these numbers" },
  { "lemma", "tape, marks", "words with all their forms" },
  { "shape", "tape, marks", "Xx capitalised, XX upper case, xx lower, xX mixed, 9 digits, - others" },
  { "class", "tape, marks", "word, number, punctuation or symbol" },
  { "list", "tape, marks", "the words of a list of data, narrowed by where = {COLUMN = VALUES}" },
  { "file", "data", "the list, in data/ beside the plugin: first line \"# source; date; licence\", second the columns, tabs between" },
  { "match", "data", "word, lemma: classes and g.words.NAME; name: doc:hits \"NAME\"; mark: for marks and tagger; table: ctx.data.NAME" },
  { "type", "options", "string, date, number or boolean" },
  { "default", "options", "its value where it is not set" },
  { "row", "report", "function(doc, emit, options): emit{COLUMN = VALUE} writes a row at once" },
  { "merge", "report", "function(a, b): the data of two documents as one, in any order" },
  { "render", "report", "function(data, options): a list of sections {title, columns, rows, notes}" },
  { "path", "columns", "the field of a column, such as speaker.name; also title, spare, wrap, number, ending" },
}

--- Fields of every record: {name, what it is}.
M.fields = {
  { "doc", "the document: the path as given (- for standard input) or the record's id, with #n if a file holds several articles" },
  { "document", "what is told of its document: document.date, document.month, document.words, document.title, "
    .. "document.metadata.KEY; in queries, in --fields and as a filter, --document.date '>2031'" },
  { "layer", "the layer that the record is in" },
  { "id", "the record's own name in its document: LAYER:n, in order of start" },
  { "text", "exactly the words of the source from start to end" },
  { "start", "where it begins, in code points from 0, in the text that `readout text FILE` prints (readout help offsets)" },
  { "end", "where it ends, not included" },
  { "line", "the line of the source in which it begins, from 1" },
  { "rule", "plugin/rule that made it; readout explain names its file" },
  { "confidence", "high, medium or low; absent where nothing was inferred" },
  { "why", "the evidence, a list of texts; --why shows it, readout explain too" },
  { "sentence", "the text of the sentence in which it begins; in queries, and in --fields" },
  { "paragraph", "the text of the paragraph in which it begins; in queries, and in --fields" },
}

--- What users of other tools, or of a later version, ask for, and what comes nearest here: verbs and layers.
M.absent = {
  bench = "make bench, in the project's folder",
  check = "readout FILE ends with what to check first; readout quotes FILE --repaired '*' lists repaired marks",
  colloc = "readout run collocates FILE -- WORD",
  compare = "readout run two_accounts FILE -- PARTY PARTY",
  concordance = "readout run kwic FILE -- WORD",
  convert = "readout text FILE prints the text of any input; readout annotate FILE, all that is found",
  dedup = [[readout -e 'documents:count"text"' FILE...]],
  diff = "diff of two answers in -f jsonl; they are the same bytes for the same input",
  doctor = "readout --version, readout plugins, readout limits",
  dossier = "readout FILE -f md -o FILE.md writes the summary as Markdown",
  eval = "tests/accuracy/run DIR, in the project's folder",
  events = "readout statements FILE; readout run who_met_whom FILE",
  export = "readout LAYER FILE -f csv -o FILE.csv",
  freq = [[readout -e 'tokens{class="word"}:count"lemma":top(20)' FILE]],
  grep = [[readout -e 'sentences{text="*WORD*"}' FILE; readout run kwic FILE -- WORD]],
  index = "readout annotate FILE... -o FILE.jsonl keeps all that is found",
  keyness = "readout run keyness FILE -- SPEAKER SPEAKER",
  kwic = "readout run kwic FILE -- WORD",
  locations = "readout places FILE",
  names = "readout entities FILE; readout people FILE, orgs, places",
  ner = "readout entities FILE",
  network = "readout run named_together FILE -f csv -o EDGES.csv; readout run who_met_whom FILE",
  organisations = "readout orgs FILE",
  organizations = "readout orgs FILE",
  persons = "readout people FILE",
  quotations = "readout quotes FILE",
  repl = "readout -e QUERY FILE; readout run SCRIPT FILE",
  replay = "--manifest FILE writes what was run on what; --resume runs what has changed",
  search = [[readout -e 'sentences{text="*WORD*"}' FILE; readout run kwic FILE -- WORD]],
  show = "readout text FILE; readout explain FILE:LINE",
  speakers = "readout actors FILE; readout -e 'quotes:count\"speaker\"' FILE",
  split = "readout documents FILE says where articles begin and why; --split chooses otherwise",
  sqlite = "readout annotate FILE... -o FILE.jsonl",
  stats = "readout FILE; readout -e 'documents:count()' FILE",
  times = "readout dates FILE",
  version = "readout --version",
  who = "readout said FILE; readout people FILE",
  whynot = "readout explain FILE:LINE LAYER names what was rejected, and what a grammar of yours read there",
}

-- How what is so old, or so new, is asked for.
local since, before = "--document.date '>=2031-03', dates --value '>=2031-03', timeline --from 2031-03",
  "--document.date '<2031-03', dates --value '<2031-03', timeline --to 2031-03"
local count = "readout -e 'people:count\"name\"' FILE"
local with_word = "--text '*WORD*'; readout run kwic FILE -- WORD"

--- Options of other tools -> how they are written here.
M.no_options = {
  about = with_word, after = since, before = before, contains = with_word, csv = "-f csv", distinct = count,
  encoding = "seen from the bytes", grep = with_word, group = count, head = "--limit N", json = "-f json", jsonl = "-f jsonl",
  match = with_word, max = "--limit N", md = "-f md", param = "--set PLUGIN.OPTION=VALUE", processes = "-j N",
  recursive = "a folder is read with all that lies in it", search = with_word, since = since, threads = "-j N", top = "--limit N",
  tsv = "-f tsv", unique = count, ["until"] = before, word = with_word, workers = "-j N",
}

--- Other words for topics.
M.aliases = {
  files = "inputs", filters = "queries", format = "formats", input = "inputs", mention = "mentions", query = "queries",
  script = "scripts", set = "queries",
}

--- Topics of their own: name -> paragraphs, and pairs {name, what it means}.
M.pages = {
  queries = {
    "A query is plain Lua: a layer is a set, a method returns another set. readout -e 'QUERY' FILE prints its rows; readout run "
      .. "SCRIPT FILE runs a script of several lines. where, pick, inside, near and map run for each document, in worker "
      .. "processes; count, by, top, sum and what follows them run in the main process.",
  },
  scripts = {
    "A query in a file is a script: readout run FILE.lua FILE... -- ARG... These come with the program, to be run by their names and "
      .. "to copy from (scripts/ of its source):",
  },
  inputs = {
    { ".txt .md .html", "a text each; of a page what is read on it. Several articles in one plain text are parted (--split)" },
    { ".docx .odt", "what a text processor wrote" },
    { ".eml .mbox", "mails" },
    { ".xml .rss", "feeds, NITF, NewsML and other XML" },
    { ".jsonl .json", "an object for each text, with text, id, title, date (--text-key and the like name other keys)" },
    { ".warc .wet", "web archives" },
    { ".gz .zst .xz .bz2 .tar .zip", "any of these, packed or in an archive" },
    { "folders, -", "all that is text in a folder; standard input, whose kind is seen from what comes" },
    { "PDF", "no; pdftotext makes text of it" },
  },
  formats = {
    { "table", "columns for the eye, cut to the width of the terminal, or to 200 columns in a pipe or file (COLUMNS says otherwise); "
      .. "with --wrap texts are whole, over several lines" },
    { "csv, tsv", "one row a record, the names of mentions. A text that begins with = + - @ or a tab gets a ' in front, so that no "
      .. "spreadsheet runs it; in tsv a tab, a line break and a backslash in a cell are written \\t \\n \\\\" },
    { "jsonl", "one record a line, complete" },
    { "json", "one array of them" },
    { "md", "a table for Markdown" },
  },
  mentions = {
    "A mention is a place in the text: text, start, end, line; name, where it is known what it is called; and what else its "
      .. "plugin tells of it: readout quotes FILE --limit 1 -f jsonl shows what a speaker has (role, org, country), or a cue "
      .. "(lemma, class). A part stands behind a dot:",
    { "--fields speaker.country", "a column of it" },
    { "--speaker.country NO", "a filter, as is quotes{[\"speaker.country\"]=\"NO\"}" },
    { "quotes:count\"speaker.country\"", "how many of each" },
    { "quotes:where[[speaker.country]]", "those that have one" },
  },
  exit = {
    { "0", "done; also when the reader of the output goes away" },
    { "1", "nothing found (with --exit-status)" },
    { "2", "usage, query, script or plugin error" },
    { "3", "finished, but some documents failed" },
    { "4", "could not run: no input readable, output not writable" },
    { "128 + n", "ended by signal n" },
  },
  offsets = {
    "start and end count code points from 0, end not included, in the text that `readout text FILE` prints. --offsets byte and "
      .. "--offsets utf16 count in other units; all adds \"byte\":[s,e] and \"utf16\":[s,e] to each.",
  },
}

return M
