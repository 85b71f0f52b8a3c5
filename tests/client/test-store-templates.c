/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates of messages in the store, without a server: what was typed is never lost (B021). */
#include "spico-store-objects.h"
#include "spico-store-templates.h"
#include "spico-store-writes.h"
#include "spico-test-store.h"
#include "spico-type.h"

#define ID "0190f5a2-7c1e-7000-8000-000000000001"
#define PUT(account, name, text)                                                                                                                                    \
  "{\"account\":\"" account "\",\"type\":\"MessageTemplate\",\"list\":[{\"id\":\"" ID "\",\"name\":\"" name "\",\"text\":\"" text "\",\"createdAt\":\"2026-01-05T10:00:00Z\"," \
  "\"editedAt\":\"2026-01-05T10:00:00Z\",\"editedByPersonId\":\"" TOTARO "\"}]}"
#define STRUCTURE_TOO ",\"" STRUCTURE "\":{\"name\":\"EHPAD\",\"isPersonal\":false,\"accountCapabilities\":{\"" SPICO_CAPABILITY_DISCUSSIONS "\":{}}}"

static void
save (SpicoTestStore *fixture,
      SpicoStoreFunc  func,
      const char     *account_id,
      const char     *name,
      const char     *text)
{
  SpicoWrite *write = spico_write_new (account_id, NULL, ID);

  write->subject = g_strdup (name);
  write->text = g_strdup (text);
  write->number = g_get_real_time ();
  spico_test_succeeds (spico_store_write (fixture->store, func, write, spico_write_free));
}

/* `name: text` of each, `*` where it waits, then `(name: text)` and a number of what is not saved, and why. */
static char *
describe (SpicoTestStore *fixture,
          const char     *account_id)
{
  g_autoptr (GListModel) list = spico_test_await_object (spico_store_read (fixture->store, spico_store_read_templates, g_strdup (account_id), g_free));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SpicoMessageTemplate) template = g_list_model_get_item (list, i);

      g_string_append (text, i > 0 ? ", " : "");
      if (spico_message_template_is_saved (template))
        g_string_append_printf (text, "%s: %s%s", spico_message_template_get_name (template), spico_message_template_get_text (template), spico_message_template_is_waiting (template) ? "*" : "");
      if (spico_message_template_get_draft_name (template) != NULL)
        g_string_append_printf (text, "(%s: %s)%d", spico_message_template_get_draft_name (template), spico_message_template_get_draft_text (template), spico_message_template_get_reason (template));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
assert_is (SpicoTestStore *fixture,
           const char     *account_id,
           const char     *expected)
{
  g_autofree char *described = describe (fixture, account_id);

  g_assert_cmpstr (described, ==, expected);
}

/* Returns: (transfer full) (nullable): what waits first, on its way to the server */
static SpicoSettlement *
tell (SpicoTestStore *fixture)
{
  g_autoptr (GPtrArray) heads = spico_test_await_boxed (spico_store_read (fixture->store, spico_outbox_read_heads, NULL, NULL));
  SpicoSettlement *settlement;

  if (heads->len == 0)
    return NULL;

  g_assert_cmpuint (heads->len, ==, 1);
  g_ptr_array_set_free_func (heads, NULL);
  settlement = g_new0 (SpicoSettlement, 1);
  settlement->operation = g_ptr_array_index (heads, 0);
  settlement->outcome = SPICO_OUTCOME_DONE;

  return settlement;
}

static void
settle (SpicoTestStore  *fixture,
        SpicoSettlement *settlement)
{
  GPtrArray *settlements = g_ptr_array_new_with_free_func (spico_settlement_free);

  g_ptr_array_add (settlements, settlement);
  spico_test_succeeds (spico_store_write (fixture->store, spico_outbox_settle, settlements, (GDestroyNotify) g_ptr_array_unref));
}

static void
assert_nothing_waits (SpicoTestStore *fixture)
{
  g_assert_null (tell (fixture));
}

/* What one alone changed joins what the other did. */
static void
test_joins (SpicoTestStore *fixture,
            gconstpointer   data)
{
  spico_test_store_put (fixture, PUT (MAUGER, "Refus", "Non"));
  save (fixture, spico_write_template, MAUGER, "Refus", "Non, merci");
  assert_is (fixture, MAUGER, "Refus: Non, merci*");
  spico_test_store_put (fixture, PUT (MAUGER, "Refus poli", "Non"));
  assert_is (fixture, MAUGER, "Refus poli: Non, merci*");
  settle (fixture, tell (fixture));
  assert_is (fixture, MAUGER, "Refus poli: Non, merci");
  assert_nothing_waits (fixture);
}

/* Both changed the same: theirs stands, and mine comes back to me. */
static void
test_conflict (SpicoTestStore *fixture,
               gconstpointer   data)
{
  spico_test_store_put (fixture, PUT (MAUGER, "Refus", "Non"));
  save (fixture, spico_write_template, MAUGER, "Refus", "Jamais");
  spico_test_store_put (fixture, PUT (MAUGER, "Refus poli", "Non, merci"));
  assert_is (fixture, MAUGER, "Refus poli: Non, merci(Refus poli: Jamais)1");
  assert_nothing_waits (fixture);

  /* Both wrote the same: there is nothing to ask about. */
  save (fixture, spico_write_template, MAUGER, "Refus poli", "Jamais");
  spico_test_store_put (fixture, PUT (MAUGER, "Refus poli", "Jamais"));
  assert_is (fixture, MAUGER, "Refus poli: Jamais");
  assert_nothing_waits (fixture);
}

/* What is typed while a template is being told is told behind it, and lost by no answer. */
static void
test_edited_while_told (SpicoTestStore *fixture,
                        gconstpointer   data)
{
  SpicoSettlement *told;

  spico_test_store_put (fixture, PUT (MAUGER, "Refus", "Non"));
  save (fixture, spico_write_template, MAUGER, "Refus", "Un");
  told = tell (fixture);
  save (fixture, spico_write_template, MAUGER, "Refus", "Deux");
  settle (fixture, told);
  assert_is (fixture, MAUGER, "Refus: Deux*");
  spico_test_store_put (fixture, PUT (MAUGER, "Refus", "Un"));
  assert_is (fixture, MAUGER, "Refus: Deux*");
  settle (fixture, tell (fixture));
  assert_is (fixture, MAUGER, "Refus: Deux");
  assert_nothing_waits (fixture);
}

/* A new one that is edited before anybody answers, and one that the server has before its answer comes. */
static void
test_new (SpicoTestStore *fixture,
          gconstpointer   data)
{
  SpicoSettlement *told;

  save (fixture, spico_write_template, MAUGER, "Refus", "Non");
  assert_is (fixture, MAUGER, "Refus: Non*");
  told = tell (fixture);
  g_assert_cmpstr (told->operation->kind, ==, SPICO_OUTBOX_TEMPLATE);
  g_assert_cmpstr (told->operation->object_id, !=, ID);
  settle (fixture, told);
  assert_is (fixture, MAUGER, "Refus: Non");
  assert_nothing_waits (fixture);
}

/* The server says no: what it had stands, and what was typed comes back with the reason. */
static void
test_refused (SpicoTestStore *fixture,
              gconstpointer   data)
{
  SpicoSettlement *told;

  spico_test_store_put (fixture, PUT (MAUGER, "Refus", "Non"));
  save (fixture, spico_write_template, MAUGER, "Refus", "Jamais");
  told = tell (fixture);
  told->outcome = SPICO_OUTCOME_REFUSED;
  told->failure = SPICO_MESSAGE_FAILURE_REFUSED;
  settle (fixture, told);
  assert_is (fixture, MAUGER, "Refus: Non(Refus: Jamais)5");
  assert_nothing_waits (fixture);

  /* What was kept meanwhile was typed later, and stays. */
  save (fixture, spico_write_template, MAUGER, "Refus", "Encore");
  save (fixture, spico_write_template_draft, MAUGER, "Refus", "Plus tard");
  told = tell (fixture);
  told->outcome = SPICO_OUTCOME_REFUSED;
  told->failure = SPICO_MESSAGE_FAILURE_NO_ACCESS;
  settle (fixture, told);
  assert_is (fixture, MAUGER, "Refus: Non(Refus: Plus tard)2");
}

/* A new one that the server does not take, as there are too many, is what was typed of a new one. */
static void
test_no_room (SpicoTestStore *fixture,
              gconstpointer   data)
{
  SpicoSettlement *told;

  save (fixture, spico_write_template, MAUGER, "Refus", "Non");
  told = tell (fixture);
  told->outcome = SPICO_OUTCOME_REFUSED;
  told->failure = SPICO_MESSAGE_FAILURE_REFUSED;
  told->is_over_quota = TRUE;
  settle (fixture, told);
  assert_is (fixture, MAUGER, "(Refus: Non)3");
  assert_nothing_waits (fixture);
}

static DexFuture *
remove_it (SpicoTransaction *transaction,
           gpointer          data)
{
  GError *error = NULL;

  return spico_store_answer (spico_store_remove_template (transaction, MAUGER, ID, &error), &error);
}

/* Somebody else deletes it, while an edit waits. */
static void
test_gone (SpicoTestStore *fixture,
           gconstpointer   data)
{
  spico_test_store_put (fixture, PUT (MAUGER, "Refus", "Non"));
  save (fixture, spico_write_template, MAUGER, "Refus", "Jamais");
  spico_test_succeeds (spico_store_write (fixture->store, remove_it, NULL, NULL));
  assert_is (fixture, MAUGER, "(Refus: Jamais)2");
  assert_nothing_waits (fixture);

  /* Saved, it is another. */
  save (fixture, spico_write_template, MAUGER, "Refus", "Jamais");
  assert_is (fixture, MAUGER, "Refus: Jamais*");
  g_assert_cmpstr (tell (fixture)->operation->object_id, !=, ID);
}

/* One that is deleted here stays so, whatever the server tells meanwhile. */
static void
test_deleted (SpicoTestStore *fixture,
              gconstpointer   data)
{
  SpicoSettlement *told;

  spico_test_store_put (fixture, PUT (MAUGER, "Refus", "Non"));
  save (fixture, spico_write_template, MAUGER, "Refus", "Jamais");
  save (fixture, spico_write_template_draft, MAUGER, "Refus", "Plus tard");
  save (fixture, spico_write_untemplate, MAUGER, NULL, NULL);
  assert_is (fixture, MAUGER, "");
  spico_test_store_put (fixture, PUT (MAUGER, "Refus", "Autrement"));
  assert_is (fixture, MAUGER, "");
  told = tell (fixture);
  g_assert_cmpstr (told->operation->kind, ==, SPICO_OUTBOX_UNTEMPLATE);
  settle (fixture, told);
  assert_is (fixture, MAUGER, "");
  assert_nothing_waits (fixture);
}

/* What is no more covered is erased; what the person typed for it, saved or not, is theirs. */
static void
test_lost_account (SpicoTestStore *fixture,
                   gconstpointer   data)
{
  spico_test_store_put_accounts (fixture, STRUCTURE_TOO);
  spico_test_store_put (fixture, PUT (MAUGER, "Accord", "Oui"));
  spico_test_store_put (fixture, PUT (STRUCTURE, "Refus", "Non"));
  spico_test_store_put_accounts (fixture, "");
  assert_is (fixture, STRUCTURE, "");
  assert_is (fixture, MAUGER, "Accord: Oui");

  spico_test_store_put_accounts (fixture, STRUCTURE_TOO);
  spico_test_store_put (fixture, PUT (STRUCTURE, "Refus", "Non"));
  save (fixture, spico_write_template, STRUCTURE, "Refus", "Jamais");
  spico_test_store_put_accounts (fixture, "");
  assert_is (fixture, STRUCTURE, "");
  assert_is (fixture, MAUGER, "Accord: Oui, (Refus: Jamais)4");
  assert_nothing_waits (fixture);
}

#define ADD(name, function) g_test_add ("/store/templates/" name, SpicoTestStore, NULL, spico_test_store_set_up, function, spico_test_store_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("B021-joins", test_joins);
  ADD ("B021-conflict", test_conflict);
  ADD ("B021-edited-while-it-is-told", test_edited_while_told);
  ADD ("B021-a-new-one", test_new);
  ADD ("B021-refused", test_refused);
  ADD ("B021-no-room", test_no_room);
  ADD ("B021-gone", test_gone);
  ADD ("B021-deleted", test_deleted);
  ADD ("B021-lost-account", test_lost_account);

  return g_test_run ();
}
