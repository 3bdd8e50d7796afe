import { experimentAndPost } from './experiment.js';

experimentAndPost();
