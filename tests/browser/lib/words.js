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
 * The texts of the whole page, on screen or not, that have words outside of messages.
 *
 * `names` are patterns of proper names and symbols that stand in every language; `except` are
 * selectors of elements that are not looked into.
 */
export async function literals(page, { names = [], except = [] } = {}) {
  const texts = await page.evaluate(
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
  const wrong = texts.filter(([, text]) => hasLiteral(text, names));
  return [...new Set(wrong.map(([place, text]) => `${place}: ${text.trim()}`))];
}

/** Whether a text has words outside of messages, but for these names. */
export function hasLiteral(text, names = []) {
  const free = names.reduce((rest, name) => rest.replaceAll(name, ""), outside(text));
  return /\p{L}|\uFFFD/u.test(free);
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
