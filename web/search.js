/*
 * The search page while one types. Without this it is a form, and all there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is shown is made by the server alone: this asks for the page of what
 * was typed so far, and puts its parts in the place of those that are there.
 */
(() => {
'use strict';

const GAP_MS = 80; /* from one request to the next, at least */
const TELL_MS = 700; /* after the last key: what is said aloud, or is wrong */

const form = document.querySelector('form');
const input = document.getElementById('q');
const told = document.createElement('p');
let asking = null, asked_at = 0, timer = 0, teller = 0, fault = 0;

/* The page's address with what is in the form, without what is empty. */
function address()
{
	const url = new URL(location.pathname, location);

	for (const [name, value] of new FormData(form)) {
		if (value.trim())
			url.searchParams.append(name, value);
	}
	return url;
}

/* Parts of the page that differ by the query, in this order on each. */
const parts = (of) => [...of.querySelectorAll('title, link[rel=alternate], ' +
	'link[rel=prev], link[rel=next], main, footer')];

function show(page)
{
	const focused = document.activeElement.closest('main') &&
		document.activeElement.getAttribute('href');

	if (!page.querySelector('main'))
		throw new Error('no page of ours');
	for (const old of parts(document.head))
		old.remove();
	document.head.append(...parts(page.head));
	for (const name of ['main', 'footer'])
		document.querySelector(name).replaceWith(page.querySelector(name));
	if (focused !== null)
		(document.querySelector(`main a[href="${CSS.escape(focused)}"]`) ||
			input).focus();
	clearTimeout(teller);
	teller = setTimeout(() => {
		told.textContent = document.getElementById('count').textContent;
	}, TELL_MS);
}

/* Nothing of what was asked before is shown any more. */
function stop()
{
	clearTimeout(timer);
	clearTimeout(fault);
	if (asking)
		asking.abort();
	asking = null;
}

async function search()
{
	const url = address();
	const mine = new AbortController();

	stop();
	asking = mine;
	asked_at = performance.now();
	try {
		const answer = await fetch(url, { signal: mine.signal,
			headers: { Accept: 'text/html' } });
		const text = await answer.text();

		if (asking !== mine)
			return; /* overtaken */
		const page = new DOMParser().parseFromString(text, 'text/html');

		/* What is half typed may be wrong: that is said if it stays. */
		if (!answer.ok) {
			fault = setTimeout(() => show(page), TELL_MS);
			return;
		}
		show(page);
		history.replaceState(null, '', url);
	} catch {
		/* The form sends it then, and the browser says what is wrong. */
	}
}

function typed()
{
	clearTimeout(timer);
	clearTimeout(fault);
	timer = setTimeout(search,
		Math.max(0, asked_at + GAP_MS - performance.now()));
}

/* From the field to the articles, from one to the next, and back. */
function move(event, step)
{
	const stops = [input, ...document.querySelectorAll('article h3 a')];
	const at = stops.indexOf(document.activeElement);

	if (at < 0 || !stops[at + step])
		return;
	event.preventDefault();
	stops[at + step].focus();
}

addEventListener('keydown', (event) => {
	/* On many keyboards a slash is typed with Shift. */
	const is_plain = !event.ctrlKey && !event.metaKey && !event.altKey &&
		(!event.shiftKey || event.key === '/') &&
		!event.isComposing && event.keyCode !== 229;
	const is_field = event.target.closest('input, textarea, select');

	if (!is_plain || event.defaultPrevented)
		return;
	if (event.key === '/' && !is_field) {
		event.preventDefault();
		input.focus();
		input.select();
	} else if (event.key === 'ArrowDown') {
		move(event, 1);
	} else if (event.key === 'ArrowUp') {
		move(event, -1);
	}
});

/* An input method may be at work. */
input.addEventListener('input', (event) => {
	if (!event.isComposing)
		typed();
});
input.addEventListener('compositionend', typed);
form.addEventListener('submit', stop);

told.className = 'unseen';
told.setAttribute('role', 'status');
document.body.append(told);
})();
