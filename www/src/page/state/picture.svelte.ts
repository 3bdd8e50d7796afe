// What the page shows of a model: the last known state of everything.
import type {
  Baselines,
  CurvePoint,
  EngineInfo,
  Frame,
  LabInfo,
  Manifold,
  Opened,
  PlaneCodes,
  Slice,
  Snapshot,
  Strip,
  StripPicture,
  Tempo,
} from '../../shared/types';
import { extendCurve } from './curve';
import type { Card } from './pretrained';
import { selectedCode, selectedPlace } from './selection';

export class Picture {
  info: LabInfo = $state.raw()!;
  manifold: Manifold = $state.raw()!;
  /** What the model makes of the strip's images. */
  stripPicture: StripPicture = $state.raw()!;
  /** Where the images are on the plane; null while none are known. */
  codes = $state.raw<PlaneCodes | null>(null);
  curve = $state.raw<readonly CurvePoint[]>([]);
  /** What computes, and the hash of the weights where they stood when nothing ran. */
  engineInfo: EngineInfo = $state.raw()!;
  /** How a pretrained model was made. */
  card = $state.raw<Card | null>(null);
  /** Null for a model that does not train: it has no steps to count. Of the epochs the present one counts in part. */
  step = $state<number | null>(null);
  epoch = $state<number | null>(null);
  stepsPerSecond = $state<number | null>(null);
  /** Of the run that is under way, as its frames tell it. */
  tempo = $state<Tempo | null>(null);
  /** The epochs that the present training goes from and to. */
  span = $state.raw<{ from: number; until: number } | null>(null);
  /** An image of the strip. */
  selected = $state<number | null>(null);

  /** The images to look at, and their classes. */
  strip: Strip = $state.raw()!;
  /** Names of the tensors that its file held and it did not need. */
  readonly leftOut: readonly string[];
  /** The scale that its figures are read against; null where it has no images. */
  baselines = $state.raw<Baselines | null>(null);
  private readonly slice: Slice;
  private labels: Uint16Array;
  /** The codes came in a file: those of the images do not take their place. */
  private codesGiven = false;

  readonly lastPoint = $derived(this.curve.at(-1) ?? null);
  readonly progress = $derived(
    this.span && this.epoch !== null
      ? (this.epoch - this.span.from) / (this.span.until - this.span.from)
      : null,
  );
  /** q(z|x) of the selected image, and its place on the plane. */
  readonly code = $derived(selectedCode(this.stripPicture, this.selected));
  readonly selection = $derived.by(() =>
    selectedPlace(this.stripPicture, this.selected, this.slice),
  );

  constructor(
    { slice, strip, labels, leftOut, baselines }: Opened,
    manifold: Manifold,
    snapshot: Snapshot,
  ) {
    this.slice = slice;
    this.strip = strip;
    this.labels = labels;
    this.leftOut = leftOut;
    this.baselines = baselines;
    this.show(manifold, snapshot);
  }

  /** Selects an image of the strip; the selected one again selects none. */
  select(index: number): void {
    this.selected = this.selected === index ? null : index;
  }

  /** Codes that came in a file beside the weights. */
  protected give(codes: PlaneCodes): void {
    this.codesGiven = true;
    this.codes = codes;
  }

  /** Other images, and what the model makes of them. */
  protected showImages({ strip, labels, baselines }: Opened, snapshot: Snapshot): void {
    this.baselines = baselines;
    this.strip = strip;
    this.labels = labels;
    this.selected = null;
    if (snapshot.info.trainImages > 0) this.codesGiven = false;
    this.show(this.manifold, snapshot);
  }

  /** All of it, at the step where the model stands now. */
  protected show(manifold: Manifold, { info, strip, points, curve, engine }: Snapshot): void {
    this.info = info;
    this.engineInfo = engine;
    this.manifold = manifold;
    this.stripPicture = strip;
    if (points) this.place(points);
    if (info.trainImages > 0) this.stands(info);
    if (curve) this.curve = extendCurve(this.curve, [curve]);
  }

  protected apply(frame: Frame): void {
    this.stands(frame.stats);
    this.stepsPerSecond = frame.stepsPerSecond;
    this.tempo = frame.tempo;
    if (frame.curve.length > 0) this.curve = extendCurve(this.curve, frame.curve);
    if (frame.manifold) this.manifold = frame.manifold;
    if (frame.strip) this.stripPicture = frame.strip;
    if (frame.points) this.place(frame.points);
  }

  protected stands({ step, epoch }: { step: number; epoch: number }): void {
    this.step = step;
    this.epoch = epoch;
  }

  private place(points: Float32Array): void {
    if (this.codesGiven) return;
    this.codes = { points, labels: this.labels, classes: this.info.images?.classes ?? [] };
  }
}
