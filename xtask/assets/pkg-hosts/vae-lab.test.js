import { expect, test } from 'vitest';
import { createLab, evaluate, trainInSlices } from 'vae-lab';

test('does the package train where tests run?', async () => {
  const lab = await createLab({ seed: 3 });
  const before = evaluate(lab).negElboNats;
  await trainInSlices(lab, 200);
  expect(evaluate(lab).negElboNats).toBeLessThan(0.9 * before);
});
