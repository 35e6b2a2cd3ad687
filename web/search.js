/*
 * The search page while one types. Without this it is a form, and all there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is found is shown as the server made it: this asks for the page of what
 * was typed so far, and puts its parts in the place of those that are there.
 * Below the field is offered what the word at hand may become: a combobox whose
 * focus stays in the field (WAI-ARIA Authoring Practices, with a listbox).
 */
(() => {
'use strict';

const GAP_MS = 50; /* from one request to the next, at least */
const OFFER_GAP_MS = 160;
const OFFERS = 6;
const TELL_MS = 700; /* after the last key: what is said aloud, or is wrong */

const form = document.querySelector('form');
const input = document.getElementById('q');
const told = document.createElement('p');
const offers = document.createElement('div');
let asking = null, asked_at = 0, timer = 0, teller = 0, fault = 0;
let offering = null, offered_at = 0, offer_timer = 0, chosen = -1;
let offered_for = ''; /* what was typed */

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

/* ---- What the word at hand may become */

function choose(at)
{
	const old = offers.children[chosen];
	const next = offers.children[at];

	if (old)
		old.setAttribute('aria-selected', 'false');
	chosen = next ? at : -1;
	if (!next) {
		input.removeAttribute('aria-activedescendant');
		return;
	}
	next.setAttribute('aria-selected', 'true');
	next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	input.setAttribute('aria-activedescendant', next.id);
}

function list(options)
{
	choose(-1);
	offers.replaceChildren(...options);
	offers.hidden = !options.length;
	input.setAttribute('aria-expanded', String(!offers.hidden));
}

/* Nothing is offered any more, nor what was asked for before. */
function close()
{
	clearTimeout(offer_timer);
	if (offering)
		offering.abort();
	offering = null;
	list([]);
}

/* Of what is offered, what still fits, until it is known what else does. */
function narrow()
{
	const q = input.value.toLowerCase();
	const word = q.split(/[\s:]/).at(-1);

	list(q.startsWith(offered_for) ? [...offers.children].filter(
		(option) => option.textContent.toLowerCase().includes(word)) : []);
}

/* Leads to the article that a title is of; else searches for the words. */
function take({ url, query })
{
	const place = url && new URL(url, location);

	close();
	if (place && /^https?:$/.test(place.protocol)) {
		location.assign(place);
		return;
	}
	input.value = query;
	search();
}

function option(suggestion, at)
{
	const made = document.createElement('div');

	made.id = `offer-${at}`;
	made.className = suggestion.kind;
	made.dir = 'auto';
	made.textContent = suggestion.text;
	made.setAttribute('role', 'option');
	made.setAttribute('aria-selected', 'false');
	made.addEventListener('click', () => take(suggestion));
	return made;
}

async function offer()
{
	const mine = new AbortController();
	const url = new URL('v1/suggest', location);
	const q = input.value;

	url.search = new URLSearchParams({ q, limit: OFFERS });
	if (offering)
		offering.abort();
	offering = mine;
	offered_at = performance.now();
	try {
		const answer = await fetch(url, { signal: mine.signal });
		const found = answer.ok ? (await answer.json()).suggestions : [];

		if (offering !== mine)
			return; /* overtaken */
		const kept = offers.children[chosen]?.textContent;
		const options = found.filter(({ query }) => query !== q.trim())
			.map(option);

		offered_for = q.toLowerCase();
		list(options);
		if (input.value !== q)
			narrow(); /* more was typed meanwhile */
		else
			choose(options.findIndex((one) => one.textContent === kept));
	} catch {
		if (offering === mine)
			close();
	}
}

/* Up and down along what is offered, and down on to the articles. */
function on_offer_key(event)
{
	const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
	const next = chosen + step;

	if (offers.hidden || event.isComposing || event.keyCode === 229 ||
	    event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
		return;
	if (next === offers.children.length) {
		close();
	} else if (next >= -1) {
		event.preventDefault();
		choose(next);
	} else if (event.key === 'Enter' && chosen >= 0) {
		event.preventDefault();
		offers.children[chosen].click();
	} else if (event.key === 'Escape') {
		/* A search field would empty itself. */
		event.preventDefault();
		close();
	}
}

/* ---- The field */

/* Calls what asks as soon as its gap is over. When it is, a timer would let a
 * frame go first. */
function later(ask, last, gap_ms)
{
	const rest_ms = last + gap_ms - performance.now();

	if (rest_ms > 0)
		return setTimeout(ask, rest_ms);
	ask();
	return 0;
}

function typed()
{
	clearTimeout(timer);
	clearTimeout(fault);
	timer = later(search, asked_at, GAP_MS);
	if (!input.value.trim() || document.activeElement !== input) {
		close();
		return;
	}
	narrow();
	clearTimeout(offer_timer);
	offer_timer = later(offer, offered_at, OFFER_GAP_MS);
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
input.addEventListener('keydown', on_offer_key);
input.addEventListener('blur', close);
form.addEventListener('submit', () => {
	stop();
	close();
});

offers.id = 'offers';
offers.className = 'offers';
offers.setAttribute('role', 'listbox');
offers.setAttribute('aria-label', form.dataset.offers);
/* The focus stays in the field. */
offers.addEventListener('pointerdown', (event) => event.preventDefault());
offers.addEventListener('mousedown', (event) => event.preventDefault());
form.after(offers);
for (const [name, value] of [['role', 'combobox'], ['aria-controls', 'offers'],
	['aria-autocomplete', 'list']])
	input.setAttribute(name, value);
close();

told.className = 'unseen';
told.setAttribute('role', 'status');
document.body.append(told);
})();
