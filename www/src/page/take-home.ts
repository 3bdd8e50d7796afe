// What a person takes home from a model: pictures of the manifold and of the tray, and the weights.
import type { LabInfo, Manifold } from '../shared/types';
import { download } from './download';
import type { Messages } from './i18n/en';
import type { Kept } from './kept';
import { manifoldPicture, trayPicture } from './pictures';
import type { Theme } from './plane/theme';
import type { TileShape } from './plane/types';

export interface Belongings {
  /** Begins every file's name. */
  name: string;
  shape: TileShape;
  manifold: Manifold | null;
  items: readonly Kept[];
  weights: () => Promise<Uint8Array>;
}

/** Begins the name of what is saved. */
export function fileName({ model, seed, trainImages }: LabInfo, step: number | null): string {
  const { family, height, width } = model;
  const run = trainImages > 0 ? `-seed${seed}-step${step ?? 0}` : '';
  return `${family}-${height}x${width}${run}`;
}

export async function takeHome(
  what: 'manifold' | 'tray' | 'weights',
  { name, shape, manifold, items, weights }: Belongings,
  theme: Theme,
  t: Messages,
): Promise<void> {
  switch (what) {
    case 'manifold':
      if (!manifold) return;
      return download(`${name}-manifold.png`, await manifoldPicture(manifold, shape, theme));
    case 'tray':
      return download(`${name}-generated.png`, await trayPicture(items, t, theme));
    case 'weights':
      return download(`${name}.safetensors`, await weights(), 'application/octet-stream');
  }
}
