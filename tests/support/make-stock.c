/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The national stock of fictional registers, in the layouts of the real ones, the same for the same arguments.
 *   make-stock FOLDER [--scale 1] [--seed 1] [--day 0]
 * At scale 1: 1.73 million professionals in 2.2 million lines, 105,000 open sites, 542,000 MSSanté addresses. Each day after 0 one in a hundred of what there is comes, goes or changes.
 * People, sites and towns are functions of their number: nothing is kept in memory but the towns. */
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stock-facts.h"

#define FIRST_DAY "2026-11-02"
#define SITES 105000
#define PERSONAL_MAIL_PERMILLE 275
#define ORGANISATION_MAIL_PERCENT 64
#define SMALL_TOWNS 34900
/* The share of what there is that a day touches. */
#define DAYS_APART 100
/* Those who come on one of the first days are not there before. */
#define COMING_DAYS 20
#define COMING 1.0714
/* Of people with several activities, so many in a thousand stand apart in the file. */
#define APART_PERMILLE 20

typedef struct {
  const char *name;
  char insee[6];
  char postcode[6];
  char department[4];
} Place;

typedef struct {
  guint64 state;
} Chance;

typedef struct {
  guint64 seed;
  double scale;
  guint day;
  char date[11];
  guint n_people;
  guint n_sites;
  Place *places;
  guint64 *until;
  guint n_places;
  GStringChunk *texts;
} Stock;

typedef struct {
  guint number;
  gboolean is_woman;
  const Profession *profession;
  char national_id[16];
  char family[64];
  const char *given;
  guint n_activities;
  gboolean is_apart;
} Person;

typedef struct {
  guint number;
  const Category *category;
  const Place *place;
  char finess[10];
  char entity[10];
  char name[160];
  guint street_number;
  const Coded *street_type;
  const char *street;
  char telephone[11];
} Site;

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static guint64
next (Chance *chance)
{
  guint64 z = chance->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static Chance
chance_of (const Stock *stock,
           guint        what,
           guint64      number,
           guint        version)
{
  Chance chance = { stock->seed * 1000003 + what };

  chance.state = next (&chance) ^ number;
  chance.state = next (&chance) ^ version;
  return chance;
}

static guint
below (Chance *chance,
       guint   limit)
{
  return (guint) (next (chance) % limit);
}

static gboolean
happens (Chance *chance,
         guint   percent)
{
  return below (chance, 100) < percent;
}

static const char *
choose_weighted (Chance         *chance,
                 const Weighted *texts,
                 guint           n_texts)
{
  guint total = 0;
  guint left;

  for (guint i = 0; i < n_texts; i++)
    total += texts[i].weight;

  left = below (chance, total);
  for (guint i = 0; i < n_texts; i++)
    {
      if (left < texts[i].weight)
        return texts[i].text;
      left -= texts[i].weight;
    }

  g_assert_not_reached ();
}

#define CHOOSE(chance, texts) (texts)[below ((chance), G_N_ELEMENTS (texts))]

/* The key that makes Luhn's sum hold: A counts 1 and B counts 2, as FINESS wants it. */
static char
luhn_key (const char *digits)
{
  gsize length = strlen (digits);
  int sum = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = digits[length - 1 - i];
      int value = c == 'A' ? 1 : c == 'B' ? 2 : c - '0';

      if (i % 2 == 0)
        value = value * 2 > 9 ? value * 2 - 9 : value * 2;
      sum += value;
    }

  return (char) ('0' + (10 - sum % 10) % 10);
}

/* Towns */

static void
add_place (Stock      *stock,
           const char *name,
           const char *insee,
           const char *postcode,
           guint64     inhabitants)
{
  Place *place = &stock->places[stock->n_places];

  place->name = name;
  g_strlcpy (place->insee, insee, sizeof place->insee);
  g_strlcpy (place->postcode, postcode, sizeof place->postcode);
  g_strlcpy (place->department, insee, g_str_has_prefix (insee, "97") ? 4 : 3);
  stock->until[stock->n_places] = inhabitants + (stock->n_places > 0 ? stock->until[stock->n_places - 1] : 0);
  stock->n_places++;
}

/* From a hamlet to thirty thousand, few of the latter. */
static guint64
small_population (Chance *chance)
{
  double u = (double) (below (chance, 1000000) + 1) / 1000000;

  return (guint64) MIN (120 * pow (u, -0.92), 30000);
}

static void
add_small_town (Stock *stock,
                guint  number)
{
  Chance chance = chance_of (stock, 1, number, 0);
  const char *department = choose_weighted (&chance, departments, G_N_ELEMENTS (departments));
  const char *begin = CHOOSE (&chance, town_begins);
  const char *end = CHOOSE (&chance, town_ends);
  g_autofree char *name = g_strconcat (begin, end, NULL);
  gboolean is_overseas = strlen (department) == 3;
  g_autofree char *insee = is_overseas ? g_strdup_printf ("%s%02u", department, number % 100) : g_strdup_printf ("%s%03u", department, number % 1000);
  const char *post_prefix = department[0] == '2' && g_ascii_isalpha (department[1]) ? "20" : department;
  g_autofree char *postcode = is_overseas ? g_strdup_printf ("%s%02u", post_prefix, below (&chance, 10) * 10) : g_strdup_printf ("%s%03u", post_prefix, below (&chance, 90) * 10 + 10);

  add_place (stock, g_string_chunk_insert_const (stock->texts, name), insee, postcode, small_population (&chance));
}

static void
make_places (Stock *stock)
{
  guint n = G_N_ELEMENTS (large_towns) + SMALL_TOWNS;

  stock->texts = g_string_chunk_new (4096);
  stock->places = g_new0 (Place, n);
  stock->until = g_new0 (guint64, n);
  for (guint i = 0; i < G_N_ELEMENTS (large_towns); i++)
    add_place (stock, large_towns[i].name, large_towns[i].insee, large_towns[i].postcode, large_towns[i].thousands * 1000);
  for (guint i = 0; i < SMALL_TOWNS; i++)
    add_small_town (stock, i);
}

static const Place *
choose_place (const Stock *stock,
              Chance      *chance)
{
  guint64 left = next (chance) % stock->until[stock->n_places - 1];
  guint low = 0;
  guint high = stock->n_places - 1;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (stock->until[middle] <= left)
        low = middle + 1;
      else
        high = middle;
    }

  return &stock->places[low];
}

/* What a day does: 0 leaves it alone, else the number of times that it has changed, or it is not there. */
static gboolean
is_there (const Stock *stock,
          guint        what,
          guint64      number,
          guint       *version)
{
  Chance chance = chance_of (stock, what, number, 0);
  guint touched_on = below (&chance, DAYS_APART) + 1;
  guint change = below (&chance, 3);
  gboolean is_past = stock->day >= touched_on;

  *version = change == 2 && is_past ? touched_on : 0;
  return change == 0 ? is_past || touched_on > COMING_DAYS : change == 1 ? !is_past : TRUE;
}

/* Sites */

static const Category *
choose_category (Chance *chance)
{
  guint total = 0;
  guint left;

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    total += categories[i].weight;

  left = below (chance, total);
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      if (left < categories[i].weight)
        return &categories[i];
      left -= categories[i].weight;
    }

  g_assert_not_reached ();
}

static void
make_telephone (Chance      *chance,
                const Place *place,
                char         telephone[11])
{
  g_snprintf (telephone, 11, "0%c%08u", g_str_has_prefix (place->department, "97") ? '5' : (char) ('1' + place->department[0] % 5), below (chance, 100000000));
}

static void
make_finess (const Place *place,
             guint        number,
             gboolean     is_entity,
             char         finess[10])
{
  g_snprintf (finess, 10, "%.2s%c%05u", place->department, is_entity ? '8' : "976543"[number / 100000], number % 100000);
  finess[8] = luhn_key (finess);
  finess[9] = '\0';
}

static void
make_site (const Stock *stock,
           guint        number,
           guint        version,
           Site        *site)
{
  Chance chance = chance_of (stock, 2, number, 0);
  Chance details = chance_of (stock, 3, number, version);

  site->number = number;
  site->category = choose_category (&chance);
  site->place = choose_place (stock, &chance);
  make_finess (site->place, number, FALSE, site->finess);
  make_finess (site->place, number / 3, TRUE, site->entity);
  g_snprintf (site->name, sizeof site->name, "%s %s", site->category->sign, CHOOSE (&chance, site_names));
  site->street_number = below (&chance, 140);
  site->street_type = &CHOOSE (&chance, street_types);
  site->street = CHOOSE (&chance, streets);
  make_telephone (&details, site->place, site->telephone);
}

static void
print_site (FILE       *file,
            const Site *site)
{
  const Place *place = site->place;
  const Category *category = site->category;
  g_autofree char *town = g_utf8_strup (place->name, -1);
  gboolean is_overseas = g_str_has_prefix (place->department, "97");
  char department[3] = { place->department[0], place->department[1], '\0' };

  /* The departments overseas are 9A to 9F, as the extraction has them. */
  if (is_overseas)
    department[1] = (char) ('A' + place->department[2] - '1');

  fprintf (file, "structureet;%s;%s;%s;%s DE %s;;;%.0u;%s;%s;;;%s;%s;;%s %s;%s;;%s;%s;%s;%s;;;%s;;;;%s;%s;%s;\n", site->finess, site->entity, site->name, site->name, town, site->street_number,
           site->street_type->code, site->street, place->insee + 2, department, place->postcode, town, site->telephone, category->code, category->label, category->group, category->group_label,
           "01", "2009-01-05", "2008-11-17", "2025-09-30");
}

static guint
write_sites (const Stock *stock,
             FILE        *file)
{
  guint n = 0;

  fprintf (file, "finess;etalab;111;%s\n", stock->date);
  for (guint i = 0; i < stock->n_sites; i++)
    {
      guint version;
      Site site;

      if (!is_there (stock, 4, i, &version))
        continue;
      make_site (stock, i, version, &site);
      print_site (file, &site);
      n++;
    }

  return n;
}

/* People */

static void
make_family_name (Chance *chance,
                  char    name[64])
{
  g_autofree char *other = NULL;

  if (!happens (chance, RARE_NAMES_PERCENT))
    g_strlcpy (name, choose_weighted (chance, family_names, G_N_ELEMENTS (family_names)), 64);
  else
    {
      const char *begin = CHOOSE (chance, name_begins);
      const char *middle = CHOOSE (chance, name_middles);

      g_snprintf (name, 64, "%s%s%s%s", begin, middle, happens (chance, 40) ? CHOOSE (chance, name_middles) : "", CHOOSE (chance, name_ends));
    }

  if (!happens (chance, 6))
    return;

  other = g_strdup (name);
  g_snprintf (name, 64, "%s%s%s", other, happens (chance, 50) ? "-" : " ", choose_weighted (chance, family_names, G_N_ELEMENTS (family_names)));
}

static const Profession *
choose_profession (Chance *chance)
{
  guint total = 0;
  guint left;

  for (guint i = 0; i < G_N_ELEMENTS (professions); i++)
    total += professions[i].thousands;

  left = below (chance, total);
  for (guint i = 0; i < G_N_ELEMENTS (professions); i++)
    {
      if (left < professions[i].thousands)
        return &professions[i];
      left -= professions[i].thousands;
    }

  g_assert_not_reached ();
}

/* Numbers that the real register does not give out; those who have no order are still known by an ADELI number, one in five. */
static void
make_national_id (Chance *chance,
                  Person *person)
{
  gboolean has_order = person->profession->liberal_percent == 55 || strchr ("1245678", person->profession->code[0]) != NULL;

  if (!has_order && happens (chance, 20))
    g_snprintf (person->national_id, sizeof person->national_id, "0%02u%07u", 1 + person->number % 95, person->number % 10000000);
  else
    {
      g_snprintf (person->national_id, sizeof person->national_id, "8990%07u", person->number % 10000000);
      person->national_id[11] = luhn_key (person->national_id + 1);
      person->national_id[12] = '\0';
    }
}

static void
make_person (const Stock *stock,
             guint        number,
             Person      *person)
{
  Chance chance = chance_of (stock, 5, number, 0);
  guint share;

  person->number = number;
  person->profession = choose_profession (&chance);
  person->is_woman = happens (&chance, person->profession->women_percent);
  make_national_id (&chance, person);
  make_family_name (&chance, person->family);
  person->given = person->is_woman ? choose_weighted (&chance, women, G_N_ELEMENTS (women)) : choose_weighted (&chance, men, G_N_ELEMENTS (men));
  share = below (&chance, 100);
  person->n_activities = share < 79 ? 1 : share < 94 ? 2 : 3;
  person->is_apart = person->n_activities > 1 && below (&chance, 1000) < APART_PERMILLE;
}

static const Skill *
choose_skill (Chance           *chance,
              const Profession *profession)
{
  guint total = 0;
  guint left;

  if (!profession->has_skills)
    return NULL;
  if (profession->code[0] != '1')
    return profession->code[0] == '4' && happens (chance, 8) ? &CHOOSE (chance, dentists) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (specialities); i++)
    total += specialities[i].weight;

  left = below (chance, total);
  for (guint i = 0; i < G_N_ELEMENTS (specialities); i++)
    {
      if (left < specialities[i].weight)
        return &specialities[i];
      left -= specialities[i].weight;
    }

  g_assert_not_reached ();
}

/* Employees are many in few places: half of them in one site of twenty. */
static guint
choose_site (const Stock *stock,
             Chance      *chance)
{
  guint n_large = MAX (stock->n_sites / 20, 1);

  return happens (chance, 50) ? below (chance, n_large) * 19 % stock->n_sites : below (chance, stock->n_sites);
}

static void
print_who (FILE         *file,
           const Person *person,
           const Skill  *skill)
{
  const Profession *profession = person->profession;
  gboolean has_title = strcmp (profession->code, "10") == 0 || strcmp (profession->code, "40") == 0 || strcmp (profession->code, "21") == 0;

  fprintf (file, "%c|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|C|Civil|", person->national_id[0], person->national_id + 1, person->national_id, has_title ? "DR" : "", has_title ? "Docteur" : "",
           person->is_woman ? "MME" : "M", person->is_woman ? "Madame" : "Monsieur", person->family, person->given, profession->code, profession->label);
  if (skill != NULL)
    fprintf (file, "S|Spécialité ordinale|%s|%s|", skill->code, skill->label);
  else
    fputs ("||||", file);
}

/* 38 cells: an activity without a place, as one in twelve. */
static void
print_no_place (FILE *file)
{
  fputs ("||||||||||||||||||||||||||||||CNOI/CNOI/CNOI|||||||||\n", file);
}

static void
print_practice (const Stock  *stock,
                FILE         *file,
                const Person *person,
                Chance       *chance)
{
  const Place *place = choose_place (stock, chance);
  const Coded *street_type = &CHOOSE (chance, street_types);
  guint technical = person->number * 3 + below (chance, 3);
  guint siren = 300000000 + technical % 600000000;
  guint street_number = 1 + below (chance, 180);
  char telephone[11];
  char mail[64] = "";

  make_telephone (chance, place, telephone);
  if (happens (chance, 15))
    g_snprintf (mail, sizeof mail, "cabinet%u@cabinets.example", technical);
  fprintf (file, "L|Libéral, indépendant, artisan, commerçant|%u%05u|%u|||R%014u|CABINET %s%s||||%u|%s|%s|%s|%s||%s %s|%s|%s|%s|||%s|||%s|%s||%u|CNOI/CNOI/CNOI|SA07|Cabinet individuel|||||GENR01|Activité standard de soin ou de pharmacien|\n",
           siren, 10 + technical % 90, siren, technical, person->profession->code[0] == '1' ? "DU DR " : "", person->family, street_number, happens (chance, 5) ? "BIS" : "", street_type->code,
           street_type->label, CHOOSE (chance, streets), place->postcode, place->name, place->postcode, place->insee, place->name, telephone, mail, place->department, technical);
}

static void
print_at_site (const Stock  *stock,
               FILE         *file,
               Chance       *chance)
{
  Site site;
  guint version;
  guint number = choose_site (stock, chance);

  is_there (stock, 4, number, &version);
  make_site (stock, number, version, &site);
  fprintf (file,
           "S|Salarié|||%s|%s|F%s|%s||||%.0u||%s|%s|%s||%s %s|%s|%s|%s|||%s|||contact%u@etablissements.example|%s||1%s|CNOI/CNOI/CNOI|SA01|Etablissement public de santé|||||GENR01|Activité standard de soin ou de "
           "pharmacien|\n",
           site.finess, site.entity, site.finess, site.name, site.street_number, site.street_type->code, site.street_type->label, site.street, site.place->postcode, site.place->name,
           site.place->postcode, site.place->insee, site.place->name, site.telephone, site.number, site.place->department, site.finess);
}

static void
print_activity (const Stock  *stock,
                FILE         *file,
                const Person *person,
                guint         number,
                guint         version)
{
  Chance chance = chance_of (stock, 6 + number, person->number, number == 0 ? version : 0);
  Chance skills = chance_of (stock, 10, person->number, 0);

  print_who (file, person, choose_skill (&skills, person->profession));
  if (number == 0 && below (&chance, 12) == 0)
    print_no_place (file);
  else if (happens (&chance, person->profession->liberal_percent))
    print_practice (stock, file, person, &chance);
  else
    print_at_site (stock, file, &chance);
}

/* The order of the file is none: a step that has no divisor in common with how many there are goes through all of them. */
static guint
find_step (guint n)
{
  guint step = n / 5 * 2 + 1;
  guint a = n;
  guint b;

  while (TRUE)
    {
      a = n;
      b = step;
      while (b != 0)
        {
          guint rest = a % b;

          a = b;
          b = rest;
        }
      if (a == 1 || n <= 1)
        return step;
      step++;
    }
}

static guint
write_people (const Stock *stock,
              FILE        *file,
              gboolean     is_end)
{
  guint step = find_step (stock->n_people);
  guint64 place = 0;
  guint n = 0;

  for (guint i = 0; i < stock->n_people; i++, place = (place + step) % stock->n_people)
    {
      guint version;
      Person person;

      if (!is_there (stock, 11, place, &version))
        continue;
      make_person (stock, (guint) place, &person);
      for (guint j = 0; j < person.n_activities; j++)
        {
          gboolean comes_late = person.is_apart && j > 0;

          if (comes_late != is_end)
            continue;
          print_activity (stock, file, &person, j, version);
          n++;
        }
    }

  return n;
}

static guint
write_rpps (const Stock *stock,
            FILE        *file)
{
  guint n;

  fputs ("Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|"
         "Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|Code mode exercice|"
         "Libellé mode exercice|Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site|"
         "Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|Numéro Voie (coord. structure)|Indice répétition voie (coord. structure)|"
         "Code type de voie (coord. structure)|Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|Mention distribution (coord. structure)|Bureau cedex (coord. structure)|"
         "Code postal (coord. structure)|Code commune (coord. structure)|Libellé commune (coord. structure)|Code pays (coord. structure)|Libellé pays (coord. structure)|Téléphone (coord. structure)|"
         "Téléphone 2 (coord. structure)|Télécopie (coord. structure)|Adresse e-mail (coord. structure)|Code Département (structure)|Libellé Département (structure)|Ancien identifiant de la structure|"
         "Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code rôle|Libellé rôle|Code genre activité|"
         "Libellé genre activité|\n",
         file);
  n = write_people (stock, file, FALSE);
  return n + write_people (stock, file, TRUE);
}

/* MSSanté */

static void
append_address_part (GString    *address,
                     const char *text)
{
  g_autofree char *plain = g_str_to_ascii (text, "C");

  for (const char *c = plain; *c != '\0'; c++)
    g_string_append_c (address, g_ascii_isalnum (*c) ? g_ascii_tolower (*c) : '-');
}

static void
print_personal (const Person *person,
                FILE         *file)
{
  g_autoptr (GString) address = g_string_new (NULL);

  append_address_part (address, person->given);
  g_string_append_c (address, '.');
  append_address_part (address, person->family);
  fprintf (file, "PER|%s.%u@%s.mssante.example|%c|%s|%s||||%s|%s|%s|C|Civil|%s|%s|||O|||||||||||||\n", address->str, person->number, person->profession->mail, person->national_id[0], person->national_id + 1,
           person->national_id, person->is_woman ? "MME" : "M", person->family, person->given, person->profession->code, person->profession->label);
}

static void
print_organisation (const Site *site,
                    FILE       *file)
{
  fprintf (file, "ORG|secretariat.%u@etablissements.mssante.example||||FINESS|%s|Secrétariat||||||||||O|%s||||%.0u||%s|%s||%s %s|%s|%s|FR\n", site->number, site->finess, site->name, site->street_number,
           site->street_type->label, site->street, site->place->postcode, site->place->name, site->place->postcode, site->place->department);
}

static guint
write_mssante (const Stock *stock,
               FILE        *file)
{
  guint n = 0;
  guint version;

  fputs ("Type de BAL|Adresse BAL|Type Identifiant PP|Identifiant PP|Identification nationale PP|Type identifiant structure|Identification Structure|Service de rattachement|Civilité d'exercice|Nom d'exercice|"
         "Prénom d'exercice|Catégorie profession|Libellé de catégorie profession|Code Profession|Libellé Profession|Code savoir-faire|Libellé savoir-faire|Dématérialisation|Raison Sociale structure BAL|"
         "Enseigne commerciale structure BAL|L2COMPLEMENTLOCALISATION structure BAL|L3COMPLEMENTDISTRIBUTION structure BAL|L4NUMEROVOIE structure BAL|L4COMPLEMENTNUMEROVOIE structure BAL|"
         "NL4TYPEVOIE structure BAL|L4LIBELLEVOIE structure BAL|L5LIEUDITMENTION structure BAL|L6LIGNEACHEMINEMENT structure BAL|Code postal structure BAL|Département structure BAL|Pays structure BAL\n",
         file);
  for (guint i = 0; i < stock->n_people; i++)
    {
      Chance chance = chance_of (stock, 12, i, 0);
      Person person;

      if (below (&chance, 1000) >= PERSONAL_MAIL_PERMILLE || !is_there (stock, 11, i, &version))
        continue;
      make_person (stock, i, &person);
      print_personal (&person, file);
      n++;
    }
  for (guint i = 0; i < stock->n_sites; i++)
    {
      Chance chance = chance_of (stock, 13, i, 0);
      Site site;

      if (!happens (&chance, ORGANISATION_MAIL_PERCENT) || !is_there (stock, 4, i, &version))
        continue;
      make_site (stock, i, version, &site);
      print_organisation (&site, file);
      n++;
    }

  return n;
}

static void
write_file (const Stock *stock,
            const char  *folder,
            const char  *name,
            const char  *extension,
            guint (*write) (const Stock *stock, FILE *file))
{
  g_autofree char *day = g_strdup_printf ("%.4s%.2s%.2s", stock->date, stock->date + 5, stock->date + 8);
  g_autofree char *path = g_strdup_printf ("%s/%s_%s.%s", folder, name, day, extension);
  FILE *file = g_fopen (path, "w");
  guint n;

  if (file == NULL)
    g_error ("%s cannot be written", path);
  setvbuf (file, NULL, _IOFBF, 1 << 20);
  n = write (stock, file);
  if (fclose (file) != 0)
    g_error ("%s cannot be written", path);
  printf ("%s %u\n", path, n);
}

static void
set_date (Stock *stock)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_parse (&date, FIRST_DAY);
  g_date_add_days (&date, stock->day);
  g_date_strftime (stock->date, sizeof stock->date, "%Y-%m-%d", &date);
}

int
main (int    argc,
      char **argv)
{
  Stock stock = { 0 };
  double scale = 1;
  gint64 seed = 1;
  int day = 0;
  guint thousands = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER");
  const GOptionEntry entries[] = {
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &scale, "1 for the whole country", "NUMBER" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "other people", "NUMBER" },
    { "day", 0, 0, G_OPTION_ARG_INT, &day, "how many days after the first", "NUMBER" },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || scale <= 0 || scale > 5 || day < 0 || day > DAYS_APART)
    {
      fprintf (stderr, "Usage: make-stock FOLDER [--scale NUMBER] [--seed NUMBER] [--day NUMBER]\n");
      return 2;
    }

  for (guint i = 0; i < G_N_ELEMENTS (professions); i++)
    thousands += professions[i].thousands;
  stock.seed = (guint64) seed;
  stock.day = (guint) day;
  stock.n_people = MAX ((guint) (thousands * 1000 * scale * COMING), 1);
  stock.n_sites = MAX ((guint) (SITES * scale * COMING), 1);
  set_date (&stock);
  make_places (&stock);
  g_mkdir_with_parents (argv[1], 0755);
  write_file (&stock, argv[1], "PS_LibreAcces_Personne_activite", "txt", write_rpps);
  write_file (&stock, argv[1], "etalab-cs1100502-stock", "csv", write_sites);
  write_file (&stock, argv[1], "Extraction_Correspondance_MSSante", "txt", write_mssante);
  g_string_chunk_free (stock.texts);
  g_free (stock.places);
  g_free (stock.until);
  return 0;
}
