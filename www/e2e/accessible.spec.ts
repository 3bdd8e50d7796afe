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
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
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

test('the theme switch overrides the system and is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page);
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'light');
  await page.getByTestId('theme').click();
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await page.getByTestId('theme').click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(html).toHaveAttribute('data-theme', 'dark');
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
