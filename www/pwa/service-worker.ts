// Keeps the page's own files, so that it works without a network after the first load. Runs in the service worker.

declare const self: ServiceWorkerGlobalScope;
export {};

type Precache = { readonly version: string; readonly build: string; readonly paths: readonly string[] };

// The build script writes the list in this place.
const { version, build, paths }: Precache = JSON.parse('__PRECACHE__');
const prefix = 'tallele-app-';
const cacheName = `${prefix}${version}-${build}`;
const majorOf = (name: string) => name.slice(prefix.length).split('.')[0];

const ownCaches = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));

async function keep(cache: Cache, url: string): Promise<void> {
  const response = await fetch(new Request(url, { cache: 'no-cache' }));
  if (!response.ok) throw new TypeError(`${url} answered ${response.status}`);
  // Some hosts send index.html on to its folder, and no browser takes a redirected answer for a page.
  await cache.put(url, response.redirected ? new Response(response.body, response) : response);
}

async function install(): Promise<void> {
  const before = await ownCaches();
  const cache = await caches.open(cacheName);
  const urls = paths.map((path) => new URL(path, self.registration.scope).href);
  await Promise.all(urls.map((url) => keep(cache, url)));
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage({ kept: urls });
  // Pages that are open go on with the new files only where they cannot differ in kind.
  if (before.every((name) => majorOf(name) === majorOf(cacheName))) await self.skipWaiting();
}

async function activate(): Promise<void> {
  // The one before stays as well: a page opened with it may still ask for its files.
  const others = (await ownCaches()).filter((name) => name !== cacheName);
  for (const name of others.slice(0, -1)) await caches.delete(name);
  // Not waited for: Firefox asks every worker of the page, and the engine's threads sleep until there is work for them.
  // An activation that waited with it would hold up every request of the page, for ever.
  self.clients.claim().catch(() => undefined);
}

async function answer({ request, event }: { request: Request; event: FetchEvent }): Promise<Response> {
  const wanted = request.mode === 'navigate' ? new URL('index.html', self.registration.scope).href : request.url;
  const kept = await keptCopy(wanted);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && new URL(wanted).pathname.includes('/assets/')) event.waitUntil(keepUsed(wanted, response.clone()));
  return response;
}

/** Keeps a part of the page that was not kept from the start, as the labs are not. What was forgotten stays forgotten. */
async function keepUsed(url: string, response: Response): Promise<void> {
  if (await caches.has(cacheName)) await (await caches.open(cacheName)).put(url, response);
}

/** The current build's copy, else one of a build before. Opens no cache: that would bring back what was forgotten. */
async function keptCopy(url: string): Promise<Response | undefined> {
  const before = (await ownCaches()).filter((name) => name !== cacheName);
  for (const name of [cacheName, ...before]) {
    const kept = await caches.match(url, { cacheName: name, ignoreSearch: true });
    if (kept) return kept;
  }
  return undefined;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const own = url.origin === self.location.origin && url.href.startsWith(self.registration.scope);
  // Samples are the download room's: it keeps them with their hashes.
  if (request.method !== 'GET' || !own || url.pathname.includes('/samples/')) return;
  event.respondWith(answer({ request, event }));
});
