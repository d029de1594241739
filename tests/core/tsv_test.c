/* Lines and cells of tables. */
#include "../../core/base/tsv.h"
#include "tap.h"

static void is_slice(struct slice found, const char *expected, const char *name)
{
  is_bytes(found.data, found.size, expected, name);
}

int main(void)
{
  const char *text = "name\tcode\r\nOslo\t\tport\n\nlast";
  struct slice rest = {text, strlen(text)};
  struct slice line;
  ok(slice_line(&rest, &line), "a line");
  is_slice(line, "name\tcode", "without CR LF");
  is_slice(tsv_cell(&line), "name", "a cell");
  is_slice(tsv_cell(&line), "code", "the last one");
  is_slice(tsv_cell(&line), "", "nothing behind it");

  ok(slice_line(&rest, &line), "a second line");
  tsv_cell(&line);
  is_slice(tsv_cell(&line), "", "an empty cell");
  is_slice(tsv_cell(&line), "port", "the cell behind it");
  ok(slice_line(&rest, &line) && line.size == 0, "an empty line");
  ok(slice_line(&rest, &line), "a line that nothing ends");
  is_slice(line, "last", "is a line");
  ok(!slice_line(&rest, &line) && line.size == 0, "nothing is left");

  rest = (struct slice){NULL, 0};
  ok(!slice_line(&rest, &line), "no table, no line");
  return done();
}
