import { describe, expect, it, vi } from 'vitest';
import {
  DOUBLE_MS,
  Gestures,
  HOLD_MS,
  wheelFactor,
  type GestureHandlers,
  type PointerKind,
} from '../src/page/plane/gestures';
import { keyAction } from '../src/page/plane/keyboard';

/** A visitor's hands: every call says what the plane heard. */
function hands() {
  const heard: string[] = [];
  const zooms: number[] = [];
  const pans: [number, number][] = [];
  const handlers: GestureHandlers = {
    hover: (_point, kind) => heard.push(`hover ${kind}`),
    leave: (kind) => heard.push(`leave ${kind}`),
    tap: ([x, y], _kind, keeps) => heard.push(`tap ${x},${y}${keeps ? ' keeps' : ''}`),
    doubleTap: () => heard.push('double'),
    pathStart: ([x, y]) => heard.push(`path from ${x},${y}`),
    pathMove: ([x, y]) => heard.push(`path to ${x},${y}`),
    pathEnd: () => heard.push('path end'),
    pathCancel: () => heard.push('path cancelled'),
    pan: (dx, dy) => {
      pans.push([dx, dy]);
      heard.push('pan');
    },
    panning: (on) => heard.push(on ? 'panning' : 'not panning'),
    zoom: (_point, factor) => {
      zooms.push(factor);
      heard.push('zoom');
    },
  };
  const gestures = new Gestures(handlers);
  let timeMs = 0;
  const press = (
    x: number,
    y: number,
    { id = 1, kind = 'mouse' as PointerKind, pans: shift = false, at = timeMs } = {},
  ) => {
    timeMs = at;
    gestures.press({ id, kind, point: [x, y], timeMs: at, pans: shift, keeps: false });
  };
  const move = (x: number, y: number, { id = 1, kind = 'mouse' as PointerKind } = {}) =>
    gestures.move(id, kind, [x, y]);
  const release = (
    x: number,
    y: number,
    { id = 1, kind = 'mouse' as PointerKind, at = timeMs + 50, keeps = false } = {},
  ) => {
    timeMs = at;
    gestures.release({ id, kind, point: [x, y], timeMs: at, pans: false, keeps });
  };
  return { gestures, heard, zooms, pans, press, move, release };
}

describe('one pointer', () => {
  it('a press and release on the spot is a tap, at once', () => {
    const { heard, press, release } = hands();
    press(100, 100);
    release(101, 102);
    expect(heard).toEqual(['hover mouse', 'tap 101,102']);
  });

  it('a trembling finger still taps', () => {
    const { heard, press, move, release } = hands();
    press(100, 100, { kind: 'touch' });
    move(106, 104, { kind: 'touch' });
    release(105, 103, { kind: 'touch' });
    expect(heard.at(-1)).toBe('tap 105,103');
  });

  it('two quick taps on one spot are one tap and one double tap, a third is a tap again', () => {
    const { heard, press, release } = hands();
    for (const at of [0, 150, 300]) {
      press(50, 50, { at });
      release(50, 50, { at: at + 20 });
    }
    expect(heard.filter((it) => it !== 'hover mouse')).toEqual([
      'tap 50,50',
      'double',
      'tap 50,50',
    ]);
  });

  it('taps that are slow or apart are two taps', () => {
    const slow = hands();
    for (const at of [0, DOUBLE_MS + 100]) {
      slow.press(50, 50, { at });
      slow.release(50, 50, { at: at + 20 });
    }
    const taps = ({ heard }: { heard: string[] }) => heard.filter((it) => it !== 'hover mouse');
    expect(taps(slow)).toEqual(['tap 50,50', 'tap 50,50']);
    const apart = hands();
    apart.press(50, 50, { at: 0 });
    apart.release(50, 50, { at: 20 });
    apart.press(90, 50, { at: 120 });
    apart.release(90, 50, { at: 140 });
    expect(taps(apart)).toEqual(['tap 50,50', 'tap 90,50']);
  });

  it('a drag is a path from where it began, and no tap', () => {
    const { heard, press, move, release } = hands();
    press(10, 10);
    move(30, 10);
    move(60, 20);
    release(60, 20);
    expect(heard).toEqual([
      'hover mouse',
      'path from 10,10',
      'path to 30,10',
      'path to 60,20',
      'path end',
    ]);
  });

  it('a press and release with Shift on the spot is a tap that keeps; of the middle button it is none', () => {
    for (const keeps of [true, false]) {
      const { heard, pans, press, move, release } = hands();
      press(10, 10, { pans: true });
      move(12, 11);
      release(12, 11, { keeps });
      expect(heard.filter((what) => what.startsWith('tap'))).toEqual(
        keeps ? ['tap 12,11 keeps'] : [],
      );
      expect(pans).toEqual([]);
    }
  });

  it('a press and release with Alt is a tap that keeps', () => {
    const { heard, press, release } = hands();
    press(10, 10);
    release(10, 10, { keeps: true });
    expect(heard.at(-1)).toBe('tap 10,10 keeps');
  });

  it('a drag with Shift that comes back to where it began is no tap', () => {
    const { heard, press, move, release } = hands();
    press(10, 10, { pans: true });
    move(60, 10);
    move(10, 10);
    release(10, 10, { keeps: true });
    expect(heard.some((what) => what.startsWith('tap'))).toBe(false);
  });

  it('a finger that moves is the page’s: it neither draws nor taps', () => {
    const { gestures, heard, press, move, release } = hands();
    press(10, 10, { kind: 'touch' });
    move(10, 60, { kind: 'touch' });
    expect(gestures.holds).toBe(false);
    release(10, 60, { kind: 'touch' });
    expect(heard).toEqual([]);
  });

  it('a finger that was held still draws from there, and holds the page', () => {
    vi.useFakeTimers();
    const { gestures, heard, press, move, release } = hands();
    press(10, 10, { kind: 'touch' });
    vi.advanceTimersByTime(HOLD_MS - 1);
    expect([heard, gestures.holds]).toEqual([[], false]);
    vi.advanceTimersByTime(1);
    expect([heard, gestures.holds]).toEqual([['hover touch', 'path from 10,10'], true]);
    move(60, 20, { kind: 'touch' });
    release(60, 20, { kind: 'touch' });
    expect(heard.slice(2)).toEqual(['path to 60,20', 'path end']);
    vi.useRealTimers();
  });

  it('a finger that was held and lifted on the spot is a tap', () => {
    vi.useFakeTimers();
    const { heard, press, release } = hands();
    press(10, 10, { kind: 'touch' });
    vi.advanceTimersByTime(HOLD_MS);
    release(11, 10, { kind: 'touch' });
    expect(heard.slice(2)).toEqual(['path cancelled', 'hover touch', 'tap 11,10']);
    vi.useRealTimers();
  });

  it('a drag with Shift or the middle button pans by what the pointer moved', () => {
    const { heard, pans, press, move, release } = hands();
    press(10, 10, { pans: true });
    move(30, 15);
    move(25, 40);
    release(25, 40);
    expect(pans).toEqual([
      [20, 5],
      [-5, 25],
    ]);
    expect(heard.at(-1)).toBe('not panning');
    expect(heard.some((it) => it.startsWith('tap') || it.startsWith('path'))).toBe(false);
  });

  it('a cancelled drag leaves no path, and its release means nothing', () => {
    const { gestures, heard, press, move, release } = hands();
    press(10, 10);
    move(60, 10);
    gestures.cancel();
    move(80, 10);
    release(80, 10);
    expect(heard.slice(3)).toEqual(['path cancelled']);
  });

  it('a pointer the system takes away leaves the plane usable', () => {
    const { gestures, heard, press, release } = hands();
    press(10, 10, { kind: 'touch' });
    gestures.lost(1, 'touch');
    press(20, 20, { kind: 'touch', at: 1000 });
    release(20, 20, { kind: 'touch' });
    expect(heard.at(-1)).toBe('tap 20,20');
  });

  it('a pointer that only passes over hovers, and leaving ends that', () => {
    const { gestures, heard, move } = hands();
    move(5, 5);
    gestures.leave('mouse');
    expect(heard).toEqual(['hover mouse', 'leave mouse']);
  });
});

describe('two fingers', () => {
  const touch = { kind: 'touch' as PointerKind };

  it('zoom by the ratio of their distances, however many steps it takes', () => {
    const { zooms, press, move } = hands();
    press(100, 100, { id: 1, ...touch });
    press(200, 100, { id: 2, ...touch });
    for (let n = 1; n <= 10; n++) {
      move(100 - 5 * n, 100, { id: 1, ...touch });
      move(200 + 5 * n, 100, { id: 2, ...touch });
    }
    expect(zooms.reduce((a, b) => a * b, 1)).toBeCloseTo(2, 9);
  });

  it('moved together they pan by as much and do not zoom', () => {
    const { pans, zooms, press, move } = hands();
    press(100, 100, { id: 1, ...touch });
    press(200, 100, { id: 2, ...touch });
    move(100, 130, { id: 1, ...touch });
    move(200, 130, { id: 2, ...touch });
    expect(pans.reduce((sum, [, dy]) => sum + dy, 0)).toBeCloseTo(30, 9);
    expect(zooms.reduce((a, b) => a * b, 1)).toBeCloseTo(1, 9);
  });

  it('drop a path that had begun, and the finger that stays does not draw or tap', () => {
    const { heard, press, move, release } = hands();
    vi.useFakeTimers();
    press(100, 100, { id: 1, ...touch });
    vi.advanceTimersByTime(HOLD_MS);
    vi.useRealTimers();
    move(150, 100, { id: 1, ...touch });
    press(200, 100, { id: 2, ...touch });
    release(200, 100, { id: 2, ...touch });
    const before = heard.length;
    move(180, 120, { id: 1, ...touch });
    release(180, 120, { id: 1, ...touch });
    expect(heard).toContain('path cancelled');
    expect(heard.slice(before)).toEqual([]);
  });
});

describe('wheel', () => {
  it('up zooms in, down zooms out by the same', () => {
    expect(wheelFactor(-100, 0, false)).toBeGreaterThan(1);
    expect(wheelFactor(-100, 0, false) * wheelFactor(100, 0, false)).toBeCloseTo(1, 12);
  });

  it('one event never throws the view away, whatever the device reports', () => {
    expect(wheelFactor(-1e6, 2, false)).toBeLessThan(1.5);
    expect(wheelFactor(3, 1, false)).toBeLessThan(1);
  });
});

describe('keys', () => {
  const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

  it('arrows move, Shift moves farther, up is up', () => {
    expect(keyAction({ ...none, key: 'ArrowUp' })).toEqual({
      does: 'move',
      right: 0,
      up: 1,
      far: false,
    });
    expect(keyAction({ ...none, key: 'ArrowLeft', shiftKey: true })).toEqual({
      does: 'move',
      right: -1,
      up: 0,
      far: true,
    });
  });

  it("the browser keeps its own keys: Tab, and anything with Ctrl, Alt or the system's key", () => {
    expect(keyAction({ ...none, key: 'Tab' })).toBeNull();
    expect(keyAction({ ...none, key: '0', ctrlKey: true })).toBeNull();
    expect(keyAction({ ...none, key: '+', metaKey: true })).toBeNull();
    expect(keyAction({ ...none, key: 'ArrowLeft', altKey: true })).toBeNull();
  });

  it('plus and minus undo each other', () => {
    const plus = keyAction({ ...none, key: '+' });
    const minus = keyAction({ ...none, key: '-' });
    if (plus?.does !== 'zoom' || minus?.does !== 'zoom') throw new Error('not zooms');
    expect(plus.factor * minus.factor).toBeCloseTo(1, 12);
  });
});
