import { expect, numberIn, open, stepReaches, test, trainUntil } from './visit';

test('a run that diverges goes back to a step that was sound, and on from there', async ({
  page,
}) => {
  await open(page);
  await trainUntil(page, 1000);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  const sound = await numberIn(page.getByTestId('step-count'));
  const nats = await numberIn(page.getByTestId('neg-elbo'));

  const lr = page.getByTestId('lr');
  await lr.fill('1');
  await lr.press('Enter');
  await page.getByTestId('train').click();
  await expect(page.getByTestId('phase')).toHaveText('diverged');
  const back = page.getByTestId('error-back');
  expect(Number((await back.innerText()).replace(/\D/g, ''))).toBe(sound);

  await back.click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await expect(page.getByTestId('error')).toBeHidden();
  expect(await numberIn(page.getByTestId('step-count'))).toBe(sound);
  expect(await numberIn(page.getByTestId('neg-elbo'))).toBe(nats);

  // The rate was set before the run began, so it is still there, and to be lowered.
  await expect(lr).toHaveValue('1');
  await lr.fill('0.001');
  await lr.press('Enter');
  await page.getByTestId('train').click();
  await stepReaches(page, sound + 500);
  expect(await numberIn(page.getByTestId('neg-elbo'))).toBeLessThan(nats + 2);
});

test('a run that diverges while it trains goes back to the last time that it was sound', async ({
  page,
}) => {
  await open(page);
  await trainUntil(page, 1500);
  await page.getByTestId('lr').fill('1');
  await page.getByTestId('lr').press('Enter');
  await expect(page.getByTestId('phase')).toHaveText('diverged');
  const failedAt = await numberIn(page.getByTestId('step-count'));
  const back = page.getByTestId('error-back');
  const step = Number((await back.innerText()).replace(/\D/g, ''));
  expect(step).toBeLessThanOrEqual(failedAt);
  await back.click();
  await expect.poll(() => numberIn(page.getByTestId('step-count'))).toBe(step);
  // The rate that it was sound with is back, too.
  await expect(page.getByTestId('lr')).toHaveValue('0.001');
  await page.getByTestId('train').click();
  await stepReaches(page, failedAt + 100);
  await expect.poll(() => numberIn(page.getByTestId('neg-elbo'))).toBeLessThan(28);
});
