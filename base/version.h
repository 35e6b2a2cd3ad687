/*
 * The version of the program, and its date.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_BASE_VERSION_H
#define PRESSMARK_BASE_VERSION_H

#define PRESSMARK_VERSION "0.1.0"
#define PRESSMARK_DATE	  "2026-11-26" /* of the manual pages */

#endif
