import AxeBuilder from '@axe-core/playwright';
import { clickPlane, expect, open, test, trainUntil } from './visit';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe finds nothing serious: pretrained, and trained with a selection and pins', async ({
      page,
    }) => {
      const seriousIn = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
      };
      await open(page);
      await expect(page.locator('.vae-lab')).toHaveAttribute('data-theme', colorScheme);
      expect(await seriousIn()).toEqual([]);
      await trainUntil(page, 100);
      await page.getByTestId('input').first().click();
      await clickPlane(page, 0.4, 0.4);
      await expect(page.getByTestId('generated-item')).toHaveCount(1);
      await page.getByTestId('pause').click();
      await expect(page.getByTestId('phase')).toHaveText('paused');
      expect(await seriousIn()).toEqual([]);
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`before the lab is there the page is already ${colorScheme}`, async ({ page, visit }) => {
    visit.expectConsole(/Failed to load/);
    await page.emulateMedia({ colorScheme });
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.goto('./');
    await expect(page.locator('.vae-lab')).toHaveAttribute('data-theme', colorScheme);
    const paper = (selector: string) =>
      page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await paper('.vae-lab')).toBe(
      colorScheme === 'dark' ? 'rgb(20, 22, 26)' : 'rgb(251, 250, 247)',
    );
    expect(await paper('html'), 'around the lab').toBe(await paper('.vae-lab'));
  });
}

test('the theme switch overrides the system and is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page);
  const lab = page.locator('.vae-lab');
  await expect(lab).toHaveAttribute('data-theme', 'light');
  await page.getByTestId('theme').click();
  await expect(lab).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(lab).toHaveAttribute('data-theme', 'dark');
  await page.getByTestId('theme').click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(lab).toHaveAttribute('data-theme', 'dark');
});

test('the whole way works from the keyboard: train, explain, keep an image, remove it', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('train').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('phase')).toHaveText('training');
  await expect(page.getByTestId('pause'), 'the focus stays in its place').toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await expect(page.getByTestId('train')).toBeFocused();

  const explained = page.getByRole('button', { name: '−ELBO' }).first();
  await explained.focus();
  const tip = page.getByRole('tooltip').filter({ hasText: 'evidence lower bound' }).first();
  await expect(tip).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tip).toBeHidden();

  await page.getByTestId('layer-codes').focus();
  await expect(page.getByRole('tooltip').filter({ hasText: 'for every image' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByTestId('layer-codes')).toHaveAttribute('aria-pressed', 'false');

  await page.getByTestId('plane').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const items = page.getByTestId('generated-item');
  await expect(items).toHaveCount(1);
  await items.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(items).toHaveCount(0);
  await expect(page.getByRole('heading', { name: /Generated/ })).toBeFocused();
});

test('reduced motion stops every transition and animation', async ({ page }) => {
  await open(page);
  const moving = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationDuration } = getComputedStyle(element);
          return /[1-9]/.test(`${transitionDuration} ${animationDuration}`);
        })
        .map((element) => `${element.tagName}.${element.className}`),
    );
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moving).not.toEqual([]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toEqual([]);
});
