// What went wrong and what to do, in English. A failure comes in parts; its sentence is made here, and only where this
// table has none does the core's own English stand.
import { SETTINGS, settingNamed, type SettingName } from '../state/settings-table';
import type { DataSetName } from '../../shared/data-sets';
import type { Failure } from '../../shared/types';
import { sayFile } from './en-files';
import { settings } from './en-settings';

type Params = Failure['params'];
const labelOf: Record<string, string> = settings.label;

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
  worker_old: () =>
    `This browser starts no module workers, which the lab computes in. Update it, or open the page in ${BROWSERS}.`,
  worker_policy: () =>
    "This page’s content security policy forbids the worker that the lab computes in. Whoever hosts the page must allow worker-src 'self'.",
  worker_missing: () =>
    'The script of the worker that the lab computes in could not be loaded. Check the connection, then press Restart.',
  wasm_policy: () =>
    "This page’s content security policy forbids WebAssembly, which the lab computes with. Whoever hosts the page must allow 'wasm-unsafe-eval' in script-src.",
  wasm_missing: ({ reason, params: { status, seconds } }) => {
    const why: Record<string, string> = {
      status: `: its host answered ${status}. Press Restart; else the file is missing there.`,
      page: ': a web page came in its place. Sign in to the network, then press Restart; else the file is missing there.',
      late: ` within ${seconds} seconds. Check the connection, then press Restart.`,
    };
    return `The lab’s engine could not be loaded${why[reason] ?? '. Check the connection, then press Restart.'}`;
  },
  wasm_damaged: () =>
    'The lab’s engine arrived damaged, twice. Press Restart; else its host’s file is damaged, or this browser too old for it.',
  no_start_memory: () =>
    'The browser gives the lab no memory to start with. Close other tabs or programs, then press Restart.',
  no_strict: () =>
    'The reproducible build of the engine could not be started. Press Reset to try again, or switch reproducible off.',
  no_memory: ({ params: { mebibytes } }) =>
    `This needs ${mebibytes} MiB of memory at once, which the browser does not give; nothing has changed. Choose a smaller model or batch, or fewer samples.`,
  not_kept: () =>
    'The browser keeps nothing for this page, so the theme lasts until you leave. Allow site data (cookies) here to keep it.',
  no_pretrained: (failure) =>
    `The pretrained model ${missing(failure)}. Press Retry, or Train to make one here.`,
  damaged_pretrained: () =>
    'The file of the pretrained model is damaged: it came, but holds no whole model. Press Retry, or Train to make one here.',
  no_digits: (failure) =>
    `${setOf(failure.params)} ${missing(failure)}. Check the connection and press Retry.`,
  damaged_set: ({ params }) => `${setOf(params)} arrived damaged. Press Retry.`,
  no_unzip: () =>
    `This browser opens no compressed files, as the MNIST digits come. Update it, or open the page in ${BROWSERS}.`,
  bad_file: () =>
    'What reads files could not be loaded. Check the connection, then give the files again.',
  no_codes: (failure) =>
    `The codes of the pretrained model ${missing(failure)}. Everything else works; Retry asks for them again.`,
  no_step: () =>
    'The model shown came without training images, so there is nothing to take a step on. Train opens a new model on images that are here.',
  silent: ({ params }) =>
    `The engine has not answered for ${params['seconds']} seconds. It may come back by itself; if it does not, press Restart.`,
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

/** Why a file is not there. */
function missing({ reason }: Failure): string {
  return reason === 'stalled' ? 'stopped arriving' : 'could not be loaded';
}

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
  channels: 'The channels of a convolution',
  sd: 's',
  pixels: 'The kind of pixels',
  seed: 'Seed',
  reproducible: 'Reproducible',
  warmupSteps: 'β warm-up',
  freeBits: 'Free bits',
  samples: 'Samples K',
  activation: 'The activation',
  init: 'The kind of first weights',
  height: 'Image height',
  width: 'Image width',
  latent: 'Latent dimensions',
};

const units = { images: ' images', neurons: ' neurons', steps: ' steps', nats: ' nats' };

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
  ambiguous: (field, { value, one, other }) =>
    `${field}: “${value}” may be read as ${one} or as ${other}. Write the one you mean.`,
};

/** Where a field has a sentence of its own. */
const own: Partial<Record<string, Record<string, (params: Params) => string>>> = {
  hidden: {
    type: ({ value }) => `Hidden sizes must be ${expected['sizes']}, not “${value}”.`,
    count: ({ min, max, value }) => `There must be ${min} to ${max} hidden layers, not ${value}.`,
    missing: () =>
      'Dense layers need hidden sizes, such as 128, 64. For none, choose linear layers.',
  },
  channels: {
    type: ({ value }) => `Channels must be whole numbers, such as 16, 32, not “${value}”.`,
    count: ({ min, max, value }) => `There must be ${min} to ${max} convolutions, not ${value}.`,
    missing: () => 'Convolutions need channels, such as 16, 32.',
    range: ({ min, max, value }) =>
      Number(max) > SETTINGS.channels.bounds!.max!
        ? `Channels times pixels behind a convolution must be at most ${max}, not ${value}. Take fewer channels.`
        : `A convolution must have between ${min} and ${max} channels, not ${value}.`,
  },
  freeBits: {
    other: () => 'Free bits go with one sample an image: set samples K to 1, or free bits to 0.',
  },
};

/** What a person reads. */
export function say(failure: Failure): string {
  const { others } = failure.params;
  const names = `${others ?? ''}`.split(',').map((name) => labelOf[name] ?? name);
  return sentenceOf(failure) + (others ? ` To correct as well: ${names.join(', ')}.` : '');
}

function sentenceOf(failure: Failure): string {
  const { code, field, reason, params, message } = failure;
  const general = byCode[code];
  if (general) return general(failure);
  const ofFile = code === 'bad_weights' && sayFile(failure);
  if (ofFile) return ofFile;
  const special = own[field]?.[reason];
  if (special) return special(params);
  const name = fields[field];
  const sentence = reasons[reason];
  if (!name || !sentence) return message;
  const setting = settingNamed(field);
  const unit = setting && SETTINGS[setting].unit;
  return sentence(name, params, unit ? units[unit] : '');
}
