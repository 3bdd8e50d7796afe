import { expose } from 'comlink';
import { Entrance } from './entrance';
import { asMissing, inTime } from './module';
import { yieldTurn } from './turn';
import { startViewer } from './viewer-package';

const time = { now: () => performance.now(), pass: yieldTurn };

expose(
  new Entrance({
    startViewer,
    startWhole: async (newId) => {
      const { startWhole } = await inTime(import('./whole')).catch(asMissing);
      return startWhole(newId, time);
    },
    ...time,
  }),
);
