/*
 * Mails: header fields and bodies. Inside core/source only.
 *
 * mail.c  which parts of a mail are its text; the reader of mailboxes
 * mime.c  header fields, parameters, transfer encodings
 */
#ifndef READOUT_MAIL_H
#define READOUT_MAIL_H

#include "record.h"

struct mail_entity { /* a mail or a part of one; slices of the mail */
  struct slice header;
  struct slice body;
};

/* Part header from body at the first empty line. */
struct mail_entity mail_split(struct slice message);

/* Whether the line is a header field of a mail or of the web: "Name: value". What follows the line does not count. */
bool mail_is_field(struct slice line);

/* The value of the first field of that name, unfolded and trimmed, appended to `out`; false: there is none. */
bool mail_field(struct slice header, const char *name, struct buffer *out);

/* The same with encoded words ("=?utf-8?q?...?=") decoded: valid UTF-8. */
bool mail_field_text(struct slice header, const char *name, struct buffer *out);

/* The first word of a structured field in small letters: "text/html" of "Text/HTML; charset=x". */
void mail_token(struct slice value, struct buffer *out);

/* A parameter of a structured field, without its quotes, appended to `out`; false: there is none. */
bool mail_parameter(struct slice value, const char *name, struct buffer *out);

/* The charset of a body, appended to `out`: the parameter of its content type, or what a page says of itself. */
void mail_charset(struct slice type, struct slice body, bool is_html, struct buffer *out);

/* An address or id without the "<" and ">" around it. */
struct slice mail_bare(struct slice text);

/* Undo the transfer encoding ("base64", "quoted-printable", else none). */
void mail_decode_transfer(struct slice body, struct slice encoding, struct buffer *out);

/*
 * Plain text without the marks of quoted lines, an empty line where quoting begins or ends. `flowed`: join the lines that
 * RFC 3676 (format=flowed) parts; `delete_space`: its DelSp=yes.
 */
void mail_plain_text(struct slice text, bool flowed, bool delete_space, struct buffer *out);

/*
 * Read a whole mail, whose first byte is that of the input at record->invalid_at, into the space: text, marks, metadata.
 * STATUS_OK or STATUS_NO_MEMORY.
 */
enum status mail_read(struct slice message, struct record_space *space,
                      struct source_record *record);

#endif
