// Trains on the bundled digits, so that both of the package's files were found, and posts what came of it.
import { createLab, evaluate, trainInSlices } from 'vae-lab';

export async function experimentAndPost() {
  const report = await experiment().catch((error) => ({ error: String(error) }));
  const address = new URLSearchParams(location.search).get('report') ?? '/xtask-report';
  await fetch(address, { method: 'POST', mode: 'no-cors', body: JSON.stringify(report) });
}

async function experiment() {
  const lab = await createLab({ seed: 3 });
  const before = evaluate(lab).negElboNats;
  await trainInSlices(lab, 200);
  return { before, after: evaluate(lab).negElboNats };
}
