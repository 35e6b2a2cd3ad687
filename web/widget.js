/*
 * pressmark-search: the search of a site as an element of its pages.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * See docs/widget.md. What comes from the server becomes text nodes.
 */
(() => {
'use strict';

const HOME = document.currentScript?.src;
const GAP_MS = 50;
const BAR_STEPS = 8;
const FACETS = 'tag:8,year:12,timeline';

/* ---- Words */

/* A number behind a colon needs no plurals. */
const KEYS = ['search', 'close', 'results', 'about', 'none', 'meant', 'instead',
	'typed', 'tags', 'years', 'timeline', 'more', 'failed'];
const WORDS = {
	en: ['Search', 'Close', 'Results: {}', 'Results: about {}', 'Nothing found',
		'Did you mean “{}”?', 'Results for “{}”', 'Search for “{}” as typed',
		'Tags', 'Years', 'Timeline', 'More results',
		'Search is not available just now.'],
	fr: ['Rechercher', 'Fermer', 'Résultats : {}', 'Résultats : environ {}',
		'Aucun résultat', 'Vouliez-vous dire « {} » ?',
		'Résultats pour « {} »', 'Rechercher « {} » tel quel', 'Mots-clés',
		'Années', 'Chronologie', 'Plus de résultats',
		'La recherche est momentanément indisponible.'],
	de: ['Suchen', 'Schließen', 'Ergebnisse: {}', 'Ergebnisse: etwa {}',
		'Nichts gefunden', 'Meinten Sie „{}“?', 'Ergebnisse für „{}“',
		'Genau nach „{}“ suchen', 'Schlagwörter', 'Jahre', 'Zeitleiste',
		'Weitere Ergebnisse', 'Die Suche ist gerade nicht verfügbar.'],
	es: ['Buscar', 'Cerrar', 'Resultados: {}', 'Resultados: unos {}',
		'No se encontró nada', '¿Quiso decir «{}»?', 'Resultados de «{}»',
		'Buscar «{}» tal cual', 'Etiquetas', 'Años', 'Cronología',
		'Más resultados', 'La búsqueda no está disponible en este momento.'],
	ur: ['تلاش', 'بند کریں', 'نتائج: {}', 'نتائج: تقریباً {}', 'کچھ نہیں ملا',
		'کیا آپ کا مطلب ”{}“ تھا؟', '”{}“ کے نتائج', '”{}“ ہی تلاش کریں',
		'ٹیگ', 'سال', 'ٹائم لائن', 'مزید نتائج', 'تلاش ابھی دستیاب نہیں۔'],
	fa: ['جستجو', 'بستن', 'نتایج: {}', 'نتایج: حدود {}', 'چیزی پیدا نشد',
		'منظورتان «{}» بود؟', 'نتایج «{}»', 'جستجوی همان «{}»',
		'برچسب‌ها', 'سال‌ها', 'گاه‌شمار', 'نتایج بیشتر',
		'جستجو اکنون در دسترس نیست.'],
	ar: ['بحث', 'إغلاق', 'النتائج: {}', 'النتائج: نحو {}', 'لا توجد نتائج',
		'هل تقصد «{}»؟', 'نتائج «{}»', 'البحث عن «{}» كما كُتب', 'الوسوم',
		'السنوات', 'الخط الزمني', 'المزيد من النتائج',
		'البحث غير متاح الآن.'],
	ja: ['検索', '閉じる', '結果：{}件', '結果：約{}件', '見つかりませんでした',
		'「{}」ではありませんか？', '「{}」の検索結果', '「{}」のまま検索',
		'タグ', '年', '年表', 'さらに表示', '現在検索できません。'],
	zh: ['搜索', '关闭', '结果：{} 条', '结果：约 {} 条', '没有找到',
		'您要找的是“{}”吗？', '“{}”的结果', '仍按“{}”搜索', '标签', '年份',
		'时间线', '更多结果', '目前无法搜索。'],
};

/* ---- Style */

/* Heights of bars by attribute: a strict policy allows no style attributes. */
const bars = Array.from({ length: BAR_STEPS + 1 }, (_, i) =>
	`.bars [data-n="${i}"]::before{block-size:${i * 100 / BAR_STEPS}%}`);

const SHEET = `
:host{
	--text:var(--pressmark-text,light-dark(#1c2024,#e8eaed));
	--ground:var(--pressmark-background,light-dark(#fff,#1b1d21));
	--muted:var(--pressmark-muted,light-dark(#595f69,#a4abb6));
	--line:var(--pressmark-border,light-dark(#d5d9df,#3b4048));
	--accent:var(--pressmark-accent,light-dark(#1a56b8,#8ab4f8));
	--chosen:var(--pressmark-selected,light-dark(#eaf1fc,#283347));
	--mark:var(--pressmark-mark,light-dark(#ffe9a8,#5c4a12));
	--shade:var(--pressmark-backdrop,#0009);
	--radius:var(--pressmark-radius,.6rem);
	--image:var(--pressmark-image,4.5rem);
	color-scheme:light dark;display:inline-block;
	font:var(--pressmark-font,1rem/1.5 system-ui,sans-serif)}
:host([hidden]){display:none}
*{box-sizing:border-box}
[hidden]{display:none!important}
button,input{font:inherit;color:inherit;margin:0}
button{cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.open{display:flex;align-items:center;gap:.6em;padding:.4em .8em;
	inline-size:var(--pressmark-field,14em);max-inline-size:100%;
	color:var(--muted);background:var(--ground);
	border:1px solid var(--line);border-radius:var(--radius)}
.open span{flex:1;text-align:start}
kbd{font:inherit;font-size:.8em;padding:0 .4em;border:1px solid var(--line);
	border-radius:.3em}
.open::before,.top::before{content:"";flex:none;inline-size:1em;block-size:1em;
	background:radial-gradient(circle at 41% 41%,#0000 .27em,currentColor .3em
	.38em,#0000 .41em),linear-gradient(45deg,#0000 40%,currentColor 44% 56%,
	#0000 60%)100% 100%/.35em .35em no-repeat}
dialog{inline-size:min(var(--pressmark-width,42rem),100vw - 1rem);
	max-inline-size:none;max-block-size:min(85vh,100vh - 1rem);
	margin:min(8vh,4rem) auto auto;padding:0;overflow:hidden;
	color:var(--text);background:var(--ground);border:1px solid var(--line);
	border-radius:var(--radius);box-shadow:0 1rem 3rem #0005}
dialog[open]{display:flex;flex-direction:column}
dialog::backdrop{background:var(--shade)}
.top{display:flex;flex:none;align-items:center;gap:.6rem;padding:.5rem .9rem;
	border-block-end:1px solid var(--line);color:var(--muted)}
input{flex:1;min-inline-size:0;padding:.4rem 0;font-size:1.1em;border:0;
	background:none;color:var(--text);appearance:none}
input:focus-visible{outline:0}
input::placeholder{color:var(--muted);opacity:1}
input::-webkit-search-cancel-button{display:none}
.top:has(input:focus-visible){box-shadow:inset 0 -2px var(--accent)}
.close{padding:.25rem .5rem;border:0;border-radius:.4rem;background:none;
	font-size:.9em;color:var(--muted)}
.body{overflow:auto;overscroll-behavior:contain;padding:0 .5rem}
.body>*{margin:.5rem .4rem}
.body>:empty,dialog:not(.full) .body{display:none}
.status{font-size:.9em;color:var(--muted)}
.link{padding:.2em 0;border:0;background:none;color:var(--accent);
	text-align:start;text-decoration:underline}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;font-size:.85em}
.chips button{padding:.15rem .65rem;min-block-size:1.75rem;background:none;
	border:1px solid var(--line);border-radius:1rem;overflow-wrap:anywhere}
.chips small{color:var(--muted);margin-inline-start:.4em}
.chips [aria-pressed=true]{background:var(--chosen);border-color:var(--accent)}
.bars{display:flex;align-items:flex-end;gap:1px;block-size:2rem;
	border-block-end:1px solid var(--line)}
.bars button{display:flex;align-items:flex-end;flex:1;min-inline-size:0;
	block-size:100%;padding:0;border:0;background:none}
.bars button::before{content:"";inline-size:100%;background:var(--muted);
	border-radius:2px 2px 0 0;opacity:.6}
.bars :hover::before,.bars [aria-pressed=true]::before{
	background:var(--accent);opacity:1}
.bars :disabled{cursor:default}
${bars.join('')}
.ends{display:flex;justify-content:space-between;margin-block-start:-.4rem;
	font-size:.75em;color:var(--muted)}
.body .list{margin:0 0 .5rem}
.hit{display:flex;gap:.9rem;padding:.6rem .4rem;color:inherit;
	text-decoration:none;scroll-margin:.5rem}
.hit+.hit{border-block-start:1px solid var(--line)}
.hit:hover .title{text-decoration:underline}
.hit[aria-selected=true]{background:var(--chosen);
	outline:2px solid var(--accent);outline-offset:-2px;border-radius:.4rem}
.words{flex:1;min-inline-size:0;overflow-wrap:anywhere}
.words>*{display:block;text-align:start}
.title{font-weight:600;color:var(--accent)}
.under{font-size:.85em;color:var(--muted)}
.snippet{font-size:.9em}
mark{background:var(--mark);color:var(--text);border-radius:.15em}
.picture{flex:none;inline-size:var(--image);block-size:var(--image);
	border-radius:.4rem;overflow:hidden;background:var(--chosen)}
.picture img{display:block;inline-size:100%;block-size:100%;object-fit:cover}
.more{padding:.3rem .9rem;background:none;border:1px solid var(--line);
	border-radius:var(--radius)}
@media (max-width:40rem){
	.chips{flex-wrap:nowrap;overflow-x:auto;padding:2px;scrollbar-width:none}
	.chips *{flex:none}}
@media (max-width:30rem){
	:host{--image:var(--pressmark-image,3rem)}
	dialog{inline-size:100vw;block-size:100vh;max-block-size:none;margin:0;
		border:0;border-radius:0}}
@media (prefers-reduced-motion:no-preference){
	dialog[open]{animation:come .12s ease-out}
	@keyframes come{from{opacity:0;transform:translateY(-.4rem)}}}
`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(SHEET);

/* ---- Parts */

/* An element with attributes and children; null and false are left out. */
function make(tag, attributes, ...children)
{
	const made = document.createElement(tag);

	for (const [name, value] of Object.entries(attributes || {})) {
		if (value !== null && value !== false)
			made.setAttribute(name, value === true ? '' : value);
	}
	made.append(...children.filter((child) => child));
	return made;
}

/* Text with its marks: ranges of code points, which is not what JavaScript
 * counts. */
function marked(text, marks)
{
	const points = [...String(text)];
	const parts = [];
	let at = 0;

	for (const [from, to] of marks || []) {
		parts.push(points.slice(at, from).join(''),
			make('mark', null, points.slice(from, to).join('')));
		at = to;
	}
	parts.push(points.slice(at).join(''));
	return parts;
}

/* A URL that may be followed, or null. */
function safe(url, base)
{
	try {
		const whole = new URL(url, base);

		return /^https?:$/.test(whole.protocol) ? whole : null;
	} catch {
		return null;
	}
}

/* The first word that matches and up to three behind it, parted by blanks
 * alone, for the browser to find. */
function fragment({ text, marks } = {})
{
	if (!marks?.length)
		return '';
	const rest = [...String(text)].slice(marks[0][0]).join('');
	const found = /^[\p{L}\p{M}\p{N}]+(?: [\p{L}\p{M}\p{N}]+){0,3}/u.exec(rest);

	return found ? ':~:text=' +
		encodeURIComponent(found[0]).replace(/-/g, '%2D') : '';
}

/* Where a hit leads: to the section, and to the words in it. */
function place(hit, base)
{
	const url = hit.url && safe(hit.url, base);

	if (!url)
		return null;
	const anchor = hit.section?.anchor || '';
	const hash = encodeURIComponent(anchor) + fragment(hit.snippet);

	return url.href.replace(/#.*/, '') + (hash ? '#' + hash : '');
}

function is_editable(target)
{
	return target instanceof Element && (target.isContentEditable ||
		/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/* ---- The element */

class PressmarkSearch extends HTMLElement {
	#words = {};
	#locale = 'en';
	#formats = []; /* of dates: to make the first takes 20 ms */
	#given = {}; /* words of the page's own */
	#tags = [];
	#date = '';
	#as_typed = false;
	#hits = [];
	#active = -1;
	#timer = 0;
	#asked = 0;
	#asking = null; /* of what is under way */
	#settled = ''; /* the page's URL before what is being typed */
	#ui = null;

	/* Words that replace those of the language: { search: 'Find' }. */
	set strings(words)
	{
		this.#given = { ...words };
		if (this.#ui)
			this.#name_all();
	}

	get value() { return this.#ui?.input.value || ''; }

	connectedCallback()
	{
		if (!this.#ui)
			this.#build();
		this.#name_all();
		document.addEventListener('keydown', this.#on_shortcut);
		addEventListener('popstate', this.#on_history);
		this.#on_history();
	}

	disconnectedCallback()
	{
		document.removeEventListener('keydown', this.#on_shortcut);
		removeEventListener('popstate', this.#on_history);
		this.#stop();
	}

	open()
	{
		const { dialog, input } = this.#ui;

		if (dialog.open)
			return;
		this.#name_all();
		this.#settled = location.href;
		dialog.showModal();
		input.focus();
		input.select();
		if (input.value)
			this.#search();
		/* What is slow at first, before the first key. */
		setTimeout(() => this.#number(0) + this.#day('2000-01-01'));
	}

	close() { this.#ui.dialog.close(); }

	#build()
	{
		const root = this.attachShadow({ mode: 'open' });
		const ui = this.#ui = {
			button: make('button', { type: 'button', class: 'open',
				'aria-haspopup': 'dialog', 'aria-keyshortcuts': '/ Control+K' }),
			input: make('input', { type: 'search', role: 'combobox', id: 'input',
				'aria-controls': 'list', 'aria-expanded': 'false',
				'aria-autocomplete': 'list', autocomplete: 'off',
				autocapitalize: 'off', spellcheck: 'false',
				enterkeyhint: 'search', dir: 'auto' }),
			close: make('button', { type: 'button', class: 'close' }),
			status: make('div', { class: 'status', role: 'status' }),
			meant: make('div'),
			tags: make('div', { class: 'chips', role: 'group' }),
			years: make('div', { class: 'chips', role: 'group' }),
			bars: make('div', { class: 'bars', role: 'group' }),
			ends: make('div', { class: 'ends', 'aria-hidden': 'true' }),
			list: make('div', { id: 'list', class: 'list', role: 'listbox' }),
			more: make('button', { type: 'button', class: 'more', hidden: true }),
		};

		ui.dialog = make('dialog', null,
			make('div', { class: 'top' }, ui.input, ui.close),
			make('div', { class: 'body' }, ui.status, ui.meant, ui.tags,
				ui.years, ui.bars, ui.ends, ui.list, ui.more));
		root.adoptedStyleSheets = [sheet];
		root.append(ui.button, ui.dialog);
		this.#listen(ui);
	}

	#listen({ button, input, close, dialog, bars, more })
	{
		button.addEventListener('click', () => this.open());
		close.addEventListener('click', () => this.close());
		dialog.addEventListener('click', (event) => {
			if (event.target === dialog) /* what is behind it */
				this.close();
		});
		dialog.addEventListener('close', () => {
			if (dialog.open)
				return; /* again */
			this.#stop();
			this.#write_url(true);
		});
		/* An input method may be at work. */
		input.addEventListener('input', (event) => {
			if (!event.isComposing)
				this.#typed();
		});
		input.addEventListener('compositionend', () => this.#typed());
		input.addEventListener('keydown', (event) => this.#on_key(event));
		bars.addEventListener('keydown', (event) => this.#on_bar_key(event));
		more.addEventListener('click', () => this.#search(this.#hits.length));
	}

	/* ---- Words */

	#name_all()
	{
		const near = this.closest('[lang]');
		const lang = near?.lang || navigator.language || 'en';
		const base = lang.toLowerCase().split('-')[0];
		const known = WORDS[base] ? base : 'en';
		const ui = this.#ui;

		/* The calendar is that of the years of the index. */
		this.#locale = (WORDS[base] ? lang : 'en') + '-u-ca-gregory';
		this.#formats = [];
		WORDS[known].forEach((word, i) => { this.#words[KEYS[i]] = word; });
		Object.assign(this.#words, this.#given);
		const w = this.#words;

		ui.dialog.lang = known;
		ui.dialog.dir = /^(ur|fa|ar)$/.test(known) ? 'rtl' : 'ltr';
		ui.button.lang = known;
		ui.button.dir = ui.dialog.dir;
		ui.button.replaceChildren(make('span', null, w.search),
			make('kbd', { 'aria-hidden': 'true' }, '/'));
		ui.input.placeholder = w.search;
		for (const [of, word] of [['input', 'search'], ['list', 'search'],
			['dialog', 'search'], ['tags', 'tags'], ['years', 'years'],
			['bars', 'timeline']])
			ui[of].setAttribute('aria-label', w[word]);
		ui.close.textContent = w.close;
		ui.more.textContent = w.more;
	}

	#say(key, value)
	{
		return this.#words[key].replace('{}', () => value);
	}

	#number(n) { return n.toLocaleString(this.#locale); }

	/* A date as far as it is known; others, as of ten years, stay as they
	 * are. */
	#day(date)
	{
		const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T|$)/.exec(date || '');

		if (!found)
			return date || '';
		const [, y, m, d] = found;
		const format = this.#formats[!m + !d] ??= new
			Intl.DateTimeFormat(this.#locale, { timeZone: 'UTC',
				year: 'numeric', month: m && 'short',
				day: d && 'numeric' });

		return format.format(Date.UTC(y, (m || 1) - 1, d || 1));
	}

	/* ---- The page's URL */

	/* q, q-tag, q-date: so that a site's own `tag` stays its own. */
	#key(of = '') { return (this.getAttribute('name') || 'q') + of; }

	#write_url(is_closed)
	{
		const url = new URL(location);
		const q = this.value.trim();

		for (const of of ['', '-tag', '-date'])
			url.searchParams.delete(this.#key(of));
		if (!is_closed) {
			if (q)
				url.searchParams.set(this.#key(), q);
			for (const tag of this.#tags)
				url.searchParams.append(this.#key('-tag'), tag);
			if (this.#date)
				url.searchParams.set(this.#key('-date'), this.#date);
		}
		if (url.href !== location.href)
			history.replaceState(history.state, '', url);
	}

	/* What was typed becomes an entry of the history of its own. */
	#settle()
	{
		this.#write_url();
		const url = location.href;

		if (url === this.#settled)
			return;
		history.replaceState(history.state, '', this.#settled);
		history.pushState(null, '', url);
		this.#settled = url;
	}

	/* The page was opened, or gone back to, with a query or without. */
	#on_history = () => {
		const params = new URL(location).searchParams;
		const q = params.get(this.#key());

		if (document.querySelector(this.localName) !== this)
			return;
		this.#stop();
		if (!q) {
			this.#ui.input.value = '';
			this.#tags = [];
			this.#date = '';
			this.close();
			return;
		}
		this.#ui.input.value = q;
		this.#tags = params.getAll(this.#key('-tag'));
		this.#date = params.get(this.#key('-date')) || '';
		if (this.#ui.dialog.open)
			this.#search();
		else
			this.open();
		this.#settled = location.href;
	};

	/* ---- Keys */

	#on_shortcut = (event) => {
		const is_k = (event.ctrlKey || event.metaKey) && !event.altKey &&
			!event.shiftKey && event.key.toLowerCase() === 'k';
		const is_slash = event.key === '/' && !event.ctrlKey &&
			!event.metaKey && !event.altKey &&
			!is_editable(event.composedPath()[0]);

		if (event.defaultPrevented || event.isComposing ||
		    !(is_k || is_slash) || this.hasAttribute('no-shortcuts'))
			return;
		event.preventDefault();
		this.open();
		this.#ui.input.focus();
	};

	#on_key(event)
	{
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const count = this.#hits.length + 1; /* none is one of them */

		if (event.isComposing || event.keyCode === 229)
			return;
		if (step && !event.altKey) {
			event.preventDefault();
			this.#choose((this.#active + 1 + step + count) % count - 1);
		} else if (event.key === 'Enter') {
			event.preventDefault();
			this.#enter(event);
		} else if (event.key === 'Escape') {
			/* A search field would empty itself first. */
			event.preventDefault();
			this.close();
		}
	}

	#enter({ ctrlKey, metaKey, shiftKey })
	{
		const chosen = this.#hits[this.#active];

		if (chosen) {
			chosen.dispatchEvent(new MouseEvent('click', { bubbles: true,
				cancelable: true, composed: true, ctrlKey,
				metaKey, shiftKey }));
			return;
		}
		this.#search();
		this.#settle();
	}

	#choose(at)
	{
		const { input } = this.#ui;
		const options = this.#ui.list.children;

		options[this.#active]?.setAttribute('aria-selected', 'false');
		this.#active = at;
		if (!options[at]) {
			input.removeAttribute('aria-activedescendant');
			return;
		}
		options[at].setAttribute('aria-selected', 'true');
		options[at].scrollIntoView({ block: 'nearest' });
		input.setAttribute('aria-activedescendant', options[at].id);
	}

	/* Bars are one stop of the Tab key, and many of the arrows. */
	#on_bar_key(event)
	{
		const bars = [...this.#ui.bars.querySelectorAll('button:enabled')];
		const is_rtl = this.#ui.dialog.dir === 'rtl';
		const step = { ArrowRight: is_rtl ? -1 : 1,
			ArrowLeft: is_rtl ? 1 : -1 }[event.key];
		const next = bars[bars.indexOf(event.target) + step];

		if (!step || !next)
			return;
		event.preventDefault();
		event.target.tabIndex = -1;
		next.tabIndex = 0;
		next.focus();
	}

	/* ---- Searching */

	#stop()
	{
		clearTimeout(this.#timer);
		this.#asking?.abort();
		this.#asking = null;
	}

	#typed()
	{
		const rest = this.#asked + GAP_MS - performance.now();

		this.#as_typed = false;
		clearTimeout(this.#timer);
		if (rest > 0)
			this.#timer = setTimeout(() => this.#search(), rest);
		else
			this.#search(); /* a timer would let a frame go first */
	}

	#target(offset)
	{
		const endpoint = this.getAttribute('endpoint') ||
			(HOME ? new URL('.', HOME).href : '/');
		const base = new URL(endpoint, document.baseURI);
		const limit = this.getAttribute('limit') | 0;

		base.pathname = base.pathname.replace(/\/*$/, '/v1/search');
		base.search = new URLSearchParams([['q', this.value.trim()],
			['limit', Math.min(Math.max(limit || 8, 1), 50)],
			['facets', FACETS],
			...(offset ? [['offset', offset]] : []),
			...(this.#as_typed ? [['as_typed', 1]] : []),
			/* A comma is an "or", but in quotes. */
			...this.#tags.map((tag) =>
				['tag', tag.includes(',') ? `«${tag}»` : tag]),
			...(this.#date ? [['date', this.#date]] : [])]);
		return base;
	}

	#search(offset)
	{
		this.#stop();
		if (this.value.trim() || this.#tags.length || this.#date)
			this.#ask(offset);
		else
			this.#clear();
		if (this.#ui.dialog.open)
			this.#write_url(); /* takes longer */
	}

	async #ask(offset = 0)
	{
		const asking = this.#asking = new AbortController();

		this.#asked = performance.now();

		try {
			const answer = await fetch(this.#target(offset), {
				signal: asking.signal, credentials: 'omit',
				referrerPolicy: 'no-referrer' });
			const page = await answer.json();

			if (asking !== this.#asking)
				return; /* it was overtaken */
			if (answer.ok)
				this.#show(page, offset);
			else
				this.#fail(answer.status === 400 && page.error.message);
		} catch {
			if (asking === this.#asking)
				this.#fail();
		}
	}

	/* ---- Showing */

	#clear()
	{
		const ui = this.#ui;

		this.#hits = [];
		this.#choose(-1);
		for (const part of ['status', 'meant', 'tags', 'years', 'bars', 'ends',
			'list'])
			ui[part].replaceChildren();
		ui.more.hidden = true;
		ui.input.setAttribute('aria-expanded', 'false');
		ui.dialog.classList.remove('full');
	}

	/* What is wrong with a query the server says, in English. */
	#fail(message)
	{
		this.#clear();
		this.#ui.dialog.classList.add('full');
		this.#ui.status.append(message ?
			make('bdi', { lang: 'en' }, message) : this.#words.failed);
	}

	#show(page, offset)
	{
		const ui = this.#ui;
		const hits = (page.hits || []).map((hit, i) =>
			this.#option(hit, offset + i));

		this.#choose(-1);
		this.#hits = offset ? [...this.#hits, ...hits] : hits;
		ui.list.replaceChildren(...this.#hits);
		ui.dialog.classList.add('full');
		ui.input.setAttribute('aria-expanded', String(this.#hits.length > 0));
		ui.status.textContent = page.total === 0 ? this.#words.none :
			this.#say(page.exact ? 'results' : 'about',
				this.#number(page.total));
		ui.more.hidden = !hits.length || this.#hits.length >= page.total;
		if (offset) {
			if (ui.more.hidden)
				ui.input.focus();
			this.#choose(offset);
			return;
		}
		this.#show_meant(page);
		this.#show_facets(page.facets || {});
		ui.list.parentNode.scrollTop = 0; /* last: it lays all out */
	}

	/* A button that changes what is searched for. */
	#button(attributes, act, ...children)
	{
		const button = make('button', { type: 'button', ...attributes },
			...children);

		button.addEventListener('click', () => {
			act();
			this.#search();
			this.#settle();
			this.#ui.input.focus();
		});
		return button;
	}

	#show_meant({ corrected, is_corrected, query })
	{
		const { meant, input } = this.#ui;
		const link = (text, act) => this.#button({ class: 'link' }, act, text);

		meant.replaceChildren();
		if (!corrected)
			return;
		if (is_corrected)
			meant.append(make('div', null, this.#say('instead', corrected)),
				link(this.#say('typed', query), () => {
					this.#as_typed = true;
				}));
		else
			meant.append(link(this.#say('meant', corrected), () => {
				input.value = corrected;
				this.#as_typed = false;
			}));
	}

	/* A button that narrows the search, or widens it again. */
	#chip(label, count, is_on, act)
	{
		return this.#button({ 'aria-pressed': String(is_on) }, act,
			make('bdi', null, label),
			count === undefined ? null :
				make('small', null, this.#number(count)));
	}

	#set_date(value)
	{
		this.#date = this.#date === value ? '' : value;
	}

	#show_facets({ tag = [], year = [], timeline = [] })
	{
		const ui = this.#ui;
		const counts = new Map(tag.map(({ value, count }) => [value, count]));

		/* What narrows can be taken back, listed or not. */
		for (const value of this.#tags)
			counts.set(value, counts.get(value));
		ui.tags.replaceChildren(...[...counts].map(([value, count]) => {
			const is_on = this.#tags.includes(value);

			return this.#chip(value, count, is_on, () => {
				this.#tags = is_on ?
					this.#tags.filter((other) => other !== value) :
					[...this.#tags, value];
			});
		}));
		const years = year.filter(({ value }) => value !== this.#date);

		ui.years.replaceChildren(
			...(this.#date ? [this.#chip(this.#day(this.#date), undefined,
				true, () => this.#set_date(this.#date))] : []),
			...(years.length > 1 ? years : []).map(({ value, count }) =>
				this.#chip(this.#day(value), count, false,
					() => this.#set_date(value))));
		this.#show_bars(timeline.length > 1 ? timeline : []);
	}

	#show_bars(steps)
	{
		const { bars, ends } = this.#ui;
		const most = Math.max(1, ...steps.map(({ count }) => count));

		bars.replaceChildren(...steps.map(({ value, count }) => {
			const label = `${this.#day(value)}: ${this.#number(count)}`;

			return this.#button({ 'aria-label': label, title: label,
				disabled: !count, tabindex: -1,
				'data-n': Math.ceil(count * BAR_STEPS / most) },
			() => this.#set_date(value));
		}));
		const first = bars.querySelector('button:enabled');

		if (first)
			first.tabIndex = 0;
		ends.replaceChildren(...(steps.length ? [steps[0], steps.at(-1)] : [])
			.map(({ value }) => make('span', null, this.#day(value))));
	}

	#option(hit, at)
	{
		const base = this.getAttribute('base') || '';
		const site = new URL(base, document.baseURI);
		const href = place(hit, site);
		const under = [this.#day(hit.date), hit.section?.heading]
			.filter((text) => text);

		return make(href ? 'a' : 'div', { class: 'hit', role: 'option', href,
			id: `hit-${at}`, 'aria-selected': 'false', tabindex: -1 },
			this.#picture(hit, href || site),
			make('span', { class: 'words' },
				make('span', { class: 'title', dir: 'auto', lang: hit.lang },
					...marked(hit.title, hit.title_marks)),
				under.length ? make('span', { class: 'under' },
					...under.flatMap((text, i) =>
						[i ? ' · ' : '', make('bdi', null, text)])) : null,
				hit.snippet ? make('span', { class: 'snippet', dir: 'auto',
					lang: hit.lang }, ...marked(hit.snippet.text,
					hit.snippet.marks)) : null));
	}

	/* Its room is kept whether it comes or not, so that nothing moves. */
	#picture(hit, base)
	{
		const url = hit.image && safe(hit.image, base);

		if (!url)
			return null;
		const image = make('img', { src: url.href, loading: 'lazy',
			alt: hit.image_description || '',
			decoding: 'async', referrerpolicy: 'no-referrer' });

		image.addEventListener('error', () => image.remove());
		return make('span', { class: 'picture' }, image);
	}
}

if (!customElements.get('pressmark-search'))
	customElements.define('pressmark-search', PressmarkSearch);
})();
