/* Slices: what is left of one, and how they are compared. */
#include "../../core/base/slice.h"
#include "tap.h"

int main(void)
{
  const char *text = "Oslo and Bergen";
  struct slice all = {text, strlen(text)};
  struct slice oslo = {text, 4};
  struct slice none = {NULL, 0};
  struct slice rest = slice_from(all, 9);
  is_bytes(rest.data, rest.size, "Bergen", "from a byte on");
  is_int((long long)slice_from(all, all.size).size, 0, "from its end on");

  ok(slice_equal(oslo, (struct slice){"Oslofjord", 4}), "the same bytes elsewhere");
  ok(!slice_equal(oslo, all), "of another size");
  ok(slice_equal(none, (struct slice){"", 0}), "nothing, with data and without");
  ok(slice_is(oslo, "Oslo") && !slice_is(oslo, "oslo"), "a word, with its case");
  ok(!slice_is(oslo, "Oslofjord") && !slice_is(all, "Oslo"), "neither longer nor shorter");
  ok(slice_begins(all, "Oslo ") && !slice_begins(oslo, "Oslo "), "a beginning that fits");
  ok(!slice_begins(all, "oslo"), "and has the same case");
  ok(slice_is_like(oslo, "OSLO") && !slice_is_like(all, "OSLO"), "a word in any case");
  ok(slice_begins_like(all, "oSLO AND") && !slice_begins_like(oslo, "oslo and"),
     "a beginning in any case");
  return done();
}
