// What `worker.js` does where a lab trains (lab/): the worker's messages go to the lab and come from it, as
// they are. A connection that breaks is opened again, and each end sends what the other has not received; the
// page hears nothing of it, unless it takes too long.
//
// A frame is one binary message: a byte that says what it is, then its content (lab/src/frame.rs).

const [OPEN, MESSAGE, ACK, ENDED, OPENED] = [0, 1, 2, 3, 4];
/** For so long a lost connection is tried again. The page gives a worker up that is silent for longer. */
const PATIENCE_MILLIS = 15_000;
const AGAIN_MILLIS = 500;
/** The lab takes a page for gone that says nothing for a minute. */
const SIGN_OF_LIFE_MILLIS = 15_000;
/** What arrived is acknowledged so often, or after so much of it. */
const ACK_MILLIS = 250;
const ACK_BYTES = 1 << 20;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const because = (fault) => ({ rooms: { lab: { fault } } });

let socket;
let session = null;
/** Whether the lab has the session. */
let isOpen = false;
let isOver = false;
/** Since when there is no connection. */
let lost;
/** Messages of the lab that arrived, and bytes of those it was not told of yet. */
let received = 0;
let untold = 0;
let telling;
/** Frames that the lab has not said it has, and how many it has. */
const unacknowledged = [];
let acknowledged = 0;

let ready;
let failed;

/** Opens the connection. Resolves once the lab listens. */
export async function connect() {
  await admitted();
  await new Promise((resolve, reject) => {
    [ready, failed] = [resolve, reject];
    open();
  });
  self.onmessage = ({ data }) => send(...data);
  setInterval(() => isOpen && tell(), SIGN_OF_LIFE_MILLIS);
}

/** A socket does not say why it is refused, so a file is asked for first. */
async function admitted() {
  const answer = await fetch(new URL("./lab.json", self.location.href), { cache: "no-store" }).catch(() => undefined);
  if (!answer?.ok) {
    const reason = because([401, 403, 429].includes(answer?.status) ? "not-admitted" : "gone");
    throw Object.assign(new Error("no lab"), { reason });
  }
  // Or the browser counts it as a request that was given up.
  await answer.arrayBuffer();
}

function open() {
  const address = new URL("./lab-socket", self.location.href);
  address.search = "";
  address.protocol = address.protocol.replace("http", "ws");
  const opened = new WebSocket(address);
  socket = opened;
  socket.binaryType = "arraybuffer";
  socket.onopen = () => socket.send(tagged(OPEN, encoder.encode(JSON.stringify({ session, received }))));
  socket.onmessage = ({ data }) => hear(new Uint8Array(data));
  // Not every implementation says both.
  socket.onclose = socket.onerror = () => {
    if (opened === socket) {
      socket = undefined;
      lose();
    }
  };
}

function lose() {
  isOpen = false;
  if (isOver) {
    return;
  }
  lost ??= performance.now();
  if (session === null || performance.now() - lost > PATIENCE_MILLIS) {
    end({ crashed: { reason: because("gone") } });
  } else {
    setTimeout(open, AGAIN_MILLIS);
  }
}

/** There is no more: the page is told why, and trains without the lab. */
function end(message) {
  isOver = true;
  if (session === null) {
    failed(Object.assign(new Error("no lab"), message.unavailable ?? message.crashed));
  } else {
    self.postMessage([JSON.stringify(message)]);
  }
  socket?.close();
}

function hear(frame) {
  const content = frame.subarray(1);
  switch (frame[0]) {
    case MESSAGE:
      received += 1;
      untold += frame.length;
      if (untold > ACK_BYTES) {
        tell();
      } else {
        telling ??= setTimeout(tell, ACK_MILLIS);
      }
      pass(content);
      break;
    case ACK:
      drop(Number(view(content).getBigUint64(0, true)));
      break;
    case OPENED: {
      const opened = JSON.parse(decoder.decode(content));
      session = opened.session;
      drop(opened.received);
      lost = undefined;
      isOpen = true;
      for (const message of unacknowledged) {
        socket.send(message);
      }
      ready();
      break;
    }
    case ENDED:
      end(JSON.parse(decoder.decode(content)));
  }
}

/** Hands a message of the lab to the page. */
function pass(content) {
  const length = view(content).getUint32(0, true);
  const json = decoder.decode(content.subarray(5, 5 + length));
  if (content[4] === 0) {
    self.postMessage([json]);
    return;
  }
  const payload = content.slice(5 + length).buffer;
  self.postMessage([json, payload], [payload]);
}

/** Sends a message of the page's to the lab, now or on the next connection. */
function send(json, payload) {
  if (!isOpen && json.startsWith('{"ping"')) {
    // The page waits while the lab is looked for.
    self.postMessage([json.replace("ping", "pong")]);
    return;
  }
  const text = encoder.encode(json);
  const bytes = payload ? new Uint8Array(payload) : [];
  const frame = new Uint8Array(6 + text.length + bytes.length);
  frame[0] = MESSAGE;
  view(frame).setUint32(1, text.length, true);
  frame[5] = payload ? 1 : 0;
  frame.set(text, 6);
  frame.set(bytes, 6 + text.length);
  unacknowledged.push(frame);
  if (isOpen) {
    socket.send(frame);
  }
}

/** Tells the lab how much arrived. */
function tell() {
  clearTimeout(telling);
  telling = undefined;
  untold = 0;
  if (isOpen) {
    const count = new Uint8Array(8);
    view(count).setBigUint64(0, BigInt(received), true);
    socket.send(tagged(ACK, count));
  }
}

/** The lab has so many of the page's messages. */
function drop(count) {
  unacknowledged.splice(0, count - acknowledged);
  acknowledged = count;
}

function tagged(kind, content) {
  const frame = new Uint8Array(1 + content.length);
  frame[0] = kind;
  frame.set(content, 1);
  return frame;
}

const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
