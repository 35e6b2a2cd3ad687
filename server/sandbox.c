/*
 * The sandbox: what a process takes from itself before it meets the world.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/* O_PATH and syscall(2) are Linux's. */
#define _GNU_SOURCE

#include "server/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define ZONES "/usr/share/zoneinfo"

/* Rights of the file system by the version of the kernel's interface: 1 to
 * MAKE_SYM, then REFER, TRUNCATE and IOCTL_DEV, the last two of which older
 * headers do not have. */
static uint64_t all_rights(long version)
{
	uint64_t bits = version >= 5   ? 16
			: version >= 3 ? 15
			: version == 2 ? 14
				       : 13;

	return (UINT64_C(1) << bits) - 1;
}

/* struct landlock_ruleset_attr as of version 4; older ones know its head. */
struct ruleset {
	uint64_t files, net;
};

#define NET_BIND_AND_CONNECT 3

static int allow_reading(long set, const char *folder)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
				  LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(folder, O_PATH | O_CLOEXEC),
	};
	long ret;

	if (rule.parent_fd < 0)
		return -1;
	ret = syscall(SYS_landlock_add_rule, (int)set,
		      LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
	return (int)ret;
}

static int confine(long version, const char *folder, struct err *err)
{
	struct ruleset rules = { all_rights(version), NET_BIND_AND_CONNECT };
	size_t size = version >= 4 ? sizeof(rules) : sizeof(rules.files);
	long set = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
	int ret = 0;

	if (set < 0)
		return err_set_errno(err, errno, "cannot make a sandbox");
	if (allow_reading(set, folder) < 0)
		ret = err_set_errno(err, errno, "cannot open '%s'", folder);
	/* Where there are no time zones, none are read. */
	allow_reading(set, ZONES);
	if (!ret && syscall(SYS_landlock_restrict_self, (int)set, 0) < 0)
		ret = err_set_errno(err, errno, "cannot enter a sandbox");
	close((int)set);
	return ret;
}

int sandbox_enter(const char *folder, bool *is_confined, struct err *err)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);

	*is_confined = version > 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_set_errno(err, errno, "cannot give rights up");
	return *is_confined ? confine(version, folder, err) : 0;
}
