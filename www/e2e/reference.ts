// The decoder, written a second time from its weights file: an oracle that shares no code with the lab.

interface Tensor {
  shape: number[];
  values: Float32Array;
}

/** Reads a safetensors file of f32 tensors. */
export function readTensors(file: Buffer): Map<string, Tensor> {
  const headerBytes = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + headerBytes).toString('utf8')) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    if (entry.dtype !== 'F32') throw new Error(`${name} is ${entry.dtype}`);
    const [from, to] = entry.data_offsets.map((at) => at + 8 + headerBytes) as [number, number];
    const values = new Float32Array((to - from) / 4);
    values.forEach((_, n) => (values[n] = file.readFloatLE(from + 4 * n)));
    tensors.set(name, { shape: entry.shape, values });
  }
  return tensors;
}

/** z → pixels 0..255: dense layers with ReLU between them and a sigmoid at the end. */
export function decode(tensors: Map<string, Tensor>, z: readonly number[]): number[] {
  const layers = [...tensors.keys()]
    .filter((name) => /^decoder\.\d+\.weight$/.test(name))
    .sort((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]));
  let values = [...z];
  layers.forEach((name, index) => {
    const weight = tensors.get(name)!;
    const bias = tensors.get(name.replace('weight', 'bias'))!;
    const [outputs = 0, inputs = 0] = weight.shape;
    values = Array.from({ length: outputs }, (_, o) => {
      let sum = bias.values[o]!;
      for (let i = 0; i < inputs; i++) sum += weight.values[o * inputs + i]! * values[i]!;
      return index < layers.length - 1 ? Math.max(0, sum) : 1 / (1 + Math.exp(-sum));
    });
  });
  return values.map((value) => Math.round(255 * value));
}
