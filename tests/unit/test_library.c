/*
 * Tests of base/library: what is there is called, and what is not is told.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CALLS(X) X(strlen) X(strspn)

static struct {
	CALLS(LIBRARY_POINTER)
} loaded;

static int load(const char *file, const char *last, struct err *err)
{
	const struct library library = { file, "libsome", "counting needs",
					 "libsome1" };
	const struct library_call calls[] = { CALLS(LIBRARY_CALL){
		last, &loaded.strlen } };

	return library_load(&library, calls, 3, err);
}

static void what_is_there_can_be_called(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(load("libc.so.6", "strlen", &err), 0);
	assert_int_equal(loaded.strlen("four"), 4);
	assert_int_equal(loaded.strspn("aab", "a"), 2);
}

static void a_library_that_is_absent_is_told(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(load("libsome.so.1", "strlen", &err), ERR_IO);
	assert_string_equal(err.message,
			    "cannot load libsome, which counting needs: "
			    "libsome.so.1: cannot open shared object file: No "
			    "such file or directory; install libsome1");
}

static void so_is_one_that_has_not_all(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(load("libc.so.6", "no_such_call", &err), ERR_IO);
	assert_non_null(strstr(err.message, "no_such_call"));
	assert_non_null(strstr(err.message, "install libsome1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_there_can_be_called),
		cmocka_unit_test(a_library_that_is_absent_is_told),
		cmocka_unit_test(so_is_one_that_has_not_all),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
