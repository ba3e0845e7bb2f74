// Shows a page of its own when the chair cannot be reached, and keeps the static files of one version.
// Nothing else is kept: every other page is somebody's, and values of yesterday would look like those of today.

const VERSION = new URL(location.href).searchParams.get("v");
const CACHE = `chairpi-${VERSION}`, OFFLINE = "/offline", FILES = `/static/v${VERSION}/`;

async function keepOffline() {
  const cache = await caches.open(CACHE);
  await cache.addAll([OFFLINE, `${FILES}chairpi.css`, `${FILES}favicon.svg`].map((url) => new Request(url, { cache: "reload" })));
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("chairpi-") && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function file(request) {
  const cache = await caches.open(CACHE), kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

addEventListener("install", (event) => event.waitUntil(keepOffline().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith(FILES)) event.respondWith(file(request));
});

// A tap on a notification leads to the page that made it.
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    clients.matchAll({ type: "window", includeUncontrolled: true }).then((open) => {
      const now = open.find((client) => new URL(client.url).pathname === "/") ?? open[0];
      return now ? now.focus() : clients.openWindow("/");
    }),
  );
});
