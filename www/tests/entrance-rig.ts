import { Entrance } from '../src/worker/entrance';
import { WorkerFailure } from '../src/worker/failure';
import type { LabWorker } from '../src/worker/lab-worker';
import type { Viewer } from '../src/worker/viewer-package';
import { FakeCore, type FakeLab } from './fake-core';
import { Rig } from './worker-rig';

/** The worker as the page meets it, on a fake viewer and a fake core, which come when the test says so. */
export class EntranceRig {
  readonly small = new FakeCore();
  readonly rig: Rig;
  readonly entrance: Entrance;
  /** How often the core was asked for, and the viewer ended. */
  asked = 0;
  ended = 0;
  /** What becomes of the next core. */
  core: () => Promise<void> = () => Promise.resolve();

  constructor(viewer: () => Promise<void> = () => Promise.resolve()) {
    this.rig = new Rig();
    this.entrance = new Entrance({
      startViewer: async () => {
        await viewer();
        return this.viewer();
      },
      startWhole: async (newId) => {
        this.asked += 1;
        await this.core();
        return this.whole(newId);
      },
      now: this.small.clock.now,
      pass: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        this.onPass();
      },
    });
  }

  /** Called whenever the viewer lets waiting messages be answered. */
  onPass: () => void = () => {};

  /** The core comes when the function that this returns is called; or fails, for a reason. */
  holdCore(): { come(): void; fail(code?: string): void } {
    let settle: { come(): void; fail(code?: string): void };
    const held = new Promise<void>((resolve, reject) => {
      settle = {
        come: resolve,
        fail: (code = 'wasm_missing') => reject(new WorkerFailure(code, { reason: 'network' })),
      };
    });
    held.catch(() => {});
    this.core = () => held;
    return settle!;
  }

  /** Labs of the whole core, in the order in which they were made. */
  get moved(): readonly FakeLab[] {
    return this.rig.core.labs;
  }

  private viewer(): Viewer {
    const { labs } = this.small.instance('strict');
    return { labs, end: () => (this.ended += 1) };
  }

  private async whole(newId: () => number): Promise<LabWorker> {
    this.rig.newId = newId;
    await this.rig.worker.ready();
    return this.rig.worker;
  }
}
