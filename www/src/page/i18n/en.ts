// Every sentence of the page, in English. A language is one such table (with its parts beside it).
import type { TrainingSetName } from '../../shared/data-sets';
import type { Origin } from '../kept';
import { say } from './en-errors';
import { plane } from './en-plane';
import { oneThread, settings } from './en-settings';
import { terms } from './en-terms';

export const en = {
  title: 'VAE Lab',
  skip: 'Skip to the latent plane',
  tagline:
    'Train a variational autoencoder in a browser tab, see every term of its bound, click the latent plane to generate.',
  plane,
  terms,

  actions: {
    train: 'Train',
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
    loading: 'loading…',
  },

  notice: {
    waiting: 'Changes not applied yet.',
    aside: (step: string) => `The run at step ${step} was put aside.`,
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
  },

  strip: {
    heading: 'Data',
    heldOut: 'held-out digits',
    prior: 'draws from the prior',
    inputs: 'inputs',
    draws: 'decoded draws, z ~ N(0, I)',
    reconstructions: 'reconstructions through z',
    reencoded: 'encoded again and reconstructed',
    input: (index: number, className: string | null) =>
      className === null ? `Draw ${index}` : `Held-out digit ${index}, a ${className}`,
    reconstruction: (index: number) => `Reconstruction ${index}`,
    none: (fromPrior: boolean, hasSpread: boolean) =>
      `Select ${fromPrior ? 'a draw' : 'an image'} to see its ${hasSpread ? 'q(z|x)' : 'z'}.`,
    position: (mu: string) => `μ = (${mu})`,
    spread: (sigma: string) => `σ = (${sigma})`,
    point: (z: string) => `z = (${z})`,
  },

  settings,
  oneThread,

  planePanel: {
    heading: 'Latent plane',
    layers: 'Layers',
    manifold: 'manifold',
    codes: 'codes',
    prior: 'prior',
    classes: 'Classes of the codes',
  },

  bound: {
    heading: 'The bound',
    unit: 'nats per image',
    chart: (steps: string) => `Curves of the terms of the bound over ${steps} steps.`,
    noChart: 'The chart could not be drawn in this browser; the numbers below go on.',
    empty: 'Press Train: the terms of the bound are drawn here while a new model learns.',
    atStep: 'step',
    training: 'training',
    table: 'The terms at the last measured step',
  },

  tray: {
    heading: 'Generated',
    empty:
      'Nothing kept yet. Click the plane to keep the image decoded there; drag to decode along a path (a finger: hold, then drag).',
    count: (images: number) => (images === 1 ? '1 kept' : `${images} kept`),
    item: (id: number, z: string, of: string) => `Image ${id}, ${z}, of ${of}`,
    path: (id: number, images: number, from: string, to: string, of: string) =>
      `Path ${id}: ${images} images from ${from} to ${to}, of ${of}`,
    model: ({ family, sizes }: Origin) => `${settings.option.family[family]} ${sizes.join('-')}`,
    step: (step: string) => `step ${step}`,
    earlier: (of: string) => `${of} (an earlier model)`,
    z: (z: string) => `(${z})`,
    pathEnds: (from: string, to: string) => `${from} → ${to}`,
    remove: (id: number) => `Remove ${id}`,
    clear: 'Clear',
    png: 'Tray PNG',
  },

  files: {
    label: 'Save and load',
    manifoldPng: 'Manifold PNG',
    saveWeights: 'Save weights',
    loadWeights: 'Load weights',
    drop: 'Drop a safetensors file to open its model',
    leftOut: (names: readonly string[]) => {
      const some = names.slice(0, 3).join(', ');
      const rest = names.length > 3 ? ', …' : '';
      const count = names.length === 1 ? '1 tensor' : `${names.length} tensors`;
      return `The model did not need ${count} of its file: ${some}${rest}`;
    },
  },

  /** A failure's sentence. */
  say,
};

export type Messages = typeof en;
