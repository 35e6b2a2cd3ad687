/*
 * Merging databases into a new one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace
{

/* Where sources differ in their metadata, the first one's is kept. libxapian
 * hands over the values in no certain order, so they are looked up; and the
 * key as glass stores it, behind two bytes of its own. */
class first_wins : public Xapian::Compactor
{
	const std::deque<xap_db> &sources;

	std::string look_up(const std::string &key) const
	{
		for (const xap_db &source : sources) {
			std::string value = source.rep.get_metadata(key);

			if (!value.empty())
				return value;
		}
		return std::string();
	}

      public:
	explicit first_wins(const std::deque<xap_db> &sources_)
	    : sources(sources_)
	{
	}

	std::string
	resolve_duplicate_metadata(const std::string &key, size_t count,
				   const std::string values[]) override
	{
		static const char stored[] = { '\0', '\xc0' };
		std::string value;

		if (key.size() > 2 && !key.compare(0, 2, stored, 2))
			value = look_up(key.substr(2));
		if (value.empty())
			value = look_up(key);
		return value.empty() && count ? values[0] : value;
	}
};

int open_sources(const char *const *from, size_t count,
		 std::deque<xap_db> *sources, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		int ret = shim::guard(err, [&] {
			std::string real = shim::resolve(from[i]);
			int code = shim::check_database(real.c_str(), err);

			if (!code)
				sources->emplace_back(real);
			return code;
		});

		if (ret) {
			err_wrap(err, "cannot open the index '%s'", from[i]);
			return ret;
		}
	}
	return 0;
}

int merge(const std::deque<xap_db> &sources, const char *to)
{
	first_wins resolver(sources);
	Xapian::Database all(sources.front().rep);

	for (size_t i = 1; i < sources.size(); i++)
		all.add_database(sources[i].rep);
	/* Not FULLER, which is for databases that never change and has a
	 * known fault; the block size is the default. */
	all.compact(to, Xapian::Compactor::FULL, 0, resolver);
	return 0;
}

/* Fills the empty folder `to`, and syncs it and its name. */
int fill(const std::deque<xap_db> &sources, const char *to, struct err *err)
{
	shim::folder folder;
	int ret = folder.open(to, err);

	if (!ret)
		ret = shim::guard(err, [&] { return merge(sources, to); });
	if (!ret)
		ret = folder.sync_files(err);
	if (!ret)
		ret = folder.sync_parent(err);
	if (ret)
		folder.remove_files();
	return ret;
}

} // namespace

XAP_API int xap_compact(const char *const *from, size_t count, const char *to,
			struct err *err)
{
	if (count == 0)
		return err_set(err, ERR_USAGE, "no index to merge");
	return shim::guard(err, [&] {
		std::deque<xap_db> sources;
		int ret = open_sources(from, count, &sources, err);

		if (ret)
			return ret;
		/* Made here, not by libxapian, which would write into a
		 * folder that is there or follow a stub. */
		if (mkdir(to, 0777) != 0) {
			if (errno == EEXIST)
				return err_set(err, ERR_USAGE,
					       "'%s' is there already", to);
			return err_set_errno(err, errno,
					     "cannot make the folder '%s'", to);
		}
		ret = fill(sources, to, err);
		if (ret) {
			rmdir(to);
			err_wrap(err, "cannot merge into '%s'", to);
		}
		return ret;
	});
}
