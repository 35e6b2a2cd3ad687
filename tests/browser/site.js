/*
 * A site to test the widget on: its pages, and a search that lies.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
'use strict';
const http = require('node:http');
const fs = require('node:fs');
const path = require('node:path');

const CSP = (search) => [`default-src 'none'`, `script-src ${search}`,
	`style-src 'self'`, `connect-src ${search} 'self'`, `img-src 'self' https://images.example.org`,
	`base-uri 'none'`, `form-action 'self'`,
	`require-trusted-types-for 'script'`].join('; ');

function page({ lang, dir, endpoint, search, more })
{
	return `<!doctype html>
<html lang="${lang}" dir="${dir}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>A site</title><link rel="stylesheet" href="/site.css">
<script src="${search}widget.js" defer></script></head>
<body><main><h1>A site</h1><p><a href="/elsewhere/">Elsewhere</a>
<label>Name <input id="other"></label></p>
<pressmark-search endpoint="${endpoint}" ${more}><form action="/find/"><input
name="q" aria-label="Search"></form></pressmark-search>
<p>${'Text of the page. '.repeat(60)}</p></main></body></html>`;
}

const HOSTILE = '<img src=x onerror=window.hit=1>';

/* What a search says that wants to do harm. */
function lie(url)
{
	const hit = (id, more) => ({ id, url: '/a/', title: HOSTILE,
		date: HOSTILE, authors: [], tags: [], image: null,
		image_description: null, lang: null, section: null,
		snippet: { text: `🚀🚀 ${HOSTILE} "><script>window.hit=1</script>`,
			marks: [[0, 2], [3, 7]] }, title_marks: [[1, 4]], ...more });

	return { version: 1, query: url.searchParams.get('q'), total: 5, exact: true,
		corrected: HOSTILE, is_corrected: false, hits: [
			hit('a'), hit('b', { url: 'javascript:window.hit=1' }),
			hit('c', { url: 'https://other.example/x?<"' }),
			hit('d', { image: 'javascript:window.hit=1',
				lang: '"><script>', url: 'data:text/html,x' }),
			hit('e', { image: '/picture.svg', image_description: HOSTILE,
				section: { heading: HOSTILE, anchor: '"><b> é' } })],
		facets: { tag: [{ value: HOSTILE, count: 5 }],
			year: [], timeline: [] } };
}

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' +
	'<path fill="#7a9" d="M0 0h9v9H0z"/><path fill="#476" d="M0 9l4-5 5 5"/></svg>';

exports.PICTURE = PICTURE;

/* Serves it until it is stopped. What a page is like its parameters say:
 * x-lang, x-dir, x-endpoint, x-more. */
exports.start = (search, web) => new Promise((resolve) => {
	const server = http.createServer((request, response) => {
		const url = new URL(request.url, 'http://site');
		const send = (type, body, headers) => {
			response.writeHead(200, { 'Content-Type': type, ...headers });
			response.end(body);
		};
		const get = (name, other) => url.searchParams.get('x-' + name) || other;

		if (url.pathname === '/site.css')
			send('text/css', ':root{color-scheme:light dark}body{margin:1rem;' +
				'font:1rem/1.5 sans-serif}');
		else if (url.pathname === '/widget.css')
			send('text/css', fs.readFileSync(path.join(web, 'widget.css')));
		else if (/\.(svg|webp)$/.test(url.pathname))
			send('image/svg+xml', PICTURE);
		else if (url.pathname === '/lie/v1/search')
			send('application/json', JSON.stringify(lie(url)));
		else
			send('text/html; charset=utf-8', page({ search,
				endpoint: get('endpoint', search), lang: get('lang', 'en'),
				dir: get('dir', 'ltr'), more: get('more', '') }),
			{ 'Content-Security-Policy': CSP(search) });
	});

	server.listen(0, '127.0.0.1', () => resolve({
		at: `http://127.0.0.1:${server.address().port}/`,
		stop: () => { server.closeAllConnections(); server.close(); },
	}));
});
