/*
 * What the widget does in a browser.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	node widget.test.js CHROMIUM SEARCH FOLDER
 *
 * SEARCH is where the server of corpus/small is, FOLDER has widget.css.
 * Every page has a strict Content-Security-Policy, and nothing may be written
 * to its console.
 */
'use strict';
const assert = require('node:assert/strict');
const { BLOCKED, axe, open_page, open_plain, run, shot, tell_paints, test,
	until } =
	require('./browser.js');
const site = require('./site.js');

const [, , CHROMIUM, SEARCH, WEB] = process.argv;

/* ---- Helpers */

let pages;

/* A page of the site. */
async function visit(query = '', options = {})
{
	const page = await open_page(options);

	page.asked = [];
	page.on('request', (request) => {
		if (request.url().includes('/v1/search'))
			page.asked.push(new URL(request.url()).searchParams);
	});
	await page.route('https://images.example.org/**', (route) =>
		route.fulfill({ contentType: 'image/svg+xml', body: site.PICTURE,
			headers: { 'Access-Control-Allow-Origin': '*' } }));
	await page.goto(pages.at + query);
	await page.locator('pressmark-search .open').waitFor();
	return page;
}

async function type(page, text)
{
	await page.keyboard.press('/');
	await page.keyboard.type(text);
	await page.locator('[role=option]').first().waitFor();
}

const params = (page) => new URL(page.url()).searchParams;
const input = (page) => page.locator('input[role=combobox]');
const is_open = (page) => page.locator('dialog').evaluate((d) => d.open);
const status = (page) => page.locator('[role=status]').innerText();

/* ---- Tests */

test('results come while one types', async () => {
	const page = await visit();

	await type(page, 'water');
	await until('nine results', async () =>
		await status(page) === 'Results: 9');
	assert.equal(await page.locator('[role=option]').count(), 8);
	assert.equal(await page.locator('.title').first().innerText(), 'Water');
	assert.equal(await page.locator('.title mark').first().innerText(), 'Water');
	assert.equal(params(page).get('q'), 'water');
	assert.ok(page.asked.length < 5, 'it waits for the next key');
	await shot(page, 'results');
	await input(page).fill('water');
	await until('nine results', async () =>
		await status(page) === 'Results: 9');
	await page.getByRole('button', { name: 'More results' }).click();
	await until('the ninth', async () =>
		await page.locator('[role=option]').count() === 9);
	return page;
});

test('what a key finds is on the screen soon', async () => {
	const page = await open_plain();

	await page.goto(pages.at);
	await page.keyboard.press('/');
	await tell_paints(page, 'widget', `document.querySelector(
		'pressmark-search').shadowRoot.getElementById('list')`);
	page.complaints = page.complaints.filter((text) => !BLOCKED.test(text));
	return page;
});

test('a slash and Ctrl-K open it, but not in a field', async () => {
	const page = await visit();

	await page.locator('#other').focus();
	await page.keyboard.press('/');
	assert.equal(await page.locator('#other').inputValue(), '/');
	assert.equal(await is_open(page), false);
	await page.keyboard.press('Control+k');
	assert.equal(await is_open(page), true);
	await page.keyboard.type('a');
	assert.equal(await input(page).inputValue(), 'a');
	await page.keyboard.press('Escape');
	assert.equal(await is_open(page), false);
	assert.equal(await page.evaluate(() => document.activeElement.id), 'other');
	assert.equal(params(page).get('q'), null);
	await page.locator('.open').click();
	assert.equal(await is_open(page), true);
	await page.mouse.click(5, 400);
	assert.equal(await is_open(page), false);
	return page;
});

test('arrows choose, Enter follows to the section and the words', async () => {
	const page = await visit();
	const chosen = () => page.locator('[aria-selected=true]').count();

	await type(page, 'water');
	await until('nine results', async () =>
		await status(page) === 'Results: 9');
	assert.equal(await input(page).getAttribute('aria-expanded'), 'true');
	assert.equal(await chosen(), 0);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	assert.equal(await chosen(), 1);
	assert.equal(await input(page).getAttribute('aria-activedescendant'), 'hit-1');
	assert.ok(await input(page).evaluate((i) =>
		i.getRootNode().activeElement === i), 'the focus stays');
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowUp');
	assert.equal(await chosen(), 0);
	await page.keyboard.press('ArrowUp');
	assert.equal(await input(page).getAttribute('aria-activedescendant'), 'hit-7');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	const href = await page.locator('[role=option]').nth(1)
		.getAttribute('href');
	assert.match(href, /\/2023\/07\/summit-ends-without-a-water-treaty\/#the-sticking-point:~:text=water%20is%20electricity$/);
	const [tab] = await Promise.all([page.context().waitForEvent('page'),
		page.keyboard.press('Control+Enter')]);
	await tab.waitForURL('**/2023/07/summit-ends-without-a-water-treaty/*');
	await tab.close();
	assert.equal(await is_open(page), true);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/2023/07/summit-ends-without-a-water-treaty/*');
	await page.goBack();
	await until('the query again', async () => await is_open(page) &&
		await input(page).inputValue() === 'water' &&
		await page.locator('[role=option]').count() === 8);
	return page;
});

test('Enter makes an entry of the history, back takes it back', async () => {
	const page = await visit('?other=1&tag=own#there');

	await type(page, 'water');
	await page.keyboard.press('Enter');
	await input(page).fill('coral');
	await page.keyboard.press('Enter');
	await until('coral', async () => params(page).get('q') === 'coral');
	assert.equal(params(page).get('tag'), 'own');
	await page.goBack();
	await until('water', async () => params(page).get('q') === 'water' &&
		await input(page).inputValue() === 'water' &&
		await status(page) === 'Results: 9');
	await page.goBack();
	await until('nothing', async () => !await is_open(page));
	assert.equal(page.url(), `${pages.at}?other=1&tag=own#there`);
	await page.goForward();
	await until('water again', async () => await is_open(page) &&
		await status(page) === 'Results: 9');
	return page;
});

test('tags, years and times narrow, and are taken back', async () => {
	const page = await visit('?q=water');

	await until('nine results', async () =>
		await status(page) === 'Results: 9');
	const tags = page.getByRole('group', { name: 'Tags' });
	await tags.getByRole('button', { name: 'science' }).click();
	await until('fewer', async () => /Results: [1-8]$/.test(await status(page)));
	assert.deepEqual(params(page).getAll('q-tag'), ['science']);
	await tags.getByRole('button', { name: 'science', pressed: true }).click();
	await until('all', async () => await status(page) === 'Results: 9');
	await page.getByRole('group', { name: 'Years' })
		.getByRole('button', { name: '2021' }).click();
	await until('two', async () => await status(page) === 'Results: 2');
	assert.equal(params(page).get('q-date'), '2021');
	await page.goBack();
	await until('all', async () => await status(page) === 'Results: 9');
	await page.goto(`${pages.at}?q=water&q-tag=a,+b`);
	await until('it is asked for', () => page.asked.at(-1).has('tag'));
	assert.equal(page.asked.at(-1).get('tag'), '«a, b»', 'one tag');
	await page.getByRole('button', { name: 'a, b', pressed: true }).click();
	await until('all', async () => await status(page) === 'Results: 9');
	const bars = page.getByRole('group', { name: 'Timeline' });
	assert.ok(await bars.getByRole('button').count() > 4);
	await bars.getByRole('button', { name: '2018: 2' }).focus();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Enter');
	await until('two', async () => await status(page) === 'Results: 2');
	assert.equal(params(page).get('q-date'), '2021');
	return page;
});

test('a slip is told, and may be meant', async () => {
	const page = await visit('?q=coral+reff');

	await until('three', async () => /^Results: \d+$/.test(await status(page)));
	assert.match(await page.locator('.body').innerText(),
		/Results for “coral reef”/);
	await page.getByRole('button', { name: 'as typed' }).click();
	await until('as typed', () => page.asked.at(-1).get('as_typed') === '1');
	await input(page).fill('vacine OR marathon');
	await page.getByRole('button', { name: 'Did you mean “vaccine OR marathon”?' })
		.click();
	await until('corrected', async () =>
		params(page).get('q') === 'vaccine OR marathon');
	assert.equal(page.asked.at(-1).get('as_typed'), null);
	return page;
});

test('what is wrong, or not found, is said', async () => {
	const page = await visit('?q=zeppelin');

	await until('nothing', async () => await status(page) === 'Nothing found');
	assert.equal(await input(page).getAttribute('aria-expanded'), 'false');
	await input(page).fill('water date:soon');
	await until('why', async () => /soon/.test(await status(page)));
	await page.route('**/v1/search**', (route) => route.fulfill({ status: 503,
		headers: { 'Access-Control-Allow-Origin': '*' }, body: 'no' }));
	await input(page).fill('water');
	await until('a fault', async () =>
		await status(page) === 'Search is not available just now.');
	/* The browser itself tells of answers that are errors. */
	page.complaints = page.complaints.filter((text) =>
		!/status of (400|503)/.test(text));
	return page;
});

test('an answer that was overtaken is never shown', async () => {
	const page = await visit();
	let slow = null, is_aborted = false;

	page.on('requestfailed', (request) => {
		is_aborted ||= request.url().includes('?q=water&');
	});
	await page.route('**/v1/search?q=water&**', (route) => { slow = route; });
	await page.keyboard.press('/');
	await page.keyboard.type('water');
	await until('the slow one', () => slow);
	await input(page).fill('zeppelin');
	await until('the quick one', async () =>
		await status(page) === 'Nothing found');
	await until('its end', () => is_aborted);
	await slow.continue().catch(() => {});
	await page.waitForTimeout(300);
	assert.equal(await status(page), 'Nothing found');
	return page;
});

test('an input method is not disturbed', async () => {
	const page = await visit();
	const cdp = await page.context().newCDPSession(page);

	await page.keyboard.press('/');
	await cdp.send('Input.imeSetComposition', { text: 'さんご',
		selectionStart: 3, selectionEnd: 3 });
	await page.waitForTimeout(300);
	assert.equal(page.asked.length, 0);
	await input(page).evaluate((field) => field.dispatchEvent(
		new KeyboardEvent('keydown', { key: 'Enter', isComposing: true,
			bubbles: true })));
	assert.equal(page.asked.length, 0);
	await cdp.send('Input.insertText', { text: 'サンゴ' });
	await until('a result', async () => await status(page) === 'Results: 1');
	return page;
});

test('nothing of an answer becomes more than text', async () => {
	const page = await visit('?q=a&x-endpoint=/lie');

	await page.locator('[role=option]').first().waitFor();
	assert.equal(await page.evaluate(() => window.hit), undefined);
	const hrefs = await page.locator('[role=option]').evaluateAll((all) =>
		all.map((one) => one.getAttribute('href')));
	assert.equal(hrefs[1], null);
	assert.match(hrefs[2], /^https:\/\/other\.example\/x/);
	assert.equal(hrefs[3], null);
	assert.match(hrefs[4], /\/a\/#%22%3E%3Cb%3E%20%C3%A9$/);
	assert.equal(await page.locator('.title').first().innerText(),
		'<img src=x onerror=window.hit=1>');
	/* Two rockets are four units of UTF-16. */
	assert.deepEqual(await page.locator('.snippet').first().locator('mark')
		.allInnerTexts(), ['🚀🚀', '<img']);
	assert.equal(await page.locator('.list img, .list script, .list b').count(),
		1);
	assert.equal(await page.locator('.list img').getAttribute('alt'),
		'<img src=x onerror=window.hit=1>');
	assert.equal(await page.locator('pressmark-search').evaluate((element) =>
		element.shadowRoot.querySelectorAll('[style],style').length), 0);
	await shot(page, 'hostile');
	return page;
});

test('it follows the dark', async () => {
	const ground = (page) => page.locator('dialog').evaluate((d) =>
		getComputedStyle(d).backgroundColor);
	const light = await visit('?q=water');

	assert.equal(await ground(light), 'rgb(255, 255, 255)');
	const dark = await visit('?q=coral', { colorScheme: 'dark' });
	await dark.locator('[role=option]').first().waitFor();
	assert.equal(await ground(dark), 'rgb(27, 29, 33)');
	await shot(dark, 'dark');
	await light.context().close();
	return dark;
});

test('it speaks the language of the page, from right to left', async () => {
	const page = await visit('?q=%D9%BE%D8%A7%D9%86%DB%8C&x-lang=ur&x-dir=rtl');

	await until('two', async () => /^نتائج: /.test(await status(page)));
	await shot(page, 'urdu');
	const [words, picture] = [await page.locator('.words').first().boundingBox(),
		await page.locator('dialog').boundingBox()];
	assert.ok(words.x + words.width > picture.x + picture.width - 150);
	assert.equal(await page.locator('.close').innerText(), 'بند کریں');
	const field = await input(page).boundingBox();
	const close = await page.locator('.close').boundingBox();
	assert.ok(close.x < field.x);

	for (const [lang, word] of [['fr', 'Rechercher'], ['de-AT', 'Suchen'],
		['es', 'Buscar'], ['fa', 'جستجو'], ['ar', 'بحث'], ['ja', '検索'],
		['zh-CN', '搜索'], ['tlh', 'Search']]) {
		await page.goto(`${pages.at}?x-lang=${lang}`);
		assert.equal(await page.locator('.open span').innerText(), word);
	}
	await page.locator('pressmark-search').evaluate((element) => {
		element.strings = { search: 'nuqneH' };
	});
	assert.equal(await page.locator('.open span').innerText(), 'nuqneH');
	return page;
});

test('it fits 320 pixels, and twice the size', async () => {
	const narrow = (page) => page.evaluate(() => {
		const dialog = document.querySelector('pressmark-search')
			.shadowRoot.querySelector('dialog');
		const wide = [...dialog.querySelectorAll('*')].filter((part) =>
			!part.closest('.chips') && part.localName !== 'input' &&
			(part.getBoundingClientRect().right > innerWidth + 1 ||
			part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0 &&
			getComputedStyle(part).display !== 'inline'));

		return wide.map((part) => `${part.localName}.${part.className}`);
	});
	const small = await visit('?q=water', { viewport: { width: 320,
		height: 640 } });

	await small.locator('[role=option]').first().waitFor();
	await shot(small, 'small');
	assert.deepEqual(await narrow(small), []);
	await small.context().close();
	/* What a zoom of 200 % is to a page. */
	const zoomed = await visit('?q=water', { viewport: { width: 500,
		height: 400 }, deviceScaleFactor: 2 });
	await zoomed.locator('[role=option]').first().waitFor();
	await shot(zoomed, 'zoomed');
	assert.deepEqual(await narrow(zoomed), []);
	await zoomed.keyboard.press('ArrowUp');
	const last = await zoomed.locator('[aria-selected=true]').boundingBox();
	assert.ok(last.y >= 0 && last.y + last.height <= 400, 'it is in sight');
	return zoomed;
});

test('an image keeps its room, and has its description', async () => {
	const page = await visit('?q=water');

	await page.locator('[role=option] img').first().waitFor();
	assert.equal(await page.locator('[role=option] img').first()
		.getAttribute('alt'), 'A glass of water on a wooden table.');
	const before = await page.locator('.picture').first().boundingBox();
	await page.locator('[role=option] img').first().evaluate((image) =>
		image.dispatchEvent(new Event('error')));
	assert.deepEqual(await page.locator('.picture').first().boundingBox(),
		before);
	return page;
});

test('without scripts there is the form', async () => {
	const page = await open_page({ javaScriptEnabled: false });

	await page.goto(pages.at);
	await page.locator('input[name=q]').fill('water');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/find/?q=water');
	return page;
});

test('it is fit for all, as far as axe can tell', async () => {
	const page = await visit('?q=water');

	for (const scheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme: scheme });
		await until('nine results', async () =>
			await status(page) === 'Results: 9');
		await page.keyboard.press('ArrowDown');
		assert.deepEqual(await axe(page, 'pressmark-search'), []);
	}
	return page;
});

(async () => {
	pages = await site.start(SEARCH, WEB);
	await run(CHROMIUM);
})();
