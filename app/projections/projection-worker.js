// The script of the worker that projects points: loads the program, and answers the one question that it is
// asked. Who wants another one ends the worker and starts another.
//
// It is posted `{ spec, rows, width }` (`rows` a Float32Array); it posts `{ progress }` from 0 to 1, then
// `{ view, millis }` (positions, then two figures), `{ fault }` if points cannot be projected, or
// `{ broken }` if the program did not start or stopped.

const build = new URL(self.location.href).searchParams.get("v") ?? "";
const version = `?v=${encodeURIComponent(build)}`;
const program = (async () => {
  const module = await import(new URL(`./projections.js${version}`, self.location.href).href);
  await module.default({ module_or_path: new URL(`./projections_bg.wasm${version}`, self.location.href) });
  return module.project;
})();

self.onmessage = async ({ data: { spec, rows, width } }) => {
  try {
    const project = await program;
    const begin = performance.now();
    const view = project(spec, rows, width, (progress) => self.postMessage({ progress }));
    self.postMessage({ view, millis: performance.now() - begin }, [view.buffer]);
  } catch (error) {
    self.postMessage(typeof error === "string" ? { fault: error } : { broken: String(error) });
  }
};
