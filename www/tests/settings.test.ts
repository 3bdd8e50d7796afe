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
      { body: { kind: 'conv', channels: [4, 8, 9] } },
      { body: { kind: 'dense', hidden: [7], activation: 'relu' } },
      { body: { kind: 'dense', hidden: [7], activation: 'leakyRelu' }, init: 'he' },
      { body: { kind: 'conv', channels: [5] }, init: 'glorot' },
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

  it('each body asks for what it is made of, and for nothing of the others', () => {
    const settings = new Settings();
    const asked = (body: string) => {
      settings.typed.body = body;
      const ofBody = ['hidden', 'channels', 'activation'] as const;
      return ofBody.filter((name) => applies(name, settings.typed));
    };
    expect(asked('dense')).toEqual(['hidden', 'activation']);
    expect(asked('linear')).toEqual([]);
    expect(asked('conv')).toEqual(['channels']);
    Object.assign(settings.typed, { hidden: 'wide', channels: '8 16' });
    expect(settings.runConfig(IMAGE).model.body).toEqual({ kind: 'conv', channels: [8, 16] });
  });

  it('the options of a KL term are those of a VAE, and say nothing where they are as plain as can be', () => {
    const run = new Settings().runConfig(IMAGE);
    for (const options of [
      { warmupSteps: 500 },
      { freeBits: 0.25 },
      { samples: 5, warmupSteps: 1_000_000 },
    ]) {
      const settings = new Settings();
      settings.show({ ...run, options: { ...run.options, ...options } });
      expect(settings.runConfig(IMAGE).options).toEqual({ ...run.options, ...options });
      settings.typed.family = 'ae';
      expect(settings.runConfig(IMAGE).options).toEqual(run.options);
      settings.show(run);
      expect(settings.runConfig(IMAGE).options, 'another run has none').toEqual(run.options);
    }
  });
});

describe('options for the open model', () => {
  const plain = { learningRate: 0.001, beta: 1, batchSize: 64 };
  const open = (family: 'vae' | 'ae', options = {}): RunConfig => {
    const run = new Settings().runConfig(IMAGE);
    return { ...run, model: { ...run.model, family }, options: { ...plain, ...options } };
  };

  it('are what is typed', () => {
    const settings = new Settings();
    Object.assign(settings.typed, { beta: '4', warmupSteps: '100', samples: '3' });
    const wanted = { ...plain, beta: 4, warmupSteps: 100, samples: 3 };
    expect(settings.options(open('vae'))).toEqual(wanted);
  });

  it('that it cannot have wait for the VAE that was chosen, and are marked', () => {
    const settings = new Settings();
    const autoencoder = open('ae');
    settings.show(autoencoder);
    Object.assign(settings.typed, { family: 'vae', samples: '3', warmupSteps: 'soon', beta: '4' });
    expect(settings.options(autoencoder)).toEqual({ ...plain, beta: 4 });
    const changed = settings.changedFrom(autoencoder, true, true);
    expect(changed).toEqual(['family', 'warmupSteps', 'samples']);
  });

  it('stay as they are in a VAE while an autoencoder is chosen for the next', () => {
    const settings = new Settings();
    const vae = open('vae', { warmupSteps: 100 });
    settings.show(vae);
    Object.assign(settings.typed, { family: 'ae', learningRate: '0.01' });
    expect(settings.options(vae)).toEqual({ ...plain, learningRate: 0.01, warmupSteps: 100 });
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
    ['body', 'conv'],
    ['likelihood', 'learned'],
    ['activation', 'gelu'],
    ['init', 'he'],
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
    settings.typed.samples = '5';
    settings.typed.channels = '3';
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
    ['channels', '', 'Convolutions need channels, such as 16, 32.'],
    ['channels', 'many', 'Channels must be whole numbers, such as 16, 32, not “many”.'],
    ['channels', '16, 65', 'A convolution must have between 1 and 64 channels, not 65.'],
    ['channels', '1 2 3 4 5', 'There must be 1 to 4 convolutions, not 5.'],
    ['warmupSteps', '1000001', 'β warm-up must be between 0 and 1000000 steps, not 1000001.'],
    ['warmupSteps', '0.5', 'β warm-up must be a whole number, not “0.5”.'],
    ['freeBits', '11', 'Free bits must be between 0 and 10 nats, not 11.'],
    ['samples', '0', 'Samples K must be between 1 and 64, not 0.'],
  ])('%s %s is named in a sentence', (name, text, sentence) => {
    const settings = new Settings();
    if (name === 'channels') settings.typed.body = 'conv';
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
