import { WorkerFailure } from './failure';
import type { ViewerLab } from './viewer-package';

const PLANE_DIMENSIONS = 2;

/** The page shows a plane: what it cannot draw is refused, and given back. */
export function drawable<L extends ViewerLab>(lab: L): L {
  const { latent } = lab.info().model;
  if (latent === PLANE_DIMENSIONS) return lab;
  lab.free();
  throw new WorkerFailure('not_a_plane', { field: 'latent', params: { value: latent } });
}
