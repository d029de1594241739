#include "votes.h"
#include <string.h>

/* What is known of the pieces of the same words. */
struct group {
  uint32_t members;        /* 0: none of them counts */
  double most[VOTE_KINDS]; /* of one member */
  double most_thing;
  double all[VOTE_KINDS]; /* of all members */
  double
      part_person; /* points of the person and of the organisation that they are part of; 0: of none */
  double part_org;
  bool alone; /* one word stands alone and may be a surname */
  bool other; /* something shows that it is no person's name */
};

static bool is_doubtful(const struct vote_rules *rules, const struct vote_piece *piece)
{
  if (piece->why & rules->headline)
    return true;
  return (piece->why & rules->lead) && (piece->mark & rules->common);
}

/* Add a piece to its group. What the piece before it is, one that stands for it is, whatever else it may be elsewhere. */
static void join_group(const struct vote_rules *rules, const struct vote_piece *piece,
                       const struct vote_piece *before, struct group *group)
{
  double points[VOTE_KINDS];
  memcpy(points, piece->points, sizeof points);
  double thing = piece->thing;
  if (piece->why & rules->defines) {
    if (before && before->points[VOTE_ORG] >= rules->strong &&
        before->points[VOTE_ORG] > before->thing)
      points[VOTE_ORG] += 1 + thing;
    else
      thing += 1;
  }
  bool first = group->members == 0;
  group->members++;
  for (int kind = 0; kind < VOTE_KINDS; kind++) {
    if (first || points[kind] > group->most[kind])
      group->most[kind] = points[kind];
    group->all[kind] = first ? points[kind] : group->all[kind] + points[kind];
  }
  if (first || thing > group->most_thing)
    group->most_thing = thing;
}

/* Look whether the words of a piece may be a person's name. */
static void look_at(const struct vote_rules *rules, const struct vote_piece *piece,
                    struct group *group)
{
  if (piece->points[VOTE_PERSON] <= 0 || piece->thing >= rules->accept ||
      piece->points[VOTE_ORG] >= rules->accept || piece->points[VOTE_PLACE] >= rules->accept)
    group->other = true;
  else if ((piece->why & rules->single) && !(piece->mark & rules->common))
    group->alone = true;
}

/* A name of several words whose last one stands alone elsewhere is a person's, if nothing speaks for another kind. */
static void name_again(const struct vote_rules *rules, struct vote_piece *piece,
                       const struct group *whole, const struct group *last)
{
  double person = piece->points[VOTE_PERSON];
  if (last->alone && !last->other && !whole->other && !(piece->mark & rules->mixed) &&
      person > piece->points[VOTE_ORG] && person > piece->points[VOTE_PLACE]) {
    piece->points[VOTE_PERSON] += rules->again;
    piece->why |= rules->spread;
  }
}

/* What a name of several words lends to its parts. */
static void lend_to_parts(const struct vote_rules *rules, const struct vote_piece *piece,
                          struct group *groups)
{
  double person = piece->points[VOTE_PERSON];
  double org = piece->points[VOTE_ORG];
  double place = piece->points[VOTE_PLACE];
  if (person >= rules->lends && person > org && person > place) {
    struct group *last = &groups[piece->last];
    struct group *first = &groups[piece->first];
    if (last->part_person < person)
      last->part_person = person;
    if (person >= rules->strong && first->part_person == 0)
      first->part_person = person - 1;
  } else if (org >= rules->strong && org > place && !(piece->mark & rules->mixed)) {
    struct group *first = &groups[piece->first];
    if (first->part_org == 0)
      first->part_org = org;
  }
}

/* The kind that all members of a group together speak for most. */
static enum vote_kind majority(const struct group *group)
{
  enum vote_kind kind = VOTE_PLACE;
  if (group->all[VOTE_ORG] > group->all[kind])
    kind = VOTE_ORG;
  if (group->all[VOTE_PERSON] > group->all[kind])
    kind = VOTE_PERSON;
  return kind;
}

/* What a piece gets of its group. */
static void borrow(const struct vote_rules *rules, struct vote_piece *piece,
                   const struct group *group)
{
  for (int kind = 0; kind < VOTE_KINDS; kind++) {
    double more = group->most[kind] - piece->points[kind];
    if (more > 0) {
      piece->points[kind] += rules->share * more;
      piece->why |= rules->spread;
    }
  }
  if (group->most_thing > piece->thing)
    piece->thing += rules->share * (group->most_thing - piece->thing);
  enum vote_kind most = majority(group);
  for (int kind = 0; kind < VOTE_KINDS; kind++)
    if (kind != (int)most)
      piece->points[kind] -= rules->against;
}

/* What one word gets of the names that it is part of; true when it does. */
static bool borrow_of_whole(const struct vote_rules *rules, struct vote_piece *piece,
                            const struct group *group)
{
  double part = group->part_person;
  if (part >= rules->strong || (part > 0 && piece->points[VOTE_PLACE] < rules->strong)) {
    piece->points[VOTE_PERSON] += rules->part * part;
    piece->points[VOTE_PLACE] -= rules->place_less;
  } else if (group->part_org > 0) {
    piece->points[VOTE_ORG] += rules->part * group->part_org;
  } else {
    return false;
  }
  piece->why |= rules->spread;
  return true;
}

/* The kind of a piece, with what is lent to it. */
static void decide(const struct vote_rules *rules, struct vote_piece *piece,
                   const struct group *group)
{
  uint64_t doubt = piece->why & (rules->lead | rules->headline); /* whether it is a name at all */
  if (piece->points[VOTE_PLACE] < rules->sure) {
    if (group->members > 0) {
      doubt &= rules->headline;
      if (group->members > 1 || piece->early || (piece->why & rules->defines))
        borrow(rules, piece, group);
    }
    if ((piece->why & rules->single) && borrow_of_whole(rules, piece, group))
      doubt &= rules->headline;
  }
  piece->kind = VOTE_PERSON;
  for (int kind = VOTE_PERSON + 1; kind < VOTE_KINDS; kind++)
    if (piece->points[kind] > piece->points[piece->kind])
      piece->kind = (enum vote_kind)kind;
  piece->score = piece->points[piece->kind];
  double accept = rules->accept;
  if (doubt & rules->lead)
    accept += rules->doubt_more;
  if (doubt & rules->headline)
    accept += rules->doubt_more;
  if (piece->score < accept || piece->score <= piece->thing)
    piece->kind = VOTE_OTHER;
  piece->named = piece->kind != VOTE_OTHER ||
                 (doubt == 0 && (!(piece->why & rules->single) ||
                                 (!(piece->mark & rules->no_name) &&
                                  (group->members > 1 || !(piece->mark & rules->common)))));
}

enum status votes_decide(const struct vote_rules *rules, struct vote_piece *pieces, uint32_t count,
                         uint32_t numbers, struct arena *arena)
{
  struct group *groups = arena_array(arena, (size_t)numbers + 1, sizeof *groups);
  if (!groups)
    return STATUS_NO_MEMORY;
  memset(groups, 0, ((size_t)numbers + 1) * sizeof *groups);
  for (uint32_t i = 0; i < count; i++)
    look_at(rules, &pieces[i], &groups[pieces[i].words]);
  for (uint32_t i = 0; i < count; i++) {
    struct vote_piece *piece = &pieces[i];
    if (!(piece->why & rules->single))
      name_again(rules, piece, &groups[piece->words], &groups[piece->last]);
    piece->early = false;
    if (piece->points[VOTE_PLACE] >= rules->sure)
      continue;
    struct group *group = &groups[piece->words];
    if (!is_doubtful(rules, piece))
      join_group(rules, piece, i > 0 ? piece - 1 : NULL, group);
    else
      piece->early = group->members == 0;
    if (!(piece->why & rules->single))
      lend_to_parts(rules, piece, groups);
  }
  for (uint32_t i = 0; i < count; i++)
    decide(rules, &pieces[i], &groups[pieces[i].words]);
  return STATUS_OK;
}
