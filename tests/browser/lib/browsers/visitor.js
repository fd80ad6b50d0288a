// The page as a visitor of any browser finds it: by roles and accessible names. `Explore` and `Train`
// are the same for Playwright, with more of it.

import assert from "node:assert/strict";

import { eventually } from "../eventually.js";
import { EXTENT, largestGap } from "../explore.js";
import { assertNotBlank } from "../pixels.js";

/** A name for `probe.js`: a text as it is, a pattern as data. */
function asData(name) {
  return name instanceof RegExp ? { source: name.source, flags: name.flags } : (name ?? null);
}

export class Visitor {
  #tab;
  #expectedMessages = [];

  constructor(tab) {
    this.#tab = tab;
  }

  /** Calls a function in the page. It sees nothing of the test but its arguments, which are JSON. */
  evaluate(act, ...values) {
    return this.#tab.run(`(${act})(...${JSON.stringify(values)})`);
  }

  goto(address) {
    return this.#tab.goto(address);
  }

  reload() {
    return this.#tab.reload();
  }

  /** Waits until the first decoded picture is on screen. */
  ready() {
    return this.eventually(
      async () => assert.equal(await this.evaluate(() => document.documentElement.dataset.ready), "true"),
      60_000,
    );
  }

  /** Waits until a check passes. Slow machines are slow in every browser. */
  eventually(check, within = 30_000) {
    return eventually(check, { within, every: 100 });
  }

  /** Waits until there is one such element, and calls a function with it in the page. */
  on(role, name, act, ...values) {
    const named = JSON.stringify([role, asData(name)]);
    const script = `(${act})(probe.one(...${named}), ...${JSON.stringify(values)})`;
    return this.eventually(() => this.#tab.run(script));
  }

  /** How many such elements are shown. */
  count(role, name) {
    return this.evaluate((role, name) => probe.all(role, name).length, role, asData(name));
  }

  /** What stands in an element. */
  text(role, name) {
    return this.on(role, name, (element) => probe.text(element));
  }

  /** An attribute of an element. */
  attribute(role, name, attribute) {
    return this.on(role, name, (element, attribute) => element.getAttribute(attribute), attribute);
  }

  /**
   * Where an element is on screen, once it does something, is scrolled there, rests and nothing lies over
   * it.
   */
  place(role, name) {
    return this.on(role, name, async (element) => {
      if (element.getAttribute("aria-disabled") === "true" || element.disabled) {
        throw new Error(`${element.outerHTML.slice(0, 80)} does nothing`);
      }
      element.scrollIntoView({ block: "center", behavior: "instant" });
      // Where it is then is known with the next frame, and whether it stays with the one after.
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      await frame();
      const before = element.getBoundingClientRect();
      await frame();
      const { left, top, width, height } = element.getBoundingClientRect();
      if (left !== before.left || top !== before.top) {
        throw new Error(`${element.outerHTML.slice(0, 80)} moves`);
      }
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      if (!element.contains(hit) && !hit?.contains(element)) {
        throw new Error(`${element.outerHTML.slice(0, 80)} is covered by ${hit?.outerHTML.slice(0, 80)}`);
      }
      return { left, top, width, height };
    });
  }

  /** Clicks on an element; again, as a person would, if the page moved under the pointer. */
  async click(role, name) {
    for (let attempt = 1; ; attempt += 1) {
      const { left, top, width, height } = await this.place(role, name);
      await this.on(role, name, (element) => {
        window.probe.clicked = false;
        element.addEventListener("click", () => (window.probe.clicked = true), { capture: true, once: true });
      });
      await this.#tab.press([{ x: left + width / 2, y: top + height / 2 }]);
      // What a click leads to may be another page.
      if ((await this.evaluate(() => window.probe.clicked)) !== false) {
        return;
      }
      assert.ok(attempt < 3, `clicks on ${role} ${name} hit something else`);
    }
  }

  /** Drags over an element, from a part of its width to another. */
  async drag(role, name, from, to) {
    const { left, top, width, height } = await this.place(role, name);
    const at = (part) => ({ x: left + part * width, y: top + height / 2 });
    const steps = 6;
    await this.#tab.press(
      Array.from({ length: steps + 1 }, (_, step) => at(from + ((to - from) * step) / steps)),
    );
  }

  /** Unfolds the details whose summary reads like this, if they are folded. */
  async unfold(summary) {
    const open = () => this.on("summary", summary, (summary) => summary.parentElement.open);
    if (!(await open())) {
      await this.click("summary", summary);
    }
    await this.eventually(async () => assert.equal(await open(), true));
  }

  /** Chooses an option by its text. Its list is the system's, which no browser lets be driven. */
  select(role, name, text) {
    return this.on(
      role,
      name,
      (select, text) => {
        const option = [...select.options].find((option) => option.text === text || option.value === text);
        if (!option) {
          throw new Error(`no option “${text}” among ${[...select.options].map((option) => option.text)}`);
        }
        select.value = option.value;
        select.dispatchEvent(new Event("input", { bubbles: true }));
        select.dispatchEvent(new Event("change", { bubbles: true }));
      },
      text,
    );
  }

  /** Picks a file with an input that says what it takes. */
  pick(label, name, bytes) {
    // A tool's input comes with its panel.
    return this.eventually(() =>
      this.evaluate(
        (label, name, text) => {
          const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([bytes], name));
          const input = document.querySelector(`input[type="file"][aria-label="${label}"]`);
          input.files = dataTransfer.files;
          input.dispatchEvent(new Event("change", { bubbles: true }));
        },
        label,
        name,
        bytes.toString("base64"),
      ),
    );
  }

  /** Drops a file on the page. */
  drop(name, bytes) {
    return this.evaluate(
      (name, text) => {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([bytes], name));
        const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(drop);
      },
      name,
      bytes.toString("base64"),
    );
  }

  /** A canvas's pixels, grey. */
  async pixels(name) {
    // As text: drivers take their time with long lists.
    const text = await this.on("img", name, (canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let grey = "";
      for (let at = 0; at < data.length; at += 4) {
        grey += String.fromCharCode(data[at]);
      }
      return btoa(grey);
    });
    return [...Buffer.from(text, "base64")];
  }

  /** Waits until the decoded picture shows the sliders' point, and returns its pixels. */
  async settled() {
    await this.eventually(async () => {
      const [values, shown] = await this.evaluate(() => {
        const sliders = probe.one("region", "Latent point").querySelectorAll('input[type="range"]');
        const picture = probe.one("img", "Decoded image");
        return [
          [...sliders].filter((it) => /^z\d+$/.test(it.ariaLabel ?? it.getAttribute("aria-label"))).map(({ value }) => Number(value)),
          (picture.dataset.z ?? "").split(",").map(Number),
        ];
      });
      assert.equal(shown.length, values.length);
      assert.ok(largestGap(values, shown) < 0.0051, `sliders at ${values}, picture of ${shown}`);
    });
    const pixels = await this.pixels("Decoded image");
    assertNotBlank(pixels);
    return pixels;
  }

  /** Drags a slider from its middle to a value, and returns the picture there. */
  async slide(name, value) {
    await this.drag("slider", name, 0.5, 0.5 + (0.48 * value) / EXTENT);
    return this.settled();
  }

  /** The number in `step N` of the Train room. */
  async step() {
    const text = await this.text("status", "Training progress");
    const found = /step ([\d,. \u202f]+)/i.exec(text);
    return found ? Number(found[1].replace(/\D/g, "")) : 0;
  }

  /** Waits until so many steps were taken. */
  reached(step) {
    return this.eventually(async () => {
      const now = await this.step();
      assert.ok(now >= step, `step ${now}, waiting for ${step}`);
    }, 60_000);
  }

  /** Goes to the Train room. */
  async train() {
    await this.click("tab", "Train");
    await this.eventually(async () => assert.equal(await this.count("button", "Play"), 1));
  }

  /** Begins a preset anew, takes steps one by one, and returns the samples after the last. */
  async stepped(preset, steps) {
    await this.select("combobox", "Preset", preset);
    await this.click("button", "Reset run");
    for (let step = 0; step <= steps; step += 1) {
      if (step > 0) {
        await this.click("button", "Step");
      }
      await this.eventually(async () =>
        assert.equal(await this.attribute("img", "Samples", "data-step"), String(step)),
      );
    }
    return this.pixels("Samples");
  }

  /** Plays to at least this step, pauses, and returns the step and its samples. */
  async playTo(least) {
    await this.click("button", "Play");
    await this.reached(least);
    await this.click("button", "Pause");
    let step;
    await this.eventually(async () => {
      assert.match(await this.text("status", "Training progress"), /paused/i);
      step = await this.step();
      assert.equal(await this.attribute("img", "Samples", "data-step"), String(step));
    });
    return { step, samples: await this.pixels("Samples") };
  }

  /** Waits for a message, and returns its text. */
  message(pattern) {
    this.#expectedMessages.push(pattern);
    return this.eventually(async () => {
      const texts = await this.#messages();
      const found = texts.find((text) => pattern.test(text));
      assert.ok(found, `expected a message that matches ${pattern}, found ${JSON.stringify(texts)}`);
      return found;
    });
  }

  /** Throws if there is a message that nobody waited for. */
  async checkMessages() {
    const surprises = (await this.#messages()).filter(
      (text) => !this.#expectedMessages.some((pattern) => pattern.test(text)),
    );
    assert.deepEqual(surprises, [], "the page told the visitor what the test did not expect");
  }

  #messages() {
    return this.evaluate(() =>
      [...document.querySelectorAll(".alerts [role=alert] p")].map((text) => probe.text(text)),
    );
  }
}
