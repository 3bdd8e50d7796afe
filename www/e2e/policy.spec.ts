// The built site under the strict content security policy that README.md tells hosts to send: nothing of it is violated.
import { readFile } from 'node:fs/promises';
import { clickPlane, expect, numberIn, open, stepReaches, test } from './visit';

const STRICT = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
].join('; ');

test('open, train, chart, drop, tray, pictures and theme violate no strict policy', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/'sha256-NerDAUWfwD31/); // of the one style that is forbidden on purpose
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(globalThis, { violations });
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`),
    );
  });
  const violations = () =>
    page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);
  const answer = await page.goto('./');
  expect(answer!.headers()['content-security-policy']).toBe(STRICT);
  await open(page);

  // The listener hears what is forbidden: a style in markup is.
  await page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<i id="forbidden" style="color: red"></i>'),
  );
  await expect.poll(async () => (await violations()).length).toBe(1);
  await page.evaluate(() => {
    document.querySelector('#forbidden')!.remove();
    (globalThis as unknown as { violations: string[] }).violations.length = 0;
  });

  await page.getByTestId('train').click();
  await stepReaches(page, 50);
  await expect(page.getByTestId('chart').locator('canvas')).toBeVisible();
  await page.getByTestId('chart').hover();
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  expect(await numberIn(page.getByTestId('neg-elbo'))).toBeLessThan(60);

  await clickPlane(page, 0.4, 0.4);
  await expect(page.getByTestId('generated-item')).toHaveCount(1);
  await page.getByTestId('input').first().click();
  await expect(page.getByTestId('plane')).toHaveAttribute('data-ellipse', /\d/);
  await page.getByRole('button', { name: '−ELBO' }).first().hover();
  await expect(page.getByRole('tooltip').first()).toBeVisible();

  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['no weights'], 'dropped.safetensors'));
    return data;
  });
  await page.getByTestId('plane').dispatchEvent('dragover', { dataTransfer: transfer });
  await page.getByTestId('plane').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'bad_weights');
  await page.getByTestId('error').getByRole('button', { name: 'Dismiss' }).click();

  for (const picture of ['save-png', 'save-tray-png']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId(picture).click(),
    ]);
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(1, 4).toString(), picture).toBe('PNG');
  }

  const lab = page.locator('.vae-lab');
  const before = await lab.getAttribute('data-theme');
  await page.getByTestId('theme').click();
  await expect(lab).not.toHaveAttribute('data-theme', before!);
  await page.setViewportSize({ width: 390, height: 844 });
  await clickPlane(page, 0.6, 0.6);
  await expect(page.getByTestId('generated-item')).toHaveCount(2);
  expect(await violations()).toEqual([]);
});

test('the lab’s sizes and places come through the policy', async ({ page }) => {
  await open(page);
  const plane = page.getByTestId('plane');
  const surface = plane.locator('.surface').first();
  const [left = 0, top = 0, side = 0] = (await plane.getAttribute('data-plot'))!
    .split(',')
    .map(Number);
  const box = (await surface.boundingBox())!;
  const around = (await plane.boundingBox())!;
  expect([box.width, box.x - around.x, box.y - around.y].map(Math.round)).toEqual(
    [side, left, top].map(Math.round),
  );
});

test('a theme that cannot be kept is chosen all the same, and that is said once', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
  });
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page);
  const lab = page.locator('.vae-lab');
  await expect(lab).toHaveAttribute('data-theme', 'dark');
  await page.getByTestId('theme').click();
  await expect(lab).toHaveAttribute('data-theme', 'light');
  const error = page.getByTestId('error');
  await expect(error).toHaveAttribute('data-code', 'not_kept');
  await expect(error).toContainText('Allow site data');
  await error.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByTestId('theme').click();
  await expect(lab).toHaveAttribute('data-theme', 'dark');
  await expect(error).toBeHidden();
});
