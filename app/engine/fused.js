// Products that are rounded once. Where a browser knows relaxed SIMD, a program's products and sums become
// one instruction; the program itself says where they are (xtask/src/fused.rs), and all other browsers run
// it as it is.

/** `f32x4.mul`, `f32x4.add`. */
const PAIR = [0xfd, 0xe6, 0x01, 0xfd, 0xe4, 0x01];
/** `f32x4.relaxed_madd`, and nothing three times. */
const FUSED = [0xfd, 0x85, 0x02, 0x01, 0x01, 0x01];
const LOCAL_GET = 0x20;
/** The section that lists the places follows the header. */
const HEADER_BYTES = 8;
const SECTION = "fused products";

/** Whether the browser has relaxed SIMD: whether a program with `f32x4.relaxed_madd` is one. */
export const isKnown = () =>
  WebAssembly.validate(
    new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      // A function of nothing that makes a vector: of three zeros.
      ...[1, 5, 1, 0x60, 0, 1, 0x7b],
      ...[3, 2, 1, 0],
      ...[10, 19, 1, 17, 0, 0x41, 0, 0xfd, 15, 0x41, 0, 0xfd, 15, 0x41, 0, 0xfd, 15, 0xfd, 0x85, 2, 11],
    ]),
  );

/** What wasm-bindgen's `default` is given for the program at an address. */
export async function fused(address) {
  if (!isKnown()) {
    return address;
  }
  const response = await fetch(address);
  if (!response.ok) {
    return response;
  }
  const program = new Uint8Array(await response.arrayBuffer());
  const places = placesOf(program);
  for (const { begin, operands, pair } of places) {
    const sum = program.slice(begin, operands);
    program.copyWithin(begin, operands, pair);
    program.set(sum, begin + pair - operands);
    program.set(FUSED, pair);
  }
  // Tests look at it.
  self.fusedPlaces = places.length;
  return new Response(program, { headers: { "content-type": "application/wasm" } });
}

/** Where a program multiplies and adds; nowhere, where it is not what its list was made for. */
function placesOf(program) {
  let at = HEADER_BYTES + 1;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = program[at];
      at += 1;
      value |= (byte & 0x7f) << shift;
      if (!(byte & 0x80)) {
        return value;
      }
    }
  };
  const size = number();
  const end = at + size;
  const nameEnds = number() + at;
  const name = new TextDecoder().decode(program.subarray(at, nameEnds));
  if (program[HEADER_BYTES] !== 0 || name !== SECTION) {
    return [];
  }
  at = nameEnds;
  const places = [];
  let last = end;
  while (at < end) {
    const begin = last + number();
    const operands = begin + number();
    const pair = operands + number();
    last = pair + PAIR.length;
    places.push({ begin, operands, pair });
  }
  const isThere = ({ begin, pair }) =>
    program[begin] === LOCAL_GET && PAIR.every((byte, index) => program[pair + index] === byte);
  return places.every(isThere) ? places : [];
}
