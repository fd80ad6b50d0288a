// Everything that must never happen on a page unless the test brought it about.

/**
 * Watches a context's pages for console errors, uncaught exceptions, crashes, failed requests, and
 * requests to any other origin; in workers too.
 */
export class Guard {
  #problems = [];
  #allowed = [];

  constructor(context, origin) {
    const problem = (text) => this.#problems.push(text);
    context.on("console", (message) => {
      if (message.type() === "error") {
        problem(`console error: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => problem(`uncaught: ${error.error()}`));
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && !["blob:", "data:"].includes(url.protocol)) {
        problem(`request to another origin: ${url}`);
      }
    });
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      // A page that is left or loaded again takes back what it has asked for. What fails on the way
      // has other names.
      if (reason !== "net::ERR_ABORTED") {
        problem(`request failed: ${request.url()} (${reason})`);
      }
    });
    context.on("response", (response) => {
      if (response.status() >= 400) {
        problem(`answered ${response.status()}: ${response.url()}`);
      }
    });
    context.on("page", (page) => page.on("crash", () => problem("the page crashed")));
  }

  /** Says that the test itself causes the problems whose text matches. */
  allow(...patterns) {
    this.#allowed.push(...patterns);
  }

  /** The problems that the test did not cause, so far. */
  get problems() {
    return this.#problems.filter(
      (problem) => !this.#allowed.some((pattern) => pattern.test(problem)),
    );
  }

  /** Throws if there was any problem; forgets what was seen. */
  check() {
    const { problems } = this;
    this.#problems = [];
    if (problems.length > 0) {
      throw new Error(`On the page there was:\n- ${problems.join("\n- ")}`);
    }
  }
}
