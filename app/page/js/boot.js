// Runs before anything else: sets the theme before the first paint, chooses the language and asks for
// its messages, and says in the page what is missing where Latentscape cannot run. A classic script in
// the oldest dialect that such a browser may speak.
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

  // What is said here in English, in the order of locales/en/boot/boot.ftl, so that other languages
  // have it too.
  var english = [
    "Latentscape cannot run in this browser",
    "It needs WebAssembly, which runs the models, and this browser has none, or has it switched off.",
    "It needs WebAssembly SIMD, the arithmetic that the models are built for, and this browser has none, or has it switched off.",
    "It needs Web Workers, which keep the page fluent while the models run, and this browser has none, or has it switched off.",
    "It needs module workers, which keep the page fluent while the models run, and this browser has none, or has it switched off.",
    "Chrome or Edge 91, Firefox 114, Safari 16.4, and everything later, have it.",
    "Latentscape could not be loaded",
    "A part of the page did not arrive. This is usually the network; loading the page again helps.",
    "Reload",
    "English"
  ];
  var CANNOT_RUN = 0;
  var NEEDS_WEBASSEMBLY = 1;
  var NEEDS_SIMD = 2;
  var NEEDS_WORKERS = 3;
  var NEEDS_MODULE_WORKERS = 4;
  var BROWSERS = 5;
  var NOT_LOADED = 6;
  var PART_MISSING = 7;
  var RELOAD = 8;

  // The addresses of each language's messages, by part, and what it is called in itself. The build lists
  // them in the page: "en boot=<digest> first=<digest> rooms=<digest> name=English;…".
  var locales = {};
  var names = {};
  var listed = document.querySelector('meta[name="locales"]');
  (listed ? listed.content.split(";") : []).forEach(function (line) {
    var words = line.split(" ");
    var tag = words.shift();
    locales[tag] = {};
    words.forEach(function (word) {
      var pair = word.split("=");
      if (pair[0] === "name") {
        names[tag] = pair[1];
      } else {
        locales[tag][pair[0]] = "locales/" + tag + "-" + pair[0] + "-" + pair[1] + ".txt";
      }
    });
  });

  // The language that a tag asks for: this one, or another of the same name. The pseudo-locale is for
  // tests, which name it.
  function match(asked) {
    var wanted = asked.toLowerCase();
    var tags = Object.keys(locales);
    var exact = tags.filter(function (tag) {
      return tag.toLowerCase() === wanted;
    });
    var related = tags.filter(function (tag) {
      return tag !== "en-XA" && tag.toLowerCase().split("-")[0] === wanted.split("-")[0];
    });
    return exact[0] || related[0];
  }

  var KEPT_LANGUAGE = "latentscape-language";

  function languageInAddress() {
    var asked = /[?&]lang=([\w-]+)/.exec(location.search);
    return asked ? asked[1] : "";
  }

  // What the visitor chose on this device.
  var kept = "";
  try {
    kept = localStorage.getItem(KEPT_LANGUAGE) || "";
  } catch (_) {
    // Storage may be forbidden.
  }

  function chosenLanguage() {
    var wishes = [languageInAddress(), kept].concat(navigator.languages || navigator.language || []);
    for (var at = 0; at < wishes.length; at += 1) {
      var found = match(wishes[at]);
      if (found) {
        return found;
      }
    }
    return "en";
  }

  var language = chosenLanguage();
  root.lang = language;

  // Has the address say the language that the visitor chose, so that a copied link has it too.
  var isChosen = !languageInAddress() && !!kept && match(kept) === language;
  function writeLanguage() {
    if (!isChosen || languageInAddress() === language) {
      return;
    }
    var others = location.search.replace(/[?&]lang=[^&]*/g, "").replace(/^&/, "?");
    var search = others + (others ? "&" : "?") + "lang=" + language;
    try {
      history.replaceState(history.state, "", location.pathname + search + location.hash);
    } catch (_) {
      // Browsers refuse hundreds of calls within seconds.
    }
  }
  writeLanguage();
  // Entries of the history from before the choice have another one.
  window.addEventListener("popstate", writeLanguage);

  // The choice of a language, each in its own name. The pseudo-locale is there once it was asked for.
  function options() {
    var offered = Object.keys(locales).filter(function (tag) {
      return tag !== "en-XA" || language === tag || languageInAddress() === tag;
    });
    return offered
      .map(function (tag) {
        var selected = tag === language ? " selected" : "";
        return '<option value="' + tag + '" lang="' + tag + '"' + selected + ">" + names[tag] + "</option>";
      })
      .join("");
  }

  // The page says another language from now on.
  function sayIn(tag) {
    language = tag;
    window.latentscapeLocale.language = tag;
    root.lang = tag;
    isChosen = true;
    writeLanguage();
    try {
      localStorage.setItem(KEPT_LANGUAGE, tag);
    } catch (_) {
      // If storage is full or forbidden, the choice lasts for this visit only.
    }
  }

  // What of the page only its elements hold: what is unfolded, switched, typed or drawn. In groups of
  // those that are alike.
  var HOLDERS =
    "details, [aria-expanded], [aria-pressed], [role=switch], input:not([type=range]):not([type=file]), " +
    "textarea, canvas[tabindex]";
  function held() {
    var groups = {};
    var places = "header, #main > [role=tabpanel]:not([hidden])";
    Array.prototype.forEach.call(document.querySelectorAll(places), function (place) {
      Array.prototype.forEach.call(place.querySelectorAll(HOLDERS), function (element) {
        var on = ["aria-expanded", "aria-pressed", "aria-checked"].map(function (name) {
          return element.getAttribute(name);
        });
        var key = [
          element.tagName,
          element.type,
          element.id || element.getAttribute("aria-controls") || element.className
        ].join(" ");
        groups[key] = groups[key] || [];
        groups[key].push({
          element: element,
          on: on.join() + !!element.checked,
          open: element.open,
          text: element.value
        });
      });
    });
    return groups;
  }

  // Gives it to the elements that took their places.
  function give(groups) {
    var now = held();
    Object.keys(groups).forEach(function (key) {
      var old = groups[key];
      var made = now[key];
      if (!made || made.length !== old.length) {
        return;
      }
      delete groups[key];
      old.forEach(function (was, at) {
        var is = made[at].element;
        if (is.tagName === "CANVAS") {
          var context = is.getContext("2d");
          if (context) {
            context.drawImage(was.element, 0, 0);
          }
        } else if (was.on !== made[at].on) {
          if (is.type !== "radio" || was.element.checked) {
            is.click();
          }
        } else if (was.open !== made[at].open) {
          is.open = was.open;
        } else if (was.text && made[at].text === "") {
          is.value = was.text;
          is.dispatchEvent(new Event("input", { bubbles: true }));
        }
      });
    });
  }

  // Called before the page's elements are made anew in another language. What it returns is called
  // after it.
  function hold() {
    // The visitor may have gone on while the messages came: what is typed counts once its field is left.
    var focused = document.activeElement;
    var place = focused && (focused.id ? "#" + CSS.escape(focused.id) : focused.matches("select.language") && "select.language");
    if (focused && focused !== document.body) {
      focused.blur();
    }
    var groups = held();
    var top = window.pageYOffset;
    return function () {
      var again = place && document.querySelector(place);
      if (again) {
        again.focus({ preventScroll: true });
      }
      give(groups);
      // What unfolded has parts of its own.
      requestAnimationFrame(function () {
        give(groups);
        requestAnimationFrame(function () {
          give(groups);
          window.scrollTo(0, top);
        });
      });
      window.scrollTo(0, top);
    };
  }

  // Fetches a part of a language's messages, once.
  var coming = {};
  function messages(tag, part) {
    var address = locales[tag] && locales[tag][part];
    if (!address) {
      return Promise.reject(new Error("There is no " + part + " in " + tag));
    }
    if (!coming[address]) {
      coming[address] = fetch(address).then(function (response) {
        if (!response.ok) {
          throw new Error(address + " did not arrive: " + response.status);
        }
        return response.text();
      });
      // What did not arrive is asked for again.
      coming[address].catch(function () {
        delete coming[address];
      });
    }
    return coming[address];
  }

  // What the application says its words by.
  window.latentscapeLocale = {
    language: language,
    messages: messages,
    options: options,
    sayIn: sayIn,
    hold: hold
  };

  // The smallest module with a SIMD instruction: i8x16.splat and i8x16.popcnt of zero.
  var simd = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253,
    15, 253, 98, 11
  ];

  // A browser that knows module workers reads the option before it does anything else; what it then
  // hears keeps it from making a worker, and from writing of an address that it refuses to the console.
  function moduleWorkers() {
    var asked = false;
    var options = {
      get type() {
        asked = true;
        throw new Error("That was all.");
      }
    };
    try {
      new Worker("blob://", options).terminate();
    } catch (_) {
      // Only whether the option was read matters.
    }
    return asked;
  }

  function missing() {
    if (typeof WebAssembly !== "object" || typeof WebAssembly.validate !== "function") {
      return NEEDS_WEBASSEMBLY;
    }
    if (!WebAssembly.validate(new Uint8Array(simd))) {
      return NEEDS_SIMD;
    }
    if (typeof Worker !== "function") {
      return NEEDS_WORKERS;
    }
    if (!moduleWorkers()) {
      return NEEDS_MODULE_WORKERS;
    }
    return null;
  }

  // Says something in place of the page, in the visitor's language if its words arrive.
  function say(title, sentences, reload) {
    if (language === "en" || !window.fetch) {
      show(english, title, sentences, reload);
      return;
    }
    messages(language, "boot").then(
      function (text) {
        // The first line is the layout.
        show(text.split("\n").slice(1), title, sentences, reload);
      },
      function () {
        show(english, title, sentences, reload);
      }
    );
  }

  function show(words, title, sentences, reload) {
    var main = document.createElement("main");
    main.className = "stopped";
    var box = document.createElement("div");
    box.setAttribute("role", "alert");
    main.appendChild(box);
    var heading = document.createElement("h1");
    heading.textContent = words[title];
    box.appendChild(heading);
    sentences.forEach(function (sentence) {
      var paragraph = document.createElement("p");
      paragraph.textContent = words[sentence];
      box.appendChild(paragraph);
    });
    if (reload) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = words[RELOAD];
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
  if (lacking !== null) {
    whenParsed(function () {
      say(CANNOT_RUN, [lacking, BROWSERS], false);
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
      say(NOT_LOADED, [PART_MISSING], true);
    });
  }
  window.addEventListener("error", failed, true);
  window.addEventListener("unhandledrejection", failed);
  window.addEventListener("latentscape-started", function () {
    started = true;
  });

  // The first screen's messages are asked for before anything else: the application waits for them.
  // It hears itself if they do not arrive.
  messages(language, "first").catch(function () {});
})();
