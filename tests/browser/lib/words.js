// Which texts of a page do not come from its catalogue of messages. In the pseudo-locale en-XA every
// message stands in ⟦…⟧, and what is filled into it between ‹ and ›.

/** Attributes that people read or hear. */
const ATTRIBUTES = [
  "alt",
  "aria-description",
  "aria-label",
  "aria-roledescription",
  "aria-valuetext",
  "label",
  "placeholder",
  "title",
];

/**
 * The texts of the whole page, on screen or not, each with where it stands; `except` are selectors of
 * elements that are not looked into.
 */
function textsOf(page, except) {
  return page.evaluate(
    ({ attributes, except }) => {
      const skipped = ["script", "style", "noscript", ...except].join(", ");
      const found = [["title", document.title]];
      const walker = document.createTreeWalker(
        document.body,
        NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
        (node) =>
          node instanceof Element && node.matches(skipped)
            ? NodeFilter.FILTER_REJECT
            : NodeFilter.FILTER_ACCEPT,
      );
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Element) {
          for (const name of attributes.filter((name) => node.hasAttribute(name))) {
            found.push([`${node.localName}[${name}]`, node.getAttribute(name)]);
          }
        } else {
          const { localName, className } = node.parentElement;
          found.push([`${localName}.${className}`, node.data]);
        }
      }
      return found;
    },
    { attributes: ATTRIBUTES, except },
  );
}

/** Those of the texts that are wrong, each once. */
async function wrongTexts(page, except, isWrong) {
  const wrong = (await textsOf(page, except)).filter(([, text]) => isWrong(text));
  return [...new Set(wrong.map(([place, text]) => `${place}: ${text.trim()}`))];
}

/** A text without these names. */
function without(text, names) {
  return names.reduce((rest, name) => rest.replaceAll(name, ""), text);
}

/**
 * The texts of the whole page that have words outside of messages.
 *
 * `names` are patterns of proper names and symbols that stand in every language; `except` are
 * selectors of elements that are not looked into.
 */
export function literals(page, { names = [], except = [] } = {}) {
  return wrongTexts(page, except, (text) => hasLiteral(text, names));
}

/** The texts of the whole page that have words in Latin letters, but for these names. */
export function latinWords(page, { names = [], except = [] } = {}) {
  return wrongTexts(page, except, (text) => hasLatinWord(text, names));
}

/** Whether a text has a word in Latin letters, but for these names; a letter alone is a symbol. */
export function hasLatinWord(text, names = []) {
  return /\p{Script=Latin}{2,}|\uFFFD/u.test(without(text, names));
}

/** Whether a text has words outside of messages, but for these names. */
export function hasLiteral(text, names = []) {
  return /\p{L}|\uFFFD/u.test(without(outside(text), names));
}

/** What of a text is no message: what stands outside of ⟦…⟧, and what is filled in inside. */
function outside(text) {
  let rest = "";
  const within = [];
  for (const letter of text) {
    if (letter === "⟦" || letter === "‹") {
      within.push(letter);
      rest += " ";
    } else if (letter === "⟧" || letter === "›") {
      within.pop();
    } else if (within.at(-1) !== "⟦") {
      rest += letter;
    }
  }
  return rest;
}
