import { expose } from 'comlink';
import { LabWorker } from './lab-worker';

expose(new LabWorker());
