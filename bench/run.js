// Measures this project's engines and their peers in one browser: see `cargo xtask bench --help`.

import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { launch } from "./lib/browser.js";
import { bundle } from "./lib/bundle.js";
import { ENGINES } from "./lib/engines.js";
import { Measurement } from "./lib/measure.js";
import { nativePrograms, python } from "./lib/native.js";
import { printSite, printWorkload } from "./lib/print.js";
import { circumstances, writeReport } from "./lib/report.js";
import { Server } from "./lib/server.js";
import { measureSite } from "./lib/site.js";
import { Stage } from "./lib/stage.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** The built site. */
const DIST = resolve(process.env.LATENTSCAPE_DIST ?? join(HERE, "../dist"));

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    webgpu: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    engines: { type: "string" },
    native: { type: "string" },
    page: { type: "boolean", default: false },
    report: { type: "string" },
    programs: { type: "string" },
  },
});

const EFFORT = options.quick
  ? { rounds: 3, sampleMillis: 150, patienceMillis: 1_000 }
  : { rounds: 9, sampleMillis: 400, patienceMillis: 20_000 };

const workloads = JSON.parse(await readFile(join(HERE, "workloads.json"), "utf8")).filter(
  ({ name, grows }) => (options.only.length > 0 ? options.only.includes(name) : !(options.quick && grows)),
);
const chosen = options.engines?.split(",");
const engines = ENGINES.filter(
  ({ id, gpu, slow, program }) =>
    (chosen ? chosen.includes(id) : (options.webgpu || !gpu) && !(options.quick && slow)) &&
    (!program || existsSync(join(options.programs, `${program}.js`))),
);
const torch = await python();
const natives = nativePrograms({ program: options.native, torch });

/** What is left out on purpose, so that nothing is missing silently. */
const LEFT_OUT = [
  ...(options.webgpu ? [] : ["WebGPU: there is no GPU here, and `--webgpu` was not given."]),
  ...(torch ? [] : ["PyTorch: none was installed (`LATENTSCAPE_PYTHON` names a Python that has it)."]),
  ...(options.page ? [] : ["The built site: only a whole run, or `--only page`, measures it."]),
  ...(options.quick || chosen
    ? []
    : ["Growth with width and batch, and 64 pixels a side, on the slow peers: up to minutes a step."]),
  ...(options.quick
    ? ["The slow peers, and growth with width and batch: `--quick` leaves them out."]
    : []),
];

const bundled = await mkdtemp(join(tmpdir(), "latentscape-bench-"));
const failures = [];
const all = [];
let site = [];
let browser;
let server;
try {
  await bundle(bundled);
  server = await new Server({
    isolated: bundled,
    plain: bundled,
    modules: join(HERE, "node_modules"),
    programs: options.programs,
  }).listen();
  browser = await launch();
  const stage = new Stage(browser, server);
  for (const workload of workloads) {
    console.log(`\n${workload.title}`);
    const concerned = engines.filter(
      ({ only, slow }) => (!only || only(workload)) && (chosen || !slow || !(workload.grows || workload.heavy)),
    );
    const measurement = new Measurement(stage, workload, { ...EFFORT, say: console.log });
    const measured = await measurement.run(concerned, natives);
    printWorkload(measured);
    all.push(measured);
    failures.push(...measured.failures);
    await stage.clear();
  }
  const adapter = await stage.adapter();
  await stage.shut(stage.ours);
  if (options.page) {
    console.log("\nthe built site");
    const { rounds } = EFFORT;
    site = await measureSite(browser, DIST, { rounds, quick: options.quick, say: console.log });
    printSite(site);
    const broken = site.filter(({ failed }) => failed);
    failures.push(...broken.map(({ title, failed }) => `${title}: ${failed}`));
  }
  if (options.report) {
    const machine = await circumstances({ browser, adapter, torch });
    const how = [options.quick && " --quick --write", options.webgpu && " --webgpu"];
    const command = `cargo xtask bench${how.filter(Boolean).join("")}`;
    const report = { machine, measured: all, site, leftOut: LEFT_OUT, command };
    const isWritten = await writeReport(options.report, report);
    const kept = "has a whole run of this machine, and keeps it";
    console.log(isWritten ? `\nwrote ${options.report}` : `\n${options.report} ${kept}`);
  }
} finally {
  await browser?.close();
  await server?.close();
  await rm(bundled, { recursive: true, force: true });
}
console.log("\nnot measured");
for (const why of LEFT_OUT) {
  console.log(`  ${why}`);
}
for (const failure of failures) {
  console.error(`failed: ${failure}`);
}
process.exitCode = failures.length > 0 ? 1 : 0;
