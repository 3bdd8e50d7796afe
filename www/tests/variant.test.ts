import { describe, expect, it } from 'vitest';
import { variantsFor } from '../src/worker/variant';

describe('variantsFor', () => {
  it('takes the fastest that the browser can run', () => {
    expect(variantsFor({ relaxedSimd: true, sharedMemory: true }, false)[0]).toBe(
      'relaxed-threads',
    );
    expect(variantsFor({ relaxedSimd: false, sharedMemory: true }, false)[0]).toBe(
      'strict-threads',
    );
    expect(variantsFor({ relaxedSimd: true, sharedMemory: false }, false)[0]).toBe('relaxed');
  });

  it('never relaxes a reproducible run', () => {
    for (const relaxedSimd of [true, false]) {
      for (const sharedMemory of [true, false]) {
        const names = variantsFor({ relaxedSimd, sharedMemory }, true);
        expect(names.every((name) => name.startsWith('strict'))).toBe(true);
      }
    }
  });

  it('always ends with the build that runs everywhere', () => {
    for (const relaxedSimd of [true, false]) {
      for (const sharedMemory of [true, false]) {
        expect(variantsFor({ relaxedSimd, sharedMemory }, false).at(-1)).toBe('strict');
      }
    }
  });
});
