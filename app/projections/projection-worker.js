// The script of the worker that projects points, or measures pictures of a run: loads the program, and answers
// the one question that it is asked. Who wants another one ends the worker and starts another.
//
// It is posted `{ spec, rows, width }` (`rows` a Float32Array); it posts `{ progress }` from 0 to 1, then
// `{ view, millis }` (positions, then two figures), `{ fault }` if points cannot be projected, or
// `{ broken }` if the program did not start or stopped.
//
// Or it is posted `{ sizes, pictures, classifier }` (a Uint32Array, a Uint8Array, the address of a classifier
// or ""); it posts `{ figures }`, `{ fault }` or `{ broken }`. Without the classifier, the figures that need
// it are missing.

const build = new URL(self.location.href).searchParams.get("v") ?? "";
const version = `?v=${encodeURIComponent(build)}`;
const program = (async () => {
  const module = await import(new URL(`./projections.js${version}`, self.location.href).href);
  await module.default({ module_or_path: new URL(`./projections_bg.wasm${version}`, self.location.href) });
  return module;
})();

/** The bytes of a file; none where it cannot be had. */
async function bytesOf(address) {
  if (address === "") {
    return new Uint8Array();
  }
  try {
    const reply = await fetch(address);
    return new Uint8Array(reply.ok ? await reply.arrayBuffer() : 0);
  } catch {
    return new Uint8Array();
  }
}

self.onmessage = async ({ data: { spec, rows, width, sizes, pictures, classifier } }) => {
  try {
    const { evaluate, project } = await program;
    if (sizes) {
      const figures = evaluate(sizes, pictures, await bytesOf(classifier));
      self.postMessage({ figures }, [figures.buffer]);
      return;
    }
    const begin = performance.now();
    const view = project(spec, rows, width, (progress) => self.postMessage({ progress }));
    self.postMessage({ view, millis: performance.now() - begin }, [view.buffer]);
  } catch (error) {
    self.postMessage(typeof error === "string" ? { fault: error } : { broken: String(error) });
  }
};
