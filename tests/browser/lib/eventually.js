// Waiting for what takes a moment.

import { setTimeout as sleep } from "node:timers/promises";

/**
 * Calls `check` until it throws no more, and returns what it returns. When it still throws after
 * `within` milliseconds, that error is thrown.
 */
export async function eventually(check, { within = 10_000, every = 50 } = {}) {
  const end = performance.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) {
        throw error;
      }
    }
    await sleep(every);
  }
}
