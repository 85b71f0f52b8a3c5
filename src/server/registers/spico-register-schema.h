/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/** What tells, of a row of a register, whether it is there: what a load has written and not ended is not yet. */
#define SPICO_REGISTER_IS_THERE(alias) alias ".generation NOT IN (SELECT r.pending FROM register_source r WHERE r.pending IS NOT NULL)"

extern const char spico_register_schema_sql[];
