// Opens the client where there is no network, and does nothing else: with one, pages and answers come from it as ever.
// The build writes the list of files here, so each build is a worker of its own, with its files in a cache of its own.
// A new worker waits until pages of the old one are closed, as the browser does by itself: a page never mixes two builds.
const files = [];
const version = '';
const cacheName = `marquee-${version}`;

addEventListener('install', (event) => event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files))));

addEventListener('activate', (event) => event.waitUntil(forgetOldBuilds().then(() => clients.claim())));

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (!/^\/(api|docs|openapi|media)(\/|$)/.test(pathname)) event.respondWith(fetch(request).catch(() => kept('/index.html')));
  } else if (pathname.startsWith('/assets/')) {
    // Named by their content: one that is kept is the same as one that is fetched.
    event.respondWith(kept(request).then((found) => found ?? fetch(request)));
  }
});

const kept = async (request) => (await caches.open(cacheName)).match(request);

async function forgetOldBuilds() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('marquee-') && name !== cacheName).map((name) => caches.delete(name)));
}
