// 简体中文: chosen by the browser's languages, by the address and by the visitor, without a reload; and
// everything is said in it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./lib/eventually.js";
import { fakeWorkers } from "./lib/fake.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";
import { walk } from "./lib/walk.js";
import { hasLatinWord, latinWords } from "./lib/words.js";

/** Words in Latin letters that Chinese has as well. */
const NAMES = [
  /Latentscape/g,
  // Engines, what they are made of, and what runs are trained with.
  /\b(CPU|GPU|WebGPU|WebAssembly|SIMD|Worker|auto|cpu|webgpu)\b/g,
  /\b(PyTorch|burn|Python)\b/g,
  // Data sets, their authors and licences, as model cards have them.
  /\bFashion-MNIST\b|\bMNIST\b|\bUCI\b/g,
  /Yann LeCun, Corinna Cortes, Christopher J\. C\. Burges|Han Xiao, Kashif Rasul, Roland Vollgraf/g,
  /Faces \(drawn here\)|, after DiceBear's "Pixel Art"/g,
  /CC[- ]BY[- ]SA[- ]3\.0|MIT OR Apache-2\.0|\bMIT\b/g,
  // Models and mathematics.
  /\b(PCA|t-SNE|UMAP|PSNR|SSIM|R3GAN|DCGAN|VAE-GAN|VAE|GAN|GANSpace|KL|JS|MMD²|ELBO|arXiv)\b|\bMMD²/g,
  /\b(Adam|RMSprop|SGD|ReLU|Leaky|SiLU|Sigmoid|Tanh|Wasserstein)\b/g,
  // Formats, units and keys.
  /\.safetensors\b|\.onnx\b|\.json\b|\bsafetensors\b/g,
  /\b(PNG|JPEG|GIF|WebP|CSV|IDX|JSON|ONNX|NumPy|zip|gzip|MB|KiB)\b/g,
  /\b(Shift|Ctrl|Alt|Home|End|Enter|Delete|Esc)\b/g,
  // Axes, dimensions and hidden layers; what a formula calls the point and a direction of the model.
  /\b[hzp]c?\d+\b/g,
  /\b(here|slant|thickness|pins)\b/g,
  // Commands of the native program, as they are typed.
  /\btrain (judge|sweep gather)\b/g,
  // Layers as the form's text has them, and digests.
  /\b(conv|dense)\b/g,
  /\bSHA-256\b|\b[0-9a-f]{12,}\b/g,
];

/** Formulas, programs, and names of languages, each in itself. */
const EXCEPT = ["div.formula", ".math", ".code-text", ".language option", ".teach-language option"];

async function assertChinese(page, where, own = []) {
  assert.deepEqual(await latinWords(page, { names: [...NAMES, ...own], except: EXCEPT }), [], where);
}

/** An init script: the browser's languages. */
function speaks(...languages) {
  return `Object.defineProperty(navigator, "languages", { get: () => ${JSON.stringify(languages)} });`;
}

function tagOf(page) {
  return page.evaluate(() => document.documentElement.lang);
}

/** Chooses a language and waits until the page says it. */
async function choose(page, language) {
  await page.locator("select.language").selectOption(language);
  await eventually(async () => assert.equal(await tagOf(page), language));
}

/** An init script: the page forgets this mark when it is loaded again. */
const MARK = "window.markOfThisLoad = Math.random();";
const markOf = (page) => page.evaluate(() => window.markOfThisLoad);

test("a Latin word is told from a name, a symbol and Chinese", () => {
  for (const text of ["潜空间", "z1 的值", "MNIST 数字，2 维", "0 至 9", "D 的打分", "在地图上 Shift + 拖动"]) {
    assert.equal(hasLatinWord(text, NAMES), false, text);
  }
  for (const text of ["Latent space", "重置 run", "\uFFFD"]) {
    assert.equal(hasLatinWord(text, NAMES), true, text);
  }
});

for (const language of ["zh", "zh-Hans", "zh-CN", "zh-SG", "zh-TW"]) {
  scenario(
    `a browser that speaks ${language} is answered in Chinese`,
    { init: speaks(language, "en") },
    async ({ page }) => {
      assert.equal(await tagOf(page), "zh-CN");
      await page.getByRole("tab", { name: "探索", exact: true }).waitFor();
      assert.match(await page.title(), /潜空间/);
    },
  );
}

scenario(
  "of the browser's languages the first that there is counts",
  { init: speaks("fr-FR", "en-GB", "zh-CN") },
  async ({ page }) => assert.equal(await tagOf(page), "en"),
);

scenario("the language is chosen by its own name", {}, async ({ page }) => {
  const choice = page.getByRole("combobox", { name: "Language", exact: true });
  assert.deepEqual(await choice.locator("option").allTextContents(), ["English", "简体中文"]);
  assert.equal(await choice.inputValue(), "en");
  await choice.focus();
  await choice.selectOption("zh-CN");
  const chosen = page.getByRole("combobox", { name: "语言", exact: true });
  await chosen.waitFor();
  assert.equal(await chosen.inputValue(), "zh-CN");
  assert.ok(await chosen.evaluate((choice) => choice === document.activeElement), "the focus");
  await chosen.selectOption("en");
  await choice.waitFor();
  assert.match(await page.title(), /latent space/);
});

scenario("the pseudo-locale is offered where it was asked for", { lang: "en-XA" }, async ({ page }) => {
  const offered = await page.locator("select.language option").evaluateAll((all) => all.map((one) => one.value));
  assert.ok(offered.includes("en-XA"), `${offered}`);
  await choose(page, "zh-CN");
  await assertChinese(page, "after the pseudo-locale");
});

scenario(
  "a change of language reloads nothing, and point, tool, pins and what is unfolded stay",
  { init: MARK },
  async ({ page, room }) => {
    const mark = await markOf(page);
    await page.locator("#tool-tab-encode").click();
    await page.keyboard.press("Shift+A");
    await room.typed(1).fill("1.25");
    await room.typed(1).press("Enter");
    await room.settled();
    await page.locator(".card summary").first().click();
    const picture = await room.picture.getAttribute("data-z");
    const workers = page.workers().length;
    await choose(page, "zh-CN");
    assert.equal(await markOf(page), mark);
    assert.equal(page.workers().length, workers);
    await page.locator("#tool-tab-encode").waitFor();
    assert.equal(await page.locator("#tool-tab-encode").getAttribute("aria-selected"), "true");
    const decoded = page.getByRole("img", { name: "解码图像", exact: true });
    await eventually(async () => assert.equal(await decoded.getAttribute("data-z"), picture));
    await eventually(async () => {
      assert.ok(await page.locator(".card details").first().evaluate((details) => details.open));
    });
    assert.equal(await page.locator(".pin").count() > 0, true);
    await page.getByRole("button", { name: "前往 A", exact: true }).waitFor();
    await assertChinese(page, "after the change");
    // Keys do once what they do.
    await page.locator("body").click({ position: { x: 2, y: 2 } });
    await page.keyboard.press("o");
    await eventually(async () => assert.match(await decoded.getAttribute("data-z"), /^-?0\.0000,-?0\.0000$/));
    await page.keyboard.press("Control+z");
    await eventually(async () => assert.equal(await decoded.getAttribute("data-z"), picture));
    await choose(page, "en");
    await room.settled();
    assert.equal(await room.picture.getAttribute("data-z"), picture);
  },
);

scenario(
  "a change of language while a run trains: the run goes on, and the form stays",
  { init: MARK, timeout: 180_000 },
  async ({ page }) => {
    const mark = await markOf(page);
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("eight-gaussians");
    await page.locator("#field-seed").fill("77");
    await page.locator("#field-seed").press("Enter");
    await train.play.click();
    await train.reached(5);
    const workers = page.workers().length;
    for (const language of ["zh-CN", "en", "zh-CN"]) {
      await choose(page, language);
      await page.locator("#pause").waitFor();
    }
    assert.equal(await markOf(page), mark);
    assert.equal(page.workers().length, workers);
    assert.equal(await page.locator("#recipe-preset").inputValue(), "eight-gaussians");
    assert.equal(await page.locator("#field-seed").inputValue(), "77");
    const progress = page.getByRole("status", { name: "训练进度", exact: true });
    const step = async () => Number((await progress.textContent()).match(/第 ([\d,]+) 步/)[1].replace(",", ""));
    const before = await step();
    await eventually(async () => assert.ok((await step()) > before), { within: 60_000 });
    await assertChinese(page, "a run that plays");
    await page.locator("#pause").click();
    await choose(page, "en");
    await train.play.waitFor();
    assert.ok((await train.step()) > before);
  },
);

scenario("of two choices the newer one holds, in whatever order their messages arrive", { lang: "en-XA" }, async ({ page }) => {
  let release;
  const held = new Promise((done) => (release = done));
  let asked = 0;
  await page.route(/locales\/zh-CN-/, async (route) => {
    asked += 1;
    await held;
    await route.continue();
  });
  const choice = page.locator("select.language");
  await choice.selectOption("zh-CN");
  await eventually(() => assert.ok(asked > 0));
  await choice.selectOption("en");
  await page.getByRole("tab", { name: "Explore", exact: true }).waitFor();
  release();
  // What came late changes nothing, then or with the next part.
  await page.getByRole("tab", { name: "Train", exact: true }).click();
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.equal(await choice.inputValue(), "en");
  assert.equal(await page.getByRole("tab", { name: "Explore", exact: true }).count(), 1);
});

scenario(
  "the choice is kept after a reload, and part of a copied link",
  { context: { permissions: ["clipboard-read", "clipboard-write"] } },
  async ({ page, site }) => {
    await choose(page, "zh-CN");
    await page.getByRole("button", { name: "复制链接", exact: true }).first().click();
    await eventually(async () => {
      const link = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(link, /[?&]lang=zh-CN(&|#)/);
      assert.match(link, /[?&]engine=cpu(&|#)/);
    });
    await page.reload();
    await page.getByRole("tab", { name: "探索", exact: true }).waitFor();
    // Without a word about the language in the address.
    await page.goto(site.page({ engine: "cpu" }));
    await page.getByRole("tab", { name: "探索", exact: true }).waitFor();
    assert.match(page.url(), /lang=zh-CN/);
    // A link in another language is followed in that one.
    await page.goto(site.page({ engine: "cpu", lang: "en" }));
    await page.getByRole("tab", { name: "Explore", exact: true }).waitFor();
  },
);

scenario(
  "where storage is forbidden, the choice lasts for the visit",
  {
    init: () => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("forbidden", "SecurityError");
        },
      });
    },
  },
  async ({ page }) => {
    await choose(page, "zh-CN");
    await page.getByRole("tab", { name: "训练", exact: true }).waitFor();
  },
);

scenario(
  "a language that does not arrive changes nothing, and a sentence says so",
  {
    changes: [[/locales\/zh-CN-first-/, () => ({ status: 404, body: Buffer.from("not found") })]],
    allow: [/404/],
  },
  async ({ page, room, site }) => {
    const choice = page.getByRole("combobox", { name: "Language", exact: true });
    await choice.selectOption("zh-CN");
    await page.getByText("That language did not arrive.").waitFor();
    await eventually(async () => assert.equal(await choice.inputValue(), "en"));
    assert.equal(await tagOf(page), "en");
    assert.equal(await room.reset.textContent(), "Reset");
    // Nothing of it was kept, and it is asked for again.
    site.change(/locales\/zh-CN-first-/, undefined);
    await page.locator(".toast .icon-button").click();
  },
);

scenario("everything that can be looked at is said in Chinese", { lang: "zh-CN", timeout: 240_000 }, async ({ page }) => {
  await walk(page, (where) => assertChinese(page, where));
});

scenario(
  "everything about a run and its steps is said in Chinese",
  { lang: "zh-CN", changes: fakeWorkers({ stepsPerReport: 40, finding: 100 }) },
  async ({ page }) => {
    await page.locator("#tab-train").click();
    for (const preset of await page.locator("#recipe-preset option").evaluateAll((all) => all.map((one) => one.value))) {
      await page.locator("#recipe-preset").selectOption(preset);
      await assertChinese(page, `the preset ${preset}`);
    }
    await page.locator("#recipe-preset").selectOption("vae-gan");
    await page.locator("#play").click();
    await page.locator(".finding").first().waitFor({ timeout: 60_000 });
    await assertChinese(page, "a run that plays");
    const rate = page.locator("#field-learningRate");
    await rate.fill("1e9");
    await rate.press("Enter");
    await page.locator("#field-learningRate[aria-invalid]").waitFor();
    await assertChinese(page, "a value that is refused");
    await page.locator("#pause").click();
  },
);

scenario(
  "messages of files and links are said in Chinese, and follow a change of language",
  { lang: "zh-CN", hash: "#room=explore&v=1&model=elephant&z=1,1" },
  async ({ page }) => {
    const message = page.locator(".toast").first();
    await message.waitFor();
    assert.match(await message.textContent(), /模型“elephant”/);
    await page.locator('.model input[type="file"]').setInputFiles({
      name: "notes.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("hello"),
    });
    await page.locator(".toast", { hasText: "notes.txt" }).waitFor();
    await assertChinese(page, "two messages", [/elephant|notes\.txt/g]);
    await choose(page, "en");
    await page.locator(".toast", { hasText: "The link asks for the model “elephant”" }).waitFor();
    const close = page.locator(".toast .icon-button");
    for (let left = await close.count(); left > 0; left -= 1) {
      await close.first().click();
      await eventually(async () => assert.equal(await close.count(), left - 1));
    }
  },
);

scenario("a sum of points names what the sliders name", { lang: "zh-CN", hash: "" }, async ({ page }) => {
  await page.locator("#tool-tab-directions").click();
  const formula = page.locator("#formula");
  const outcome = page.locator("#formula-outcome");
  for (const [sum, said] of [
    ["此处 + 2 微笑", /^当前点为 此处 \+ 2 · 微笑。$/],
    ["here + smile", /^当前点为 此处 \+ 微笑。$/],
    ["此处 + 大象", /^应为点或向量的名称，实际为“大象”；已知的有 此处、/],
  ]) {
    await formula.fill(sum);
    await formula.press("Enter");
    await eventually(async () => assert.match(await outcome.textContent(), said));
  }
});

scenario("Chinese overflows nothing, and is neither slanted nor spaced", { lang: "zh-CN" }, async ({ page }) => {
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const room of ["explore", "train", "compare"]) {
      await page.locator(`#tab-${room}`).click();
      await page.locator(`#room-${room} button:visible`).first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${room} at ${width}: ${wide} pixels too wide`);
      const clipped = await page.locator("button:visible").evaluateAll((all) =>
        all
          .filter((button) => button.scrollWidth > button.clientWidth + 1)
          .map((button) => button.textContent),
      );
      assert.deepEqual(clipped, [], `${room} at ${width}`);
    }
  }
  const styles = await page.evaluate(() =>
    [...document.querySelectorAll("#main *:not(svg *):not(.formula *):not(.math)")]
      .filter((it) => [...it.childNodes].some((node) => node.nodeType === 3 && /\p{Script=Han}/u.test(node.data)))
      .map((it) => getComputedStyle(it))
      .filter(({ fontStyle, letterSpacing }) => fontStyle !== "normal" || letterSpacing !== "normal").length,
  );
  assert.equal(styles, 0);
});

scenario(
  "what stands over the map and beside the sliders is there in another language, and again in the first",
  { hash: "" },
  async ({ page }) => {
    const counted = () =>
      page.evaluate(() =>
        ["#named-sliders .dial", ".axis-picker", "#map-tools select", "#map-legend button"].map(
          (part) => document.querySelectorAll(part).length,
        ),
      );
    await page.locator("#named-sliders .dial").first().waitFor();
    await page.locator("#map-legend button").first().waitFor({ state: "attached" });
    const before = await counted();
    assert.ok(before.every((count) => count > 0), `${before}`);
    for (const language of ["zh-CN", "en"]) {
      await choose(page, language);
      await eventually(async () => assert.deepEqual(await counted(), before, language));
    }
  },
);
