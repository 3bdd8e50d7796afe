// Training in slices. Between two slices whoever waits has a turn, and at most one small piece of a picture is built;
// pictures leave as frames, one in flight, none queued.
import type {
  CurvePoint,
  Frame,
  LabInfo,
  ManifoldView,
  ModelId,
  RunEnd,
  StripPicture,
  Tempo,
  TrainStats,
  Watched,
} from '../shared/types';
import type { Checkpoints } from './checkpoints';
import { Pacer } from './pacer';
import { PieceSchedule, type Piece } from './pieces';
import {
  slicedCurvePoint,
  slicedManifold,
  slicedPoints,
  type ManifoldSource,
  type Pace,
  type PointSource,
  type TermSource,
} from './sliced';
import { SliceSizer, Throughput } from './slices';
import type { Turn } from './turns';

export interface LoopLab extends ManifoldSource, PointSource, TermSource {
  readonly info: () => LabInfo;
  readonly train: (steps: number) => TrainStats;
  readonly stripPicture: (count: number) => StripPicture;
}

export interface LoopOptions {
  model: ModelId;
  now: () => number;
  turn: Turn;
  tempo: Tempo;
  onFrame: (frame: Frame) => Promise<void>;
  view: () => ManifoldView | null;
  /** The watched image as it is now; null where none is. */
  watched: () => Watched | null;
  checkpoints: Pick<Checkpoints, 'beginRun' | 'measured' | 'keepIfDue' | 'toHandOver'>;
  stripCount: number;
}

const SLICE_MS = 10;
const BAND_MS = 6;
const FRAME_MS = 16;
const MANIFOLD_MS = 33;
const STRIP_MS = 50;
const POINTS_MS = 120;
/** Curve points come thick at first, when the curve bends, and twice a second in the end. */
const CURVE_SHARE_OF_RUN = 1 / 20;
const CURVE_MIN_MS = 40;
const CURVE_MAX_MS = 500;
/** Epochs are sums of fractions: so much of one is none. */
const EPOCH_ROUNDING = 1e-9;

export class TrainLoop {
  private stopped = false;
  /** Steps were done with the options as they are. */
  private stepped = true;
  private frameInFlight = false;
  private nextFrameAtMs = -Infinity;
  private startedAtMs = 0;
  /** Where the model stands: sizes and terms as they were at the start or at the last change of the options. */
  private info: LabInfo;
  private stats: TrainStats | null = null;
  private curve: CurvePoint[] = [];
  private pictures: Pick<Frame, 'manifold' | 'strip' | 'watched' | 'points'> = {};
  /** The step that the last frame was of. */
  private sentStep = -1;
  private readonly pace: Pace;
  private readonly pacer: Pacer;
  private readonly sizer = new SliceSizer(SLICE_MS);
  private readonly throughput = new Throughput();
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
    const { now, turn, tempo } = options;
    this.info = lab.info();
    this.pacer = new Pacer(now, tempo);
    const step = () => this.stats?.step ?? -1;
    this.pace = { budgetMs: BAND_MS, now, turn, goOn: () => !this.stopped };
    this.curveSchedule = new PieceSchedule(
      [{ everyMs: () => this.curveEveryMs(), build: () => this.measureCurve() }],
      now,
      step,
    );
    this.pictureSchedule = new PieceSchedule(
      [
        this.manifoldPiece,
        { everyMs: () => STRIP_MS, build: () => this.drawStrip() },
        { everyMs: () => POINTS_MS, build: () => this.drawPoints() },
      ],
      now,
      step,
    );
  }

  /** Trains for so many epochs. Rejects with what the lab throws. */
  async run(epochs: number): Promise<RunEnd> {
    const { now, turn, checkpoints } = this.options;
    let { step, epoch } = this.info;
    const untilEpoch = epoch + epochs - EPOCH_ROUNDING;
    checkpoints.beginRun();
    await turn();
    this.startedAtMs = now();
    this.throughput.record(this.startedAtMs, step);
    this.pacer.begin();
    while (!this.stopped && epoch < untilEpoch) {
      const wanted = Math.min(this.sizer.next(), this.stepsIn(untilEpoch - epoch));
      const steps = this.pacer.allow(wanted);
      if (steps > 0) {
        this.stats = this.slice(steps);
        this.stepped = true;
        ({ step, epoch } = this.stats);
      }
      this.throughput.record(now(), step);
      await turn(steps > 0 ? 0 : this.pacer.restMs());
      if (!this.stopped) await this.paint();
    }
    const reason = epoch >= untilEpoch ? 'finished' : 'paused';
    return { reason, step, epoch, curve: this.curve };
  }

  /** Ends the run after the slice it is in; nothing is sent any more. */
  stop(): void {
    this.stopped = true;
  }

  setTempo(tempo: Tempo): void {
    this.pacer.tempo = tempo;
  }

  /** The view moved: its manifold is due now. */
  viewChanged(): void {
    this.pictureSchedule.makeDue(this.manifoldPiece);
  }

  /** The size of a batch may be another: an epoch has another number of steps. */
  optionsChanged(): void {
    this.stepped = false;
    this.info = this.lab.info();
  }

  private slice(steps: number): TrainStats {
    const { now } = this.options;
    const startMs = now();
    const stats = this.lab.train(steps);
    const tookMs = now() - startMs;
    this.sizer.record(steps, tookMs);
    this.pacer.did(steps, tookMs);
    return stats;
  }

  /** Whole steps in so many epochs, so that a slice does not go beyond the last one; at least one. */
  private stepsIn(epochs: number): number {
    return Math.max(1, Math.floor((epochs + 2 * EPOCH_ROUNDING) * this.info.stepsPerEpoch));
  }

  private async paint(): Promise<void> {
    const { now, turn, checkpoints } = this.options;
    if (await this.curveSchedule.buildNext()) {
      await turn();
      // Before the next step, so that what is kept is what was measured.
      if (!this.stopped && checkpoints.keepIfDue()) await turn();
    }
    if (this.stopped || this.frameInFlight || now() < this.nextFrameAtMs) return;
    if (await this.pictureSchedule.buildNext()) await turn();
    if (!this.stopped) this.send();
  }

  private send(): void {
    if (!this.stats) return;
    const checkpoint = this.options.checkpoints.toHandOver();
    const pictures = Object.keys(this.pictures).length + this.curve.length;
    if (this.stats.step === this.sentStep && pictures === 0 && !checkpoint) return;
    this.sentStep = this.stats.step;
    const frame: Frame = {
      model: this.options.model,
      tempo: this.pacer.tempo,
      stats: this.stats,
      stepsPerSecond: this.throughput.stepsPerSecond(),
      curve: this.curve,
      ...this.pictures,
      ...(checkpoint && { checkpoint }),
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

  private curveEveryMs(): number {
    const share = (this.options.now() - this.startedAtMs) * CURVE_SHARE_OF_RUN;
    return Math.min(CURVE_MAX_MS, Math.max(CURVE_MIN_MS, share));
  }

  private async measureCurve(): Promise<boolean> {
    const at = { ...this.info, step: this.stats?.step ?? this.info.step };
    const point = await slicedCurvePoint(this.lab, at, this.pace);
    if (!point) return false;
    this.curve.push(point);
    if (this.stepped) this.options.checkpoints.measured(point.heldOut, at.terms);
    return true;
  }

  private async drawManifold(): Promise<boolean> {
    const view = this.options.view();
    if (!view) return false;
    const goOn = () => !this.stopped && this.options.view() === view;
    const manifold = await slicedManifold(this.lab, view, { ...this.pace, goOn });
    if (manifold) this.pictures.manifold = manifold;
    return manifold !== null;
  }

  private drawStrip(): Promise<boolean> {
    this.pictures.strip = this.lab.stripPicture(this.options.stripCount);
    const watched = this.options.watched();
    if (watched) this.pictures.watched = watched;
    return Promise.resolve(true);
  }

  private async drawPoints(): Promise<boolean> {
    const count = this.info.trainImages + this.info.heldOutImages;
    const points = await slicedPoints(this.lab, count, this.pace);
    if (points) this.pictures.points = points;
    return points !== null;
  }
}
