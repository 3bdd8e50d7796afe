import { beforeEach, describe, expect, it } from 'vitest';
import { Tray } from '../src/page/state/tray.svelte';

const shape = { height: 8, width: 8 };
const origin = {
  family: 'vae' as const,
  body: 'linear' as const,
  sizes: [64, 2],
  step: 24,
  hasPrior: true,
};

describe('pins', () => {
  let tray: Tray;
  const add = (points = new Float32Array(2)) =>
    tray.add({
      kind: 'point',
      z: points,
      points,
      pixels: new Uint8Array(64),
      shape,
      origin,
      run: 1,
    }).id;

  beforeEach(() => {
    tray = new Tray();
  });

  it('are numbered on, and from one again when none are left', () => {
    expect([add(), add()]).toEqual([1, 2]);
    tray.remove(1);
    expect(add()).toBe(3);
    tray.clear();
    expect(add()).toBe(1);
  });

  it('are those of one model, at their points, whatever the length of a code', () => {
    const points = Float32Array.of(1, 2);
    const z = new Float32Array(16);
    const pixels = new Uint8Array(64);
    const kept = { z, points, pixels, shape, origin };
    tray.add({ ...kept, kind: 'point', run: 1 });
    tray.add({ ...kept, kind: 'point', run: 2 });
    tray.add({ ...kept, kind: 'path', points: new Float32Array(6), run: 2 });
    expect(tray.pins(2)).toEqual([{ id: 2, point: [1, 2] }]);
    expect(tray.paths(2)).toEqual([tray.items[2]!.points]);
    expect(tray.paths(2)[0], 'the same array: the plane knows its path by it').toBe(
      tray.items[2]!.points,
    );
    expect(tray.paths(1)).toEqual([]);
  });

  it('are not what was drawn at random: where that lies is shown while it is looked at', () => {
    const draw = (run: number) =>
      tray.add({
        ...{ kind: 'samples' as const, z: new Float32Array(24), points: new Float32Array(24) },
        ...{ pixels: new Uint8Array(12 * 64), shape, origin, run },
      });
    const set = draw(2);
    expect(tray.samples(2), 'as soon as it is drawn').toBe(set.points);
    expect(tray.samples(1), 'the plane of another model').toBeNull();
    expect([tray.pins(2), tray.paths(2)]).toEqual([[], []]);
    tray.looked = null;
    expect(tray.samples(2)).toBeNull();
    tray.looked = set.id;
    add();
    expect(tray.samples(2), 'something else was kept').toBeNull();
    tray.looked = set.id;
    tray.clear();
    add();
    expect(tray.samples(2)).toBeNull();
    tray.looked = 1;
    expect(tray.samples(1), 'a point has its pin').toBeNull();
  });
});
