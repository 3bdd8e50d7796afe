// A run of the worker's loop over a fake lab, on a clock that moves only when something is computed.
import type { Frame, ManifoldView, Tempo } from '../src/shared/types';
import { Checkpoints } from '../src/worker/checkpoints';
import { TrainLoop } from '../src/worker/loop';
import { Clock, FakeImages, FakeLab } from './fake-core';

const VIEW: ManifoldView = {
  window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 },
  columns: 64,
  rows: 24,
};
/** With batches of 64, as the fake set of images has them. */
export const STEPS_PER_EPOCH = 24;

interface Setup {
  lab: FakeLab;
  clock: Clock;
  loop: TrainLoop;
  checkpoints: Checkpoints;
  frames: Frame[];
  /** Longest time the worker was busy between two turns, in ms, and the most that it computed meanwhile, in calls. */
  longest: () => { busyMs: number; calls: number };
  land: () => void;
}

export function setUp({
  lands = true,
  onTurn = (_turn: number) => {},
  images = [1500, 297] as readonly [number, number],
  tempo = 'full' as Tempo,
} = {}): Setup {
  const clock = new Clock();
  const lab = new FakeLab(clock, new FakeImages('digits8x8', ...images));
  const frames: Frame[] = [];
  const waiting: (() => void)[] = [];
  const longest = { busyMs: 0, calls: 0 };
  const last = { atMs: 0, calls: 0 };
  const measure = () => {
    longest.busyMs = Math.max(longest.busyMs, clock.nowMs - last.atMs);
    longest.calls = Math.max(longest.calls, lab.calls.length - last.calls);
    Object.assign(last, { atMs: clock.nowMs, calls: lab.calls.length });
    return longest;
  };
  let turn = 0;
  const checkpoints = new Checkpoints(clock.now, () => ({
    step: lab.step,
    bytes: lab.checkpoint(),
  }));
  const loop = new TrainLoop(lab, {
    model: 5,
    now: clock.now,
    tempo,
    turn: (restMs = 0) => {
      measure();
      onTurn(++turn);
      clock.nowMs += restMs;
      last.atMs = clock.nowMs;
      return Promise.resolve();
    },
    onFrame: (frame) => {
      frames.push(frame);
      return lands ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
    },
    view: () => VIEW,
    watched: () => null,
    checkpoints,
    stripCount: 12,
  });
  const land = () => waiting.shift()?.();
  return { lab, clock, loop, checkpoints, frames, longest: measure, land };
}
