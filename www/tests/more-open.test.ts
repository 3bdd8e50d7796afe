import { render } from 'svelte/server';
import type { ComponentProps } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../src/page/i18n/en';
import SettingsPanel from '../src/page/panels/SettingsPanel.svelte';
import { MoreOpen } from '../src/page/state/more-open.svelte';
import { initialTexts, SETTING_NAMES, SETTINGS } from '../src/page/state/settings-table';

/** Site data as the browser keeps it; none, where it is forbidden. */
function siteData(entries: Map<string, string> | null) {
  const value = entries && {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, text: string) => void entries.set(key, text),
    removeItem: (key: string) => void entries.delete(key),
  };
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value });
}

afterEach(() => void Reflect.deleteProperty(globalThis, 'localStorage'));

describe('More', () => {
  beforeEach(() => siteData(new Map()));

  it('is closed at first, and on the next visit as it was left', () => {
    const more = new MoreOpen();
    expect(more.open).toBe(false);
    more.toggle(true);
    expect(new MoreOpen().open).toBe(true);
    more.toggle(false);
    expect(new MoreOpen().open).toBe(false);
  });

  it('opens by itself for this visit alone', () => {
    const more = new MoreOpen();
    more.reveal();
    expect(more.open).toBe(true);
    expect(new MoreOpen().open).toBe(false);
  });

  it('works where nothing is kept, as long as the page', () => {
    siteData(null);
    const more = new MoreOpen();
    more.toggle(true);
    expect(more.open).toBe(true);
    expect(new MoreOpen().open).toBe(false);
  });
});

describe('the form', () => {
  beforeEach(() => siteData(null));
  const formOf = (props: Partial<ComponentProps<typeof SettingsPanel>>) =>
    render(SettingsPanel, {
      props: {
        names: SETTING_NAMES.filter((name) => SETTINGS[name].place !== 'menu'),
        texts: initialTexts(),
        next: [],
        refused: [],
        error: null,
        notes: {},
        pending: false,
        weightsHash: null,
        onpreset: () => undefined,
        onset: () => undefined,
        oncommit: () => undefined,
        t: en,
        ...props,
      },
    }).body;
  const behind = SETTING_NAMES.filter((name) => SETTINGS[name].place === 'more');

  it('has each of its settings once, those for whoever looks further behind a button that says so', () => {
    const html = formOf({});
    const [inSight = '', more = ''] = html.split('aria-expanded="false"');
    for (const name of SETTING_NAMES) {
      const { key, place } = SETTINGS[name];
      const found = [inSight, more].map((part) => part.includes(`data-testid="${key}"`));
      expect(found, name).toEqual([place === undefined, place === 'more']);
    }
    expect(more).toMatch(/<div id="[^"]+"[^>]* hidden/);
    expect(behind.length).toBeGreaterThan(0);
  });

  it('has no line of when for settings that it does not ask for', () => {
    const lines = (names: typeof behind) => formOf({ names }).match(/class="when/g)?.length;
    expect(lines(['learningRate', 'seed', 'init'])).toBe(3);
    expect(lines(['learningRate', 'seed', 'samples'])).toBe(3);
    expect(lines(['learningRate', 'seed', 'samples', 'init'])).toBe(4);
  });

  it('names what is not as it begins, while that is out of sight', () => {
    const texts = { ...initialTexts(), samples: '5', activation: 'gelu', warmupSteps: ' 0 ' };
    const html = formOf({ texts });
    expect(html).toMatch(/class="note[^>]*>set: samples K, activation</);
    expect(formOf({})).not.toContain('samples K, activation');
  });
});
