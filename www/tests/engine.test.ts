import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startEngine } from '../src/page/state/engine';
import { endsEngine, failureFrom, isOfEngine, restartHelps } from '../src/shared/failure';
import type { Failure } from '../src/shared/types';

/** What the browser does with a worker. */
let made: FakeWorker[] = [];
let knowsModules = true;
let refuses = false;

class FakeWorker extends EventTarget {
  constructor(_address: string | URL, options?: WorkerOptions) {
    super();
    if (knowsModules) void options?.type;
    if (refuses) throw new DOMException('denied', 'SecurityError');
    made.push(this);
  }
  postMessage(): void {}
  terminate(): void {}
}

const page = new EventTarget();
const died = vi.fn<(failure: Failure) => void>();
const codes = () => died.mock.calls.map(([{ code }]) => code);

const violation = (effectiveDirective: string) =>
  Object.assign(new Event('securitypolicyviolation'), { effectiveDirective });
const errorOf = (message: string) => Object.assign(new Event('error'), { message });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('document', page);
  [made, knowsModules, refuses] = [[], true, false];
  died.mockClear();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function start(happens: (worker: FakeWorker) => void): Promise<void> {
  startEngine(died);
  happens(made[0]!);
  await vi.advanceTimersByTimeAsync(1000);
}

describe('an engine that does not start', () => {
  it('was not found when its script does not come', async () => {
    await start((worker) => worker.dispatchEvent(new Event('error')));
    expect(codes()).toEqual(['worker_missing']);
  });

  it('is forbidden when a policy says so, even a moment later', async () => {
    await start((worker) => {
      worker.dispatchEvent(new Event('error'));
      setTimeout(() => page.dispatchEvent(violation('worker-src')), 20);
    });
    expect(codes()).toEqual(['worker_policy']);
  });

  it('is forbidden when the browser throws at once', async () => {
    refuses = true;
    startEngine(died).end();
    page.dispatchEvent(violation('worker-src'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(codes()).toEqual(['worker_policy']);
  });

  it('is not the policy when that forbids something else', async () => {
    await start((worker) => {
      page.dispatchEvent(violation('img-src'));
      worker.dispatchEvent(new Event('error'));
    });
    expect(codes()).toEqual(['worker_missing']);
  });

  it('needs another browser where workers are no modules', async () => {
    knowsModules = false;
    await start((worker) =>
      worker.dispatchEvent(
        errorOf('SyntaxError: import declarations may only appear at top level'),
      ),
    );
    expect(codes()).toEqual(['worker_old']);
  });

  it('failed when its script came and is in error', async () => {
    await start((worker) => worker.dispatchEvent(errorOf('SyntaxError: twice declared')));
    expect(died).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'fatal', message: 'SyntaxError: twice declared' }),
    );
  });

  it('failed when an error escaped it, and says which', async () => {
    await start((worker) => {
      worker.dispatchEvent(new Event('message'));
      worker.dispatchEvent(errorOf('Uncaught RangeError: export'));
    });
    expect(died).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'fatal', message: 'Uncaught RangeError: export' }),
    );
  });
});

describe('a new engine', () => {
  it.each([
    ['fatal', true],
    ['wasm_missing', true],
    ['wasm_damaged', true],
    ['no_start_memory', true],
    ['worker_missing', true],
    ['wasm_policy', false],
    ['worker_policy', false],
    ['worker_old', false],
  ])('after %s: may it do better? %s', (code, helps) => {
    const failure = { code } as Failure;
    expect([endsEngine(failure), restartHelps(failure)]).toEqual([true, helps]);
  });

  it.each(['wasm_missing', 'wasm_damaged', 'wasm_policy', 'no_start_memory'])(
    'is not needed after %s where what is open goes on, but may be asked for',
    (code) => {
      const spared = failureFrom({ code, spared: true });
      const known = [endsEngine(spared), isOfEngine(spared), restartHelps(spared)];
      expect(known).toEqual([false, true, code !== 'wasm_policy']);
    },
  );

  it.each(['no_strict', 'no_memory', 'bad_option', 'not_kept', 'diverged'])(
    'is not needed after %s',
    (code) => {
      const failure = { code } as Failure;
      expect([endsEngine(failure), restartHelps(failure)]).toEqual([false, false]);
    },
  );
});
