// Goes into the page before any of its own scripts, in every browser: tells the test's server what
// went wrong, and finds elements by role and accessible name.

(() => {
  // Relative to the page, so that the policy allows it.
  const tell = (text) => navigator.sendBeacon(`problem?${encodeURIComponent(text.slice(0, 1_000))}`);

  // What WebKit says where a size changes while sizes are reported: it reports the rest in the next frame.
  const PUT_OFF = "ResizeObserver loop completed with undelivered notifications.";

  addEventListener(
    "error",
    ({ target, message, filename }) => {
      if (message === PUT_OFF) {
        return;
      }
      const address = target?.src ?? target?.href;
      tell(address ? `did not load: ${address}` : `uncaught: ${message} (${filename})`);
    },
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => tell(`unhandled rejection: ${reason}`));
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    tell(`against the policy: ${effectiveDirective} ${blockedURI}`),
  );
  const { error } = console;
  console.error = (...what) => {
    tell(`console error: ${what.join(" ")}`);
    error.apply(console, what);
  };

  // Nothing moves by itself, as for visitors who want it so.
  const media = self.matchMedia.bind(self);
  self.matchMedia = (query) => media(query.includes("prefers-reduced-motion") ? "all" : query);

  const ROLES = {
    alert: '[role="alert"]',
    application: '[role="application"]',
    button: 'button:not([role]), [role="button"]',
    combobox: 'select, [role="combobox"]',
    figure: 'figure, [role="figure"]',
    img: 'img, [role="img"]',
    region: 'section, [role="region"]',
    slider: 'input[type="range"], [role="slider"]',
    status: 'output, [role="status"]',
    summary: "summary",
    switch: '[role="switch"]',
    tab: '[role="tab"]',
  };

  const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const nameOf = (element) => {
    const label = element.getAttribute("aria-label");
    const labels = element.getAttribute("aria-labelledby")?.split(/\s+/);
    const by = labels?.map((id) => document.getElementById(id)).filter(Boolean);
    return label ?? (by?.map(textOf).join(" ") || (element.labels?.[0] ? textOf(element.labels[0]) : textOf(element)));
  };

  // A name is a text, or a pattern as `{ source, flags }`.
  const isCalled = (element, name) =>
    typeof name === "string"
      ? nameOf(element) === name
      : new RegExp(name.source, name.flags).test(nameOf(element));

  window.probe = {
    text: textOf,
    name: nameOf,
    /** The elements that are shown, of a role and a name, if one is given. */
    all: (role, name) =>
      [...document.querySelectorAll(ROLES[role])].filter(
        (element) => element.checkVisibility() && (!name || isCalled(element, name)),
      ),
    one: (role, name) => {
      const found = window.probe.all(role, name);
      if (found.length !== 1) {
        throw new Error(`there are ${found.length} of the role ${role} named ${JSON.stringify(name)}`);
      }
      return found[0];
    },
  };
})();
