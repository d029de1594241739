---@meta
---What plugins, queries and scripts can use, for editors with the Lua language server: point `workspace.library` at
---this file. tests/lua/api_test.lua holds it against the live program, both ways.

---A place in the text. Offsets count code points from 0 in the source, half-open (--offsets changes the unit).
---@class mention
---@field text string the exact source text
---@field start integer
---@field end integer
---@field first integer its first token, from 1
---@field last integer its last token, included
---@field line integer the line of the source on which it begins, from 1
---@field sentence string the sentence in which it begins
---@field paragraph string the paragraph in which it begins
---@field doc string the id of its document
---@field document? annotation in queries: the record of its document, with date, title, language, metadata
---@field name? string what the thing is called, where that was resolved

---What a plugin found: a mention with the fields that its layer declares.
---@class annotation: mention
---@field layer string
---@field id string LAYER:n in order of start
---@field rule string PLUGIN/ALTERNATIVE
---@field confidence? "high"|"medium"|"low"
---@field why? string[]

---The letters of the sentences that a tagger reads, one sentence after the other.
---@class tags
---@field letters string
---@field bytes integer[] the same
---@field firsts integer[] the first token of each sentence
---@field lasts integer[] its last token
---@field starts integer[] the place of its first letter
---@field sought integer[] that of the first of the tagger's `sought`, else of what stands behind the letters
---@field stops integer[] the places of words of the group `stops`

---One article. Tokens count from 1. Read-only.
---@class document
---@field id string
---@field source string the file it came from, "-" for standard input
---@field base integer code points of the source before its text
---@field text string
---@field language string
---@field metadata table<string, any>
---@field title? string
---@field count integer tokens
---@field date? string the reference date, YYYY-MM-DD
---@field date_confidence? "high"|"medium"|"low"
---@field date_why? string[]
---@field words string[] the normal forms of all tokens: faster than word(i) where most are read
---@field shapes string[] the shapes of all tokens
---@field word fun(i: integer): string the normal form: case folded, quotes straight
---@field surface fun(i: integer): string the exact text
---@field lemma fun(i: integer): string
---@field shape fun(i: integer): "xx"|"Xx"|"XX"|"xX"|"9"|"-"
---@field class fun(i: integer): "word"|"number"|"punctuation"|"symbol"
---@field joined fun(i: integer): boolean part of the same surface token as the one before (do|n't, Iran|'s)
---@field spaced fun(i: integer): boolean white space stands before it
---@field compound fun(i: integer): boolean goes on with a hyphenated word: the hyphen and the piece behind it
---@field sentence_of fun(i: integer): integer the number of its sentence, from 1
---@field paragraph_of fun(i: integer): integer
---@field line_of fun(i: integer): integer the line of the source
---@field token_at fun(byte: integer): integer? the token that holds or follows a byte (from 1) of `text`
---@field next_capital fun(i: integer, several?: boolean): integer? the first token from i on that begins with a capital (with several)
---@field count_words fun(): integer the words of `text` as `wc -w` counts them: runs without white space
---@field quotation_marks fun(but?: string): table, integer[] {byte (from 1), glyph, ...}; paragraphs with others than `but`: bind_columns.c
---@field slice fun(first: integer, last: integer): string the text of tokens first to last, on one line
local document = {}

---The annotations of a layer, sorted by start, longer first. Inside a plugin only layers named in `requires`.
---@param layer string
---@return annotation[]
function document:layer(layer) end

---Iterates the annotations of a layer.
---@param layer string
---@return fun(): annotation?
function document:each(layer) end

---Iterates the names of one of the running plugin's own lists: first token, last token, the row {column = cell}.
---@param list string
---@return fun(): integer?, integer?, table<string, string>?
function document:hits(list) end

---Where the names of one of the running plugin's own lists stand: first token -> last token, first token -> number for
---`row`, last token -> first token.
---@param list string
---@return table<integer, integer>, table<integer, integer>, table<integer, integer>
function document:starts(list) end

---Where the names of several of the running plugin's own lists stand: t[first << 4 | n] = last << 40 | number for
---`row`, n being the place of the list in `names`, from 0; for the first `backward` lists t[-(last << 4 | n)] = first.
---@param names string[]
---@param backward? integer
---@return table<integer, integer>
function document:name_index(names, backward) end

---One cell of the row that `starts` or `name_index` gave a number for; nil when it is empty.
---@param number integer
---@param column string
---@return string?
function document:cell(number, column) end

---The row {column = cell} that `starts` or `name_index` gave a number for (what stands above 40 bits is left out of
---account).
---@param number integer
---@return table<string, string>
function document:row(number) end

---The marks of all tokens, by the running plugin's `marks`: bit n - 1 tells whether the token is in class n. And the
---first token of each sentence; and for each argument the tokens in that class, or in one of those classes.
---@param ... integer | integer[]
---@return integer[], integer[], integer[]...
function document:marks(...) end

---`n` lists, of at most `size` items, that the running plugin fills from 1 on and that may be read for as long as the
---record is open.
---@param n integer
---@param size integer
---@return any[]...
function document:kept(n, size) end

---Decides what the names of the document are; core/match/votes.h says what the rules are. Fills the lists of `found`
---with those pieces that are names: from, to, title, listed, why, kind (1 person, 2 organisation, 3 place, 0 none of
---them), score, words.
---@param pieces table lists: from, to, title, listed, why (bits), and points (four packed in one integer)
---@param count integer pieces
---@param marks integer[]
---@param rules table<string, number>
---@param kept integer bits of `why` that are told
---@param found table lists
---@return integer, integer, integer, integer # names, people, organisations, places
function document:vote(pieces, count, marks, rules, kept, found) end

---The letters of the sentences that the running plugin's `tagger` reads.
---@param over? integer[] first token, last token, letter (a byte), one after the other: what has its letter in any case
---@return tags
function document:tags(over) end

---@return unit the whole document
function document:unit() end

---@param n integer
---@return unit?
function document:sentence(n) end

---@param n integer
---@return unit?
function document:paragraph(n) end

---The line that holds a token.
---@param token integer
---@return unit
function document:line_at(token) end

---@return fun(): unit?
function document:sentences() end

---@return fun(): unit?
function document:paragraphs() end

---A mention of tokens first to last; `extra` fields are added to it.
---@param first integer
---@param last integer
---@param extra? table<string, any> | string[] its fields, or their names
---@param ... any their values, where `extra` has their names
---@return mention
function document:mention(first, last, extra, ...) end

---A sentence, a paragraph or the whole document: what `annotate` gets.
---@class unit
---@field doc document
---@field kind "sentence"|"paragraph"|"line"|"document"
---@field index integer its number, from 1
---@field first integer its first token
---@field last integer its last token, included
---@field from integer bytes of the document before it
---@field to integer bytes of the document up to its end
---@field text string
---@field line integer
---@field line_type "paragraph"|"title"|"caption"|"dateline"|"byline"|"list"|"blank"
---@field paragraph_index integer
local unit = {}

---Iterates the annotations of a layer that begin in the unit.
---@param layer string
---@return fun(): annotation?
function unit:each(layer) end

---@return unit? the next of the same kind
function unit:next() end

---@return unit? the one before
function unit:previous() end

---@param first integer
---@param last integer
---@param extra? table<string, any> | string[] its fields, or their names
---@param ... any their values, where `extra` has their names
---@return mention
function unit:mention(first, last, extra, ...) end

---What `build` and `annotate` get beside the match or unit.
---@class context
---@field options table<string, any>
---@field data table<string, any>
---@field doc document

---An LPeg pattern: * + - ^ # and / combine them.
---@class pattern

---The vocabulary of a grammar over text.
---@class text_vocabulary
---@field V fun(rule: string): pattern a rule of the grammar
---@field field fun(name: string, p: pattern): pattern names a capture: what p converts to, else a mention
---@field list fun(name: string, p: pattern): pattern collects every occurrence into a list
---@field span fun(p: pattern): pattern the span of the annotation (default: the whole match)
---@field constant fun(name: string, value: any): pattern a field with this value
---@field P fun(literal: string|integer|boolean): pattern
---@field S fun(set: string): pattern one byte of a set
---@field R fun(...: string): pattern one byte of a range
---@field B fun(p: pattern): pattern look-behind, fixed length
---@field capture fun(p: pattern): pattern yields the text of p
---@field any pattern one character
---@field letter pattern a letter or digit of any script
---@field digit pattern
---@field word pattern
---@field capital pattern a word with a capital
---@field capitals pattern a run of such words
---@field gap pattern white space
---@field space pattern one character of white space
---@field boundary pattern not in the middle of a word
---@field number pattern a number in digits; yields its value
---@field integer pattern
---@field upto fun(p: pattern): pattern everything before p
---@field oneof fun(map: table): pattern one of the keys, exact case; yields the key's value
---@field word_of fun(map: table): pattern one of the keys as a whole word, case ignored
---@field caseless fun(text: string): pattern
---@field quote_pair pattern words in quotation marks

---The vocabulary of a grammar over the token tape; every class of the tape is a pattern of it too.
---@class tape_vocabulary
---@field V fun(rule: string): pattern
---@field field fun(name: string, p: pattern): pattern the annotation when it is exactly one, else a mention
---@field list fun(name: string, p: pattern): pattern
---@field span fun(p: pattern): pattern
---@field constant fun(name: string, value: any): pattern
---@field any pattern one unit
---@field start pattern the start of the subject
---@field finish pattern its end
---@field behind fun(p: pattern): pattern the unit before this one is in the class p
---@field upto fun(p: pattern): pattern
---@field between fun(low: integer, high: integer, p?: pattern): pattern

---A place on the calendar, as precise as its unit (D W WE M Q S Y E C; X: only a value), with its TIMEX3 value.
---@class place
---@field unit string
---@field value string
---@field days? integer the day from which a D, W or WE is counted on
---@field year? integer
---@field month? integer
---@field quarter? integer
---@field season? "SP"|"SU"|"FA"|"WI"

---Calendar arithmetic for plugins: Gregorian, no clock, no zone. A day is an integer counted from 1970-01-01 (0); 1 BC
---is the year 0; months, weekdays (1 is Monday), weeks and quarters count from 1.
---@class calendar
---@field days fun(year: integer, month: integer, day: integer): integer the day of a date
---@field date fun(days: integer): integer, integer, integer year, month and day of the month
---@field month_days fun(year: integer, month: integer): integer how many days the month has
---@field is_date fun(year: integer, month: integer, day: integer): boolean
---@field weekday fun(days: integer): integer
---@field last_weekday fun(days: integer, weekday: integer): integer the last such day up to and including this one
---@field week fun(days: integer): integer, integer year and number of the ISO week
---@field read_figures fun(text: string, among?: string): integer?, integer?, integer? year, month and day of "29-04-2024"
---@field read_figure fun(w: string): string?, integer? "day", "year" or "decade" and its number, of "4", "'98", "1990s"
---@field short_months table<string, integer> jan = 1
---@field read_stamp fun(text: string, among?: string): integer?, integer?, integer?, integer?, integer?, integer?, string? with zone
---@field read_clock fun(text: string): integer?, integer?, integer? hour, minute, second of "10:35", "10.35", "1035", "10"
---@field read_number fun(text: string): number?, boolean? of "2.5", "1,500", "1/2", "2½", and whether it is a fraction alone
---@field clock fun(hour: integer, minute: integer, second?: integer, zone?: string): string "09:30", "09:30:15Z"
---@field nearest_year fun(days: integer, month: integer, day: integer): integer, integer the year of the nearest, and how far it is
---@field year_of_weekday fun(year: integer, month: integer, day: integer, weekday: integer): integer? the nearest where they agree
---@field easter fun(year: integer): integer
---@field holiday fun(rule: string, year: integer): integer? the day by a rule: "12-25", "11-4d4", "easter-2"
---@field nearest_holiday fun(rule: string, days: integer, shift?: integer): integer? the nearest day of it; before, after, same year
---@field year_value fun(year: integer): string "2023", "BC0480"
---@field at_date fun(year: integer, month: integer, day: integer): place
---@field at_day fun(days: integer): place
---@field time_of_day fun(time: table): string? "14:30" of {hour = 2, minute = 30, half_day = 12}, or its part ("MO")
---@field at_time fun(place: place, time: string): place a part of that day ("MO", "AF", "EV", "NI"), or by the clock ("10:35")
---@field at_week fun(days: integer, unit: "W"|"WE"): place
---@field at_month fun(year: integer, month: integer): place
---@field at_quarter fun(year: integer, quarter: integer): place
---@field at_season fun(year: integer, season: string): place
---@field at_year fun(year: integer): place
---@field at_decade fun(year: integer): place
---@field at_century fun(year: integer): place
---@field unknown fun(value: string): place nothing can be counted from it
---@field blanks table<string, string> what stands for a unit when there is nothing to count from: D is "XXXX-XX-XX"
---@field season_start fun(season: string): integer its first month
---@field year_and_month fun(place?: place): integer?, integer?
---@field shifted fun(place: place, count: number, unit: string): place the place so many units on
---@field duration fun(count: string|number, unit: string): string "P5M", "PT36H", "P2Y6M", "PXD"
calendar = {}

---The words of a text as a set: for lists that a plugin keeps in its own text.
---@param words string with white space between them
---@return table<string, true>
function word_set(words) end

---The bytes of a text as a set: for lists of ASCII letters and marks. What is not in it is false.
---@param bytes string
---@return table<integer, boolean>
function byte_set(bytes) end

---The value of one token of figures: "700,000", "12,34,567.89", "5,00", "1/2", "½"; nil when it is none.
---@param text string
---@return number?
---@return boolean? is_fraction whether it is a fraction alone
function figure_value(text) end

---`named` (name -> what is told under it) with names that differ in capitals alone as one, under the form with lower case.
---@param named table<string, any>
---@param with fun(one: any, other: any): any what is told under one of them, with that under another
---@return table<string, any>
function join_cases(named, with) end

---Whether the document of an id stands before another in the input: by source, then by the number of the article, #2 before #10.
---@param id string
---@param other string
---@return boolean
function earlier_document(id, other) end

---For those that may be only one other of `named` the key of that one: "Solvang" of one document is "Marit Solvang" of another, "MRO" is
---the "Maritime Rescue Organisation". `named`: key -> {given =, family =, country =, acronym =}, as far as they are known, and
---name = when the key is none.
---@param named table<string, table<string, string>>
---@return table<string, string>
function namesakes(named) end

---A set of records: a layer, and everything that is asked of it. Lazy.
---@class set
---@overload fun(filter: table<string, any>): set
local set = {}

---@param condition string|fun(record: annotation, doc: document): boolean
---@return set
function set:where(condition) end
---@param ... string fields
---@return set
function set:pick(...) end
---@param f fun(record: annotation, doc: document): any
---@return set
function set:map(f) end
---@return set
function set:text() end
---@param other set
---@return set
function set:inside(other) end
---@param other set
---@return set
function set:within(other) end
---@param other set
---@return set
function set:outside(other) end
---@param other set
---@param distance "sentence"|"paragraph"|integer in the same one, or so many tokens away
---@return set
function set:near(other, distance) end
---@param ... string fields
---@return set
function set:count(...) end
---@param ... string fields
---@return set
function set:by(...) end
---@param field string
---@return set
function set:sum(field) end
---@param n integer
---@param field? string
---@return set
function set:top(n, field) end
---@param ... string fields, "-field" for largest first
---@return set
function set:sort(...) end
---@param n integer
---@return set
function set:first(n) end
---@return table[]
function set:list() end
---@return fun(): table?
function set:rows() end
