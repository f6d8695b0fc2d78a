/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* Something that happens once: a session of a sport at a venue. */
typedef struct _EtEvent
{
  EtRecord parent_instance;

  int64_t id;
  char *name; /* owned */
  char *sport; /* owned; a word such as "athletics", see et_sport_words */
  char *venue; /* owned */
  int64_t starts_at;
  int64_t ends_at;
  int64_t doors_at; /* ET_NULL_INT64 when unknown */
  char *time_zone; /* owned; IANA name */
  int64_t capacity; /* people; ET_NULL_INT64 for unlimited */
  int64_t version;
} EtEvent;

ET_DECLARE_RECORD (EtEvent, et_event, EVENT)

/* The sports of the catalogue, ended by NULL: words of the API. */
extern const char *const et_sport_words[];
const char *et_sport_get_name (const char *word);
const char *et_sport_find (const char *name);

G_END_DECLS
