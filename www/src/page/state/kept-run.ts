// A run that is not open any more, with all that it takes to go on with it.
import type { TrainingSetName } from '../../shared/data-sets';
import type { Checkpoint, CurvePoint, TrainOptions } from '../../shared/types';
import type { Source } from './model-parts';
import type { SettingsMemory } from './settings.svelte';

export interface KeptModel {
  /** Pins of it are on its plane again. */
  readonly key: number;
  readonly source: Source;
  readonly images: TrainingSetName;
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
