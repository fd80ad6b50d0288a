// How much an engine asks of the GPU: shaders that it has run, and command buffers' submissions.
// Counted where every engine passes, at the browser's own interface.

const counted = { dispatches: 0, submits: 0 };

const wrap = (prototype, name, what) => {
  const original = prototype?.[name];
  if (original) {
    prototype[name] = function count(...given) {
      counted[what] += 1;
      return original.apply(this, given);
    };
  }
};

wrap(self.GPUComputePassEncoder?.prototype, "dispatchWorkgroups", "dispatches");
wrap(self.GPUComputePassEncoder?.prototype, "dispatchWorkgroupsIndirect", "dispatches");
wrap(self.GPUQueue?.prototype, "submit", "submits");

/** What `work` asked of the GPU. */
export async function dispatchesOf(work) {
  const before = { ...counted };
  await work();
  return {
    dispatches: counted.dispatches - before.dispatches,
    submits: counted.submits - before.submits,
  };
}
