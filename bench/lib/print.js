// Tables on the terminal.

import { short } from "./statistics.js";

export function printWorkload({ results }) {
  const ours = results.find(({ millis }) => millis)?.millis.median;
  const width = Math.max(...results.map(({ name }) => name.length)) + 2;
  for (const { name, millis, apart, asked, cannot, failed } of results) {
    const label = name.padEnd(width);
    if (!millis) {
      console.log(`${label}${failed ? `FAILED: ${failed}` : cannot}`);
      continue;
    }
    const spread = `${short(millis.low)}–${short(millis.high)}`;
    console.log(
      `${label}${`${short(millis.median)} ms`.padStart(10)}  ${spread.padEnd(16)}` +
        `${`${short(millis.median / ours)}×`.padStart(7)}` +
        (apart === undefined ? "" : `   apart ${apart.toExponential(1)}`) +
        (asked ? `   ${asked.dispatches} dispatches in ${asked.submits} submits` : ""),
    );
  }
}

export function printSite(rows) {
  const width = Math.max(...rows.map(({ title }) => title.length)) + 2;
  for (const { title, unit, value, summary, budget, failed } of rows) {
    const label = title.padEnd(width);
    if (failed) {
      console.log(`${label}FAILED: ${failed}`);
      continue;
    }
    const spread = summary ? `  ${short(summary.low)}–${short(summary.high)}` : "";
    const limit = budget ? `  (budget ${short(budget)} ${unit})` : "";
    console.log(`${label}${short(summary?.median ?? value)} ${unit}${spread}${limit}`);
  }
}
