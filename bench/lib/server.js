// A static server on 127.0.0.1. Below `/isolated/…` and `/plain/…` lie the same pages: the first
// are cross-origin isolated, so that their workers may have threads. Files have validators and
// compressed siblings, as on a static host.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { join, normalize, sep } from "node:path";

const TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  mjs: "text/javascript; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  woff2: "font/woff2",
};

const ISOLATING = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

/** Serves folders by the first part of the path, and what is posted, from memory. */
export class Server {
  #folders;
  #http;
  #sockets = new Set();
  #bytesOfClosed = 0;
  /** Posted or put here, by path: `{ bytes, type }`. */
  files = new Map();

  constructor(folders) {
    this.#folders = folders;
    this.#http = createServer((request, response) => {
      this.#answer(request, response).catch((error) => response.destroy(error));
    });
    this.#http.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => {
        this.#bytesOfClosed += socket.bytesWritten;
        this.#sockets.delete(socket);
      });
    });
  }

  /** Bytes sent so far, headers included. */
  get bytesSent() {
    return [...this.#sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, this.#bytesOfClosed);
  }

  async listen() {
    await new Promise((done, failed) => {
      this.#http.once("error", failed);
      this.#http.listen(0, "127.0.0.1", done);
    });
    return this;
  }

  get origin() {
    return `http://127.0.0.1:${this.#http.address().port}`;
  }

  close() {
    this.#http.closeAllConnections();
    return new Promise((done) => this.#http.close(done));
  }

  /** The page of a worker, isolated or not. */
  page(worker, { isolated = true, ...query }) {
    const parameters = new URLSearchParams({ worker, ...query });
    return `${this.origin}/${isolated ? "isolated" : "plain"}/?${parameters}`;
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.origin);
    const [, first, ...rest] = decodeURIComponent(url.pathname).split("/");
    const inside = rest.join("/");
    const headers = { "cache-control": "no-cache", ...(first === "plain" || first === "site" ? {} : ISOLATING) };
    if (request.method === "POST") {
      const parts = [];
      for await (const part of request) {
        parts.push(part);
      }
      this.files.set(url.pathname, {
        bytes: Buffer.concat(parts),
        type: url.searchParams.get("type"),
      });
      response.writeHead(204, headers).end();
      return;
    }
    if ((first === "isolated" || first === "plain") && inside === "") {
      const worker = `/${first}/${url.searchParams.get("worker")}.js`;
      response.writeHead(200, { ...headers, "content-type": TYPES.html }).end(pageOf(worker));
      return;
    }
    const held = this.files.get(url.pathname);
    if (held) {
      response
        .writeHead(200, { ...headers, "content-type": "application/octet-stream" })
        .end(held.bytes);
      return;
    }
    const file = this.#file(first, inside || "index.html");
    const found = file && (await stat(file).catch(() => null));
    if (!found?.isFile()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
      return;
    }
    const etag = `"${found.size}-${found.mtimeMs}"`;
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { ...headers, etag }).end();
      return;
    }
    const accepted = String(request.headers["accept-encoding"] ?? "");
    const compressed = /\bbr\b/.test(accepted) && (await stat(`${file}.br`).catch(() => null));
    response.writeHead(200, {
      ...headers,
      etag,
      "content-type": TYPES[file.split(".").pop()] ?? "application/octet-stream",
      ...(compressed && { "content-encoding": "br", vary: "accept-encoding" }),
      "content-length": (compressed || found).size,
    });
    createReadStream(compressed ? `${file}.br` : file).pipe(response);
  }

  #file(first, inside) {
    const folder = this.#folders[first];
    const file = folder && normalize(join(folder, inside));
    return file?.startsWith(folder + sep) ? file : undefined;
  }
}

const pageOf = (worker) => `<!doctype html>
<html lang="en" data-worker="${worker.replaceAll('"', "")}">
<meta charset="utf-8">
<title>bench</title>
<link rel="icon" href="data:,">
<script src="page.js" type="module"></script>
</html>
`;
