// The build that the page opens with: it reads a model's file and draws its plane, in every browser, and trains nothing.
import init, {
  Lab,
  makeRoom,
  __wbg_reset_state as startEmpty,
  type Lab as GeneratedLab,
} from '../wasm/viewer/viewer.js';
import type { Codes, LabInfo, PlaneWindow, Slice, Strip, StripPicture } from '../shared/types';
import type { Agreed, Agreement } from './agreement';
import { startingMemory } from './memory';
import { compiled } from './module';

/** A model to look at. Signatures are properties, as in `wasm-package.ts`. */
export interface ViewerLab {
  readonly free: () => void;
  readonly info: () => LabInfo;
  /** Names of the tensors that its file held beside the model's. */
  readonly leftOut: () => string[];
  readonly decode: (z: Float32Array) => Uint8Array;
  readonly manifold: (window: PlaneWindow, columns: number, rows: number) => Uint8Array;
  readonly slice: () => Slice;
  readonly zFromPlane: (points: Float32Array) => Float32Array;
  readonly planeFromZ: (z: Float32Array) => Float32Array;
  readonly strip: (count: number) => Strip;
  readonly stripPicture: (count: number) => StripPicture;
}

export interface ViewerLabs<L extends ViewerLab = ViewerLab> {
  readonly fromWeights: (bytes: Uint8Array) => L;
  readonly readCodes: (bytes: Uint8Array) => Codes;
}

interface ViewerPackage {
  readonly makeRoom: (bytes: number) => void;
}

interface ViewerClasses {
  lab: [GeneratedLab, ViewerLab];
  images: [never, never];
}
type Generated = typeof import('../wasm/viewer/viewer.js');
export type Checked = [
  Agreed<Agreement<ViewerLab, GeneratedLab, ViewerClasses>>,
  Agreed<Agreement<ViewerLabs, Generated['Lab'], ViewerClasses>>,
  Agreed<Agreement<ViewerPackage, Generated, ViewerClasses>>,
];

const ADDRESS = new URL('../wasm/viewer/viewer_bg.wasm', import.meta.url);

/** A running viewer. */
export interface Viewer {
  readonly labs: ViewerLabs;
  /** Gives its memory back; its models are gone. */
  readonly end: () => void;
}

export async function startViewer(): Promise<Viewer> {
  const module = await compiled(ADDRESS.href);
  await startingMemory(() => init({ module_or_path: module }));
  const roomFor = (bytes: Uint8Array) => {
    makeRoom(bytes.length);
    return bytes;
  };
  return {
    labs: {
      fromWeights: (bytes) => Lab.fromWeights(roomFor(bytes)),
      readCodes: (bytes) => Lab.readCodes(roomFor(bytes)),
    },
    end: startEmpty,
  };
}
