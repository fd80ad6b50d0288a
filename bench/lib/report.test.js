import assert from "node:assert/strict";
import { test } from "node:test";

import { hasWholeRun, machineName, withSection } from "./report.js";

test("a machine is called by its processor, its cores and the GPU that it has", () => {
  const model = "Intel(R)  Xeon(R) Processor ";
  const software = "none; WebGPU in software (google swiftshader)";
  assert.equal(machineName({ model, cores: 2, adapter: software }), "Intel Xeon Processor, 2 cores");
  assert.equal(machineName({ model, cores: 4, adapter: "nvidia ada" }), "Intel Xeon Processor, 4 cores, nvidia ada");
});

test("a machine that runs the benchmark again replaces its own section only", () => {
  const first = withSection("", "AMD EPYC, 2 cores", "### Steps\n\n| a |");
  assert.match(first, /^# Benchmarks\n\n[^#]+\n\n## AMD EPYC, 2 cores\n\n### Steps\n\n\| a \|\n$/);
  const both = withSection(first, "AMD EPYC, 2 cores, nvidia", "### Steps\n\n| b |");
  assert.ok(both.startsWith(first) && both.endsWith("\n\n## AMD EPYC, 2 cores, nvidia\n\n### Steps\n\n| b |\n"));
  const again = withSection(both, "AMD EPYC, 2 cores", "### Steps\n\n| $& |");
  assert.equal(again, both.replace("| a |", () => "| $& |"));
});

test("a quick run replaces a quick one only", () => {
  const whole = withSection("", "AMD EPYC, 2 cores", "By `cargo xtask bench --webgpu`.\n\n### Steps");
  const both = withSection(whole, "Intel Xeon, 2 cores", "By `cargo xtask bench --quick --write`.");
  assert.equal(hasWholeRun(both, "AMD EPYC, 2 cores"), true);
  assert.equal(hasWholeRun(both, "Intel Xeon, 2 cores"), false);
  assert.equal(hasWholeRun(both, "AMD EPYC, 4 cores"), false);
  // The real document, whose last section says what a quick run leaves out.
  const text = "By `cargo xtask bench`.\n\n- WebGPU: there is no GPU here, and `--webgpu` was not given.";
  assert.equal(hasWholeRun(withSection("", "A", text), "A"), true);
});
