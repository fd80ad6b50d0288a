// IndexedDB, for scripts that keep things between visits: each change is one transaction.

/** What an IndexedDB request gives, as a promise. */
export const result = (asked) =>
  new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

/**
 * The way to change a database: `transact(mode, act)`, where all of what `act` does with its stores happens, or
 * nothing of it. `stores` are names and options of object stores, in the order in which `act` gets them.
 */
export function transactions(name, stores) {
  let opening;
  const database = () => {
    opening ??= new Promise((done, failed) => {
      if (!self.indexedDB) {
        throw new DOMException("", "NotSupportedError");
      }
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => {
        for (const [store, options] of stores) {
          asked.result.createObjectStore(store, options);
        }
      };
      asked.onerror = () => failed(asked.error);
      asked.onsuccess = () => {
        const found = asked.result;
        // Another tab's newer page, or the browser, wants it closed; the next one to ask opens it.
        found.onversionchange = () => {
          found.close();
          opening = undefined;
        };
        found.onclose = () => (opening = undefined);
        done(found);
      };
    });
    opening.catch(() => (opening = undefined));
    return opening;
  };
  const names = stores.map(([store]) => store);
  return async (mode, act) => {
    const transaction = (await database()).transaction(names, mode, { durability: "strict" });
    const ended = new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error ?? new DOMException("", "AbortError"));
    });
    // It is awaited below, unless `act` fails first.
    ended.catch(() => {});
    let found;
    try {
      found = await act(...names.map((store) => transaction.objectStore(store)));
    } catch (error) {
      try {
        transaction.abort();
      } catch {
        // It has ended already.
      }
      // What ended it says more than what that led to.
      throw transaction.error ?? error;
    }
    await ended;
    return found;
  };
}

/** A `StoreFault`. */
export function faultOf(error) {
  switch (error?.name) {
    case "QuotaExceededError":
      return "full";
    case "NotSupportedError":
      return "missing";
    case "SecurityError":
    // Firefox, in private windows of older versions.
    case "InvalidStateError":
      return "forbidden";
    case "InUse":
      return "in-use";
    default:
      return { other: { message: error?.message || error?.name || String(error) } };
  }
}
