/*
 * Tests of indexer/sample: a dictionary is of articles from all over a site.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"
#include "random.h"

#include "indexer/pipeline.h"
#include "indexer/run.h"
#include "indexer/sample.h"
#include "text/packed.h"

#define SAMPLE_TEST(name)                                                      \
	cmocka_unit_test_setup_teardown(name, make_root, remove_root)

/* Several times what is read. */
#define FILES	   400
#define FILE_WORDS 1500

static const char *const words[][8] = {
	{ "harbour ", "lighthouse ", "estuary ", "sediment ", "current ",
	  "breakwater ", "pilotage ", "dredging " },
	{ "orchestra ", "concerto ", "bassoon ", "rehearsal ", "conductor ",
	  "overture ", "symphony ", "audience " },
};

static void add_text(struct buf *out, int of, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_add_str(out, str_of(words[of][random_below(8)]));
		buf_printf(out, "%x ", random_below(65536));
	}
}

/* The second half of the files is of other words than the first one. */
static void make_files(int count, size_t file_words)
{
	char name[64];

	for (int i = 0; i < count; i++) {
		struct buf text = BUF_INIT;

		add_text(&text, i >= count / 2, file_words);
		snprintf(name, sizeof(name), "%04d.md", i);
		put(at(name), buf_view(&text));
		buf_release(&text);
	}
}

static struct buf sampled(bool is_rejected)
{
	const char *source = root;
	struct config config = CONFIG_INIT;
	struct sample sample;
	struct buf dictionary;
	struct err err = ERR_INIT;
	struct scan scan;

	assert_int_equal(scan_sources(&source, 1, 1, &scan, NULL, NULL, &err),
			 0);
	for (size_t i = 0; i < scan.count && is_rejected; i++)
		scan.files[i].state = RUN_REJECTED;
	assert_int_equal(sample_read(&config, 0, &scan, &sample, &err), 0);
	scan_release(&scan);
	dictionary = sample.dictionary;
	sample.dictionary = (struct buf)BUF_INIT;
	sample_release(&sample);
	return dictionary;
}

static size_t packed_size(struct str dictionary, struct str text)
{
	struct err err = ERR_INIT;
	struct buf packed = BUF_INIT;
	struct packer *packer;
	size_t len;

	assert_int_equal(packer_new(dictionary, &packer, &err), 0);
	assert_int_equal(packer_pack(packer, text, &packed, &err), 0);
	len = packed.len;
	packer_free(packer);
	buf_release(&packed);
	return len;
}

static void it_is_of_all_parts_of_a_site(void **state)
{
	struct buf dictionary;

	(void)state;
	make_files(FILES, FILE_WORDS);
	dictionary = sampled(false);
	assert_true(dictionary.len > 0);
	for (int i = 0; i < 2; i++) {
		struct buf text = BUF_INIT;

		for (size_t j = 0; j < 8; j++)
			buf_add_str(&text, str_of(words[i][j]));
		assert_true(
			packed_size(buf_view(&dictionary), buf_view(&text)) <
			packed_size(STR(""), buf_view(&text)) * 3 / 4);
		buf_release(&text);
	}
	buf_release(&dictionary);
}

static void the_same_files_give_the_same(void **state)
{
	struct buf one, two;

	(void)state;
	make_files(FILES / 4, FILE_WORDS);
	one = sampled(false);
	two = sampled(false);
	assert_true(one.len > 0);
	assert_true(str_eq(buf_view(&one), buf_view(&two)));
	buf_release(&one);
	buf_release(&two);
}

static void few_files_give_none(void **state)
{
	struct buf dictionary = sampled(false);

	(void)state;
	assert_int_equal(dictionary.len, 0);
	make_files(3, 100);
	dictionary = sampled(false);
	assert_int_equal(dictionary.len, 0);
}

static void what_cannot_be_read_counts_for_nothing(void **state)
{
	struct buf dictionary;
	char name[64];

	(void)state;
	make_files(FILES / 4, FILE_WORDS);
	dictionary = sampled(true);
	assert_int_equal(dictionary.len, 0);
	for (int i = 0; i < FILES / 4; i++) {
		snprintf(name, sizeof(name), "%04d.md", i);
		put(at(name), STR("\0\1\2 no article\0"));
	}
	dictionary = sampled(false);
	assert_int_equal(dictionary.len, 0);
}

static void read_sample(struct scan *scan, struct sample *sample)
{
	const char *source = root;
	struct config config = CONFIG_INIT;
	struct err err = ERR_INIT;

	assert_int_equal(scan_sources(&source, 1, 1, scan, NULL, NULL, &err),
			 0);
	assert_int_equal(sample_read(&config, 0, scan, sample, &err), 0);
}

/* What was read once is not read again, and is the same. */
static void its_articles_are_handed_on(void **state)
{
	struct config config = CONFIG_INIT;
	struct sample sample;
	struct scan scan;
	size_t taken = 0;

	(void)state;
	make_files(FILES, FILE_WORDS);
	/* Until their times are known to be settled. */
	sleep(4);
	read_sample(&scan, &sample);
	for (size_t i = 0; i < scan.count; i++) {
		struct scan_file file = scan.files[i], again = file;
		struct made made = MADE_INIT, other = MADE_INIT;

		if (sample_take(&sample, i, &file, &made)) {
			taken++;
			made_read(&other, &config, &again);
			made_article(&other, &config, 0, &again);
			assert_memory_equal(file.hash, again.hash,
					    HASH128_SIZE);
			assert_memory_equal(file.bytes_hash, again.bytes_hash,
					    HASH128_SIZE);
			assert_true(fs_stamp_same(&file.stamp, &again.stamp));
			assert_true(file.stamp.is_settled && file.is_known);
			assert_true(made.is_article);
			assert_true(
				str_eq(made.article.text, other.article.text));
		}
		made_release(&made);
		made_release(&other);
	}
	assert_true(taken > 10 && taken < FILES);
	sample_release(&sample);
	scan_release(&scan);
}

/* Not even where they are gone meanwhile. */
static void a_build_takes_them(void **state)
{
	struct config config = CONFIG_INIT;
	struct err err = ERR_INIT;
	struct sample sample;
	struct scan scan;

	(void)state;
	for (unsigned int jobs = 1; jobs <= 3; jobs += 2) {
		struct pipeline *pipeline;
		size_t read = 0, made = 0;

		make_files(FILES, FILE_WORDS);
		read_sample(&scan, &sample);
		read = sample.count;
		for (size_t i = 0; i < scan.count; i++)
			assert_int_equal(unlink(scan.files[i].path), 0);
		assert_int_equal(pipeline_new(&config, 0, &scan, &sample, jobs,
					      &pipeline, &err),
				 0);
		for (size_t i = 0; i < scan.count; i++) {
			const struct made *m = pipeline_next(pipeline);

			made += m->read == 0 && m->ret == 0;
		}
		pipeline_free(pipeline);
		assert_true(read > 10);
		assert_int_equal(made, read);
		sample_release(&sample);
		scan_release(&scan);
	}
}

static void no_more_of_them_are_kept_than_there_is_room_for(void **state)
{
	struct sample sample;
	struct scan scan;

	(void)state;
	make_files(4000, 3);
	read_sample(&scan, &sample);
	assert_true(sample.kept <= SAMPLE_MEMORY);
	assert_true(sample.kept > SAMPLE_MEMORY * 9 / 10);
	assert_true(sample.count < scan.count);
	sample_release(&sample);
	scan_release(&scan);
}

/* They would take long to read, and be all that is known of a site. */
static void large_files_are_passed_over(void **state)
{
	struct buf dictionary;

	(void)state;
	make_files(12, 10000);
	dictionary = sampled(false);
	assert_int_equal(dictionary.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAMPLE_TEST(it_is_of_all_parts_of_a_site),
		SAMPLE_TEST(the_same_files_give_the_same),
		SAMPLE_TEST(few_files_give_none),
		SAMPLE_TEST(what_cannot_be_read_counts_for_nothing),
		SAMPLE_TEST(its_articles_are_handed_on),
		SAMPLE_TEST(a_build_takes_them),
		SAMPLE_TEST(no_more_of_them_are_kept_than_there_is_room_for),
		SAMPLE_TEST(large_files_are_passed_over),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sample", tests, NULL, NULL);
}
