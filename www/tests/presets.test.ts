import { beforeEach, describe, expect, it } from 'vitest';
import { PRESET_NAMES, presetIn, textsOfPreset, type PresetName } from '../src/page/state/presets';
import { initialTexts } from '../src/page/state/settings-table';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { benchOf, type FakeWorker } from './fake-worker';

describe('the presets', () => {
  it('are the lecture’s, in its order, and each is told from the others by its settings', () => {
    expect(PRESET_NAMES.map((name) => textsOfPreset(name))).toMatchObject([
      { family: 'ae', body: 'linear' },
      { family: 'ae', body: 'dense' },
      { family: 'ae', body: 'conv' },
      { family: 'vae', body: 'dense', beta: '1', samples: '1' },
      { family: 'vae', body: 'conv', beta: '1', samples: '1' },
      { family: 'vae', body: 'dense', beta: '4', samples: '1' },
      { family: 'vae', body: 'dense', beta: '1', samples: '5' },
    ]);
    for (const before of PRESET_NAMES) {
      for (const name of PRESET_NAMES) {
        const texts = { ...initialTexts(), ...textsOfPreset(before), ...textsOfPreset(name) };
        expect(presetIn(texts), `${name} after ${before}`).toBe(name);
      }
    }
  });

  it('are a VAE at first, and none where something is otherwise', () => {
    const texts = initialTexts();
    expect(presetIn(texts)).toBe('vae');
    expect(presetIn({ ...texts, beta: ' 1.0 ' }), 'the same, written otherwise').toBe('vae');
    expect(presetIn({ ...texts, seed: '3', hidden: '9' }), 'of what it says nothing').toBe('vae');
    expect(presetIn({ ...texts, beta: '2' })).toBeNull();
    expect(presetIn({ ...texts, body: 'linear' })).toBeNull();
    expect(presetIn({ ...texts, freeBits: 'some' })).toBeNull();
  });
});

describe('choosing one', () => {
  let bench: Workbench;
  let workers: FakeWorker[];
  const api = () => workers.at(-1)!.api;
  const sent = () => api().openFresh.mock.lastCall![0];
  beforeEach(async () => {
    workers = [];
    bench = benchOf(workers);
    await bench.train();
  });

  it.each<[PresetName, object]>([
    ['linearAutoencoder', { model: { family: 'ae', body: { kind: 'linear' } } }],
    ['deepAutoencoder', { model: { family: 'ae', body: { kind: 'dense', hidden: [128, 64] } } }],
    ['convAutoencoder', { model: { family: 'ae', body: { kind: 'conv', channels: [16, 32] } } }],
    ['convVae', { model: { family: 'vae', body: { kind: 'conv' } }, options: { beta: 1 } }],
  ])('%s waits for Reset, and Train opens it', async (name, expected) => {
    await bench.choosePreset(name);
    expect(bench.plan.kind).toBe('again');
    expect(api().setOptions).not.toHaveBeenCalled();
    expect(api().openFresh).toHaveBeenCalledTimes(1);
    await bench.pause();
    await bench.train();
    expect(sent()).toMatchObject(expected);
    expect(presetIn(bench.settings.typed)).toBe(name);
  });

  it('that differs in what a run may change on the way changes the run at once', async () => {
    await bench.choosePreset('importanceWeighted');
    const plain = { learningRate: 0.001, beta: 1, batchSize: 64 };
    expect(api().setOptions).toHaveBeenLastCalledWith(1, { ...plain, samples: 5 });
    await bench.choosePreset('betaVae');
    expect(api().setOptions).toHaveBeenLastCalledWith(1, { ...plain, beta: 4 });
    expect(bench.phase).toBe('training');
  });

  it('is taken back with the other changes', async () => {
    await bench.choosePreset('convAutoencoder');
    bench.keepModel();
    expect(presetIn(bench.settings.typed)).toBe('vae');
    expect(bench.plan.kind).toBe('goOn');
  });
});
