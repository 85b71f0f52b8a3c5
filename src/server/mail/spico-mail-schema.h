/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

extern const char spico_mail_schema_sql[];
