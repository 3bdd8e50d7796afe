import { expose } from 'comlink';
import { helpersOfPage } from './helpers';
import { fetchPacked } from './image-shelf';
import { LabWorker } from './lab-worker';
import { yieldTurn } from './turn';
import { startInstance } from './wasm-package';

expose(
  new LabWorker({
    startInstance,
    callHelper: helpersOfPage(self),
    fetchPacked,
    now: () => performance.now(),
    pass: yieldTurn,
    cores: navigator.hardwareConcurrency || 1,
  }),
);
