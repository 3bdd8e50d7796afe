import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import { TERMS } from './fake-core';
import { benchOf, frame, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let bench: Workbench;
const worker = () => workers.at(-1)!;
const model = () => bench.current!;
/** The worker's side of the model that is shown. */
const fake = () => worker().last;

beforeEach(() => {
  workers = [];
  bench = benchOf(workers);
});

describe('opening', () => {
  it('shows the pretrained model with its card, and no steps of its own', async () => {
    expect(bench.phase).toBe('opening');
    await bench.openPretrained();
    expect(bench.phase).toBe('idle');
    expect(model().info.model.height).toBe(28);
    expect(model().card?.heldOutNegElboNats).toBe(137.9);
    expect(model().step).toBeNull();
    expect(model().epoch).toBeNull();
  });

  it('shows held-out digits with the pretrained model, their dots in the place of its file’s, and has nothing to lose', async () => {
    await bench.openPretrained();
    expect(worker().sets).toEqual(['mnistHeldOut']);
    expect([model().strip.source, model().awaitsImages]).toEqual(['heldOut', false]);
    expect(model().codes?.classes).toEqual(model().info.images?.classes);
    expect(model().lastPoint?.heldOut).toEqual(TERMS);
    expect([model().trainsOn, model().trained, bench.unsaved]).toEqual([null, false, false]);
  });

  it('held-out digits that do not come are said to be missing, and Retry fetches them', async () => {
    worker().offline = true;
    await bench.openPretrained();
    expect(bench.error?.code).toBe('no_digits');
    expect([model().strip.source, model().awaitsImages]).toEqual(['prior', false]);
    worker().offline = false;
    await bench.tryAgain();
    expect(model().strip.source).toBe('heldOut');
    expect(bench.error).toBeNull();
  });

  it('Train on the pretrained model opens the digits and trains', async () => {
    await bench.openPretrained();
    await bench.train();
    expect(bench.source).toEqual({ kind: 'set', name: 'digits8x8' });
    expect(bench.phase).toBe('training');
    expect(worker().api.start.mock.calls[0]!.slice(0, 2)).toEqual([2, 500]);
    expect(worker().models[0]!.closed).toBe(true);
    expect(bench.models).toEqual([model()]);
  });

  it('a model of another size says that its figures are of another scale', async () => {
    await bench.openPretrained();
    expect(bench.rescaled).toBeNull();
    await bench.reset('digits8x8');
    expect(bench.rescaled).toBe('size');
    await bench.reset();
    expect(bench.rescaled).toBeNull();
  });

  it('the codes of a data set keep their classes while their places move', async () => {
    await bench.train();
    const { codes } = model();
    expect(codes?.classes).toHaveLength(10);
    const points = new Float32Array(2 * 1797);
    await fake().sink!({ ...frame(24), points });
    expect(model().codes).toEqual({ ...codes, points });
    expect(model().codes?.labels).toBe(codes?.labels);
  });

  it('a weights file that is refused leaves the model that was open', async () => {
    await bench.openPretrained();
    const before = model();
    await bench.loadWeights(new File([new Uint8Array([0])], 'bad.safetensors'));
    expect(bench.error?.code).toBe('bad_weights');
    expect(model()).toBe(before);
    expect(fake().closed).toBe(false);
    expect(bench.phase).toBe('idle');
  });

  it('a refused file does not stop the frames of a running training', async () => {
    await bench.train();
    await bench.loadWeights(new File([new Uint8Array([0])], 'bad.safetensors'));
    await fake().sink!(frame(48));
    expect(model().step).toBe(48);
  });

  it('what could not be loaded at all leaves no model, and says so', async () => {
    worker().api.openWeights.mockRejectedValueOnce(failure('bad_weights'));
    await bench.openPretrained();
    expect(bench.current).toBeNull();
    expect(bench.phase).toBe('idle');
    expect(bench.error?.code).toBe('damaged_pretrained');
  });

  it('keeps a failure whole: the sentence is made where it is read', async () => {
    const known = failure('bad_weights', { field: 'latent', reason: 'range', params: { max: 32 } });
    worker().api.openWeights.mockRejectedValueOnce(known);
    await bench.loadWeights(new File([new Uint8Array([1])], 'odd.safetensors'));
    const params = { max: 32, file: 'odd.safetensors' };
    expect(bench.error).toEqual({ ...known, params });
  });

  it('shows the part of the plane that is looked at, also when that moved meanwhile', async () => {
    await bench.openPretrained();
    const window = { z1Min: 0, z1Max: 1, z2Min: 0, z2Max: 1 };
    const snapshot = worker().api.snapshot.getMockImplementation()!;
    worker().api.snapshot.mockImplementationOnce(async (id) => {
      bench.look(window, 8, 8);
      return snapshot(id);
    });
    await bench.reset();
    await vi.waitFor(() => expect(model().manifold.window).toEqual(window));
    await bench.reset();
    expect(model().manifold.columns).toBe(8);
  });
});

describe('images', () => {
  it('are opened once: Reset opens none again', async () => {
    await bench.train();
    await bench.reset();
    await bench.reset();
    expect(worker().api.openFresh).toHaveBeenCalledTimes(3);
    expect(worker().api.openImages).toHaveBeenCalledTimes(1);
    expect(worker().api.openImages).toHaveBeenCalledWith('digits8x8');
  });

  it('that could not be had are asked for again', async () => {
    worker().offline = true;
    await bench.reset();
    expect(bench.error?.code).toBe('no_digits');
    worker().offline = false;
    await bench.reset();
    expect(bench.error).toBeNull();
    expect(model().info.images?.name).toBe('digits8x8');
  });

  it('of their size are attached to opened weights, and training starts from these', async () => {
    await bench.loadWeights(new File([new Uint8Array([8])], 'mine.safetensors'));
    expect(bench.source).toEqual({ kind: 'file', name: 'mine.safetensors' });
    expect(model().codes?.labels).toHaveLength(1797);
    expect(bench.settings.typed.hidden).toBe('128, 64');
    await bench.train();
    expect(worker().api.openWeights).toHaveBeenCalledTimes(1);
    expect(worker().api.openFresh).not.toHaveBeenCalled();
    expect(worker().api.start.mock.calls[0]![0]).toBe(1);
  });

  it('that cannot be had close the weights that they were for, and the open model stays', async () => {
    await bench.openPretrained();
    const before = model();
    worker().offline = true;
    await bench.loadWeights(new File([new Uint8Array([8])], 'mine.safetensors'));
    expect(bench.error?.code).toBe('no_digits');
    expect(model()).toBe(before);
    expect(worker().models.map(({ closed }) => closed)).toEqual([false, true]);
  });
});

describe('settings', () => {
  it('change a running training at once', async () => {
    await bench.train();
    bench.settings.typed.learningRate = '0.01';
    await bench.applyOptions();
    expect(worker().api.setOptions).toHaveBeenCalledWith(1, {
      learningRate: 0.01,
      beta: 1,
      batchSize: 64,
    });
    expect(bench.phase).toBe('training');
  });

  it('that an open autoencoder cannot have wait for the VAE that was chosen', async () => {
    bench.settings.typed.family = 'ae';
    await bench.train();
    bench.type('family', 'vae');
    bench.type('samples', '4');
    bench.type('learningRate', '0.01');
    await bench.applyOptions();
    const { setOptions, openFresh } = worker().api;
    expect(setOptions).toHaveBeenCalledWith(1, { learningRate: 0.01, beta: 1, batchSize: 64 });
    expect(bench.error).toBeNull();
    await bench.pause();
    await bench.train();
    expect(openFresh.mock.lastCall![0]).toMatchObject({
      model: { family: 'vae' },
      options: { learningRate: 0.01, samples: 4 },
    });
  });

  it('that the lab refuses are named, and the training goes on', async () => {
    await bench.train();
    worker().refuseOptions = failure('bad_option', { field: 'beta', reason: 'range' });
    bench.settings.typed.learningRate = '0.5';
    await bench.applyOptions();
    expect(bench.settings.refused).toEqual(['beta']);
    expect(bench.error?.reason).toBe('range');
    expect(bench.phase).toBe('training');
  });

  it('that are no numbers never reach the lab', async () => {
    await bench.train();
    bench.settings.typed.batchSize = 'many';
    await bench.applyOptions();
    expect(worker().api.setOptions).not.toHaveBeenCalled();
    expect(bench.settings.refused).toEqual(['batchSize']);
    bench.settings.typed.batchSize = '32';
    await bench.applyOptions();
    expect(bench.settings.refused).toEqual([]);
    expect(bench.error).toBeNull();
  });

  it('of the model wait for Reset', async () => {
    await bench.train();
    expect(bench.resetPending).toBe(false);
    bench.settings.typed.hidden = '32';
    bench.settings.typed.family = 'ae';
    expect(bench.resetPending).toBe(true);
    await bench.reset();
    expect(model().info.model).toMatchObject({ family: 'ae', body: { hidden: [32] } });
    expect(bench.resetPending).toBe(false);
  });

  it('of an impossible model leave the open one alone', async () => {
    await bench.train();
    const before = model();
    bench.settings.typed.hidden = '2000';
    await bench.reset();
    expect(bench.settings.refused).toEqual(['hidden']);
    expect(model()).toBe(before);
  });

  it('of threads are for every model, and show how many came', async () => {
    await bench.reset();
    bench.settings.typed.threads = '7';
    await bench.applyThreads();
    expect(worker().api.setThreads).toHaveBeenCalledWith(7);
    expect(model().engineInfo.threads).toBe(2);
    expect(bench.settings.typed.threads).toBe('2');
  });
});

describe('the end of the worker', () => {
  it('is said, and Restart begins with a new one', async () => {
    await bench.train();
    worker().died!(failure('fatal', { message: 'out of memory' }));
    expect(bench.phase).toBe('dead');
    expect(bench.error).toMatchObject({ code: 'fatal', message: 'out of memory' });
    await bench.restart();
    expect(workers).toHaveLength(2);
    expect(workers[0]!.ended).toBe(true);
    expect(workers[1]!.api.openImages).toHaveBeenCalledTimes(1);
    expect(workers[1]!.api.close).not.toHaveBeenCalled();
    expect(bench.phase).toBe('idle');
    expect(bench.source).toEqual({ kind: 'set', name: 'digits8x8' });
  });

  it('leaves nobody waiting for its answers', async () => {
    await bench.train();
    worker().api.decode.mockReturnValueOnce(new Promise(() => {}));
    const decoded = bench.decode(new Float32Array(2));
    worker().died!(failure('fatal'));
    const told = expect(decoded).rejects.toMatchObject({ code: 'closed' });
    await bench.restart();
    await told;
  });

  it('leaves a picture that is asked nothing when no new one starts either', async () => {
    await bench.train();
    const before = model();
    worker().died!(failure('fatal'));
    const restarted = bench.restart();
    worker().offline = true;
    await restarted;
    expect(bench.error?.code).toBe('no_digits');
    expect(model()).toBe(before);
    expect(bench.phase).toBe('idle');
    await expect(bench.decode(new Float32Array(2))).rejects.toMatchObject({ code: 'closed' });
    worker().offline = false;
    await bench.train();
    expect(bench.phase).toBe('training');
    expect(model()).not.toBe(before);
  });
});
