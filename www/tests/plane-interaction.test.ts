import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Interaction, NOTHING_SHOWN, type Shown } from '../src/page/plane/interaction';
import type { Spoken } from '../src/page/plane/spoken';
import { windowOf } from '../src/page/plane/view';
import { ViewControl } from '../src/page/plane/view-control';
import { canvasFromZ, type PlaneSpace, type ZPoint } from '../src/shared/space';

const SHAPE = { height: 8, width: 8 };
const BOX = { leftPx: 34, topPx: 16, sidePx: 528 };

beforeEach(() => {
  vi.useFakeTimers();
  // What the view needs of a browser window: timers, frames, and the wish for less motion.
  vi.stubGlobal('window', { setTimeout, clearTimeout });
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A plane without a screen: its decoder answers with the point, rounded. */
function plane() {
  const pinned: { point: [number, number]; pixels: number[] }[] = [];
  const paths: { points: number[]; pixels: number[] }[] = [];
  const keptPaths: Float32Array[] = [];
  const asked: { z1Min: number; columns: number }[] = [];
  const said: Spoken[] = [];
  const decoded: number[][] = [];
  let shown: Shown = NOTHING_SHOWN;
  let fails = false;
  const view: ViewControl = new ViewControl(
    () => interaction.viewMoved(),
    ({ z1Min }, columns) => asked.push({ z1Min, columns }),
    () => ({ box: BOX, shape: SHAPE, ratio: 1 }),
  );
  const space = (): PlaneSpace => ({ box: BOX, window: view.window });
  const interaction: Interaction = new Interaction(
    {
      space,
      props: () => ({
        decode: (points) => {
          decoded.push([...points]);
          if (fails) return Promise.reject(new Error('worker gone'));
          return Promise.resolve(Uint8Array.from(points, (v) => 100 + 10 * v));
        },
        onPin: (point, pixels) => pinned.push({ point, pixels: [...pixels] }),
        onPath: (points, pixels) => {
          keptPaths.push(points);
          paths.push({ points: [...points], pixels: [...pixels] });
        },
      }),
      show: (change) => (shown = { ...shown, ...change }),
      select: () => false,
      say: (spoken) => said.push(spoken),
    },
    view,
  );
  const px = (z: ZPoint) => canvasFromZ(space(), z);
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    interaction,
    view,
    px,
    settle,
    pinned,
    paths,
    keptPaths,
    asked,
    said,
    decoded,
    get shown() {
      return shown;
    },
    breakDecoder: () => (fails = true),
  };
}

describe('pins', () => {
  it('a tap keeps the image of the point it was on, decoded at the z that is kept', async () => {
    const p = plane();
    p.interaction.tap(p.px([1.5, -2]), 'mouse');
    await p.settle();
    expect(p.pinned).toHaveLength(1);
    expect(p.pinned[0]!.point[0]).toBeCloseTo(1.5, 6);
    expect(p.decoded.at(-1)).toEqual(p.pinned[0]!.point);
    expect(p.pinned[0]!.pixels).toEqual([115, 80]);
  });

  it('a double click keeps the image of its first half, and shows the whole plane', async () => {
    for (const decodedBetween of [true, false]) {
      const p = plane();
      p.view.zoom([0, 0], 4);
      p.interaction.tap(p.px([0.2, 0.1]), 'mouse');
      if (decodedBetween) await p.settle();
      p.interaction.doubleTap();
      await p.settle();
      expect(p.pinned).toHaveLength(1);
      expect(p.view.view).toEqual(p.view.home);
    }
  });

  it('a decoder that fails keeps nothing and the plane goes on', async () => {
    const p = plane();
    p.breakDecoder();
    p.interaction.hover(p.px([0, 0]), 'mouse');
    p.interaction.tap(p.px([0, 0]), 'mouse');
    await p.settle();
    expect(p.pinned).toEqual([]);
    expect(p.shown.pixels).toBeNull();
    expect(p.shown.probe).not.toBeNull();
  });
});

describe('paths', () => {
  it('a drag is decoded at 8 to 16 points along it, from end to end', async () => {
    const p = plane();
    p.interaction.pathStart(p.px([-2, 0]));
    for (let z1 = -1.9; z1 <= 2; z1 += 0.1) p.interaction.pathMove(p.px([z1, 1]), 'mouse');
    p.interaction.pathEnd('mouse');
    await p.settle();
    const { points, pixels } = p.paths[0]!;
    expect(points.length / 2).toBeGreaterThanOrEqual(8);
    expect(points.length / 2).toBeLessThanOrEqual(16);
    expect(pixels).toHaveLength(points.length);
    expect(points.slice(0, 2)).toEqual([expect.closeTo(-2, 5), expect.closeTo(0, 5)]);
    expect(points.at(-1)).toBeCloseTo(1, 5);
    expect(p.shown.path.stops).toHaveLength(points.length / 2);
  });

  it('a drag that leaves the plot stays on the plane', async () => {
    const p = plane();
    p.interaction.pathStart(p.px([0, 0]));
    p.interaction.pathMove([5000, -300], 'mouse');
    p.interaction.pathEnd('mouse');
    await p.settle();
    expect(Math.max(...p.paths[0]!.points.map(Math.abs))).toBeLessThanOrEqual(3.2 + 1e-6);
  });

  it('stays on the plane as long as it is kept, and while it is decoded', async () => {
    const p = plane();
    const draw = () => {
      p.interaction.pathStart(p.px([0, 0]));
      p.interaction.pathMove(p.px([1, 1]), 'mouse');
      p.interaction.pathEnd('mouse');
    };
    draw();
    p.interaction.pathsAre([]);
    expect(p.shown.path.stops).not.toEqual([]);
    await p.settle();
    p.interaction.pathsAre([new Float32Array(20), ...p.keptPaths]);
    expect(p.shown.path.stops).not.toEqual([]);
    p.interaction.pathsAre([]);
    expect(p.shown.path).toEqual(NOTHING_SHOWN.path);
  });

  it('that is given up takes no newer one along', async () => {
    const p = plane();
    p.interaction.pathStart(p.px([0, 0]));
    p.interaction.pathMove(p.px([1, 1]), 'mouse');
    p.interaction.pathEnd('mouse');
    p.interaction.pathStart(p.px([0, 1]));
    p.interaction.pathMove(p.px([1, 0]), 'mouse');
    await p.settle();
    p.interaction.pathsAre([]);
    expect(p.shown.path.line).not.toEqual([]);
  });

  it('Escape drops it', () => {
    const p = plane();
    p.interaction.pathStart(p.px([0, 0]));
    p.interaction.pathMove(p.px([1, 1]), 'mouse');
    p.interaction.key({ does: 'leave' });
    expect(p.shown.path.line).toEqual([]);
  });
});

describe('keys', () => {
  it('arrows step by a tenth, shifted by half, from the middle of the plane', async () => {
    const p = plane();
    p.interaction.key({ does: 'move', right: 1, up: 0, far: false });
    p.interaction.key({ does: 'move', right: 0, up: 1, far: true });
    await p.settle();
    expect(p.shown.probe?.z).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.5, 9)]);
    p.interaction.key({ does: 'pin' });
    await p.settle();
    expect(p.pinned[0]!.point).toEqual([Math.fround(0.1), 0.5]);
    expect(p.said.at(-1)?.what).toBe('pin');
  });

  it('a cursor that walks off the view takes the view along', () => {
    const p = plane();
    for (let n = 0; n < 40; n++) p.interaction.key({ does: 'move', right: 1, up: 0, far: false });
    expect(p.shown.probe?.z[0]).toBeCloseTo(4, 6);
    expect(p.view.window.z1Max).toBeGreaterThan(4);
  });

  it('says the range that a key leads to, at once', () => {
    const p = plane();
    p.interaction.key({ does: 'zoom', factor: 2 });
    expect(p.said.at(-1)).toEqual({ what: 'view', window: p.view.window });
    const home = windowOf(p.view.home);
    expect(p.view.window).not.toEqual(home);
    p.interaction.key({ does: 'reset' });
    expect(p.said.at(-1)).toEqual({ what: 'view', window: home });
  });

  it('a cursor left behind by a pan comes back to the middle of the view', () => {
    const p = plane();
    p.view.zoom([3, 3], 20);
    p.interaction.lookFromKeyboard();
    const { z1Min, z1Max } = p.view.window;
    expect(p.shown.probe?.z[0]).toBeCloseTo((z1Min + z1Max) / 2, 9);
  });
});

describe('looking', () => {
  it('a mouse that leaves takes its lens away, not the one of the keyboard', () => {
    const p = plane();
    p.interaction.lookFromKeyboard();
    p.interaction.leave('mouse');
    expect(p.shown.probe?.by).toBe('keyboard');
    p.interaction.hover(p.px([1, 1]), 'mouse');
    p.interaction.leave('mouse');
    expect(p.shown.probe).toBeNull();
  });

  it('a tapped lens stays a moment after the finger lifts, then goes', async () => {
    const p = plane();
    p.interaction.hover(p.px([1, 1]), 'touch');
    p.interaction.tap(p.px([1, 1]), 'touch');
    await vi.advanceTimersByTimeAsync(1000);
    expect(p.shown.probe).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    expect(p.shown.probe).toBeNull();
  });

  it('a view that moves under a resting pointer shows it another z', () => {
    const p = plane();
    const at = p.px([1, 1]);
    p.interaction.hover(at, 'mouse');
    p.view.zoom([0, 0], 2);
    expect(p.shown.probe?.z).toEqual([expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)]);
    p.interaction.lookFromKeyboard();
    const { z } = p.shown.probe!;
    p.view.zoom([0, 0], 0.5);
    expect(p.shown.probe?.z).toEqual(z);
  });

  it('new weights under a resting lens decode the same point anew', async () => {
    const p = plane();
    p.interaction.hover(p.px([1, 1]), 'mouse');
    await p.settle();
    p.interaction.refresh();
    await p.settle();
    expect(p.decoded).toHaveLength(2);
    expect(p.decoded[1]).toEqual(p.decoded[0]);
  });
});

describe('asking for a manifold', () => {
  it('waits for the view to rest, and asks once', async () => {
    const p = plane();
    for (let n = 0; n < 5; n++) p.view.zoom([0, 0], 1.1);
    expect(p.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(p.asked).toHaveLength(1);
    expect(p.asked[0]!.z1Min).toBeCloseTo(-3.2 / 1.1 ** 5, 9);
  });

  it('a view that keeps moving is asked for now and then', async () => {
    const p = plane();
    for (let n = 0; n < 60; n++) {
      p.view.zoom([0, 0], 1.01);
      await vi.advanceTimersByTimeAsync(16);
    }
    expect(p.asked.length).toBeGreaterThanOrEqual(3);
    expect(p.asked.length).toBeLessThanOrEqual(6);
  });

  it('the same view is not asked for twice, another model is', async () => {
    const p = plane();
    p.view.askNow();
    p.view.askSoon();
    await vi.advanceTimersByTimeAsync(500);
    expect(p.asked).toHaveLength(1);
    p.view.restart();
    await vi.advanceTimersByTimeAsync(500);
    expect(p.asked).toHaveLength(2);
  });

  it('home follows the codes, and a view the visitor has moved does not', async () => {
    const p = plane();
    const far = Float32Array.from({ length: 400 }, (_, i) => (i % 40) - 20);
    p.view.follow(false, far);
    await vi.advanceTimersByTimeAsync(300);
    expect(p.view.home.half).toBeGreaterThan(15);
    expect(p.view.view).toEqual(p.view.home);
    p.view.zoom([0, 0], 2);
    const moved = p.view.view;
    p.view.follow(
      false,
      far.map((v) => 5 * v),
    );
    await vi.advanceTimersByTimeAsync(300);
    expect(p.view.home.half).toBeGreaterThan(80);
    expect(p.view.view).toEqual(moved);
  });
});
