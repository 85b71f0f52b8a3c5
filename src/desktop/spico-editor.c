/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-editor.h"

#include <gtksourceview/gtksource.h>
#include <libspelling.h>

#define DEFAULT_MAX_LENGTH 20000

struct _SpicoEditor {
  AdwBin parent_instance;

  /* Template widgets */
  GtkSourceView *view;
  GtkSourceBuffer *buffer;

  char *placeholder;
  guint max_length;
  guint length;
  gboolean is_empty;
  gboolean spell_check;
  gboolean is_setting;

  GSettings *settings;
  SpellingTextBufferAdapter *spelling;
};

G_DEFINE_FINAL_TYPE (SpicoEditor, spico_editor, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_PLACEHOLDER,
  PROP_IS_EMPTY,
  PROP_SPELL_CHECK,
  PROP_MAX_LENGTH,
  PROP_LENGTH,
  N_PROPS
};

enum {
  SEND,
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
only_blanks (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

static void
update_measures (SpicoEditor *self)
{
  g_autofree char *text = spico_editor_get_text (self);
  gboolean is_empty = only_blanks (text);
  guint length = gtk_text_buffer_get_char_count (GTK_TEXT_BUFFER (self->buffer));

  if (length != self->length)
    {
      self->length = length;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LENGTH]);
    }
  if (is_empty != self->is_empty)
    {
      self->is_empty = is_empty;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_EMPTY]);
    }
}

static const char *
spelling_language (SpellingProvider *provider)
{
  static const char *const languages[] = { "fr_FR", "fr" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (spelling_provider_supports_language (provider, languages[i]))
      return languages[i];

  return spelling_provider_get_default_code (provider);
}

/* The dictionary takes tens of milliseconds to load: it waits until somebody is about to write. */
static void
ensure_spelling (SpicoEditor *self)
{
  SpellingProvider *provider;
  const char *language;
  g_autoptr (SpellingChecker) checker = NULL;

  if (self->spelling != NULL || !self->spell_check)
    return;

  provider = spelling_provider_get_default ();
  language = spelling_language (provider);
  if (language == NULL)
    return;

  checker = spelling_checker_new (provider, language);
  self->spelling = spelling_text_buffer_adapter_new (self->buffer, checker);
  gtk_text_view_set_extra_menu (GTK_TEXT_VIEW (self->view), spelling_text_buffer_adapter_get_menu_model (self->spelling));
  gtk_widget_insert_action_group (GTK_WIDGET (self->view), "spelling", G_ACTION_GROUP (self->spelling));
  spelling_text_buffer_adapter_set_enabled (self->spelling, TRUE);
}

static void
set_spell_check (SpicoEditor *self,
                 gboolean     spell_check)
{
  if (self->spell_check == spell_check)
    return;

  self->spell_check = spell_check;
  if (self->spelling != NULL)
    spelling_text_buffer_adapter_set_enabled (self->spelling, spell_check);
  else if (gtk_widget_has_focus (GTK_WIDGET (self->view)))
    ensure_spelling (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPELL_CHECK]);
}

static void
set_placeholder (SpicoEditor *self,
                 const char  *placeholder)
{
  if (!g_set_str (&self->placeholder, placeholder))
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder != NULL ? placeholder : "",
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_LINE, TRUE,
                                  -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACEHOLDER]);
}

static void
changed_cb (SpicoEditor *self)
{
  update_measures (self);
  if (!self->is_setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
focus_entered_cb (SpicoEditor *self)
{
  ensure_spelling (self);
}

static void
send_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  g_signal_emit (widget, signals[SEND], 0);
}

static gboolean
spico_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SPICO_EDITOR (widget)->view));
}

static void
spico_editor_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SpicoEditor *self = SPICO_EDITOR (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      g_value_set_string (value, self->placeholder);
      break;
    case PROP_IS_EMPTY:
      g_value_set_boolean (value, self->is_empty);
      break;
    case PROP_SPELL_CHECK:
      g_value_set_boolean (value, self->spell_check);
      break;
    case PROP_MAX_LENGTH:
      g_value_set_uint (value, self->max_length);
      break;
    case PROP_LENGTH:
      g_value_set_uint (value, self->length);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_editor_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SpicoEditor *self = SPICO_EDITOR (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      set_placeholder (self, g_value_get_string (value));
      break;
    case PROP_SPELL_CHECK:
      set_spell_check (self, g_value_get_boolean (value));
      break;
    case PROP_MAX_LENGTH:
      self->max_length = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_editor_dispose (GObject *object)
{
  SpicoEditor *self = SPICO_EDITOR (object);

  if (self->view != NULL)
    gtk_widget_insert_action_group (GTK_WIDGET (self->view), "spelling", NULL);
  /* What it still meant to check, it would look for in a buffer that is gone. */
  if (self->spelling != NULL)
    spelling_text_buffer_adapter_set_enabled (self->spelling, FALSE);
  g_clear_object (&self->spelling);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_EDITOR);

  G_OBJECT_CLASS (spico_editor_parent_class)->dispose (object);
}

static void
spico_editor_finalize (GObject *object)
{
  g_free (SPICO_EDITOR (object)->placeholder);

  G_OBJECT_CLASS (spico_editor_parent_class)->finalize (object);
}

static void
spico_editor_class_init (SpicoEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = spico_editor_get_property;
  object_class->set_property = spico_editor_set_property;
  object_class->dispose = spico_editor_dispose;
  object_class->finalize = spico_editor_finalize;
  widget_class->grab_focus = spico_editor_grab_focus;

  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, G_PARAM_READWRITE | flags);
  properties[PROP_IS_EMPTY] = g_param_spec_boolean ("is-empty", NULL, NULL, TRUE, G_PARAM_READABLE | flags);
  properties[PROP_SPELL_CHECK] = g_param_spec_boolean ("spell-check", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_MAX_LENGTH] = g_param_spec_uint ("max-length", NULL, NULL, 1, G_MAXUINT, DEFAULT_MAX_LENGTH, G_PARAM_READWRITE | flags);
  properties[PROP_LENGTH] = g_param_spec_uint ("length", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SEND] = g_signal_new ("send", SPICO_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoEditor, view);
  gtk_widget_class_bind_template_child (widget_class, SpicoEditor, buffer);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_entered_cb);
  gtk_widget_class_install_action (widget_class, "editor.send", NULL, send_activated_cb);
}

static void
spico_editor_init (SpicoEditor *self)
{
  self->is_empty = TRUE;
  self->max_length = DEFAULT_MAX_LENGTH;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Without a scheme the text follows the theme, light or dark. */
  gtk_source_buffer_set_style_scheme (self->buffer, NULL);
  self->settings = g_settings_new (SPICO_APPLICATION_ID);
  g_settings_bind (self->settings, "spell-check", self, "spell-check", G_SETTINGS_BIND_GET);
}

char *
spico_editor_get_text (SpicoEditor *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (SPICO_IS_EDITOR (self), NULL);

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);

  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, FALSE);
}

void
spico_editor_set_text (SpicoEditor *self,
                       const char  *text)
{
  g_return_if_fail (SPICO_IS_EDITOR (self));
  g_return_if_fail (text != NULL);

  self->is_setting = TRUE;
  gtk_text_buffer_begin_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_end_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  self->is_setting = FALSE;
}

void
spico_editor_insert (SpicoEditor *self,
                     const char  *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter cursor;

  g_return_if_fail (SPICO_IS_EDITOR (self));
  g_return_if_fail (text != NULL);

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert (buffer, &cursor, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_place_cursor (buffer, &cursor);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer));
}

gboolean
spico_editor_is_empty (SpicoEditor *self)
{
  g_return_val_if_fail (SPICO_IS_EDITOR (self), TRUE);

  return self->is_empty;
}

guint
spico_editor_get_length (SpicoEditor *self)
{
  g_return_val_if_fail (SPICO_IS_EDITOR (self), 0);

  return self->length;
}

guint
spico_editor_get_max_length (SpicoEditor *self)
{
  g_return_val_if_fail (SPICO_IS_EDITOR (self), 0);

  return self->max_length;
}
