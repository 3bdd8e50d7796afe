// Every sentence of the page, in English. A language is one such table (with its parts beside it).
import type { TrainingSetName } from '../../shared/data-sets';
import type { Origin } from '../kept';
import type { NewScale } from '../state/new-scale';
import type { Remark } from '../state/remarks';
import { plane } from './en-plane';
import { selection } from './en-selection';
import { oneThread, settings } from './en-settings';
import { terms } from './en-terms';
import { explained } from './explained';

export const en = {
  title: 'VAE Lab',
  skip: 'Skip to the latent plane',
  tagline:
    'Train a variational autoencoder in a browser tab, see every term of its bound, click the latent plane to generate.',
  plane,
  terms,

  actions: {
    train: 'Train',
    goOn: 'Continue',
    trainModel: (model: string) => `Train ${model}`,
    trainOn: (set: string, model: string | null) =>
      model === null ? `Train on ${set}` : `Train ${model} on ${set}`,
    resetAndTrain: 'Reset and train',
    resetAndTrainModel: (model: string) => `Reset and train ${model}`,
    pause: 'Pause',
    step: 'Step',
    reset: 'Reset',
    restart: 'Restart',
    restartFrom: (step: string) => `Restart from step ${step}`,
    retry: 'Retry',
    undo: 'Undo',
    undoChanges: 'Undo changes',
    keep: (model: string) => `Keep ${model}`,
    backTo: (step: string) => `Back to step ${step}`,
    dismiss: 'Dismiss this message',
    controls: 'Controls',
    toDark: 'Dark theme',
    toLight: 'Light theme',
  },
  tips: {
    step: 'One optimiser step on one batch.',
    reset: 'New weights from the seed, step 0, with the settings shown.',
    resetOn: (set: string) => `A new model on the ${set}: weights from the seed, step 0.`,
  },

  data: {
    label: 'data',
    pretrained: 'MNIST, pretrained',
    set: { digits8x8: '8×8 digits', mnist10k: 'MNIST 10k' } satisfies Record<
      TrainingSetName,
      string
    >,
    yours: 'Your images…',
    loading: 'loading…',
  },

  notice: {
    aside: (model: string, term: string, nats: string) => `Put aside: ${model}, ${term} ${nats}.`,
  },

  status: {
    label: 'Training status',
    epoch: 'epoch',
    step: 'step',
    natsPerImage: 'nats/image, held-out',
    thread: 'thread',
    threads: 'threads',
    progress: 'Progress of this training',
    said: (epoch: string, term: string, nats: string) => `Epoch ${epoch}, ${term} ${nats}.`,
    phase: {
      noModel: 'no model yet',
      pretrained: 'pretrained',
      opening: 'opening…',
      idle: 'ready',
      training: 'training',
      paused: 'paused',
      finished: 'finished',
      diverged: 'diverged',
      silent: 'no answer',
      dead: 'stopped',
    },
    tempo: { step: ', step by step', slow: ', slowly', rising: ', speeding up', full: '' },
  },

  speed: {
    help: explained(
      'speed',
      'One step a picture shows each step; slow is a tenth of full speed. The first run speeds up by itself. What is learnt is the same at any speed.',
    ),
    option: { step: 'one step a picture', slow: 'slow', rising: 'speeding up', full: 'full' },
  },

  firstSteps: {
    decode: 'move to decode',
    click: 'click to keep',
    tap: 'tap to decode and keep',
    train: (train: string, set: string) => `${train} to watch ${set} being learnt`,
    keys: 'Arrows move, with Shift faster · Enter keeps · S selects a dot',
    keptAs: (id: number) => `kept as ${id}`,
    toTray: 'Show',
  },

  strip: {
    heading: 'Data',
    heldOut: 'held-out images',
    prior: 'draws from the prior',
    inputs: 'inputs',
    draws: 'decoded draws, z ~ N(0, I)',
    reconstructions: 'reconstructions through z',
    reencoded: 'encoded again and reconstructed',
    input: (index: number, className: string | null) =>
      className === null ? `Draw ${index}` : `Held-out image ${index}, a ${className}`,
    reconstruction: (index: number) => `Reconstruction ${index}`,
  },
  selection,

  settings,
  oneThread,

  planePanel: {
    heading: 'Latent plane',
    layers: 'Layers',
    manifold: 'manifold',
    codes: 'codes',
    prior: 'prior',
    classes: 'Classes of the codes',
    classCount: (name: string, codes: number) =>
      `${name}: ${codes === 1 ? '1 code' : `${codes} codes`}`,
  },

  bound: {
    heading: 'The bound',
    unit: 'nats per image',
    chart: (steps: string) => `Curves of the terms of the bound over ${steps} steps.`,
    noChart: 'The chart could not be drawn in this browser; the numbers below go on.',
    empty: 'Press Train: the terms of the bound are drawn here while a new model learns.',
    atStep: 'at step',
    training: 'training',
    table: 'The terms at the last measured step',
    half: 'every pixel ½',
    meanImage: 'the mean image',
    good: 'a good model',
    rescaled: {
      size: 'Images of another size: these figures cannot be compared with those before.',
      images: 'Other images: these figures cannot be compared with those before.',
      pixels: 'Pixels of another kind: these figures cannot be compared with those before.',
      family:
        'Another kind of model: of its figures the reconstruction alone compares with before.',
      likelihood: 'Another likelihood: these figures cannot be compared with those before.',
      seed: 'Another seed holds out other images: a small difference from before says nothing.',
    } satisfies Record<NewScale, string>,
    remark: {
      collapsed:
        'KL is 0: the codes say nothing, and every image gets the same reconstruction. Lower β, press Reset and train anew.',
      overfits: 'Held-out rises while training falls: the model learns its images by heart.',
      converged: 'The held-out figure hardly moves any more: the run has converged.',
    } satisfies Record<Remark, string>,
  },

  tray: {
    heading: 'Generated',
    empty:
      'Nothing kept yet. Click the plane to keep the image decoded there; drag to decode along a path.',
    emptyByTouch:
      'Nothing kept yet. Tap the plane to keep the image decoded there; hold, then drag, to decode along a path.',
    count: (images: number) => `${images} kept until the page is closed`,
    item: (id: number, z: string, of: string) => `Image ${id}, ${z}, of ${of}`,
    path: (id: number, images: number, from: string, to: string, of: string) =>
      `Path ${id}: ${images} images from ${from} to ${to}, of ${of}`,
    samples: (id: number, images: number, of: string, note: string | null) =>
      `Samples ${id}: ${images} images of z drawn from N(0, I), of ${of}.${note ? ` ${note}` : ''}`,
    samplesOf: (images: number) => `${images} samples, z ~ N(0, I)`,
    samplesKept: (images: number) => `Kept ${images} samples.`,
    noPrior: 'An autoencoder has no prior: these z were never asked to mean anything.',
    sample: 'Sample 12 from the prior',
    sampleNoPrior: 'Sample 12 from N(0, I)',
    sampleTip: 'Draws twelve z from N(0, I), decodes them and keeps them as one set.',
    model: ({ family, body, sizes }: Origin) =>
      `${settings.option.family[family]} ${body === 'conv' ? 'conv ' : ''}${sizes.join('-')}`,
    step: (step: string) => `step ${step}`,
    earlier: (of: string) => `${of} (an earlier model)`,
    z: (z: string) => `(${z})`,
    pathEnds: (from: string, to: string) => `${from} → ${to}`,
    remove: (id: number) => `Remove ${id}`,
    clear: 'Clear',
    png: 'Generated PNG',
  },

  files: {
    label: 'Save and load',
    manifoldPng: 'Manifold PNG',
    saveWeights: 'Save weights',
    loadWeights: 'Load weights',
    dropWeights: 'Drop a safetensors file to open its model',
    drop: 'Drop images to look at their latent space, or a safetensors file to open its model',
    leftOut: (names: readonly string[]) => {
      const some = names.slice(0, 3).join(', ');
      const rest = names.length > 3 ? ', …' : '';
      const count = names.length === 1 ? '1 tensor' : `${names.length} tensors`;
      return `The model did not need ${count} of its file: ${some}${rest}`;
    },
  },

  /** The words of the panel that shows what files of images hold: fetched with it. */
  importing: () => import('./en-import').then(({ importing }) => importing),

  /** What makes a failure's sentence: fetched when the page has nothing else to do, or at the first failure. */
  sayings: () => import('./en-errors').then(({ say }) => say),
};

export type Messages = typeof en;
