// One workload on every engine: the same weights, images and noise everywhere, a comparison of what
// was computed, then rounds in which each engine takes its turn.

import { compareLosses, compareNumbers } from "./compare.js";
import { nameOf, reason } from "./engines.js";
import { measureNative } from "./native.js";
import { summary } from "./statistics.js";

/** Batches that a run goes around in. */
const BATCHES = 4;
/** Steps whose losses are compared. */
const COMPARED = 3;

/** Measures a workload; resolves to `{ workload, results, failures, job }`. */
export class Measurement {
  #stage;
  #workload;
  #options;
  failures = [];

  constructor(stage, workload, options) {
    this.#stage = stage;
    this.#workload = workload;
    this.#options = options;
  }

  /** `engines` run in pages, `natives` by themselves. */
  async run(engines, natives) {
    const workload = this.#workload;
    const job = await this.#makeJob();
    const running = [];
    const results = [];
    let expected;
    for (const engine of engines) {
      const result = { engine, name: nameOf(engine) };
      results.push(result);
      const why = reason(engine, workload);
      if (why) {
        result.cannot = why;
        continue;
      }
      try {
        const page = await this.#stage.open(engine);
        await page.evaluate((address) => window.prepare(address), job.address);
        const begun = performance.now();
        const computed = await this.#compute(page, engine);
        result.firstMillis = performance.now() - begun;
        if (expected === undefined) {
          expected = computed;
        } else {
          result.apart = this.#compare(expected, computed);
        }
        if (engine.gpu) {
          result.asked = await this.#dispatches(page);
        }
        const { times, once } = await this.#calibrate(page);
        // Whoever is too slow for rounds has been measured by now.
        const samples = once > this.#options.patienceMillis ? [once] : [];
        running.push({ result, page, samples, times });
      } catch (error) {
        this.#fail(result, error);
        await this.#stage.shut(engine);
      }
      this.#options.say(`  ${result.name}: ${result.failed ?? "agrees"}`);
    }
    await this.#rounds(running);
    for (const { result, samples } of running) {
      if (samples.length > 0) {
        result.millis = summary(samples);
      }
    }
    for (const engine of natives) {
      const result = { engine, name: nameOf(engine) };
      results.push(result);
      try {
        const address = this.#stage.origin + job.address;
        const measured = measureNative(engine, workload, address, expected, this.#options);
        Object.assign(result, await measured);
      } catch (error) {
        this.#fail(result, error);
      }
    }
    return { workload, results, failures: this.failures };
  }

  #fail(result, error) {
    result.failed = String(error.message ?? error).split("\n")[0].replace(/^page\.evaluate: /, "");
    this.failures.push(`${this.#workload.name} on ${result.name}: ${result.failed}`);
  }

  /** What all compute with: ours hands it out, the server keeps it. */
  async #makeJob() {
    const { recipe, name, kind, count = 1 } = this.#workload;
    const page = await this.#stage.open(this.#stage.ours);
    const address = `/jobs/${name}`;
    const training = kind === "step";
    await page.evaluate(
      ([argument, address]) => window.make(argument, address),
      [
        {
          recipe,
          count,
          batches: training ? BATCHES : 1,
          // A decoder whose running statistics are not those that it began with.
          warmUp: training ? 0 : COMPARED,
        },
        address,
      ],
    );
    return { address };
  }

  async #compute(page, engine) {
    if (this.#workload.kind === "step") {
      const losses = [];
      for (let step = 0; step < COMPARED; step += 1) {
        losses.push(await page.evaluate(() => window.call("steps", 1)));
      }
      return losses;
    }
    const address = `/results/${engine.id}`;
    await page.evaluate(
      ([kind, address]) => window.deliver(kind, address),
      [this.#workload.kind, address],
    );
    return this.#stage.numbers(address);
  }

  #compare(expected, computed) {
    return this.#workload.kind === "step"
      ? compareLosses(expected, computed)
      : compareNumbers(this.#workload.kind, expected, computed);
  }

  /** What one of them asks of the GPU, losses or numbers read back. */
  #dispatches(page) {
    const { kind } = this.#workload;
    const argument = kind === "step" ? { what: "steps", argument: 1 } : { what: kind };
    return page.evaluate((argument) => window.call("dispatches", argument), argument);
  }

  /** How many times in a row make a sample, from one that is taken now. */
  async #calibrate(page) {
    const { sampleMillis } = this.#options;
    const once = await this.#sample(page, 1);
    return { times: Math.max(1, Math.min(100, Math.round(sampleMillis / once))), once };
  }

  /** Milliseconds for one, of `times` in a row. */
  #sample(page, times) {
    if (this.#workload.kind === "step") {
      // Losses are read once, after the last.
      const argument = { what: "steps", argument: times, times: 1 };
      return page
        .evaluate((argument) => window.call("time", argument), argument)
        .then((millis) => millis / times);
    }
    const argument = { what: this.#workload.kind, times };
    return page.evaluate((argument) => window.call("time", argument), argument);
  }

  async #rounds(running) {
    const { rounds, patienceMillis } = this.#options;
    for (let round = 0; round < rounds; round += 1) {
      for (const one of running) {
        const spent = one.samples.reduce((sum, millis) => sum + millis * one.times, 0);
        if (one.result.failed || spent > patienceMillis) {
          continue;
        }
        try {
          one.samples.push(await this.#sample(one.page, one.times));
        } catch (error) {
          this.#fail(one.result, error);
        }
      }
    }
  }
}
