// Files from a net that does what the test says.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadPretrained } from '../src/page/state/pretrained';
import { arriving, PATIENCE_MS, type Net } from '../src/shared/arriving';

/** Whatever needs no timer is done. */
async function settled(): Promise<void> {
  for (let n = 0; n < 20; n++) await Promise.resolve();
}

/** A body that arrives piece by piece. */
class Body {
  private give: ((piece: { done: boolean; value?: Uint8Array }) => void) | null = null;
  private fail: ((error: Error) => void) | null = null;
  readonly response = { ok: true, body: { getReader: () => ({ read: () => this.next() }) } };

  private next() {
    return new Promise<{ done: boolean; value?: Uint8Array }>((resolve, reject) => {
      [this.give, this.fail] = [resolve, reject];
    });
  }

  private async wanted(): Promise<void> {
    await settled();
    expect(this.give).not.toBeNull();
  }

  async piece(...bytes: number[]): Promise<void> {
    await this.wanted();
    this.give!({ done: false, value: Uint8Array.from(bytes) });
    this.give = null;
    await settled();
  }

  async end(): Promise<void> {
    await this.wanted();
    this.give!({ done: true });
  }

  abort = () => this.fail?.(new Error('aborted'));
}

let body: Body;
let caches: string[];
const net = (fetch: Net['fetch']): Net => ({
  fetch,
  AbortController: class {
    signal = body.abort;
    abort = body.abort;
  } as unknown as Net['AbortController'],
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
});
const fine = () =>
  net(async (_, { cache }) => {
    caches.push(cache);
    return body.response;
  });

beforeEach(() => {
  vi.useFakeTimers();
  body = new Body();
  caches = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a file', () => {
  it('is all its pieces, however slowly they come', async () => {
    const bytes = arriving(fine(), 'a');
    for (let n = 0; n < 5; n++) {
      await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
      await body.piece(n, n);
    }
    await body.end();
    expect(await bytes).toEqual(Uint8Array.from([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is given up when it stops arriving', async () => {
    const bytes = arriving(fine(), 'a');
    await body.piece(1);
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(await bytes).toBe('stalled');
  });

  it('is given up when not even an answer comes', async () => {
    let refuse = (_: Error) => {};
    body.abort = () => refuse(new Error('aborted'));
    const hung = net(() => new Promise((_, reject) => (refuse = reject)));
    const bytes = arriving(hung, 'a');
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(await bytes).toBe('stalled');
  });

  it('that is not there, and one that breaks off, are told apart from one that stalls', async () => {
    expect(
      await arriving(
        net(async () => ({ ok: false, body: null })),
        'a',
      ),
    ).toBe('refused');
    const offline = net(() => Promise.reject(new Error('offline')));
    expect(await arriving(offline, 'a')).toBe('broken');
    const bytes = arriving(fine(), 'a');
    await body.piece(1);
    await settled();
    body.abort();
    expect(await bytes).toBe('broken');
  });

  it('that is asked for anew is asked of the host', async () => {
    void arriving(fine(), 'a');
    void arriving(fine(), 'a', { anew: true });
    expect(caches).toEqual(['default', 'reload']);
  });
});

describe('the pretrained model', () => {
  const answers = (text: string) => async () => new Response(text);

  it('whose card is no JSON has none, and the engine is not blamed for it', async () => {
    vi.stubGlobal('fetch', answers('<!doctype html>'));
    const { card } = loadPretrained('http://lab/');
    await expect(card()).rejects.toMatchObject({ code: 'no_codes' });
  });

  it('is asked for once, and after a failure once more, of the host', async () => {
    const fetch = vi.fn(async (_: string, _how: RequestInit) => new Response('x'));
    vi.stubGlobal('fetch', fetch);
    const { weights } = loadPretrained('http://lab/');
    await weights();
    expect(fetch).toHaveBeenCalledTimes(1);
    await weights(true);
    expect(fetch.mock.calls.map(([, how]) => how.cache)).toEqual(['default', 'reload']);
  });

  it('names why it did not come', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
    await expect(loadPretrained('http://lab/').weights()).rejects.toMatchObject({
      code: 'no_pretrained',
      reason: 'refused',
      params: { detail: '/weights/mnist-vae.safetensors' },
    });
  });
});
