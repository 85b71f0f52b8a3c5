/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the national stock of tests/support/make-stock.c is drawn from: facts, rounded, each with its source. Nobody in it exists. */
#pragma once

#include <glib.h>

typedef struct {
  const char *text;
  guint weight;
} Weighted;

/* The most frequent family names, births of 1891 to 2000, in thousands (INSEE, « Fichier des noms »). */
static const Weighted family_names[] = {
  { "MARTIN", 235 },    { "BERNARD", 105 },   { "THOMAS", 95 },     { "PETIT", 95 },     { "ROBERT", 91 },   { "RICHARD", 90 },  { "DURAND", 84 },   { "DUBOIS", 81 },   { "MOREAU", 78 },
  { "LAURENT", 75 },    { "SIMON", 74 },      { "MICHEL", 73 },     { "LEFEBVRE", 73 },  { "LEROY", 72 },    { "ROUX", 65 },     { "DAVID", 61 },    { "BERTRAND", 60 }, { "MOREL", 60 },
  { "FOURNIER", 59 },   { "GIRARD", 57 },     { "BONNET", 56 },     { "DUPONT", 56 },    { "LAMBERT", 55 },  { "FONTAINE", 53 }, { "ROUSSEAU", 52 }, { "VINCENT", 50 },  { "MULLER", 50 },
  { "LEFÈVRE", 48 },    { "FAURE", 47 },      { "ANDRÉ", 46 },      { "MERCIER", 44 },   { "BLANC", 43 },    { "GUÉRIN", 43 },   { "BOYER", 42 },    { "GARNIER", 42 },  { "CHEVALIER", 41 },
  { "FRANÇOIS", 41 },   { "LEGRAND", 40 },    { "GAUTHIER", 40 },   { "GARCIA", 39 },    { "PERRIN", 38 },   { "ROBIN", 38 },    { "CLÉMENT", 37 },  { "MORIN", 37 },    { "NICOLAS", 36 },
  { "HENRY", 36 },      { "ROUSSEL", 35 },    { "MATHIEU", 35 },    { "GAUTIER", 34 },   { "MASSON", 34 },   { "MARCHAND", 33 }, { "DUVAL", 33 },    { "DENIS", 32 },    { "DUMONT", 32 },
  { "MARIE", 31 },      { "LEMAIRE", 31 },    { "NOËL", 31 },       { "MEYER", 30 },     { "DUFOUR", 30 },   { "MEUNIER", 29 },  { "BRUN", 29 },     { "BLANCHARD", 28 }, { "GIRAUD", 28 },
  { "JOLY", 28 },       { "RIVIÈRE", 27 },    { "LUCAS", 27 },      { "BRUNET", 27 },    { "GAILLARD", 26 }, { "BARBIER", 26 },  { "ARNAUD", 26 },   { "MARTINEZ", 26 }, { "GÉRARD", 25 },
  { "ROCHE", 25 },      { "RENARD", 24 },     { "SCHMITT", 24 },    { "ROY", 24 },       { "LEROUX", 23 },   { "COLIN", 23 },    { "VIDAL", 23 },    { "CARON", 23 },    { "PICARD", 22 },
  { "ROGER", 22 },      { "FABRE", 22 },      { "AUBERT", 21 },     { "LEMOINE", 21 },   { "RENAUD", 21 },   { "DUMAS", 21 },    { "LACROIX", 20 },  { "OLIVIER", 20 },  { "PHILIPPE", 20 },
  { "BOURGEOIS", 20 },  { "PIERRE", 19 },     { "BENOÎT", 19 },     { "REY", 19 },       { "LECLERC", 19 },  { "PAYET", 19 },    { "ROLLAND", 18 },  { "LECLERCQ", 18 }, { "GUILLAUME", 18 },
  { "LECOMTE", 18 },    { "LOPEZ", 18 },      { "JEAN", 17 },       { "DUPUY", 17 },     { "GUILLOT", 17 },  { "HUBERT", 17 },   { "BERGER", 17 },   { "CARPENTIER", 16 }, { "SANCHEZ", 16 },
  { "DUPUIS", 16 },     { "MOULIN", 16 },     { "LOUIS", 16 },      { "DESCHAMPS", 16 }, { "HUET", 15 },     { "VASSEUR", 15 },  { "PEREZ", 15 },    { "BOUCHER", 15 },  { "FLEURY", 15 },
  { "ROYER", 15 },      { "KLEIN", 15 },      { "JACQUET", 14 },    { "ADAM", 14 },      { "PARIS", 14 },    { "POIRIER", 14 },  { "MARTY", 14 },    { "AUBRY", 14 },    { "GUYOT", 14 },
  { "CARRÉ", 13 },      { "CHARLES", 13 },    { "RENAULT", 13 },    { "CHARPENTIER", 13 }, { "MÉNARD", 13 }, { "MAILLARD", 13 }, { "BARON", 13 },    { "BERTIN", 12 },   { "BAILLY", 12 },
  { "HERVÉ", 12 },      { "SCHNEIDER", 12 },  { "FERNANDEZ", 12 },  { "LE GALL", 12 },   { "COLLET", 12 },   { "LÉGER", 12 },    { "BOUVIER", 12 },  { "JULIEN", 12 },   { "PRÉVOST", 12 },
  { "MILLET", 11 },     { "PERROT", 11 },     { "DANIEL", 11 },     { "LE ROUX", 11 },   { "COUSIN", 11 },   { "GERMAIN", 11 },  { "BRETON", 11 },   { "BESSON", 11 },   { "LANGLOIS", 11 },
};

/* Two in three bear a name that is none of the frequent ones (the same file counts 218,000 distinct names): made of a beginning, a middle and an end. */
#define RARE_NAMES_PERCENT 68
static const char *const name_begins[] = { "BAR", "BEL", "BER", "BOIS", "BON", "BOU", "BRI", "CAL", "CAR", "CAS", "CHA", "CHAM", "COR", "COU", "DA",  "DE",  "DEL", "DES", "DU",  "FAL",
                                           "FER", "FOR", "FRA", "GAL", "GAR", "GO",  "GRI", "GUI", "HA",  "HER", "JA",  "JOU", "LA",  "LAC", "LE",  "LES", "LO",  "MA",  "MAL", "MAN",
                                           "MAR", "MEN", "MI",  "MON", "MOR", "NA",  "PAL", "PE",  "PEL", "PLA", "PO",  "PRA", "QUE", "RA",  "RE",  "RI",  "RO",  "SA",  "SAL", "SE",
                                           "SOU", "TAR", "TE",  "THI", "TOU", "TRE", "VA",  "VAL", "VER", "VI" };
static const char *const name_middles[] = { "", "", "", "BA", "BE", "CA", "CHE", "DE", "DO", "GE", "GUE", "LA", "LI", "LLE", "MA", "MI", "NE", "NI", "RA", "RI", "RO", "SSE", "TA", "TI", "VE", "ZE" };
static const char *const name_ends[] = { "ARD", "AUD", "AULT", "EAU", "EL", "ELLE", "ER", "ET", "EZ", "IER", "IN", "INE", "ON", "OT", "OU", "OUX", "AC", "AN", "AS", "EC", "ENS", "GNY", "LD", "QUET" };

/* First names of those who work today, in thousands (INSEE, « Fichier des prénoms », births of 1955 to 2000). */
static const Weighted women[] = {
  { "Nathalie", 380 }, { "Isabelle", 360 },  { "Sylvie", 330 },   { "Catherine", 320 }, { "Sandrine", 230 }, { "Stéphanie", 230 }, { "Christine", 280 }, { "Valérie", 260 },  { "Céline", 210 },
  { "Aurélie", 190 },  { "Virginie", 180 },  { "Émilie", 180 },   { "Julie", 180 },     { "Laetitia", 130 }, { "Véronique", 220 }, { "Marie", 210 },     { "Sophie", 190 },   { "Anne", 150 },
  { "Laurence", 170 }, { "Karine", 140 },    { "Hélène", 110 },   { "Caroline", 130 },  { "Delphine", 130 }, { "Élodie", 150 },    { "Laura", 150 },     { "Camille", 150 },  { "Marion", 130 },
  { "Pauline", 110 },  { "Mélanie", 110 },   { "Audrey", 120 },   { "Claire", 110 },    { "Manon", 110 },    { "Léa", 110 },       { "Sarah", 100 },     { "Charlotte", 80 }, { "Mathilde", 90 },
  { "Justine", 90 },   { "Amandine", 90 },   { "Lucie", 80 },     { "Alice", 50 },      { "Béatrice", 90 },  { "Corinne", 120 },   { "Florence", 110 },  { "Emmanuelle", 60 }, { "Dominique", 90 },
  { "Martine", 140 },  { "Françoise", 120 }, { "Brigitte", 120 }, { "Patricia", 170 },  { "Chantal", 80 },   { "Fatima", 30 },     { "Nadia", 40 },      { "Marie-Christine", 30 }, { "Anne-Sophie", 30 },
  { "Marie-Laure", 20 }, { "Maëlle", 20 },   { "Océane", 60 },    { "Chloé", 90 },      { "Inès", 40 },      { "Noémie", 40 },     { "Solène", 30 },     { "Agathe", 20 },    { "Yasmine", 15 },
};
static const Weighted men[] = {
  { "Philippe", 390 },  { "Christophe", 290 }, { "Stéphane", 280 }, { "Nicolas", 300 },  { "Thierry", 260 },  { "Laurent", 230 },  { "Pascal", 230 },   { "Éric", 230 },      { "Frédéric", 220 },
  { "Julien", 230 },    { "Sébastien", 200 },  { "David", 220 },    { "Olivier", 180 },  { "Alexandre", 180 }, { "Thomas", 190 },  { "Pierre", 160 },   { "Guillaume", 150 }, { "Romain", 140 },
  { "Maxime", 140 },    { "Vincent", 140 },    { "Anthony", 120 },  { "Jérôme", 140 },   { "Bruno", 160 },    { "Patrick", 190 },  { "Alain", 160 },    { "Michel", 150 },    { "Didier", 130 },
  { "François", 110 },  { "Antoine", 110 },    { "Mathieu", 100 },  { "Benjamin", 100 }, { "Jean", 80 },      { "Hugo", 80 },      { "Clément", 90 },   { "Quentin", 80 },    { "Florian", 80 },
  { "Arnaud", 70 },     { "Benoît", 60 },      { "Fabrice", 70 },   { "Cédric", 80 },    { "Ludovic", 70 },   { "Mickaël", 70 },   { "Xavier", 50 },    { "Mohamed", 60 },    { "Jean-Pierre", 40 },
  { "Jean-Luc", 30 },   { "Jean-François", 20 }, { "Gaël", 20 },    { "Loïc", 50 },      { "Adrien", 70 },    { "Rémi", 50 },      { "Damien", 60 },    { "Karim", 30 },      { "Gaëtan", 20 },
};

/* A profession of TRE_G15 (or of TRE_R95, TRE_R291): how many people, in thousands (DREES, « La démographie des professionnels de santé », 2023 to 2025; for those without an order what the register itself announces),
 * of whom women, and how many in a hundred practise for themselves (S: employees). */
typedef struct {
  const char *code;
  const char *label;
  const char *mail;
  guint thousands;
  guint women_percent;
  guint liberal_percent;
  gboolean has_skills;
} Profession;

static const Profession professions[] = {
  { "60", "Infirmier", "infirmier", 680, 87, 21, FALSE },
  { "10", "Médecin", "medecin", 300, 50, 55, TRUE },
  { "70", "Masseur-Kinésithérapeute", "masseur-kinesitherapeute", 112, 52, 85, FALSE },
  { "93", "Psychologue", "psychologue", 96, 86, 32, FALSE },
  { "21", "Pharmacien", "pharmacien", 78, 68, 34, TRUE },
  { "98", "Manipulateur ERM", "manipulateur-erm", 44, 72, 1, FALSE },
  { "40", "Chirurgien-Dentiste", "chirurgien-dentiste", 50, 50, 78, TRUE },
  { "28", "Opticien-Lunetier", "opticien", 48, 60, 30, FALSE },
  { "86", "Technicien de laboratoire médical", "technicien-laboratoire", 52, 80, 0, FALSE },
  { "71", "Ostéopathe", "osteopathe", 42, 50, 93, FALSE },
  { "41", "Assistant de service social", "assistant-social", 46, 93, 1, FALSE },
  { "91", "Orthophoniste", "orthophoniste", 27, 97, 80, FALSE },
  { "50", "Sage-Femme", "sage-femme", 26, 97, 35, FALSE },
  { "31", "Assistant dentaire", "assistant-dentaire", 26, 98, 0, FALSE },
  { "92", "Diététicien", "dieteticien", 19, 95, 30, FALSE },
  { "94", "Ergothérapeute", "ergotherapeute", 18, 86, 15, FALSE },
  { "96", "Psychomotricien", "psychomotricien", 18, 88, 25, FALSE },
  { "80", "Pédicure-Podologue", "pedicure-podologue", 15, 67, 98, FALSE },
  { "72", "Psychothérapeute", "psychotherapeute", 14, 76, 80, FALSE },
  { "95", "Orthoptiste", "orthoptiste", 7, 85, 60, FALSE },
  { "26", "Audioprothésiste", "audioprothesiste", 6, 58, 30, FALSE },
  { "83", "Orthoprothésiste", "orthoprothesiste", 3, 35, 10, FALSE },
  { "32", "Physicien médical", "physicien-medical", 1, 45, 0, FALSE },
};

typedef struct {
  const char *code;
  const char *label;
  guint weight;
} Skill;

/* Physicians' specialities, in thousands (DREES, the same); then the others'. */
static const Skill specialities[] = {
  { "SM54", "Médecine générale", 100 },        { "SM26", "Qualifié en Médecine Générale", 25 }, { "SM53", "Spécialiste en Médecine Générale", 28 }, { "SM42", "Psychiatrie", 13 },
  { "SM02", "Anesthésie-réanimation", 12 },    { "SM40", "Pédiatrie", 9 },                  { "SM44", "Radio-diagnostic", 9 },              { "SM04", "Cardiologie et maladies vasculaires", 8 },
  { "SM38", "Ophtalmologie", 6 },              { "SM20", "Gynécologie-obstétrique", 6 },    { "SM24", "Gastro-entérologie et hépatologie", 4 }, { "SM41", "Pneumologie", 4 },
  { "SM15", "Dermatologie et vénéréologie", 3 }, { "SM32", "Neurologie", 3 },               { "SM05", "Chirurgie générale", 3 },            { "SM37", "Médecine du travail", 5 },
  { "SM39", "Oto-rhino-laryngologie", 3 },     { "SM48", "Rhumatologie", 3 },               { "SM18", "Gériatrie", 3 },                     { "SM16", "Endocrinologie et métabolisme", 2 },
  { "SM34", "Oncologie option médicale", 2 },  { "SM10", "Chirurgie orthopédique et traumatologie", 4 }, { "SM12", "Chirurgie urologique", 1 },  { "SM46", "Néphrologie", 2 },
};
static const Skill dentists[] = { { "SCD01", "Orthopédie dento-faciale (SCD)", 5 }, { "SCD02", "Chirurgie orale (SCD)", 2 }, { "SCD03", "Médecine bucco-dentaire (SCD)", 1 } };

/* The most populous communes, in thousands (INSEE, legal populations of 2021): the number of the commune, its postcode. */
typedef struct {
  const char *name;
  const char *insee;
  const char *postcode;
  guint thousands;
} Town;

static const Town large_towns[] = {
  { "Paris", "75056", "75013", 2133 },          { "Marseille", "13055", "13005", 873 },        { "Lyon", "69123", "69003", 522 },            { "Toulouse", "31555", "31000", 504 },
  { "Nice", "06088", "06000", 348 },            { "Nantes", "44109", "44000", 323 },           { "Montpellier", "34172", "34000", 302 },     { "Strasbourg", "67482", "67000", 291 },
  { "Bordeaux", "33063", "33000", 261 },        { "Lille", "59350", "59000", 236 },            { "Rennes", "35238", "35000", 225 },          { "Toulon", "83137", "83000", 180 },
  { "Reims", "51454", "51100", 179 },           { "Saint-Étienne", "42218", "42000", 173 },    { "Le Havre", "76351", "76600", 166 },        { "Villeurbanne", "69266", "69100", 157 },
  { "Dijon", "21231", "21000", 159 },           { "Angers", "49007", "49000", 157 },           { "Grenoble", "38185", "38000", 157 },        { "Saint-Denis", "97411", "97400", 154 },
  { "Nîmes", "30189", "30000", 148 },           { "Aix-en-Provence", "13001", "13100", 148 },  { "Clermont-Ferrand", "63113", "63000", 147 }, { "Le Mans", "72181", "72000", 145 },
  { "Brest", "29019", "29200", 139 },           { "Tours", "37261", "37000", 138 },            { "Amiens", "80021", "80000", 134 },          { "Annecy", "74010", "74000", 131 },
  { "Limoges", "87085", "87000", 130 },         { "Metz", "57463", "57000", 121 },             { "Besançon", "25056", "25000", 119 },        { "Perpignan", "66136", "66000", 119 },
  { "Boulogne-Billancourt", "92012", "92100", 119 }, { "Orléans", "45234", "45000", 117 },     { "Rouen", "76540", "76000", 114 },           { "Montreuil", "93048", "93100", 111 },
  { "Caen", "14118", "14000", 108 },            { "Argenteuil", "95018", "95100", 108 },       { "Mulhouse", "68224", "68100", 106 },        { "Saint-Paul", "97415", "97460", 104 },
  { "Nancy", "54395", "54000", 104 },           { "Tourcoing", "59599", "59200", 98 },         { "Roubaix", "59512", "59100", 98 },          { "Nanterre", "92050", "92000", 97 },
  { "Vitry-sur-Seine", "94081", "94400", 95 },  { "Créteil", "94028", "94000", 92 },           { "Avignon", "84007", "84000", 90 },          { "Poitiers", "86194", "86000", 90 },
  { "Dunkerque", "59183", "59140", 86 },        { "Versailles", "78646", "78000", 84 },        { "Pau", "64445", "64000", 78 },              { "La Rochelle", "17300", "17000", 78 },
  { "Cannes", "06029", "06400", 74 },           { "Fort-de-France", "97209", "97200", 76 },    { "Calais", "62193", "62100", 67 },           { "Béziers", "34032", "34500", 79 },
  { "Ajaccio", "2A004", "20000", 74 },          { "Bastia", "2B033", "20200", 49 },            { "Colmar", "68066", "68000", 67 },           { "Bourges", "18033", "18000", 64 },
  { "Quimper", "29232", "29000", 63 },          { "Valence", "26362", "26000", 64 },           { "Troyes", "10387", "10000", 62 },           { "Montauban", "82121", "82000", 61 },
  { "Niort", "79191", "79000", 59 },            { "Chambéry", "73065", "73000", 60 },          { "Lorient", "56121", "56100", 57 },          { "Albi", "81004", "81000", 49 },
  { "Narbonne", "11262", "11100", 56 },         { "Carcassonne", "11069", "11000", 46 },       { "Tarbes", "65440", "65000", 43 },           { "Rodez", "12202", "12000", 24 },
  { "Auch", "32013", "32000", 22 },             { "Cahors", "46042", "46000", 20 },            { "Mende", "48095", "48000", 12 },            { "Foix", "09122", "09000", 10 },
};

/* The departments of metropolitan France and overseas with their inhabitants, in tens of thousands (INSEE, the same); the small communes are spread over them. */
static const Weighted departments[] = {
  { "01", 66 },  { "02", 53 },  { "03", 34 },  { "04", 17 }, { "05", 14 }, { "06", 110 }, { "07", 33 },  { "08", 27 },  { "09", 15 },  { "10", 31 },  { "11", 38 },  { "12", 28 },  { "13", 205 },
  { "14", 70 },  { "15", 14 },  { "16", 35 },  { "17", 66 }, { "18", 30 }, { "19", 24 },  { "2A", 16 },  { "2B", 18 },  { "21", 53 },  { "22", 61 },  { "23", 12 },  { "24", 41 },  { "25", 55 },
  { "26", 52 },  { "27", 60 },  { "28", 43 },  { "29", 92 }, { "30", 76 }, { "31", 143 }, { "32", 19 },  { "33", 165 }, { "34", 120 }, { "35", 110 }, { "36", 22 },  { "37", 61 },  { "38", 128 },
  { "39", 26 },  { "40", 42 },  { "41", 33 },  { "42", 77 }, { "43", 23 }, { "44", 146 }, { "45", 68 },  { "46", 17 },  { "47", 33 },  { "48", 8 },   { "49", 82 },  { "50", 49 },  { "51", 56 },
  { "52", 17 },  { "53", 31 },  { "54", 73 },  { "55", 18 }, { "56", 77 }, { "57", 105 }, { "58", 20 },  { "59", 261 }, { "60", 83 },  { "61", 28 },  { "62", 146 }, { "63", 66 },  { "64", 69 },
  { "65", 23 },  { "66", 49 },  { "67", 115 }, { "68", 77 }, { "69", 190 }, { "70", 23 }, { "71", 55 },  { "72", 57 },  { "73", 44 },  { "74", 84 },  { "75", 10 },  { "76", 126 }, { "77", 144 },
  { "78", 146 }, { "79", 37 },  { "80", 57 },  { "81", 39 }, { "82", 26 }, { "83", 110 }, { "84", 56 },  { "85", 70 },  { "86", 44 },  { "87", 37 },  { "88", 36 },  { "89", 33 },  { "90", 14 },
  { "91", 132 }, { "92", 164 }, { "93", 167 }, { "94", 142 }, { "95", 126 }, { "971", 38 }, { "972", 36 }, { "973", 29 }, { "974", 87 }, { "976", 30 },
};
static const char *const town_begins[] = { "Saint-Martin", "Saint-Pierre", "Saint-Jean", "Sainte-Marie", "Saint-Julien", "Saint-Hilaire", "Saint-Laurent", "Saint-Germain", "Villeneuve", "Beaumont", "Montréal", "Châteauneuf",
                                           "Bellevue", "La Chapelle", "Le Bourg", "Fontaine", "Neuville", "Montigny", "Castelnau", "Roquefort", "Verrières", "Marsac", "Lavaur", "Belval", "Crécy", "Plouvien", "Kerlaz", "L'Isle",
                                           "Puylaurens", "Authon", "Barjac", "Courtenay", "Domfront", "Épinay", "Férolles", "Gramont", "Hérisson", "Ingrandes", "Jonquières", "Lézan" };
static const char *const town_ends[] = { "", "-sur-Loire", "-sur-Seine", "-les-Bains", "-en-Forêt", "-le-Vieux", "-la-Rivière", "-d'Olt", "-sous-Bois", "-le-Château", "-lès-Monts", "-de-Vaux", "-des-Prés", "-sur-Mer", "-du-Lac",
                                         "-l'Église", "-aux-Champs", "-en-Plaine", "-la-Garenne", "-de-la-Côte" };

typedef struct {
  const char *code;
  const char *label;
  const char *group;
  const char *group_label;
  const char *sign;
  guint weight;
} Category;

/* Categories of sites and how many are open, in hundreds (FINESS, the published stock of 2026). */
static const Category categories[] = {
  { "620", "Pharmacie d'Officine", "3101", "Officines de pharmacie", "PHARMACIE", 205 },
  { "500", "Etablissement d'hébergement pour personnes âgées dépendantes", "4401", "Etablissements d'Hébergement pour Personnes Âgées", "EHPAD", 75 },
  { "611", "Laboratoire de Biologie Médicale", "3201", "Laboratoires de Biologie Médicale", "LABORATOIRE", 45 },
  { "355", "Centre Hospitalier (C.H.)", "1102", "Centres Hospitaliers", "CH", 18 },
  { "124", "Centre de Santé", "2103", "Centres de santé", "CENTRE DE SANTE", 32 },
  { "603", "Maison de santé (L.6223-3)", "2104", "Maisons de santé", "MSP", 26 },
  { "354", "Service de Soins Infirmiers A Domicile (S.S.I.A.D)", "4605", "Services à domicile", "SSIAD", 21 },
  { "460", "Service autonomie aide (SAA)", "4605", "Services à domicile", "SERVICE AUTONOMIE", 95 },
  { "156", "Centre Médico-Psychologique (C.M.P.)", "1111", "Autres établissements relevant de la loi hospitalière", "CMP", 42 },
  { "189", "Centre Médico-Psycho-Pédagogique (C.M.P.P.)", "4105", "Autres établissements pour enfants", "CMPP", 5 },
  { "183", "Institut Médico-Educatif (I.M.E.)", "4101", "Etablissements et services pour l'enfance et la jeunesse handicapée", "IME", 13 },
  { "246", "Etablissement et Service d'Aide par le Travail (E.S.A.T.)", "4301", "Etablissements et services pour adultes handicapés", "ESAT", 15 },
  { "382", "Foyer de Vie pour Adultes Handicapés", "4301", "Etablissements et services pour adultes handicapés", "FOYER", 19 },
  { "202", "Résidences autonomie", "4401", "Etablissements d'Hébergement pour Personnes Âgées", "RESIDENCE", 23 },
  { "208", "Centre de Jour pour Personnes Agées", "4401", "Etablissements d'Hébergement pour Personnes Âgées", "ACCUEIL DE JOUR", 4 },
  { "223", "Protection Maternelle et Infantile (P.M.I.)", "2202", "Etablissements de PMI et de Planification Familiale", "PMI", 52 },
  { "698", "Autre Etablissement Loi Hospitalière", "1111", "Autres établissements relevant de la loi hospitalière", "UNITE", 34 },
  { "365", "Etablissement de Soins Pluridisciplinaire", "1106", "Etablissements de soins pluridisciplinaires", "CLINIQUE", 13 },
  { "127", "Hospitalisation à Domicile", "1110", "Autres établissements de soins", "HAD", 4 },
  { "295", "Service d'Action Educative en Milieu Ouvert", "4501", "Etablissements et services sociaux concernant la protection de l'enfance", "AEMO", 11 },
  { "629", "Dispositif d'appui à la coordination", "2204", "Autres", "DAC", 1 },
  { "214", "Centre Hébergement & Réinsertion Sociale (C.H.R.S.)", "4601", "Etablissements et services sociaux", "CHRS", 9 },
  { "165", "Appartement de Coordination Thérapeutique (A.C.T.)", "4601", "Etablissements et services sociaux", "ACT", 4 },
  { "690", "Propharmacie", "3101", "Officines de pharmacie", "PROPHARMACIE", 1 },
  { "228", "Centre Planification ou Education Familiale", "2202", "Etablissements de PMI et de Planification Familiale", "CENTRE DE SANTE SEXUELLE", 12 },
  { "300", "Ecoles Formant aux Professions Sanitaires", "6101", "Etablissements de formation", "IFSI", 8 },
  { "142", "Dispensaire Antituberculeux", "2203", "Etablissements de prévention", "CLAT", 2 },
  { "697", "Autre établissement de prévention", "2203", "Etablissements de prévention", "CENTRE DE PREVENTION", 3 },
};
static const char *const site_names[] = { "DES TILLEULS", "DU PARC", "SAINTE ANNE", "LES JARDINS", "DU MARCHE", "DE LA GARE", "LE BEAU SITE", "LA ROSERAIE", "DES HALLES", "DU CENTRE", "BELLEVUE", "LES OLIVIERS", "SAINT JOSEPH",
                                          "DE LA MAIRIE", "LES ACACIAS", "VAL FLEURI", "DU PORT", "LES CEDRES", "DE L'EUROPE", "RESIDENCE DU LAC", "LES GLYCINES", "JEAN MOULIN", "DE LA FONTAINE", "LES MIMOSAS", "NOTRE DAME",
                                          "DES ARENES", "LA SOURCE", "LE CLOS", "LES HIRONDELLES", "DE LA REPUBLIQUE" };

typedef struct {
  const char *code;
  const char *label;
} Coded;

static const Coded street_types[] = { { "R", "Rue" }, { "R", "Rue" }, { "R", "Rue" }, { "AV", "Avenue" }, { "BD", "Boulevard" }, { "PL", "Place" }, { "CHE", "Chemin" }, { "ALL", "Allée" }, { "RTE", "Route" }, { "IMP", "Impasse" } };
static const char *const streets[] = { "DE LA REPUBLIQUE", "VICTOR HUGO", "DU GENERAL DE GAULLE", "JEAN JAURES", "PASTEUR", "DE LA GARE", "DES ECOLES", "DU MOULIN", "DE L'EGLISE", "GAMBETTA", "DES LILAS", "DU STADE", "JULES FERRY",
                                       "DE LA LIBERATION", "DU CHATEAU", "DES PLATANES", "EMILE ZOLA", "DE VERDUN", "DU 8 MAI 1945", "DES CHENES", "MARIE CURIE", "DE TOULOUSE", "DES FRERES LUMIERE", "DU LAVOIR", "NATIONALE" };
