// The sets of images, as the page offers them.
import {
  dataSets,
  isOwn,
  presetOf,
  type DataSetName,
  type Trainable,
  type TrainingSetName,
} from '../../shared/data-sets';
import type { LabInfo } from '../../shared/types';
import {
  initialTexts,
  SETTINGS,
  type SettingName,
  type SettingTexts,
  type SettingValues,
} from './settings-table';

/** Those that a fresh model can be trained on; a visitor starts with the first. */
export const TRAINING_SETS = (Object.keys(dataSets) as DataSetName[]).filter(
  (name): name is TrainingSetName => dataSets[name].preset !== null,
);
export const FIRST_SET: TrainingSetName = 'digits8x8';

/** The set of this name, where it is one of them. */
export function trainingSet(name: string | undefined): Trainable | null {
  if (name !== undefined && isOwn(name)) return name;
  return TRAINING_SETS.find((each) => each === name) ?? null;
}

/** What a fresh model on a set begins with, before anybody changes anything: the set's row may have values of its own. */
export function textsOfSet(name: Trainable): SettingTexts {
  const preset: Partial<SettingValues> = presetOf(name);
  const texts = initialTexts();
  const write = <Name extends SettingName>(setting: Name) => {
    const value = preset[setting];
    if (value !== undefined)
      texts[setting] = SETTINGS[setting].format(value as SettingValues[Name]);
  };
  (Object.keys(preset) as SettingName[]).forEach(write);
  return texts;
}

/** What a good model with two latent dimensions reaches on a set, held out: the figure of a VAE of grey pixels, and of no
 *  other kind. */
export function goodFor({ images, model, pixels }: LabInfo): number | null {
  const known = images && model.family === 'vae' && pixels === 'grey' && model.latent === 2;
  if (!known || model.likelihood.kind !== 'bernoulli') return null;
  const set = Object.entries(dataSets).find(([name]) => name === images.name);
  return set ? set[1].goodNats : null;
}
