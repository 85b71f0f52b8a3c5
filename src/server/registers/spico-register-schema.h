/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

extern const char spico_register_schema_sql[];
