/* Votes: what names of the same words lend each other, and what names lend to their parts. */
#include "../../core/match/votes.h"
#include "tap.h"

enum { LEAD = 1, HEADLINE = 2, SINGLE = 4, DEFINES = 8, SPREAD = 16 };
enum { COMMON = 1, MIXED = 2, NO_NAME = 4 };

static const struct vote_rules rules = {
    .lead = LEAD,
    .headline = HEADLINE,
    .single = SINGLE,
    .defines = DEFINES,
    .spread = SPREAD,
    .common = COMMON,
    .mixed = MIXED,
    .no_name = NO_NAME,
    .sure = 6,
    .accept = 1.5,
    .strong = 2.6,
    .lends = 2.2,
    .doubt_more = 0.8,
    .share = 0.9,
    .again = 1.5,
    .against = 0.5,
    .part = 0.8,
    .place_less = 1.5,
};

/* One word with number `words`. */
static struct vote_piece word(uint32_t words, double person, double org, double place, uint64_t why)
{
  return (struct vote_piece){.points = {person, org, place},
                             .why = why | SINGLE,
                             .words = words,
                             .first = words,
                             .last = words};
}

/* Several words with number `words`, the first and the last alone with others. */
static struct vote_piece name(uint32_t words, uint32_t first, uint32_t last, double person,
                              double org)
{
  return (struct vote_piece){
      .points = {person, org, 0}, .words = words, .first = first, .last = last};
}

static void decide(struct arena *arena, struct vote_piece *pieces, uint32_t count)
{
  ok(votes_decide(&rules, pieces, count, 9, arena) == STATUS_OK, "decided");
}

int main(void)
{
  struct arena *arena = arena_new();
  {
    struct vote_piece pieces[] = {word(1, 1.4, 0.6, 0.6, 0), word(2, 0.6, 1.6, 0.6, 0),
                                  word(3, 0, 0.6, 1.6, 0), word(4, 1.6, 0, 0, 0)};
    pieces[3].thing = 1.6;
    decide(arena, pieces, 4);
    ok(pieces[0].kind == VOTE_OTHER && pieces[0].named, "too few points: a name of no kind");
    ok(pieces[1].kind == VOTE_ORG && pieces[2].kind == VOTE_PLACE, "most points");
    ok(pieces[3].kind == VOTE_OTHER, "as much for something else");
  }
  {
    struct vote_piece pieces[] = {word(1, 0.7, 0.6, 0.6, 0), word(1, 3, 0.6, 0.6, 0)};
    decide(arena, pieces, 2);
    ok(pieces[0].kind == VOTE_PERSON && pieces[0].why & SPREAD,
       "the same words are the same thing");
    ok(!(pieces[1].why & SPREAD), "to the strongest nothing is lent");
  }
  {
    struct vote_piece pieces[] = {word(2, 0.7, 0.6, 1.5, 0), name(1, 3, 2, 2.3, 0),
                                  word(3, 0.7, 0.6, 0.6, 0)};
    decide(arena, pieces, 3);
    ok(pieces[0].kind == VOTE_PERSON, "a person lends to the last word");
    ok(pieces[2].kind == VOTE_OTHER, "and to the first only when it is strong");
    pieces[0] = word(2, 0.7, 0.6, 3, 0);
    pieces[1] = name(1, 3, 2, 2.3, 0);
    decide(arena, pieces, 2);
    ok(pieces[0].kind == VOTE_PLACE, "but a strong place stays one");
  }
  {
    struct vote_piece pieces[] = {name(1, 3, 2, 0.8, 0.2), word(2, 0.7, 0.6, 0.6, 0)};
    decide(arena, pieces, 2);
    ok(pieces[0].kind == VOTE_PERSON && pieces[1].kind == VOTE_PERSON,
       "a name whose last word stands alone is a person's");
    pieces[0] = name(1, 3, 2, 0.8, 0.9);
    decide(arena, pieces, 2);
    ok(pieces[0].kind == VOTE_OTHER, "but not where more speaks for another kind");
    pieces[0] = name(1, 3, 2, 0.8, 0.2);
    pieces[1] = word(2, 0.7, 0.6, 1.6, 0);
    decide(arena, pieces, 2);
    ok(pieces[0].kind == VOTE_OTHER, "nor where the last word is a place");
  }
  {
    struct vote_piece pieces[] = {name(1, 2, 3, 0, 2.6), word(2, 0, 0.6, 0, 0)};
    decide(arena, pieces, 2);
    ok(pieces[1].kind == VOTE_ORG, "an organisation lends to the first word");
    pieces[0] = name(1, 2, 3, 0, 2.6);
    pieces[0].mark = MIXED;
    pieces[1] = word(2, 0, 0.6, 0, 0);
    decide(arena, pieces, 2);
    ok(pieces[1].kind == VOTE_OTHER, "but for words that may be anything");
  }
  {
    struct vote_piece pieces[] = {name(1, 2, 3, 0, 3), word(4, 0, 1, 0, DEFINES),
                                  word(4, 0, 0.6, 0, 0)};
    pieces[1].thing = 3;
    pieces[2].thing = 3;
    decide(arena, pieces, 3);
    ok(pieces[2].kind == VOTE_ORG, "what the long form is, its acronym is everywhere");
  }
  {
    struct vote_piece pieces[] = {word(1, 2, 0, 0, LEAD), word(2, 2, 0, 0, LEAD),
                                  word(3, 1.9, 0, 0, HEADLINE)};
    pieces[0].mark = COMMON;
    decide(arena, pieces, 3);
    ok(!pieces[0].named, "a common word at the start of a sentence");
    ok(pieces[1].kind == VOTE_PERSON, "another word there");
    ok(!pieces[2].named, "a headline asks for more");
    pieces[0] = word(1, 2, 0, 0, LEAD);
    pieces[0].mark = COMMON;
    pieces[1] = word(1, 2, 0, 0, 0);
    decide(arena, pieces, 2);
    ok(pieces[0].kind == VOTE_PERSON, "a common word that is a name elsewhere");
  }
  {
    struct vote_piece pieces[] = {word(1, 0, 0, 6, 0), word(1, 3, 0, 0, 0)};
    decide(arena, pieces, 2);
    ok(pieces[0].kind == VOTE_PLACE && pieces[1].kind == VOTE_PERSON,
       "a country neither lends nor borrows");
  }
  {
    struct vote_piece pieces[] = {word(1, 0, 0, 0, 0), word(2, 0, 0, 0, 0), word(2, 0, 0, 0, 0),
                                  word(3, 0, 0, 0, 0), word(3, 0, 0, 0, 0)};
    for (int i = 0; i < 5; i++)
      pieces[i].mark = i < 3 ? COMMON : NO_NAME;
    decide(arena, pieces, 5);
    ok(!pieces[0].named, "a common word with a capital");
    ok(pieces[1].named && pieces[2].named, "twice with a capital it is a name");
    ok(!pieces[3].named, "what is no name never is");
  }
  decide(arena, NULL, 0);
  arena_free(arena);
  return done();
}
