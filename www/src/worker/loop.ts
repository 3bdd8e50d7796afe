// Training in slices. Between two slices the worker answers whoever asks, and builds at most one small
// piece of a picture; pictures leave as frames, one in flight, none queued.
import type {
  Codes,
  CurvePoint,
  Frame,
  ManifoldView,
  RunEnd,
  Strip,
  Terms,
  TrainStats,
} from '../shared/types';
import { manifoldInBands, type ManifoldSource } from './manifold';
import { PieceSchedule, type Piece } from './pieces';
import { SliceSizer, Throughput } from './slices';

export interface LoopLab extends ManifoldSource {
  train(steps: number): TrainStats;
  evaluate(): Terms;
  evaluateTrain(): Terms;
  strip(count: number): Strip;
  codes(): Codes;
}

export interface LoopOptions {
  now(): number;
  yieldTurn(): Promise<void>;
  onFrame(frame: Frame): Promise<void>;
  view(): ManifoldView | null;
  stripCount: number;
}

const SLICE_MS = 10;
const BAND_MS = 6;
const FRAME_MS = 16;
const MANIFOLD_MS = 33;
const STRIP_MS = 50;
const CODES_MS = 120;
/** Curve points come thick at first, when the curve bends, and twice a second in the end. */
const CURVE_SHARE_OF_RUN = 1 / 20;
const CURVE_MIN_MS = 40;
const CURVE_MAX_MS = 500;

export class TrainLoop {
  private stopped = false;
  private frameInFlight = false;
  private nextFrameAtMs = -Infinity;
  private startedAtMs = 0;
  private stats: TrainStats | null = null;
  private curve: CurvePoint[] = [];
  private pictures: Pick<Frame, 'manifold' | 'strip' | 'codes'> = {};
  private readonly sizer = new SliceSizer(SLICE_MS);
  private readonly throughput = new Throughput();
  private readonly curvePiece: Piece = {
    everyMs: () => {
      const share = (this.options.now() - this.startedAtMs) * CURVE_SHARE_OF_RUN;
      return Math.min(CURVE_MAX_MS, Math.max(CURVE_MIN_MS, share));
    },
    build: () => this.measureCurve(),
  };
  private readonly manifoldPiece: Piece = {
    everyMs: () => MANIFOLD_MS,
    build: () => this.drawManifold(),
  };
  private readonly curveSchedule: PieceSchedule;
  private readonly pictureSchedule: PieceSchedule;

  constructor(
    private readonly lab: LoopLab,
    private readonly options: LoopOptions,
  ) {
    this.curveSchedule = new PieceSchedule([this.curvePiece], options.now);
    this.pictureSchedule = new PieceSchedule(
      [
        this.manifoldPiece,
        { everyMs: () => STRIP_MS, build: () => this.drawStrip() },
        { everyMs: () => CODES_MS, build: () => this.drawCodes() },
      ],
      options.now,
    );
  }

  /** Trains up to `untilStep`. Rejects with what the lab throws. */
  async run(fromStep: number, untilStep: number): Promise<RunEnd> {
    const { now, yieldTurn } = this.options;
    this.startedAtMs = now();
    this.throughput.record(this.startedAtMs, fromStep);
    let step = fromStep;
    while (!this.stopped && step < untilStep) {
      const steps = Math.min(this.sizer.nextSteps(), untilStep - step);
      const startMs = now();
      this.stats = this.lab.train(steps);
      this.sizer.record(steps, now() - startMs);
      step = this.stats.step;
      this.throughput.record(now(), step);
      await yieldTurn();
      if (!this.stopped) await this.paint();
    }
    return { reason: step >= untilStep ? 'finished' : 'paused', step, curve: this.curve };
  }

  /** Ends the run after the slice it is in; nothing is sent any more. */
  stop(): void {
    this.stopped = true;
  }

  /** The view moved: its manifold is due now. */
  viewChanged(): void {
    this.pictureSchedule.makeDue(this.manifoldPiece);
  }

  private async paint(): Promise<void> {
    const { now, yieldTurn } = this.options;
    if (await this.curveSchedule.buildNext()) await yieldTurn();
    if (this.stopped || this.frameInFlight || now() < this.nextFrameAtMs) return;
    if (await this.pictureSchedule.buildNext()) await yieldTurn();
    if (!this.stopped) this.send();
  }

  private send(): void {
    if (!this.stats) return;
    const frame: Frame = {
      stats: this.stats,
      stepsPerSecond: this.throughput.stepsPerSecond(),
      curve: this.curve,
      ...this.pictures,
    };
    this.curve = [];
    this.pictures = {};
    this.frameInFlight = true;
    this.nextFrameAtMs = this.options.now() + FRAME_MS;
    const landed = () => {
      this.frameInFlight = false;
    };
    this.options.onFrame(frame).then(landed, landed);
  }

  private async measureCurve(): Promise<boolean> {
    const step = this.stats?.step ?? 0;
    const heldOut = this.lab.evaluate();
    await this.options.yieldTurn();
    if (this.stopped) return false;
    this.curve.push({ step, heldOut, training: this.lab.evaluateTrain() });
    return true;
  }

  private async drawManifold(): Promise<boolean> {
    const view = this.options.view();
    if (!view) return false;
    const { now, yieldTurn } = this.options;
    const goOn = () => !this.stopped && this.options.view() === view;
    const manifold = await manifoldInBands(this.lab, view, BAND_MS, now, yieldTurn, goOn);
    if (manifold) this.pictures.manifold = manifold;
    return manifold !== null;
  }

  private drawStrip(): Promise<boolean> {
    this.pictures.strip = this.lab.strip(this.options.stripCount);
    return Promise.resolve(true);
  }

  private drawCodes(): Promise<boolean> {
    this.pictures.codes = this.lab.codes();
    return Promise.resolve(true);
  }
}
