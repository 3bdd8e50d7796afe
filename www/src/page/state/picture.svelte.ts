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
  Watched,
} from '../../shared/types';
import type { ImagesBehind } from '../plane/types';
import { extendCurve } from './curve';
import type { Card } from './pretrained';
import { indexInStrip, numbersInStrip, selectedImage, selectedPlace } from './selection';

export abstract class Picture {
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
  /** An image, by its place in the order of the codes; of a model without images, a draw of the strip. */
  selected = $state<number | null>(null);
  /** The last that was seen of a selected image. */
  private watched = $state.raw<Watched | null>(null);
  /** The codes that are the images', one each: a file's have none behind them. */
  private placed = $state.raw<PlaneCodes | null>(null);

  /** The images to look at, and their classes. */
  strip: Strip = $state.raw()!;
  /** Images to look at are on their way: until then none are shown, rather than draws that give way to them. */
  awaitsImages = $state(false);
  /** Names of the tensors that its file held and it did not need. */
  readonly leftOut: readonly string[];
  /** The scale that its figures are read against; null where it has no images. */
  baselines = $state.raw<Baselines | null>(null);
  private readonly slice: Slice;
  private labels: Uint16Array;

  readonly lastPoint = $derived(this.curve.at(-1) ?? null);
  readonly progress = $derived(
    this.span && this.epoch !== null
      ? (this.epoch - this.span.from) / (this.span.until - this.span.from)
      : null,
  );
  private readonly dotsAreImages = $derived(this.codes !== null && this.codes === this.placed);
  /** What stands behind the dots; null where they are codes of a file. */
  readonly images: ImagesBehind | null = $derived(this.dotsAreImages ? this.behindDots() : null);
  readonly numbersInStrip = $derived.by(() => numbersInStrip(this.info, this.strip));
  readonly selectedInStrip = $derived.by(() => indexInStrip(this.strip, this.selected));
  private readonly seen = $derived(this.watched?.place === this.selected ? this.watched : null);
  readonly selectedImage = $derived.by(() =>
    selectedImage(this.info, this.strip, this.stripPicture, this.selected, this.seen),
  );
  /** q(z|x) of the selected image on the plane. */
  readonly selection = $derived.by(() =>
    this.seen
      ? selectedPlace(this.seen, 0, this.slice)
      : selectedPlace(this.stripPicture, this.selectedInStrip, this.slice),
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

  /** Selects the image at a place; the selected one again selects none. Answers whether one is selected now. */
  select(place: number): boolean {
    this.selected = this.selected === place ? null : place;
    this.watchSelected();
    return this.selected !== null;
  }

  selectInStrip(index: number): void {
    this.select(this.strip.places[index] ?? index);
  }

  /** Asks that the image at this place comes with every picture from now on. */
  protected abstract watch(place: number | null): Promise<Watched | null>;
  /** (H, W) */
  protected abstract inputAt(place: number): Promise<Uint8Array>;

  protected watchSelected(): void {
    if (this.info.images) void this.watch(this.selected).then((watched) => this.see(watched));
  }

  /** Of an image that is not selected any more, nothing is kept. */
  private see(watched: Watched | null): void {
    if (watched?.place === this.selected) this.watched = watched;
  }

  /** Codes that came in a file beside the weights, until those of the images are there. */
  protected give(codes: PlaneCodes): void {
    if (!this.placed) this.codes = codes;
  }

  /** Other images, and what the model makes of them. */
  protected showImages({ strip, labels, baselines }: Opened, snapshot: Snapshot): void {
    this.baselines = baselines;
    this.awaitsImages = false;
    this.strip = strip;
    this.labels = labels;
    this.selected = null;
    this.show(this.manifold, snapshot);
  }

  /** All of it, at the step where the model stands now. */
  protected show(
    manifold: Manifold,
    { info, strip, watched, points, curve, engine }: Snapshot,
  ): void {
    this.info = info;
    this.engineInfo = engine;
    this.manifold = manifold;
    this.stripPicture = strip;
    this.see(watched);
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
    if (frame.watched) this.see(frame.watched);
    if (frame.points) this.place(frame.points);
  }

  protected stands({ step, epoch }: { step: number; epoch: number }): void {
    this.step = step;
    this.epoch = epoch;
  }

  private behindDots(): ImagesBehind {
    return {
      select: (place) => this.select(place),
      input: (place) => this.inputAt(place),
    };
  }

  private place(points: Float32Array): void {
    this.placed = { points, labels: this.labels, classes: this.info.images?.classes ?? [] };
    this.codes = this.placed;
  }
}
