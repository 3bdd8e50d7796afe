import { expose } from 'comlink';
import { fetchPacked } from './image-shelf';
import { LabWorker } from './lab-worker';
import { yieldTurn } from './turn';
import { startInstance } from './wasm-package';

expose(
  new LabWorker({
    startInstance,
    fetchPacked,
    now: () => performance.now(),
    pass: yieldTurn,
    cores: navigator.hardwareConcurrency || 1,
  }),
);
