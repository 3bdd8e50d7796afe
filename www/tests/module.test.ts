import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compiled, PATIENCE_MS } from '../src/worker/module';

const WASM = { 'Content-Type': 'application/wasm' };
/** A module that is empty. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const TRUNCATED = EMPTY.subarray(0, 6);
const ADDRESS = 'http://127.0.0.1/core.wasm';

/** What is answered, in turn. */
let answers: (() => Response | Promise<Response>)[] = [];
let caches: (RequestCache | undefined)[] = [];

beforeEach(() => {
  caches = [];
  vi.stubGlobal('fetch', async (_address: string, { cache, signal }: RequestInit) => {
    caches.push(cache);
    const hung = new Promise<never>((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason)),
    );
    return Promise.race([answers.shift()!(), hung]);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const whole = () => new Response(EMPTY, { headers: WASM });
const damaged = () => new Response(TRUNCATED, { headers: WASM });

describe('the core', () => {
  it('is compiled, whether or not the host names its type', async () => {
    answers = [whole, () => new Response(EMPTY)];
    for (let n = 0; n < 2; n++) expect(await compiled(ADDRESS)).toBeInstanceOf(WebAssembly.Module);
  });

  it('that arrived damaged is asked for once more, past what the browser keeps', async () => {
    answers = [damaged, whole];
    expect(await compiled(ADDRESS)).toBeInstanceOf(WebAssembly.Module);
    expect(caches).toEqual(['default', 'reload']);
  });

  it('that stays damaged is called that', async () => {
    answers = [damaged, damaged];
    await expect(compiled(ADDRESS)).rejects.toMatchObject({ code: 'wasm_damaged' });
  });

  it.each([
    ['a missing file', () => new Response('', { status: 404 }), 'status', { status: 404 }],
    [
      'a web page in its place',
      () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }),
      'page',
      {},
    ],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch')), 'network', {}],
  ])('that cannot be had is missing: %s', async (_, answer, reason, params) => {
    answers = [answer];
    await expect(compiled(ADDRESS)).rejects.toMatchObject({ code: 'wasm_missing', reason, params });
  });

  it('that breaks off on its way is missing, not damaged', async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new TypeError('network error')),
    });
    answers = [() => new Response(broken, { headers: WASM })];
    await expect(compiled(ADDRESS)).rejects.toMatchObject({
      code: 'wasm_missing',
      reason: 'network',
    });
  });

  it('that does not arrive is given up', async () => {
    vi.useFakeTimers();
    answers = [() => new Promise<never>(() => {})];
    const waiting = expect(compiled(ADDRESS)).rejects.toMatchObject({
      code: 'wasm_missing',
      reason: 'late',
      params: { seconds: PATIENCE_MS / 1000 },
    });
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    await waiting;
  });

  // As Chromium, Firefox and WebKit say it.
  it.each([
    'WebAssembly.compileStreaming(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive',
    'call to WebAssembly.compileStreaming() blocked by CSP',
    "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script",
  ])('that a policy forbids is told apart: %s', async (message) => {
    answers = [whole];
    vi.spyOn(WebAssembly, 'compileStreaming').mockRejectedValue(
      new WebAssembly.CompileError(message),
    );
    await expect(compiled(ADDRESS)).rejects.toMatchObject({ code: 'wasm_policy' });
    expect(caches).toEqual(['default']);
  });
});
