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

  await lr.fill('0.001');
  await lr.press('Enter');
  await back.click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await expect(page.getByTestId('error')).toBeHidden();
  expect(await numberIn(page.getByTestId('step-count'))).toBe(sound);
  expect(await numberIn(page.getByTestId('neg-elbo'))).toBe(nats);

  await page.getByTestId('train').click();
  await stepReaches(page, sound + 500);
  expect(await numberIn(page.getByTestId('neg-elbo'))).toBeLessThan(nats + 2);
});
