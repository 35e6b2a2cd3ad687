/*
 * What tests in a browser share: the browser, pages of it, the run.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { chromium } = require('playwright-core');

const SHOTS = process.env.SHOTS;
const TEST_MS = 60000;
const START_MS = 15000;
const tests = [];

let browser, program;

/* Fails when it takes longer. */
function within(ms, promise)
{
	return Promise.race([promise, new Promise((_, fail) => setTimeout(fail,
		ms, new Error('it takes too long')).unref())]);
}

async function launch()
{
	browser = await chromium.launch({ executablePath: program,
		timeout: START_MS, args: ['--no-sandbox', '--disable-gpu'] });
}

async function open(options)
{
	return (await browser.newContext({ reducedMotion: 'reduce',
		viewport: { width: 1000, height: 800 }, ...options })).newPage();
}

/* A page in a context of its own, that keeps what it complains of. Now and
 * then a browser without a screen never gets to open one: then another browser
 * is asked, once. */
exports.open_page = async (options) => {
	let page;

	try {
		page = await within(START_MS, open(options));
	} catch {
		console.log('# the browser hangs, another is started');
		browser.close().catch(() => {});
		await launch();
		page = await within(START_MS, open(options));
	}
	page.complaints = [];
	page.on('console', (message) => page.complaints.push(message.text()));
	page.on('pageerror', (error) => page.complaints.push(String(error)));
	return page;
};

exports.until = async (what, check) => {
	for (let i = 0; i < 100; i++) {
		if (await check())
			return;
		await new Promise((done) => setTimeout(done, 50));
	}
	assert.fail(`this did not come: ${what}`);
};

exports.shot = async (page, name) => {
	fs.mkdirSync(SHOTS, { recursive: true });
	await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

/* What axe finds below a selector that is not fit for all. */
exports.axe = async (page, selector) => {
	const axe = fs.readFileSync(require.resolve('axe-core'), 'utf8');
	const { violations } = await page.evaluate(`${axe}; axe.run(
		'${selector}', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
		'best-practice'] })`);

	return violations.map(({ id, nodes }) =>
		[id, nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]);
};

/* From a key to the first frame that has what it is to show, in milliseconds,
 * by the clock of the page: `shows` is the text of a function of the page. */
exports.painted_after = (page, shows) => page.evaluate(`new Promise((done) => {
	addEventListener('keydown', ({ timeStamp }) => {
		const look = (now) => (${shows})() ?
			requestAnimationFrame((then) => done(then - timeStamp)) :
			requestAnimationFrame(look);

		requestAnimationFrame(look);
	}, { once: true, capture: true });
})`);

/* A claim, and what shows it: it gives the page that it used, whose console
 * must be empty. */
exports.test = (claim, run) => tests.push({ claim, run });

/* Runs them all in the browser at this path, prints TAP, ends the program. */
exports.run = async (path) => {
	let failed = 0;

	program = path;
	await launch();
	for (const [i, { claim, run }] of tests.entries()) {
		let error = null;

		try {
			const page = await within(TEST_MS, run());

			assert.deepEqual(page.complaints, [], 'the console is empty');
			await page.context().close();
		} catch (caught) {
			error = caught;
			failed++;
		}
		console.log(`${error ? 'not ok' : 'ok'} ${i + 1} - ${claim}`);
		if (error)
			console.log(String(error.stack).replace(/^/gm, '# '));
	}
	console.log(`1..${tests.length}`);
	await within(START_MS, browser.close()).catch(() => {});
	process.exit(failed ? 1 : 0);
};
