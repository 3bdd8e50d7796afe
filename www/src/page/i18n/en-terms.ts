// The field's words, each explained in a sentence or two where it first appears.
import { explained } from './explained';

export const terms = {
  latent: explained(
    'Latent plane',
    'Every image x is summed up by two numbers, its latent z = (z₁, z₂). The decoder turns any point of this plane back into an image; the digits you see are what it makes of each place.',
  ),
  encoder: explained(
    'inputs',
    'The encoder reads an image and answers with a Gaussian on the plane: a mean μ and a spread σ. These images were held out: the model never trains on them.',
  ),
  decoder: explained(
    'reconstructions',
    'The decoder’s image for the point where the encoder put the input. What is lost did not fit through two numbers.',
  ),
  draws: explained(
    'draws',
    'Points z drawn from the prior N(0, I) and decoded: images that nobody wrote. Below, each is encoded again and reconstructed.',
  ),
  negElbo: explained(
    '−ELBO',
    'Minus the evidence lower bound: reconstruction plus KL, at β = 1. It is never below −log p(x), the cost of the image under the model. Lower is better.',
  ),
  recon: explained(
    'reconstruction',
    'How far the decoded image is from the input, as a cross-entropy summed over pixels. For grey pixels it is a cross-entropy, not a normalised likelihood.',
  ),
  kl: explained(
    'KL to the prior',
    'How far the encoder’s Gaussian q(z|x) is from the prior N(0, I), in nats: what the code says about the image. Zero would mean it says nothing. It may rise while the sum falls: a code that says more can be worth it.',
  ),
  nats: explained(
    'nats per image',
    'A nat is the unit of information with natural logarithms: 1 nat is 1.44 bits. Terms are summed over an image’s pixels and averaged over images.',
  ),
  heldOut: explained(
    'held-out',
    'Measured on images that the model never trains on. When the pale training curve goes on falling and the strong held-out curve rises, the model learns by heart.',
  ),
  prior: explained(
    'prior',
    'p(z) = N(0, I), the distribution that the codes are drawn towards. The rings hold 39 %, 86 % and 99 % of it: a z drawn from it decodes to a plausible image.',
  ),
  codes: explained(
    'codes',
    'The encoder’s mean μ for every image of the set, coloured by the digit it shows. The model never sees these classes. A click on a dot selects its image; with Shift or Alt, a click always keeps.',
  ),
  manifold: explained(
    'manifold',
    'The plane decoded on a grid: each tile is the image that the decoder makes of the point at its centre.',
  ),
  scale: explained(
    'for scale',
    'What the held-out images cost a decoder that says the same of each: every pixel one half, or its mean; and what a good model of this kind reaches. A model is worth what it is below the mean image. Larger images cost more: figures of two data sets cannot be compared.',
  ),
  stepsPerSecond: explained('steps/s', 'Optimiser steps a second, over the last second.'),
};
