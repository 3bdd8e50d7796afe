// The selected image on the page: a place among all images, watched by the worker while it is selected.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import { TERMS } from './fake-core';
import { benchOf, frame, STRIP_PLACES, watched, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let bench: Workbench;
const worker = () => workers.at(-1)!;
const model = () => bench.current!;
const answered = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(async () => {
  workers = [];
  bench = benchOf(workers);
  await bench.reset();
});

describe('an image of the strip', () => {
  it('is selected by its place, and comes with its own terms', async () => {
    model().selectInStrip(1);
    expect(model().selected).toBe(STRIP_PLACES[1]);
    expect(model().selectedInStrip).toBe(1);
    await answered();
    expect(worker().api.watch).toHaveBeenCalledWith(1, STRIP_PLACES[1]);
    expect(model().selectedImage).toMatchObject({ from: 'heldOut', number: 10, terms: TERMS });
  });

  it('has its q(z|x) at once, before the worker has answered', () => {
    model().selectInStrip(1);
    expect(model().selection?.point).toEqual([4, 5]);
    expect(model().selectedImage?.terms).toBeNull();
  });

  it('selected again is selected no more, and watched no more', async () => {
    model().selectInStrip(0);
    model().selectInStrip(0);
    await answered();
    expect(model().selected).toBeNull();
    expect(model().selectedImage).toBeNull();
    expect(worker().last.watched).toBeNull();
  });
});

describe('an image behind a dot', () => {
  it('is selected without being one of the strip', async () => {
    model().images!.select(42);
    await answered();
    expect(model().selectedInStrip).toBeNull();
    expect(model().selection).toEqual({ point: [42, 0], sigma: [1, 1] });
    expect(model().selectedImage).toMatchObject({ from: 'training', number: 42, label: 2 });
  });

  it('is the same selection as that of the strip', async () => {
    model().images!.select(STRIP_PLACES[0]!);
    await answered();
    expect(model().selectedInStrip).toBe(0);
  });

  it('moves with each frame, and frames of one that was selected before do not', async () => {
    await bench.train();
    model().images!.select(42);
    await answered();
    const send = (place: number, step: number) =>
      worker().last.sink!({ ...frame(step), watched: watched(place, step) });
    await send(42, 480);
    expect(model().selection?.point).toEqual([42, 480]);
    await send(7, 500);
    expect(model().selection?.point).toEqual([42, 480]);
  });

  it('is seen as it is where a run stands', async () => {
    await bench.train();
    model().images!.select(42);
    worker().last.step = 1234;
    await bench.pause();
    expect(model().selection?.point).toEqual([42, 1234]);
  });

  it('stays selected when a run goes on in another worker', async () => {
    await bench.train();
    model().images!.select(42);
    worker().last.step = 100;
    await bench.pause();
    worker().died!(failure('fatal'));
    await bench.restart();
    await answered();
    expect(workers).toHaveLength(2);
    expect(worker().last.watched).toBe(42);
    expect(model().selectedImage).toMatchObject({ number: 42 });
  });

  it('can be looked at without being selected', async () => {
    expect(await model().images!.input(3)).toHaveLength(64);
    expect(model().selected).toBeNull();
  });

  it('that cannot be seen is said, and nothing is shown of it', async () => {
    worker().api.watch.mockRejectedValueOnce(failure('bad_input', { message: 'no such image' }));
    model().images!.select(42);
    await answered();
    expect(bench.error?.code).toBe('bad_input');
    expect(model().selectedImage).toBeNull();
  });
});

describe('the pretrained model', () => {
  it('has nothing behind the codes of its file, and an image behind each dot when its images are there', async () => {
    worker().offline = true;
    await bench.openPretrained();
    expect(model().codes?.classes).toEqual(['zero']);
    expect(model().images).toBeNull();
    worker().offline = false;
    await bench.tryAgain();
    expect(model().codes?.classes).toEqual(model().info.images?.classes);
    model().images!.select(3);
    await answered();
    expect(model().selectedImage).toMatchObject({ from: 'heldOut', number: 3 });
  });
});

describe('a model without images', () => {
  beforeEach(() => bench.loadWeights(new File([Uint8Array.of(20)], 'w.safetensors')));

  it('has its draws to select, each by its number, and nothing is watched', async () => {
    model().selectInStrip(1);
    await answered();
    expect(worker().api.watch).not.toHaveBeenCalled();
    expect(model().selectedImage).toMatchObject({ from: 'prior', number: 1, terms: null });
    expect(model().selection?.point).toEqual([4, 5]);
  });
});
