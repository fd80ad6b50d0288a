// Keeps the page true while a translator changes it.
//
// Translators, such as Chrome's, put a <font> with the translated text in the place of each text. The
// application still holds the text that was there: what it writes into it would not be seen, and what
// it puts before it would be lost. So a text that was replaced answers for what stands in its place,
// and returns there when it is written to; the translator then translates it anew.

/** What stands in a text's place, and the text that it stands for. */
const substitutes = new WeakMap();
const originals = new WeakMap();
/** Parents of such texts. */
const parents = new WeakSet();

const { insertBefore, removeChild } = Node.prototype;
const nodeValue = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue");

/** Leaves a text to itself again. */
function forget(text) {
  substitutes.delete(text);
  for (const name of ["parentNode", "nextSibling", "nodeValue", "remove"]) {
    delete text[name];
  }
}

/** Puts a text back into its place, if something else stands there. */
function restore(text) {
  const substitute = substitutes.get(text);
  if (substitute) {
    forget(text);
    substitute.replaceWith(text);
  }
}

/** Takes note of what stands in a text's place. */
function replaced(text, substitute) {
  if (!substitutes.has(text)) {
    const define = (name, descriptor) =>
      Object.defineProperty(text, name, { configurable: true, ...descriptor });
    define("parentNode", { get: () => substitutes.get(text).parentNode });
    define("nextSibling", { get: () => substitutes.get(text).nextSibling });
    define("nodeValue", {
      get: () => nodeValue.get.call(text),
      set: (value) => {
        restore(text);
        text.nodeValue = value;
      },
    });
    define("remove", {
      value: () => {
        restore(text);
        text.remove();
      },
    });
  }
  substitutes.set(text, substitute);
  originals.set(substitute, text);
  const parent = substitute.parentNode;
  if (!parents.has(parent)) {
    parents.add(parent);
    parent.insertBefore = function (node, before) {
      restore(node);
      return insertBefore.call(this, node, substitutes.get(before) ?? before);
    };
    parent.removeChild = function (node) {
      restore(node);
      return removeChild.call(this, node);
    };
  }
}

const isText = (node) => node.nodeType === Node.TEXT_NODE;
const isTranslation = (node) => node.nodeName === "FONT";
const isInTranslation = (node) => node.parentElement?.closest("font");

function follow({ removedNodes, addedNodes, previousSibling, nextSibling }) {
  for (const node of removedNodes) {
    const again = originals.has(node);
    const text = again ? originals.get(node) : node;
    // The application moves texts too, and a text may be back.
    if (!isText(text) || (text.isConnected && !isInTranslation(text))) {
      continue;
    }
    // In one step, or put beside the text before that was taken away; or another in place of one.
    const near = again ? [...addedNodes] : [...addedNodes, previousSibling, nextSibling];
    const substitute = near.find(
      (other) =>
        other?.isConnected && !originals.has(other) && (isTranslation(other) || (again && isText(other))),
    );
    if (substitute) {
      replaced(text, substitute);
    }
  }
  for (const node of addedNodes) {
    // The translator has put it back itself.
    if (substitutes.has(node) && node.isConnected && !isInTranslation(node)) {
      forget(node);
    }
  }
}

new MutationObserver((records) => records.forEach(follow)).observe(document, {
  childList: true,
  subtree: true,
});
