import { afterEach, describe, expect, it, vi } from 'vitest';
import { Theme } from '../src/page/state/theme.svelte';

/** A page whose system is light until it changes, with or without site data. */
function page(localStorage: object) {
  const query = Object.assign(new EventTarget(), { matches: false });
  vi.stubGlobal('matchMedia', () => query);
  vi.stubGlobal('window', globalThis);
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, ...localStorage });
  const root = { dataset: {} as Record<string, string> } as unknown as HTMLElement;
  return {
    root,
    systemTurnsDark() {
      query.matches = true;
      query.dispatchEvent(new Event('change'));
    },
  };
}

const DENIED = {
  get(): never {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  },
};
/** As in views of an app that have it switched off. */
const ABSENT = { value: null };

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, 'localStorage');
});

describe.each([
  ['denied', DENIED],
  ['absent', ABSENT],
])('the theme where site data is %s', (_, storage) => {
  it('is chosen all the same, and the first choice says that it is not kept', () => {
    const { root, systemTurnsDark } = page(storage);
    const theme = new Theme(root);
    const stop = theme.follow();
    expect(theme.name).toBe('light');
    expect(() => theme.toggle()).toThrow(expect.objectContaining({ code: 'not_kept' }));
    expect([theme.name, root.dataset['theme']]).toEqual(['dark', 'dark']);
    expect(() => theme.toggle()).not.toThrow();
    expect(theme.name).toBe('light');
    systemTurnsDark();
    expect(theme.name, 'chosen here').toBe('light');
    stop();
  });
});
