// Why the browser did not start the worker: it tells no script more than that it did not.
import { failure } from '../../shared/failure';
import type { Failure } from '../../shared/types';

/** The report of a violated policy comes as a message of its own, perhaps after the error. */
const REPORT_MS = 100;

/** Listens, from before the worker is made, for a policy that forbids it. */
export function watchPolicy(): { end(): void; violated: () => boolean } {
  let violated = false;
  const note = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
    violated ||= effectiveDirective === 'worker-src';
  };
  document.addEventListener('securitypolicyviolation', note);
  return {
    end: () => document.removeEventListener('securitypolicyviolation', note),
    violated: () => violated,
  };
}

/** `message`: of an error in its script; a script that did not come has none. */
export async function whyRefused(violated: () => boolean, message: string): Promise<Failure> {
  // Its script is read as a classic one, which may not import.
  if (!takesModuleWorkers()) return failure('worker_old');
  if (message) return failure('fatal', { message });
  await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
  return failure(violated() ? 'worker_policy' : 'worker_missing');
}

/** A browser that knows module workers asks what type a worker is of. */
function takesModuleWorkers(): boolean {
  let asked = false;
  const options = {
    get type(): WorkerType {
      asked = true;
      return 'module';
    },
  };
  try {
    new Worker('blob:', options).terminate();
  } catch {
    // No address of a worker; it is the question that counts.
  }
  return asked;
}
