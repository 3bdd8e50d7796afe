// What is on the plane, one canvas a layer: a change repaints the layers it touches, once a frame.
import type { PlaneSpace, ZPoint } from '../../shared/space';
import type { Manifold } from '../../shared/types';
import { classMedians, type ClassPlace } from './code-index';
import { paintAxes } from './layers/axes';
import { DotStamps, paintClassDigits, paintCodes } from './layers/codes';
import { paintManifold } from './layers/manifold';
import { paintCursor, paintPath, paintPins, paintSelection } from './layers/marks';
import { paintPrior } from './layers/prior';
import { Surface } from './surface';
import type { Theme } from './theme';
import { Atlas } from './tiles';
import type { Layers, Pin, PlaneCodes, PlaneModel, Selection } from './types';

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
  model: PlaneModel;
  names: Names;
  layers: Layers;
  manifold: Manifold | null;
  codes: PlaneCodes | null;
  selection: Selection | null;
  pins: readonly Pin[];
  path: { line: readonly ZPoint[]; stops: readonly ZPoint[] };
  cursor: ZPoint | null;
}

/** Which layers a change of each part repaints. */
const TOUCHES: Record<keyof Scene, readonly LayerName[]> = {
  space: LAYER_NAMES,
  theme: LAYER_NAMES,
  model: ['manifold', 'chart'],
  names: ['chart'],
  layers: ['manifold', 'chart', 'codes'],
  manifold: ['manifold'],
  codes: ['codes'],
  selection: ['marks'],
  pins: ['marks'],
  path: ['marks'],
  cursor: ['marks'],
};

export class Painter {
  private readonly surfaces: Record<LayerName, Surface>;
  private readonly dirty = new Set<LayerName>();
  private readonly atlas = new Atlas();
  private readonly stamps = new DotStamps();
  private places: ClassPlace[] = [];
  private frame = 0;
  /** What the atlas holds, in which colour. */
  private inAtlas: { manifold: Manifold; model: PlaneModel; theme: Theme } | null = null;

  constructor(
    canvases: Record<LayerName, HTMLCanvasElement>,
    private scene: Scene,
    private readonly painted: () => void,
  ) {
    this.surfaces = {
      manifold: new Surface(canvases.manifold),
      chart: new Surface(canvases.chart),
      codes: new Surface(canvases.codes),
      marks: new Surface(canvases.marks),
    };
  }

  resize(widthPx: number, heightPx: number, ratio: number): void {
    for (const name of LAYER_NAMES) {
      if (this.surfaces[name].resize(widthPx, heightPx, ratio)) this.dirty.add(name);
    }
    // A resized canvas is blank: fill it again before the browser shows it.
    if (this.dirty.size > 0) this.paintNow();
  }

  update(change: Partial<Scene>): void {
    for (const part of Object.keys(change) as (keyof Scene)[]) {
      if (this.scene[part] === change[part]) continue;
      for (const name of TOUCHES[part]) this.dirty.add(name);
      if (part === 'codes') this.places = change.codes ? classMedians(change.codes) : [];
    }
    this.scene = { ...this.scene, ...change };
    if (this.dirty.size > 0 && this.frame === 0) {
      this.frame = requestAnimationFrame(() => this.paintNow());
    }
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }

  /** The manifold now on the canvas. */
  get drawnManifold(): Manifold | null {
    return this.inAtlas?.manifold ?? null;
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
      const { context, ratio } = this.begin('manifold');
      const { space, layers } = this.scene;
      this.refillAtlas();
      if (!layers.manifold || !this.inAtlas) return;
      const { manifold, model } = this.inAtlas;
      paintManifold(context, ratio, space, this.atlas, model, manifold.window);
    },
    chart: () => {
      const { context, ratio } = this.begin('chart');
      const { space, theme, layers, model, names } = this.scene;
      paintAxes(context, ratio, space, theme, names);
      if (layers.prior && model.kind === 'vae') {
        paintPrior(context, ratio, space, theme, names.ring);
      }
    },
    codes: () => {
      const { context, ratio } = this.begin('codes');
      const { space, theme, layers, codes } = this.scene;
      if (!layers.codes || !codes) return;
      paintCodes(context, ratio, space, theme, codes, this.stamps);
      paintClassDigits(context, space, theme, this.places);
    },
    marks: () => {
      const { context } = this.begin('marks');
      const { space, theme, selection, path, cursor, pins } = this.scene;
      if (selection) paintSelection(context, space, theme, selection);
      paintPath(context, space, theme, path.line, path.stops);
      paintPins(context, space, theme, pins);
      if (cursor) paintCursor(context, space, theme, cursor);
    },
  };

  private begin(name: LayerName): { context: CanvasRenderingContext2D; ratio: number } {
    const surface = this.surfaces[name];
    return { context: surface.begin(), ratio: surface.ratio };
  }

  private refillAtlas(): void {
    const { manifold, model, theme } = this.scene;
    if (!manifold) {
      this.inAtlas = null;
      return;
    }
    const { tiles, columns, rows } = manifold;
    const held = this.inAtlas;
    if (held?.manifold === manifold && held.theme === theme) return;
    // Tiles of another model's size: its first own manifold is on its way, the last one stays until then.
    if (tiles.length !== columns * rows * model.height * model.width) return;
    this.atlas.fill(manifold, model, theme.ink);
    this.inAtlas = { manifold, model, theme };
  }
}
