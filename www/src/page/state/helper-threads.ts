// The training worker's helper threads. The page makes them, and not the worker: a worker that makes another waits, in
// Firefox, until the page knows of it, and now and then sleeps through the answer, for good.
import type { ThreadNews, ThreadOrder, ToThread } from '../../shared/thread-orders';

export class HelperThreads {
  private readonly workers = new Map<number, Worker>();

  constructor(private readonly tell: (news: ThreadNews) => void) {}

  obey(order: ThreadOrder<unknown>): void {
    if ('join' in order) this.make(order.thread, { join: order.join });
    else if ('help' in order) this.workers.get(order.thread)?.postMessage({ help: order.help });
    else this.drop(order.thread);
  }

  end(): void {
    for (const thread of [...this.workers.keys()]) this.drop(thread);
  }

  private make(thread: number, join: ToThread<unknown>): void {
    let worker: Worker;
    try {
      worker = new Worker(new URL('../../worker/thread.ts', import.meta.url), {
        type: 'module',
        name: 'vae-lab thread',
      });
    } catch {
      this.tell({ thread, came: false });
      return;
    }
    this.workers.set(thread, worker);
    const lost = () => {
      this.drop(thread);
      this.tell({ thread, came: false });
    };
    worker.addEventListener('error', lost);
    worker.addEventListener('message', () => {
      worker.removeEventListener('error', lost);
      this.tell({ thread, came: true });
    });
    worker.postMessage(join);
  }

  private drop(thread: number): void {
    this.workers.get(thread)?.terminate();
    this.workers.delete(thread);
  }
}
