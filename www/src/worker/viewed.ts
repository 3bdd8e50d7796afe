import type {
  Decoded,
  EngineInfo,
  Manifold,
  ManifoldView,
  ModelId,
  Opened,
  PlaneCodes,
  Snapshot,
} from '../shared/types';
import { closed } from './failure';
import { slicedManifold, type Pace } from './sliced';
import { handedOver } from './transfers';
import type { Turns } from './turns';
import type { ViewerLab, ViewerLabs } from './viewer-package';

const ANSWER_MS = 6;
export const STRIP_COUNT = 12;

export interface WorkerTime {
  readonly now: () => number;
  readonly turns: Turns;
}

/** A viewer trains nothing: its threads and its hash say nothing of what a run will have. */
const VIEWERS_ENGINE: EngineInfo = {
  arithmetic: 'strict',
  threads: 1,
  threadsBecause: null,
  weightsHash: null,
};

/** One model to look at. */
export class Viewed<L extends ViewerLab = ViewerLab> {
  protected open: L | null;
  protected view: ManifoldView | null = null;
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    readonly id: ModelId,
    lab: L,
    private readonly labs: Pick<ViewerLabs, 'readCodes'>,
    protected readonly time: WorkerTime,
  ) {
    this.open = lab;
  }

  /** Nothing of it is used any more. */
  close(): void {
    this.open?.free();
    this.open = null;
  }

  /** Closes it when the answers that are being made are there. */
  async retire(): Promise<void> {
    await Promise.allSettled(this.underWay);
    this.close();
  }

  opened(): Opened {
    return handedOver(this.told());
  }

  /** The view that was told last. */
  get lastView(): ManifoldView | null {
    return this.view;
  }

  setView(view: ManifoldView): void {
    this.lab();
    this.view = view;
  }

  snapshot(): Promise<Snapshot> {
    const lab = this.lab();
    const strip = lab.stripPicture(STRIP_COUNT);
    const seen = { info: lab.info(), strip, engine: VIEWERS_ENGINE };
    return Promise.resolve(handedOver({ ...seen, watched: null, points: null, curve: null }));
  }

  manifold(view: ManifoldView): Promise<Manifold> {
    const lab = this.lab();
    return this.paced(async (pace) => {
      const manifold = await slicedManifold(lab, view, pace);
      if (!manifold) throw closed();
      return handedOver(manifold);
    });
  }

  decode(points: Float32Array): Decoded {
    const z = this.lab().zFromPlane(points);
    return handedOver({ z, pixels: this.lab().decode(z) });
  }

  readCodes(bytes: Uint8Array): PlaneCodes {
    const { z, labels, classes } = this.labs.readCodes(bytes);
    return handedOver({ points: this.lab().planeFromZ(z), labels, classes });
  }

  protected told(): Opened {
    const lab = this.lab();
    return {
      model: this.id,
      info: lab.info(),
      leftOut: lab.leftOut(),
      slice: lab.slice(),
      strip: lab.strip(STRIP_COUNT),
      labels: new Uint16Array(0),
      baselines: null,
    };
  }

  protected lab(): L {
    if (!this.open) throw closed();
    return this.open;
  }

  /** An answer made in pieces; given up when the lab goes that it is about. */
  protected paced<T>(make: (pace: Pace) => Promise<T>): Promise<T> {
    const lab = this.open;
    const { now, turns } = this.time;
    const made = turns.seated((turn) =>
      make({ budgetMs: ANSWER_MS, now, turn, goOn: () => this.open === lab }),
    );
    this.underWay.add(made);
    const over = () => this.underWay.delete(made);
    made.then(over, over);
    return made;
  }
}
