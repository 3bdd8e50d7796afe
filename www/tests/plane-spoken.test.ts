import { describe, expect, it } from 'vitest';
import { plane as words } from '../src/page/i18n/en-plane';
import { classesText, textOf, type Around } from '../src/page/plane/spoken';

const around: Around = {
  words,
  written: (z) => z.toFixed(1),
  classes: 'Middles of the classes: 0 at 1.0, 2.0.',
  here: 'codes of 0',
};

describe('what a screen reader hears of the plane', () => {
  it('on arrival: the cursor, what is there, and where the classes lie', () => {
    expect(textOf({ what: 'arrival', z: [1, 2] }, around)).toBe(
      'z₁ 1.0, z₂ 2.0. codes of 0 Middles of the classes: 0 at 1.0, 2.0.',
    );
    expect(textOf({ what: 'cursor', z: [1, 2] }, around)).not.toContain('Middles');
  });

  it('says nothing of classes that are not on show', () => {
    expect(classesText([], ['0'], words)).toBe('');
    const silent = { ...around, classes: '', here: '' };
    expect(textOf({ what: 'arrival', z: [0, 0] }, silent)).toBe('z₁ 0.0, z₂ 0.0.');
  });

  it('names as many classes as can be listened to', () => {
    const places = (count: number) =>
      Array.from({ length: count }, (_, label) => ({
        label,
        count: 1,
        point: [label, -0.5] as const,
      }));
    const names = Array.from({ length: 20 }, (_, n) => `c${n}`);
    expect(classesText(places(2), names, words)).toBe(
      'Middles of the classes: c0 at 0.0, −0.5; c1 at 1.0, −0.5.',
    );
    expect(classesText(places(20), names, words)).toMatch(/c11 at [^;]+; and 8 more\.$/);
  });
});
