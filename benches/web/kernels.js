// The kernels alone, where the build brings its cases (feature `bench`): products as a share of the build's own limit.
import { medianSeconds } from './rounds.js';

/** Floating-point operations a second of the multiply-add loop, and a row a case. */
export async function kernelRows({ glue, arithmetic }, plan) {
  const bench = new glue.Bench();
  const cases = bench.list();
  const seconds = await medianSeconds(
    cases.map((_, index) => async (iterations) => bench.run(index, iterations)),
    plan,
  );
  const rate = (index) => cases[index].work / seconds[index];
  const peak = rate(cases.findIndex(({ kind }) => kind === 'Peak'));
  const rows = cases.map(({ net, name, kind }, index) => {
    const row = { name: kind, net, shape: name, build: arithmetic, threads: 1, runs: plan.rounds };
    return kind === 'Elementwise'
      ? { ...row, ns_per_element: 1e9 / rate(index) }
      : { ...row, gflops: rate(index) / 1e9, share_of_peak: rate(index) / peak };
  });
  bench.free();
  return { peak, rows };
}
