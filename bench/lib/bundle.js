// Each engine's worker as a file of its own, because workers know no import maps.

import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const ENGINES = fileURLToPath(new URL("../engines", import.meta.url));

/** Bundles `engines/worker-*.js` into a folder. */
export async function bundle(folder) {
  await build({
    absWorkingDir: ENGINES,
    entryPoints: ["page.js", "worker-jax.js", "worker-ort.js", "worker-ours.js", "worker-tfjs.js"],
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    // What is imported by address at run time.
    external: ["/programs/*", "/modules/*"],
    outdir: folder,
    logLevel: "warning",
  });
}
