// Has the service worker isolate the page and keep the site, and says when a newer version is kept whole.
// It begins when the first picture is there and the browser has nothing else to do.

/** How often is looked for a new version, and how often while not all of this one is kept. */
const LOOK_MILLIS = 60 * 60_000;
const KEEP_MILLIS = 6 * 60_000;
/** A tab that is seen again looks at most so often. */
const SEEN_MILLIS = 10 * 60_000;

/** The version that this page is of; nothing where the build lists no files. */
const version = document.querySelector('meta[name="version"]')?.content;

/** Begins, if the browser lets it: it may forbid service workers, some at once and some later. */
export async function begin() {
  let container;
  try {
    container = navigator.serviceWorker;
    await container?.register("service-worker.js", { updateViaCache: "none" });
  } catch {
    // The page works as well, while there is a network, and with one thread where it is not isolated.
    return;
  }
  if (!container || !version) {
    return;
  }
  let isKept = false;
  let offered = version;
  let asked = 0;
  const ask = async () => {
    asked = Date.now();
    const { active } = await container.ready;
    const entries = performance.getEntriesByType("resource");
    const fetched = entries.map(({ name }) => name).filter((name) => name.startsWith(location.origin));
    const saveData = navigator.connection?.saveData === true;
    active.postMessage({ keep: { version, saveData, fetched: [location.href, ...fetched] } });
  };
  container.addEventListener("message", ({ data }) => {
    if (data?.scope !== new URL(".", document.baseURI).href) {
      return;
    }
    const { current, server } = data;
    isKept = current !== null && (server === null || server === current);
    // Each is offered once, and never one that is older than this page.
    if (current && current !== offered && server !== version) {
      offered = current;
      document.dispatchEvent(new CustomEvent("newversion"));
    }
  });
  container.startMessages();
  const since = (millis) => Date.now() - asked >= millis;
  setInterval(() => since(isKept ? LOOK_MILLIS : KEEP_MILLIS) && ask(), KEEP_MILLIS / 6);
  addEventListener("online", ask);
  // A page that comes back by the Back key was forgotten meanwhile.
  addEventListener("pageshow", ({ persisted }) => persisted && ask());
  // Another script of the service worker has heard nothing yet.
  container.addEventListener("controllerchange", ask);
  document.addEventListener("visibilitychange", () => !document.hidden && since(SEEN_MILLIS) && ask());
  ask();
}
