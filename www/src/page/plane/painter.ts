// What is on the plane, one canvas a layer: a change repaints the layers it touches, once a frame.
import { wantsStill } from '../controls/screen';
import type { PlaneSpace, ZPoint } from '../../shared/space';
import type { Manifold } from '../../shared/types';
import { classMedians, type ClassPlace } from './code-index';
import { paintAxes } from './layers/axes';
import { CodesLayer, paintClassNames } from './layers/codes';
import { ManifoldLayer } from './layers/manifold';
import {
  paintCursor,
  paintPath,
  paintPins,
  paintRing,
  paintSamples,
  paintSelection,
} from './layers/marks';
import { paintPrior } from './layers/prior';
import { Surface } from './surface';
import type { Theme } from './theme';
import type { Layers, Pin, PlaneCodes, Selection, TileShape } from './types';

/** Around a dot, and around a pin. */
const DOT_RING_PX = 5;
const TRACKED_RING_PX = 13;

export const LAYER_NAMES = ['manifold', 'chart', 'codes', 'marks'] as const;
export type LayerName = (typeof LAYER_NAMES)[number];

export interface Names {
  axis1: string;
  axis2: string;
  ring: (sigmas: number) => string;
}

export interface Scene {
  space: PlaneSpace;
  theme: Theme;
  shape: TileShape;
  hasPrior: boolean;
  names: Names;
  layers: Layers;
  manifold: Manifold | null;
  codes: PlaneCodes | null;
  classes: readonly string[];
  selection: Selection | null;
  pins: readonly Pin[];
  samples: Float32Array | null;
  path: { line: readonly ZPoint[]; stops: readonly ZPoint[] };
  cursor: ZPoint | null;
  /** The dot that is pointed at. */
  dot: ZPoint | null;
  /** Of the class that is lit, the others are faint. */
  lit: number | null;
  /** What is pointed at in the tray: a point, or a path's points. */
  tracked: readonly ZPoint[];
}

/** Which layers a change of each part repaints. */
const TOUCHES: Record<keyof Scene, readonly LayerName[]> = {
  space: LAYER_NAMES,
  theme: LAYER_NAMES,
  shape: ['manifold'],
  hasPrior: ['chart'],
  names: ['chart'],
  layers: ['chart', 'codes'],
  manifold: ['manifold'],
  codes: ['codes'],
  classes: ['codes'],
  selection: ['marks'],
  pins: ['marks'],
  samples: ['marks'],
  path: ['marks'],
  cursor: ['marks'],
  dot: ['marks'],
  lit: ['codes'],
  tracked: ['marks'],
};

/** What training moves; who wants less motion sees it move twice a second. */
const MOVES: readonly string[] = ['manifold', 'codes', 'selection'] satisfies (keyof Scene)[];
const CALM_MS = 500;

export class Painter {
  private readonly surfaces: Record<Exclude<LayerName, 'manifold'>, Surface>;
  private readonly manifold: ManifoldLayer;
  private readonly codes = new CodesLayer();
  private readonly dirty = new Set<LayerName>();
  private places: ClassPlace[] = [];
  private frame = 0;
  /** Layers that wait for their turn, and when what moves was painted last. */
  private readonly waiting = new Set<LayerName>();
  private turn: ReturnType<typeof setTimeout> | undefined;
  private movedMs = -CALM_MS;
  private ratio = 1;

  constructor(
    canvases: Record<LayerName, HTMLCanvasElement>,
    private scene: Scene,
    private readonly painted: () => void,
  ) {
    this.manifold = new ManifoldLayer(canvases.manifold);
    this.surfaces = {
      chart: new Surface(canvases.chart),
      codes: new Surface(canvases.codes),
      marks: new Surface(canvases.marks),
    };
    this.places = placesOf(scene.codes);
  }

  resize(widthPx: number, heightPx: number, ratio: number): void {
    for (const name of ['chart', 'codes', 'marks'] as const) {
      if (this.surfaces[name].resize(widthPx, heightPx, ratio)) this.dirty.add(name);
    }
    if (this.dirty.size > 0) this.dirty.add('manifold');
    this.ratio = ratio;
    // A resized canvas is blank: fill it again before the browser shows it.
    if (this.dirty.size > 0) this.paintNow();
  }

  update(change: Partial<Scene>): void {
    for (const part of Object.keys(change) as (keyof Scene)[]) {
      if (this.scene[part] === change[part]) continue;
      const due = MOVES.includes(part) && wantsStill() ? this.waiting : this.dirty;
      for (const name of TOUCHES[part]) due.add(name);
      if (part === 'codes') this.places = placesOf(change.codes ?? null);
    }
    const repainted = 'theme' in change && this.scene.theme !== change.theme;
    this.scene = { ...this.scene, ...change };
    // Before the browser prints there is no frame to wait for.
    if (this.waiting.size > 0 && this.turn === undefined) {
      const restMs = Math.max(0, this.movedMs + CALM_MS - performance.now());
      this.turn = setTimeout(() => this.takeTurn(), restMs);
    }
    if (repainted) this.paintNow();
    else this.paintSoon();
  }

  private takeTurn(): void {
    this.turn = undefined;
    this.movedMs = performance.now();
    for (const name of this.waiting) this.dirty.add(name);
    this.waiting.clear();
    this.paintSoon();
  }

  private paintSoon(): void {
    if (this.dirty.size > 0 && this.frame === 0) {
      this.frame = requestAnimationFrame(() => this.paintNow());
    }
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.turn);
  }

  /** The manifold now on the canvas. */
  get drawnManifold(): Manifold | null {
    return this.manifold.drawn;
  }

  private paintNow(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const due = [...this.dirty];
    this.dirty.clear();
    for (const name of due) this.paint[name]();
    this.painted();
  }

  private readonly paint: Record<LayerName, () => void> = {
    manifold: () => {
      const { manifold, shape, theme, space } = this.scene;
      this.manifold.paint(manifold, shape, theme, space, this.ratio);
    },
    chart: () => {
      const { context, ratio } = this.begin('chart');
      const { space, theme, layers, hasPrior, names } = this.scene;
      paintAxes(context, ratio, space, theme, names);
      if (layers.prior && hasPrior) paintPrior(context, ratio, space, theme, names.ring);
    },
    codes: () => {
      const { context, ratio } = this.begin('codes');
      const { space, theme, layers, codes, classes, lit } = this.scene;
      if (!layers.codes || !codes) return;
      this.codes.paint(context, ratio, space, theme, codes, classes, lit);
      const named = this.places.filter(({ label }) => lit === null || label === lit);
      paintClassNames(context, space, theme, named, classes);
    },
    marks: () => {
      const { context } = this.begin('marks');
      const { space, theme, selection, path, cursor, pins, samples, dot, tracked } = this.scene;
      if (dot) paintRing(context, space, theme, dot, DOT_RING_PX);
      if (selection) paintSelection(context, space, theme, selection);
      paintPath(context, space, theme, path.line, path.stops);
      if (samples) paintSamples(context, space, theme, samples);
      if (tracked.length > 1) paintPath(context, space, theme, tracked, tracked);
      paintPins(context, space, theme, pins);
      if (tracked[0]) paintRing(context, space, theme, tracked[0], TRACKED_RING_PX);
      if (cursor) paintCursor(context, space, theme, cursor);
    },
  };

  private begin(name: Exclude<LayerName, 'manifold'>): {
    context: CanvasRenderingContext2D;
    ratio: number;
  } {
    const surface = this.surfaces[name];
    return { context: surface.begin(), ratio: surface.ratio };
  }
}

function placesOf(codes: PlaneCodes | null): ClassPlace[] {
  return codes ? classMedians(codes) : [];
}
