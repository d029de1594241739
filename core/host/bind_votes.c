/*
 * Votes in Lua: what a document's names are (match/votes.h), from lists that a plugin fills to lists that others read.
 */
#include "../match/keys.h"
#include "../match/votes.h"
#include "../text/normal.h"
#include "host.h"
#include <limits.h>

enum rule_type { RULE_BITS, RULE_POINTS };

/* The fields of a table of rules. */
static const struct {
  const char *name;
  enum rule_type type;
  size_t at;
} rule_fields[] = {
    {"lead", RULE_BITS, offsetof(struct vote_rules, lead)},
    {"headline", RULE_BITS, offsetof(struct vote_rules, headline)},
    {"single", RULE_BITS, offsetof(struct vote_rules, single)},
    {"defines", RULE_BITS, offsetof(struct vote_rules, defines)},
    {"spread", RULE_BITS, offsetof(struct vote_rules, spread)},
    {"common", RULE_BITS, offsetof(struct vote_rules, common)},
    {"mixed", RULE_BITS, offsetof(struct vote_rules, mixed)},
    {"no_name", RULE_BITS, offsetof(struct vote_rules, no_name)},
    {"follows", RULE_BITS, offsetof(struct vote_rules, follows)},
    {"suffix", RULE_BITS, offsetof(struct vote_rules, suffix)},
    {"sure", RULE_POINTS, offsetof(struct vote_rules, sure)},
    {"accept", RULE_POINTS, offsetof(struct vote_rules, accept)},
    {"strong", RULE_POINTS, offsetof(struct vote_rules, strong)},
    {"lends", RULE_POINTS, offsetof(struct vote_rules, lends)},
    {"doubt_more", RULE_POINTS, offsetof(struct vote_rules, doubt_more)},
    {"share", RULE_POINTS, offsetof(struct vote_rules, share)},
    {"again", RULE_POINTS, offsetof(struct vote_rules, again)},
    {"against", RULE_POINTS, offsetof(struct vote_rules, against)},
    {"part", RULE_POINTS, offsetof(struct vote_rules, part)},
    {"place_less", RULE_POINTS, offsetof(struct vote_rules, place_less)},
};

/* The rules in the table at `index`.   [-0, +0, v] */
static void read_rules(lua_State *L, int index, struct vote_rules *rules)
{
  for (size_t i = 0; i < sizeof rule_fields / sizeof *rule_fields; i++) {
    int type = lua_getfield(L, index, rule_fields[i].name);
    if (type != LUA_TNUMBER)
      luaL_error(L, "vote: rule '%s': number expected, got %s", rule_fields[i].name,
                 lua_typename(L, type));
    char *field = (char *)rules + rule_fields[i].at;
    if (rule_fields[i].type == RULE_BITS)
      *(uint64_t *)(void *)field = (uint64_t)lua_tointeger(L, -1);
    else
      *(double *)(void *)field = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
}

/* Lists of the pieces, and of what is found; `title` and `listed` go from one to the other as they are. */
enum in { IN_FROM, IN_TO, IN_TITLE, IN_LISTED, IN_WHY, IN_POINTS, IN_LISTS };
static const char *const in_names[] = {"from", "to", "title", "listed", "why", "points"};
enum out {
  OUT_FROM,
  OUT_TO,
  OUT_TITLE,
  OUT_LISTED,
  OUT_WHY,
  OUT_KIND,
  OUT_SCORE,
  OUT_WORDS,
  OUT_LISTS
};
static const char *const out_names[] = {"from", "to",   "title", "listed",
                                        "why",  "kind", "score", "words"};

/* Pushes the lists that a table has; returns the index of the first.   [-0, +count, v] */
static int push_lists(lua_State *L, int index, const char *const *names, int count)
{
  luaL_checktype(L, index, LUA_TTABLE);
  luaL_checkstack(L, count + 4, "vote");
  int first = lua_gettop(L) + 1;
  for (int i = 0; i < count; i++)
    if (lua_getfield(L, index, names[i]) != LUA_TTABLE)
      luaL_error(L, "vote: no list '%s'", names[i]);
  return first;
}

static lua_Integer integer_at(lua_State *L, int list, lua_Integer i)
{
  lua_rawgeti(L, list, i);
  lua_Integer value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return value;
}

/* Points are four to an integer, 16 bits each, in tenths from 0x4000: person, organisation, place, something else. */
enum { POINTS_ZERO = 0x4000, POINTS_BITS = 16 };

static double points_of(lua_Integer packed, int place)
{
  uint64_t field = (uint64_t)packed >> (VOTE_KINDS - place) * POINTS_BITS & 0xffff;
  return ((int)field - POINTS_ZERO) / 10.0;
}

/* A token of a document, 0-based.   [-0, +0, v] */
static uint32_t token_at(lua_State *L, int list, lua_Integer i, const struct document *document)
{
  lua_Integer token = integer_at(L, list, i);
  if (token < 1 || (lua_Unsigned)token > document->segments.tokens.count)
    luaL_error(L, "vote: token %I is outside the document", token);
  return (uint32_t)(token - 1);
}

static uint32_t check_key(lua_State *L, uint32_t number)
{
  if (number == 0)
    raise_no_memory(L, "vote");
  return number;
}

/* The number of one token by its normal form.   [-0, +0, v] */
static uint32_t key_of_token(lua_State *L, struct keys *keys, const struct document *document,
                             uint32_t token)
{
  const struct tokens *tokens = &document->segments.tokens;
  char normal[NORMAL_MAX];
  struct slice text = {document->text.data + tokens->start[token],
                       tokens->end[token] - tokens->start[token]};
  return check_key(L, keys_number(keys, (struct slice){normal, normal_form(text, normal)}));
}

/* The number of several tokens by their text, A-Z as a-z.   [-0, +0, v] */
static uint32_t key_of_tokens(lua_State *L, struct keys *keys, const struct document *document,
                              uint32_t from, uint32_t to)
{
  const char *text = document->text.data + document->segments.tokens.start[from];
  size_t size = document->segments.tokens.end[to] - document->segments.tokens.start[from];
  char *lower = arena_alloc(host_of(L)->arena, size);
  if (!lower)
    raise_no_memory(L, "vote");
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)text[i];
    lower[i] = (char)(c | (unsigned char)((unsigned char)(c - 'A') < 26) << 5);
  }
  return check_key(L, keys_number(keys, (struct slice){lower, size}));
}

static void set_integer(lua_State *L, int list, lua_Integer i, lua_Integer value)
{
  lua_pushinteger(L, value);
  lua_seti(L, list, i);
}

/* Item `from` of one list as item `to` of another. */
static void copy_item(lua_State *L, int list, lua_Integer from, int other, lua_Integer to)
{
  lua_rawgeti(L, list, from);
  lua_seti(L, other, to);
}

/* Takes away what an earlier record left behind item `count`. */
static void clear_behind(lua_State *L, int first, lua_Integer count)
{
  for (lua_Integer i = count + 1;; i++) {
    lua_rawgeti(L, first + OUT_FROM, i);
    bool more = lua_toboolean(L, -1);
    lua_pop(L, 1);
    if (!more)
      return;
    for (int list = 0; list < OUT_LISTS; list++) {
      lua_pushboolean(L, 0);
      lua_seti(L, first + list, i);
    }
  }
}

/* The pieces, in the arena; `keys` gets the words of each, of its first token and of its last.   [-0, +0, v] */
static struct vote_piece *read_pieces(lua_State *L, const struct document *document, int in,
                                      int marks, const struct vote_rules *rules, uint32_t count,
                                      struct keys *keys)
{
  struct arena *arena = host_of(L)->arena;
  struct vote_piece *pieces = arena_array(arena, (size_t)count + 1, sizeof *pieces);
  if (!pieces || keys_begin(keys, arena) != STATUS_OK)
    raise_no_memory(L, "vote");
  for (uint32_t i = 0; i < count; i++) {
    lua_Integer at = (lua_Integer)i + 1;
    uint32_t from = token_at(L, in + IN_FROM, at, document);
    uint32_t to = token_at(L, in + IN_TO, at, document);
    if (to < from)
      luaL_error(L, "vote: the last token stands before the first");
    uint32_t first = key_of_token(L, keys, document, from);
    uint64_t end = (uint64_t)integer_at(L, marks, (lua_Integer)to + 1);
    uint32_t family = (end & rules->suffix) && to > from + 1 ? to - 1 : to;
    lua_Integer points = integer_at(L, in + IN_POINTS, at);
    pieces[i] = (struct vote_piece){
        .points = {points_of(points, VOTE_PERSON), points_of(points, VOTE_ORG),
                   points_of(points, VOTE_PLACE)},
        .thing = points_of(points, VOTE_OTHER),
        .why = (uint64_t)integer_at(L, in + IN_WHY, at),
        .mark = (uint64_t)integer_at(L, marks, (lua_Integer)from + 1),
        .words = from == to ? first : key_of_tokens(L, keys, document, from, to),
        .first = first,
        .last = from == to || (end & rules->follows) == rules->follows
                    ? first
                    : key_of_token(L, keys, document, family),
    };
  }
  return pieces;
}

/* Tell piece `at` of the lists at `in` as name `named` of those at `out`. */
static void write_named(lua_State *L, const struct vote_piece *piece, int in, lua_Integer at,
                        int out, lua_Integer named, uint64_t kept)
{
  copy_item(L, in + IN_FROM, at, out + OUT_FROM, named);
  copy_item(L, in + IN_TO, at, out + OUT_TO, named);
  copy_item(L, in + IN_TITLE, at, out + OUT_TITLE, named);
  copy_item(L, in + IN_LISTED, at, out + OUT_LISTED, named);
  set_integer(L, out + OUT_WHY, named, (lua_Integer)(piece->why & kept));
  set_integer(L, out + OUT_KIND, named,
              piece->kind == VOTE_OTHER ? 0 : (lua_Integer)piece->kind + 1);
  lua_pushnumber(L, piece->score);
  lua_seti(L, out + OUT_SCORE, named);
  set_integer(L, out + OUT_WORDS, named, piece->words);
}

/***
What the names of a document are.
@function core.vote
@tparam document document
@tparam table pieces lists from, to, title, listed, why, and points: four in one integer, each of 16 bits and in tenths from 0x4000, from
the highest: a person, an organisation, a place, something else
@tparam int count pieces
@tparam {int} marks
@tparam table rules see match/votes.h
@tparam int kept bits of `why` that are told
@tparam table found lists that get those that are names: from, to, title, listed and why of them, kind (1 person, 2 organisation, 3
place, 0 none of them), score, and words, the number of theirs
@treturn int how many names
@treturn int of them people
@treturn int organisations
@treturn int places
*/
static int l_vote(lua_State *L)
{
  enum { DOCUMENT = 1, PIECES, COUNT, MARKS, RULES, KEPT, FOUND };
  const struct document *document = check_document(L, DOCUMENT);
  lua_Integer wanted = luaL_checkinteger(L, COUNT);
  luaL_argcheck(L, wanted >= 0 && wanted < INT_MAX / 3, COUNT, "no number of pieces");
  luaL_checktype(L, MARKS, LUA_TTABLE);
  luaL_checktype(L, RULES, LUA_TTABLE);
  uint64_t kept = (uint64_t)luaL_checkinteger(L, KEPT);
  struct vote_rules rules;
  read_rules(L, RULES, &rules);
  int in = push_lists(L, PIECES, in_names, IN_LISTS);
  int out = push_lists(L, FOUND, out_names, OUT_LISTS);

  uint32_t count = (uint32_t)wanted;
  struct keys keys;
  struct vote_piece *pieces = read_pieces(L, document, in, MARKS, &rules, count, &keys);
  raise_status(L, "vote", votes_decide(&rules, pieces, count, keys.count, host_of(L)->arena));

  lua_Integer named = 0;
  lua_Integer of_kind[VOTE_KINDS + 1] = {0};
  for (uint32_t i = 0; i < count; i++) {
    if (!pieces[i].named)
      continue;
    named++;
    of_kind[pieces[i].kind]++;
    write_named(L, &pieces[i], in, (lua_Integer)i + 1, out, named, kept);
  }
  clear_behind(L, out, named);
  lua_pushinteger(L, named);
  for (int kind = 0; kind < VOTE_KINDS; kind++)
    lua_pushinteger(L, of_kind[kind]);
  return 1 + VOTE_KINDS;
}

void bind_votes(lua_State *L)
{
  lua_pushcfunction(L, l_vote);
  lua_setfield(L, -2, "vote");
}
