// A run that is not open any more, with all that it takes to go on with it.
import type { Trainable } from '../../shared/data-sets';
import { totalOf } from '../../shared/terms';
import type {
  Checkpoint,
  CurvePoint,
  LabInfo,
  TermId,
  Terms,
  TrainOptions,
} from '../../shared/types';
import { originOf, type Origin } from '../kept';
import type { Source } from './model-parts';
import type { SettingsMemory } from './settings.svelte';

/** What tells it from another. */
export interface AboutRun {
  readonly origin: Origin;
  readonly seed: number;
  /** What it is judged by. */
  readonly term: TermId;
  /** As it was last measured. */
  readonly heldOut: Terms;
}

export interface KeptModel {
  readonly about: AboutRun;
  /** Pins of it are on its plane again. */
  readonly key: number;
  readonly source: Source;
  readonly images: Trainable;
  /** On strict arithmetic. */
  readonly strict: boolean;
  readonly checkpoint: Checkpoint;
  readonly options: TrainOptions;
  readonly curve: readonly CurvePoint[];
  readonly phase: 'paused' | 'finished';
  readonly span: { from: number; until: number } | null;
  /** The place of an image. */
  readonly selected: number | null;
  /** The steps at which it was opened, and was last saved: there, nothing of it is lost. */
  readonly openedStep: number | null;
  readonly savedStep: number | null;
}

export interface KeptRun {
  readonly model: KeptModel;
  /** As they were when it was left. */
  readonly settings: SettingsMemory;
}

export function aboutRun(
  { model, hasPrior, seed, terms }: LabInfo,
  step: number,
  curve: readonly CurvePoint[],
): AboutRun {
  const term = totalOf(terms) ?? 'negElboNats';
  const origin = originOf(model, step, hasPrior);
  return { origin, seed, term, heldOut: curve.at(-1)?.heldOut ?? {} };
}
