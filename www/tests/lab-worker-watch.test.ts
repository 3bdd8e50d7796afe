// The image that the page looks at: one place in the order of `points`, seen by whatever the model is now.
import { beforeEach, describe, expect, it } from 'vitest';
import { Rig } from './worker-rig';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});

/** The image that a fake lab has at a place. */
const inputOf = (place: number) => new Uint8Array(64).fill(place % 256);

describe('a watched image', () => {
  it('is answered at once, with its place', async () => {
    const { model } = await rig.openDigits();
    const seen = await rig.worker.watch(model, 1701);
    expect(seen).toMatchObject({ place: 1701, label: 1, inputs: inputOf(1701) });
  });

  it('is in every frame that has the strip, at the same step, and in the snapshot', async () => {
    const { model } = await rig.openDigits();
    await rig.worker.watch(model, 3);
    await rig.worker.start(model, 20, rig.keep);
    const strips = rig.frames.filter((frame) => frame.strip);
    expect(strips.length).toBeGreaterThan(1);
    expect(strips.every(({ watched }) => watched?.place === 3)).toBe(true);
    const steps = strips.map(({ watched }) => watched!.mu[1]!);
    expect(new Set(steps).size).toBe(steps.length);
    const { watched } = await rig.worker.snapshot(model);
    expect([...watched!.mu]).toEqual([3, rig.labOf(model).step]);
  });

  it('changes in the middle of a run, and ends when none is watched', async () => {
    const { model } = await rig.openDigits();
    const lab = rig.labOf(model);
    rig.whenAt(lab, 300, () => void rig.worker.watch(model, 8));
    rig.whenAt(lab, 900, () => void rig.worker.watch(model, null));
    await rig.worker.start(model, 60, rig.keep);
    const places = rig.frames
      .filter((frame) => frame.strip)
      .map(({ watched }) => watched?.place ?? null);
    expect(places).toContain(8);
    expect(places.at(-1)).toBeNull();
    expect((await rig.worker.snapshot(model)).watched).toBeNull();
  });

  it('makes no slice longer than a click may wait', async () => {
    const { model } = await rig.openDigits();
    await rig.worker.watch(model, 3);
    const waits = rig.watchWaits();
    await rig.worker.start(model, 100, rig.keep);
    expect(waits.longestMs).toBeLessThanOrEqual(12);
  });

  it('that is none is refused, and the one before stays', async () => {
    const { model } = await rig.openDigits();
    await rig.worker.watch(model, 5);
    await expect(rig.worker.watch(model, 1797)).rejects.toMatchObject({ code: 'bad_input' });
    expect((await rig.worker.snapshot(model)).watched?.place).toBe(5);
  });

  it('is of the images that were attached: others have none yet', async () => {
    const { model } = await rig.openDigits();
    await rig.worker.watch(model, 5);
    const { images } = await rig.worker.openImages('mnist10k');
    await rig.worker.attach(model, images);
    expect((await rig.worker.snapshot(model)).watched).toBeNull();
  });

  it('stays when the model goes back to a checkpoint', async () => {
    const { model } = await rig.openDigits();
    await rig.worker.watch(model, 5);
    rig.labOf(model).nature.divergesAt = 400;
    await expect(rig.worker.start(model, 100, rig.keep)).rejects.toMatchObject({
      code: 'diverged',
    });
    await rig.worker.back(model);
    expect((await rig.worker.snapshot(model)).watched?.place).toBe(5);
  });
});

it('one image is looked at without being watched', async () => {
  const { model } = await rig.openDigits();
  const seen = await rig.worker.lookAt(model, 7);
  expect(seen).toMatchObject({ label: 7, inputs: inputOf(7) });
  expect((await rig.worker.snapshot(model)).watched).toBeNull();
});
