// What a stranger would write: import, train, look, save — and post what came of it.
import { createLab, encode, evaluate, fromImageData, openLab, trainInSlices, type Ink, type Lab, type LabFailure, type TrainStats } from 'vae-lab';

async function experiment() {
  const lab = await createLab({ seed: 3 });
  const before = evaluate(lab).negElboNats;

  const slices: TrainStats[] = [];
  const done = await trainInSlices(lab, 300, { onSlice: (stats) => slices.push(stats) });
  const after = evaluate(lab).negElboNats;

  const z = Float32Array.of(0.5, -1);
  const tile = lab.decode(z);
  const reopened = await openLab(lab.saveWeights());
  const reopenedTheSame = reopened.decode(z).join() === tile.join();

  return {
    before,
    after,
    done,
    slices: slices.length,
    tileBytes: tile.length,
    reopenedTheSame,
    picturesStay: picturesStay(lab, z),
    picturesComeBack: picturesComeBack(lab, z),
    ownImagesTrained: await trainOnOwnImages(),
    refusal: refusal(() => lab.setOptions({ ...lab.info().options, learningRate: 9 })),
  };
}

/** A picture is ink on paper, pixel for pixel, and stays so whatever the lab computes next. */
function picturesStay(lab: Lab, z: Float32Array): boolean {
  const ink = lab.decode(z);
  const picture = lab.imageData(z);
  const sheet = lab.manifoldImageData({ z1Min: -2, z1Max: 2, z2Min: -2, z2Max: 2 }, 3, 2);
  for (let n = 0; n < 50; n++) lab.decode(new Float32Array(200).fill(n / 50));
  lab.train(20);
  const { data, width, height } = picture;
  const same = ink.every((value, at) => data[4 * at] === 255 - value && data[4 * at + 3] === 255);
  return same && width === 8 && height === 8 && sheet.width === 24 && sheet.height === 16;
}

/** A browser's own picture is the ink that it was drawn from, and its bytes are not taken for ink. */
function picturesComeBack(lab: Lab, z: Float32Array): boolean {
  const ink = lab.decode(z);
  const { height, width, pixels } = fromImageData(lab.imageData(z));
  const asFloats: Ink = Float32Array.from(pixels, (level) => level / 255);
  const codes = [ink, pixels, asFloats].map((given) => encode(lab, given).mu.join());
  const sheet = lab.manifoldImageData({ z1Min: -2, z1Max: 2, z2Min: -2, z2Max: 2 }, 3, 2);
  const refused = refusal(() => encode(lab, sheet.data)) === 'bad_input';
  return pixels.join() === ink.join() && height === 8 && width === 8 && new Set(codes).size === 1 && refused;
}

/** Bars at one of six places, in images of 6×5 pixels: nothing that the package brought along. */
async function trainOnOwnImages(): Promise<boolean> {
  const [height, width, count] = [6, 5, 600];
  const pixels = new Uint8Array(count * height * width);
  for (let image = 0; image < count; image++) {
    const row = image % height;
    pixels.fill(255, (image * height + row) * width, (image * height + row + 1) * width);
  }
  const lab = await createLab({ data: { height, width, pixels }, model: { body: { kind: 'dense', hidden: [32], activation: 'relu' } }, options: { learningRate: 3e-3 } });
  const before = evaluate(lab).negElboNats ?? NaN;
  await trainInSlices(lab, 200);
  return lab.info().model.width === width && (evaluate(lab).negElboNats ?? NaN) < before;
}

function refusal(attempt: () => void): string {
  try {
    attempt();
    return 'none';
  } catch (error) {
    return (error as LabFailure).code;
  }
}

const report = await experiment().catch((error: unknown) => ({ error: String(error) }));
await fetch('/xtask-report', { method: 'POST', body: JSON.stringify(report) });
