// What people type into a setting, wherever they learnt to write numbers; and what becomes of what cannot be used.
import { describe, expect, it } from 'vitest';
import { en } from '../src/page/i18n/en';
import { say } from '../src/page/i18n/en-errors';
import { oneThread } from '../src/page/i18n/en-settings';
import {
  numberFrom,
  numberInDoubt,
  sizesFrom,
  sizesInDoubt,
  wholeFrom,
  wholeInDoubt,
} from '../src/page/state/read-numbers';
import { Settings } from '../src/page/state/settings.svelte';
import { read, type SettingName } from '../src/page/state/settings-table';
import { failure, failureFrom } from '../src/shared/failure';
import type { OneThread } from '../src/shared/types';

describe('a number', () => {
  it.each([
    ['0.001', 0.001],
    [' 1e-3 ', 0.001],
    ['1E−3', 0.001],
    ['0,001', 0.001],
    ['0,500', 0.5],
    [',5', 0.5],
    ['.5', 0.5],
    ['5,', 5],
    ['1,5e-2', 0.015],
    ['−1', -1],
    ['+2', 2],
    ['０．５', 0.5],
    ['０，５', 0.5],
    ['1 000', 1000],
    ['1 000,5', 1000.5],
    ['1’000.5', 1000.5],
    ['1,000.5', 1000.5],
    ['1.000,5', 1000.5],
    ['1,000,000', 1e6],
    ['1.000', 1],
    ['12,5', 12.5],
  ])('%s is %d', (text, value) => {
    expect(numberFrom(text)).toBe(value);
    expect(numberInDoubt(text)).toBeNull();
  });

  it.each(['', 'x', 'Infinity', '1e999', '0x10', '1,2,3', '1 2', '1²', '10⁻³', '50%'])(
    '%s is none',
    (text) => {
      expect(numberFrom(text)).toBeNull();
      expect(numberInDoubt(text)).toBeNull();
    },
  );

  it.each([
    ['1,000', ['1000', '1']],
    ['12,345', ['12345', '12.345']],
  ])('%s may be two', (text, doubt) => {
    expect(numberFrom(text)).toBeNull();
    expect(numberInDoubt(text)).toEqual(doubt);
  });
});

describe('a whole number', () => {
  it.each([
    ['64', 64],
    ['64.0', 64],
    ['1 024', 1024],
    ['６４', 64],
    ['1,048,576', 1048576],
  ])('%s is %d', (text, value) => expect(wholeFrom(text)).toBe(value));

  it.each(['6.5', '6,5', '-1', '−1', ''])('%s is none', (text) =>
    expect(wholeFrom(text)).toBeNull(),
  );

  it.each(['1,000', '1.000'])('%s may be two: nobody writes the decimals of one', (text) => {
    expect(wholeFrom(text)).toBeNull();
    expect(wholeInDoubt(text)).toEqual(['1000', '1']);
  });
});

describe('hidden sizes', () => {
  it.each([
    ['128, 64', [128, 64]],
    ['128,64', [128, 64]],
    ['512 256,128', [512, 256, 128]],
    ['128,256', [128, 256]],
    ['128; 64', [128, 64]],
    ['128-64', [128, 64]],
    ['128 – 64', [128, 64]],
    ['784×128', [784, 128]],
    ['１２８，６４', [128, 64]],
    ['1, 24', [1, 24]],
    ['', []],
  ])('%s are %j', (text, sizes) => {
    expect(sizesFrom(text)).toEqual(sizes);
    expect(sizesInDoubt(text)).toBeNull();
  });

  it.each(['128, many', '12.5', '-5, 64', '−5', '64, 012'])('%s are none', (text) =>
    expect(sizesFrom(text)).toBeNull(),
  );

  it('a thousand with a comma may be two layers', () => {
    expect(sizesInDoubt('1,024')).toEqual(['1024', '1, 24']);
    expect(sizesFrom('512, 1,024')).toBeNull();
  });
});

it('a text that may be two numbers is explained, whatever the setting', () => {
  const said = (name: SettingName, text: string) => {
    const found = read(name, text);
    if (!('refusal' in found)) throw new Error(`${text} is read`);
    return say(failure('bad_option', { field: name, ...found.refusal }));
  };
  expect(said('beta', '1,000')).toBe(
    'β: “1,000” may be read as 1000 or as 1. Write the one you mean.',
  );
  expect(said('seed', '1.000')).toContain('may be read as 1000 or as 1.');
  expect(said('hidden', '1,024')).toContain('may be read as 1024 or as 1, 24.');
});

describe('what cannot be used', () => {
  /** Uses all settings, as Reset does. */
  const use = (settings: Settings) => {
    try {
      settings.runConfig({ height: 8, width: 8 });
      return null;
    } catch (thrown) {
      settings.refuse(failureFrom(thrown));
      return settings.standing(failureFrom(thrown));
    }
  };

  it('is named whole, the first of the form in its own sentence', () => {
    const settings = new Settings();
    settings.typed.seed = '-1';
    settings.typed.hidden = 'wide';
    settings.typed.learningRate = '';
    const found = use(settings)!;
    expect(settings.refused).toEqual(['learningRate', 'hidden', 'seed']);
    expect(found.field).toBe('learningRate');
    expect(say(found)).toBe(
      'Learning rate must be a number, such as 0.001. To correct as well: hidden sizes, seed.',
    );
  });

  it('is named no more as soon as its own text is good, whenever it takes effect', () => {
    const wrong: Partial<Record<SettingName, [string, string]>> = {
      learningRate: ['', '0,002'],
      epochs: ['0', '3'],
      hidden: ['4096', '64'],
      seed: ['x', '8'],
    };
    const settings = new Settings();
    for (const [name, [bad]] of Object.entries(wrong)) settings.typed[name as SettingName] = bad;
    let found = use(settings);
    for (const [name, [, good]] of Object.entries(wrong)) {
      expect(found?.field).toBe(name);
      settings.type(name as SettingName, good);
      found = settings.standing(found!);
    }
    expect(found).toBeNull();
    expect(settings.refused).toEqual([]);
  });

  it('stays while its text is as bad, or another one is corrected', () => {
    const settings = new Settings();
    settings.typed.seed = 'x';
    const found = use(settings)!;
    settings.type('seed', 'y');
    settings.type('beta', '2');
    expect(settings.standing(found)?.field).toBe('seed');
  });

  it('goes with the choice that gave it a meaning', () => {
    const settings = new Settings();
    settings.typed.hidden = 'x';
    const found = use(settings)!;
    settings.type('body', 'linear');
    expect(settings.standing(found)).toBeNull();
  });

  it('by the core alone stays until another text is there', () => {
    const settings = new Settings();
    const refusal = failure('bad_spec', { field: 'hidden', reason: 'range', params: { max: 1 } });
    settings.refuse(refusal);
    settings.type('hidden', '128, 64');
    expect(settings.standing(refusal)).toEqual(refusal);
    settings.type('hidden', '1');
    expect(settings.standing(refusal)).toBeNull();
  });

  it('leaves other failures alone', () => {
    const settings = new Settings();
    const other = failure('bad_weights', { field: 'latent' });
    settings.refuse(other);
    expect(settings.standing(other)).toBe(other);
  });
});

describe('fewer threads than were asked for', () => {
  const { fewerThreads } = en.settings;

  it('are said with what is in the way', () => {
    for (const [why, { meaning }] of Object.entries(oneThread)) {
      expect(fewerThreads(4, 1, why as OneThread)).toBe(`1 of 4. ${meaning}`);
    }
  });

  it('are as many as the lab uses, where nothing is in the way', () => {
    expect(fewerThreads(99, 8, null)).toBe('8 of 99. The lab uses no more.');
  });
});
