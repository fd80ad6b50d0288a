// A service worker for hosts that send no headers of ours, such as GitHub Pages: it adds the two that
// let a page share memory between threads. It changes nothing else and keeps nothing.

const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (new URL(request.url).origin === self.location.origin) {
    event.respondWith(fetch(request).then(isolated));
  }
});

function isolated(response) {
  // A redirect that the page is to follow cannot be read, let alone changed.
  if (response.type === "opaqueredirect" || response.type === "error") {
    return response;
  }
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) {
    headers.set(name, value);
  }
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
