/*
 * What the shim's files share: copies for the caller, the rules for terms.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include <cstdlib>
#include <cstring>

#include "base/utf8.h"

XAP_API void xap_free(void *p)
{
	std::free(p);
}

XAP_API const char *xap_library_version(void)
{
	return Xapian::version_string();
}

int shim::hand_out(const std::string &s, char **out, size_t *out_len,
		   struct err *err) noexcept
{
	char *copy = static_cast<char *>(std::malloc(s.size() + 1));

	if (!copy)
		return err_set(err, ERR_MEMORY, "out of memory");
	std::memcpy(copy, s.data(), s.size());
	copy[s.size()] = '\0';
	*out = copy;
	if (out_len)
		*out_len = s.size();
	return 0;
}

const char *shim::term_fault(struct str term) noexcept
{
	if (term.len == 0)
		return "is empty";
	if (term.len > XAP_TERM_MAX)
		return "is too long";
	for (size_t i = 0; i < term.len; i++) {
		unsigned char c = static_cast<unsigned char>(term.p[i]);

		if (c < 0x20 || c == 0x7f)
			return "holds a control character";
	}
	if (utf8_invalid(term) < term.len)
		return "is not UTF-8";
	return nullptr;
}
