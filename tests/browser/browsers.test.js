// What the page promises, in every browser that it promises it for. Chromium's other tests go deeper;
// these ask whether the others do the same.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { everywhere } from "./lib/browsers/everywhere.js";
import { damagedWeights } from "./lib/faults.js";
import { assertChanged, assertNotBlank, assertSame } from "./lib/pixels.js";
import { DIST } from "./lib/site.js";
import { versionsInPage } from "./lib/versions.js";

const PICTURE = await readFile(new URL("files/three.png", import.meta.url));
const DECODERS = new URL("../reference/decoders/", import.meta.url);
const shipped = (path) => readFile(join(DIST, "assets", path));

/**
 * What browsers showed, those with relaxed SIMD and those without: the models compute the same numbers in all
 * of a kind, and between the two the same but for the rounding of products (app/engine/fused.js).
 */
const shown = [{}, {}];
/** Of 255. */
const ROUNDING = 2;

async function assertAsElsewhere(visitor, what, pixels) {
  const fused = await visitor.evaluate(() =>
    import(new URL("fused.js", document.baseURI).href).then(({ isKnown }) => isKnown()),
  );
  const [same, other] = fused ? shown : shown.toReversed();
  same[what] ??= pixels;
  assertSame(pixels, same[what], 0);
  assertSame(pixels, other[what] ?? pixels, ROUNDING);
}

/** The words that a trainer with several threads is told by. */
const THREADS = /CPU, \d+ threads/;

everywhere((visit) => {
  visit("a slider that is dragged moves the picture, and the badge says what decodes it", {}, async ({
    visitor,
  }) => {
    await assertAsElsewhere(visitor, "the picture of the centre", await visitor.settled());
    const left = await visitor.slide("z1", -2);
    await visitor.click("button", "Reset");
    await assertAsElsewhere(visitor, "the picture of the centre", await visitor.settled());
    assertChanged(await visitor.slide("z1", 2), left);
    await visitor.click("button", "Randomize");
    await visitor.settled();
    assert.match(await visitor.text("status", "Engine"), /^CPU · .*ms$/);
  });

  visit("a model of ten dimensions, a tool and a theme are a click away", {}, async ({ visitor }) => {
    await visitor.select("combobox", "Model", "MNIST digits, 10 dimensions");
    await visitor.eventually(async () => assert.equal(await visitor.count("slider", /^z\d+$/), 10));
    const before = await visitor.settled();
    assertChanged(await visitor.slide("z4", 2.5), before);
    for (const tool of ["Directions", "Neighbours", "Encode", "Paths"]) {
      await visitor.click("tab", tool);
      assert.equal(await visitor.attribute("tab", tool, "aria-selected"), "true");
    }
    await visitor.click("button", /^Theme: /);
    await visitor.click("tab", "Compare");
    await visitor.eventually(async () => assertNotBlank(await visitor.pixels("Left picture")));
  });

  visit("on a page that is not isolated one thread trains", {}, async ({ visitor }) => {
    assert.equal(await visitor.evaluate(() => crossOriginIsolated), false);
    await visitor.train();
    await assertAsElsewhere(visitor, "three steps of classroom", await visitor.stepped("classroom", 3));
    const { step, samples } = await visitor.playTo(10);
    assert.ok(step >= 10);
    assertNotBlank(samples, "the samples");
    assert.doesNotMatch(await visitor.text("status", "Training progress"), /threads/);
  });

  visit("on an isolated page several threads train, and take the same steps", { isolated: true }, async ({
    visitor,
  }) => {
    const cores = await visitor.evaluate(() => [crossOriginIsolated, navigator.hardwareConcurrency]);
    assert.equal(cores[0], true);
    assert.ok(cores[1] > 1, `this needs more cores than ${cores[1]}`);
    await visitor.train();
    await assertAsElsewhere(visitor, "three steps of classroom", await visitor.stepped("classroom", 3));
    assert.match(await visitor.text("status", "Training progress"), THREADS);
    await visitor.playTo(20);
    assert.match(await visitor.text("status", "Training progress"), THREADS);
  });

  visit("where no header isolates the page, the service worker does from the next visit on", {}, async ({
    visitor,
  }) => {
    await visitor.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await visitor.reload();
    await visitor.ready();
    assert.equal(await visitor.evaluate(() => crossOriginIsolated), true);
    await visitor.train();
    await visitor.playTo(5);
    assert.match(await visitor.text("status", "Training progress"), THREADS);
  });

  visit("after one visit the page explores and trains with the server stopped", {
    // What is asked for and not kept; the browsers word it in their own ways.
    allow: [/./],
  }, async ({ visitor, site }) => {
    await visitor.eventually(async () => {
      const { version, whole } = await visitor.evaluate(versionsInPage);
      assert.equal(whole, version);
    }, 60_000);
    await visitor.click("button", "Reset");
    const centre = await visitor.settled();
    await site.close();
    await visitor.reload();
    await visitor.ready();
    await visitor.click("button", "Reset");
    assertSame(await visitor.settled(), centre, 0);
    assertChanged(await visitor.slide("z1", -1.5), centre);
    await visitor.select("combobox", "Model", "MNIST digits, 10 dimensions");
    await visitor.eventually(async () => assert.equal(await visitor.count("slider", /^z\d+$/), 10));
    await visitor.train();
    await assertAsElsewhere(visitor, "three steps of classroom", await visitor.stepped("classroom", 3));
    assert.match(await visitor.text("status", "Training progress"), THREADS);
  });

  visit("threads that cannot be started give way to one, with a sentence", {
    isolated: true,
    changes: [["/threads.js", () => ({ status: 404, body: Buffer.from("not found") })]],
    allow: [/threads\.js|404/],
  }, async ({ visitor }) => {
    await visitor.train();
    await visitor.click("button", "Play");
    await visitor.message(/^Training on several threads could not start, so one is used\./);
    await visitor.reached(3);
    await visitor.click("button", "Pause");
    assert.doesNotMatch(await visitor.text("status", "Training progress"), /threads/);
  });

  visit("a worker that dies is started again, and the page goes on", {}, async ({ visitor }) => {
    const before = await visitor.slide("z1", 1.5);
    await visitor.evaluate(() => new BroadcastChannel("test").postMessage("engine=engine-cpu"));
    await visitor.message(/was started again/);
    assertChanged(await visitor.slide("z1", -1.5), before);
  });

  visit("a picture of one's own is encoded", {}, async ({ visitor }) => {
    const before = await visitor.settled();
    await visitor.click("tab", "Encode");
    await visitor.pick("Picture file", "three.png", PICTURE);
    await visitor.eventually(async () => assertNotBlank(await visitor.pixels("As the model takes it")));
    await visitor.eventually(async () => assertNotBlank(await visitor.pixels("Reconstruction")));
    // Where it came to differs a little, for browsers make pictures smaller in their own ways.
    await visitor.eventually(async () => assertChanged(await visitor.settled(), before));
  });

  visit("a run goes on after a reload", {}, async ({ visitor }) => {
    await visitor.train();
    await visitor.select("combobox", "Preset", "classroom");
    await visitor.click("button", "Reset run");
    const { step, samples } = await visitor.playTo(20);
    // It is kept once the list of kept runs says so.
    await visitor.eventually(async () => {
      const kept = await visitor.evaluate(() => [...document.querySelectorAll(".kept-run")].map(probe.text));
      assert.ok(kept.some((facts) => facts.includes(`step ${step} `)), `kept: ${kept}`);
    });
    await visitor.reload();
    await visitor.ready();
    await visitor.train();
    await visitor.unfold(/^Kept runs/);
    await visitor.click("button", /^Resume/);
    await visitor.eventually(async () =>
      assert.equal(await visitor.attribute("img", "Samples", "data-step"), String(step)),
    );
    assertSame(await visitor.pixels("Samples"), samples, 0);
    await visitor.click("button", "Step");
    await visitor.reached(step + 1);
  });

  visit("the page speaks the language that its address asks for", {
    parameters: { engine: "cpu", lang: "en-XA" },
  }, async ({ visitor }) => {
    assert.equal(await visitor.evaluate(() => document.documentElement.lang), "en-XA");
    const names = await visitor.evaluate(() => probe.all("tab").map((tab) => probe.name(tab)));
    assert.ok(names.length >= 3);
    for (const name of names) {
      assert.match(name, /^⟦.*⟧$/u);
    }
  });

  visit("another language comes without a reload, stays after one, and goes again", {
    parameters: { engine: "cpu" },
  }, async ({ visitor }) => {
    const rooms = () => visitor.evaluate(() => probe.all("tab").map((tab) => probe.name(tab)));
    const speaks = async (language, name) => {
      await visitor.eventually(async () => {
        assert.equal(await visitor.evaluate(() => document.documentElement.lang), language);
        assert.ok((await rooms()).includes(name), `${await rooms()}`);
      });
    };
    await speaks("en", "Explore");
    const left = await visitor.slide("z1", -2);
    await visitor.evaluate(() => {
      window.isTheSamePage = true;
    });
    await visitor.select("combobox", "Language", "zh-CN");
    await speaks("zh-CN", "探索");
    assert.equal(await visitor.evaluate(() => window.isTheSamePage), true);
    await visitor.eventually(async () => assertSame(await visitor.pixels("解码图像"), left, 0));
    await visitor.reload();
    await visitor.ready();
    await speaks("zh-CN", "探索");
    await visitor.select("combobox", "语言", "en");
    await speaks("en", "Explore");
    await visitor.reload();
    await visitor.ready();
    await speaks("en", "Explore");
  });

  visit("the first lesson is done to its end", {}, async ({ visitor }) => {
    await visitor.click("tab", "Learn");
    await visitor.click("button", /What a latent space is/);
    // Where each step leads: values of sliders, one after another.
    const steps = [
      [["z1", 2], ["z1", -2]],
      [["z1", 2.2], ["z1", -2.2]],
      [["z1", 2], ["z2", -0.4]],
      [["z1", 0], ["z2", 1.05]],
      [["z1", 3.45]],
    ];
    for (const [at, ways] of steps.entries()) {
      await visitor.eventually(async () =>
        assert.match(
          await visitor.evaluate(() => document.querySelector(".lesson-position")?.textContent ?? ""),
          new RegExp(`^\\D*${at + 1}\\D+6\\D*$`),
        ),
      );
      const done = () => visitor.attribute("region", "Your turn", "data-done");
      assert.equal(await done(), "false");
      for (const [slider, value] of ways) {
        await visitor.slide(slider, value);
      }
      await visitor.eventually(async () => assert.equal(await done(), "true"));
      await visitor.click("button", "Next step");
    }
    await visitor.click("button", "Finish");
    const card = () => visitor.text("button", /What a latent space is/);
    await visitor.eventually(async () => assert.match(await card(), /Done/));
  });

  visit("files are taken for what they are, and what is nothing is refused with a sentence", {}, async ({
    visitor,
  }) => {
    await visitor.click("tab", "Encode");
    const centre = await visitor.settled();
    await visitor.drop("three.png", PICTURE);
    // The point moves once the picture is encoded.
    await visitor.eventually(async () => assertChanged(await visitor.settled(), centre));
    const before = await visitor.settled();

    await visitor.drop("noise.safetensors", Buffer.alloc(4_096, 0xa5));
    const sentence = await visitor.message(/noise\.safetensors/);
    assert.ok(sentence.length <= 300, sentence);
    assertSame(await visitor.settled(), before, 0);

    await visitor.drop("mine.safetensors", await shipped("models/vae-mnist-10d.safetensors"));
    await visitor.eventually(async () => assert.equal(await visitor.count("slider", /^z\d+$/), 10));
    await visitor.settled();

    await visitor.drop("mine.run.safetensors", await shipped("runs/eight-gaussians.run.safetensors"));
    await visitor.train();
    await visitor.eventually(async () => assert.equal(await visitor.step(), 6_000));
  });

  visit("an ONNX decoder of one's own is explored", {}, async ({ visitor }) => {
    await visitor.slide("z1", 1);
    await visitor.drop("mlp_vae.onnx", await readFile(new URL("mlp_vae.onnx", DECODERS)));
    await visitor.eventually(async () => assert.equal(await visitor.count("slider", /^z\d+$/), 8));
    await visitor.click("button", "Reset");
    const centre = await visitor.settled();
    await assertAsElsewhere(visitor, "the centre of a decoder of one's own", centre);
    assertChanged(await visitor.slide("z1", 2), centre);
  });

  visit("damaged weights are refused with a sentence, and the first model stays", {
    changes: [damagedWeights["with a flipped bit"]],
  }, async ({ visitor }) => {
    const before = await visitor.settled();
    await visitor.select("combobox", "Model", "MNIST digits, 10 dimensions");
    await visitor.message(/^“MNIST digits, 10 dimensions” could not be loaded\. .*digest/);
    assert.equal(await visitor.count("slider", /^z\d+$/), 2);
    assertSame(await visitor.settled(), before, 0);
  });
});
