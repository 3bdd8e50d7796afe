// What the notice says of the run that was put aside: which it was, what it had another of, how good it was.
import { describe, expect, it } from 'vitest';
import { en } from '../src/page/i18n/en';
import { asideText } from '../src/page/panels/plan-words';
import { aboutRun } from '../src/page/state/kept-run';
import type { LabInfo, Terms } from '../src/shared/types';
import { CONFIG, FakeCore } from './fake-core';

function open(): LabInfo {
  const { labs, images } = new FakeCore().instance('strict');
  return labs.open(CONFIG, images.fromPacked(new Uint8Array(1), 'digits')).info();
}

const VAE: Terms = { negElboNats: 23.94, reconNats: 20.72, klNats: 3.22 };
const of = (info: LabInfo, heldOut: Terms) => ({
  about: aboutRun(info, 1471, [{ step: 1471, training: heldOut, heldOut }]),
  options: info.options,
});
const autoencoder = (info: LabInfo): LabInfo => ({
  ...info,
  model: { ...info.model, family: 'ae' },
  hasPrior: false,
  terms: info.terms.filter(({ id }) => id === 'reconNats'),
});

describe('a run that was put aside', () => {
  it('is told by its model, its step and its figure', () => {
    expect(asideText(of(open(), VAE), open(), en)).toMatch(
      /^Put aside: VAE 64-[\d-]+, step 1,471, −ELBO 23\.9\.$/,
    );
  });

  it('is told by what it had another of', () => {
    const info = open();
    const other = { ...info, seed: 8, options: { ...info.options, beta: 4, learningRate: 0.01 } };
    expect(asideText(of(other, VAE), info, en)).toContain(
      'step 1,471, learning rate 0.01, β 4, seed 8, −ELBO',
    );
    const weighted = { ...info, options: { ...info.options, samples: 5 } };
    expect(asideText(of(weighted, VAE), info, en)).toContain(', samples K 5, −ELBO');
    expect(asideText(of(info, VAE), weighted, en)).toContain(', samples K 1, −ELBO');
  });

  it('is measured by what the open model is judged by, where it has that', () => {
    const info = open();
    const ae = autoencoder(info);
    expect(asideText(of(info, VAE), ae, en)).toContain('reconstruction 20.7.');
    expect(asideText(of(ae, { reconNats: 20.6 }), info, en)).toContain('reconstruction 20.6.');
  });
});
