/*
 * Tests of base/thread: no signal comes to a thread that is begun.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>

#include "base/thread.h"

static void *look_at_mask(void *payload)
{
	pthread_sigmask(SIG_SETMASK, NULL, payload);
	return payload;
}

static void signals_are_for_the_others(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGCHLD };
	sigset_t in_thread, here;
	pthread_t thread;
	void *result;

	(void)state;
	assert_true(thread_begin(&thread, look_at_mask, &in_thread));
	assert_int_equal(pthread_join(thread, &result), 0);
	assert_ptr_equal(result, &in_thread);
	pthread_sigmask(SIG_SETMASK, NULL, &here);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		assert_int_equal(sigismember(&in_thread, signals[i]), 1);
		assert_int_equal(sigismember(&here, signals[i]), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signals_are_for_the_others),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("thread", tests, NULL, NULL);
}
