/*
 * Tests of base/deadline.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/deadline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

static void none_is_never_past(void **state)
{
	struct deadline none = { 0 };
	struct err err = ERR_INIT;

	(void)state;
	assert_false(deadline_is_past(&none));
	none = deadline_in(0);
	assert_false(deadline_is_past(&none));
	assert_int_equal(deadline_check(&none, &err), 0);
	assert_int_equal(err.code, ERR_OK);
}

static void one_is_past_when_its_time_has_come(void **state)
{
	struct timespec ms = { 0, 2000000 };
	struct deadline far = deadline_in(3600000), near = deadline_in(1);
	struct err err = ERR_INIT;

	(void)state;
	assert_false(deadline_is_past(&far));
	assert_int_equal(deadline_check(&far, &err), 0);
	nanosleep(&ms, NULL);
	assert_true(deadline_is_past(&near));
	assert_int_equal(deadline_check(&near, &err), ERR_DEADLINE);
	assert_string_equal(err.message, "time is up");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_is_never_past),
		cmocka_unit_test(one_is_past_when_its_time_has_come),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("deadline", tests, NULL, NULL);
}
