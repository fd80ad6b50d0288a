// Medians and spreads.

/** The value below which a share of the numbers lies, between neighbours by a line. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** `{ median, low, high, count }`: the spread is the whole range. */
export function summary(numbers) {
  return {
    median: quantile(numbers, 0.5),
    low: Math.min(...numbers),
    high: Math.max(...numbers),
    count: numbers.length,
  };
}

/** Three digits of a number. */
export function short(number) {
  if (number === 0 || number >= 100) {
    return number.toFixed(0);
  }
  return number.toPrecision(number >= 1 ? 3 : 2).replace(/\.0+$/, "");
}
