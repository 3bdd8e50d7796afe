import { describe, expect, it } from 'vitest';
import { say } from '../src/page/i18n/en-errors';
import { placeNear } from '../src/page/controls/place';
import { Settings } from '../src/page/state/settings.svelte';
import { configFrom, textsFrom } from '../src/page/state/settings-run';
import {
  applies,
  initialTexts,
  normalised,
  read,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
} from '../src/page/state/settings-table';
import { failureFrom } from '../src/shared/failure';
import type { Failure, RunConfig } from '../src/shared/types';

const IMAGE = { height: 8, width: 8 };
const refusalOf = (settings: Settings): Failure => {
  try {
    settings.runConfig(IMAGE);
  } catch (failure) {
    return failureFrom(failure);
  }
  throw new Error('these settings are refused nowhere');
};

describe('the table', () => {
  it('each default is a value that its own row reads, and writes as it read it', () => {
    const texts = initialTexts();
    for (const name of SETTING_NAMES) {
      if (texts[name] !== '') expect(normalised(name, texts[name]), name).toBe(texts[name]);
    }
    expect(new Settings().runConfig(IMAGE)).toEqual({
      model: {
        family: 'vae',
        ...IMAGE,
        body: { kind: 'dense', hidden: [128, 64], activation: 'relu' },
        latent: 2,
        likelihood: { kind: 'bernoulli' },
      },
      pixels: 'grey',
      seed: 7,
      options: { learningRate: 0.001, beta: 1, batchSize: 64 },
    });
  });

  it('no two settings share a key in the address', () => {
    const keys = SETTING_NAMES.map((name) => SETTINGS[name].key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('a run comes back as the texts that describe it, whatever it is made of', () => {
    const base = new Settings().runConfig(IMAGE);
    const models: Partial<RunConfig['model']>[] = [
      { family: 'ae' },
      { body: { kind: 'linear' } },
      { body: { kind: 'dense', hidden: [7], activation: 'relu' } },
      { likelihood: { kind: 'gaussian', sd: 0.3 } },
      { likelihood: { kind: 'gaussian', sd: 'learned' } },
    ];
    for (const change of models) {
      const run: RunConfig = {
        ...base,
        model: { ...base.model, ...change },
        pixels: 'drawn',
        seed: 11,
        options: { learningRate: 0.02, beta: 0, batchSize: 3 },
      };
      const texts = { ...initialTexts(), ...textsFrom(run) };
      const again = configFrom((name) => {
        const found = read(name, texts[name]);
        if ('refusal' in found) throw new Error(name);
        return found.value;
      }, IMAGE);
      expect(again).toEqual(run);
    }
  });

  it('a setting that another one leaves no meaning is not asked for', () => {
    const settings = new Settings();
    settings.typed.hidden = 'nonsense';
    expect(refusalOf(settings)).toMatchObject({ field: 'hidden' });
    settings.typed.body = 'linear';
    expect(applies('hidden', settings.typed)).toBe(false);
    expect(settings.runConfig(IMAGE).model.body).toEqual({ kind: 'linear' });
    expect(applies('sd', settings.typed)).toBe(false);
    settings.typed.likelihood = 'gaussian';
    settings.typed.sd = '0,5';
    expect(settings.runConfig(IMAGE).model.likelihood).toEqual({ kind: 'gaussian', sd: 0.5 });
  });
});

describe('what Reset would change', () => {
  const differs = (settings: Settings, open: RunConfig, isStrict: boolean) =>
    settings.changedFrom(open, isStrict, true).length > 0;
  const open = new Settings().runConfig(IMAGE);

  it.each<[SettingName, string]>([
    ['family', 'ae'],
    ['body', 'linear'],
    ['hidden', '128'],
    ['likelihood', 'learned'],
    ['pixels', 'drawn'],
    ['seed', '8'],
  ])('%s, when it is %s', (name, text) => {
    const settings = new Settings();
    expect(differs(settings, open, true)).toBe(false);
    settings.typed[name] = text;
    expect(differs(settings, open, true)).toBe(true);
  });

  it('nothing, for the same value written otherwise, or a setting that takes effect at once', () => {
    const settings = new Settings();
    settings.typed.hidden = '128 64';
    settings.typed.seed = ' 7 ';
    settings.typed.learningRate = '0.5';
    expect(differs(settings, open, true)).toBe(false);
  });

  it('the arithmetic, when reproducible is asked for and is not there', () => {
    const settings = new Settings();
    settings.typed.reproducible = 'yes';
    expect(differs(settings, open, false)).toBe(true);
    expect(differs(settings, open, true)).toBe(false);
  });

  it('nothing, right after the settings of the open model are shown', () => {
    const settings = new Settings();
    const other = {
      ...open,
      seed: 99,
      model: { ...open.model, body: { kind: 'linear' as const } },
    };
    settings.show(other);
    expect(differs(settings, other, true)).toBe(false);
    expect(differs(settings, open, true)).toBe(true);
  });
});

describe('a refused setting', () => {
  it.each<[SettingName, string, string]>([
    ['learningRate', '0', 'Learning rate must be above 0 and at most 1, not 0.'],
    ['learningRate', '2.5', 'Learning rate must be above 0 and at most 1, not 2.5.'],
    ['learningRate', 'fast', 'Learning rate must be a number, such as 0.001, not “fast”.'],
    ['beta', '-1', 'β must be between 0 and 100, not -1.'],
    ['batchSize', '0', 'Batch size must be between 1 and 1024 images, not 0.'],
    ['batchSize', '6.5', 'Batch size must be a whole number, not “6.5”.'],
    ['batchSize', '', 'Batch size must be a whole number.'],
    ['hidden', '128, 4096', 'A hidden size must be between 1 and 2048 neurons, not 4096.'],
    ['hidden', '1 2 3 4 5', 'There must be 1 to 4 hidden layers, not 5.'],
    [
      'hidden',
      '',
      'Dense layers need hidden sizes, such as 128, 64. For none, choose linear layers.',
    ],
    ['hidden', 'wide', 'Hidden sizes must be whole numbers, such as 128, 64, not “wide”.'],
    ['seed', '4294967296', 'Seed must be between 0 and 4294967295, not 4294967296.'],
  ])('%s %s is named in a sentence', (name, text, sentence) => {
    const settings = new Settings();
    settings.typed[name] = text;
    const failure = refusalOf(settings);
    expect(failure.field).toBe(name);
    expect(failure.code).toBe(SETTINGS[name].takesEffect === 'reset' ? 'bad_spec' : 'bad_option');
    expect(say(failure)).toBe(sentence);
  });

  it('of a run on its own is named too', () => {
    const settings = new Settings();
    for (const [name, sentence] of [
      ['epochs', 'Epochs a run must be at least 1, not 0.'],
      ['threads', 'Threads must be at least 1, not 0.'],
    ] as const) {
      settings.typed[name] = '0';
      expect(() => settings.value(name)).toThrow();
      try {
        settings.value(name);
      } catch (failure) {
        expect(say(failureFrom(failure))).toBe(sentence);
      }
    }
  });
});

it('a tip stays on the screen, below its word or above it', () => {
  const screen = { width: 390, height: 844 };
  const tip = { left: 0, top: 0, bottom: 0, width: 300, height: 80 };
  const word = { left: 350, top: 100, bottom: 116, width: 30, height: 16 };
  expect(placeNear(word, tip, screen)).toEqual({ xPx: 82, yPx: 122 });
  const low = { ...word, top: 800, bottom: 816 };
  expect(placeNear(low, tip, screen).yPx).toBe(714);
});
