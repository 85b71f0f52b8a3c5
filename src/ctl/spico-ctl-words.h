/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * The server's own words that an operator may read. They are written there as constants, in English; they stand here so that translators find them.
 */
extern const char *const spico_ctl_words[];
