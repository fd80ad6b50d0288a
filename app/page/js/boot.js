// Runs before anything else: sets the theme before the first paint, and says in the page what is
// missing where Latentscape cannot run. A classic script in the oldest dialect that such a browser
// may speak.
(function () {
  "use strict";
  var root = document.documentElement;

  // The choice is remembered by the page's theme button (view/theme.rs), under the same key.
  var theme = null;
  try {
    theme = localStorage.getItem("latentscape-theme");
  } catch (_) {
    // Storage may be forbidden.
  }
  if (theme !== "light" && theme !== "dark") {
    theme = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.setAttribute("data-theme", theme);

  var browsers = "Chrome or Edge 91, Firefox 114, Safari 16.4, and everything later, have it.";

  // The smallest module with a SIMD instruction: i8x16.splat and i8x16.popcnt of zero.
  var simd = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253,
    15, 253, 98, 11
  ];

  function moduleWorkers() {
    var asked = false;
    var options = {
      get type() {
        asked = true;
        return "module";
      }
    };
    try {
      new Worker("blob://", options).terminate();
    } catch (_) {
      // The address is refused; only whether the option was read matters.
    }
    return asked;
  }

  function missing() {
    if (typeof WebAssembly !== "object" || typeof WebAssembly.validate !== "function") {
      return "WebAssembly, which runs the models,";
    }
    if (!WebAssembly.validate(new Uint8Array(simd))) {
      return "WebAssembly SIMD, the arithmetic that the models are built for,";
    }
    if (typeof Worker !== "function") {
      return "Web Workers, which keep the page fluent while the models run,";
    }
    if (!moduleWorkers()) {
      return "module workers, which keep the page fluent while the models run,";
    }
    return null;
  }

  function say(title, sentences, reload) {
    var main = document.createElement("main");
    main.className = "stopped";
    var box = document.createElement("div");
    box.setAttribute("role", "alert");
    main.appendChild(box);
    var heading = document.createElement("h1");
    heading.textContent = title;
    box.appendChild(heading);
    sentences.forEach(function (sentence) {
      var paragraph = document.createElement("p");
      paragraph.textContent = sentence;
      box.appendChild(paragraph);
    });
    if (reload) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = "Reload";
      button.onclick = function () {
        location.reload();
      };
      box.appendChild(button);
    }
    // Without its root element the application does not start.
    document.body.textContent = "";
    document.body.appendChild(main);
  }

  // Once the page is parsed, yet before its module scripts run.
  function whenParsed(then) {
    if (document.readyState !== "loading") {
      then();
      return;
    }
    document.addEventListener("readystatechange", function once() {
      document.removeEventListener("readystatechange", once);
      then();
    });
  }

  var lacking = missing();
  if (lacking) {
    whenParsed(function () {
      say("Latentscape cannot run in this browser", [
        "It needs " + lacking + " and this browser has none, or has it switched off.",
        browsers
      ]);
    });
    return;
  }

  // Until the application has started, a script that fails to load or to run leaves no page.
  var started = false;
  function failed(event) {
    if (started) {
      return;
    }
    var target = event.target;
    var resource = target && target.tagName;
    if (resource && resource !== "SCRIPT") {
      return;
    }
    started = true;
    whenParsed(function () {
      say(
        "Latentscape could not be loaded",
        ["A part of the page did not arrive. This is usually the network; loading the page again helps."],
        true
      );
    });
  }
  window.addEventListener("error", failed, true);
  window.addEventListener("unhandledrejection", failed);
  window.addEventListener("latentscape-started", function () {
    started = true;
  });
})();
