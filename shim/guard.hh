/*
 * The exception barrier of the shim: nothing that libxapian or the C++
 * library throws gets past a guard.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every exported function that can fail has its body inside one of these.
 * They are noexcept themselves, so that what escaped all the same would end
 * the program here instead of unwinding through C. fold() is the only place
 * where exceptions become error codes.
 */
#ifndef PRESSMARK_SHIM_GUARD_HH
#define PRESSMARK_SHIM_GUARD_HH

#include <utility>

#include "base/err.h"

namespace shim
{

/* Folds the exception in flight into *err and returns the code. Only from
 * inside a catch clause. */
int fold(struct err *err) noexcept;

template <typename F> int guard(struct err *err, F &&body) noexcept
{
	try {
		return std::forward<F>(body)();
	} catch (...) {
		return fold(err);
	}
}

} // namespace shim

#endif
