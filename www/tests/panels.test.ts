// Panels take plain values, so each can be rendered by itself: what it writes for them, without a browser.
import { render } from 'svelte/server';
import { describe, expect, it, vi } from 'vitest';
import { en } from '../src/page/i18n/en';
import LayerSwitches from '../src/page/panels/LayerSwitches.svelte';

const theme = {
  classes: [[51, 34, 136]],
  muted: [90, 90, 90],
  paper: [251, 250, 247],
  forced: false,
  scale: 1,
};
vi.mock('../src/page/state/colours.svelte', () => ({ useColours: () => ({ theme }) }));

describe('the legend', () => {
  const legendOf = (classes: string[]) =>
    render(LayerSwitches, {
      props: {
        layers: { manifold: true, codes: true, prior: true },
        classes,
        hasCodes: true,
        hasPrior: true,
        counts: new Map([[1, 20]]),
        held: 1,
        onlight: () => undefined,
        onhold: () => undefined,
        ontoggle: () => undefined,
        t: en,
      },
    }).body;
  const colours = (html: string) => html.match(/background: ?rgb\([^)]+\)/g) ?? [];

  it('is not there without classes', () => {
    expect(legendOf([])).not.toContain('<ul');
  });

  it('names each class beside its colour, ten or a hundred', () => {
    for (const count of [10, 100]) {
      const names = Array.from({ length: count }, (_, n) => `class ${n}`);
      const html = legendOf(names);
      for (const name of names) expect(html).toContain(`${name}</button></li>`);
      expect(new Set(colours(html)).size).toBe(count);
    }
  });

  it('names the mark on the plane, where colours are forced and there are none to tell classes by', () => {
    theme.forced = true;
    expect(legendOf(['0', '12'])).not.toMatch(/<b[\s>]|class="dot/);
    expect(legendOf(['shirt', 'shoe'])).toMatch(/<b[^>]*>2<\/b>(<!--.*?-->|\s)*shoe/);
    theme.forced = false;
  });

  it('says how many codes each class has, and which stays lit', () => {
    const html = legendOf(['a', 'b']);
    expect(html).toMatch(/aria-pressed="false"[^>]*aria-label="a: 0 codes"/);
    expect(html).toMatch(/aria-pressed="true"[^>]*aria-label="b: 20 codes"/);
  });

  it('scrolls when it has more names than fit: each is a button, which a key brings into view', () => {
    const ten = Array.from({ length: 10 }, (_, n) => `${n}`);
    const hundred = Array.from({ length: 100 }, (_, n) => `${n}`);
    expect(legendOf(ten)).not.toMatch(/<ul class="[^"]*scrolls/);
    for (const many of [ten.map((name) => `class number ${name}`), hundred]) {
      expect(legendOf(many)).toMatch(/<ul class="[^"]*scrolls/);
      expect(legendOf(many).match(/class="class/g)).toHaveLength(many.length);
    }
  });
});
