import { afterEach, describe, expect, it, vi } from 'vitest';
import { abilities, variantsFor } from '../src/worker/variant';

describe('variantsFor', () => {
  it('takes the fastest that the browser can run', () => {
    expect(variantsFor({ relaxedSimd: true, oneThread: null }, false)[0]).toBe('relaxed-threads');
    expect(variantsFor({ relaxedSimd: false, oneThread: null }, false)[0]).toBe('strict-threads');
    expect(variantsFor({ relaxedSimd: true, oneThread: 'notIsolated' }, false)[0]).toBe('relaxed');
  });

  it('never relaxes a reproducible run', () => {
    for (const relaxedSimd of [true, false]) {
      for (const oneThread of [null, 'memoryRefused'] as const) {
        const names = variantsFor({ relaxedSimd, oneThread }, true);
        expect(names.every((name) => name.startsWith('strict'))).toBe(true);
      }
    }
  });

  it('always ends with the build that runs everywhere', () => {
    for (const relaxedSimd of [true, false]) {
      for (const oneThread of [null, 'memoryRefused'] as const) {
        expect(variantsFor({ relaxedSimd, oneThread }, false).at(-1)).toBe('strict');
      }
    }
  });
});

describe('abilities', () => {
  const because = async (isolated: boolean | undefined) => {
    vi.stubGlobal('crossOriginIsolated', isolated);
    return (await abilities()).oneThread;
  };

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('has threads in an isolated page of a browser that has them', async () => {
    expect(await because(true)).toBeNull();
  });

  it('blames the host where the browser could and the page is not isolated', async () => {
    expect(await because(false)).toBe('notIsolated');
  });

  it('blames the browser where it knows of no isolation, or of no shared memory', async () => {
    expect(await because(undefined)).toBe('noSharedMemory');
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(await because(false)).toBe('noSharedMemory');
    expect(await because(true)).toBe('noSharedMemory');
  });

  it('blames the browser where SharedArrayBuffer is missing though the page is isolated', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(await because(true)).toBe('noSharedMemory');
  });
});
