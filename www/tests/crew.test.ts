import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Crew } from '../src/worker/crew';
import type { Instance } from '../src/worker/wasm-package';

type Fate = 'comes' | 'fails' | 'hangs';

/** Fates of the workers to come, in order. */
let fates: Fate[] = [];
let helping: number[] = [];
let ended = 0;

class FakeWorker extends EventTarget {
  private readonly fate = fates.shift() ?? 'comes';

  postMessage(message: { help?: number }): void {
    if (message.help !== undefined) {
      helping.push(message.help);
    } else if (this.fate !== 'hangs') {
      const event = this.fate === 'comes' ? new Event('message') : new Event('error');
      queueMicrotask(() => this.dispatchEvent(event));
    }
  }

  terminate(): void {
    ended += 1;
  }
}

const abandonTraining = vi.fn<() => void>();
const instance = { variant: 'strict-threads', abandonTraining } as Partial<Instance> as Instance;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  fates = [];
  helping = [];
  ended = 0;
  abandonTraining.mockClear();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Crew', () => {
  it('numbers its helpers from 1 and calls no more than are missing', async () => {
    const crew = new Crew(instance);
    await crew.grow(2);
    await crew.grow(1);
    await crew.grow(3);
    expect(helping).toEqual([1, 2, 3]);
    expect([crew.helpers(2), crew.helpers(9)]).toEqual([2, 3]);
    expect(crew.incomplete).toBe(false);
  });

  it('goes on with fewer when a helper fails or does not come', async () => {
    fates = ['fails', 'comes', 'hangs'];
    const crew = new Crew(instance);
    const grown = crew.grow(3);
    await vi.advanceTimersByTimeAsync(10_000);
    await grown;
    expect(helping).toEqual([1]);
    expect(crew.helpers(3)).toBe(1);
    expect(ended).toBe(2);
    expect(crew.incomplete, 'fewer than were asked for').toBe(true);
    await crew.grow(1);
    expect(crew.incomplete, 'as many as are asked for now').toBe(false);
  });

  it('goes on alone where no worker can be made', async () => {
    vi.stubGlobal('Worker', function refused() {
      throw new Error('no workers here');
    });
    const crew = new Crew(instance);
    await crew.grow(4);
    expect(crew.helpers(4)).toBe(0);
  });

  it('lets its helpers go when training failed, and hides nothing when even that fails', () => {
    const crew = new Crew(instance);
    crew.abandon();
    expect(abandonTraining).toHaveBeenCalledOnce();
    abandonTraining.mockImplementationOnce(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    expect(() => crew.abandon()).not.toThrow();
  });
});
