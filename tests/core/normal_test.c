/* Normal forms: case, marks, hyphens, and the limit. */
#include "../../core/text/normal.h"
#include "tap.h"

static void normal(const char *token, const char *expected, const char *name)
{
  char out[NORMAL_MAX];
  size_t size = normal_form((struct slice){token, strlen(token)}, out);
  is_bytes(out, size, expected, name);
}

/* A word over the end of a line. */
static void broken(const char *token, const char *expected, const char *name)
{
  char out[NORMAL_MAX];
  is_bytes(out, normal_form_broken((struct slice){token, strlen(token)}, out), expected, name);
}

int main(void)
{
  broken("Govern-\nment", "government", "parted at the end of a line");
  broken("go-\r\n  vern-\nment", "government", "twice, and set in");
  broken("anti-gov", "anti-gov", "another hyphen stays");
  normal("", "", "nothing");
  normal("talks", "talks", "small letters stay");
  normal("IAEA", "iaea", "capitals");
  normal("O'Neill", "o'neill", "an apostrophe");
  normal("Don’t", "don't", "curved");
  normal("DON'T", "don't", "one form for both");
  normal("Donâ€™t", "don't", "an apostrophe decoded twice");
  normal("â€œ", "\"", "a mark decoded twice");
  normal("JosÃ©", "josé", "a letter");
  normal("SÃO", "são", "capitals that look like it");
  normal("ʼ", "'", "modifier letter");
  normal("“", "\"", "opening double mark");
  normal("»", "\"", "guillemet");
  normal("Al‑Quds", "al-quds", "hyphen that does not break");
  normal("Israel–Lebanon", "israel-lebanon", "en dash");
  normal("—", "—", "a dash stays a dash");
  normal("Straße", "strasse", "full folding");
  normal("ÉLYSÉE", "élysée", "accents stay");
  normal("Cafe\xCC\x81", "café", "composed");
  normal("ΑΘΗΝΑ", "αθηνα", "Greek");
  normal("МОСКВА", "москва", "Cyrillic");
  normal("co\xC2\xADoperate", "cooperate", "soft hyphen is not seen");
  normal("$", "$", "a sign");

  char out[NORMAL_MAX];
  char plain[300];
  memset(plain, 'A', sizeof plain);
  is_int((long long)normal_form((struct slice){plain, sizeof plain}, out), NORMAL_MAX,
         "a long token is cut");
  ok(out[0] == 'a' && out[NORMAL_MAX - 1] == 'a', "  and folded all the way");

  char wide[301];
  for (size_t i = 0; i < 300; i += 3)
    memcpy(wide + i, "東", 3);
  is_int((long long)normal_form((struct slice){wide, 300}, out), 255, "cut between characters");
  is_int((long long)normal_form((struct slice){plain, NORMAL_MAX}, out), NORMAL_MAX,
         "a token of just the limit");
  char grows[NORMAL_MAX + 1];
  for (size_t i = 0; i + 3 <= NORMAL_MAX; i += 3)
    memcpy(grows + i, "\xEF\xAC\x83", 3); /* one ligature, three letters */
  size_t size = normal_form((struct slice){grows, NORMAL_MAX / 3 * 3}, out);
  ok(size <= NORMAL_MAX && memcmp(out, "ffiffi", 6) == 0, "folding that grows stays inside");
  return done();
}
