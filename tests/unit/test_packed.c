/*
 * Tests of text/packed: what is packed is unpacked, and damage is found.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/packed.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SAMPLES 200

static const char *const words[] = {
	"harbour", "treaty",  "lighthouse", "sediment", "estuary", "committee",
	"vessel",  "current", "measure",    "tidal",	"coast",   "report",
};

/* Sentences that have much in common. */
static void add_text(struct buf *out, size_t len)
{
	size_t start = out->len;

	while (out->len - start < len)
		buf_printf(out, "The %s of the %s was, as the %s said, %u. ",
			   words[random_below(12)], words[random_below(12)],
			   words[random_below(12)], random_below(1000));
}

static struct buf trained(void)
{
	struct buf samples = BUF_INIT, dictionary = BUF_INIT;
	size_t lengths[SAMPLES];
	struct err err = ERR_INIT;

	for (size_t i = 0; i < SAMPLES; i++) {
		size_t start = samples.len;

		add_text(&samples, 1000);
		lengths[i] = samples.len - start;
	}
	assert_int_equal(packed_train(buf_view(&samples), lengths, SAMPLES,
				      &dictionary, &err),
			 0);
	buf_release(&samples);
	return dictionary;
}

static struct packer *packer_of(struct str dictionary)
{
	struct err err = ERR_INIT;
	struct packer *packer;

	if (packer_new(dictionary, &packer, &err))
		fail_msg("%s", err.message);
	return packer;
}

static struct unpacker *unpacker_of(struct str dictionary)
{
	struct err err = ERR_INIT;
	struct unpacker *unpacker;

	if (unpacker_new(dictionary, &unpacker, &err))
		fail_msg("%s", err.message);
	return unpacker;
}

static void expect_again(struct packer *packer, struct unpacker *unpacker,
			 struct str bytes)
{
	struct buf packed = BUF_INIT, again = BUF_INIT;
	struct err err = ERR_INIT;

	assert_int_equal(packer_pack(packer, bytes, &packed, &err), 0);
	if (unpacker_unpack(unpacker, buf_view(&packed), &again, &err))
		fail_msg("%zu bytes: %s", bytes.len, err.message);
	assert_true(str_eq(buf_view(&again), bytes));
	buf_release(&packed);
	buf_release(&again);
}

static void what_is_packed_is_unpacked(void **state)
{
	struct buf dictionary = trained(), text = BUF_INIT;
	struct str with[] = { STR(""), buf_view(&dictionary) };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct packer *packer = packer_of(with[i]);
		struct unpacker *unpacker = unpacker_of(with[i]);

		for (size_t len = 0; len < 400000; len = 3 * len + 1) {
			buf_clear(&text);
			add_text(&text, len);
			expect_again(packer, unpacker, buf_view(&text));
			for (size_t at = 0; at < text.len; at++)
				text.p[at] = (char)random_below(256);
			expect_again(packer, unpacker, buf_view(&text));
		}
		packer_free(packer);
		unpacker_free(unpacker);
	}
	buf_release(&dictionary);
	buf_release(&text);
}

static size_t size_with(struct str dictionary, struct str text)
{
	struct packer *packer = packer_of(dictionary);
	struct buf packed = BUF_INIT;
	struct err err = ERR_INIT;
	size_t len;

	assert_int_equal(packer_pack(packer, text, &packed, &err), 0);
	len = packed.len;
	buf_release(&packed);
	packer_free(packer);
	return len;
}

static void a_dictionary_spares_bytes(void **state)
{
	struct buf dictionary = trained(), text = BUF_INIT;

	(void)state;
	add_text(&text, 1000);
	assert_in_range(dictionary.len, 1000, PACKED_DICTIONARY);
	assert_true(size_with(buf_view(&dictionary), buf_view(&text)) * 10 <
		    size_with(STR(""), buf_view(&text)) * 8);
	buf_release(&dictionary);
	buf_release(&text);
}

static void the_same_samples_give_the_same(void **state)
{
	struct buf one, two;

	(void)state;
	random_state = 5;
	one = trained();
	random_state = 5;
	two = trained();
	assert_true(str_eq(buf_view(&one), buf_view(&two)));
	buf_release(&one);
	buf_release(&two);
}

static void few_samples_give_none(void **state)
{
	size_t lengths[2] = { 3000, 3000 };
	struct buf samples = BUF_INIT, dictionary = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(packed_train(STR(""), lengths, 0, &dictionary, &err),
			 0);
	add_text(&samples, 6000);
	assert_int_equal(packed_train(str_head(buf_view(&samples), 6000),
				      lengths, 2, &dictionary, &err),
			 0);
	/* Much, but of one byte. */
	buf_clear(&samples);
	for (int i = 0; i < 100000; i++)
		buf_add_char(&samples, 'x');
	lengths[0] = lengths[1] = 50000;
	assert_int_equal(
		packed_train(buf_view(&samples), lengths, 2, &dictionary, &err),
		0);
	assert_int_equal(dictionary.len, 0);
	buf_release(&samples);
}

/* Unpacks a copy that ends where its memory ends. */
static int try_unpack(struct unpacker *unpacker, struct str packed)
{
	struct buf again = BUF_INIT;
	struct err err = ERR_INIT;
	char *copy = malloc(packed.len + 1);
	int ret;

	assert_non_null(copy);
	memcpy(copy + 1, packed.p, packed.len);
	ret = unpacker_unpack(unpacker, str_make(copy + 1, packed.len), &again,
			      &err);
	assert_int_equal(ret, err.code);
	buf_release(&again);
	free(copy);
	return ret;
}

static void every_damage_is_found(void **state)
{
	struct buf dictionary = trained(), text = BUF_INIT, packed = BUF_INIT;
	struct packer *packer = packer_of(buf_view(&dictionary));
	struct unpacker *unpacker = unpacker_of(buf_view(&dictionary));
	struct err err = ERR_INIT;

	(void)state;
	add_text(&text, 2000);
	assert_int_equal(packer_pack(packer, buf_view(&text), &packed, &err),
			 0);
	for (size_t i = 0; i < packed.len; i++) {
		assert_int_equal(
			try_unpack(unpacker, str_head(buf_view(&packed), i)),
			ERR_CORRUPT);
		for (int bit = 0; bit < 8; bit++) {
			packed.p[i] ^= (char)(1 << bit);
			assert_int_equal(
				try_unpack(unpacker, buf_view(&packed)),
				ERR_CORRUPT);
			packed.p[i] ^= (char)(1 << bit);
		}
	}
	assert_int_equal(try_unpack(unpacker, buf_view(&packed)), 0);
	packer_free(packer);
	unpacker_free(unpacker);
	buf_release(&dictionary);
	buf_release(&text);
	buf_release(&packed);
}

/* Whatever bit is another: what it holds too, not only how. */
static void a_damaged_dictionary_is_told(void **state)
{
	struct buf dictionary = trained();
	struct unpacker *unpacker;
	struct packer *packer;

	(void)state;
	for (size_t i = 0; i < dictionary.len; i++) {
		struct err err = ERR_INIT;

		dictionary.p[i] ^= (char)(1 << i % 8);
		assert_int_equal(
			unpacker_new(buf_view(&dictionary), &unpacker, &err),
			ERR_CORRUPT);
		assert_null(unpacker);
		assert_non_null(strstr(err.message, "in common is damaged"));
		err_clear(&err);
		assert_int_equal(
			packer_new(buf_view(&dictionary), &packer, &err),
			ERR_CORRUPT);
		assert_null(packer);
		dictionary.p[i] ^= (char)(1 << i % 8);
	}
	buf_release(&dictionary);
}

static void another_dictionary_is_none(void **state)
{
	struct buf one = trained(), two = trained(), packed = BUF_INIT;
	struct str others[] = { STR(""), buf_view(&two) };
	struct packer *packer = packer_of(buf_view(&one));
	struct err err = ERR_INIT;

	(void)state;
	assert_false(str_eq(buf_view(&one), buf_view(&two)));
	assert_int_equal(packer_pack(packer, STR("a"), &packed, &err), 0);
	for (int i = 0; i < 2; i++) {
		struct unpacker *unpacker = unpacker_of(others[i]);

		assert_int_equal(try_unpack(unpacker, buf_view(&packed)),
				 ERR_CORRUPT);
		unpacker_free(unpacker);
	}
	packer_free(packer);
	buf_release(&one);
	buf_release(&two);
	buf_release(&packed);
}

/* Nobody packs so much, and nobody is to be made to unpack more. */
static void more_than_the_most_is_refused(void **state)
{
	char *much = calloc(PACKED_MOST + 1, 1);
	struct packer *packer = packer_of(STR(""));
	struct buf packed = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	assert_non_null(much);
	assert_int_equal(packer_pack(packer, str_make(much, PACKED_MOST + 1),
				     &packed, &err),
			 ERR_LIMIT);
	assert_int_equal(packed.len, 0);
	free(much);
	packer_free(packer);
}

/* What is behind a frame is in one piece of 8192 bytes, as libxapian unpacks
 * what it has compressed once more. */
static void the_end_is_in_one_piece(void **state)
{
	enum { PIECE = 8192, HASH = 8 };
	struct packer *packer = packer_of(STR(""));
	struct buf bytes = BUF_INIT, packed = BUF_INIT;
	struct err err = ERR_INIT;
	unsigned int twice = 0;

	(void)state;
	for (int i = 0; i < PIECE - 100; i++)
		buf_add_char(&bytes, (char)random_below(256));
	for (int i = 0; i < 200; i++) {
		size_t rest;

		buf_add_char(&bytes, (char)random_below(256));
		buf_clear(&packed);
		assert_int_equal(
			packer_pack(packer, buf_view(&bytes), &packed, &err),
			0);
		rest = packed.len % PIECE;
		twice += packed.p[packed.len - 1] == 2;
		assert_true(rest == 0 || rest > HASH);
	}
	assert_int_equal(twice, HASH);
	packer_free(packer);
	buf_release(&bytes);
	buf_release(&packed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_is_unpacked),
		cmocka_unit_test(a_dictionary_spares_bytes),
		cmocka_unit_test(the_same_samples_give_the_same),
		cmocka_unit_test(few_samples_give_none),
		cmocka_unit_test(every_damage_is_found),
		cmocka_unit_test(a_damaged_dictionary_is_told),
		cmocka_unit_test(another_dictionary_is_none),
		cmocka_unit_test(more_than_the_most_is_refused),
		cmocka_unit_test(the_end_is_in_one_piece),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("packed", tests, NULL, NULL);
}
