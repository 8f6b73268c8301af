// Stands before the server and streams a run to its page at a steady pace, as no engine on a small machine would: real
// pictures of a real run, in the server's own messages, over a real socket. All else is answered by the server.
import { createHash } from "node:crypto";
import { createServer, request } from "node:http";

const HEADER_BYTES = 32;
/** Clones whose frames come in one message, as the server sends them. */
const PARCEL = 32;
const HANDSHAKE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, section 1.3
const [TEXT, BINARY] = [1, 2];

/** Splits a stored snapshot into its frames. */
export function frames(snapshot) {
  const found = [];
  for (let rest = snapshot; rest.length > 0; ) {
    const length = HEADER_BYTES + rest.readUInt32LE(24);
    found.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return found;
}

/** A frame with another place in the stream. */
function at(frame, sequence, iteration) {
  const moved = Buffer.from(frame);
  moved.writeBigUInt64LE(BigInt(sequence), 0);
  moved.writeUInt32LE(iteration, 8);
  return moved;
}

/** A message of a WebSocket, in one frame, whose length takes as few bytes as can hold it. */
function message(kind, payload) {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65536 ? 4 : 10);
  head[0] = 0x80 | kind;
  head[1] = length < 126 ? length : length < 65536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** The place before the server, for one viewer of one run. */
export class Stream {
  #sequence = 0;
  #socket;
  #http;

  /** `state`: the run's live state; `snapshots`: some of its stored snapshots, each split into frames. */
  constructor(origin, state, snapshots) {
    this.state = state;
    this.snapshots = snapshots;
    this.iteration = state.targets[0].points.at(-1).iteration;
    this.#http = createServer((asked, answer) => pass(origin, asked, answer));
    this.#http.on("upgrade", (asked, socket) => this.#join(asked, socket));
  }

  /** Listens on a free port; the address is the answer. */
  async listen() {
    await new Promise((ready) => this.#http.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${this.#http.address().port}`;
  }

  /** Streams so many snapshots a second for so many seconds. */
  async play(perSecond, seconds) {
    const begin = performance.now();
    for (let sent = 0; sent < perSecond * seconds; sent += 1) {
      const wait = begin + (sent * 1000) / perSecond - performance.now();
      await new Promise((wake) => setTimeout(wake, Math.max(wait, 0)));
      this.#step(sent);
    }
  }

  close() {
    this.#socket?.destroy();
    this.#http.closeAllConnections();
    this.#http.close();
  }

  #join(asked, socket) {
    const accept = createHash("sha1").update(asked.headers["sec-websocket-key"] + HANDSHAKE).digest("base64");
    const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, "", ""].join("\r\n"));
    socket.on("error", () => {}); // the page has gone
    socket.resume(); // viewers only answer pings, and none are sent
    this.#socket = socket;
    this.#tell({ everything: { state: this.state } });
    this.#show(0);
  }

  #step(sent) {
    const { points } = this.state.targets[0];
    this.iteration += 5;
    const point = { ...points[sent % points.length], iteration: this.iteration };
    this.#tell({ step: { target: 0, point } });
    const progress = { done: this.iteration, total: this.state.targets[0].max_steps, unit: "steps" };
    this.#tell({ progress: { stage: this.state.current, progress, overall: 0.5, remaining_seconds: 600 } });
    this.#show(sent);
  }

  #tell(event) {
    this.#socket.write(message(TEXT, Buffer.from(JSON.stringify(event))));
  }

  #show(index) {
    const all = this.snapshots[index % this.snapshots.length];
    const moved = all.map((frame) => at(frame, (this.#sequence += 1), this.iteration));
    for (let first = 0; first < moved.length; first += PARCEL) {
      this.#socket.write(message(BINARY, Buffer.concat(moved.slice(first, first + PARCEL))));
    }
  }
}

function pass(origin, asked, answer) {
  const headers = { ...asked.headers, host: new URL(origin).host };
  if (headers.origin) headers.origin = origin;
  const forwarded = request(origin + asked.url, { method: asked.method, headers }, (given) => {
    answer.writeHead(given.statusCode, given.headers);
    given.pipe(answer);
  });
  forwarded.on("error", () => answer.destroy());
  asked.pipe(forwarded);
}
