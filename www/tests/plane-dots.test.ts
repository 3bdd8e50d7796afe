// The dots as things to point at: which is near, what is behind it, and what a click on it does.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DotGrid, gridOf } from '../src/page/plane/dot-grid';
import { DotImage } from '../src/page/plane/dot-image';
import { Interaction } from '../src/page/plane/interaction';
import { textOf, type Spoken } from '../src/page/plane/spoken';
import { ViewControl } from '../src/page/plane/view-control';
import { plane as words } from '../src/page/i18n/en-plane';
import { canvasFromZ, type PlaneSpace, type ZPoint } from '../src/shared/space';

/** The same numbers every time, between −1 and 1. */
function numbers(count: number): Float32Array {
  let state = 7;
  return Float32Array.from({ length: count }, () => {
    state = (state * 16807) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
}

describe('the grid of dots', () => {
  const points = numbers(20_000).map((value) => 3 * value ** 3);

  it.each([0.01, 0.1, 1, 10])(
    'finds the same dot as a look at all of them, within %s',
    (radius) => {
      const grid = new DotGrid(points);
      const places = numbers(200).map((value) => 4 * value);
      let found = 0;
      for (let n = 0; n < 100; n++) {
        const at: ZPoint = [places[2 * n]!, places[2 * n + 1]!];
        let [nearest, least]: [number | null, number] = [null, radius * radius];
        for (let dot = 0; dot < points.length / 2; dot++) {
          const d2 = (points[2 * dot]! - at[0]) ** 2 + (points[2 * dot + 1]! - at[1]) ** 2;
          if (d2 <= least) [nearest, least] = [dot, d2];
        }
        expect(grid.nearest(at, radius)).toBe(nearest);
        if (nearest !== null) found++;
      }
      expect(found).toBeGreaterThan(0);
    },
  );

  it('looks at few of them', () => {
    const grid = new DotGrid(numbers(20_000));
    let looked = 0;
    grid.near([0.2, -0.1], 0.02, () => looked++);
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThan(40);
  });

  it('of dots on one spot takes the one drawn last', () => {
    expect(new DotGrid(Float32Array.of(1, 1, 1, 1, 1, 1)).nearest([1, 1], 0.1)).toBe(2);
  });

  it('bears no dots, one dot, and dots that are nowhere', () => {
    expect(new DotGrid(new Float32Array(0)).nearest([0, 0], 1)).toBeNull();
    expect(new DotGrid(Float32Array.of(2, 3)).nearest([2.05, 3], 0.1)).toBe(0);
    const some = Float32Array.of(NaN, 0, 1, 1, Infinity, 0, 0, -Infinity);
    expect(new DotGrid(some).nearest([1, 1], 0.1)).toBe(1);
    expect(new DotGrid(some).nearest([0, 0], 0.1)).toBeNull();
  });

  it('is made once for the same points', () => {
    expect(gridOf(points)).toBe(gridOf(points));
    expect(gridOf(points.slice())).not.toBe(gridOf(points));
  });
});

describe('the image behind a dot', () => {
  function reader() {
    const asked: number[] = [];
    const answers: (() => void)[] = [];
    const shown: (number | null)[] = [];
    const image = new DotImage((pixels) => shown.push(pixels?.[0] ?? null));
    const read = (place: number) =>
      new Promise<Uint8Array>((resolve, reject) => {
        asked.push(place);
        answers.push(() => (place < 0 ? reject(new Error('gone')) : resolve(Uint8Array.of(place))));
      });
    const answer = async () => {
      answers.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { asked, shown, image, read, answer };
  }

  it('is asked for one at a time, the newest next', async () => {
    const { asked, shown, image, read, answer } = reader();
    for (const place of [1, 2, 3]) image.look(place, read);
    expect(asked).toEqual([1]);
    await answer();
    expect(asked).toEqual([1, 3]);
    await answer();
    expect(shown).toEqual([1, 3]);
    image.look(4, read);
    expect(asked).toEqual([1, 3, 4]);
  });

  it('is gone when no dot is aimed at, whatever is still on its way', async () => {
    const { shown, image, read, answer } = reader();
    image.look(1, read);
    image.look(null, read);
    await answer();
    expect(shown).toEqual([null]);
  });

  it('that cannot be read is none, and the next is asked for', async () => {
    const { shown, asked, image, read, answer } = reader();
    image.look(-1, read);
    await answer();
    expect(shown).toEqual([null]);
    image.look(5, read);
    expect(asked).toEqual([-1, 5]);
  });
});

describe('a click', () => {
  beforeEach(() => {
    vi.stubGlobal('window', { setTimeout, clearTimeout });
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
  });
  afterEach(() => void vi.unstubAllGlobals());

  const BOX = { leftPx: 0, topPx: 0, sidePx: 640 };

  /** A plane with one dot, at (1, 1). */
  function plane() {
    const selected: string[] = [];
    const said: Spoken[] = [];
    let pins = 0;
    const view: ViewControl = new ViewControl(
      () => undefined,
      () => undefined,
      () => null,
    );
    const space = (): PlaneSpace => ({ box: BOX, window: view.window });
    const interaction = new Interaction(
      {
        space,
        props: () => ({
          decode: () => Promise.resolve(new Uint8Array(1)),
          onPin: () => (pins += 1),
          onPath: () => undefined,
        }),
        show: () => undefined,
        select: (z, by) => {
          if (Math.hypot(z[0] - 1, z[1] - 1) > 0.1) return false;
          selected.push(by);
          return selected.length % 2 ? 'three' : null;
        },
        say: (what) => said.push(what),
      },
      view,
    );
    const at = (z: ZPoint) => canvasFromZ(space(), z);
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    return { interaction, at, settle, selected, said, pins: () => pins };
  }

  it('of a mouse on a dot selects, and keeps nothing; beside it, it keeps', async () => {
    const p = plane();
    p.interaction.tap(p.at([1, 1]), 'mouse', false);
    await p.settle();
    expect([p.selected, p.pins()]).toEqual([['pointer'], 0]);
    p.interaction.tap(p.at([0, 0]), 'mouse', false);
    await p.settle();
    expect([p.selected, p.pins()]).toEqual([['pointer'], 1]);
  });

  it('with Shift or Alt, and the tap of a finger, keep whatever lies there', async () => {
    const p = plane();
    p.interaction.tap(p.at([1, 1]), 'mouse', true);
    p.interaction.tap(p.at([1, 1]), 'touch', false);
    await p.settle();
    expect([p.selected, p.pins()]).toEqual([[], 2]);
  });

  it('has its likes on the keyboard: a key selects near the cursor, and says so', () => {
    const p = plane();
    p.interaction.key({ does: 'select' });
    p.interaction.goTo([1, 1]);
    p.interaction.key({ does: 'select' });
    p.interaction.key({ does: 'select' });
    expect(p.selected).toEqual(['keyboard', 'keyboard']);
    const around = { words, written: String, classes: '', here: '' };
    const heard = p.said.map((what) => textOf(what, around));
    expect(heard).toEqual([
      'No image near here.',
      'z₁ 1, z₂ 1.',
      'Selected an image, a three.',
      'Selected none.',
    ]);
  });
});
