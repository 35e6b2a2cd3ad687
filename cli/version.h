/*
 * The version of the program.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_CLI_VERSION_H
#define PRESSMARK_CLI_VERSION_H

#define PRESSMARK_VERSION "0.1.0"

#endif
