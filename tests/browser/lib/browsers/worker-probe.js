// Goes before every worker's script: tells the test's server what went wrong, and ends the worker when
// a page of the test asks for it.

(() => {
  const tell = (text) =>
    fetch(`problem?${encodeURIComponent(text.slice(0, 1_000))}`, { method: "POST" }).catch(() => {});
  const where = self.location.href.replace(/.*\//, "");
  const { error } = console;
  console.error = (...what) => {
    tell(`console error of ${where}: ${what.join(" ")}`);
    error.apply(console, what);
  };
  self.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    tell(`against the policy, by ${where}: ${effectiveDirective} ${blockedURI}`),
  );
  new BroadcastChannel("test").addEventListener("message", ({ data }) => {
    if (self.location.href.includes(data)) {
      self.close();
    }
  });
})();
