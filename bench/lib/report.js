// docs/benchmarks.md: a section for each machine that the benchmark was run on.

import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cpus, release, totalmem, type } from "node:os";
import { fileURLToPath } from "node:url";

import { ratios } from "./ratios.js";
import { short } from "./statistics.js";

const HERE = fileURLToPath(new URL("..", import.meta.url));

const PEERS = {
  "TensorFlow.js": "@tensorflow/tfjs-core",
  "jax-js": "@jax-js/jax",
  "ONNX Runtime Web": "onnxruntime-web",
};

const ABOUT =
  "Written by `cargo xtask bench`, which anyone can run; on a machine of another make, or with another GPU, it adds a section, and the others stay. Every engine loads the same weights and gets the same images and noise; what they compute is compared before anything is timed, and a difference fails the run. Then the engines take turns on one page each, in one browser. A step is timed with its losses read after the last of several; decoding and encoding with the numbers read back. Native programs run after the browser's, each by itself.";

/** What a section is called: processor, cores and, where there is one, the GPU. */
export function machineName({ model, cores, adapter }) {
  const processor = model.replace(/\((R|TM)\)/gi, "").replace(/\s+/g, " ").trim();
  const gpu = adapter.startsWith("none") ? "" : `, ${adapter}`;
  return `${processor}, ${cores} cores${gpu}`;
}

/**
 * A document with a machine's section in place of the one of the same name, or after all others.
 * A section begins with a heading of the second rank; the document's own text comes before the first.
 */
export function withSection(document, name, section) {
  const [, ...known] = document.split(/^(?=## )/m);
  const isThis = (text) => text.startsWith(`## ${name}\n`);
  const text = `## ${name}\n\n${section}\n`;
  const sections = known.some(isThis)
    ? known.map((other) => (isThis(other) ? text : other))
    : [...known, text];
  return ["# Benchmarks", ABOUT, ...sections.map((one) => one.trim())].join("\n\n") + "\n";
}

/** Whether a machine's section is of a whole run, which a quick one is not to replace. */
export function hasWholeRun(document, name) {
  const section = document.split(/^(?=## )/m).find((text) => text.startsWith(`## ${name}\n`));
  return section !== undefined && !section.includes(" --quick");
}

/** Machine and versions, as pairs. */
export async function circumstances({ browser, adapter, torch }) {
  const lock = JSON.parse(await readFile(`${HERE}/package-lock.json`, "utf8"));
  const cargo = await readFile(`${HERE}/../Cargo.lock`, "utf8");
  const burn = cargo.match(/name = "burn"\nversion = "([^"]+)"/)?.[1];
  const peers = Object.entries(PEERS).map(
    ([name, path]) => `${name} ${lock.packages[`node_modules/${path}`].version}`,
  );
  const cores = cpus();
  const name = machineName({ model: cores[0].model, cores: cores.length, adapter });
  const facts = [
    ["memory", `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ["system", `${type()} ${release()}`],
    ["browser", `Chromium ${browser.version()}, headless`],
    ["GPU", adapter],
    ["peers", peers.join(", ")],
    ["this project", `burn ${burn}, profile web, SIMD128`],
    ["native peer", torch ? `PyTorch ${torch.version}` : "none was installed"],
    ["date", new Date().toISOString().slice(0, 10)],
  ];
  return { name, facts };
}

const cell = (value, spread = "") => (spread ? `${value} (${spread})` : value);

function millis({ millis, cannot, failed, left }) {
  if (millis) {
    return cell(short(millis.median), `${short(millis.low)}–${short(millis.high)}`);
  }
  return failed ? "**failed**" : cannot ? "–" : (left ?? "");
}

/** Engines down, workloads across. */
function table(measured) {
  const engines = [];
  for (const { results } of measured) {
    for (const { engine, name } of results) {
      if (!engines.some(({ id }) => id === engine.id)) {
        engines.push({ id: engine.id, name });
      }
    }
  }
  const head = ["ms: median (lowest–highest)", ...measured.map(({ workload }) => workload.title)];
  const rows = engines.map(({ id, name }) => [
    name,
    ...measured.map(({ results }) => {
      const result = results.find(({ engine }) => engine.id === id);
      return result ? millis(result) : "";
    }),
  ]);
  return lines(head, rows);
}

function lines(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What WebGPU engines ask of the GPU; nothing where there are none. */
function dispatchTable(measured) {
  const engines = new Map();
  for (const { workload, results } of measured) {
    for (const { name, asked } of results.filter(({ asked }) => asked)) {
      const known = engines.get(name) ?? new Map();
      engines.set(name, known.set(workload.name, `${asked.dispatches} in ${asked.submits}`));
    }
  }
  const shown = measured.filter(({ workload }) =>
    [...engines.values()].some((known) => known.has(workload.name)),
  );
  const rows = [...engines].map(([name, known]) => [
    name,
    ...shown.map(({ workload }) => known.get(workload.name) ?? ""),
  ]);
  return rows.length > 0 ? lines(["", ...shown.map(({ workload }) => workload.title)], rows) : "";
}

/** How many times faster ours is: comparisons down, workloads across. */
function ratioTable(measured) {
  const head = ["times faster", ...measured.map(({ workload }) => workload.title)];
  const shown = (value) => (value === undefined ? "–" : short(value));
  const rows = ratios(measured).map(({ title, values }) => [title, ...values.map(shown)]);
  return lines(head, rows);
}

/** What each engine is known not to do, once each. */
function exceptions(measured) {
  const seen = new Map();
  for (const { workload, results } of measured) {
    for (const { name, cannot, failed } of results.filter(({ millis }) => !millis)) {
      const why = failed ? `failed: ${failed}` : cannot;
      const key = `${name}: ${why}`;
      seen.set(key, [...(seen.get(key) ?? []), workload.title]);
    }
  }
  return [...seen].map(([key, titles]) => `- ${key} (${titles.join("; ")})`);
}

/** How far each engine was from ours at most. */
function agreement(measured) {
  const most = new Map();
  for (const { workload, results } of measured) {
    for (const { name, apart } of results.filter(({ apart }) => apart !== undefined)) {
      const known = most.get(name) ?? { step: 0, decode: 0, encode: 0 };
      known[workload.kind] = Math.max(known[workload.kind], apart);
      most.set(name, known);
    }
  }
  const shown = (value) => (value ? value.toExponential(1) : "–");
  const rows = [...most].map(([name, { step, decode, encode }]) => [
    name,
    shown(step),
    shown(decode),
    shown(encode),
  ]);
  return lines(["", "losses, relative", "pictures, grey values", "codes, relative"], rows);
}

function siteTable(rows) {
  return lines(
    ["", "measured", "budget"],
    rows.map(({ title, unit, value, summary, budget, failed }) => {
      if (failed) {
        return [title, `**failed**: ${failed}`, ""];
      }
      const number = summary
        ? cell(`${short(summary.median)} ${unit}`, `${short(summary.low)}–${short(summary.high)}`)
        : `${short(value)} ${unit}`;
      return [title, number, budget ? `${short(budget)} ${unit}` : ""];
    }),
  );
}

/**
 * Writes a machine's section into the document, which is begun where there is none. Returns whether it did:
 * what a whole run measured is not given up for a quick one.
 */
export async function writeReport(file, { machine, measured, site, leftOut, command }) {
  const before = existsSync(file) ? await readFile(file, "utf8") : "";
  if (command.includes(" --quick") && hasWholeRun(before, machine.name)) {
    return false;
  }
  const group = (choose) => measured.filter(({ workload }) => choose(workload));
  const parts = [
    ["Decoding and encoding", group(({ kind }) => kind !== "step")],
    ["Training: one step, batches of 64", group(({ kind, grows }) => kind === "step" && !grows)],
    ["How the cost grows with width and batch", group(({ grows }) => grows)],
  ].filter(([, of]) => of.length > 0);
  const except = exceptions(measured);
  const asked = dispatchTable(measured);
  const section = [
    `By \`${command}\`.`,
    lines(["", ""], machine.facts),
    ...parts.flatMap(([title, of]) => [`### ${title}`, table(of)]),
    "### How many times faster than the peers",
    "The peer's median divided by ours; below 1, the peer is faster.",
    ratioTable(measured.filter(({ workload }) => !workload.grows)),
    ...(asked
      ? ["### Dispatches", "Shaders that one of them runs on WebGPU, in so many submissions.", asked]
      : []),
    ...(site.length > 0 ? ["### The built site, CPU engine", siteTable(site)] : []),
    "### Agreement",
    "The largest difference from this project's CPU engine in the browser. Its pictures are bytes, so half of 1/255 (0.002) is what rounding explains. Losses are those of the first three steps.",
    agreement(measured),
    ...(except.length + leftOut.length > 0
      ? ["### Not measured, and why", [...except, ...leftOut.map((why) => `- ${why}`)].join("\n")]
      : []),
  ].join("\n\n");
  await writeFile(file, withSection(before, machine.name, section));
  return true;
}
