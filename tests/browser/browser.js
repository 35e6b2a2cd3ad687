/*
 * What tests in a browser share: the browser, pages of it, the run.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { chromium } = require('playwright-core');

const SHOTS = process.env.SHOTS;
const TEST_MS = 30000;
const STEP_MS = 10000; /* of a test: to start, to open, to close */
const ASK_MS = 2000;
const HANGS = 3; /* then nothing more is tried */
const PAUSE_MS = 210; /* between keys, and no multiple of a frame */
const tests = [];
const KEYS = ['a', 'Backspace', ...'water treaty coral reef'];
const LEAST_KEYS = 20; /* that find something */

let browser, program, hangs = 0;

/* What took too long. */
class Late extends Error {}

/* Nothing is waited for without a limit, and what was waited for is said. */
function within(ms, what, promise)
{
	let timer;

	return Promise.race([promise, new Promise((_, fail) => {
		timer = setTimeout(() =>
			fail(new Late(`${what}: not within ${ms / 1000} s`)), ms);
	})]).finally(() => clearTimeout(timer));
}

async function launch()
{
	browser = await within(STEP_MS, 'the start of the browser',
		chromium.launch({ executablePath: program, timeout: STEP_MS,
			args: ['--no-sandbox', '--disable-gpu'] }));
}

async function open(options)
{
	const context = await within(STEP_MS, 'a context',
		browser.newContext({ reducedMotion: 'reduce',
			viewport: { width: 1000, height: 800 }, ...options }));

	context.setDefaultTimeout(STEP_MS);
	return within(STEP_MS, 'a page', context.newPage());
}

async function restart(why)
{
	console.log(`# ${why.split('\n')[0]}: another browser is started`);
	browser.close().catch(() => {});
	await launch();
}

/* A page in a context of its own, that keeps what it complains of. Now and
 * then a browser without a screen never gets to open one: then another browser
 * is asked, once. */
exports.open_page = async (options) => {
	let page;

	try {
		page = await open(options);
	} catch (caught) {
		await restart(caught.message);
		page = await open(options);
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

/* What a trace tells of the frames of a process that were presented whole: when
 * they were committed and presented. Identifiers are used again. */
function read_frames(events)
{
	const open = new Map(), frames = [];

	for (const { name, ph, ts, id2, args } of events) {
		const frame = id2 && open.get(id2.local);

		if (name === 'PipelineReporter' && ph === 'b') {
			open.set(id2.local, { state: args.frame_reporter.state });
		} else if (name === 'Commit' && ph === 'b' && frame) {
			frame.committed = ts;
		} else if (name === 'PipelineReporter' && ph === 'e' && frame) {
			open.delete(id2.local);
			if (frame.committed && frame.state === 'STATE_PRESENTED_ALL')
				frames.push({ ...frame, presented: ts });
		}
	}
	return frames;
}

/* Of a trace: how many milliseconds after each key what it found was in the
 * document, and on the screen. A frame has all that was in the document when it
 * was committed. */
function read_paints({ traceEvents: all })
{
	const is_mark = ({ cat, name }) => cat === 'blink.user_timing' &&
		(name === 'key' || name === 'shown');
	const { pid } = all.find(is_mark);
	const events = all.filter((event) => event.pid === pid)
		.sort((one, other) => one.ts - other.ts);
	const frames = read_frames(events);
	const found = [];
	let key = 0;

	for (const { name, ts } of events.filter(is_mark)) {
		if (name === 'shown' && key) {
			const of = frames.filter(({ committed }) => committed >= ts)
				.map(({ presented }) => presented);

			found.push({ shown: (ts - key) / 1000,
				painted: (Math.min(...of) - key) / 1000 });
		}
		key = name === 'key' ? ts : 0;
	}
	return found;
}

/* Presses keys one by one and prints how long each took that finds something:
 * from when the browser had it until the display says that it presented the
 * first frame that has what was found. The script, the way to the server and
 * back, layout, raster and drawing are all in it; the first key asks for the
 * connection, too. `list` is the text of an expression of the page, the element
 * whose children are what is found. What it prints is no claim: machines are
 * shared. */
exports.tell_paints = async (page, what, list) => {
	await page.evaluate(`{
		addEventListener('keydown', ({ key, timeStamp }) => key.length === 1 &&
			performance.mark('key', { startTime: timeStamp }), true);
		new MutationObserver(() => performance.mark('shown')).observe(${list},
			{ childList: true });
	}`);
	await within(STEP_MS, 'the start of the trace', browser.startTracing(page,
		{ categories: ['blink.user_timing', 'cc', 'benchmark'] }));
	for (const key of KEYS) {
		await page.waitForTimeout(PAUSE_MS);
		await page.keyboard.press(key);
	}
	await page.waitForTimeout(PAUSE_MS);
	const trace = await within(STEP_MS, 'the trace', browser.stopTracing());
	const paints = read_paints(JSON.parse(String(trace)));
	const tell = (where, all) => {
		const [first] = all;

		all.sort((one, other) => one - other);
		console.log(`# ${what}: ${where} after a key, of ${all.length}: median ` +
			`${all[all.length >> 1].toFixed()} ms, worst ` +
			`${all.at(-1).toFixed()} ms, the first ${first.toFixed()} ms`);
	};

	assert.ok(paints.length >= LEAST_KEYS, 'it was found');
	assert.ok(paints.every(({ painted }) => painted < Infinity), 'it came');
	tell('in the document', paints.map(({ shown }) => shown));
	tell('on the screen', paints.map(({ painted }) => painted));
};

/* What the browser says of images that are not asked for. */
exports.BLOCKED = /ERR_BLOCKED_BY_CLIENT/;

/* A page whose requests go to the server without being looked at, which takes
 * milliseconds. Images, which are nowhere, are not asked for. */
exports.open_plain = async () => {
	const page = await exports.open_page();
	const cdp = await page.context().newCDPSession(page);

	await cdp.send('Network.enable');
	await cdp.send('Network.setBlockedURLs', {
		urls: ['*.jpg', '*.png', '*.webp', '*.svg', '*.ico'] });
	return page;
};

/* A claim, and what shows it: it gives the page that it used, whose console
 * must be empty. */
exports.test = (claim, run) => tests.push({ claim, run });

async function run_one(run)
{
	const page = await within(TEST_MS, 'the test', run());

	assert.deepEqual(page.complaints, [], 'the console is empty');
	await within(STEP_MS, 'the end of the page', page.context().close());
}

/* Says what hangs, and begins anew. */
async function recover()
{
	const pages = browser.contexts().flatMap((context) => context.pages());
	const does_answer = (page) => within(ASK_MS, 'an answer',
		page.evaluate('1')).then(() => 'answers', () => 'does not answer');

	hangs++;
	for (const page of pages)
		console.log(`# ${page.url()} ${await does_answer(page)}`);
	await restart('a test hung');
}

/* Runs them all in the browser at this path, prints TAP as they end, ends the
 * program. */
exports.run = async (path) => {
	let failed = 0;

	program = path;
	await launch().catch((error) => {
		console.log(`Bail out! ${error.message}`);
		process.exit(1);
	});
	for (const [i, { claim, run }] of tests.entries()) {
		const error = await run_one(run).then(() => null, (caught) => caught);

		console.log(`${error ? 'not ok' : 'ok'} ${i + 1} - ${claim}`);
		if (!error)
			continue;
		failed++;
		console.log(String(error.stack).replace(/^/gm, '# '));
		if (error instanceof Late)
			await recover().catch(() => { hangs = HANGS; });
		if (hangs === HANGS) {
			console.log('Bail out! the browser hangs');
			process.exit(1);
		}
	}
	console.log(`1..${tests.length}`);
	await within(STEP_MS, 'the end', browser.close()).catch(() => {});
	process.exit(failed ? 1 : 0);
};
