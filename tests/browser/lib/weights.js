// Weights files, taken apart and put together again.

import { createHash } from "node:crypto";

/** The metadata key of a model's card. */
const CARD = "latentscape.card";

/**
 * A weights file with other tensors: `change` gets each tensor's name, its numbers' type and its bytes,
 * and changes the bytes in place. The card's digest is made to fit.
 */
export function withChangedTensors(file, change) {
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + length).toString("utf8"));
  const body = Buffer.from(file.subarray(8 + length));
  const hash = createHash("sha256");
  const names = Object.keys(header).filter((name) => name !== "__metadata__");
  for (const name of names.sort()) {
    const { dtype, shape, data_offsets: [from, to] } = header[name];
    const bytes = body.subarray(from, to);
    change(name, dtype, bytes);
    hash.update(`${name}\n${dtype}\n[${shape.join(", ")}]\n`);
    hash.update(bytes);
  }
  const card = JSON.parse(header.__metadata__[CARD]);
  card.digest = hash.digest("hex");
  header.__metadata__[CARD] = JSON.stringify(card);
  const text = Buffer.from(JSON.stringify(header));
  const begin = Buffer.alloc(8);
  begin.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([begin, text, body]);
}

/** Every number of the decoder as large as half precision has. */
export function overflowing(file) {
  return withChangedTensors(file, (name, dtype, bytes) => {
    for (let at = 0; name.startsWith("decoder.") && dtype === "F16" && at < bytes.length; at += 2) {
      bytes.writeUInt16LE(0x7bff, at);
    }
  });
}
