// The pages on which the engines run, one each, in one browser.

import { ENGINES } from "./engines.js";

/** How long an engine may take for one call. */
const PATIENCE = 15 * 60_000;

export class Stage {
  #browser;
  #server;
  #pages = new Map();
  /** The engine that hands out what all compute with. */
  ours = ENGINES[0];

  constructor(browser, server) {
    this.#browser = browser;
    this.#server = server;
  }

  /** Where the pages and the jobs are. */
  get origin() {
    return this.#server.origin;
  }

  /** The engine's page; its device is open. */
  async open(engine) {
    const known = this.#pages.get(engine.id);
    if (known) {
      return known;
    }
    const page = await this.#browser.newPage();
    this.#pages.set(engine.id, page);
    page.setDefaultTimeout(PATIENCE);
    const { worker, isolated, query } = engine;
    await page.goto(this.#server.page(worker, { isolated, ...query }));
    await page.evaluate(() => window.call("start"));
    return page;
  }

  async shut(engine) {
    const page = this.#pages.get(engine.id);
    this.#pages.delete(engine.id);
    await page?.close();
  }

  /** Shuts every page but ours. */
  async clear() {
    for (const id of [...this.#pages.keys()].filter((id) => id !== this.ours.id)) {
      await this.shut({ id });
    }
  }

  /** The GPU that the browser offers, in words. */
  async adapter() {
    const page = await this.open(this.ours);
    return page.evaluate(async () => {
      const adapter = await navigator.gpu?.requestAdapter();
      if (!adapter) {
        return "none";
      }
      const { vendor, architecture, description } = adapter.info;
      const name = [vendor, architecture, description].filter(Boolean).join(" ");
      return adapter.info.isFallbackAdapter ? `none; WebGPU in software (${name})` : name;
    });
  }

  /** Numbers that a page posted. */
  numbers(address) {
    const { bytes, type } = this.#server.files.get(address);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    return type === "Uint8Array" ? new Uint8Array(buffer) : new Float32Array(buffer);
  }
}
