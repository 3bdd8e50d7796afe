// The settings as the description of a run, and back.
import type { Likelihood, ModelSpec, RunConfig, TrainOptions } from '../../shared/types';
import {
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingTexts,
  type SettingValues,
} from './settings-table';

/** The texts of a run's settings, those it has: the inverse of `configFrom`. */
export function textsFrom({ model, pixels, seed, options }: RunConfig): Partial<SettingTexts> {
  const values: Partial<SettingValues> = {
    ...options,
    family: model.family,
    // No option is a convolution.
    ...(model.body.kind !== 'conv' && { body: model.body.kind }),
    ...(model.body.kind === 'dense' && { hidden: model.body.hidden }),
    ...likelihoodValues(model.likelihood),
    pixels,
    seed,
  };
  const texts: Partial<SettingTexts> = {};
  for (const name of SETTING_NAMES) write(texts, name, values[name]);
  return texts;
}

function write<Name extends SettingName>(
  texts: Partial<SettingTexts>,
  name: Name,
  value: SettingValues[Name] | undefined,
): void {
  if (value !== undefined) texts[name] = SETTINGS[name].format(value);
}

/** Answers with a setting's value, or throws. */
type ValueOf = <Name extends SettingName>(name: Name) => SettingValues[Name];

export function optionsFrom(value: ValueOf): TrainOptions {
  return {
    learningRate: value('learningRate'),
    beta: value('beta'),
    batchSize: value('batchSize'),
  };
}

/** A run on images of this size, with a plane to look at. */
export function configFrom(
  value: ValueOf,
  { height, width }: Pick<ModelSpec, 'height' | 'width'>,
): RunConfig {
  return {
    options: optionsFrom(value),
    model: {
      family: value('family'),
      height,
      width,
      body:
        value('body') === 'linear'
          ? { kind: 'linear' }
          : { kind: 'dense', hidden: [...value('hidden')], activation: 'relu' },
      latent: 2,
      likelihood: likelihoodFrom(value('likelihood'), () => value('sd')),
    },
    pixels: value('pixels'),
    seed: value('seed'),
  };
}

function likelihoodValues(likelihood: Likelihood): Partial<SettingValues> {
  if (likelihood.kind === 'bernoulli') return { likelihood: 'bernoulli' };
  if (likelihood.sd === 'learned') return { likelihood: 'learned' };
  return { likelihood: 'gaussian', sd: likelihood.sd };
}

function likelihoodFrom(which: SettingValues['likelihood'], sd: () => number): Likelihood {
  switch (which) {
    case 'bernoulli':
      return { kind: 'bernoulli' };
    case 'gaussian':
      return { kind: 'gaussian', sd: sd() };
    case 'learned':
      return { kind: 'gaussian', sd: 'learned' };
  }
}
