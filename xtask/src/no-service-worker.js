// Handed out by `cargo xtask serve` in place of the site's service worker, so that every build is seen at
// once: it drops what that one kept of the site, and goes. Data sets, runs and pictures stay.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(forget()));

async function forget() {
  for (const name of await caches.keys()) {
    if (/^latentscape-(site|offline)\b/.test(name)) {
      await caches.delete(name);
    }
  }
  await self.registration.unregister();
}
