// What browsers, their extensions and their visitors do to a page while it runs. Each is an init
// script, which sees nothing of the test.

/**
 * A translator as Chrome has it: once `translate(way)` is called, each text is put into `<font>`s, now
 * and whenever it changes. The words stay, so that a test finds them. The ways are those of translators:
 * the text is replaced, or put away once the other stands beside it, or moved inside.
 */
export function translator() {
  window.translations = 0;
  const WAYS = {
    replaced: (text, outer, inner) => {
      inner.append(text.data);
      text.replaceWith(outer);
    },
    beside: (text, outer, inner) => {
      inner.append(text.data);
      text.parentNode.insertBefore(outer, text);
      text.parentNode.removeChild(text);
    },
    inside: (text, outer, inner) => {
      text.parentNode.insertBefore(outer, text);
      inner.append(text);
    },
  };
  const LEFT_ALONE = "script, style, noscript, textarea, option, svg, font, [translate=no]";
  window.translate = (way) => {
    const wrap = (text) => {
      const { parentElement } = text;
      if (text.data.trim() && parentElement && !parentElement.closest(LEFT_ALONE)) {
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        outer.append(inner);
        WAYS[way](text, outer, inner);
        window.translations += 1;
      }
    };
    const all = (root) => {
      const texts = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        texts.push(text);
      }
      return root.nodeType === Node.TEXT_NODE ? [root] : texts;
    };
    all(document.body).forEach(wrap);
    new MutationObserver((records) => {
      for (const { addedNodes, target, type } of records) {
        for (const node of type === "characterData" ? [target] : addedNodes) {
          if (node.isConnected) {
            all(node).forEach(wrap);
          }
        }
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  };
}

/** Every read of a canvas flips the lowest bit of some of its pixels, as Brave's do. */
export function noisyCanvases() {
  for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const { getImageData } = prototype;
    prototype.getImageData = function (...part) {
      const image = getImageData.apply(this, part);
      let random = 12_345;
      for (let at = 0; at < image.data.length; at += 1) {
        random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
        if (at % 4 !== 3 && random >>> 28 === 0) {
          image.data[at] ^= 1;
        }
      }
      return image;
    };
  }
}

/** Nothing may be stored: every way to do so throws, or rejects, as its browser has it. */
export function noStorage() {
  const denied = () => new DOMException("Access is denied for this document.", "SecurityError");
  const deny = (object, names, how) => {
    for (const name of names) {
      if (object && name in object) {
        Object.defineProperty(object, name, { configurable: true, ...how });
      }
    }
  };
  const throws = {
    get() {
      throw denied();
    },
  };
  const rejects = { value: () => Promise.reject(denied()) };
  deny(self, ["localStorage", "sessionStorage", "indexedDB"], throws);
  deny(self.CacheStorage?.prototype, ["open", "match", "has", "keys", "delete"], rejects);
  deny(self.StorageManager?.prototype, ["estimate", "persist", "persisted", "getDirectory"], rejects);
  deny(self.LockManager?.prototype, ["request", "query"], rejects);
  deny(self.ServiceWorkerContainer?.prototype, ["register", "getRegistration"], rejects);
}

/** The same where the objects themselves cannot be had. */
export function noStorageObjects() {
  const throws = {
    configurable: true,
    get() {
      throw new DOMException("Access is denied for this document.", "SecurityError");
    },
  };
  for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
    if (name in self) {
      Object.defineProperty(self, name, throws);
    }
  }
  for (const name of ["storage", "locks", "serviceWorker"]) {
    if (name in navigator) {
      Object.defineProperty(navigator, name, throws);
    }
  }
}

/**
 * Service workers cannot be had; the page's asking for one is noted. An init script runs on the blank
 * page too, which has none to begin with.
 */
export const noServiceWorker = {
  "is refused": () => {
    if (self.ServiceWorkerContainer) {
      ServiceWorkerContainer.prototype.register = () => {
        window.askedForWorker = true;
        return Promise.reject(new DOMException("The operation is insecure.", "SecurityError"));
      };
    }
  },
  "is refused at once": () => {
    if (self.ServiceWorkerContainer) {
      ServiceWorkerContainer.prototype.register = () => {
        window.askedForWorker = true;
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
    }
  },
  "is unknown": () => {
    Object.defineProperty(Navigator.prototype, "serviceWorker", {
      get() {
        window.askedForWorker = true;
        return undefined;
      },
    });
  },
  "may not be looked at": () => {
    Object.defineProperty(Navigator.prototype, "serviceWorker", {
      get() {
        window.askedForWorker = true;
        throw new DOMException("Service worker is disabled.", "SecurityError");
      },
    });
  },
};
