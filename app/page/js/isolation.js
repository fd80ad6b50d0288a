// A service worker for hosts that send no headers of ours, such as GitHub Pages: it adds the two that
// let a page share memory between threads. It changes nothing else and keeps nothing.

const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const ours = new URL(request.url).origin === self.location.origin;
  // Developer tools ask so, and the browser lets no worker ask it for them.
  const unaskable = request.cache === "only-if-cached" && request.mode !== "same-origin";
  if (ours && !unaskable) {
    // A request that fails is the page's to notice, not an error of this worker.
    event.respondWith(fetch(request).then(isolated, () => Response.error()));
  }
});

function isolated(response) {
  // What the page may not read, such as a redirect that it is to follow, cannot be changed.
  if (response.type !== "basic") {
    return response;
  }
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) {
    headers.set(name, value);
  }
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
