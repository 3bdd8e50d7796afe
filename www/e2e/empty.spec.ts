// Why the page stays empty: said by the page itself, where its own script does not come.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { expect, open, test } from './visit';

const site = resolve(process.env['VAE_LAB_DIST'] ?? 'dist');

test('opened as a file the page says so, and what to do', async ({ page, visit }) => {
  visit.expectConsole(/CORS|origin|ERR_FAILED/);
  await page.goto(pathToFileURL(`${site}/index.html`).href);
  const why = page.getByRole('alert');
  await expect(why).toHaveCount(1);
  await expect(why).toContainText('opened as a file');
  await expect(why).toContainText('cargo xtask serve');
});

test('without its script the page says so', async ({ page, visit }) => {
  visit.expectConsole(/404|Failed to load/);
  await page.route('**/assets/index-*.js', (route) => route.fulfill({ status: 404 }));
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
});

test('a script that fails in this browser is told from one that is missing', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/SyntaxError|Invalid or unexpected|Unexpected/);
  await page.route('**/assets/index-*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'let # = 1;' }),
  );
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText('failed in this browser');
});

test('a lab that cannot be put into the page leaves the page’s words, and why', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/no templates here/);
  await page.addInitScript(() => {
    Document.prototype.importNode = () => {
      throw new Error('no templates here');
    };
    Node.prototype.cloneNode = () => {
      throw new Error('no templates here');
    };
  });
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText('failed in this browser');
  await expect(page.getByRole('heading', { name: 'VAE Lab' })).toBeVisible();
});

test('a script that is late is waited for, in words, and then the lab is there', async ({
  page,
}) => {
  await page.clock.install();
  let arrive = () => {};
  const arrived = new Promise<void>((done) => (arrive = done));
  await page.route('**/assets/index-*.js', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto('./', { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { name: 'VAE Lab' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.clock.runFor(21_000);
  await expect(page.getByRole('alert')).toContainText('has not arrived yet');
  arrive();
  await page.clock.resume();
  await expect(page.getByTestId('plane')).toHaveAttribute('aria-busy', 'false');
  await expect(page.getByText('has not arrived yet')).toHaveCount(0);
});

test('where all is well none of these words is seen', async ({ page }) => {
  await open(page);
  await expect(page.locator('[data-why]')).toHaveCount(0);
});
