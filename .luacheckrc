-- No globals but Lua's own; a plugin sees fewer still, and the host checks that.
std = "lua54"
max_line_length = 140
codes = true
self = false

-- A plugin's functions take what the contract gives them, whether they need it or not.
files["plugins"] = { ignore = { "212/.*" }, read_globals = { "byte_set", "calendar", "earlier_document", "figure_value", "join_cases", "namesakes", "word_set" } }
-- Scripts see what a query sees: every layer is a name, and so are the query words.
files["scripts"] = { allow_defined_top = false, ignore = { "113" } }
-- The type file declares names for editors and never runs.
files["core/lua/api.lua"] = { ignore = { "111", "112", "113", "131", "211", "212", "213", "241", "311" } }
exclude_files = { "build", "tests/samples", "tests/hostile" }
