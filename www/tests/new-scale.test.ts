// Which changes make two models' figures incomparable: each setting that a fresh model may have another of.
import { describe, expect, it } from 'vitest';
import { newScale, type NewScale } from '../src/page/state/new-scale';
import type { LabInfo } from '../src/shared/types';
import { CONFIG, FakeCore } from './fake-core';

/** Of a model on images. */
function info(): LabInfo {
  const { labs, images } = new FakeCore().instance('strict');
  const set = images.fromPacked(new Uint8Array(1), 'digits');
  return labs.open(CONFIG, set).info();
}

type Change = (info: LabInfo) => LabInfo;
const inModel =
  (change: Partial<LabInfo['model']>): Change =>
  (info) => ({ ...info, model: { ...info.model, ...change } });

const CHANGES: [what: NewScale | null, change: Change][] = [
  [null, (info) => info],
  [null, inModel({ body: { kind: 'linear' } })],
  [null, (info) => ({ ...info, options: { ...info.options, beta: 3 } })],
  ['size', inModel({ height: 28, width: 28 })],
  ['images', (info) => ({ ...info, images: { ...info.images!, name: 'others' } })],
  ['pixels', (info) => ({ ...info, pixels: 'drawn' })],
  ['family', inModel({ family: 'ae' })],
  ['likelihood', inModel({ likelihood: { kind: 'gaussian', sd: 0.3 } })],
  ['likelihood', inModel({ likelihood: { kind: 'gaussian', sd: 'learned' } })],
  ['seed', (info) => ({ ...info, seed: info.seed + 1 })],
];

describe('a model in the place of another', () => {
  it.each(CHANGES)('has another %s, both ways', (what, change) => {
    const before = info();
    expect(newScale(before, change(before))).toBe(what);
    expect(newScale(change(before), before)).toBe(what);
  });

  it('is told by the gravest reason, and a model without images by its own make alone', () => {
    const before = info();
    const all = CHANGES.reduce((so, [, change]) => change(so), before);
    expect(newScale(before, all)).toBe('size');
    expect(newScale({ ...before, images: null }, { ...before, seed: 9 })).toBeNull();
  });
});
