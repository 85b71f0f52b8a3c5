/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-photo-filter.h"

#include <string.h>

/* What tells one kind from the others. */
#define WORD_LENGTH 12
#define PNG_WORD "\x89PNG\r\n\x1a\n"
/* The most of a part that is looked into. */
#define PART_MAX 65536
/* A directory of one entry: which way up. */
#define TIFF_LENGTH 26

typedef enum {
  KIND_UNKNOWN,
  KIND_OTHER,
  KIND_JPEG,
  KIND_PNG,
  KIND_WEBP,
} Kind;

typedef enum {
  /* A head is collected, of @wanted bytes. */
  STEP_HEAD,
  /* @left bytes are collected, passed on, or left out. */
  STEP_COLLECT,
  STEP_PASS,
  STEP_LEAVE_OUT,
  /* As many bytes, but empty: what follows keeps its place. */
  STEP_BLANK,
  /* Of a JPEG: what begins a marker, and the marker. */
  STEP_BETWEEN,
  STEP_MARKER,
  STEP_SCAN,
  STEP_SCAN_MARKER,
  STEP_END,
} Step;

struct _SpicoPhotoFilter {
  Kind kind;
  Step step;
  GByteArray *held;
  gsize wanted;
  guint64 left;
  /* JPEG: the marker of the part; PNG and WebP: the name of the chunk. */
  guint8 marker;
  char name[4];
  /* WebP: what is left of the whole. */
  guint64 whole;
  gboolean has_orientation;
};

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "a damaged picture");
  return FALSE;
}

/* ---- Which way up ---- */

static guint32
get_number (const guint8 *data,
            guint         n_bytes,
            gboolean      is_little)
{
  guint32 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    number = number << 8 | data[is_little ? n_bytes - 1 - i : i];

  return number;
}

/* 1 where it does not say. */
static guint8
find_orientation (const guint8 *tiff,
                  gsize         length)
{
  gboolean is_little = length > 0 && tiff[0] == 'I';
  guint32 at;
  guint32 n_entries;

  if (length < 8 || (memcmp (tiff, "II*\0", 4) != 0 && memcmp (tiff, "MM\0*", 4) != 0))
    return 1;
  at = get_number (tiff + 4, 4, is_little);
  if (at > length - 2)
    return 1;

  n_entries = get_number (tiff + at, 2, is_little);
  for (guint32 i = 0; i < n_entries && at + 2 + (i + 1) * 12 <= length; i++)
    {
      const guint8 *entry = tiff + at + 2 + i * 12;
      guint32 value = get_number (entry + 8, 2, is_little);

      if (get_number (entry, 2, is_little) == 0x0112 && get_number (entry + 2, 2, is_little) == 3)
        return value >= 1 && value <= 8 ? (guint8) value : 1;
    }

  return 1;
}

static void
append_tiff (GByteArray *output,
             guint8      orientation)
{
  const guint8 tiff[TIFF_LENGTH] = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation };

  g_byte_array_append (output, tiff, sizeof tiff);
}

/* ---- JPEG (ITU-T T.81, annex B) ---- */

static void
append_segment (GByteArray   *output,
                guint8        marker,
                const guint8 *data,
                gsize         length)
{
  const guint8 head[] = { 0xff, marker, (guint8) ((length + 2) >> 8), (guint8) (length + 2) };

  g_byte_array_append (output, head, sizeof head);
  g_byte_array_append (output, data, (guint) length);
}

static gboolean
held_begins_with (SpicoPhotoFilter *self,
                  const char       *word,
                  gsize             length)
{
  return self->held->len >= length && memcmp (self->held->data, word, length) == 0;
}

static void
append_jpeg_orientation (SpicoPhotoFilter *self,
                         GByteArray       *output)
{
  guint8 orientation = find_orientation (self->held->data + 6, self->held->len - 6);
  g_autoptr (GByteArray) exif = g_byte_array_new ();

  if (orientation == 1 || self->has_orientation)
    return;

  self->has_orientation = TRUE;
  g_byte_array_append (exif, (const guint8 *) "Exif\0", 6);
  append_tiff (exif, orientation);
  append_segment (output, 0xe1, exif->data, exif->len);
}

/* What decoding needs: frames, tables, restarts, scans. */
static gboolean
is_needed (guint8 marker)
{
  return (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xda && marker <= 0xdd);
}

static void
end_segment (SpicoPhotoFilter *self,
             GByteArray       *output)
{
  gsize length = self->held->len;

  if (self->marker == 0xe0 && held_begins_with (self, "JFIF", 5) && length >= 14)
    {
      /* Without its thumbnail. */
      memset (self->held->data + 12, 0, 2);
      append_segment (output, self->marker, self->held->data, 14);
    }
  else if (self->marker == 0xe1 && held_begins_with (self, "Exif\0", 6))
    append_jpeg_orientation (self, output);
  else if (is_needed (self->marker) || (self->marker == 0xe2 && held_begins_with (self, "ICC_PROFILE", 12)) || (self->marker == 0xee && held_begins_with (self, "Adobe", 5)))
    append_segment (output, self->marker, self->held->data, length);

  self->step = self->marker == 0xda ? STEP_SCAN : STEP_BETWEEN;
}

static gboolean
begin_segment (SpicoPhotoFilter *self,
               guint8            marker,
               GByteArray       *output,
               GError          **error)
{
  static const guint8 end[] = { 0xff, 0xd9 };

  if (marker == 0xd9)
    {
      g_byte_array_append (output, end, sizeof end);
      self->step = STEP_END;
      return TRUE;
    }
  /* Of those that have no length, none may stand here. */
  if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8))
    return fail (error);

  self->marker = marker;
  self->step = STEP_HEAD;
  self->wanted = 2;

  return TRUE;
}

static gboolean
end_jpeg_head (SpicoPhotoFilter *self,
               GByteArray       *output,
               GError          **error)
{
  guint32 length = get_number (self->held->data, 2, FALSE);

  if (length < 2)
    return fail (error);

  self->left = length - 2;
  self->step = STEP_COLLECT;

  return TRUE;
}

/* Returns: how many bytes of @data it took. */
static gssize
push_scan (SpicoPhotoFilter *self,
           const guint8     *data,
           gsize             length,
           GByteArray       *output)
{
  const guint8 *marker = memchr (data, 0xff, length);
  gsize n = marker != NULL ? (gsize) (marker - data) : length;

  g_byte_array_append (output, data, (guint) n);
  if (marker == NULL)
    return (gssize) n;
  self->step = STEP_SCAN_MARKER;

  return (gssize) n + 1;
}

static gssize
push_marker (SpicoPhotoFilter *self,
             guint8            byte,
             GByteArray       *output,
             GError          **error)
{
  gboolean is_in_scan = self->step == STEP_SCAN_MARKER;

  /* It may be repeated to fill. */
  if (byte == 0xff)
    return 1;
  if (is_in_scan && (byte == 0 || (byte >= 0xd0 && byte <= 0xd7)))
    {
      const guint8 data[] = { 0xff, byte };

      g_byte_array_append (output, data, sizeof data);
      self->step = STEP_SCAN;
      return 1;
    }

  return begin_segment (self, byte, output, error) ? 1 : -1;
}

/* ---- PNG (third edition, 5.3) ---- */

static guint32
crc (const guint8 *data,
     gsize         length)
{
  guint32 value = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      value ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        value = value & 1 ? value >> 1 ^ 0xedb88320 : value >> 1;
    }

  return ~value;
}

static void
append_png_orientation (GByteArray *output,
                        guint8      orientation)
{
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  guint32 length = GUINT32_TO_BE (TIFF_LENGTH);
  guint32 sum;

  if (orientation == 1)
    return;

  g_byte_array_append (chunk, (const guint8 *) "eXIf", 4);
  append_tiff (chunk, orientation);
  sum = GUINT32_TO_BE (crc (chunk->data, chunk->len));
  g_byte_array_append (output, (const guint8 *) &length, sizeof length);
  g_byte_array_append (output, chunk->data, chunk->len);
  g_byte_array_append (output, (const guint8 *) &sum, sizeof sum);
}

static gboolean
is_one_of (SpicoPhotoFilter  *self,
           const char *const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (memcmp (self->name, names[i], 4) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
end_png_head (SpicoPhotoFilter *self,
              GByteArray       *output,
              GError          **error)
{
  static const char *const needed[] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "pHYs", "acTL", "fcTL", "fdAT", NULL };
  guint32 length = get_number (self->held->data, 4, FALSE);

  if (length > G_MAXINT32)
    return fail (error);

  memcpy (self->name, self->held->data + 4, 4);
  /* The data, and their sum. */
  self->left = (guint64) length + 4;
  if (is_one_of (self, needed))
    {
      g_byte_array_append (output, self->held->data, self->held->len);
      self->step = STEP_PASS;
    }
  else
    self->step = memcmp (self->name, "eXIf", 4) == 0 && length <= PART_MAX ? STEP_COLLECT : STEP_LEAVE_OUT;

  return TRUE;
}

static void
end_png_chunk (SpicoPhotoFilter *self,
               GByteArray       *output)
{
  if (self->step == STEP_COLLECT)
    append_png_orientation (output, find_orientation (self->held->data, self->held->len));
  self->step = memcmp (self->name, "IEND", 4) == 0 ? STEP_END : STEP_HEAD;
  self->wanted = 8;
}

/* ---- WebP (RFC 9649) ---- */

static void
append_webp_head (GByteArray *output,
                  const char *name,
                  guint32     length)
{
  guint32 size = GUINT32_TO_LE (length);

  g_byte_array_append (output, (const guint8 *) name, 4);
  g_byte_array_append (output, (const guint8 *) &size, sizeof size);
}

/* Sizes stand before what they are about: a chunk that is left out becomes one of nothing, which readers pass over. */
static gboolean
end_webp_head (SpicoPhotoFilter *self,
               GByteArray       *output,
               GError          **error)
{
  static const char *const needed[] = { "VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP", NULL };
  guint32 length = get_number (self->held->data + 4, 4, TRUE);

  memcpy (self->name, self->held->data, 4);
  self->left = (guint64) length + (length & 1);
  if (self->whole < 8 + self->left)
    return fail (error);

  self->whole -= 8 + self->left;
  if (is_one_of (self, needed))
    {
      g_byte_array_append (output, self->held->data, self->held->len);
      self->step = STEP_PASS;
    }
  else if (memcmp (self->name, "EXIF", 4) == 0 && length >= TIFF_LENGTH && length <= PART_MAX)
    {
      append_webp_head (output, "EXIF", length);
      self->step = STEP_COLLECT;
    }
  else
    {
      append_webp_head (output, "JUNK", length);
      self->step = STEP_BLANK;
    }

  return TRUE;
}

static void
end_webp_chunk (SpicoPhotoFilter *self,
                GByteArray       *output)
{
  if (self->step == STEP_COLLECT)
    {
      gsize skipped = held_begins_with (self, "Exif\0", 6) ? 6 : 0;
      guint old_length = output->len;

      append_tiff (output, find_orientation (self->held->data + skipped, self->held->len - skipped));
      g_byte_array_set_size (output, old_length + self->held->len);
      memset (output->data + old_length + TIFF_LENGTH, 0, self->held->len - TIFF_LENGTH);
    }
  self->step = self->whole == 0 ? STEP_END : STEP_HEAD;
  self->wanted = 8;
}

/* ---- The file ---- */

static gboolean
end_head (SpicoPhotoFilter *self,
          GByteArray       *output,
          GError          **error)
{
  gboolean is_right;

  if (self->kind == KIND_JPEG)
    is_right = end_jpeg_head (self, output, error);
  else if (self->kind == KIND_PNG)
    is_right = end_png_head (self, output, error);
  else
    is_right = end_webp_head (self, output, error);
  g_byte_array_set_size (self->held, 0);

  return is_right;
}

static void
end_part (SpicoPhotoFilter *self,
          GByteArray       *output)
{
  if (self->kind == KIND_JPEG)
    end_segment (self, output);
  else if (self->kind == KIND_PNG)
    end_png_chunk (self, output);
  else
    end_webp_chunk (self, output);
  g_byte_array_set_size (self->held, 0);
}

static gssize
push_head (SpicoPhotoFilter *self,
           const guint8     *data,
           gsize             length,
           GByteArray       *output,
           GError          **error)
{
  gsize n = MIN (length, self->wanted - self->held->len);

  g_byte_array_append (self->held, data, (guint) n);
  if (self->held->len == self->wanted && !end_head (self, output, error))
    return -1;

  return (gssize) n;
}

static gssize
push_part (SpicoPhotoFilter *self,
           const guint8     *data,
           gsize             length,
           GByteArray       *output)
{
  gsize n = MIN (length, self->left);
  guint old_length = output->len;

  if (self->step == STEP_COLLECT)
    g_byte_array_append (self->held, data, (guint) n);
  else if (self->step == STEP_PASS)
    g_byte_array_append (output, data, (guint) n);
  else if (self->step == STEP_BLANK && n > 0)
    {
      g_byte_array_set_size (output, old_length + (guint) n);
      memset (output->data + old_length, 0, n);
    }
  self->left -= n;

  return (gssize) n;
}

/* Returns: how many bytes of @data it took, or -1. */
static gssize
push_some (SpicoPhotoFilter *self,
           const guint8     *data,
           gsize             length,
           GByteArray       *output,
           GError          **error)
{
  switch (self->step)
    {
    case STEP_HEAD:
      return push_head (self, data, length, output, error);
    case STEP_BETWEEN:
      self->step = STEP_MARKER;
      return data[0] == 0xff || fail (error) ? 1 : -1;
    case STEP_MARKER:
    case STEP_SCAN_MARKER:
      return push_marker (self, data[0], output, error);
    case STEP_SCAN:
      return push_scan (self, data, length, output);
    case STEP_COLLECT:
    case STEP_PASS:
    case STEP_LEAVE_OUT:
    case STEP_BLANK:
      return push_part (self, data, length, output);
    case STEP_END:
    default:
      return (gssize) length;
    }
}

static gboolean
is_part (SpicoPhotoFilter *self)
{
  return self->step == STEP_COLLECT || self->step == STEP_PASS || self->step == STEP_LEAVE_OUT || self->step == STEP_BLANK;
}

static gboolean
push_photo (SpicoPhotoFilter *self,
            const guint8     *data,
            gsize             length,
            GByteArray       *output,
            GError          **error)
{
  while (length > 0)
    {
      gssize n = push_some (self, data, length, output, error);

      if (n < 0)
        return FALSE;
      if (is_part (self) && self->left == 0)
        end_part (self, output);
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

/* Told by the beginning of the file, which is in @held; the rest of a beginning goes through as any other byte. */
static gboolean
begin (SpicoPhotoFilter *self,
       GByteArray       *output,
       GError          **error)
{
  g_autoptr (GByteArray) word = g_steal_pointer (&self->held);
  gsize begun = 0;

  self->held = g_byte_array_new ();
  self->kind = KIND_OTHER;
  if (word->len >= 3 && memcmp (word->data, "\xff\xd8\xff", 3) == 0)
    {
      self->kind = KIND_JPEG;
      self->step = STEP_BETWEEN;
      begun = 2;
    }
  else if (word->len >= 8 && memcmp (word->data, PNG_WORD, 8) == 0)
    {
      self->kind = KIND_PNG;
      self->step = STEP_HEAD;
      self->wanted = 8;
      begun = 8;
    }
  else if (word->len >= 12 && memcmp (word->data, "RIFF", 4) == 0 && memcmp (word->data + 8, "WEBP", 4) == 0)
    {
      self->kind = KIND_WEBP;
      self->step = STEP_HEAD;
      self->wanted = 8;
      self->whole = get_number (word->data + 4, 4, TRUE);
      if (self->whole < 4 + 8)
        return fail (error);
      self->whole -= 4;
      begun = 12;
    }

  g_byte_array_append (output, word->data, self->kind == KIND_OTHER ? word->len : (guint) begun);

  return self->kind == KIND_OTHER || push_photo (self, word->data + begun, word->len - begun, output, error);
}

SpicoPhotoFilter *
spico_photo_filter_new (void)
{
  SpicoPhotoFilter *self = g_new0 (SpicoPhotoFilter, 1);

  self->held = g_byte_array_new ();

  return self;
}

void
spico_photo_filter_free (SpicoPhotoFilter *self)
{
  g_byte_array_unref (self->held);
  g_free (self);
}

gboolean
spico_photo_filter_push (SpicoPhotoFilter *self,
                         const guint8     *data,
                         gsize             length,
                         GByteArray       *output,
                         GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->kind == KIND_UNKNOWN)
    {
      gsize n = MIN (length, WORD_LENGTH - self->held->len);

      g_byte_array_append (self->held, data, (guint) n);
      if (self->held->len < WORD_LENGTH)
        return TRUE;
      if (!begin (self, output, error))
        return FALSE;
      data += n;
      length -= n;
    }

  if (self->kind != KIND_OTHER)
    return push_photo (self, data, length, output, error);
  g_byte_array_append (output, data, (guint) length);

  return TRUE;
}

gboolean
spico_photo_filter_finish (SpicoPhotoFilter *self,
                           GByteArray       *output,
                           GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->kind == KIND_UNKNOWN && !begin (self, output, error))
    return FALSE;
  /* A JPEG that breaks off within its last scan is shown all the same, and holds nothing else. */
  if (self->kind == KIND_OTHER || self->step == STEP_END || self->step == STEP_SCAN)
    return TRUE;

  return fail (error);
}

gboolean
spico_photo_filter_is_photo (SpicoPhotoFilter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind > KIND_OTHER;
}
