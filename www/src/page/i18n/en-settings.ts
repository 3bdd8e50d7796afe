// The settings' words, by the settings' names (state/settings-table.ts).
import type { OneThread } from '../../shared/types';
import type { PresetName } from '../state/presets';
import type { SettingName, SettingValues } from '../state/settings-table';
import { explained, type Explained } from './explained';

const label: Record<SettingName, string> = {
  family: 'model',
  body: 'layers',
  likelihood: 'likelihood',
  learningRate: 'learning rate',
  beta: 'β',
  batchSize: 'batch',
  epochs: 'epochs a run',
  threads: 'threads',
  hidden: 'hidden sizes',
  channels: 'channels',
  sd: 's of a pixel',
  pixels: 'pixels',
  seed: 'seed',
  reproducible: 'reproducible',
  warmupSteps: 'β warm-up',
  freeBits: 'free bits',
  samples: 'samples K',
  activation: 'activation',
  init: 'first weights',
};

const help: Record<SettingName, Explained> = {
  family: explained(
    'model',
    'A VAE encodes to a Gaussian near a prior, so a random z decodes to something. An autoencoder encodes to a bare point: it has no prior, and a random z means nothing.',
  ),
  body: explained(
    'layers',
    'Dense: hidden layers with an activation between image and latent. Linear: one affine map each way; its best code is that of principal components. Convolutional: 3×3 windows that slide over the image and halve its sides, layer by layer.',
  ),
  likelihood: explained(
    'likelihood',
    'What the decoder’s output means, p(x|z). Bernoulli: each pixel’s probability of ink. Gaussian: each pixel’s mean, with one standard deviation s for all, fixed or learned.',
  ),
  learningRate: explained(
    'learning rate',
    'How far one optimiser step (Adam) moves the weights. Too large and the loss becomes NaN; more than 0, at most 1.',
  ),
  beta: explained(
    'β',
    'The weight of the KL term while training. 0 leaves an autoencoder with noise, 1 is the bound itself, more pulls the codes into the prior. The curves stay at β = 1.',
  ),
  batchSize: explained('batch', 'How many images one step learns from, 1 to 1024.'),
  epochs: explained(
    'epochs a run',
    'An epoch is one pass over the training images. Training pauses by itself after this many.',
  ),
  threads: explained(
    'threads',
    'Cores that train together; the numbers stay the same, bit for bit.',
  ),
  hidden: explained(
    'hidden sizes',
    'Neurons in the encoder’s hidden layers, from the image inwards; the decoder mirrors them. One to four layers.',
  ),
  channels: explained(
    'channels',
    'Pictures that each convolution makes of the image, from the image inwards; each has half the sides of the one before, and a ReLU behind it. The decoder mirrors them. One to four convolutions, 1 to 64 channels.',
  ),
  sd: explained(
    's',
    'The standard deviation of a pixel under a Gaussian likelihood, where paper is 0 and ink is 1. The smaller it is, the more an error costs.',
  ),
  pixels: explained(
    'pixels',
    'What the model is given: grey levels as they are, black from one half on, or black with that probability, drawn anew at every step.',
  ),
  seed: explained(
    'seed',
    'Every random number of a run comes from it: the first weights, which images are held out, the order of the others, the noise. The same seed gives the same run.',
  ),
  reproducible: explained(
    'reproducible',
    'Rounds after every operation, so that the same seed gives the same weights in every browser. A little slower. The hash shows it: equal hashes, equal weights.',
  ),
  warmupSteps: explained(
    'β warm-up',
    'Steps, from the first of a run, over which the weight of the KL term rises evenly from 0 to β: the codes spread out before the prior pulls. The curves stay at β = 1, so KL rises first and −ELBO may, too. 0 is none.',
  ),
  freeBits: explained(
    'free bits',
    'Nats of KL that each latent dimension has for nothing, as a mean over the batch, 0 to 10: it is pressed no further, and does not collapse. The curves show the KL as it is. Of one sample an image alone.',
  ),
  samples: explained(
    'samples K',
    'Codes drawn for each image in a step. From two on the loss is the importance-weighted bound: the more samples, the closer to log p(x), and the slower. The curves stay the bound of one sample, which such a model need not win.',
  ),
  activation: explained(
    'activation',
    'What stands between dense layers and makes them more than one affine map. Convolutions have ReLU.',
  ),
  init: explained(
    'first weights',
    'How wide the first weights are drawn. PyTorch’s: as its layers begin. He: kept in size through ReLU layers. Glorot: between what forward and backward pass want. Deep nets show the difference.',
  ),
};

const option: {
  [Name in 'family' | 'body' | 'likelihood' | 'pixels' | 'activation' | 'init']: Record<
    SettingValues[Name],
    string
  >;
} = {
  family: { vae: 'VAE', ae: 'autoencoder' },
  body: { dense: 'dense', linear: 'linear', conv: 'convolutional' },
  likelihood: { bernoulli: 'Bernoulli', gaussian: 'Gaussian', learned: 'Gaussian, learned s' },
  pixels: { grey: 'grey', threshold: 'black or white', drawn: 'drawn' },
  activation: {
    relu: 'ReLU',
    leakyRelu: 'leaky ReLU',
    gelu: 'GELU',
    tanh: 'tanh',
    sigmoid: 'sigmoid',
  },
  init: { pytorch: 'PyTorch’s', he: 'He', glorot: 'Glorot' },
};

/** Why there are no more threads: in a word behind their number, and in a sentence. */
export const oneThread: Record<OneThread, Explained> = {
  notIsolated: explained(
    'not isolated',
    'Threads need memory that they share, which this page’s host does not allow: it must send the headers COOP and COEP, over https.',
  ),
  noSharedMemory: explained(
    'no shared memory',
    'Threads need memory that they share, and this browser has none.',
  ),
  memoryRefused: explained(
    'memory refused',
    'Threads need memory that they share, and the browser refused it. Close other tabs and reload the page to try again.',
  ),
  helpersFailed: explained(
    'others failed',
    'More threads were asked for, and the browser did not start them.',
  ),
};

const preset = {
  label: 'preset',
  help: explained(
    'preset',
    'The lecture’s models in its order. One fills the settings that make it what it is, and leaves sizes, likelihood, pixels and seed as they are; Reset or Train opens it.',
  ),
  /** Of settings that are none of them. */
  own: 'your own',
  option: {
    linearAutoencoder: 'linear autoencoder',
    deepAutoencoder: 'deep autoencoder',
    convAutoencoder: 'conv. autoencoder',
    vae: 'VAE',
    convVae: 'conv. VAE',
    betaVae: 'β-VAE',
    importanceWeighted: 'importance-weighted',
  } satisfies Record<PresetName, string>,
};

export const settings = {
  preset,
  fewerThreads: (asked: number, came: number, why: OneThread | null) =>
    `${came} of ${asked}. ${why ? oneThread[why].meaning : 'The lab uses no more.'}`,
  heading: 'Settings',
  now: 'at once',
  atReset: 'from the next Reset',
  pending: 'Reset to apply',
  next: 'next',
  more: 'More',
  set: (labels: readonly string[]) => `set: ${labels.join(', ')}`,
  weightsHash: (hash: string) => `weights ${hash}`,
  label,
  help,
  option,
};
