// The content security policy: no script but the site's, no request to anywhere that nobody asked for.
// Every other test runs under it too, and fails on a violation, which is a console error.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";

import { scenario } from "./lib/scenario.js";
import { DIST } from "./lib/site.js";

test("the page holds a policy before anything that loads, and neither script nor style of its own", async () => {
  const html = await readFile(join(DIST, "index.html"), "utf8");
  const policy = html.indexOf("Content-Security-Policy");
  assert.ok(policy > 0);
  for (const loads of ["<script", "<link", "<img"]) {
    assert.ok(policy < html.indexOf(loads), loads);
  }
  const scripts = html.match(/<script[^>]*>[^]*?<\/script>/g);
  assert.ok(scripts.length > 1);
  for (const script of scripts) {
    assert.match(script, /^<script[^>]* src="[^"]+"[^>]*><\/script>$/);
  }
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|javascript:/);
});

/** A server of another origin that counts what it is asked. */
async function elsewhere(body) {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("found");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  try {
    await body(`http://127.0.0.1:${server.address().port}/`);
    assert.equal(asked, 0, "another origin was asked");
  } finally {
    await new Promise((done) => server.close(done));
  }
}

const VIOLATIONS = [/violates the (following|document's) Content Security Policy/, /request to another origin/, /\(csp\)|ERR_BLOCKED_BY_CSP/];

scenario(
  "what is not the site's does not run, and is not asked for",
  {
    allow: VIOLATIONS,
    changes: [["/evaluates.js", () => ({ status: 200, body: Buffer.from(EVALUATES) })]],
  },
  async ({ page }) => {
    await elsewhere(async (address) => {
      const seen = await page.evaluate(async (address) => {
        const violated = [];
        document.addEventListener("securitypolicyviolation", (event) => {
          violated.push(event.effectiveDirective);
        });
        const script = document.createElement("script");
        script.textContent = "window.inlineRan = true";
        document.head.append(script);
        document.body.setAttribute("onclick", "window.handlerRan = true");
        document.body.click();
        // What a test has evaluated may evaluate; a script of the page may not.
        const evaluates = document.createElement("script");
        evaluates.src = "evaluates.js";
        const ran = new Promise((done) => (evaluates.onload = done));
        document.head.append(evaluates);
        await ran;
        const fetched = await fetch(address).then(
          () => true,
          () => false,
        );
        const image = await new Promise((done) => {
          const image = new Image();
          image.onload = () => done(true);
          image.onerror = () => done(false);
          image.src = address;
        });
        await new Promise((done) => setTimeout(done));
        return { violated, evaluated: window.evaluated, fetched, image, ran: [window.inlineRan, window.handlerRan] };
      }, address);
      assert.deepEqual([seen.evaluated, seen.fetched, seen.image], [false, false, false]);
      assert.deepEqual(seen.ran, [undefined, undefined]);
      for (const directive of ["script-src-elem", "script-src-attr", "connect-src", "img-src"]) {
        assert.ok(seen.violated.includes(directive), `${directive} of ${seen.violated}`);
      }
    });
  },
);

scenario(
  "a worker asks no other origin either",
  {
    allow: VIOLATIONS,
    changes: [["/probe.js", () => ({ status: 200, body: Buffer.from(PROBE) })]],
  },
  async ({ page }) => {
    await elsewhere(async (address) => {
      const fetched = await page.evaluate(async (address) => {
        const worker = new Worker("probe.js");
        const answer = new Promise((done) => {
          worker.onmessage = ({ data }) => done(data);
        });
        worker.postMessage(address);
        return answer;
      }, address);
      assert.equal(fetched, "refused");
    });
  },
);

const EVALUATES = `try { (0, eval)("window.evaluated = true"); } catch { window.evaluated = false; }`;

const PROBE = `onmessage = ({ data }) =>
  fetch(data).then(() => postMessage("fetched"), () => postMessage("refused"));`;

scenario("the page leads to the notices of others, which name and quote what it contains", {}, async ({
  page,
  context,
}) => {
  await page.getByText("Layers, data and licence").click();
  const [notices] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: "Third-party notices" }).click(),
  ]);
  await notices.waitForLoadState();
  const listed = await notices.locator("li").allInnerTexts();
  for (const name of [
    "uPlot 1.6.32, MIT",
    "Instrument Sans",
    "Rust's standard library",
    "burn-flex 0.",
    "leptos 0.",
    "wasm-bindgen 0.",
    "wgpu 3",
  ]) {
    assert.ok(listed.some((line) => line.includes(name)), name);
  }
  const quoted = (await notices.locator("h3").allInnerTexts()).join(", ");
  for (const line of listed.slice(2)) {
    const name = line.split(", ")[0];
    assert.ok(quoted.includes(name), `${name} has no licence`);
  }
});
