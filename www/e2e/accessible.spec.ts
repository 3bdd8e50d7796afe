import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { pictureOf } from './plane-hooks';
import { clickPlane, expect, open, test, trainUntil } from './visit';

async function seriousIn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe finds nothing serious: pretrained, and trained with a selection and pins', async ({
      page,
    }) => {
      await open(page);
      await expect(page.locator('.vae-lab')).toHaveAttribute('data-theme', colorScheme);
      expect(await seriousIn(page)).toEqual([]);
      await trainUntil(page, 100);
      await page.getByTestId('input').first().click();
      await clickPlane(page, 0.4, 0.4);
      await expect(page.getByTestId('generated-item')).toHaveCount(1);
      await page.getByTestId('pause').click();
      await expect(page.getByTestId('phase')).toHaveText('paused');
      expect(await seriousIn(page)).toEqual([]);
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
  await items.getByRole('button', { name: /^Remove/ }).focus();
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`in forced colours, ${colorScheme}: what a colour said is said otherwise`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, forcedColors: 'active' });
    await open(page);
    await page.getByTestId('input').nth(1).click();
    await clickPlane(page, 0.4, 0.4);
    await expect(page.getByTestId('generated-item')).toHaveCount(1);
    await page.getByTestId('layer-prior').click();

    // Every code is a letter in the one ink that there is; the names of the classes have a rim of paper.
    const { ink, paper } = await page.locator('.vae-lab').evaluate((lab) => {
      const of = (colour: string) => {
        const probe = lab.appendChild(document.createElement('i'));
        probe.style.cssText = `forced-color-adjust: none; color: ${colour}`;
        const text = getComputedStyle(probe).color.match(/\d+/g)!.slice(0, 3).map(Number);
        probe.remove();
        return text.join();
      };
      return { ink: of('CanvasText'), paper: of('Canvas') };
    });
    expect(ink).not.toBe(paper);
    const picture = await pictureOf(page, 'codes');
    const colours = new Set<string>();
    for (let at = 0; at < picture.data.length; at += 4) {
      const [red, green, blue, alpha] = picture.data.subarray(at, at + 4);
      if (alpha === 255) colours.add([red, green, blue].join());
    }
    expect([colours.has(ink), colours.has(paper)]).toEqual([true, true]);
    const grey = [...colours].every((colour) => new Set(colour.split(',')).size === 1);
    expect(grey, 'nothing but ink, paper and what lies between').toBe(true);
    await expect(page.locator('[data-testid="classes"] .dot')).toHaveCount(0);

    // What is chosen looks chosen.
    const line = (testid: string) =>
      page
        .locator(`[data-testid="${testid}"] span`)
        .evaluate((word) => getComputedStyle(word).borderBottomColor);
    expect(await line('layer-codes')).not.toBe(await line('layer-prior'));
    const outlined = (n: number) =>
      page
        .getByTestId('input')
        .nth(n)
        .evaluate((tile) => getComputedStyle(tile).outlineStyle);
    expect([await outlined(0), await outlined(1)]).toEqual(['none', 'solid']);
    expect(await seriousIn(page)).toEqual([]);
  });
}
