// The header never lies: what is shown is the open model, and Train's button says what Train will do.
import { en } from '../src/page/i18n/en';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { say } from '../src/page/i18n/en-errors';
import { keepLabel, trainLabel } from '../src/page/panels/plan-words';
import { titleOf } from '../src/page/state/own-sets.svelte';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import { benchOf, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let bench: Workbench;
const worker = () => workers.at(-1)!;
const typed = () => bench.settings.typed;
const begun = () => (bench.current?.step ?? 0) > 0;
const train = () => {
  const set = titleOf(bench.plan.set, bench.own, en.data.set);
  return trainLabel(bench.plan, begun(), typed(), set, en);
};
const keep = () => keepLabel(bench.plan, typed(), bench.current?.info.model, en);
/** The model that was opened last, as the worker was asked for it. */
const asked = () => worker().api.openFresh.mock.calls.at(-1)![0];

beforeEach(() => {
  workers = [];
  bench = benchOf(workers);
});

describe('Train', () => {
  it('names the set of images where the open model has none', async () => {
    expect(train()).toEqual({ full: 'Train on 8×8 digits', short: 'Train' });
    await bench.openPretrained();
    expect(train().full).toBe('Train on 8×8 digits');
    typed().family = 'ae';
    expect(train().full).toBe('Train autoencoder on 8×8 digits');
    expect(keep()).toBe('Keep VAE');
  });

  it('goes on with the open model where nothing was chosen that this does not have', async () => {
    await bench.reset();
    expect(train()).toEqual({ full: 'Train', short: 'Train' });
    expect(keep()).toBeNull();
    typed().learningRate = '0.5';
    typed().epochs = '3';
    expect(train().full).toBe('Train');
  });

  it('resets and trains what was chosen, and says so before', async () => {
    await bench.train();
    await bench.pause();
    typed().family = 'ae';
    expect(train()).toEqual({ full: 'Reset and train autoencoder', short: 'Reset and train' });
    expect(bench.resetPending).toBe(true);
    await bench.train();
    expect(asked().model.family).toBe('ae');
    expect(bench.phase).toBe('training');
    expect(bench.current!.info.model.family).toBe('ae');
    await bench.pause();
    expect(train().full).toBe('Train');
  });

  it('goes on with the open model once the choice is taken back', async () => {
    await bench.train();
    await bench.pause();
    typed().family = 'ae';
    expect(keep()).toBe('Keep VAE');
    bench.keepModel();
    expect(train().full).toBe('Train');
    typed().hidden = '32';
    typed().seed = '9';
    expect(train().full).toBe('Reset and train');
    expect(keep()).toBe('Undo changes');
    bench.keepModel();
    expect(typed()).toMatchObject({ family: 'vae', hidden: '128, 64', seed: '7' });
    await bench.train();
    expect(worker().api.openFresh).toHaveBeenCalledTimes(1);
    expect(worker().api.start).toHaveBeenCalledTimes(2);
  });

  it('does not go on under a text that says nothing: it is refused by name', async () => {
    await bench.train();
    await bench.pause();
    typed().hidden = 'wide';
    expect(train().full).toBe('Reset and train');
    await bench.train();
    expect(bench.settings.refused).toEqual(['hidden']);
    expect(bench.phase).toBe('paused');
  });

  it('says that it begins anew where the model diverged', async () => {
    await bench.train();
    worker().last.failRun!(failure('diverged', { params: { step: 3 } }));
    await bench.pause();
    expect(train().full).toBe('Reset and train');
    expect(bench.resetPending).toBe(false);
  });
});

describe('Step', () => {
  it('on the pretrained model takes images of its size, and Train goes on with it', async () => {
    await bench.openPretrained();
    const before = bench.current;
    expect(bench.plan).toMatchObject({ kind: 'fresh', set: 'digits8x8' });
    await bench.stepOnce();
    expect(bench.current).toBe(before);
    expect(worker().sets).toEqual(['mnistHeldOut', 'mnist10k']);
    expect([before!.step, before!.trained, before!.unsaved]).toEqual([1, true, true]);
    expect(bench.plan).toMatchObject({ kind: 'goOn', set: 'mnist10k' });
    expect(bench.error).toBeNull();
  });

  it('waits for no large set when weights are opened: Train says that it will fetch it', async () => {
    await bench.loadWeights(new File([Uint8Array.of(28)], 'w.safetensors'));
    const opened = bench.current;
    await vi.waitFor(() => expect(worker().sets).toEqual(['mnistHeldOut']));
    expect(train().full).toBe('Train on MNIST 10k');
    await bench.train();
    expect(worker().sets).toEqual(['mnistHeldOut', 'mnist10k']);
    expect(bench.current).toBe(opened);
    expect(bench.phase).toBe('training');
  });

  it('on a model of a size that no images here have says why not, and swaps nothing', async () => {
    await bench.loadWeights(new File([Uint8Array.of(20)], 'w.safetensors'));
    const before = bench.current;
    await bench.stepOnce();
    expect(bench.current).toBe(before);
    expect(bench.error?.code).toBe('no_step');
    expect(say(bench.error!)).toContain('without training images');
  });

  it('steps the model that is open, whatever was chosen for the next', async () => {
    await bench.reset();
    typed().family = 'ae';
    await bench.stepOnce();
    expect(bench.current!.step).toBe(1);
    expect(bench.current!.info.model.family).toBe('vae');
    expect(worker().api.openFresh).toHaveBeenCalledTimes(1);
  });

  it('on a model that diverged says so again', async () => {
    await bench.train();
    worker().last.failRun!(failure('diverged', { params: { step: 3, backTo: 0 } }));
    await bench.pause();
    bench.dismissError();
    const before = bench.current;
    await bench.stepOnce();
    expect(bench.error?.code).toBe('diverged');
    expect(bench.current).toBe(before);
  });
});

describe('the fields', () => {
  const shipped = async () => {
    worker().weights = { hidden: [256, 128], seed: 11, beta: 2 };
    await bench.openPretrained();
  };

  it('show the values of the open model', async () => {
    await shipped();
    expect(typed()).toMatchObject({ hidden: '256, 128', seed: '11', beta: '2' });
    expect(bench.plan.changed).toEqual([]);
  });

  it('of a fresh model on other images are that set’s, with what was changed', async () => {
    await shipped();
    typed().seed = '12';
    typed().beta = '4';
    typed().epochs = '20';
    expect(bench.plan.changed).toEqual(['beta', 'seed']);
    await bench.train();
    expect(asked()).toMatchObject({
      seed: 12,
      model: { body: { hidden: [128, 64] } },
      options: { beta: 4 },
    });
    expect(typed()).toMatchObject({ hidden: '128, 64', seed: '12', beta: '4', epochs: '20' });
    expect(bench.plan).toMatchObject({ kind: 'goOn', changed: [] });
  });

  it('of a fresh model on the same images are what is in the form', async () => {
    await bench.loadWeights(new File([new Uint8Array([8])], 'mine.safetensors'));
    typed().seed = '3';
    await bench.reset();
    expect(asked().seed).toBe(3);
    expect(asked().model.body).toMatchObject({ hidden: [128, 64] });
  });

  it('go back to the pretrained model’s when that is opened again', async () => {
    await shipped();
    await bench.train();
    expect(typed().hidden).toBe('128, 64');
    await bench.openPretrained();
    expect(typed()).toMatchObject({ hidden: '256, 128', seed: '11' });
  });

  it('keep what is the page’s: threads and reproducible', async () => {
    await shipped();
    typed().threads = '2';
    typed().reproducible = 'yes';
    await bench.train();
    expect(typed()).toMatchObject({ threads: '2', reproducible: 'yes' });
    await bench.openPretrained();
    expect(typed()).toMatchObject({ threads: '2', reproducible: 'yes' });
  });
});
