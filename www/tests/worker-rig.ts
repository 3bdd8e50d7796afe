import type { DataSetName } from '../src/shared/data-sets';
import type { Frame, ModelId, Opened } from '../src/shared/types';
import { LabWorker } from '../src/worker/lab-worker';
import type { VariantName } from '../src/worker/variant';
import { CONFIG, FakeCore, FakeLab } from './fake-core';

/** A worker on a fake core, whose queue of messages the test can look into. */
export class Rig {
  readonly core = new FakeCore();
  readonly fetched: DataSetName[] = [];
  readonly frames: Frame[] = [];
  /** Called whenever the worker lets waiting messages be answered. */
  onPass: () => void = () => {};
  /** Rejects where a set cannot be fetched. */
  fetchPacked = async (name: DataSetName) => {
    this.fetched.push(name);
    return new Uint8Array(1);
  };
  readonly worker: LabWorker;
  private lastId = 0;
  /** Of a model to come. */
  newId: () => ModelId = () => ++this.lastId;

  constructor(
    variantOf = (reproducible: boolean): VariantName => (reproducible ? 'strict' : 'relaxed'),
  ) {
    this.worker = new LabWorker({
      startInstance: async (reproducible) => this.core.instance(variantOf(reproducible)),
      callHelper: () => Promise.resolve(null),
      fetchPacked: (name) => this.fetchPacked(name),
      now: this.core.clock.now,
      pass: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        this.onPass();
      },
      cores: 1,
      newId: () => this.newId(),
    });
  }

  readonly keep = (frame: Frame): Promise<void> => {
    this.frames.push(frame);
    return Promise.resolve();
  };

  /** The lab that was made for a model when it opened. */
  labOf(model: ModelId): FakeLab {
    return this.core.labs[model - 1]!;
  }

  async openDigits(reproducible = false): Promise<Opened> {
    const { images } = await this.worker.openImages('digits8x8');
    return this.worker.openFresh(CONFIG, images, reproducible);
  }

  /** Does something when a lab has come to a step. */
  whenAt(lab: FakeLab, step: number, act: () => void): void {
    const before = this.onPass;
    let done = false;
    this.onPass = () => {
      before();
      if (done || lab.step < step) return;
      done = true;
      act();
    };
  }

  /** From now on: the longest time that a message would have waited, in ms; and how often it was let in. */
  watchWaits(): { longestMs: number; passes: number } {
    const { clock } = this.core;
    const seen = { longestMs: 0, passes: 0 };
    let lastMs = clock.nowMs;
    this.onPass = () => {
      seen.passes += 1;
      seen.longestMs = Math.max(seen.longestMs, clock.nowMs - lastMs);
      lastMs = clock.nowMs;
    };
    return seen;
  }
}
