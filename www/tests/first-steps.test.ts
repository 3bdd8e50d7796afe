import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FirstSteps } from '../src/page/state/first-steps.svelte';

function siteData(localStorage: object) {
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, ...localStorage });
}

/** Site data as the browser keeps it. */
function kept() {
  const entries = new Map<string, string>();
  return {
    value: {
      getItem: (key: string) => entries.get(key) ?? null,
      setItem: (key: string, value: string) => void entries.set(key, value),
    },
  };
}

afterEach(() => void Reflect.deleteProperty(globalThis, 'localStorage'));

describe('the first steps', () => {
  beforeEach(() => siteData(kept()));

  it('go one by one, in any order, and do not come back', () => {
    const steps = new FirstSteps();
    expect(steps.left).toEqual(['decode', 'keep', 'train']);
    steps.did('keep');
    steps.did('keep');
    expect(steps.left).toEqual(['decode', 'train']);
    expect(new FirstSteps().left, 'the next visit').toEqual(['decode', 'train']);
    steps.did('train');
    steps.did('decode');
    expect(steps.left).toEqual([]);
    expect(new FirstSteps().left).toEqual([]);
  });

  it('are as well where nothing is kept, as long as the page', () => {
    for (const localStorage of [
      { value: null },
      {
        get(): never {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      },
    ]) {
      siteData(localStorage);
      const steps = new FirstSteps();
      steps.did('decode');
      expect(steps.left).toEqual(['keep', 'train']);
      expect(new FirstSteps().left).toHaveLength(3);
    }
  });
});
