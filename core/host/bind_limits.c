/*
 * The limits of the core, for `readout limits`: their values where they are decided, nowhere else.
 */
#include "../match/tagger.h"
#include "../match/tape.h"
#include "../match/triggers.h"
#include "../run/output.h"
#include "../run/pool.h"
#include "../source/source.h"
#include "../text/normal.h"
#include "host.h"
#include <cjson/cJSON.h>
#include <limits.h>

/* core.limits(): name -> value of every limit of the core, in bytes, levels or pieces. */
static int l_limits(lua_State *L)
{
  static const struct {
    const char *name;
    lua_Integer value;
  } limits[] = {{"record", SOURCE_MAX_RECORD},
                {"path", PATH_MAX},
                {"folders", SOURCE_MAX_FOLDERS},
                {"archives", SOURCE_MAX_ARCHIVES},
                {"members", SOURCE_MAX_MEMBERS},
                {"html_depth", SOURCE_MAX_HTML_DEPTH},
                {"html_attributes", SOURCE_MAX_HTML_ATTRIBUTES},
                {"xml_depth", SOURCE_MAX_XML_DEPTH},
                {"mail_depth", SOURCE_MAX_MAIL_DEPTH},
                {"json_input_depth", CJSON_NESTING_LIMIT},
                {"json_depth", JSON_DEPTH_MAX},
                {"workers", POOL_MAX_WORKERS},
                {"queue_jobs", POOL_QUEUE_JOBS},
                {"queue_bytes", (lua_Integer)POOL_QUEUE_BYTES},
                {"hold", (lua_Integer)POOL_HOLD_BYTES},
                {"note", POOL_NOTE_BYTES},
                {"stopped", POOL_STOPPED_SECONDS},
                {"patience", OUTPUT_PATIENCE_SECONDS},
                {"normal", NORMAL_MAX},
                {"tape_classes", TAPE_CLASSES},
                {"tape_combinations", TAPE_BYTES},
                {"tape_layers", TAPE_LAYERS},
                {"tape_words", TAPE_WORDS},
                {"tagged", TAG_LONGEST},
                {"trigger_sets", TRIGGER_SETS}};
  enum { COUNT = sizeof limits / sizeof *limits };
  lua_createtable(L, 0, COUNT);
  for (int i = 0; i < COUNT; i++) {
    lua_pushinteger(L, limits[i].value);
    lua_setfield(L, -2, limits[i].name);
  }
  return 1;
}

void bind_limits(lua_State *L)
{
  lua_pushcfunction(L, l_limits);
  lua_setfield(L, -2, "limits");
}
