--- `readout completion bash|zsh|fish`: completion for shells, made from the tables of verbs and options.

local fault = require "fault"
local help = require "help"
local options = require "options"
local plugin_module = require "plugin"
local suggest = require "suggest"

local M = {}

local shells = {}

local function words(list) return table.concat(list, " ") end

local function option_words()
  local list = {}
  for _, option in ipairs(options.list) do list[#list + 1] = "--" .. option.name end
  return words(list)
end

-- What a verb completes besides files: words, by verb; and its own options.
local function after_verbs(session)
  local registry = session:registry()
  local plugins = suggest.names(registry.by_name)
  return { help = help.topics(registry), test = plugins, completion = suggest.names(shells), plugin = { "new" } }
end

local function own_options(session, verbs)
  local cli, own = require "cli", {}
  for _, verb in ipairs(verbs) do
    local list = {}
    for _, option in ipairs(cli.own_options(session:registry(), verb)) do list[#list + 1] = "--" .. option.name end
    if #list > 0 and not require("verbs").by_name[verb] then own[verb] = list end
  end
  return own
end

function shells.bash(session, verbs)
  local values, after, own = {}, {}, {}
  for _, option in ipairs(options.list) do
    if option.values then
      local names = (option.short and "-" .. option.short .. "|" or "") .. "--" .. option.name
      values[#values + 1] = ("    %s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;"):format(names,
        words(option.values))
    end
  end
  local layers = plugin_module.public_layers(session:registry())
  values[#values + 1] = ("    --with|--explode) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;"):format(words(layers))
  values[#values + 1] = "    --plugins) COMPREPLY=($(compgen -d -- \"$word\")); return ;;"
  local known = after_verbs(session)
  for _, verb in ipairs(suggest.names(known)) do
    after[#after + 1] = ("    %s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;"):format(verb,
      words(known[verb]))
  end
  local lists = own_options(session, verbs)
  for _, verb in ipairs(suggest.names(lists)) do own[#own + 1] = ("    %s) more='%s' ;;"):format(verb, words(lists[verb])) end
  return ([[
# readout completion for bash: source <(readout completion bash)
_readout() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]} more=
  COMPREPLY=()
  case $before in
%s
  esac
  [ "$COMP_CWORD" -gt 1 ] && case $verb in
%s
  esac
  case $verb in
%s
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W '%s '"$more" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word"))
       [ "$COMP_CWORD" -eq 1 ] && COMPREPLY+=($(compgen -W '%s' -- "$word")) ;;
  esac
}
complete -o filenames -F _readout readout
]]):format(table.concat(values, "\n"), table.concat(after, "\n"), table.concat(own, "\n"), option_words(), words(verbs))
end

-- A text in single quotes, without what zsh's _arguments would read as its own.
local function plain(text) return (text:gsub("[%[%]:']", " "):gsub("%s+", " ")) end

function shells.zsh(_, verbs)
  local specs = {}
  for _, option in ipairs(options.list) do
    local value = ""
    if option.type ~= "flag" then
      value = (":%s:%s"):format((option.arg or "value"):lower():gsub("[%[%]:']", " "),
                                option.values and "(" .. words(option.values) .. ")" or "_files")
    end
    specs[#specs + 1] = ("    '--%s[%s]%s'"):format(option.name, plain(option.help), value)
  end
  return ([[
#compdef readout
# readout completion for zsh: readout completion zsh > "${fpath[1]}/_readout"
_readout() {
  _arguments \
%s \
    '1:verb or file:_readout_verbs' \
    '*:file:_files'
}
_readout_verbs() {
  compadd -- %s
  _files
}
_readout "$@"
]]):format(table.concat(specs, " \\\n"), words(verbs))
end

function shells.fish(_, verbs)
  local lines = { "# readout completion for fish: readout completion fish > ~/.config/fish/completions/readout.fish",
                  ("complete -c readout -n __fish_is_first_arg -a '%s'"):format(words(verbs)) }
  for _, option in ipairs(options.list) do
    local parts = { ("complete -c readout -l %s"):format(option.name) }
    if option.short then parts[#parts + 1] = "-s " .. option.short end
    if option.values then
      parts[#parts + 1] = ("-x -a '%s'"):format(words(option.values))
    elseif option.type ~= "flag" then
      parts[#parts + 1] = "-r"
    end
    parts[#parts + 1] = ("-d '%s'"):format((option.help:gsub("['\\]", "\\%0")))
    lines[#lines + 1] = words(parts)
  end
  return table.concat(lines, "\n") .. "\n"
end

--- Runs the verb.
function M.run(session, arguments)
  local shell = arguments[1]
  local known = suggest.names(shells)
  if not shells[shell or ""] then
    fault.raise(("completion: %s%s"):format(shell and ("unknown shell '%s'"):format(shell) or "for which shell?",
                shell and suggest.hint(shell, known) or ""), { "shells: " .. words(known) })
  end
  session:writer("table").write(shells[shell](session, help.verb_names(session:registry())))
  session.rows = 1
end

return M
