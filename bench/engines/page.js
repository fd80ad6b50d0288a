// The page of an engine: a worker, and a way to call it. Big arrays travel to the page by address
// (`job=…`), so that the test's driver need not carry them as text.

const worker = new Worker(`${document.documentElement.dataset.worker}${location.search}`, {
  type: "module",
});
const waiting = new Map();
let last = 0;
const serving = new Promise((resolve, reject) => {
  worker.onerror = (event) => {
    const error = new Error(event.message || "the worker failed");
    reject(error);
    for (const { reject } of waiting.values()) {
      reject(error);
    }
  };
  worker.onmessage = ({ data, ports }) => {
    if (data === "serving") {
      resolve();
      return;
    }
    if (data.thread) {
      makeThread(data.thread, ports[0]);
      return;
    }
    const [id, value, error] = data;
    const { resolve: done, reject: failed } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) {
      done(value);
    } else {
      failed(new Error(error));
    }
  };
});
serving.catch(() => {});

/** Makes a thread for our engine, as the built page does (`makeThread` in app/page/js/device.js). */
function makeThread({ address, name, work }, port) {
  const thread = new Worker(address, { type: "module", name });
  thread.onmessage = ({ data }) => {
    port.postMessage(data);
    // Whatever a thread says later is why it ended.
    thread.onmessage = ({ data: [failure] }) => {
      throw new Error(failure);
    };
  };
  thread.onerror = ({ message }) => port.postMessage(message ?? "");
  thread.postMessage(work);
}

window.call = async (name, argument) => {
  await serving;
  last += 1;
  return new Promise((resolve, reject) => {
    waiting.set(last, { resolve, reject });
    worker.postMessage([last, name, argument]);
  });
};

const read = async (address) => {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${address}: ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
};

/** The job that lies at an address: a JSON file, and the arrays that it names beside it. */
window.prepare = async (address) => {
  const job = JSON.parse(new TextDecoder().decode(await read(`${address}/job.json`)));
  const floats = async (name) => new Float32Array((await read(`${address}/${name}`)).buffer);
  const given = {
    ...job,
    state: await read(`${address}/state`),
    z: await floats("z"),
    heldOut: await read(`${address}/held-out`),
    images: await Promise.all(job.images.map(floats)),
    noise: await Promise.all(job.noise.map(floats)),
  };
  return window.call("prepare", given);
};

/** Posts the numbers that a function gives to an address. */
window.deliver = async (name, address) => {
  const numbers = await window.call(name);
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const response = await fetch(`${address}?type=${numbers.constructor.name}`, {
    method: "POST",
    body: bytes,
  });
  if (!response.ok) {
    throw new Error(`${address}: ${response.status}`);
  }
};

/** Has ours make a job, and puts it where the other pages find it. */
window.make = async (argument, address) => {
  const { spec, state, z, heldOut, images, noise } = await window.call("make", argument);
  const put = async (name, numbers) => {
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    const response = await fetch(`${address}/${name}`, { method: "POST", body: bytes });
    if (!response.ok) {
      throw new Error(`${address}/${name}: ${response.status}`);
    }
    return name;
  };
  await Promise.all([put("state", state), put("z", z), put("held-out", heldOut)]);
  const pixels = heldOut.length / 64;
  const job = { spec, recipe: argument.recipe, pixels, images: [], noise: [] };
  for (const at of images.keys()) {
    job.images.push(await put(`images-${at}`, images[at]));
    job.noise.push(await put(`noise-${at}`, noise[at]));
  }
  await put("job.json", new TextEncoder().encode(JSON.stringify(job)));
};
