/*
 * Segmentation: tokens, sentences, lines, and that odd input does no harm. With the shipped rules of English,
 * but for the last tests.
 */
#include "../../core/text/segment.h"
#include "tap.h"
#include <stdlib.h>

static struct segment_rules *english;
static struct arena *arena;
static char shown[1 << 16];

static struct slice bytes(const char *string)
{
  return (struct slice){string, strlen(string)};
}

static void show(size_t *size, const char *data, size_t length)
{
  if (*size + length < sizeof shown) {
    memcpy(shown + *size, data, length);
    *size += length;
  }
  shown[*size] = '\0';
}

/* Tokens with a space before those after a space, "|" before joined ones, "~" in hyphened words, "+" else. */
static void tokens(const char *text, const char *expected, const char *name)
{
  struct tokens found;
  size_t size = 0;
  shown[0] = '\0';
  if (segment_tokens(bytes(text), english, arena, &found) != STATUS_OK)
    found.count = 0;
  for (uint32_t i = 0; i < found.count; i++) {
    unsigned flags = found.flags[i];
    if (i > 0)
      show(&size,
           (flags & TOKEN_SPACED) != 0     ? " "
           : (flags & TOKEN_JOINED) != 0   ? "|"
           : (flags & TOKEN_COMPOUND) != 0 ? "~"
                                           : "+",
           1);
    show(&size, text + found.start[i], found.end[i] - found.start[i]);
  }
  is_str(shown, expected, name);
  arena_reset(arena, 1 << 20);
}

/* Sentences parted by " | ". */
static void sentences(const char *text, const char *expected, const char *name)
{
  struct segmentation found;
  size_t size = 0;
  shown[0] = '\0';
  if (segment_text(bytes(text), english, arena, &found) != STATUS_OK)
    found.sentences.count = 0;
  for (uint32_t i = 0; i < found.sentences.count; i++) {
    if (i > 0)
      show(&size, " | ", 3);
    show(&size, text + found.sentences.start[i], found.sentences.end[i] - found.sentences.start[i]);
  }
  is_str(shown, expected, name);
  arena_reset(arena, 1 << 20);
}

/* One letter a line: p title caption dateline byline list -blank, + that runs on from the line before. */
static void lines(const char *text, const char *expected, const char *name)
{
  struct spans found;
  uint8_t *types;
  uint8_t *joins;
  size_t size = 0;
  shown[0] = '\0';
  if (segment_lines(bytes(text), english, arena, &found, &types, &joins) != STATUS_OK)
    found.count = 0;
  for (uint32_t i = 0; i < found.count; i++)
    show(&size, joins && i > 0 && joins[i - 1] ? "+" : &"ptcdbl-"[types[i]], 1);
  is_str(shown, expected, name);
  arena_reset(arena, 1 << 20);
}

static void test_words(void)
{
  tokens("Envoys met in Oslo.", "Envoys met in Oslo+.", "words and a stop");
  tokens("don't can't won't", "do|n't ca|n't wo|n't", "negations");
  tokens("we’ve it’s Iran’s I'd've", "we|’ve it|’s Iran|’s I|'d|'ve",
         "clitics, curved and straight");
  tokens("the members' vote", "the members|' vote", "a plural owner");
  tokens("the 'members' vote", "the '+members+' vote", "but not where a mark is open");
  tokens("cannot gonna", "can|not gon|na", "two words in one");
  tokens("O'Neill d'Estaing", "O'Neill d'Estaing", "apostrophes inside names");
  tokens("give 'em the '90s", "give 'em the '90s", "apostrophes in front");
  tokens("well-known three-day", "well~-~known three~-~day", "hyphens part");
  tokens("Amir-Karimi al-Salem", "Amir~-~Karimi al~-~Salem", "in names too, and are marked");
  tokens("anti-war co-founder re-elected", "anti-war co-founder re-elected",
         "prefixes keep theirs");
  tokens("U.S.-led", "U.S.~-~led", "a hyphen after an acronym");
  tokens("Mr. Lund of St. Ives, e.g. on Jan. 5", "Mr. Lund of St. Ives+, e.g. on Jan. 5",
         "abbreviations keep their stop");
  tokens("No. 5, but no.", "No. 5+, but no+.", "some only before numbers");
  tokens("â€œItâ€™s done,â€ he said â€” twice.", "â€œ+It|â€™s done+,+â€ he said â€” twice+.",
         "marks decoded twice");
  tokens("JosÃ© paid Â£5 in SÃO TOMÃ.", "JosÃ© paid Â£+5 in SÃO TOMÃ+.",
         "letters and signs decoded twice");
  tokens("The govern-\nment's long-\nterm two-\nday aim, US-\nled, Iran-\nbacked, was to "
         "pre-\nvent it-\nBut",
         "The govern-\nment|'s long~-~term two~-~day aim+, US~-~led+, Iran~-~backed+, was to "
         "pre-\nvent it+- But",
         "words parted at the ends of lines, and words with a hyphen there");
  tokens("Rs.405 No.7", "Rs.+405 No.+7", "from which they are cut");
  tokens("Rs500 KSh1,200.50 RM2.5m", "Rs+500 KSh+1,200.50 RM+2.5+m",
         "currencies before figures too");
  tokens("N4.65 R20 million P5bn", "N+4.65 R+20 million P+5+bn", "of one letter before sums");
  tokens("N95 R21 RM12X GH¢5", "N95 R21 RM12X GH¢+5", "but not before other figures");
  tokens("U.S. Ph.D. J. K. Holm", "U.S. Ph.D. J. K. Holm", "acronyms and initials");
  tokens("AT&T P5+1 c/o", "AT&T P5+1 c/o", "signs inside");
  tokens("and/or", "and+/+or", "a slash parts");
  tokens("the talks.The envoy", "the talks+.+The envoy", "a space left out");
  tokens("Zürich’s Łódź", "Zürich|’s Łódź", "letters beyond ASCII");
  tokens("東京は", "東+京+は", "signs that are words");
  tokens("cafe\xCC\x81 is", "cafe\xCC\x81 is", "combining marks");
}

static void test_numbers_and_signs(void)
{
  tokens("700,000 2.5 14:30 9/11 2023-02-18", "700,000 2.5 14:30 9/11 2023-02-18", "numbers");
  tokens("2031-05-07T09:30:00.5+01:00, 2031-05-07T09:30Z. 2031-05-07T09:30-0500",
         "2031-05-07T09:30:00.5+01:00+, 2031-05-07T09:30Z+. 2031-05-07T09:30-0500", "time stamps");
  tokens("17.dec.2030 09/JAN/2030 17.dec", "17.dec.2030 09/JAN/2030 17+.+dec", "months in letters");
  tokens("20th 1990s 1930's", "20th 1990s 1930's", "numbers with letters");
  tokens("1.3e6, 2E-10+1 and 5e", "1.3e6+, 2E-10+++1 and 5e", "numbers with exponents");
  tokens("US$5m, €20bn, 35km", "US$+5+m+, €+20+bn+, 35+km", "money and units");
  tokens("9am-5pm, 5kg-bag, $5billion, 100-1000 l",
         "9+am~-~5+pm+, 5+kg~-~bag+, $+5+billion+, 100~-~1000 l", "units before a hyphen");
  tokens("58% -3 .5", "58+% -+3 .5", "per cent and signs");
  tokens("555-0134 13-17", "555-0134 13~-~17", "a telephone number; a range");
  tokens("wait ... and -- then!! ====", "wait ... and -- then+!! ====", "runs of a mark");
  tokens("“Yes,” (he) [said]", "“+Yes+,+” (+he+) [+said+]", "marks and brackets");
  tokens("https://example.org/a-b?c=1, ok.", "https://example.org/a-b?c=1+, ok+.", "an address");
  tokens("www.example.org and example.org.", "www.example.org and example.org+.",
         "without a scheme");
  tokens("a.lee@example.org,b@example.org", "a.lee@example.org+,+b@example.org", "mailboxes");
  tokens("@office #talks #1", "@office #talks #+1", "accounts and tags");
  tokens("fine :-) ok", "fine :-) ok", "a face");
}

static void test_columns(void)
{
  struct tokens found;
  const char *text = "Oslo talks IAEA McKay eBay A 25 20th , $ 東 U.S.";
  static const uint8_t shapes[] = {SHAPE_CAPITAL, SHAPE_LOWER,   SHAPE_UPPER,  SHAPE_CAPITAL,
                                   SHAPE_MIXED,   SHAPE_CAPITAL, SHAPE_DIGITS, SHAPE_LOWER,
                                   SHAPE_NONE,    SHAPE_NONE,    SHAPE_NONE,   SHAPE_UPPER};
  static const uint8_t classes[] = {TOKEN_WORD,        TOKEN_WORD,   TOKEN_WORD,   TOKEN_WORD,
                                    TOKEN_WORD,        TOKEN_WORD,   TOKEN_NUMBER, TOKEN_WORD,
                                    TOKEN_PUNCTUATION, TOKEN_SYMBOL, TOKEN_WORD,   TOKEN_WORD};
  ok(segment_tokens(bytes(text), english, arena, &found) == STATUS_OK && found.count == 12,
     "twelve tokens");
  ok(memcmp(found.shape, shapes, sizeof shapes) == 0, "shapes");
  ok(memcmp(found.class, classes, sizeof classes) == 0, "classes");
  is_int(found.start[1], 5, "start in bytes");
  is_int(found.end[1], 10, "end in bytes");
  arena_reset(arena, 1 << 20);
}

static void test_stops(void)
{
  sentences("Talks began. They ended.", "Talks began. | They ended.", "a stop");
  sentences("Who won? We did! Good.", "Who won? | We did! | Good.", "other marks");
  sentences("Mr. Lund met Gen. Ortiz.", "Mr. Lund met Gen. Ortiz.", "titles go on");
  sentences("He left the U.S. The army stayed.", "He left the U.S. | The army stayed.",
            "an acronym before a beginning");
  sentences("The U.S. Senate met.", "The U.S. Senate met.", "and before a name");
  sentences("Holm Inc. Then it fell.", "Holm Inc. | Then it fell.", "a company at the end");
  sentences("Holm Inc. of Oslo fell.", "Holm Inc. of Oslo fell.", "a company inside");
  sentences("Tea, rice, etc. Prices rose.", "Tea, rice, etc. | Prices rose.",
            "etc. before a capital");
  sentences("It opens at 9 a.m. Monday.", "It opens at 9 a.m. Monday.", "a time and a day");
  sentences("It ends at 9 p.m. Eastern time.", "It ends at 9 p.m. Eastern time.",
            "a time and its zone");
  sentences("It ends at 9 p.m. This time we go.", "It ends at 9 p.m. | This time we go.",
            "a time and no zone");
  sentences("It sank at 6:05 a.m. Oct. 17.", "It sank at 6:05 a.m. Oct. 17.",
            "a time and a short month");
  sentences("It rose in Jan. and fell.", "It rose in Jan. and fell.", "before a small letter");
  sentences("J. R. Holm spoke. A. Berg left.", "J. R. Holm spoke. | A. Berg left.", "initials");
  sentences("It was you and I. They knew.", "It was you and I. | They knew.",
            "a word of one letter");
  sentences("See p. 5. Then go.", "See p. 5. | Then go.", "a page");
  sentences("We waited... and left.", "We waited... and left.", "dots go on");
  sentences("We waited... The ship left.", "We waited... | The ship left.", "dots and a beginning");
  sentences("We . . . waited.", "We . . . waited.", "dots with spaces");
  sentences("It cost $2.50. It broke.", "It cost $2.50. | It broke.", "a price");
  sentences("They left.[3] Others came.12 All slept.",
            "They left.[3] | Others came.12 | All slept.", "numbers of notes");
  sentences("He works at Yahoo! in Oslo.", "He works at Yahoo! in Oslo.", "a name with a mark");
  sentences("On March 3. 2031 it snowed.", "On March 3. 2031 it snowed.", "a stop for a comma");
  sentences("会议结束。各方离开。", "会议结束。 | 各方离开。", "stops of other scripts");
}

static void test_quotes(void)
{
  sentences("“We won.” She left.", "“We won.” | She left.", "marks after the stop");
  sentences("\"We won.\" She left.", "\"We won.\" | She left.", "straight ones");
  sentences("“Who won?” she asked.", "“Who won?” she asked.", "a small letter goes on");
  sentences("“Who won?” Ms. Berg asked.", "“Who won?” Ms. Berg asked.", "a speaker goes on");
  sentences("“It is late. We must go,” he said.", "“It is late. | We must go,” he said.",
            "sentences inside a quotation");
  sentences("“It is late. “", "“It is late. “", "a wrong mark at the end");
  sentences("He spoke (in Thai.) for long.", "He spoke (in Thai.) for long.", "a bracket goes on");
  sentences("“Peace takes time.” - Ann Berg", "“Peace takes time.” - Ann Berg", "a signature");
  sentences("Thanks. :) See you.", "Thanks. :) | See you.", "a face");
}

static void test_lists(void)
{
  sentences("1. Open talks 2. Free prisoners", "1. Open talks | 2. Free prisoners", "numbers");
  sentences("a) tea b) rice c) salt", "a) tea | b) rice | c) salt", "letters");
  sentences("• tea • rice", "• tea | • rice", "bullets");
  sentences("1.There is one. It is new. 2.There are two.",
            "1.There is one. | It is new. | 2.There are two.", "a space left out behind a number");
  sentences("\xE2\x80\x9C"
            "1. Ports close. They open late.\xE2\x80\x9D",
            "\xE2\x80\x9C"
            "1. Ports close. | They open late.\xE2\x80\x9D",
            "a marker in marks");
  sentences("He saw Eng. Holm. Ald. Berg lives on Main St. They met.",
            "He saw Eng. Holm. | Ald. Berg lives on Main St. | They met.", "titles and streets");
  sentences("J. Holm and K. Berg met.", "J. Holm and K. Berg met.", "initials are no list");
  sentences("In 1. the law", "In 1. the law", "a number and a small letter");
  sentences("GENEVA (Agency) - Talks began. They ended.",
            "GENEVA (Agency) - | Talks began. | They ended.", "a place line");
  sentences("OBAN/OSLO (Agency) -EU envoys left.", "OBAN/OSLO (Agency) - | EU envoys left.",
            "of two places, a dash behind a bracket");
  sentences("TEHRAN--Talks began.", "TEHRAN-- | Talks began.", "a long dash");
  sentences("Ann Berg (June 1819 - May 1890) wrote.", "Ann Berg (June 1819 - May 1890) wrote.",
            "but not a dash in brackets");
  sentences("Ministers meet again Friday, March 3, 2031",
            "Ministers meet again | Friday, March 3, 2031", "a date run on to a headline");
  sentences("They meet on Friday, March 3, 2031", "They meet on Friday, March 3, 2031",
            "but not one that belongs there");
  sentences("The square Photo: Ann Berg", "The square | Photo: Ann Berg", "a picture's credit");
}

static void test_breaks(void)
{
  sentences("No stop here\nNext line", "No stop here | Next line", "a line break ends");
  sentences("One\r\nTwo\rThree\xE2\x80\xA8"
            "Four",
            "One | Two | Three | Four", "all kinds of breaks");
  sentences("The envoys spoke of \npeace.", "The envoys spoke of \npeace.",
            "a flowed line goes on");

  static const char wrapped[] =
      "The two sides met on Tuesday for the first time in nearly a year and\n"
      "agreed to exchange lists of prisoners before the end of the month, a\n"
      "spokesman for the mediators said. Neither side would say how many names\n"
      "were on the lists, but an aide put the figure at more than two hundred.\n"
      "\n"
      "Talks resume in the spring.\n";
  struct segmentation found;
  ok(segment_text(bytes(wrapped), english, arena, &found) == STATUS_OK, "wrapped text");
  is_int(found.paragraphs.count, 2, "two paragraphs");
  is_int(found.sentences.count, 3, "three sentences");
  is_int(found.lines.count, 6, "six lines");
  ok(found.sentence_paragraph[1] == 0 && found.sentence_paragraph[2] == 1, "each in its paragraph");
  ok(found.lines.last_token[0] == found.lines.first_token[1] && found.lines.last_token[0] == 15,
     "tokens of a line");
  arena_reset(arena, 1 << 20);
}

/* Printed text: lines of one measure differ in characters, and no blank line parts the paragraphs. */
static void test_printed(void)
{
  lines("The two sides met on Tuesday for the first time in nearly a year and agreed\n"
        "to exchange lists of prisoners before the end of the month, in talks led by\n"
        "Ann Berg. Neither side would say how many names were on the lists.\n"
        "An aide to the mediators, who spoke on the stairs, put the figure at more\n"
        "than two hundred, most of them fishermen from villages along the coast who\n"
        "were taken in the spring.\n"
        "Talks resume in May.\n",
        "p++p++p", "printed text without blank lines");
  lines("The two sides met on Tuesday\n"
        "for the first time since Ann\n"
        "Berg, who led the talks, re-\n"
        "signed in May. Neither would\n"
        "say how many names were on\n"
        "the lists that were changed.\n",
        "p+++++", "a narrow column");
  lines("The two sides met on Tuesday for the first time in nearly a year and\n\n"
        "agreed to exchange lists of prisoners before the end of the month, a\n\n"
        "spokesman for the mediators said. Neither side would say how many\n\n"
        "names were on the lists.\n\n\nTalks resume in the spring.\n",
        "p++++++--p", "an empty line behind each");
  lines("   The two sides met on Tuesday for the first time in nearly a year\n"
        "and agreed to exchange lists of prisoners before the end of May, a man\n"
        "of the mediators said.\n"
        "   Neither side would say how many names were on their lists, but Mr.\n"
        "Berg of the port office in Tarvin put the figure at more than two\n"
        "hundred, most of them fishermen.\n",
        "p++p++", "paragraphs that begin with a blank");
  lines("opening of the meeting\nminutes of the last meeting\nreport of the harbour master\n"
        "lease of the fish market hall\nany other business\n",
        "ppppp", "a list in small letters is no column");
  lines("Ministers to meet on grain deal\n"
        "Fishermen go free after a year\n"
        "Port of Oban to be widened\n"
        "New ferry for the northern isles is late again, and nobody says why\n"
        "Rain until the weekend, then snow\n",
        "tpppp", "headlines are not");
  lines("eggs and butter for the cake\nmilk\nten large potatoes, the floury kind\n"
        "bread\nsalt and pepper, if there is none\ncoffee\n",
        "pppppp", "nor is a list of small words");
}

static void test_lines(void)
{
  lines("Ministers Agree on Grain Deal\nThe ministers agreed.\n", "tp", "a title");
  lines("Ministers agree on grain deal\n\nThe ministers agreed on Friday.\n", "t-p",
        "a title in small letters, at the head");
  lines("The talks went on.\nBerg did not say who would play a part in them\nThey end today.",
        "ppp", "a line that lost its stop");
  lines("Friday, July 4, 2031\n", "d", "a date");
  lines("11.08am BST\n03:27 PM\n9:15\n", "ddd", "the time of an entry in a live report");
  lines("They met.\nA second round\nThe ministers meet again in Oslo in May.\n", "ptp",
        "a title between paragraphs");
  lines("They met.\n\nMinisters agree on grain\nJuly 4, 2031\n", "p-td", "a title above its date");
  lines("They met.\n\nBo Ek, Port Office\n", "p-p", "a name below a text is no title");
  lines("Bo Ek\nPort Office\n", "tt", "two titles with no text are");
  lines("The ferry Sula, with sixty people from Tarvin and Brann,\nsank off Brann Point on "
        "Tuesday, said a man of the coast\nguard.\n\nNobody was hurt.\n",
        "p++-p", "a few lines, where no other word would have fitted");
  lines(
      "A ferry with sixty people on board sank off Brann Point\non Tuesday.\nIt was old, said the "
      "owner\nof it.\n",
      "pppp", "but not where one would have");
  lines("The Port Office Said Ferries\nsail again.\n\n> Bo Ek\n\nSee https://w.example/1\n\nOn.\n",
        "pp-p-p-p", "no title runs on, is quoted in a mail, or holds an address");
  lines("By Ann Berg\n", "b", "a byline");
  lines("Written by Ann Berg | Oslo\nPosted on March 8, 2031 at 9:30 PM\n", "bd",
        "and longer ones, and dates");
  lines("Shot by Police\n", "t", "which this is not");
  lines("By the time he came, all had left.\n", "p", "no byline");
  lines("2031-04-21 13:48\nOslo | Updated: 29-04-2031 12:43 IST | Created: 29-04-2031 12:40 IST\n"
        "Version 10.2.31 is out\nThey met on 21/04/2031 in the town.\n",
        "ddtp", "dates in figures");
  lines("1 of 4 | Crowds wait in Oban, Monday, May 5, 2031. (PA Photo/Ann Moe)\n"
        "A man waits in Oban, May 5, 2031. AGENCY/Ann Moe/File Photo\nPhoto by Ann Moe\n"
        "Envoys in Oban. Photo: Agency\nBerg waits for envoys at the gate in Oban, May 5. \xC2\xA9 "
        "Ann Moe, Agency\n",
        "ccccc", "numbers and credits of pictures");
  lines("They met.\nAnn Berg and Jo Moe in Oban. March 4. 2031\nThey left.\n", "pcp",
        "a caption with its date");
  lines("Mr. Holm Leaves\nThey Met. They Left\nText.\n", "tpp", "a title holds no sentence");
  lines("FILE - A man waits at the gate.\nFILE closed at noon.\n", "cp",
        "a picture from the files");
  lines("Foreign Minister Ann Berg (left) and her guest\n", "c", "a caption with a place in it");
  lines("Photo: A crowd waits at the gate.\n", "c", "a caption with a word for it");
  lines("Envoys shake hands after signing the accord in Oslo, May 5, 2031\nText.", "cp",
        "a caption with a date");
  lines("The council voted to close the ter-\nminal.\nIt is a well-\nknown one.\n", "p+pp",
        "a long line that ends in a word runs on");
  lines("\xC2\xA9 Ann Holm/Agency\nYear\tCost\n2020\tTwo Crowns\n", "cpp",
        "a credit, and rows of a table");
  lines("1.Tea\n2.Rice\n3.5 million came\n", "llp", "numbers without a space");
  lines("1. tea\n- rice\n• salt\n(a) oil\n", "llll", "list items");
  lines("\n \n\t\nText.\n", "---p", "blank lines");
  struct spans none;
  uint8_t *types;
  uint8_t *joins;
  ok(segment_lines(bytes(""), english, arena, &none, &types, &joins) == STATUS_OK &&
         none.count == 0,
     "no text, no lines");
}

/* Every column in order and inside the text; every token in one sentence. */
static bool is_sound(struct slice text)
{
  struct segmentation found;
  if (segment_text(text, english, arena, &found) != STATUS_OK)
    return false;
  bool sound = true;
  uint32_t end = 0;
  for (uint32_t i = 0; i < found.tokens.count; i++) {
    sound = sound && found.tokens.start[i] >= end && found.tokens.end[i] > found.tokens.start[i];
    end = found.tokens.end[i];
  }
  uint32_t next = 0;
  for (uint32_t i = 0; i < found.sentences.count; i++) {
    sound = sound && found.sentences.first_token[i] == next;
    next = found.sentences.last_token[i];
  }
  sound = sound && end <= text.size && next == found.tokens.count;
  arena_reset(arena, 1 << 20);
  return sound;
}

static void test_odd_input(void)
{
  static const char *const patterns[] = {
      "a-",       "1-",   "a'",    "a.",  "ab.",   "a@b.", ". ", "\"",  "(",
      "1) a. ",   "A. ",  "U.S. ", "’",   "!? ",   "\t",   "\r", "\n",  "é",
      "\xCC\x81", "東",   "😀",     "-- ", "N°",    "#a",   "$",  "AB$", "'",
      "www.",     "x://", "..",    "...", "can't", "[1]",  "•",  "a/",  "Mr. "};
  bool sound = is_sound(bytes(""));
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
    size_t size = strlen(patterns[i]);
    char *text = malloc(size * 3000);
    for (size_t k = 0; k < 3000; k++)
      memcpy(text + k * size, patterns[i], size);
    for (size_t k = 1; k < 12; k++)
      sound = sound && is_sound((struct slice){text, k * size});
    sound = sound && is_sound((struct slice){text, size * 3000});
    if (!sound) {
      printf("# pattern %s\n", patterns[i]);
      sound = true;
      ok(false, "a pattern over and over");
    }
    free(text);
  }
  ok(sound, "patterns over and over");
  ok(is_sound((struct slice){"a\0b\0\0. C", 8}), "NUL bytes");
  tokens("\xCC\x81 x", "\xCC\x81 x", "a mark on nothing");

  /* A long line takes time in proportion: a hundred thousand words in one sentence. */
  char *line = malloc(600000);
  for (size_t i = 0; i < 100000; i++)
    memcpy(line + i * 6, "Mr. o ", 6);
  ok(is_sound((struct slice){line, 600000}), "a very long sentence");
  free(line);
  struct segmentation found;
  ok(segment_text((struct slice){"x", (size_t)UINT32_MAX}, english, arena, &found) == STATUS_LIMIT,
     "4 GiB is too much");
}

static void test_other_rules(void)
{
  struct segment_rules *shipped = english;
  ok(segment_rules_new((struct slice){"", 0}, &english) == STATUS_OK, "no rules");
  tokens("don't Mr. X", "don't Mr+. X", "no language, no clitics and abbreviations");
  sentences("Er kam. Sie ging.", "Er kam. | Sie ging.", "sentences all the same");
  segment_rules_free(english);

  static const char german[] =
      "# test\nword\tclass\nz.B\talways\nusw\tfree\nHr\talways\nbroken\nx\tnone\n";
  ok(segment_rules_new(bytes(german), &english) == STATUS_OK, "rules of another language");
  sentences("Er mag z.B. Tee usw. Hr. Berg nicht.", "Er mag z.B. Tee usw. | Hr. Berg nicht.",
            "its words are data");
  segment_rules_free(english);
  segment_rules_free(NULL);
  english = shipped;
}

int main(void)
{
  static char tsv[1 << 17];
  FILE *file = fopen("plugins/data/en.abbreviations.tsv", "rb");
  if (!ok(file != NULL, "the rules of English"))
    return done();
  size_t size = fread(tsv, 1, sizeof tsv, file);
  fclose(file);
  arena = arena_new();
  ok(segment_rules_new((struct slice){tsv, size}, &english) == STATUS_OK, "are read");

  test_words();
  test_numbers_and_signs();
  test_columns();
  test_stops();
  test_quotes();
  test_lists();
  test_breaks();
  test_printed();
  test_lines();
  test_odd_input();
  test_other_rules();
  segment_rules_free(english);
  arena_free(arena);
  return done();
}
