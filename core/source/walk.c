/* Walking folders; see walk.h. Memory holds the names of the folders between the top and the file. */
#include "walk.h"
#include "../base/buffer.h"
#include "reader.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct folder {
  char **names; /* owned; a folder's name ends in '/' */
  size_t count;
  size_t at;
  size_t prefix; /* bytes of the path that lead here, '/' included */
};

struct walk {
  struct folder *folders; /* owned, a stack */
  size_t depth;
  struct buffer path; /* NUL-closed */
  bool begun;
};

static int compare_names(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void folder_free(struct folder *folder)
{
  for (size_t i = 0; i < folder->count; i++)
    free(folder->names[i]);
  free(folder->names);
}

/* Set the walk's path to its first `prefix` bytes and `name`. */
static bool set_path(struct walk *walk, size_t prefix, const char *name)
{
  walk->path.size = prefix;
  buffer_add_string(&walk->path, name);
  buffer_add_byte(&walk->path, '\0');
  return !walk->path.failed;
}

/*
 * What stands at the walk's path: 'f' a file, 'd' a folder, 0 neither. The type in the listing saves a
 * system call where the file system gives it.
 */
static int kind_of(const struct walk *walk, const struct dirent *entry)
{
  struct stat stat_of;
  if (entry->d_type == DT_REG)
    return 'f';
  if (entry->d_type == DT_DIR)
    return 'd';
  if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
    return 0;
  if (lstat(walk->path.data, &stat_of) != 0)
    return 0;
  if (S_ISDIR(stat_of.st_mode))
    return 'd';
  if (S_ISLNK(stat_of.st_mode) && (stat(walk->path.data, &stat_of) != 0))
    return 0;
  return S_ISREG(stat_of.st_mode) ? 'f' : 0;
}

static enum status add_name(struct folder *folder, size_t *room, const char *name, bool is_folder)
{
  if (folder->count == *room) {
    size_t more = *room == 0 ? 16 : *room * 2;
    char **names = realloc(folder->names, more * sizeof *names);
    if (names == NULL)
      return STATUS_NO_MEMORY;
    folder->names = names;
    *room = more;
  }
  size_t size = strlen(name);
  char *copy = malloc(size + 2);
  if (copy == NULL)
    return STATUS_NO_MEMORY;
  memcpy(copy, name, size);
  copy[size] = is_folder ? '/' : '\0';
  copy[size + 1] = '\0';
  folder->names[folder->count++] = copy;
  return STATUS_OK;
}

/* List the folder at the walk's path (which ends in '/') and push it. */
static enum status push_folder(struct walk *walk)
{
  struct folder folder = {0};
  folder.prefix = walk->path.size - 1;
  if (walk->depth == SOURCE_MAX_FOLDERS)
    return STATUS_LIMIT;
  DIR *directory = opendir(walk->path.data);
  if (directory == NULL)
    return STATUS_IO;
  size_t room = 0;
  enum status status = STATUS_OK;
  while (status == STATUS_OK) {
    errno = 0; /* which alone tells an error from the end */
    const struct dirent *entry = readdir(directory);
    if (entry == NULL && errno != 0)
      status = STATUS_IO;
    if (entry == NULL)
      break;
    if (entry->d_name[0] == '.')
      continue;
    if (!set_path(walk, folder.prefix, entry->d_name)) {
      status = STATUS_NO_MEMORY;
      break;
    }
    int kind = kind_of(walk, entry);
    if (kind != 0)
      status = add_name(&folder, &room, entry->d_name, kind == 'd');
  }
  int why = errno;
  closedir(directory);
  struct folder *folders = NULL;
  if (status == STATUS_OK)
    folders = realloc(walk->folders, (walk->depth + 1) * sizeof *folders);
  if (folders == NULL) {
    folder_free(&folder);
    errno = why;
    return status == STATUS_OK ? STATUS_NO_MEMORY : status;
  }
  walk->folders = folders;
  if (folder.count > 0)
    qsort(folder.names, folder.count, sizeof *folder.names, compare_names);
  walk->folders[walk->depth++] = folder;
  return STATUS_OK;
}

enum status walk_open(const char *path, struct walk **walk)
{
  struct walk *made = calloc(1, sizeof *made);
  if (made == NULL)
    return STATUS_NO_MEMORY;
  size_t size = strlen(path);
  buffer_add(&made->path, path, size);
  if (size == 0 || path[size - 1] != '/')
    buffer_add_byte(&made->path, '/');
  buffer_add_byte(&made->path, '\0');
  if (made->path.failed) {
    walk_close(made);
    return STATUS_NO_MEMORY;
  }
  *walk = made;
  return STATUS_OK;
}

enum status walk_next(struct walk *walk, const char **path)
{
  if (!walk->begun) {
    walk->begun = true;
    enum status status = push_folder(walk);
    *path = walk->path.data;
    if (status != STATUS_OK)
      return status;
  }
  while (walk->depth > 0) {
    struct folder *folder = &walk->folders[walk->depth - 1];
    if (folder->at == folder->count) {
      folder_free(folder);
      walk->depth--;
      continue;
    }
    const char *name = folder->names[folder->at++];
    if (!set_path(walk, folder->prefix, name))
      return STATUS_NO_MEMORY;
    *path = walk->path.data;
    size_t size = strlen(name);
    if (name[size - 1] != '/')
      return detect_name((struct slice){name, size}).known ? STATUS_OK : STATUS_BAD_INPUT;
    enum status status = push_folder(walk);
    *path = walk->path.data;
    if (status != STATUS_OK)
      return status;
  }
  return STATUS_END;
}

void walk_close(struct walk *walk)
{
  if (walk == NULL)
    return;
  while (walk->depth > 0)
    folder_free(&walk->folders[--walk->depth]);
  free(walk->folders);
  buffer_free(&walk->path);
  free(walk);
}
