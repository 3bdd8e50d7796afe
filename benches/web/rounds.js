// Interleaved timing: every round runs a slice of each contender, so that what else the machine does falls on all of them.

/** How many calls of `run` make a slice of about `sliceMs`. */
async function callsOfSlice(run, sliceMs) {
  let calls = 1;
  for (;;) {
    const begin = performance.now();
    await run(calls);
    const took = performance.now() - begin;
    if (took > sliceMs / 4) return Math.max(1, Math.round((calls * sliceMs) / took));
    calls *= 2;
  }
}

/** Median seconds of one call, for each of `runs` (functions of a number of calls). */
export async function medianSeconds(runs, { rounds, sliceMs }) {
  const calls = [];
  for (const run of runs) calls.push(await callsOfSlice(run, sliceMs));
  const seconds = runs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) {
      const begin = performance.now();
      await run(calls[i]);
      seconds[i].push((performance.now() - begin) / calls[i] / 1000);
    }
  }
  return seconds.map((times) => times.sort((a, b) => a - b)[times.length >> 1]);
}
