// The settings as the description of a run, and back.
import type { Body, Likelihood, ModelSpec, RunConfig, TrainOptions } from '../../shared/types';
import {
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingTexts,
  type SettingValues,
} from './settings-table';

/** What options say that leave these out. */
const PLAIN = { warmupSteps: 0, freeBits: 0, samples: 1 };

/** The texts of a run's settings, those it has: the inverse of `configFrom`. */
export function textsFrom({ model, pixels, seed, options }: RunConfig): Partial<SettingTexts> {
  const values: Partial<SettingValues> = {
    ...PLAIN,
    ...options,
    family: model.family,
    ...bodyValues(model.body),
    init: model.init ?? 'pytorch',
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
  const options = {
    learningRate: value('learningRate'),
    beta: value('beta'),
    batchSize: value('batchSize'),
  };
  return value('family') === 'vae' ? { ...options, ...variationalOptions(value) } : options;
}

/** Those of a KL term that is not as plain as it can be: the others are left out, as the core does. */
function variationalOptions(value: ValueOf): Partial<TrainOptions> {
  const names = ['warmupSteps', 'freeBits', 'samples'] as const;
  const given = names.map((name) => [name, value(name)] as const);
  return Object.fromEntries(given.filter(([name, figure]) => figure !== PLAIN[name]));
}

/** A run on images of this size, with a plane to look at. */
export function configFrom(
  value: ValueOf,
  { height, width }: Pick<ModelSpec, 'height' | 'width'>,
): RunConfig {
  const init = value('init');
  return {
    options: optionsFrom(value),
    model: {
      family: value('family'),
      height,
      width,
      body: bodyFrom(value),
      latent: 2,
      likelihood: likelihoodFrom(value('likelihood'), () => value('sd')),
      ...(init !== 'pytorch' && { init }),
    },
    pixels: value('pixels'),
    seed: value('seed'),
  };
}

function bodyValues(body: Body): Partial<SettingValues> {
  const { kind: _, ...rest } = body;
  return { body: body.kind, ...rest };
}

function bodyFrom(value: ValueOf): Body {
  const kind = value('body');
  switch (kind) {
    case 'linear':
      return { kind };
    case 'dense':
      return { kind, hidden: [...value('hidden')], activation: value('activation') };
    case 'conv':
      return { kind, channels: [...value('channels')] };
  }
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
