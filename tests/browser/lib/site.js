// A static server that knows nothing but the built site, counts what it sends, and can be told to
// send something else for single files.

import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const DEFAULT_DIST = fileURLToPath(new URL("../../../dist", import.meta.url));

/** The folder with the built site. */
export const DIST = resolve(process.env.LATENTSCAPE_DIST ?? DEFAULT_DIST);

const MIME_TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  safetensors: "application/octet-stream",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff2: "font/woff2",
};

/**
 * Serves the site on 127.0.0.1, at a port of the system's choice.
 *
 * `below` is the path that the site lies at, `/` or e.g. `/latentscape/`; anything outside of it is
 * answered with 404. `changes` are as for `Site.change`. `isolated` sends the headers that let a page
 * share memory between threads.
 */
export async function serve({ below = "/", changes = [], isolated = false } = {}) {
  await stat(join(DIST, "index.html")).catch(() => {
    throw new Error(`There is no built site in ${DIST}. Run \`cargo xtask build\` first.`);
  });
  const site = new Site(below, isolated, await policyOf(join(DIST, "index.html")));
  for (const [files, how] of changes) {
    site.change(files, how);
  }
  await site.listen();
  return site;
}

/** The content security policy that a page holds. */
async function policyOf(page) {
  const html = await readFile(page, "utf8");
  const found = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html);
  if (!found) {
    throw new Error(`${page} has no content security policy.`);
  }
  return found[1];
}

class Site {
  #below;
  #isolated;
  #policy;
  #server;
  #sockets = new Set();
  #bytesOfClosed = 0;
  #changes = new Map();

  /** Paths that were asked for, in order. */
  requests = [];

  /** Those of them that were answered with an error. */
  refused = [];

  constructor(below, isolated, policy) {
    this.#below = below;
    this.#isolated = isolated;
    this.#policy = policy;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => response.destroy(error));
    });
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => {
        this.#bytesOfClosed += socket.bytesWritten;
        this.#sockets.delete(socket);
      });
    });
  }

  listen() {
    return new Promise((done, failed) => {
      this.#server.once("error", failed);
      this.#server.listen(0, "127.0.0.1", done);
    });
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** The page's address, with these parameters. */
  page(parameters = {}) {
    const query = new URLSearchParams(parameters).toString();
    return this.origin + this.#below + (query && `?${query}`);
  }

  /** Bytes sent so far, headers included. */
  get bytesSent() {
    let sum = this.#bytesOfClosed;
    for (const socket of this.#sockets) {
      sum += socket.bytesWritten;
    }
    return sum;
  }

  /**
   * From now on, changes what is sent for files whose path matches a RegExp, or ends with a string.
   * `how` receives `{ path, query, status, body }`, the body as a Buffer, and returns what differs (or
   * a promise of it); with `cutAt`, the connection ends after so many bytes of the body. Without `how`
   * the change is taken back.
   */
  change(files, how) {
    if (how) {
      this.#changes.set(files, how);
    } else {
      this.#changes.delete(files);
    }
  }

  async close() {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request, response) {
    const { pathname, search } = new URL(request.url, this.origin);
    const path = decodeURIComponent(pathname);
    this.requests.push(path);
    const file = this.#file(path);
    const found = file && (await stat(file).catch(() => null));
    const concerned = ([files]) =>
      typeof files === "string" ? path.endsWith(files) : files.test(path);
    const change = [...this.#changes].find(concerned)?.[1];
    if (!found?.isFile() && !change) {
      this.refused.push(path);
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
      return;
    }
    const headers = {
      "content-type": MIME_TYPES[file.split(".").pop()] ?? "application/octet-stream",
      "cache-control": "no-cache",
      "content-security-policy": this.#policy,
      ...(this.#isolated && {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      }),
    };
    if (change) {
      const whole = found?.isFile()
        ? { path, status: 200, body: await readFile(file) }
        : { path, status: 404, body: Buffer.from("not found") };
      const query = search.slice(1);
      const { status, body, cutAt } = { ...whole, ...(await change({ ...whole, query })) };
      if (status >= 400) {
        this.refused.push(path);
      }
      response.writeHead(status, { ...headers, "content-length": body.length });
      if (cutAt !== undefined && request.method !== "HEAD") {
        response.write(body.subarray(0, cutAt), () => response.destroy());
        return;
      }
      response.end(body);
      return;
    }
    const accepted = String(request.headers["accept-encoding"] ?? "");
    const compressed = /\bbr\b/.test(accepted) && (await stat(`${file}.br`).catch(() => null));
    const sent = compressed ? `${file}.br` : file;
    response.writeHead(200, {
      ...headers,
      ...(compressed && { "content-encoding": "br", vary: "accept-encoding" }),
      "content-length": (compressed || found).size,
    });
    createReadStream(sent).pipe(response);
  }

  /** The file behind a path, or nothing where the path is not the site's. */
  #file(path) {
    if (!path.startsWith(this.#below)) {
      return undefined;
    }
    const inside = path.slice(this.#below.length) || "index.html";
    const file = normalize(join(DIST, inside));
    return file.startsWith(DIST + sep) ? file : undefined;
  }
}
