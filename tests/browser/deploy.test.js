// What runs elsewhere: files of deploy/, workflows and the devcontainer say what others' schemas and our own
// files expect. Needs neither browser nor site.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import Ajv from "ajv/dist/2020.js";
import { parse } from "yaml";

const text = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

/** The official schema of a Job; nothing that it does not know is let through. */
async function jobErrors(job) {
  const schema = JSON.parse(await text("tests/browser/files/kubernetes-job.schema.json"));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(schema);
  return validate(job) ? [] : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test("the Kubernetes manifest is an Indexed Job by the official schema", async () => {
  const job = parse(await text("deploy/kubernetes-job.yaml"));
  assert.deepEqual(await jobErrors(job), []);
  assert.equal(job.spec.completionMode, "Indexed");

  // A schema that lets all through would say nothing.
  const broken = structuredClone(job);
  broken.spec.template.spec.containers[0].imagee = "x";
  broken.spec.completions = "twelve";
  delete broken.spec.template;
  const errors = await jobErrors(broken);
  assert.ok(errors.some((error) => error.includes("/spec/completions must be integer")), errors.join("; "));
  assert.ok(errors.some((error) => error.includes("must have required property 'template'")), errors.join("; "));
  const misspelt = structuredClone(job);
  misspelt.spec.template.spec.containers[0].imagee = "x";
  assert.match((await jobErrors(misspelt)).join(), /must NOT have additional properties/);
});

test("the files of deploy/ are for the sweep beside them, and for one image", async () => {
  const sweep = await text("deploy/sweep.toml");
  const list = (name) => sweep.match(new RegExp(`^${name} = \\[(.*)\\]$`, "m"))[1].split(",").length;
  const runs = list("presets") * list("seeds") * list("learningRate") * list("ganLoss");
  assert.equal(runs, 12);

  const job = parse(await text("deploy/kubernetes-job.yaml"));
  assert.equal(job.spec.completions, runs);
  const slurm = await text("deploy/slurm-array.sh");
  assert.ok(slurm.includes(`--array=0-${runs - 1} `));
  const sky = parse(await text("deploy/skypilot.yaml"));
  assert.equal(Number(sky.envs.RUNS), runs);

  const [container] = job.spec.template.spec.containers;
  const dockerfile = await text("deploy/Dockerfile");
  assert.ok(dockerfile.includes(`-t ${container.image} .`));
  // Volumes that are mounted are there.
  const volumes = job.spec.template.spec.volumes.map(({ name }) => name);
  assert.deepEqual(container.volumeMounts.map(({ name }) => name), volumes);
});

test("every place that names Rust names the toolchain's version", async () => {
  const [, version] = (await text("rust-toolchain.toml")).match(/channel = "(.*)"/);
  const dockerfile = await text("deploy/Dockerfile");
  assert.ok(dockerfile.includes(`FROM docker.io/library/rust:${version}-bookworm AS build`));
  assert.ok(dockerfile.includes(`RUSTUP_TOOLCHAIN=${version}\n`));
  for (const image of dockerfile.match(/^FROM \S+/gm)) {
    assert.match(image, /^FROM docker\.io\/library\/[a-z]+:\d[\w.-]+$/);
  }
  const container = JSON.parse((await text(".devcontainer/devcontainer.json")).replace(/^\s*\/\/.*$/gm, ""));
  const feature = (name) => container.features[`ghcr.io/devcontainers/features/${name}:1`];
  assert.equal(feature("rust").version, version);
  assert.equal(feature("node").version, "20");
});
