/*
 * Makes libxapian say that it is of another version: $FAULT_VERSION.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For LD_PRELOAD. The name is that of Xapian::Internal::get_constinfo_(), which
 * Xapian::version_string() asks; what it returns begins with a table and three
 * numbers, and then has the version as text, of seven characters at most.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

struct constinfo {
	unsigned char table[256];
	int major, minor, revision;
	char text[8];
	unsigned int stemmers_len;
	char stemmers[256];
};

typedef const struct constinfo *(*get_fn)(void);

const struct constinfo *
get(void) __asm__("_ZN6Xapian8Internal14get_constinfo_Ev");

const struct constinfo *get(void)
{
	static struct constinfo other;
	const char *version = getenv("FAULT_VERSION");
	get_fn real;

	*(void **)&real =
		dlsym(RTLD_NEXT, "_ZN6Xapian8Internal14get_constinfo_Ev");
	other = *real();
	if (version)
		memcpy(other.text, version, strnlen(version, 7) + 1);
	return &other;
}
