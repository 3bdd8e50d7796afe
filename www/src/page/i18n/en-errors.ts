// What went wrong and what to do, in English. A failure comes in parts; its sentence is made here, and only where this
// table has none does the core's own English stand.
import { SETTINGS, settingNamed, type SettingName } from '../state/settings-table';
import type { DataSetName } from '../../shared/data-sets';
import type { Failure } from '../../shared/types';

type Params = Failure['params'];

/** What the sets of images are called. */
const sets: Record<DataSetName, string> & Record<string, string> = {
  digits8x8: 'The 8×8 digits',
  mnist10k: 'The 10,000 MNIST digits',
  mnistHeldOut: 'The held-out MNIST digits',
};
const setOf = ({ set }: Params) => sets[`${set}`] ?? 'The images';

const BROWSERS = 'a current Firefox, Chrome, Edge or Safari';

/** Failures that are about the page's surroundings, or about no field. */
export const byCode: Record<string, (failure: Failure) => string> = {
  no_wasm: () =>
    `This browser has no WebAssembly, which the lab computes with. Open the page in ${BROWSERS}.`,
  no_simd: () =>
    `This browser has no WebAssembly SIMD, which the lab computes with. Update it, or open the page in ${BROWSERS}.`,
  no_worker: () =>
    'This browser starts no web workers here, and training needs one. Open the page in an ordinary tab of a current browser.',
  no_pretrained: () =>
    'The pretrained model could not be loaded. Press Train to make one here, or reload the page.',
  no_digits: ({ params }) =>
    `${setOf(params)} could not be loaded. Check the connection and try again.`,
  damaged_set: ({ params }) => `${setOf(params)} arrived damaged. Try again.`,
  no_unzip: () =>
    `This browser opens no compressed files, as the MNIST digits come. Update it, or open the page in ${BROWSERS}.`,
  no_codes: () => 'The codes of the pretrained model could not be loaded; everything else works.',
  not_a_plane: ({ params }) =>
    `These weights have ${params['value']} latent dimensions and this page draws a plane. Load a model with 2.`,
  png: () => 'The browser could not make the picture. Try again with fewer images.',
  no_data: () => 'This model came without training images. Open a data set to train it.',
  no_training: () =>
    'These images are all held out, to be looked at. Choose another data set to train on.',
  diverged: ({ params: { step, backTo }, message }) => {
    if (step === undefined) return message;
    const then = backTo === undefined ? 'reset' : 'go back, or reset';
    return `The loss stopped being a finite number at step ${step}. Lower the learning rate and ${then}.`;
  },
  fatal: ({ message }) =>
    `The engine stopped${message ? ` (${message})` : ''}. Press Restart; the images you kept stay.`,
};

/** How a sentence about a field begins. */
const fields: Record<SettingName, string> & Record<string, string> = {
  family: 'The model',
  body: 'The kind of layers',
  likelihood: 'The likelihood',
  learningRate: 'Learning rate',
  beta: 'β',
  batchSize: 'Batch size',
  epochs: 'Epochs a run',
  threads: 'Threads',
  hidden: 'A hidden size',
  sd: 's',
  pixels: 'The kind of pixels',
  seed: 'Seed',
  reproducible: 'Reproducible',
  activation: 'The activation',
  height: 'Image height',
  width: 'Image width',
  latent: 'Latent dimensions',
};

const units = { images: ' images', neurons: ' neurons' };

/** What a text should have been. */
const expected: Record<string, string> = {
  number: 'a number, such as 0.001',
  whole: 'a whole number',
  sizes: 'whole numbers, such as 128, 64',
};

const reasons: Record<string, (field: string, params: Params, unit: string) => string> = {
  range: (field, { min, above, max, value }, unit) => {
    const not = `, not ${value}.`;
    if (above !== undefined)
      return `${field} must be above ${above} and at most ${max}${unit}${not}`;
    if (max === undefined) return `${field} must be at least ${min}${unit}${not}`;
    return `${field} must be between ${min} and ${max}${unit}${not}`;
  },
  type: (field, { expected: kind, value }) =>
    `${field} must be ${expected[`${kind}`] ?? 'something else'}${value ? `, not “${value}”` : ''}.`,
  missing: (field) => `${field} is missing.`,
};

/** Where a field has a sentence of its own. */
const own: Partial<Record<string, Record<string, (params: Params) => string>>> = {
  hidden: {
    type: ({ value }) => `Hidden sizes must be ${expected['sizes']}, not “${value}”.`,
    count: ({ min, max, value }) => `There must be ${min} to ${max} hidden layers, not ${value}.`,
    missing: () =>
      'Dense layers need hidden sizes, such as 128, 64. For none, choose linear layers.',
  },
};

/** The one sentence that a person reads. */
export function say(failure: Failure): string {
  const { code, field, reason, params, message } = failure;
  const general = byCode[code];
  if (general) return general(failure);
  const special = own[field]?.[reason];
  if (special) return special(params);
  const name = fields[field];
  const sentence = reasons[reason];
  if (!name || !sentence) return message;
  const setting = settingNamed(field);
  const unit = setting && SETTINGS[setting].unit;
  return sentence(name, params, unit ? units[unit] : '');
}
