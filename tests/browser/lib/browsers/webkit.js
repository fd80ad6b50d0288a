// WebKit, as GTK's MiniBrowser has it, driven by Selenium through WebKitWebDriver. It needs a display,
// which Xvfb is.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

import { eventually } from "../eventually.js";
import { end, program, temporaryFolder } from "./programs.js";

const driver = () => program("WEBKIT_DRIVER", "WebKitWebDriver");
const display = () => program("XVFB", "Xvfb");
const miniBrowser = () => program("MINIBROWSER", ...librariesWith("MiniBrowser"));

export const webkit = {
  name: "WebKit",
  missing: () => {
    const lacking = Object.entries({
      "WebKitWebDriver (Debian: webkit2gtk-driver; WEBKIT_DRIVER can name it)": driver(),
      "MiniBrowser (MINIBROWSER can name it)": miniBrowser(),
      "Xvfb (Debian: xvfb; XVFB can name it)": display(),
    }).filter(([, path]) => !path);
    return lacking.length > 0 ? `not installed: ${lacking.map(([what]) => what).join(", ")}` : undefined;
  },
  launch,
};

/** A script may wait for what takes a while. */
const SCRIPT_MILLIS = 60_000;
/** How long any command may take: a little longer, so that the driver's own word comes first. */
const COMMAND_MILLIS = SCRIPT_MILLIS + 10_000;
/** How long it may take to end by itself. */
const QUIT_MILLIS = 10_000;

/** Where distributions keep a program of WebKit's: below a folder for the machine's architecture. */
function librariesWith(name) {
  const roots = ["/usr/lib", "/usr/libexec", "/usr/lib64"];
  const inside = (folder) => {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${folder}/${entry.name}`);
    } catch {
      return [];
    }
  };
  const folders = roots.flatMap((root) => [root, ...inside(root).filter((path) => /-linux-/.test(path))]);
  return folders
    .flatMap(inside)
    .filter((path) => /\/webkit2?gtk-[\d.]+$/.test(path))
    .sort()
    .reverse()
    .map((path) => `${path}/${name}`);
}

async function launch() {
  const { folder, discard } = await temporaryFolder();
  const started = [];
  const close = async () => {
    for (const child of started.reverse()) {
      await end(child);
    }
    await discard();
  };
  try {
    const screen = spawn(
      display(),
      ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp", "-noreset"],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    started.push(screen);
    const [number] = await once(createInterface({ input: screen.stdout }), "line");
    const port = await freePort();
    const environment = {
      ...process.env,
      DISPLAY: `:${number}`,
      GDK_BACKEND: "x11",
      // What it writes is nobody else's, and it looks for no buses.
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      NO_AT_BRIDGE: "1",
      LANG: "en_US.UTF-8",
      LIBGL_ALWAYS_SOFTWARE: "1",
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
      // Safari shares memory on a page that is isolated. GTK's WebKit calls such a page isolated too, but
      // lets no memory be shared unless it is told to.
      JSC_useSharedArrayBuffer: "1",
    };
    for (const name of ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS"]) {
      delete environment[name];
    }
    const server = spawn(driver(), ["--host=127.0.0.1", `--port=${port}`], {
      env: environment,
      stdio: "ignore",
    });
    started.push(server);
    const session = await eventually(() => begin(`http://127.0.0.1:${port}`), { within: 20_000 });
    return {
      open: () => open(session),
      close: async () => {
        await answered(session.quit(), "quit", QUIT_MILLIS).catch(() => {});
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function begin(server) {
  // Before the driver listens there is nothing to ask for a session.
  await fetch(`${server}/status`);
  const { Builder, Capabilities } = await import("selenium-webdriver");
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
  });
  const session = await new Builder().usingServer(server).withCapabilities(capabilities).build();
  await session.manage().setTimeouts({ script: SCRIPT_MILLIS, pageLoad: SCRIPT_MILLIS });
  return session;
}

/** What a command comes to; a browser that does not answer is said to, which its client never does. */
async function answered(command, name, millis = COMMAND_MILLIS) {
  let timer;
  const silent = new Promise((_, lost) => {
    timer = setTimeout(() => lost(new Error(`WebKit did not answer “${name}” within ${millis} ms.`)), millis);
  });
  try {
    return await Promise.race([command, silent]);
  } finally {
    clearTimeout(timer);
  }
}

/** A port that nobody listens at. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function open(session) {
  const { Origin } = await import("selenium-webdriver/lib/input.js");
  return {
    goto: (address) => answered(session.get(address), `go to ${address}`),
    reload: () => answered(session.navigate().refresh(), "reload"),
    run: async (script) => {
      const command = session.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
         Promise.resolve().then(() => (${script})).then(
           (value) => done({ value }),
           (error) => done({ error: String(error) }),
         );`,
      );
      const answer = await answered(command, script.slice(0, 200));
      if (answer.error !== undefined) {
        throw new Error(answer.error);
      }
      return answer.value;
    },
    press: async ([first, ...others]) => {
      const at = ({ x, y }) => ({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 20 });
      let pointer = session.actions().move(at(first)).press();
      for (const point of others) {
        pointer = pointer.move(at(point));
      }
      await answered(pointer.release().perform(), "move the pointer");
    },
    screenshot: async () =>
      Buffer.from(await answered(session.takeScreenshot(), "take a screenshot"), "base64"),
    // It reports nothing by itself: `probe.js` does.
    problems: () => [],
    // There is one window, which the next page takes over.
    close: () => answered(session.get("about:blank"), "leave the page"),
  };
}
