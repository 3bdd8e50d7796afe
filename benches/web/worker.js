// The whole run in one browser: kernels, then for each net every contender, interleaved. Posts {rows, problems}.
import { flopsOfStep } from './nets.js';
import { kernelRows } from './kernels.js';
import { labContender, loadBuild } from './lab.js';
import { medianSeconds } from './rounds.js';
import { startTensorflow, tensorflowContender } from './tfjs.js';

/** Steps whose mean loss is compared, at the end of the training that comes before the timing. */
const COMPARED_STEPS = 20;

/** A file that lies beside the page. */
async function served(name) {
  const response = await fetch(`${self.location.origin}/${name}`);
  if (!response.ok) throw new Error(`${name}: status ${response.status}`);
  return response;
}

async function lossAfter(contender, steps) {
  await contender.run(steps - COMPARED_STEPS);
  return contender.meanLoss(COMPARED_STEPS);
}

/** Strict builds agree bit by bit; losses are compared outside, with every other contender's. */
function disagreements(net, contenders) {
  const [first, ...others] = contenders.filter(({ build }) => build === 'strict');
  return others
    .filter(({ hash }) => hash !== first.hash)
    .map(({ label, hash }) => `${net.name}: ${label} has other weights (${hash}) than ${first.label} (${first.hash})`);
}

async function stepRows(net, builds, peaks, { rounds, sliceMs, checkedSteps }) {
  const images = new Uint8Array(await (await served(`images-${net.side}.bin`)).arrayBuffer());
  const contenders = [...builds.map((build) => labContender(build, net, images)), tensorflowContender(net, images)];
  for (const contender of contenders) {
    const { host, build, threads } = contender;
    contender.label = `${host ?? 'the lab'}, ${build}, ${threads} thread${threads > 1 ? 's' : ''}`;
    contender.loss = await lossAfter(contender, checkedSteps);
    contender.hash = contender.hash?.();
  }
  const problems = disagreements(net, contenders);
  const seconds = await medianSeconds(
    contenders.map(({ run }) => run),
    { rounds, sliceMs },
  );
  const rows = contenders.map(({ host, build, threads, loss }, i) => {
    const row = { name: 'step', net: net.name, build, threads, runs: rounds, loss_nats: loss };
    const peak = peaks.get(build);
    return {
      ...row,
      ...(host ? { host } : {}),
      steps_per_s: 1 / seconds[i],
      gflops: flopsOfStep(net) / seconds[i] / 1e9,
      ...(peak && threads === 1 ? { share_of_peak: flopsOfStep(net) / seconds[i] / peak } : {}),
    };
  });
  contenders.forEach((contender) => contender.free());
  return { rows, problems };
}

async function bench() {
  const plan = await (await served('plan.json')).json();
  const builds = [];
  for (const build of plan.builds) builds.push(await loadBuild(build));
  await startTensorflow();

  const rows = [];
  const problems = [];
  const peaks = new Map();
  for (const build of builds.filter(({ threads }) => threads === 1)) {
    const kernels = await kernelRows(build, plan.kernels);
    peaks.set(build.arithmetic, kernels.peak);
    rows.push(...kernels.rows);
  }
  for (const net of plan.nets) {
    const steps = await stepRows(net, builds, peaks, plan.steps);
    rows.push(...steps.rows);
    problems.push(...steps.problems);
  }
  return { rows, problems };
}

self.postMessage(await bench().catch((error) => ({ error: error.stack ?? String(error) })));
