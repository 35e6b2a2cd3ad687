/*
 * What the search page does in a browser.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	node page.test.js CHROMIUM SEARCH
 *
 * SEARCH is where the server of corpus/small is. Nothing may be written to
 * the console of a page.
 */
'use strict';
const assert = require('node:assert/strict');
const { BLOCKED, axe, open_page, open_plain, run, shot, tell_paints, test,
	until } =
	require('./browser.js');

const [, , CHROMIUM, SEARCH] = process.argv;

/* A page of the server; images of articles are nowhere. */
async function visit(query = '', options = {})
{
	const page = await open_page(options);

	await page.route(/\.(jpg|png|webp|svg)$/, (route) => route.fulfill({
		contentType: 'image/svg+xml', body: '<svg xmlns="http://' +
		'www.w3.org/2000/svg"/>' }));
	await page.route(/\/20\d\d\//, (route) => route.fulfill({
		contentType: 'text/html', body: '<title>An article</title>' }));
	await page.goto(SEARCH + query);
	return page;
}

/* The page to begin with, in whose field one can type at once. */
async function visit_start()
{
	const page = await visit();

	await until('the focus', () => field(page).evaluate(
		(field) => field === document.activeElement));
	return page;
}

/* Of a page whose script runs. */
const field = (page) => page.getByRole('combobox', { name: 'Search for' });
const count = (page) => page.locator('#count').innerText();
const params = (page) => new URL(page.url()).searchParams;

/* Parts that are wider than the window. */
const wide = (page) => page.evaluate(() => [...document.querySelectorAll('*')]
	.filter((part) => !part.closest('.unseen, .skip') &&
		part.getBoundingClientRect().right > innerWidth + 1)
	.map((part) => `${part.localName}.${part.className}`));

test('without a script it finds, narrows, widens and goes on', async () => {
	const page = await visit('', { javaScriptEnabled: false });

	await page.getByRole('searchbox').fill('water');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/?q=water');
	assert.equal(await count(page), '9 articles');
	await page.getByRole('navigation', { name: 'Narrow down' })
		.getByRole('link').first().click();
	await page.waitForURL(/[?&]tag=/);
	assert.notEqual(await count(page), '9 articles');
	await page.getByRole('list', { name: 'Filters' }).getByRole('link').click();
	assert.equal(await count(page), '9 articles');
	await page.getByRole('link', { name: 'Newest' }).click();
	assert.equal(params(page).get('sort'), 'newest');
	await page.goto(`${SEARCH}?q=water&limit=5`);
	await page.getByRole('link', { name: /Next/ }).click();
	assert.equal(await count(page), '9 articles, from 6 on');
	assert.equal(await page.locator('article').count(), 4);
	return page;
});

test('results come while one types', async () => {
	const page = await visit_start();

	await page.evaluate(() => {
		const real = window.fetch;

		window.asked = [];
		window.fetch = (url, ...rest) => {
			if (/\/\?q=/.test(url))
				window.asked.push(performance.now());
			return real(url, ...rest);
		};
	});
	await page.keyboard.type('water');
	await until('nine articles', async () => await count(page) === '9 articles');
	const asked = await page.evaluate(() => window.asked);

	assert.ok(asked.length > 0 && asked.every((at, i) =>
		i === 0 || at - asked[i - 1] >= 49), 'one at a time');
	assert.equal(params(page).get('q'), 'water');
	assert.equal(await page.title(), 'water · Search');
	assert.match(await page.locator('link[rel=alternate]').getAttribute('href'),
		/q=water/);
	assert.equal(await page.locator('link[rel=alternate]').count(), 1);
	assert.equal(await page.locator('footer').count(), 1);
	await until('it is told', async () =>
		await page.getByRole('status').innerText() === '9 articles');
	await shot(page, 'page-typed');
	await field(page).fill('');
	await until('the newest', async () =>
		(await count(page)).startsWith('Newest of '));
	assert.equal(params(page).get('q'), null);
	return page;
});

test('what a key finds is on the screen soon', async () => {
	const page = await open_plain();

	await page.goto(SEARCH);
	await until('the focus', () => field(page).evaluate(
		(field) => field === document.activeElement));
	await tell_paints(page, 'page', 'document.body');
	page.complaints = page.complaints.filter((text) => !BLOCKED.test(text));
	return page;
});

test('what narrows stays while one types', async () => {
	const page = await visit('?q=water&since=2020');
	const before = await count(page);

	await field(page).fill('the');
	await until('other articles', async () => await count(page) !== before);
	assert.equal(params(page).get('since'), '2020');
	assert.equal(await page.getByRole('list', { name: 'Filters' })
		.getByRole('link').count(), 1);
	return page;
});

test('an answer that was overtaken is never shown', async () => {
	const page = await visit();

	await page.route(/q=reef$/, async (route) => {
		await new Promise((done) => setTimeout(done, 600));
		await route.continue().catch(() => {});
	});
	await field(page).fill('reef');
	await page.waitForTimeout(100);
	await field(page).fill('water');
	await until('nine articles', async () => await count(page) === '9 articles');
	await page.waitForTimeout(800);
	assert.equal(await count(page), '9 articles');
	return page;
});

test('what is half typed is wrong only when it stays', async () => {
	const page = await visit('?q=water');

	page.complaints = []; /* a browser writes that an answer was 400 */
	await field(page).fill('water since:20x');
	await page.waitForTimeout(300);
	assert.equal(await count(page), '9 articles');
	await until('the error', async () =>
		await count(page) === 'This cannot be searched for');
	assert.equal(await field(page).inputValue(),
		'water since:20x');
	page.complaints = page.complaints.filter((text) => !/400/.test(text));
	return page;
});

test('a slash leads to the field, arrows to the articles', async () => {
	const page = await visit('?q=water');

	await page.locator('h1 a').focus();
	await page.keyboard.press('/');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
	await page.keyboard.type('/');
	assert.equal(await field(page).inputValue(), '/');
	/* As on a German keyboard, on which it is Shift and 7. */
	await page.locator('h1 a').focus();
	await page.evaluate(() => document.activeElement.dispatchEvent(
		new KeyboardEvent('keydown', { key: '/', code: 'Digit7',
			shiftKey: true, bubbles: true, cancelable: true })));
	assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
	await page.goto(`${SEARCH}?q=water`);
	await page.keyboard.press('/');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	assert.equal(await page.evaluate(() => document.activeElement.href),
		await page.locator('article h3 a').nth(1).evaluate((a) => a.href));
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowUp');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
	return page;
});

test('the focus stays where it is, or in the field', async () => {
	const page = await visit('?q=water');
	const href = () => page.evaluate(() =>
		document.activeElement.getAttribute('href'));

	await page.locator('article h3 a').first().focus();
	const before = await href();
	await field(page).evaluate((field) => {
		field.value = 'waters';
		field.dispatchEvent(new InputEvent('input', { bubbles: true }));
	});
	await until('the address', () => params(page).get('q') === 'waters');
	assert.equal(await href(), before);
	await field(page).evaluate((field) => {
		field.value = 'xyzzyx';
		field.dispatchEvent(new InputEvent('input', { bubbles: true }));
	});
	await until('the address', () => params(page).get('q') === 'xyzzyx');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
	return page;
});

test('the way back from an article leads to what was found', async () => {
	const page = await visit_start();

	await page.keyboard.type('water');
	await until('nine articles', async () => await count(page) === '9 articles');
	await until('the address', () => params(page).get('q') === 'water');
	await page.locator('article h3 a[href^="/20"]').first().click();
	await page.waitForURL(/\/20\d\d\//);
	await page.goBack();
	assert.equal(await count(page), '9 articles');
	assert.equal(await field(page).inputValue(), 'water');
	return page;
});

const offers = (page) => page.getByRole('listbox', { name: 'Suggestions' });
const offered = (page) => offers(page).getByRole('option').allInnerTexts();
const chosen = (page) => field(page).evaluate((input) => {
	const at = input.getAttribute('aria-activedescendant');
	const option = at && document.getElementById(at);

	return option && option.getAttribute('aria-selected') === 'true' &&
		document.activeElement === input ? option.textContent : null;
});

/* A page in whose field this was typed, and something is offered. */
async function visit_typed(text)
{
	const page = await visit_start();

	await page.keyboard.type(text);
	await until('an offer', () => offers(page).isVisible());
	return page;
}

test('what is typed is completed', async () => {
	const page = await visit_typed('w');

	/* What no longer fits goes at once. */
	assert.ok((await offered(page)).includes('#world-politics') ||
		(await offered(page)).includes('world-politics'));
	await page.keyboard.type('a');
	assert.ok((await offered(page)).every((text) => /wa/i.test(text)));
	await until('way', async () => (await offered(page)).includes('way'));
	const all = await offered(page);

	assert.ok(all.length > 2 && all.length <= 6);
	assert.equal(all[0], 'water');
	assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
	assert.equal(await chosen(page), null);
	await page.keyboard.press('ArrowDown');
	assert.equal(await chosen(page), 'water');
	await page.keyboard.press('ArrowDown');
	assert.equal(await chosen(page), all[1]);
	await shot(page, 'page-offers');
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('Enter');
	assert.equal(await field(page).inputValue(), 'water');
	await until('nine articles', async () => await count(page) === '9 articles');
	assert.equal(params(page).get('q'), 'water');
	assert.equal(await offers(page).isVisible(), false);
	assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
	assert.equal(await chosen(page), null);
	return page;
});

test('what is offered covers nothing, and is fit for all', async () => {
	const page = await visit_typed('w');
	const edge = (part) => page.locator(part).evaluate((at) =>
		[at.getBoundingClientRect().top, at.getBoundingClientRect().bottom]);

	assert.ok((await edge('#offers'))[1] <= (await edge('#results'))[0]);
	assert.ok((await edge('#offers'))[0] >= (await edge('form'))[1]);
	assert.deepEqual(await axe(page, 'html'), []);
	await page.keyboard.press('ArrowDown');
	assert.deepEqual(await axe(page, 'html'), []);
	return page;
});

test('Escape leaves what was typed, and arrows lead on', async () => {
	const page = await visit_typed('wate');

	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Escape');
	assert.equal(await offers(page).isVisible(), false);
	assert.equal(await field(page).inputValue(), 'wate');
	await page.keyboard.type('r');
	await until('nine articles', async () => await count(page) === '9 articles');
	await until('an offer', () => offers(page).isVisible());
	const length = (await offered(page)).length;
	for (let i = 0; i <= length; i++)
		await page.keyboard.press('ArrowDown');
	assert.equal(await page.evaluate(() => document.activeElement.href),
		await page.locator('article h3 a').first().evaluate((a) => a.href));
	assert.equal(await offers(page).isVisible(), false);
	return page;
});

test('a title leads to its article, a tag narrows', async () => {
	const page = await visit_typed('tag:sc');

	await until('the tag', async () =>
		(await offered(page)).join() === 'science');
	await offers(page).getByRole('option').click();
	assert.equal(await field(page).inputValue(), 'tag:science');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
	await until('seven articles', async () =>
		await count(page) === '7 articles');
	await field(page).fill('summit ends with');
	await until('the title', async () => (await offered(page))
		.includes('Summit Ends Without a Water Treaty'));
	await offers(page).getByText('Summit Ends').click();
	await page.waitForURL('**/2023/07/summit-ends-without-a-water-treaty/');
	return page;
});

test('no offer comes late', async () => {
	const page = await visit_start();

	await page.route(/suggest\?q=re&/, async (route) => {
		await new Promise((done) => setTimeout(done, 600));
		await route.continue().catch(() => {});
	});
	await page.keyboard.type('re');
	await page.waitForTimeout(250);
	await field(page).fill('wa');
	await until('water', async () => (await offered(page))[0] === 'water');
	await page.waitForTimeout(700);
	assert.equal((await offered(page))[0], 'water');
	await field(page).fill('re');
	await page.waitForTimeout(250);
	await field(page).fill('');
	await page.waitForTimeout(700);
	assert.equal(await offers(page).isVisible(), false);
	await field(page).fill('re');
	await page.waitForTimeout(250);
	await page.locator('h1 a').focus();
	await page.waitForTimeout(700);
	assert.equal(await offers(page).isVisible(), false);
	return page;
});

test('what was chosen stays chosen when others are offered', async () => {
	const page = await visit_typed('w');
	let answer;

	await page.route(/suggest\?q=wa&/, async (route) => {
		await new Promise((done) => (answer = done));
		await route.continue().catch(() => {});
	});
	await until('water', async () => (await offered(page)).includes('water'));
	await page.keyboard.type('a');
	for (let i = (await offered(page)).indexOf('water'); i >= 0; i--)
		await page.keyboard.press('ArrowDown');
	assert.equal(await chosen(page), 'water');
	await until('the question', () => answer);
	const answered = page.waitForResponse(/suggest\?q=wa&/);

	answer();
	await answered;
	await until('way', async () => (await offered(page)).includes('way'));
	assert.equal(await chosen(page), 'water');
	return page;
});

test('nothing that is offered becomes more than text', async () => {
	const page = await visit_start();
	const text = '<img src=x onerror=window.hit=1>';

	await page.route(/suggest\?q=wat&/, (route) => route.fulfill({ json: {
		version: 1, query: 'wat', suggestions: [{ kind: 'title', text,
			query: text, url: 'javascript:window.hit=1', articles: 1 }] } }));
	await page.keyboard.type('wat');
	await until('it', async () => (await offered(page))[0] === text);
	assert.equal(await offers(page).locator('img').count(), 0);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	assert.equal(await field(page).inputValue(), text);
	await page.waitForTimeout(300);
	assert.equal(await page.evaluate(() => window.hit), undefined);
	page.complaints = page.complaints.filter((said) => !/400/.test(said));
	return page;
});

test('keys of an input method choose nothing', async () => {
	const page = await visit_typed('wa');

	/* What "w" may become was offered before. */
	await until('way', async () => (await offered(page)).includes('way'));
	await page.keyboard.press('ArrowDown');
	for (const key of ['ArrowDown', 'Enter', 'Escape'])
		await field(page).evaluate((input, key) => input.dispatchEvent(
			new KeyboardEvent('keydown', { key, isComposing: true,
				bubbles: true, cancelable: true })), key);
	assert.equal(await chosen(page), 'water');
	assert.equal(await field(page).inputValue(), 'wa');
	return page;
});

test('an input method is not disturbed', async () => {
	const page = await visit();
	const box = field(page);
	let asked = 0;

	page.on('request', (request) => {
		asked += request.url().includes('?q=');
	});
	await box.evaluate((input) => {
		input.value = 'wat';
		input.dispatchEvent(new InputEvent('input', { isComposing: true,
			bubbles: true }));
	});
	await page.waitForTimeout(300);
	assert.equal(asked, 0);
	await box.evaluate((input) => {
		input.value = 'water';
		input.dispatchEvent(new CompositionEvent('compositionend'));
	});
	await until('nine articles', async () => await count(page) === '9 articles');
	return page;
});

test('it fits 320 pixels, and twice the size', async () => {
	const small = await visit('?q=water', { viewport: { width: 320,
		height: 640 } });

	assert.deepEqual(await wide(small), []);
	await shot(small, 'page-small');
	await small.context().close();
	/* What a zoom of 200 % is to a page. */
	const zoomed = await visit('?q=water', { viewport: { width: 500,
		height: 400 }, deviceScaleFactor: 2 });
	assert.deepEqual(await wide(zoomed), []);
	return zoomed;
});

test('text from right to left stands on the right', async () => {
	const page = await visit('?q=water');

	await field(page).fill('پانی');
	assert.equal(await field(page).evaluate((input) =>
		getComputedStyle(input).direction), 'rtl');
	return page;
});

/* The languages of its readers in which the page is looked at. */
for (const [lang, dir, words] of [['ur', 'rtl', '9 مضامین'],
	['ja', 'ltr', '9件の記事']]) {
	test(`it speaks ${lang}, from one side to the other`, async () => {
		const page = await visit('?q=water&since=2018', { locale: lang });
		const left = (part) => page.locator(part).first().evaluate((at) =>
			at.getBoundingClientRect().left);

		assert.equal(await page.locator('html').getAttribute('lang'), lang);
		assert.equal(await page.evaluate(() =>
			getComputedStyle(document.body).direction), dir);
		assert.equal(await count(page), words);
		await shot(page, `page-${lang}`);
		/* Facets stand behind the articles, the button behind the field. */
		assert.equal(await left('.facets') > await left('article'),
			dir === 'ltr');
		assert.equal(await left('form button') > await left('#q'),
			dir === 'ltr');
		assert.deepEqual(await wide(page), []);
		assert.deepEqual(await axe(page, 'html'), []);
		/* What is found while one types is in the same language. */
		await page.locator('#q').fill('coral reef');
		await until('another', async () => await count(page) !== words &&
			(await count(page)).endsWith(words.replace('9', '').trim()));
		await page.setViewportSize({ width: 320, height: 640 });
		await page.goto(`${SEARCH}?q=water`);
		assert.deepEqual(await wide(page), []);
		return page;
	});
}

test('it is fit for all, as far as axe can tell', async () => {
	const page = await visit('?q=water');

	for (const [scheme, query] of [['light', '?q=water'], ['dark', '?q=water'],
		['light', ''], ['dark', '?q=xyzzyx'], ['light', '?q=a&since=2020']]) {
		await page.goto(SEARCH + query);
		await page.emulateMedia({ colorScheme: scheme });
		assert.deepEqual(await axe(page, 'html'), []);
	}
	await page.goto(`${SEARCH}?q=water`);
	await shot(page, 'page-dark');
	return page;
});

run(CHROMIUM);
