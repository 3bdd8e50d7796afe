import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../src/page/i18n/en';
import { LabState } from '../src/page/state/lab.svelte';
import type { Frame } from '../src/shared/types';
import { FakeWorker, TERMS } from './fake-worker';

const frame = (step: number): Frame => ({
  stats: { step, epoch: step / 24, terms: TERMS },
  stepsPerSecond: 3000,
  curve: [{ step, heldOut: TERMS, training: TERMS }],
});

let workers: FakeWorker[];
let lab: LabState;
const worker = () => workers.at(-1)!;

beforeEach(() => {
  workers = [];
  lab = new LabState({
    startEngine: (onDied) => {
      workers.push(new FakeWorker());
      return worker().engine(onDied);
    },
    pretrained: {
      weights: async () => new Uint8Array([1]),
      codes: async () => new Uint8Array([1]),
      card: async () => ({ seed: 7, steps: 46_900, epochs: 100, heldOutNegElboNats: 137.9 }),
    },
    nextFrame: () => Promise.resolve(),
  });
});

describe('opening', () => {
  it('shows the pretrained model with its codes and its card, and no steps of its own', async () => {
    await lab.openPretrained();
    expect(lab.phase).toBe('idle');
    expect(lab.info?.model.height).toBe(28);
    expect(lab.codes).not.toBeNull();
    expect(lab.card?.heldOutNegElboNats).toBe(137.9);
    expect(lab.step).toBeNull();
    expect(lab.curve).toEqual([]);
  });

  it('Train on the pretrained model opens the digits and trains', async () => {
    await lab.openPretrained();
    await lab.train();
    expect(lab.source.kind).toBe('digits');
    expect(lab.phase).toBe('training');
    expect(worker().api.start.mock.calls[0]![0]).toBe(500 * 24);
  });

  it('a weights file that is refused leaves the model that was open', async () => {
    await lab.openPretrained();
    const manifold = lab.manifold;
    await lab.loadWeights(new File([new Uint8Array([0])], 'bad.safetensors'));
    expect(lab.error?.code).toBe('bad_weights');
    expect(lab.source.kind).toBe('pretrained');
    expect(lab.manifold).toBe(manifold);
    expect(lab.phase).toBe('idle');
  });

  it('a refused file does not stop the frames of a running training', async () => {
    await lab.train();
    await lab.loadWeights(new File([new Uint8Array([0])], 'bad.safetensors'));
    await worker().sink!(frame(48));
    expect(lab.step).toBe(48);
  });
});

describe('a run', () => {
  beforeEach(() => lab.train());

  it('moves the numbers and the curve with each frame', async () => {
    await worker().sink!(frame(240));
    expect(lab.step).toBe(240);
    expect(lab.lastPoint?.step).toBe(240);
    expect(lab.progress).toBeCloseTo(240 / 12_000);
  });

  it('drops the frames that a newer run has overtaken', async () => {
    const oldSink = worker().sink!;
    await lab.reset();
    await oldSink(frame(999));
    expect(lab.step).toBe(0);
    expect(lab.phase).toBe('idle');
  });

  it('pauses, and Train goes on from there', async () => {
    await worker().sink!(frame(100));
    worker().step = 100;
    await lab.pause();
    expect(lab.phase).toBe('paused');
    await lab.train();
    expect(worker().api.openTrainable).toHaveBeenCalledTimes(1);
    expect(worker().api.start.mock.calls[1]![0]).toBe(100 + 12_000);
  });

  it('tells the step it stopped at together with the pause, whatever the frames told', async () => {
    await worker().sink!(frame(100));
    worker().step = 106;
    let stepAtPause: number | null = null;
    worker().api.snapshot.mockImplementationOnce(() => {
      stepAtPause = lab.phase === 'paused' ? lab.step : null;
      return Promise.reject({ code: 'superseded', message: '' });
    });
    await lab.pause();
    expect(stepAtPause).toBe(106);
  });

  it('is finished when its steps are done, with the points that no frame carried', async () => {
    worker().step = 12_000;
    worker().endRun!({ reason: 'finished', step: 12_000, curve: frame(11_990).curve });
    await vi.waitFor(() => expect(lab.lastPoint?.step).toBe(12_000));
    expect(lab.phase).toBe('finished');
    expect(lab.curve.map((point) => point.step)).toContain(11_990);
  });

  it('that diverges says so; Reset makes a new model', async () => {
    worker().failRun!({ code: 'diverged', message: 'The loss became NaN at step 812.' });
    await vi.waitFor(() => expect(lab.phase).toBe('diverged'));
    expect(en.say(lab.error!)).toContain('step 812');
    await lab.reset();
    expect(lab.error).toBeNull();
    expect(lab.phase).toBe('idle');
  });

  it('pauses for a single step', async () => {
    await lab.stepOnce();
    expect(worker().api.pause).toHaveBeenCalled();
    expect(worker().api.step).toHaveBeenCalledWith(1);
    expect(lab.phase).toBe('paused');
    expect(lab.step).toBe(1);
  });
});

describe('settings', () => {
  it('change a running training at once', async () => {
    await lab.train();
    lab.settings.typed.learningRate = '0.01';
    await lab.applyOptions();
    expect(worker().api.setOptions).toHaveBeenCalledWith({
      learningRate: 0.01,
      beta: 1,
      batchSize: 64,
    });
    expect(lab.phase).toBe('training');
  });

  it('that the lab refuses are named, and the training goes on', async () => {
    await lab.train();
    const failure = { field: 'beta', reason: 'range', params: { min: 0, max: 50, value: 60 } };
    worker().refuseOptions = { code: 'bad_option', message: 'β is too large', ...failure };
    lab.settings.typed.beta = '60';
    await lab.applyOptions();
    expect(lab.refused).toBe('beta');
    expect(en.say(lab.error!)).toBe('β must be between 0 and 50, not 60.');
    expect(lab.phase).toBe('training');
  });

  it('that cannot be read or are out of bounds never reach the lab', async () => {
    await lab.train();
    for (const text of ['many', '5000']) {
      lab.settings.typed.batchSize = text;
      await lab.applyOptions();
      expect(worker().api.setOptions).not.toHaveBeenCalled();
      expect(lab.refused).toBe('batchSize');
    }
    lab.settings.typed.batchSize = '32';
    await lab.applyOptions();
    expect(lab.refused).toBeNull();
    expect(lab.error).toBeNull();
  });

  it('of the model wait for Reset', async () => {
    await lab.train();
    expect(lab.resetPending).toBe(false);
    lab.settings.typed.hidden = '32';
    lab.settings.typed.family = 'ae';
    expect(lab.resetPending).toBe(true);
    await lab.reset();
    expect(lab.info?.model).toMatchObject({ hidden: [32], kind: 'ae' });
    expect(lab.resetPending).toBe(false);
  });

  it('of an impossible model leave the open one alone', async () => {
    await lab.train();
    lab.settings.typed.hidden = '4096';
    await lab.reset();
    expect(lab.refused).toBe('hidden');
    expect(lab.info?.model.hidden).toEqual([128, 64]);
  });
});

describe('the end of the worker', () => {
  it('is said, and Restart begins with a new one', async () => {
    await lab.train();
    worker().died!('out of memory');
    expect(lab.phase).toBe('dead');
    expect(en.say(lab.error!)).toContain('out of memory');
    await lab.restart();
    expect(workers).toHaveLength(2);
    expect(workers[0]!.ended).toBe(true);
    expect(lab.phase).toBe('idle');
    expect(lab.source.kind).toBe('digits');
  });
});

describe('pins', () => {
  it('stay in the tray but leave the plane when another model opens', async () => {
    await lab.openPretrained();
    lab.keep(Float32Array.of(0.5, -1), new Uint8Array(784));
    expect(lab.tray.pins(lab.opened)).toEqual([{ id: 1, point: [0.5, -1] }]);
    await lab.reset();
    expect(lab.tray.items).toHaveLength(1);
    expect(lab.tray.pins(lab.opened)).toEqual([]);
  });

  it('of a path are one item and no pin', async () => {
    await lab.openPretrained();
    lab.keep(Float32Array.of(0, 0, 1, 1, 2, 2), new Uint8Array(3 * 784));
    expect(lab.tray.items).toHaveLength(1);
    expect(lab.tray.pins(lab.opened)).toEqual([]);
  });

  it('are numbered on, and from one again when none are left', () => {
    const { tray } = lab;
    const shape = { height: 8, width: 8 };
    const add = () => tray.add(new Float32Array(2), new Uint8Array(64), shape, 1).id;
    expect([add(), add()]).toEqual([1, 2]);
    tray.remove(1);
    expect(add()).toBe(3);
    tray.clear();
    expect(add()).toBe(1);
  });

  it('are taken back when a double click turns out to be no click', () => {
    const { tray } = lab;
    const shape = { height: 8, width: 8 };
    tray.add(Float32Array.of(0.1, 0.2), new Uint8Array(64), shape, 1);
    tray.takeBack([0.3, 0.2]);
    expect(tray.items).toHaveLength(1);
    tray.takeBack([0.1, 0.2]);
    expect(tray.items).toHaveLength(0);
  });
});
