/*
 * What the tests of the shim share: folders, small indexes, damage.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each test gets an empty folder of its own in *state, removed after it.
 */
#ifndef PRESSMARK_TESTS_UNIT_XAP_FIXTURE_H
#define PRESSMARK_TESTS_UNIT_XAP_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "shim/xap.h"

/* An address space limit is nothing to a sanitizer that maps terabytes. */
#if defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED	  1
#define SANITIZED_ADDRESS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED	  1
#define SANITIZED_ADDRESS 1
#endif
#endif

#ifdef SANITIZED_ADDRESS
/* Database::check of libxapian 1.4.22 deletes an object by a smaller size than
 * it was made with, which the allocator does not mind. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}
#endif

#define PATH_SIZE 512
#define ROWS(a)	  (sizeof(a) / sizeof((a)[0]))

struct fixture {
	char folder[PATH_SIZE];
	char index[PATH_SIZE]; /* a path in it, for the index of the test */
	struct err err;
};

/* A document of the tests: words at the positions 1, 2, ...; the value in
 * slot 0 and the data may be NULL. Its unique term is Q and the id. */
struct row {
	const char *id;
	const char *words;
	const char *value;
	const char *data;
};

#define assert_ok(f, call)                                                     \
	do {                                                                   \
		if ((call) != 0)                                               \
			fail_msg("%s: %s", #call, (f)->err.message);           \
		assert_int_equal((f)->err.code, ERR_OK);                       \
		assert_string_equal((f)->err.message, "");                     \
	} while (0)

/* Fails with this code, says something, and the err is clear after it. */
#define assert_fails(f, expected, call)                                        \
	do {                                                                   \
		int code_ = (call);                                            \
		if (code_ != (expected))                                       \
			fail_msg("%s: %d, not %d: %s", #call, code_,           \
				 (expected), (f)->err.message);                \
		assert_int_equal((f)->err.code, (expected));                   \
		assert_true((f)->err.message[0] != '\0');                      \
		err_clear(&(f)->err);                                          \
	} while (0)

static inline void path_join(char *out, const char *folder, const char *name)
{
	assert_true(snprintf(out, PATH_SIZE, "%s/%s", folder, name) <
		    PATH_SIZE);
}

static inline void remove_tree(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char name[PATH_SIZE];
		struct stat st;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		path_join(name, path, entry->d_name);
		if (lstat(name, &st) == 0 && S_ISDIR(st.st_mode))
			remove_tree(name);
		else
			unlink(name);
	}
	if (dir)
		closedir(dir);
	rmdir(path);
}

static inline int fixture_setup(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	path_join(f->folder, tmp && *tmp ? tmp : "/tmp", "xap.XXXXXX");
	if (!mkdtemp(f->folder)) {
		free(f);
		return -1;
	}
	path_join(f->index, f->folder, "index");
	*state = f;
	return 0;
}

static inline int fixture_teardown(void **state)
{
	struct fixture *f = *state;

	remove_tree(f->folder);
	free(f);
	return 0;
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

/* Fills doc from a row: each distinct word once, with all its positions. */
static inline void fill_doc(struct fixture *f, struct xap_doc *doc,
			    const struct row *row)
{
	enum { MAX = 64 };
	struct xap_posting postings[MAX];
	static uint32_t positions[MAX][MAX];
	char unique[64];
	size_t count = 1;
	uint32_t at = 0;
	const char *p = row->words;

	snprintf(unique, sizeof(unique), "Q%s", row->id);
	postings[0] = (struct xap_posting){ str_of(unique), 0, NULL, 0 };
	while (*p) {
		size_t len = strcspn(p, " ");
		struct str word = str_make(p, len);
		size_t i = 1;

		while (i < count && !str_eq(postings[i].term, word))
			i++;
		assert_true(i < MAX && at < MAX);
		if (i == count)
			postings[count++] =
				(struct xap_posting){ word, 0, positions[i],
						      0 };
		positions[i][postings[i].position_count++] = ++at;
		postings[i].wdf++;
		p += len;
		p += strspn(p, " ");
	}
	assert_ok(f, xap_doc_clear(doc, &f->err));
	assert_ok(f, xap_doc_add_postings(doc, postings, count, &f->err));
	assert_ok(f, xap_doc_set_value(doc, 0, str_of(row->value), &f->err));
	assert_ok(f, xap_doc_set_data(doc, str_of(row->data), &f->err));
}

/* Puts the rows into an open batch. */
static inline void put_rows(struct fixture *f, struct xap_writer *writer,
			    const struct row *rows, size_t count)
{
	struct xap_doc *doc;

	assert_ok(f, xap_doc_new(&doc, &f->err));
	for (size_t i = 0; i < count; i++) {
		char unique[64];
		uint32_t docid;

		snprintf(unique, sizeof(unique), "Q%s", rows[i].id);
		fill_doc(f, doc, &rows[i]);
		assert_ok(f, xap_writer_replace(writer, str_of(unique), doc,
						&docid, &f->err));
		assert_true(docid > 0);
	}
	xap_doc_free(doc);
}

/* One batch of rows into a new index or, without CREATE, one that is there. */
static inline void write_rows(struct fixture *f, const char *path,
			      unsigned int flags, const struct row *rows,
			      size_t count)
{
	struct xap_writer *writer;

	assert_ok(f, xap_writer_open(path, flags, &writer, &f->err));
	if (!(flags & XAP_WRITER_THROWAWAY))
		assert_ok(f, xap_writer_begin(writer, &f->err));
	put_rows(f, writer, rows, count);
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
}

static inline struct xap_db *open_db(struct fixture *f, const char *path)
{
	struct xap_db *db;

	assert_ok(f, xap_db_open(path, &db, &f->err));
	return db;
}

/* The number of documents in the index, by a handle of its own. */
static inline uint32_t count_documents(struct fixture *f, const char *path)
{
	struct xap_db *db = open_db(f, path);
	struct xap_db_info info;

	assert_ok(f, xap_db_info(db, &info, &f->err));
	xap_db_free(db);
	return info.documents;
}

static inline uint32_t frequency(struct fixture *f, struct xap_db *db,
				 const char *term)
{
	uint32_t out;

	assert_ok(f, xap_db_term_frequency(db, str_of(term), &out, &f->err));
	return out;
}

/* A database whose listings read many blocks: 3,000 documents, 6,000 terms,
 * a value of 40 bytes in each. */
static inline void make_large(struct fixture *f, unsigned int flags, char mark)
{
	struct xap_writer *writer;
	struct xap_doc *doc;

	assert_ok(f, xap_doc_new(&doc, &f->err));
	assert_ok(f, xap_writer_open(f->index, flags, &writer, &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	for (int i = 0; i < 3000; i++) {
		char id[32], word[32], value[64];
		struct row row = { id, word, value, value };
		char unique[40];

		snprintf(id, sizeof(id), "%05d", i);
		snprintf(word, sizeof(word), "w%05d%c common", i, mark);
		snprintf(value, sizeof(value), "%c%039d", mark, i);
		snprintf(unique, sizeof(unique), "Q%s", id);
		fill_doc(f, doc, &row);
		assert_ok(f, xap_writer_replace(writer, str_of(unique), doc,
						NULL, &f->err));
	}
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
	xap_doc_free(doc);
}

static inline bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* The whole of a file of the index, freed by the caller. */
static inline char *slurp(const char *folder, const char *name, size_t *len)
{
	char path[PATH_SIZE];
	struct stat st;
	char *bytes;
	int fd;

	path_join(path, folder, name);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0 && fstat(fd, &st) == 0);
	*len = (size_t)st.st_size;
	bytes = malloc(*len + 1);
	assert_non_null(bytes);
	assert_int_equal(read(fd, bytes, *len), *len);
	close(fd);
	return bytes;
}

static inline void spill(const char *folder, const char *name,
			 const char *bytes, size_t len)
{
	char path[PATH_SIZE];
	int fd;

	path_join(path, folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

/* Overwrites bytes of a file from an offset on. */
static inline void damage(const char *folder, const char *name, size_t offset,
			  const char *bytes, size_t len)
{
	size_t whole;
	char *was = slurp(folder, name, &whole);

	assert_true(offset + len <= whole);
	memcpy(was + offset, bytes, len);
	spill(folder, name, was, whole);
	free(was);
}

/* Runs fn in a child and returns its exit status, or -1 for a signal. No
 * assertions in it: they would go on with the parent's tests. */
static inline int in_child(int (*fn)(struct fixture *), struct fixture *f)
{
	int status = 0;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(fn(f));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What in_child returns for a failure with this code. */
#define EXIT_OF(code) (100 - (code))

#endif
