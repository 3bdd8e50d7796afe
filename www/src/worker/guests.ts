// The models that are open in the viewer: guests, until the whole core is there.
import type { ModelId } from '../shared/types';
import { failureFrom } from '../shared/failure';
import { drawable } from './drawable';
import type { LabWorker } from './lab-worker';
import { Viewed, type WorkerTime } from './viewed';
import type { Viewer } from './viewer-package';

/** A model, and the file that it is opened from once more. */
interface Guest {
  readonly viewed: Viewed;
  readonly weights: Uint8Array;
}

export class Guests {
  /** Rejects with why it did not start. */
  readonly viewer: Promise<Viewer>;
  private readonly staying = new Map<ModelId, Guest>();
  /** Those that moved while they were answering. */
  private leaving = 0;
  private closing = false;

  constructor(
    start: () => Promise<Viewer>,
    private readonly time: WorkerTime,
  ) {
    this.viewer = start();
    // Whoever opens a model hears of it.
    this.viewer.catch(() => {});
  }

  viewerLives(): Promise<boolean> {
    return this.viewer.then(
      () => true,
      () => false,
    );
  }

  add({ labs }: Viewer, id: ModelId, weights: Uint8Array): Viewed {
    const viewed = new Viewed(id, drawable(labs.fromWeights(weights)), labs, this.time);
    this.staying.set(id, { viewed, weights });
    return viewed;
  }

  get(id: ModelId): Viewed | undefined {
    return this.staying.get(id)?.viewed;
  }

  close(id: ModelId): void {
    this.get(id)?.close();
    this.staying.delete(id);
    this.endIfEmpty();
  }

  /** What does not fit there stays here: whoever needs it there hears why. No other comes from now on. */
  moveAll(whole: LabWorker): void {
    this.closing = true;
    for (const id of [...this.staying.keys()]) {
      try {
        this.move(id, whole);
      } catch (thrown) {
        if (failureFrom(thrown).code === 'fatal') throw thrown;
      }
    }
    this.endIfEmpty();
  }

  /** To the core that has come; nothing where it is there already. */
  move(id: ModelId, whole: LabWorker): void {
    const guest = this.staying.get(id);
    if (!guest) return;
    whole.adopt(id, guest.weights, guest.viewed.lastView);
    this.staying.delete(id);
    this.leaving += 1;
    void guest.viewed.retire().then(() => {
      this.leaving -= 1;
      this.endIfEmpty();
    });
  }

  private endIfEmpty(): void {
    if (!this.closing || this.staying.size > 0 || this.leaving > 0) return;
    this.closing = false;
    // One that did not start has no memory to give back, and one that cannot start empty keeps what it has.
    this.viewer.then(({ end }) => end()).catch(() => {});
  }
}
