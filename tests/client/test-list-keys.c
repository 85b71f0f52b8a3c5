/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lists are made of, without a store. */
#include "spico-keys.h"
#include "spico-refresher.h"

/* A model that only counts, to see that what items-changed tells is what happens. */
#define TEST_TYPE_KEYS (test_keys_get_type ())
G_DECLARE_FINAL_TYPE (TestKeys, test_keys, TEST, KEYS, GObject)

struct _TestKeys {
  GObject parent_instance;
  GArray *keys;
  GArray *mirror;
  guint n_changed;
};

static guint
test_keys_get_n_items (GListModel *model)
{
  return TEST_KEYS (model)->keys->len;
}

static GType
test_keys_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static gpointer
test_keys_get_item (GListModel *model,
                    guint       position)
{
  return NULL;
}

static void
test_keys_model_init (GListModelInterface *iface)
{
  iface->get_n_items = test_keys_get_n_items;
  iface->get_item_type = test_keys_get_item_type;
  iface->get_item = test_keys_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestKeys, test_keys, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, test_keys_model_init))

static void
test_keys_finalize (GObject *object)
{
  g_array_unref (TEST_KEYS (object)->keys);
  g_array_unref (TEST_KEYS (object)->mirror);
  G_OBJECT_CLASS (test_keys_parent_class)->finalize (object);
}

static void
test_keys_class_init (TestKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_keys_finalize;
}

static void
test_keys_init (TestKeys *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->mirror = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Does to the mirror only what the signal tells, reading the new rows from the model. */
static void
mirror_cb (TestKeys *self,
           guint     position,
           guint     removed,
           guint     added)
{
  if (removed > 0)
    g_array_remove_range (self->mirror, position, removed);
  if (added > 0)
    g_array_insert_vals (self->mirror, position, &g_array_index (self->keys, gint64, position), added);
  self->n_changed += removed + added;
}

static GArray *
random_keys (void)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 key = 1; key <= 40; key++)
    {
      if (g_test_rand_int_range (0, 3) > 0)
        g_array_append_val (keys, key);
    }
  for (guint i = keys->len; i > 1 && g_test_rand_int_range (0, 4) == 0; i--)
    {
      guint other = g_test_rand_int_range (0, i);
      gint64 key = g_array_index (keys, gint64, i - 1);

      g_array_index (keys, gint64, i - 1) = g_array_index (keys, gint64, other);
      g_array_index (keys, gint64, other) = key;
    }

  return keys;
}

static void
test_splice (void)
{
  g_autoptr (TestKeys) model = g_object_new (TEST_TYPE_KEYS, NULL);

  g_signal_connect (model, "items-changed", G_CALLBACK (mirror_cb), NULL);
  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GArray) target = random_keys ();

      spico_keys_splice (G_LIST_MODEL (model), model->keys, target);
      g_assert_cmpmem (model->keys->data, model->keys->len * sizeof (gint64), target->data, target->len * sizeof (gint64));
      g_assert_cmpmem (model->mirror->data, model->mirror->len * sizeof (gint64), target->data, target->len * sizeof (gint64));
    }
}

/* A conversation that comes to the top is one removal and one insertion, however long the list. */
static void
test_splice_is_precise (void)
{
  g_autoptr (TestKeys) model = g_object_new (TEST_TYPE_KEYS, NULL);
  g_autoptr (GArray) target = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_signal_connect (model, "items-changed", G_CALLBACK (mirror_cb), NULL);
  for (gint64 key = 1; key <= 1000; key++)
    g_array_append_val (target, key);
  spico_keys_splice (G_LIST_MODEL (model), model->keys, target);
  model->n_changed = 0;

  g_array_remove_index (target, 700);
  g_array_prepend_vals (target, &(gint64) { 701 }, 1);
  spico_keys_splice (G_LIST_MODEL (model), model->keys, target);
  g_assert_cmpuint (model->n_changed, ==, 2);
}

typedef struct {
  GPtrArray *readings;
  guint n_taken;
} Readings;

static DexFuture *
begin_reading_again (gpointer owner)
{
  Readings *readings = g_object_get_data (owner, "readings");
  DexPromise *promise = dex_promise_new ();

  g_ptr_array_add (readings->readings, dex_ref (promise));

  return DEX_FUTURE (promise);
}

static void
taken_again_cb (gpointer      owner,
                const GValue *value,
                const GError *error)
{
  Readings *readings = g_object_get_data (owner, "readings");

  readings->n_taken++;
}

static void
end_reading_again (Readings *readings,
                   guint     number)
{
  dex_promise_resolve_boolean (g_ptr_array_index (readings->readings, number), TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* One at a time; whatever changes meanwhile asks for one more, and who has let go hears of nothing. */
static void
test_refresher (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  Readings readings = { list, 0 };
  SpicoRefresher *refresher;

  g_object_set_data (owner, "readings", &readings);
  refresher = spico_refresher_new (owner, begin_reading_again, taken_again_cb);
  spico_refresher_ask (refresher);
  spico_refresher_ask (refresher);
  spico_refresher_ask (refresher);
  g_assert_cmpuint (list->len, ==, 1);

  end_reading_again (&readings, 0);
  g_assert_cmpuint (readings.n_taken, ==, 1);
  g_assert_cmpuint (list->len, ==, 2);
  end_reading_again (&readings, 1);
  g_assert_cmpuint (readings.n_taken, ==, 2);
  g_assert_cmpuint (list->len, ==, 2);

  spico_refresher_ask (refresher);
  spico_refresher_ask (refresher);
  spico_refresher_free (refresher);
  end_reading_again (&readings, 2);
  g_assert_cmpuint (readings.n_taken, ==, 2);
  g_assert_cmpuint (list->len, ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/list/splice", test_splice);
  g_test_add_func ("/client/list/refresher", test_refresher);
  g_test_add_func ("/client/list/splice-is-precise", test_splice_is_precise);

  return g_test_run ();
}
