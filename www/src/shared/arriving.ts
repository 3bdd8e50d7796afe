// A file from the net, given up when it stops arriving: a connection that hangs says nothing by itself.

/** What is used of the net, and of the clock: the same on the page and in a worker. */
export interface Net {
  fetch(address: string, how: { signal: never; cache: 'default' | 'reload' }): Promise<Answer>;
  AbortController: new () => { readonly signal: unknown; abort(): void };
  setTimeout(act: () => void, ms: number): unknown;
  clearTimeout(timer: never): void;
}

interface Answer {
  readonly ok: boolean;
  readonly body: { getReader(): Reader } | null;
}

interface Reader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
}

/** So long without a byte, and nothing more is waited for. */
export const PATIENCE_MS = 15_000;

/** Why nothing came: as the reason of a failure. */
export type Missing = 'stalled' | 'refused' | 'broken';

/** The file's bytes, or why there are none. `anew` asks the host, whatever the browser has kept. */
export async function arriving(
  net: Net,
  address: string,
  { anew = false, patienceMs = PATIENCE_MS }: { anew?: boolean; patienceMs?: number } = {},
): Promise<Uint8Array | Missing> {
  const given = new net.AbortController();
  let stalled = false;
  const giveUp = () => {
    stalled = true;
    given.abort();
  };
  let timer = net.setTimeout(giveUp, patienceMs);
  try {
    const cache = anew ? 'reload' : 'default';
    const answer = await net.fetch(address, { signal: given.signal as never, cache });
    if (!answer.ok || !answer.body) return 'refused';
    const reader = answer.body.getReader();
    const pieces: Uint8Array[] = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(pieces);
      if (value) pieces.push(value);
      net.clearTimeout(timer as never);
      timer = net.setTimeout(giveUp, patienceMs);
    }
  } catch {
    return stalled ? 'stalled' : 'broken';
  } finally {
    net.clearTimeout(timer as never);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
