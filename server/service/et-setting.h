/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ET_SQLITE_PREFIX "sqlite:///"

typedef struct _EtSetting EtSetting;

/* Reads a value into the member at the setting's offset. FALSE: it is not valid. */
typedef gboolean (*EtSettingRead) (const EtSetting *setting, const char *value, gpointer member);

/* One variable of the environment and the member of a struct that it fills in. */
struct _EtSetting
{
  const char *name;
  const char *alias; /* nullable; another name of the same variable */
  const char *fallback; /* nullable */
  EtSettingRead read;
  gsize offset;
  const char *rule; /* what a value must be, said after its name */
  int64_t min, max; /* numbers only */
};

gboolean et_setting_read_text (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_lines (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_number (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_switch (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_list (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_hosts (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_origins (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_networks (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_environment (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_log_level (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_language (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_admin_path (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_address (const EtSetting *setting, const char *value, gpointer member);
gboolean
et_setting_read_database_url (const EtSetting *setting, const char *value, gpointer member);
gboolean et_setting_read_redis_url (const EtSetting *setting, const char *value, gpointer member);

G_END_DECLS
