// What a model is told when it opens, and what it may be doing.
import type { Trainable } from '../../shared/data-sets';
import type { Failure } from '../../shared/types';
import type { Engine } from './engine';
import type { Tray } from './tray.svelte';

export type ModelPhase = 'idle' | 'training' | 'paused' | 'finished' | 'diverged';

/** Where a model came from. */
export type Source =
  { kind: 'pretrained' } | { kind: 'set'; name: Trainable } | { kind: 'file'; name: string };

/** What a model has of the page around it. */
export interface ModelParts {
  engine: Engine;
  tray: Tray;
  nextFrame(): Promise<void>;
  /** Something of it failed while nobody waited for it. */
  failed(failure: Failure): void;
}
