/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

extern const char spico_directory_schema_sql[];
