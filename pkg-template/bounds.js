// What the core takes, from and to: the smallest and the largest value that is not refused.

export const BOUNDS = {
  side: [2, 64],
  latent: [1, 32],
  hiddenLayers: [1, 4],
  hiddenWidth: [1, 2048],
  sd: [0.01, 10],
  learningRate: [0, 1],
  beta: [0, 100],
  batchSize: [1, 1024],
  classes: [0, 100],
  seed: [0, 4294967295],
};
