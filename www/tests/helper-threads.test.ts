// Both ends of a helper's life: the training worker calls it, the page makes it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HelperThreads } from '../src/page/state/helper-threads';
import type { ThreadOrder } from '../src/shared/thread-orders';
import { helpersOfPage, type CallHelper, type Join } from '../src/worker/helpers';

type Fate = 'comes' | 'fails' | 'hangs' | 'cannot be made';

/** Fates of the workers to come, in order. */
let fates: Fate[] = [];
let given: unknown[] = [];
let ended = 0;

class FakeWorker extends EventTarget {
  private readonly fate = fates.shift() ?? 'comes';

  constructor() {
    super();
    if (this.fate === 'cannot be made') throw new Error('no workers here');
  }

  postMessage(message: unknown): void {
    given.push(message);
    if (this.fate === 'hangs') return;
    const event = new Event(this.fate === 'comes' ? 'message' : 'error');
    queueMicrotask(() => this.dispatchEvent(event));
  }

  terminate(): void {
    ended += 1;
  }
}

let threads: HelperThreads;
let call: CallHelper;
const join = { variant: 'strict-threads' } as Partial<Join> as Join;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  [fates, given, ended] = [[], [], 0];
  const channel = new EventTarget();
  threads = new HelperThreads((data) =>
    channel.dispatchEvent(Object.assign(new Event('message'), { data })),
  );
  call = helpersOfPage(
    Object.assign(channel, {
      postMessage: (order: ThreadOrder<Join>) => threads.obey(order),
    }),
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a helper thread', () => {
  it('joins, and helps when it is told to', async () => {
    const helper = await call(join);
    expect(given).toEqual([{ join }]);
    helper!.help(3);
    expect(given).toEqual([{ join }, { help: 3 }]);
    expect(ended).toBe(0);
  });

  it.each(['fails', 'cannot be made'] as const)('that %s is none', async (fate) => {
    fates = [fate];
    expect(await call(join)).toBe(null);
    expect(ended).toBe(fate === 'fails' ? 1 : 0);
  });

  it('that does not come in time is ended, and the others stay', async () => {
    fates = ['hangs', 'comes'];
    const called = Promise.all([call(join), call(join)]);
    await vi.advanceTimersByTimeAsync(10_000);
    const [late, other] = await called;
    expect(late).toBe(null);
    expect(ended).toBe(1);
    other!.help(1);
    expect(given.at(-1)).toEqual({ help: 1 });
  });

  it('ends with the engine', async () => {
    await call(join);
    await call(join);
    threads.end();
    threads.end();
    expect(ended).toBe(2);
  });
});
